import type { Locale } from '../messenger/locale.ts';
import type { DisposalOutcome } from './dispose-records.ts';
import type { DueLine, Proposal, Retention } from './record.ts';
import { keptUntil } from './rules.ts';
import { textsOf } from './texts.ts';

/** What is due and proposed, as lines for a terminal. */
export function printDisposal(
  { due, proposals, retentions }: { due: DueLine[]; proposals: Proposal[]; retentions: Retention[] },
  locale: Locale,
): string[] {
  const t = textsOf(locale);
  const { disposal } = t;
  const yearsOf = (line: DueLine) => retentions.find((one) => one.class === line.class)?.years ?? 0;
  return [
    due.length === 0 ? disposal.nothingDue : `${disposal.due}:`,
    ...due.map(
      (line) =>
        `  ${disposal.line(line.class, line.year, t.counts(line.counts))} (~${keptUntil(line.year, yearsOf(line))})`,
    ),
    ...(proposals.length === 0 ? [] : [`${disposal.proposals}:`]),
    ...proposals.map(
      ({ id, class: of, year, counts, state, proposedBy, decidedBy }) =>
        `  ${disposal.number(id)}: ${disposal.line(of, year, t.counts(counts))} · ${disposal.state(state)} · ${[proposedBy.name, ...(decidedBy ? [decidedBy.name] : [])].join(' → ')}`,
    ),
  ];
}

/** What became of carrying a disposal out. */
export function printDisposed(id: number, outcome: DisposalOutcome, locale: Locale): string {
  const { cli } = textsOf(locale);
  return outcome.kind === 'disposed'
    ? cli.disposed(id, cli.records(outcome.records))
    : cli.refused[outcome.reason](id);
}

import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { oneLine } from '../messenger/mrkdwn.ts';
import { createRefusals } from '../messenger/refusals.ts';
import type { changeRetention } from './change-retention.ts';
import type { DecisionOutcome } from './decide-disposal.ts';
import type { AccessPage } from './look-up-access.ts';
import type { DisposalPage } from './look-up-disposal.ts';
import { formatPage } from './parse.ts';
import type { ProposalOutcome } from './propose-disposal.ts';
import type { AccessEntry, Proposal, Retention } from './record.ts';
import type { Refusal } from './rules.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

const LOOSE = 12;
const DUE_SHOWN = 20;
const SUBJECT_CHARACTERS = 120;
const REASON_CHARACTERS = 200;

/** All that was refused, each with what to do. */
export function renderRefusals(refusals: readonly Refusal[], locale: Locale): Message {
  const t = textsOf(locale);
  const lines = refusals.map((refusal) => mrkdwn`• ${refusalText(refusal, locale)}`);
  return message(mrkdwn`${t.refused}`, [section(joinMrkdwn([bold(t.refused), ...lines], '\n'))]);
}

const { refusalText } = createRefusals<Refusal>(textsOf);

/** How a command is written. */
export function renderUsage(topic: keyof Texts['usage'], locale: Locale): Message {
  const text = mrkdwn`${textsOf(locale).usage[topic]}`;
  return message(text, [section(text)]);
}

/** A page of the access log: who, when, whose, what, why and from where. */
export function renderAccess(page: AccessPage, locale: Locale): Message {
  const t = textsOf(locale);
  const { access } = t;
  const title = page.own ? access.ownTitle : access.title;
  const { from, to } = page.filter;
  const range = from === undefined && to === undefined ? [] : [mrkdwn`${access.range(from, to)}`];
  const last = page.entries.at(-1);
  const turn = page.own ? 'own_access_page' : 'access_page';
  const buttons = [
    ...(page.isNewest
      ? []
      : [button(`${turn}:newest`, access.newest, { value: formatPage(page.filter, undefined) })]),
    ...(page.older && last
      ? [button(`${turn}:older`, access.older, { value: formatPage(page.filter, last.id) })]
      : []),
  ];
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), ...range], '\n')),
    ...(page.entries.length === 0
      ? [section(mrkdwn`${access.empty}`)]
      : listSections(
          page.entries.map((entry) => accessEntry(t, entry)),
          LOOSE,
        )),
    ...(buttons.length === 0 ? [] : [actions(buttons)]),
    context(mrkdwn`${page.own ? access.ownNote : access.logged}`),
  ]);
}

function accessEntry(t: Texts, entry: AccessEntry): Mrkdwn {
  const { access } = t;
  const whose = access.whose(entry.people, entry.agencies);
  const subject = clip(oneLine(access.subject(entry.subject)), SUBJECT_CHARACTERS);
  const first = mrkdwn`${t.moment(entry.at)} · ${bold(entry.actor)} · ${t.action(entry.action)}`;
  const second = [
    ...(whose === '' ? [] : [mrkdwn`${whose}`]),
    ...(subject === '' ? [] : [mrkdwn`${subject}`]),
    mrkdwn`${access.origin(entry.origin)}`,
    // The words of a person come last, and on one line: whatever they say, it does not look like the log's own.
    ...(entry.reason === ''
      ? []
      : [mrkdwn`${access.reason(clip(oneLine(entry.reason), REASON_CHARACTERS))}`]),
  ];
  return joinMrkdwn([first, joinMrkdwn(second, ' · ')], '\n');
}

/** What is due, what is proposed, and for a second person the buttons to answer it. */
export function renderDisposal(page: DisposalPage, locale: Locale): Message {
  const t = textsOf(locale);
  const { disposal } = t;
  const due = page.due
    .slice(0, DUE_SHOWN)
    .map((line) => mrkdwn`• ${disposal.line(line.class, line.year, t.counts(line.counts))}`);
  const more = page.due.length - due.length;
  return message(mrkdwn`${disposal.title}`, [
    section(bold(disposal.title)),
    section(
      due.length === 0
        ? mrkdwn`${disposal.nothingDue}`
        : joinMrkdwn(
            [bold(disposal.due), ...due, ...(more > 0 ? [mrkdwn`${disposal.more(more)}`] : [])],
            '\n',
          ),
    ),
    ...(page.proposals.length === 0 ? [] : [section(bold(disposal.proposals))]),
    ...page.proposals.flatMap((proposal) => [
      section(proposalLines(t, proposal)),
      ...(proposal.mayDecide ? [decisionButtons(t, proposal.id)] : []),
    ]),
    ...(page.mayPropose ? [context(mrkdwn`${disposal.how}`)] : []),
  ]);
}

function decisionButtons(t: Texts, id: number) {
  const { disposal } = t;
  const value = String(id);
  return actions([
    button(`approve_disposal:${id}`, disposal.approve, {
      value,
      style: 'primary',
      confirm: disposal.confirm,
    }),
    button(`refuse_disposal:${id}`, disposal.reject, { value }),
  ]);
}

function proposalLines(t: Texts, proposal: Proposal): Mrkdwn {
  const { disposal } = t;
  const { id, class: of, year, counts, state } = proposal;
  const steps = stepsOf(t, proposal).join(' · ');
  return joinMrkdwn(
    [
      mrkdwn`${bold(disposal.number(id))} · ${disposal.line(of, year, t.counts(counts))} · ${disposal.state(state)}`,
      mrkdwn`${steps}`,
      mrkdwn`${t.access.reason(proposal.reason)}`,
    ],
    '\n',
  );
}

function stepsOf(
  t: Texts,
  { proposedBy, proposedAt, decidedBy, decidedAt, finishedAt, state }: Proposal,
): string[] {
  const { disposal, moment } = t;
  return [
    disposal.by(proposedBy.name, moment(proposedAt)),
    ...(decidedBy && decidedAt
      ? [disposal.decided(decidedBy.name, moment(decidedAt), state !== 'refused')]
      : []),
    ...(finishedAt ? [disposal.finished(moment(finishedAt))] : []),
  ];
}

/** For the administrator who proposed. */
export function renderProposed(
  { proposal, replaces, told }: Extract<ProposalOutcome, { kind: 'proposed' }>,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { disposal } = t;
  const title = disposal.proposed(proposal.id);
  const notes = replaces === undefined ? [] : [mrkdwn`${disposal.replaces(replaces)}`];
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), proposalLines(t, proposal), ...notes], '\n')),
    context(mrkdwn`${told === 0 ? disposal.nobodyDecides : disposal.proposedNext(told)}`),
  ]);
}

/** Asks whoever may be the second person. */
export function renderAsked(proposal: Proposal, locale: Locale): Message {
  const t = textsOf(locale);
  const title = t.disposal.asked(proposal.id);
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), proposalLines(t, proposal)], '\n')),
    decisionButtons(t, proposal.id),
    context(mrkdwn`${t.disposal.askedWhy}`),
  ]);
}

/** Tells who proposed what became of it. */
export function renderSettled(proposal: Proposal, locale: Locale): Message {
  const t = textsOf(locale);
  const { disposal } = t;
  const { id, newerId, state } = proposal;
  const isReplaced = state === 'replaced' && newerId !== undefined;
  const title = isReplaced
    ? disposal.replaced(id, newerId)
    : state === 'refused'
      ? disposal.rejected(id)
      : disposal.approved(id);
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), proposalLines(t, proposal)], '\n')),
    ...(state === 'approved' ? [context(mrkdwn`${disposal.approvedNext(id)}`)] : []),
  ]);
}

/** For the second person who answered. */
export function renderDecision(
  { kind, proposal }: Exclude<DecisionOutcome, { kind: 'refused' }>,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { disposal } = t;
  const title = kind === 'approved' ? disposal.approved(proposal.id) : disposal.rejected(proposal.id);
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), proposalLines(t, proposal)], '\n')),
    ...(kind === 'approved' ? [context(mrkdwn`${disposal.approvedNext(proposal.id)}`)] : []),
  ]);
}

/** How long each class is kept. */
export function renderRetention(retentions: readonly Retention[], locale: Locale): Message {
  const { retention } = textsOf(locale);
  const lines = retentions.map(({ class: of, years, upcoming }) => {
    const later = upcoming ? ` → ${retention.upcoming(upcoming.years, upcoming.from)}` : '';
    return mrkdwn`• ${retention.line(of, years)}${later}`;
  });
  return message(mrkdwn`${retention.title}`, [
    section(joinMrkdwn([bold(retention.title), ...lines], '\n')),
    context(mrkdwn`${retention.counted}`),
  ]);
}

export function renderRetentionChanged(
  change: Exclude<Awaited<ReturnType<typeof changeRetention>>, { kind: 'refused' }>,
  locale: Locale,
): Message {
  const text = mrkdwn`${textsOf(locale).retention.changed(change.class, change.years, change.from)}`;
  return message(text, [section(text)]);
}

import {
  actions,
  bold,
  button,
  context,
  joinMrkdwn,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { createRefusals } from '../messenger/refusals.ts';
import type { ExportRecord } from './export.ts';
import type { Refusal } from './rules.ts';
import type { ExportSource } from './source.ts';
import { textsOf } from './texts.ts';

export const { refusalText, renderRefusals } = createRefusals<Refusal>(textsOf);

export function renderUsage(locale: Locale): Message {
  const { usage } = textsOf(locale);
  return message(mrkdwn`${usage}`, [section(mrkdwn`${usage}`)]);
}

/** The field of the dialog at which a fault is told; undefined when it is about none of them. */
export function fieldOf(refusal: Refusal): string | undefined {
  switch (refusal.reason) {
    case 'reason_missing':
    case 'reason_short':
    case 'reason_long':
      return 'reason';
    case 'not_a_day':
      return refusal.field;
    case 'from_after_to':
    case 'not_yet':
      return 'from';
    case 'agency_unknown':
      return 'agency';
    case 'kind_unknown':
    case 'kind_not_yours':
      return 'kind';
    default:
      return undefined;
  }
}

/** Somebody's own exports with how far each is. `begun`: says first that one has just begun. */
export function renderList(
  records: readonly ExportRecord[],
  sources: readonly ExportSource[],
  locale: Locale,
  { begun = false }: { begun?: boolean } = {},
): Message {
  const t = textsOf(locale);
  const entries = records.map((record) => section(entryOf(record, sources, locale)));
  return message(mrkdwn`${begun ? t.requested : t.list}`, [
    ...(begun ? [section(mrkdwn`${t.requested}`)] : [section(bold(t.list))]),
    ...(entries.length > 0 ? entries : [section(mrkdwn`${t.none}`)]),
    ...(entries.length > 0 ? [actions([button('refresh_exports', t.refresh)])] : []),
  ]);
}

function entryOf(record: ExportRecord, sources: readonly ExportSource[], locale: Locale): Mrkdwn {
  const t = textsOf(locale);
  const facts = [
    t.states[record.state],
    ...(['running', 'ready', 'gone'].includes(record.state) ? [t.rows(record.rows)] : []),
    ...(record.state === 'ready' && record.vanishesAt ? [t.until(record.vanishesAt)] : []),
    t.asked(record.requestedAt),
  ];
  const more = troubleOf(record, locale);
  return joinMrkdwn(
    [
      bold(nameOf(record, sources, locale)),
      mrkdwn`${scopeOf(record, locale)}`,
      mrkdwn`${facts.join(' · ')}`,
      ...(more === undefined ? [] : [mrkdwn`${more}`]),
    ],
    '\n',
  );
}

/** How an export has ended, for whoever asked; undefined while it has not, or when there is nothing left of it. */
export function renderNotice(
  record: ExportRecord,
  sources: readonly ExportSource[],
  locale: Locale,
): Message | undefined {
  const { notice, rows, showList } = textsOf(locale);
  const { state, vanishesAt } = record;
  if (state !== 'ready' && state !== 'refused' && state !== 'failed') return undefined;
  const name = nameOf(record, sources, locale);
  const title = notice[state](name);
  const trouble = troubleOf(record, locale);
  const scope = scopeOf(record, locale);
  return message(mrkdwn`${title}`, [
    section(
      joinMrkdwn(
        [mrkdwn`${title}`, mrkdwn`${state === 'ready' ? `${scope} · ${rows(record.rows)}` : scope}`],
        '\n',
      ),
    ),
    ...(trouble === undefined ? [] : [section(mrkdwn`${trouble}`)]),
    ...(state === 'ready' && vanishesAt ? [context(mrkdwn`${notice.vanishes(vanishesAt)}`)] : []),
    actions([button('show_exports', showList)]),
  ]);
}

function troubleOf({ state, refusal, reference }: ExportRecord, locale: Locale): string | undefined {
  if (state === 'refused' && refusal) return refusalText(refusal, locale);
  if (state === 'failed' && reference) return textsOf(locale).fault(reference);
  return undefined;
}

function nameOf({ kind }: ExportRecord, sources: readonly ExportSource[], locale: Locale): string {
  return sources.find((source) => source.kind === kind)?.name[locale] ?? kind;
}

function scopeOf({ from, to, agency, format }: ExportRecord, locale: Locale): string {
  const t = textsOf(locale);
  return [t.days(from, to), agency?.shortName ?? t.allAgencies, t.formats[format]].join(' · ');
}

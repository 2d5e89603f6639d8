import type { Button, KnownBlock } from '@slack/types';
import { addMonths, type Month, type Period } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Gift, PastYear, RankingLine, RankingView, Summary } from './gift.ts';
import { giverOf, messageOf, recipientOf, who } from './gift-lines.ts';
import { formatRankingView } from './parse.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** Lists of more entries than this share sections. */
const LOOSE = 20;

/** What someone may still give this month, and what they received. */
export function renderAllowance(summary: Summary, locale: Locale): Message {
  const t = textsOf(locale);
  const { allowance, buttons } = t;
  const renewsOn = `${addMonths(summary.month, 1)}-01`;
  const lines = [
    mrkdwn`${allowance.detail(summary.sentThisMonth, summary.monthlyAllowance)}`,
    mrkdwn`${allowance.received(summary.receivedThisMonth, summary.receivedThisYear)}`,
    ...(summary.specialThisYear > 0 ? [mrkdwn`${allowance.special(summary.specialThisYear)}`] : []),
  ];
  const title = allowance.title(summary.allowanceLeft);
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), ...lines], '\n')),
    actions([
      button('open_give', buttons.give, { style: 'primary' }),
      button('show_statement', buttons.statement),
    ]),
    context(mrkdwn`${allowance.lapses(renewsOn)}`),
  ]);
}

/**
 * What an official gave and received in a month.
 * @param input.page 0 is the first; buttons bring `2026-11:1`, month and page, of another's with `:official:12`
 * @param input.isLatest no month after it has begun
 * @param input.name whose it is, when it is somebody else's
 */
export function renderStatement(
  input: {
    officialId: number;
    month: Month;
    gifts: Gift[];
    total: number;
    page: number;
    pageSize: number;
    isLatest: boolean;
    name?: string;
    summary?: Summary;
  },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { statement } = t;
  const pages = Math.max(1, Math.ceil(input.total / input.pageSize));
  const title =
    input.name === undefined ? statement.title(input.month) : statement.titleOf(input.name, input.month);
  const count = input.total === 0 ? statement.empty : statement.count(input.total, input.page + 1, pages);
  const entries = input.gifts.map((gift) => statementEntry(t, gift, input.officialId));
  return message(mrkdwn`${title}`, [
    section(mrkdwn`${bold(title)}\n${count}`),
    ...listSections(entries, LOOSE),
    statementButtons(t, input, pages),
    ...(input.summary === undefined
      ? []
      : [
          context(mrkdwn`${statement.summary(input.summary.allowanceLeft, input.summary.receivedThisMonth)}`),
        ]),
    ...(input.name === undefined ? [] : [context(mrkdwn`${statement.logged}`)]),
  ]);
}

/** One gift from the side of `officialId`. */
export function statementEntry(t: Texts, gift: Gift, officialId: number): Mrkdwn {
  const { statement } = t;
  const sent = gift.giverId === officialId;
  const side = sent
    ? mrkdwn`${statement.sent} ${recipientOf(t, gift)}`
    : mrkdwn`${statement.received} ${giverOf(t, gift)}`;
  const notes = [
    ...(gift.reversed ? [statement.reversed] : []),
    ...(gift.hidden ? [statement.hidden] : []),
    t.moment(gift.givenAt),
    t.number(gift.id),
  ].join(' · ');
  const points = gift.reversed ? mrkdwn`~${t.points(gift.points)}~` : mrkdwn`${t.points(gift.points)}`;
  return mrkdwn`${side} ${points} · ${notes}\n${quote(messageOf(t, gift))}`;
}

function statementButtons(
  t: Texts,
  input: { officialId: number; month: Month; page: number; isLatest: boolean; name?: string },
  pages: number,
): KnownBlock {
  const { month, page, isLatest } = input;
  const whose = input.name === undefined ? '' : `:official:${input.officialId}`;
  const turn = (direction: string, label: string, to: Month, toPage: number) =>
    button(`statement_page:${direction}`, label, { value: `${to}:${toPage}${whose}` });
  return actions([
    ...(page > 0 ? [turn('newer', t.buttons.newer, month, page - 1)] : []),
    ...(page + 1 < pages ? [turn('older', t.buttons.previous, month, page + 1)] : []),
    turn('previous_month', t.buttons.previousMonth, addMonths(month, -1), 0),
    ...(isLatest ? [] : [turn('next_month', t.buttons.nextMonth, addMonths(month, 1), 0)]),
  ]);
}

/**
 * The first ranks of a view, with a button for every way to look at it differently.
 * @param input.own the asker's official or department id, marked where it stands
 * @param input.archived these are the fixed results of a past year
 * @param input.pastYear an archived year that a button leads to
 */
export function renderRanking(
  input: {
    view: RankingView;
    lines: RankingLine[];
    period: Period;
    asOf: Date;
    agencyName: string;
    own?: number | undefined;
    archived?: boolean;
    pastYear?: PastYear | undefined;
  },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { ranking } = t;
  const { view } = input;
  const title = `${ranking.sideTitles[view.side]} · ${ranking.subjects[view.subject]}`;
  const place =
    view.scope === 'agency' && input.agencyName !== '' ? input.agencyName : ranking.scopes[view.scope];
  const lines = input.lines.map((line) => rankingLine(t, line, input));
  const year = input.period.from.slice(0, 4);
  const isPast = !Object.hasOwn(ranking.spans, view.span);
  return message(mrkdwn`${title}`, [
    section(mrkdwn`${bold(title)}\n${place} · ${spanName(t, view.span)} · ${t.period(input.period)}`),
    ...(lines.length === 0
      ? [section(mrkdwn`${isPast ? ranking.noArchive(year) : ranking.empty}`)]
      : listSections([joinMrkdwn(lines, '\n')], LOOSE)),
    actions(otherViews(t, view, input.pastYear)),
    context(
      mrkdwn`${input.archived ? ranking.archived(year) : ranking.asOf(input.asOf)} · ${ranking.specialApart}`,
    ),
  ]);
}

function spanName({ ranking }: Texts, span: RankingView['span']): string {
  return span === 'month' || span === 'half' || span === 'year'
    ? ranking.spans[span]
    : ranking.pastYear(span);
}

function rankingLine(
  t: Texts,
  line: RankingLine,
  { view, lines, own }: { view: RankingView; lines: RankingLine[]; own?: number | undefined },
): Mrkdwn {
  const tied = lines.filter((other) => other.rank === line.rank).length > 1;
  const name = who(t, { ...line, isDepartment: view.subject === 'department' });
  const mark = line.id === own ? mrkdwn` ← ${bold(t.ranking.own[view.subject])}` : mrkdwn``;
  return mrkdwn`${t.ranking.rank(line.rank, tied)} ${name} ${t.points(line.points)}${mark}`;
}

function otherViews(t: Texts, view: RankingView, pastYear: PastYear | undefined): Button[] {
  const { show } = t.ranking;
  const views: Array<[string, RankingView]> = [
    ...(['person', 'department'] as const).map((subject): [string, RankingView] => [
      show.subject[subject],
      { ...view, subject },
    ]),
    ...(['received', 'sent'] as const).map((side): [string, RankingView] => [
      show.side[side],
      { ...view, side },
    ]),
    ...(['month', 'half', 'year'] as const).map((span): [string, RankingView] => [
      show.span[span],
      { ...view, span },
    ]),
    ...(pastYear === undefined
      ? []
      : [[t.ranking.pastYear(pastYear), { ...view, span: pastYear }] as [string, RankingView]]),
    ...(['agency', 'government'] as const).map((scope): [string, RankingView] => [
      show.scope[scope],
      { ...view, scope },
    ]),
  ];
  const shown = formatRankingView(view);
  return views
    .map(([label, other]): [string, string] => [label, formatRankingView(other)])
    .filter(([, value]) => value !== shown)
    .map(([label, value], index) => button(`ranking:${index}`, label, { value }));
}

/** Public thanks, newest first (제10조②). */
export function renderBoard(input: { gifts: Gift[]; older: boolean }, locale: Locale): Message {
  const t = textsOf(locale);
  const entries = input.gifts.map(
    (gift) =>
      mrkdwn`${giverOf(t, gift)} → ${recipientOf(t, gift)} ${t.points(gift.points)} · ${t.moment(gift.givenAt)} · ${t.number(gift.id)}\n${quote(messageOf(t, gift))}`,
  );
  const last = input.gifts.at(-1);
  return message(mrkdwn`${t.board.fallback(input.gifts.length)}`, [
    section(bold(t.board.title)),
    ...(entries.length === 0 ? [section(mrkdwn`${t.board.empty}`)] : listSections(entries, LOOSE)),
    ...(input.older && last
      ? [actions([button('board_older', t.buttons.older, { value: String(last.id) })])]
      : []),
  ]);
}

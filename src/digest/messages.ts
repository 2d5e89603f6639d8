import type { ImageBlock, KnownBlock } from '@slack/types';
import type { Day } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  clip,
  context,
  header,
  joinMrkdwn,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  plain,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { createRefusals } from '../messenger/refusals.ts';
import type { ChartWords } from './chart-svg.ts';
import type { Digest, DigestContent, Measured, Neighbour, Section, Thanks, WeekFigures } from './digest.ts';
import { SECTIONS } from './digest.ts';
import { compare, countTiedBeyond, isQuiet, type Refusal, thisWeek, WEEKS_AVERAGED } from './rules.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** A digest as somebody gets to see it. */
export interface DigestView {
  digest: Digest;
  /** Messages of `content.thanks` that may still be shown. */
  thanks: Thanks[];
  /** Of a week that is not over: sent to nobody, stored nowhere. */
  preview?: boolean;
  /** Slack's id of the chart's picture, where there is one. */
  pictureId?: string;
  mayPreview?: boolean;
  mayExport?: boolean;
}

const SHOWN_RANKS = 3;
const SHOWN_COMPLETED = 3;
const SHOWN_NAMES = 3;
const TITLE_CHARACTERS = 80;
const QUOTE_CHARACTERS = 160;
/** Slack's limit of an alt text is 2,000. */
const ALT_CHARACTERS = 1_900;

/** All that was refused; where there is no digest yet, with the button of a preview for who may look at one. */
export function renderRefusals(refusals: readonly Refusal[], locale: Locale): Message {
  const t = textsOf(locale);
  const lines = refusals.map((refusal) => mrkdwn`${refusalText(refusal, locale)}`);
  const previews = refusals.flatMap((refusal) =>
    'previewOf' in refusal && refusal.previewOf !== undefined ? [previewButton(t, refusal.previewOf)] : [],
  );
  return message(mrkdwn`${t.refused}`, [
    section(joinMrkdwn(lines, '\n')),
    ...(previews.length === 0 ? [] : [actions(previews)]),
  ]);
}

export const { refusalText } = createRefusals<Refusal>(textsOf);

/** The short form: figures against before, the first of each list, counts of what waits; the rest behind buttons. */
export function renderDigest(view: DigestView, locale: Locale): Message {
  const t = textsOf(locale);
  const { digest, preview = false } = view;
  const { week, content } = digest;
  const { received, sent } = thisWeek(content);
  const title = (preview ? t.previewTitle : t.title)(content.shortName, week);
  const notes = [t.period(week), ...(digest.late ? [t.late] : []), ...(preview ? [t.preview] : [])];
  return message(mrkdwn`${t.notification(content.shortName, week, received, sent)}`, [
    header(title),
    context(
      joinMrkdwn(
        notes.map((note) => mrkdwn`${note}`),
        ' · ',
      ),
    ),
    ...body(t, view),
    ...chartBlocks(t, view),
    ...buttons(t, view),
    context(mrkdwn`${t.asOf(digest.asOf, digest.position)}`),
    context(mrkdwn`${t.proof(digest.position, digest.head)}`),
  ]);
}

function body(t: Texts, { digest, thanks }: DigestView): KnownBlock[] {
  const { content } = digest;
  if (isQuiet(content)) return [section(mrkdwn`${t.quiet}`)];
  const { received, sent } = thisWeek(content);
  const [first] = thanks;
  const parts = [
    received === 0 && sent === 0 ? [mrkdwn`${t.quietPoints}`] : pointLines(t, content),
    rankLines(t, content),
    agencyLines(t, content),
    workLines(t, content),
  ];
  return [
    ...parts.flatMap((lines) => (lines.length === 0 ? [] : [section(joinMrkdwn(lines, '\n'))])),
    ...(first ? [section(thanksOf(t, first, QUOTE_CHARACTERS))] : []),
  ];
}

function pointLines(t: Texts, content: DigestContent): Mrkdwn[] {
  const line = (name: string, side: 'received' | 'sent') =>
    mrkdwn`${bold(name)} ${t.compared(compare(content, side), content.knownWeeks)}`;
  return [
    line(t.received, 'received'),
    line(t.sent, 'sent'),
    ...(content.within > 0 ? [mrkdwn`${t.within(content.within)}`] : []),
  ];
}

function rankLines(t: Texts, { people, departments }: DigestContent): Mrkdwn[] {
  type Ranked = ReadonlyArray<{ rank: number; name: string; points: number }>;
  const line = (heading: string, list: Ranked, of: 'people' | 'departments') => {
    const shown = list
      .slice(0, SHOWN_RANKS)
      .map(({ rank, name, points }) => t.ranked(rank, clip(name, TITLE_CHARACTERS), points));
    const { count, orMore } = countTiedBeyond(list, SHOWN_RANKS);
    const tied = count === 0 ? '' : ` ${t.moreTied(of, count, orMore)}`;
    return list.length === 0 ? [] : [mrkdwn`${bold(heading)} ${shown.join(', ')}${tied}`];
  };
  return [
    ...line(t.mostPeople.received, people.received, 'people'),
    ...line(t.mostPeople.sent, people.sent, 'people'),
    ...line(t.mostDepartments.received, departments.received, 'departments'),
    ...line(t.mostDepartments.sent, departments.sent, 'departments'),
  ];
}

function agencyLines(t: Texts, { helpedUs, weHelped }: DigestContent): Mrkdwn[] {
  const names = (list: readonly Neighbour[]) =>
    list
      .slice(0, SHOWN_RANKS)
      .map(({ agency, points }) => `${agency} ${t.points(points)}`)
      .join(', ');
  return [
    ...(helpedUs.total > 0 ? [mrkdwn`${bold(t.helpedUs)} ${names(helpedUs.items)}`] : []),
    ...(weHelped.total > 0 ? [mrkdwn`${bold(t.weHelped)} ${names(weHelped.items)}`] : []),
  ];
}

/** Counts of what moved and what waits, a line a kind; what was completed with its results. */
function workLines(t: Texts, { tasks, evaluations, waiting, ending, patterns }: DigestContent): Mrkdwn[] {
  const { work } = t;
  const some = (count: number, words: (count: number) => string) => (count > 0 ? [words(count)] : []);
  const line = (name: string, parts: string[]) =>
    parts.length === 0 ? [] : [mrkdwn`• ${bold(name)} ${parts.join(' · ')}`];
  const names = [...new Set(evaluations.overdue.items.flatMap(({ name }) => name ?? []))];
  const shownNames = names.slice(0, SHOWN_NAMES).join(', ');
  const patternCount = patterns.reciprocal.total + patterns.dumping.total + patterns.concentration.total;
  return [
    ...line(work.tasks, [
      ...some(tasks.changed.total, work.changed),
      ...some(tasks.completed.total, work.completed),
      ...some(tasks.late.total, work.late),
      ...some(tasks.stale.total, work.stale),
    ]),
    ...tasks.completed.items
      .slice(0, SHOWN_COMPLETED)
      .map(
        (task) =>
          mrkdwn`    ${t.tasks.task(task.id, clip(task.title, TITLE_CHARACTERS))}: ${resultLine(t, task.results)}`,
      ),
    ...line(work.evaluations, [
      ...some(evaluations.due.total, work.due),
      ...some(evaluations.overdue.total, (count) =>
        work.overdue(count, names.length > SHOWN_NAMES ? `${shownNames}…` : shownNames),
      ),
    ]),
    ...line(work.waiting, [
      ...some(waiting.disputes.total, work.disputes),
      ...some(waiting.consents.total, work.consents),
      ...some(ending.total, work.ending),
    ]),
    ...line(work.patterns, some(patternCount, work.patternCount)),
  ];
}

/** 환경영향평가 기간 12 → 4개월, 예산 3,300억원 */
export function resultLine(t: Texts, results: readonly Measured[]): string {
  if (results.length === 0) return t.tasks.noResult;
  return results
    .map(({ measure, unit, before, after }) => {
      const values = [before, after].flatMap((value) => (value === null ? [] : [groupedDecimal(value)]));
      return `${clip(measure, TITLE_CHARACTERS)} ${values.join(' → ')}${clip(unit, 20)}`;
    })
    .join(', ');
}

/** A decimal as it was written, its thousands set apart. */
function groupedDecimal(number: string): string {
  const [whole = '', ...rest] = number.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}

export function thanksOf(
  t: Texts,
  { giver, giverAgency, recipient, message: words }: Thanks,
  most: number,
): Mrkdwn {
  return mrkdwn`${t.thanksFrom(giver, giverAgency, recipient)}\n${quote(clip(words, most))}`;
}

/** The twelve weeks that a chart shows. */
export function chartWeeks({ weeks }: DigestContent): WeekFigures[] {
  return weeks.slice(-WEEKS_AVERAGED);
}

/** Whether there is anything to draw. */
export function hasChart(content: DigestContent): boolean {
  return chartWeeks(content).some(({ received, sent }) => received > 0 || sent > 0);
}

/** The picture, and where there is none the same numbers as text; neither for twelve weeks of nothing. */
function chartBlocks(t: Texts, { digest, pictureId }: DigestView): KnownBlock[] {
  const { content } = digest;
  if (!hasChart(content)) return [];
  if (pictureId === undefined) return [section(mrkdwn`${bold(t.chart.heading)}\n${weekLines(t, content)}`)];
  const picture: ImageBlock = {
    type: 'image',
    slack_file: { id: pictureId },
    title: plain(t.chart.title(content.shortName), 200),
    alt_text: altText(t, content),
  };
  return [picture];
}

export function weekLines(t: Texts, content: DigestContent): Mrkdwn {
  return joinMrkdwn(
    chartWeeks(content).map(({ week, received, sent }) => mrkdwn`${t.chart.line(week, received, sent)}`),
    '\n',
  );
}

function altText(t: Texts, content: DigestContent): string {
  const lines = chartWeeks(content).map(({ week, received, sent }) => t.chart.line(week, received, sent));
  return clip(t.chart.alt(content.shortName, lines.join('; ')), ALT_CHARACTERS);
}

/** What is written on a chart. */
export function chartWords({ content, asOf, position }: Digest, locale: Locale): ChartWords {
  const t = textsOf(locale);
  return {
    title: t.chart.title(content.shortName),
    received: t.chart.received,
    sent: t.chart.sent,
    weeks: chartWeeks(content).map(({ week }) => t.chart.week(week)),
    source: t.asOf(asOf, position),
  };
}

/** Which parts have more to say than the short form does. */
function sectionsOf({ digest: { content }, thanks, pictureId }: DigestView): Section[] {
  const { people, helpedUs, weHelped, tasks, evaluations, waiting, ending, patterns } = content;
  const lists: Record<Section, ReadonlyArray<{ total: number }> | boolean> = {
    standing: people.received.length + people.sent.length > 0,
    agencies: [helpedUs, weHelped],
    thanks: thanks.length > 0,
    tasks: Object.values(tasks),
    evaluations: Object.values(evaluations),
    waiting: [...Object.values(waiting), ending],
    patterns: Object.values(patterns),
    // Without a picture they stand in the message.
    weeks: pictureId !== undefined && hasChart(content),
  };
  return SECTIONS.filter((name) => {
    const list = lists[name];
    return typeof list === 'boolean' ? list : list.some(({ total }) => total > 0);
  });
}

function buttons(t: Texts, view: DigestView): KnownBlock[] {
  const { digest, preview = false, mayPreview, mayExport } = view;
  const { agencyId, week } = digest;
  // A preview is stored nowhere, so there is nothing for a button to come back to.
  const sections = preview ? [] : sectionsOf(view);
  const target = targetOf(agencyId, week);
  const list = [
    ...sections.map((name) =>
      button(`digest_details:${target}:${name}`, t.sections[name], { value: `${target}:${name}` }),
    ),
    ...(mayPreview && !preview ? [previewButton(t, agencyId)] : []),
    ...(mayExport && !preview ? [button(`digest_csv:${target}`, t.csvButton, { value: target })] : []),
  ];
  return list.length === 0 ? [] : [actions(list)];
}

function previewButton(t: Texts, agencyId: number) {
  return button(`digest_preview:${agencyId}`, t.previewButton, { value: String(agencyId) });
}

function targetOf(agencyId: number, week: Day): string {
  return `${agencyId}:${week}`;
}

import { mondayOf } from '../calendar/iso-week.ts';
import { addDays, type Day, seoulDay, startOfDay } from '../calendar/seoul.ts';
import { nextSendInstant, type SendHours, type WorkCalendar } from '../calendar/workdays.ts';
import type { Official } from '../directory/official.ts';
import { summarisePatterns } from '../points/rules.ts';
import type { Cut, Digest, DigestContent, Patterns, WeekFigures } from './digest.ts';

/** Why something was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'not_entitled' }
  | { reason: 'other_agency' }
  | { reason: 'agency_unknown'; name: string }
  | { reason: 'agency_missing' }
  | { reason: 'week_unreadable'; text: string }
  | Missing
  | { reason: 'stale_button' }
  | { reason: 'not_operator' };

/** Why there is no such digest. `previewOf`: the agency whose running week the asker may look at instead. */
export type Missing = { previewOf?: number } & (
  | { reason: 'no_digest'; week: Day | undefined }
  /** None of a week whose day of sending has passed. `oldest`: the first week of which there is one. */
  | { reason: 'week_without_digest'; week: Day; oldest: Day | undefined }
  /** Nothing more will come of an agency that was there until `last`. */
  | { reason: 'agency_abolished'; agency: string; last: Day; successors: string[]; oldest: Day | undefined }
);

/** Digests go out at this hour in Seoul at the earliest. */
const SEND_HOUR = 9;

/**
 * How many weeks an outage may last for their digests still to be sent, the newest included. Whoever comes back after more
 * than a month has little from older ones in the mailbox; the books and `/협업 순위` have them.
 */
const WEEKS_CAUGHT_UP = 4;

/** Weeks before the digest's own that are averaged. */
export const WEEKS_AVERAGED = 12;

/** A digest keeps so many of each ranking. */
export const RANKED = 10;

/**
 * How many of a digest's ranking have as many points as the last of those shown; `orMore` where the ranking was cut among them.
 */
export function countTiedBeyond(list: ReadonlyArray<{ points: number }>, shown: number) {
  const last = list[shown - 1]?.points;
  const count = list.slice(shown).filter(({ points }) => points === last).length;
  return { count, orMore: shown + count === RANKED };
}

/** The day on which a week's digest is sent: the Monday after, or the next working day. */
export function sendDayOf(week: Day, calendar: WorkCalendar): Day {
  return calendar.nextWorkingDay(addDays(week, 7));
}

/** The instant from which a week's digest may be computed and sent. */
export function dueAtOf(week: Day, calendar: WorkCalendar): Date {
  return new Date(startOfDay(sendDayOf(week, calendar)).getTime() + SEND_HOUR * 3_600_000);
}

/** Whether the day on which a week's digest is sent is over: none is promised any more. */
export function isSendDayOver(week: Day, calendar: WorkCalendar, today: Day): boolean {
  return today > sendDayOf(week, calendar);
}

export interface DueWeek {
  week: Day;
  /** Its day has passed. */
  late: boolean;
}

/**
 * The weeks whose day has come, the oldest first: as many as are caught up with after an outage, and none before there was
 * anything to report.
 * @param began the week of the first gift or task; undefined: the books are empty
 */
export function listDueWeeks(began: Day | undefined, calendar: WorkCalendar, now: Date): DueWeek[] {
  if (began === undefined) return [];
  const today = seoulDay(now);
  let newest = addDays(mondayOf(today), -7);
  // Over long holidays a week's day may be more than a week after it.
  while (dueAtOf(newest, calendar) > now) newest = addDays(newest, -7);
  const due: DueWeek[] = [];
  for (let back = WEEKS_CAUGHT_UP - 1; back >= 0; back--) {
    const week = addDays(newest, -7 * back);
    if (week >= began) due.push({ week, late: isSendDayOver(week, calendar, today) });
  }
  return due;
}

/** An agency that was there in a week and has no digest of it. */
export interface MissingDigest {
  agencyId: number;
  week: Day;
  /** The first week of which the agency ever had one. */
  first: Day | undefined;
}

export interface DueDigests extends DueWeek {
  agencyIds: number[];
}

/**
 * Which agencies get a digest of which due weeks. One that never had any gets the newest alone, so that neither an upgrade nor
 * a new agency begins with a month of mail.
 */
export function listDueDigests(due: readonly DueWeek[], missing: readonly MissingDigest[]): DueDigests[] {
  const newest = due.at(-1)?.week ?? '';
  const found: DueDigests[] = [];
  for (const one of due) {
    const agencyIds = missing
      // A first one of a week to come is of a clock that was wrong.
      .filter(
        ({ week, first }) =>
          week === one.week && week >= (first !== undefined && first <= newest ? first : newest),
      )
      .map(({ agencyId }) => agencyId);
    if (agencyIds.length > 0) found.push({ ...one, agencyIds });
  }
  return found;
}

/** When an agency gets it: 09:00 of the day or now, whichever is later, within the agency's own hours. */
export function messageDueAt(week: Day, calendar: WorkCalendar, hours: SendHours, now: Date): Date {
  const due = dueAtOf(week, calendar);
  return nextSendInstant(calendar, hours, due > now ? due : now);
}

/** Who looks, as roles go. */
export interface Viewer {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agencyId: number | undefined;
}

/**
 * Whether somebody may read the digests of an agency: its CCO(혁신책임관) and deputies, its operators, who get them where there is
 * no CCO, and auditors, who read everything. An administrator runs the system and reads nobody's figures by that.
 */
export function mayRead({ role, status, agencyId }: Viewer, of: number): boolean {
  if (status === 'left') return false;
  return role === 'auditor' || ((role === 'cco' || role === 'operator') && agencyId === of);
}

/** Whether somebody may look at the running week before it is sent: the operators of the agency. */
export function mayPreview({ role, status, agencyId }: Viewer, of: number): boolean {
  return status !== 'left' && role === 'operator' && agencyId === of;
}

/** The digest's own week; zeros where nothing moved. */
export function thisWeek(content: DigestContent): WeekFigures {
  return content.weeks.at(-1) ?? { week: content.day, received: 0, sent: 0 };
}

export interface Comparison {
  now: number;
  /** Against the week before. */
  change: number;
  /** Of the weeks before that the books know, rounded; undefined when there are none. */
  average: number | undefined;
}

/** A side of the week against the week before and the average of the last 12 before it. */
export function compare({ weeks, knownWeeks }: DigestContent, side: 'received' | 'sent'): Comparison {
  const points = weeks.map((week) => week[side]);
  const now = points.at(-1) ?? 0;
  const before = points.slice(0, -1).slice(-knownWeeks);
  const sum = before.reduce((a, b) => a + b, 0);
  return {
    now,
    change: now - (points.at(-2) ?? 0),
    average: knownWeeks === 0 ? undefined : Math.round(sum / knownWeeks),
  };
}

/** Whether there is nothing at all to report. */
export function isQuiet(content: DigestContent): boolean {
  const { received, sent } = thisWeek(content);
  return received === 0 && sent === 0 && countOpen(content) === 0 && content.tasks.changed.total === 0;
}

/** Everything that waits for somebody or was finished. */
function countOpen({ tasks, evaluations, waiting, ending, patterns }: DigestContent): number {
  return [
    tasks.completed,
    tasks.late,
    tasks.stale,
    evaluations.due,
    evaluations.overdue,
    waiting.disputes,
    waiting.consents,
    ending,
    patterns.reciprocal,
    patterns.dumping,
    patterns.concentration,
  ].reduce((sum, { total }) => sum + total, 0);
}

/** Facts of an agency's week that patterns are looked for in. */
export interface PatternFacts {
  pairs: Cut<{ a: string; b: string; aToB: number; bToA: number }>;
  /** Givers at a month's end: what they gave in all the month and in its last three days. */
  givers: Array<{ name: string; total: number; lastDays: number }>;
  receivers: Array<{ name: string; points: number }>;
  received: number;
}

/** The operators' rules for a month (`summarisePatterns`), on one week. */
export function findPatterns({ pairs, givers, receivers, received }: PatternFacts): Patterns {
  const found = summarisePatterns({
    month: '',
    pairs: pairs.items,
    givers,
    receivers,
    agencyPoints: received,
  });
  return {
    reciprocal: { total: pairs.total, items: found.reciprocal },
    dumping: { total: found.dumping.length, items: found.dumping },
    concentration: { total: found.concentration.length, items: found.concentration },
  };
}

/** The last three days of a month that ends in the week, and undefined when none does. */
export function monthEndIn(week: Day): { from: Day; last: Day } | undefined {
  for (let day = week; day < addDays(week, 7); day = addDays(day, 1)) {
    if (day.slice(0, 7) !== addDays(day, 1).slice(0, 7)) return { from: addDays(day, -2), last: day };
  }
  return undefined;
}

/** What all agencies' digests of one week come to together: every gift counts once on either side. */
export function sumDigests(digests: readonly Digest[]): { received: number; sent: number } {
  const sum = { received: 0, sent: 0 };
  for (const { content } of digests) {
    const { received, sent } = thisWeek(content);
    sum.received += received;
    sum.sent += sent;
  }
  return sum;
}

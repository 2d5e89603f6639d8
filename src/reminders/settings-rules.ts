import { addDays, type Day, isDay } from '../calendar/seoul.ts';
import type { WorkCalendar } from '../calendar/workdays.ts';
import type { Official } from '../directory/official.ts';
import type { ReminderKind } from './reminder.ts';
import type { Holiday, Leave } from './settings.ts';

export const REMINDER_KINDS: readonly ReminderKind[] = [
  'evaluation',
  'overdue',
  'consent',
  'stale',
  'dispute',
  'exchange',
];
/** What may be switched off; the others may only be moved within the day. */
export const OPTIONAL_KINDS: readonly ReminderKind[] = ['stale', 'exchange'];
/** Longer absences are the personnel office's to record (휴직): one is not reminded then, and the CCO hears of what is overdue. */
export const LEAVE_MAX_DAYS = 92;
const MOST_LEAVES = 20;
const REASON_MAX_LENGTH = 100;
/** A day further ahead is most likely a slip of the pen: 2062 for 2026. */
const AHEAD_DAYS = 3 * 366;

/** Why an act was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'not_waiting' }
  | { reason: 'hour_outside'; hours: readonly number[] }
  | { reason: 'kind_unknown'; word: string }
  | { reason: 'kind_mandatory'; kind: ReminderKind }
  | { reason: 'leave_unreadable' }
  | { reason: 'leave_reversed'; first: Day; last: Day }
  | { reason: 'leave_past'; today: Day }
  | { reason: 'leave_far'; latest: Day }
  | { reason: 'leave_long'; days: number; max: number }
  | { reason: 'leave_overlaps'; first: Day; last: Day }
  | { reason: 'leaves_many'; max: number }
  | { reason: 'leave_not_found' }
  | { reason: 'not_keeper' }
  | { reason: 'holiday_unreadable' }
  | { reason: 'holiday_past'; today: Day }
  | { reason: 'holiday_far'; latest: Day }
  | { reason: 'holiday_weekend'; day: Day }
  | { reason: 'holiday_same'; day: Day; holiday: boolean; names: readonly string[] }
  | { reason: 'holiday_reason_missing' }
  | { reason: 'holiday_reason_long'; length: number; max: number }
  | { reason: 'holiday_not_set'; day: Day };

/** Until when something is put off. `limit`: the due day, or its having passed, brought the day forward. */
export interface Snooze {
  until: Day;
  limit: 'due' | 'overdue' | undefined;
}

/**
 * The working day on which something is spoken of again, `days` working days from today. What has a deadline of its own is
 * never put off beyond it: at the latest it comes back on the last working day up to the due day, and from then on, on the
 * next working day, so that the stages after the due day are heard of (행정업무규정 제44조).
 * @param anchor the due day of an evaluation or a dispute, or the last day of an exchange
 */
export function decideSnooze(
  item: { kind: ReminderKind; anchor: Day },
  days: 1 | 3,
  calendar: WorkCalendar,
  today: Day,
): Snooze {
  const asked = calendar.plusWorkingDays(today, days);
  if (!DUE_KINDS.includes(item.kind)) return { until: asked, limit: undefined };
  const due = calendar.isWorkingDay(item.anchor) ? item.anchor : calendar.plusWorkingDays(item.anchor, -1);
  const latest = due > today ? due : calendar.plusWorkingDays(today, 1);
  if (asked <= latest) return { until: asked, limit: undefined };
  return { until: latest, limit: due > today ? 'due' : 'overdue' };
}

/** Kinds whose anchor is a day by which something must be done, or that ends something. */
const DUE_KINDS: readonly ReminderKind[] = ['evaluation', 'dispute', 'exchange'];

/** Whether a task has been silent for as long as makes it stale: it may have been updated since one was told. */
export function isStale(updatedOn: Day, staleAfterDays: number, calendar: WorkCalendar, today: Day): boolean {
  return calendar.countWorkingDays(updatedOn, today) >= staleAfterDays;
}

/** A kind of reminder to be switched, as it was named; undefined when the word names none. */
export interface Switch {
  what: ReminderKind | undefined;
  word: string;
  on: boolean;
}

/** Whether preferences may become so: an hour in the agency's window, and only optional kinds switched off. */
export function refuseSettings(
  change: { hour?: number | undefined; switches: readonly Switch[] },
  hours: readonly number[],
): Refusal[] {
  const refusals: Refusal[] = [];
  if (change.hour !== undefined && !hours.includes(change.hour))
    refusals.push({ reason: 'hour_outside', hours });
  for (const { what, word, on } of change.switches) {
    if (what === undefined) refusals.push({ reason: 'kind_unknown', word });
    else if (!on && !OPTIONAL_KINDS.includes(what)) refusals.push({ reason: 'kind_mandatory', kind: what });
  }
  return refusals;
}

/** The hour from which the message really comes: the next one in the window, and at its end the last one. */
export function effectiveHour(hour: number, hours: readonly number[]): number {
  return hours.find((open) => open >= hour) ?? hours.at(-1) ?? hour;
}

/** Whether days off may be noted; `leaves` are those that were not over on the first of them, nor are today. */
export function refuseLeave(
  asked: { first: string; last: string },
  leaves: readonly Leave[],
  today: Day,
): Refusal[] {
  const { first, last } = asked;
  if (!isDay(first) || !isDay(last)) return [{ reason: 'leave_unreadable' }];
  if (last < first) return [{ reason: 'leave_reversed', first, last }];
  if (last < today) return [{ reason: 'leave_past', today }];
  const latest = addDays(today, AHEAD_DAYS);
  if (last > latest) return [{ reason: 'leave_far', latest }];
  if (last > addDays(first, LEAVE_MAX_DAYS - 1)) {
    const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
    return [{ reason: 'leave_long', days, max: LEAVE_MAX_DAYS }];
  }
  const other = leaves.find((leave) => leave.first <= last && first <= leave.last);
  if (other) return [{ reason: 'leave_overlaps', first: other.first, last: other.last }];
  return leaves.filter((leave) => leave.last >= today).length >= MOST_LEAVES
    ? [{ reason: 'leaves_many', max: MOST_LEAVES }]
    : [];
}

/**
 * Whether somebody may change the government's days off: an operator or an administrator. The exceptions hold for all
 * agencies, as 임시공휴일 do (관공서의 공휴일에 관한 규정).
 */
export function mayKeepHolidays({ role, status }: Pick<Official, 'role' | 'status'>): boolean {
  return status !== 'left' && (role === 'operator' || role === 'admin');
}

/** Whether a day can have an exception at all. */
export function refuseHolidayDay(day: string, today: Day): Refusal | undefined {
  if (!isDay(day)) return { reason: 'holiday_unreadable' };
  if (day < today) return { reason: 'holiday_past', today };
  const latest = addDays(today, AHEAD_DAYS);
  return day > latest ? { reason: 'holiday_far', latest } : undefined;
}

/**
 * Whether a day may be made a holiday or a working day. A weekend is never worked on, and what the gazette says already needs
 * no exception.
 * @param asked.reasonLength visible characters of the cleaned reason
 * @param facts.existing the exception that the day has now
 * @param facts.names the gazette's names for the day
 */
export function refuseHoliday(
  asked: { day: Day; holiday: boolean; reasonLength: number },
  facts: { existing: Holiday | undefined; names: readonly string[] },
): Refusal[] {
  const { day, holiday, reasonLength } = asked;
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return [{ reason: 'holiday_weekend', day }];
  if (!facts.existing && holiday === facts.names.length > 0)
    return [{ reason: 'holiday_same', day, holiday, names: facts.names }];
  if (reasonLength === 0) return [{ reason: 'holiday_reason_missing' }];
  return reasonLength > REASON_MAX_LENGTH
    ? [{ reason: 'holiday_reason_long', length: reasonLength, max: REASON_MAX_LENGTH }]
    : [];
}

import { TZDate } from '@date-fns/tz';
import { isMatch, lightFormat, addMonths as plusMonths } from 'date-fns';

/** Days and periods in Asia/Seoul as plain text ('2026-11-23', '2026-11'), instants as Date; no host setting matters. */
export type Day = string;
/** 'YYYY-MM' */
export type Month = string;

// On the path of every gift, where looking the zone up would cost more than all other rules together. Korea has kept
// UTC+9 without daylight saving since 1988; a test holds it against the time zone database.
const OFFSET_MS = 9 * 3_600_000;
export const DAY_MS = 86_400_000;

/** The day in Seoul on which `instant` falls. */
export function seoulDay(instant: Date): Day {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** Hours and minutes in Seoul, 'HH:MM'. */
export function seoulClock(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(11, 16);
}

/** The first instant of a day in Seoul. */
export function startOfDay(day: Day): Date {
  return new Date(inSeoul(day).getTime());
}

/** The day `count` days after `day` (before, when negative). */
export function addDays(day: Day, count: number): Day {
  // Planning counts millions of days: by names alone, where every day of UTC has 24 hours, it is forty times as fast.
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

function inSeoul(day: Day): TZDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return TZDate.tz('Asia/Seoul', year, month - 1, date);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** The month `count` months after `month` (before, when negative). */
export function addMonths(month: Month, count: number): Month {
  return lightFormat(plusMonths(inSeoul(`${month}-01`), count), 'yyyy-MM');
}

/** A stretch of days, the last one not included. */
export interface Period {
  from: Day;
  until: Day;
}

/** The calendar month, half year or year in which `day` lies. */
export function periodOf(day: Day, kind: 'month' | 'half' | 'year'): Period {
  const year = day.slice(0, 4);
  if (kind === 'month') return { from: `${monthOf(day)}-01`, until: `${addMonths(monthOf(day), 1)}-01` };
  const next = `${String(Number(year) + 1).padStart(4, '0')}-01-01`;
  if (kind === 'year') return { from: `${year}-01-01`, until: next };
  return Number(day.slice(5, 7)) <= 6
    ? { from: `${year}-01-01`, until: `${year}-07-01` }
    : { from: `${year}-07-01`, until: next };
}

/** Whether `text` names a day that exists. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isMatch(text, 'yyyy-MM-dd');
}

/** Whether `text` names a month that the books can know: of this century. */
export function isMonth(text: string): text is Month {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text);
}

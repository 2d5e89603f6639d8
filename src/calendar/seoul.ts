/**
 * Days and periods in Asia/Seoul as plain text ('2026-11-23', '2026-11'), instants as Date. Korea has kept UTC+9 without
 * daylight saving since 1988, so a fixed offset is exact for every instant the books know, and no host setting matters.
 */
export type Day = string;
/** 'YYYY-MM' */
export type Month = string;

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
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - OFFSET_MS);
}

/** The day `count` days after `day` (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** The month `count` months after `month` (before, when negative). */
export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
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
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    addDays(text, 0) === text
  );
}

/** Whether `text` names a month that exists. */
export function isMonth(text: string): text is Month {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

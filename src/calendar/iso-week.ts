import { addDays, type Day, isDay } from './seoul.ts';

/** 'YYYY-Www' by ISO 8601: weeks run from Monday to Sunday, and week 1 is the one with the year's first Thursday. */
export type IsoWeek = string;

/** The Monday of the week in which `day` lies. */
export function mondayOf(day: Day): Day {
  return addDays(day, -weekdayOf(day));
}

/** The name of the week that begins on this Monday: '2026-W47'. */
export function isoWeekOf(monday: Day): IsoWeek {
  // A week belongs to the year of its Thursday.
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const days = (Date.parse(`${thursday}T00:00:00Z`) - Date.parse(`${year}-01-01T00:00:00Z`)) / 86_400_000;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

/** The Monday of a week by its name; undefined for what names no week, as 2026-W54 or 2027-W53. */
export function mondayOfIsoWeek(text: string): Day | undefined {
  const [, year, number] = /^(20\d{2})-?W(\d{1,2})$/i.exec(text) ?? [];
  if (year === undefined || number === undefined) return undefined;
  // 4 January always lies in week 1.
  const monday = addDays(mondayOf(`${year}-01-04`), (Number(number) - 1) * 7);
  const name = `${year}-W${number.padStart(2, '0')}`;
  return isDay(monday) && isoWeekOf(monday) === name ? monday : undefined;
}

/** 0 for Monday … 6 for Sunday. */
function weekdayOf(day: Day): number {
  return (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
}

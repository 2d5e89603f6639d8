import { addDays, addMonths, type Day, type Month, monthOf, seoulDay } from '../calendar/seoul.ts';

/**
 * How long after midnight a day, month or year is closed: by then nothing of the old one is under way any more. What should
 * still come later than that is no fault, but is shown as a correction of the day on which it comes.
 */
const GRACE_MS = 10 * 60_000;

/** The last day in Seoul that is over and may be closed. */
export function lastClosableDay(now: Date): Day {
  return addDays(seoulDay(new Date(now.getTime() - GRACE_MS)), -1);
}

/** The last month in Seoul that is over and whose allowances lapse (운영규정 제5조). */
export function lastClosableMonth(now: Date): Month {
  return addMonths(monthOf(seoulDay(new Date(now.getTime() - GRACE_MS))), -1);
}

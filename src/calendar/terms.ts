import { addDays, addMonths, DAY_MS, type Day, isDay, monthOf, startOfDay } from './seoul.ts';

/**
 * The last day of a term of so many months: the day before the same day of that month. Where the month has no such day (29
 * February and the like), its last day stands for it, as PostgreSQL counts too; that is never a day more than 민법 제160조 gives.
 */
export function lastDayOfTerm(first: Day, months: number): Day {
  return addDays(sameDay(first, months), -1);
}

function sameDay(first: Day, months: number): Day {
  const month = addMonths(monthOf(first), months);
  const day = `${month}-${first.slice(8)}`;
  return isDay(day) ? day : addDays(`${addMonths(month, 1)}-01`, -1);
}

/** How long a term is: its whole months, and the days left over. */
export function lengthOfTerm(first: Day, last: Day): { months: number; days: number } {
  const after = addDays(last, 1);
  let months = (Number(after.slice(0, 4)) - Number(first.slice(0, 4))) * 12;
  months += Number(after.slice(5, 7)) - Number(first.slice(5, 7));
  if (sameDay(first, months) > after) months -= 1;
  return { months, days: daysFrom(sameDay(first, months), after) };
}

/** Calendar days from one day to another; negative when `to` is earlier. */
export function daysFrom(from: Day, to: Day): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY_MS);
}

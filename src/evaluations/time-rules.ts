import { addDays, type Day } from '../calendar/seoul.ts';
import type { WorkCalendar } from '../calendar/workdays.ts';
import type { Policy } from '../policy/policy.ts';
import type { FirstReminder, TimeLeft } from './evaluation.ts';

/** What is left until the end of the due day, in working days: on the day of the reminder D-3 it is three. */
export function timeLeft(dueOn: Day, calendar: WorkCalendar, today: Day): TimeLeft {
  if (today > dueOn) return 'over';
  if (today === dueOn) return 'today';
  const days = calendar.countWorkingDays(addDays(today, -1), addDays(dueOn, -1));
  return days === 0 ? 'days_off' : days;
}

/** When the reminders of a request begin that is opened today, by the numbers of the agency's policy. */
export function firstReminder(
  dueOn: Day,
  { remindBeforeDays, remindAfterDays }: Pick<Policy, 'remindBeforeDays' | 'remindAfterDays'>,
  calendar: WorkCalendar,
  today: Day,
): FirstReminder {
  const days = Math.max(...remindBeforeDays, ...remindAfterDays.map((count) => 0 - count));
  if (days === Number.NEGATIVE_INFINITY) return 'never';
  return calendar.plusWorkingDays(dueOn, -days) <= today ? 'soon' : { days };
}

import { describe, expect, it } from 'vitest';
import type { Day } from '../../src/calendar/seoul.ts';
import { createCalendar } from '../../src/calendar/workdays.ts';
import type { FirstReminder, TimeLeft } from '../../src/evaluations/evaluation.ts';
import { firstReminder, timeLeft } from '../../src/evaluations/time-rules.ts';
import { daysLeftOf } from '../../src/reminders/rules.ts';

const calendar = createCalendar();

describe('what is left until the due day', () => {
  it.each<[Day, Day, TimeLeft]>([
    ['2026-11-30', '2026-11-30', 'today'],
    ['2026-11-30', '2026-12-01', 'over'],
    ['2026-11-30', '2026-11-27', 1],
    ['2026-11-30', '2026-11-26', 2],
    // Four days by the calendar.
    ['2026-11-30', '2026-11-25', 3],
    ['2026-11-30', '2026-11-29', 'days_off'],
    // 추석 24–26 September.
    ['2026-09-28', '2026-09-23', 1],
    ['2026-09-28', '2026-09-24', 'days_off'],
  ])('due %s on %s: %s', (dueOn, today, left) => {
    expect(timeLeft(dueOn, calendar, today)).toBe(left);
    // The list and the message of the morning count alike.
    if (typeof left === 'number') expect(daysLeftOf('evaluation', dueOn, calendar, today)).toBe(left);
  });
});

describe('when the reminders of a request that is opened today begin', () => {
  const numbers = (remindBeforeDays: number[], remindAfterDays: number[] = []) => ({
    remindBeforeDays,
    remindAfterDays,
  });
  it.each<[Day, ReturnType<typeof numbers>, Day, FirstReminder]>([
    ['2026-12-04', numbers([1, 7, 3]), '2026-11-23', { days: 7 }],
    ['2026-12-04', numbers([1, 7, 3]), '2026-11-24', { days: 7 }],
    // D-7 of 4 December is 25 November.
    ['2026-12-04', numbers([1, 7, 3]), '2026-11-25', 'soon'],
    ['2026-12-04', numbers([2]), '2026-11-25', { days: 2 }],
    ['2026-12-04', numbers([0], [1]), '2026-11-25', { days: 0 }],
    ['2026-12-04', numbers([], [3, 2]), '2026-11-25', { days: -2 }],
    ['2026-12-04', numbers([]), '2026-11-25', 'never'],
  ])('due %s by %j on %s: %j', (dueOn, policy, today, expected) => {
    expect(firstReminder(dueOn, policy, calendar, today)).toEqual(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/calendar/seoul.ts';
import { createCalendar } from '../../src/calendar/workdays.ts';
import type { ReminderKind } from '../../src/reminders/reminder.ts';
import {
  decideSnooze,
  effectiveHour,
  isStale,
  mayKeepHolidays,
  REMINDER_KINDS,
  refuseHoliday,
  refuseHolidayDay,
  refuseLeave,
  refuseSettings,
} from '../../src/reminders/settings-rules.ts';

// 2026-11-30 is a Monday; 2026-12-25 a holiday on a Friday.
const calendar = createCalendar();
const HOURS = [9, 10, 11, 13, 14, 15, 16, 17];

describe('내일 다시, 3일 뒤', () => {
  test.each<[string, ReminderKind, string, string, 1 | 3, string, string | undefined]>([
    ['the next working day', 'evaluation', '2026-11-30', '2026-11-19', 1, '2026-11-20', undefined],
    ['a Friday’s tomorrow is Monday', 'consent', '2026-11-16', '2026-11-20', 1, '2026-11-23', undefined],
    ['three working days over a weekend', 'stale', '2026-11-02', '2026-11-19', 3, '2026-11-24', undefined],
    ['over a holiday', 'consent', '2026-12-01', '2026-12-24', 1, '2026-12-28', undefined],
    ['exactly until the due day', 'evaluation', '2026-11-30', '2026-11-25', 3, '2026-11-30', undefined],
    // 행정업무규정 제44조: what is asked for by a day is not slept through.
    ['not beyond the due day', 'evaluation', '2026-11-30', '2026-11-26', 3, '2026-11-30', 'due'],
    ['not beyond a dispute’s deadline', 'dispute', '2026-11-27', '2026-11-26', 3, '2026-11-27', 'due'],
    ['on the due day only until D+1', 'evaluation', '2026-11-30', '2026-11-30', 3, '2026-12-01', 'overdue'],
    ['on the due day tomorrow is D+1', 'evaluation', '2026-11-30', '2026-11-30', 1, '2026-12-01', undefined],
    ['after it only by a day', 'evaluation', '2026-11-30', '2026-12-02', 3, '2026-12-03', 'overdue'],
    ['due on a Sunday: the Friday before', 'evaluation', '2026-11-29', '2026-11-26', 3, '2026-11-27', 'due'],
    [
      'due on a Sunday, pressed on that Friday',
      'evaluation',
      '2026-11-29',
      '2026-11-27',
      3,
      '2026-11-30',
      'overdue',
    ],
    [
      'a CCO may take three days for what is overdue',
      'overdue',
      '2026-11-30',
      '2026-12-03',
      3,
      '2026-12-08',
      undefined,
    ],
    [
      'an exchange’s end is no reason to hurry yet',
      'exchange',
      '2027-02-28',
      '2026-11-30',
      3,
      '2026-12-03',
      undefined,
    ],
    ['but is not passed over', 'exchange', '2026-12-01', '2026-11-30', 3, '2026-12-01', 'due'],
  ])('%s', (_, kind, anchor, today, days, until, limit) => {
    expect(decideSnooze({ kind, anchor }, days, calendar, today)).toEqual({ until, limit });
  });

  test('it always comes back, on a working day after today and at most three later', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REMINDER_KINDS),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: -40, max: 100 }),
        fc.constantFrom<(1 | 3)[]>(1, 3),
        (kind, offset, left, days) => {
          const today = addDays('2026-06-01', offset);
          const { until } = decideSnooze({ kind, anchor: addDays(today, left) }, days, calendar, today);
          expect(until > today).toBe(true);
          expect(calendar.isWorkingDay(until)).toBe(true);
          expect(until <= calendar.plusWorkingDays(today, days)).toBe(true);
        },
      ),
    );
  });
});

test('a task is stale once its working days of silence are full', () => {
  expect(isStale('2026-11-02', 14, calendar, '2026-11-19')).toBe(false);
  expect(isStale('2026-11-02', 14, calendar, '2026-11-20')).toBe(true);
});

describe('settings', () => {
  const switches = (what: ReminderKind, on: boolean) => [{ what, word: what, on }];
  test.each<[ReminderKind, boolean]>([
    ['evaluation', false],
    ['overdue', false],
    ['consent', false],
    ['dispute', false],
    ['stale', true],
    ['exchange', true],
  ])('%s can be switched off: %s', (kind, may) => {
    expect(refuseSettings({ switches: switches(kind, false) }, HOURS)).toEqual(
      may ? [] : [{ reason: 'kind_mandatory', kind }],
    );
    expect(refuseSettings({ switches: switches(kind, true) }, HOURS)).toEqual([]);
  });

  test.each([9, 11, 13, 17])('%i o’clock is in the window', (hour) =>
    expect(refuseSettings({ hour, switches: [] }, HOURS)).toEqual([]),
  );
  test.each([8, 12, 18, 25, Number.NaN])('%d is not (국가공무원 복무규정 제9조)', (hour) =>
    expect(refuseSettings({ hour, switches: [] }, HOURS)).toEqual([{ reason: 'hour_outside', hours: HOURS }]),
  );

  test('all that is wrong is said at once', () => {
    const wrong = refuseSettings(
      { hour: 3, switches: [{ what: undefined, word: '날씨', on: false }] },
      HOURS,
    );
    expect(wrong).toEqual([
      { reason: 'hour_outside', hours: HOURS },
      { reason: 'kind_unknown', word: '날씨' },
    ]);
  });

  test.each([
    [9, 9],
    [12, 13],
    [7, 9],
    [20, 17],
  ])('who chose %i is told at %i', (chosen, hour) => expect(effectiveHour(chosen, HOURS)).toBe(hour));
});

describe('휴가', () => {
  const today = '2026-11-26';
  const others = [{ id: 1, first: '2026-12-24', last: '2026-12-26' }];
  test.each([
    ['2026-12-21', '2026-12-23', []],
    ['2026-12-27', '2026-12-27', []],
    ['2026-11-20', '2026-11-26', []],
    ['2026-12-01', '2027-03-02', [{ reason: 'leave_overlaps', first: '2026-12-24', last: '2026-12-26' }]],
    ['2026-12-26', '2026-12-30', [{ reason: 'leave_overlaps', first: '2026-12-24', last: '2026-12-26' }]],
    ['2026-12-20', '2026-12-24', [{ reason: 'leave_overlaps', first: '2026-12-24', last: '2026-12-26' }]],
    ['2026-12-01', '2027-03-03', [{ reason: 'leave_long', days: 93, max: 92 }]],
    ['2026-12-03', '2026-12-01', [{ reason: 'leave_reversed', first: '2026-12-03', last: '2026-12-01' }]],
    ['2026-11-24', '2026-11-25', [{ reason: 'leave_past', today }]],
    ['9999-12-31', '9999-12-31', [{ reason: 'leave_far', latest: '2029-11-28' }]],
    ['0000-01-01', '2026-12-01', [{ reason: 'leave_unreadable' }]],
    ['2026-02-30', '2026-12-01', [{ reason: 'leave_unreadable' }]],
    ['', '', [{ reason: 'leave_unreadable' }]],
  ])('%s to %s', (first, last, refusals) => {
    expect(refuseLeave({ first, last }, others, today)).toEqual(refusals);
  });

  test('there is an end to how many are kept', () => {
    const many = Array.from({ length: 20 }, (_, id) => ({
      id,
      first: addDays('2027-01-01', id),
      last: addDays('2027-01-01', id),
    }));
    const asked = { first: '2026-12-01', last: '2026-12-01' };
    expect(refuseLeave(asked, many, today)).toEqual([{ reason: 'leaves_many', max: 20 }]);
    expect(refuseLeave(asked, many.slice(1), today)).toEqual([]);
  });
});

describe('days off for the government', () => {
  test.each([
    ['member', 'active', false],
    ['cco', 'active', false],
    ['auditor', 'active', false],
    ['operator', 'active', true],
    ['admin', 'active', true],
    ['operator', 'left', false],
  ] as const)('a %s (%s) may set them: %s', (role, status, may) =>
    expect(mayKeepHolidays({ role, status })).toBe(may),
  );

  test.each([
    ['2026-11-25', { reason: 'holiday_past', today: '2026-11-26' }],
    ['2026-11-26', undefined],
    ['2026-12-31', undefined],
    ['2062-12-31', { reason: 'holiday_far', latest: '2029-11-28' }],
    ['2026-02-30', { reason: 'holiday_unreadable' }],
    ['내일', { reason: 'holiday_unreadable' }],
  ])('%s', (day, refusal) => expect(refuseHolidayDay(day, '2026-11-26')).toEqual(refusal));

  const ordinary = { existing: undefined, names: [] };
  const christmas = { existing: undefined, names: ['기독탄신일'] };
  const set = (holiday: boolean) => ({
    existing: { day: '2026-12-31', holiday, name: '임시공휴일' },
    names: [],
  });
  const day = '2026-12-31';
  test.each([
    ['off', { day, holiday: true, reasonLength: 5 }, ordinary, []],
    [
      'worked on, although the gazette has it off',
      { day: '2026-12-25', holiday: false, reasonLength: 5 },
      christmas,
      [],
    ],
    [
      'off as the gazette has it',
      { day: '2026-12-25', holiday: true, reasonLength: 5 },
      christmas,
      ['holiday_same'],
    ],
    ['worked on as ever', { day, holiday: false, reasonLength: 5 }, ordinary, ['holiday_same']],
    ['worked on again after it was set off', { day, holiday: false, reasonLength: 5 }, set(true), []],
    ['off for another reason', { day, holiday: true, reasonLength: 5 }, set(true), []],
    ['a Saturday', { day: '2026-12-26', holiday: false, reasonLength: 5 }, ordinary, ['holiday_weekend']],
    ['a Sunday', { day: '2026-12-27', holiday: true, reasonLength: 5 }, ordinary, ['holiday_weekend']],
    ['without a reason', { day, holiday: true, reasonLength: 0 }, ordinary, ['holiday_reason_missing']],
    ['with an essay', { day, holiday: true, reasonLength: 101 }, ordinary, ['holiday_reason_long']],
  ])('%s', (_, asked, facts, reasons) => {
    expect(refuseHoliday(asked, facts).map(({ reason }) => reason)).toEqual(reasons);
  });
});

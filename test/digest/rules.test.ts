import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/calendar/workdays.ts';
import {
  dueAtOf,
  listDueDigests,
  listDueWeeks,
  mayPreview,
  mayRead,
  messageDueAt,
  monthEndIn,
  sendDayOf,
} from '../../src/digest/rules.ts';
import { DEFAULT_POLICY } from '../../src/policy/policy.ts';
import { seoul } from '../support/government.ts';

const calendar = createCalendar();
/** The weeks of which an agency has digests, and the first of which anything is known. */
interface Sent {
  weeks: string[];
  began: string | undefined;
}
const sent = (weeks: string[], began: string | undefined = '2026-01-05'): Sent => ({ weeks, began });

describe('when a digest is due', () => {
  it.each([
    ['a plain week', '2026-11-16', '2026-11-23'],
    // 3·1절 of 2026 is a Sunday: its substitute is Monday, 2 March.
    ['Monday is a holiday', '2026-02-23', '2026-03-03'],
    // 설날 2027: 6 to 8 February, and the substitute on Tuesday 9.
    ['two days of holidays', '2027-02-01', '2027-02-10'],
  ])('%s: the next working day at 09:00 (국가공무원 복무규정)', (_, week, day) => {
    expect(sendDayOf(week, calendar)).toBe(day);
    expect(dueAtOf(week, calendar)).toEqual(seoul(`${day} 09:00:00`));
  });

  it('a late 임시공휴일 moves it', () => {
    const moved = createCalendar([{ day: '2026-11-23', holiday: true }]);
    expect(sendDayOf('2026-11-16', moved)).toBe('2026-11-24');
  });

  it('an agency that begins at ten gets it at ten; what is computed at night waits for the morning', () => {
    const at = (now: string, hours = DEFAULT_POLICY) =>
      messageDueAt('2026-11-16', calendar, hours, seoul(now));
    expect(at('2026-11-23 09:00:00')).toEqual(seoul('2026-11-23 09:00:00'));
    expect(at('2026-11-23 09:00:00', { ...DEFAULT_POLICY, sendFromHour: 10 })).toEqual(
      seoul('2026-11-23 10:00:00'),
    );
    expect(at('2026-11-23 12:20:00')).toEqual(seoul('2026-11-23 13:00:00'));
    expect(at('2026-11-24 22:00:00')).toEqual(seoul('2026-11-25 09:00:00'));
  });
});

describe('which weeks are sent', () => {
  /** Of one agency. */
  const weeks = (now: string, { weeks: done, began }: Sent) => {
    const due = listDueWeeks(began, calendar, seoul(now));
    const missing = due
      .filter(({ week }) => !done.includes(week))
      .map(({ week }) => ({ agencyId: 1, week, first: done[0] }));
    return listDueDigests(due, missing).map(({ week, late }) => ({ week, late }));
  };

  it('last week once its day has come, and not a moment before', () => {
    const done = sent(['2026-11-02', '2026-11-09']);
    expect(weeks('2026-11-23 08:59:59.999', done)).toEqual([]);
    expect(weeks('2026-11-23 09:00:00', done)).toEqual([{ week: '2026-11-16', late: false }]);
    expect(weeks('2026-11-23 23:59:59', done)).toEqual([{ week: '2026-11-16', late: false }]);
    expect(weeks('2026-11-24 00:00:00', done)).toEqual([{ week: '2026-11-16', late: true }]);
    expect(weeks('2026-11-29 23:00:00', done)).toEqual([{ week: '2026-11-16', late: true }]);
  });

  it('nothing that was sent', () => {
    expect(weeks('2026-11-23 09:00:00', sent(['2026-11-02', '2026-11-09', '2026-11-16']))).toEqual([]);
  });

  it('after an outage the last four, the oldest first, those before never', () => {
    expect(weeks('2026-11-23 09:00:00', sent(['2026-09-07', '2026-09-14']))).toEqual([
      { week: '2026-10-26', late: true },
      { week: '2026-11-02', late: true },
      { week: '2026-11-09', late: true },
      { week: '2026-11-16', late: false },
    ]);
  });

  it('gaps between weeks that were sent, as a clock that ran ahead leaves them', () => {
    expect(weeks('2026-11-23 09:00:00', sent(['2026-10-26', '2026-11-09', '2026-11-23']))).toEqual([
      { week: '2026-11-02', late: true },
      { week: '2026-11-16', late: false },
    ]);
  });

  it('to whoever never had one the newest alone; before anything was booked none', () => {
    expect(weeks('2026-11-25 10:00:00', sent([]))).toEqual([{ week: '2026-11-16', late: true }]);
    expect(weeks('2026-11-25 10:00:00', sent([], '2026-11-23'))).toEqual([]);
    expect(weeks('2026-11-25 10:00:00', { weeks: [], began: undefined })).toEqual([]);
  });

  it('a Monday that is a holiday: the week before stays the newest until Tuesday', () => {
    const done = sent(['2026-02-09', '2026-02-16']);
    expect(weeks('2026-03-02 12:00:00', done)).toEqual([]);
    expect(weeks('2026-03-03 08:59:00', done)).toEqual([]);
    expect(weeks('2026-03-03 09:00:00', done)).toEqual([{ week: '2026-02-23', late: false }]);
  });

  it('each agency by itself: a week that some have goes to the others; a new agency begins with the newest', () => {
    const due = listDueWeeks('2026-01-05', calendar, seoul('2026-11-23 09:00:00'));
    const [oldest, ...others] = due.map(({ week }) => week);
    const lacking = (agencyId: number, first: string | undefined, ...of: Array<string | undefined>) =>
      of.flatMap((week) => (week === undefined ? [] : [{ agencyId, week, first }]));
    expect(
      listDueDigests(due, [
        ...lacking(1, '2026-09-07', '2026-11-09'),
        ...lacking(2, undefined, oldest, ...others),
        ...lacking(3, '2026-09-07', '2026-11-09', '2026-11-16'),
        // A clock that ran ahead gave it one of a week to come: as good as none.
        ...lacking(4, '2026-12-07', '2026-11-09', '2026-11-16'),
      ]),
    ).toEqual([
      { week: '2026-11-09', late: true, agencyIds: [1, 3] },
      { week: '2026-11-16', late: false, agencyIds: [2, 3, 4] },
    ]);
  });

  it('the last week of a year of 53: its Monday is in December, its day in January', () => {
    expect(weeks('2027-01-04 09:00:00', sent(['2026-12-21']))).toEqual([{ week: '2026-12-28', late: false }]);
    expect(weeks('2027-01-01 09:00:00', sent(['2026-12-21']))).toEqual([]);
    expect(weeks('2027-01-11 09:00:00', sent(['2026-12-28']))).toEqual([{ week: '2027-01-04', late: false }]);
  });
});

describe('who may read the digests of agency 1', () => {
  const roles = ['member', 'operator', 'cco', 'auditor', 'admin'] as const;
  const table = (may: typeof mayRead) =>
    Object.fromEntries(
      roles.map((role) => [
        role,
        [1, 2, undefined].map((agencyId) => may({ officialId: 9, role, status: 'active', agencyId }, 1)),
      ]),
    );

  it('of agency 1, of agency 2, without a post', () => {
    expect(table(mayRead)).toEqual({
      member: [false, false, false],
      operator: [true, false, false],
      cco: [true, false, false],
      auditor: [true, true, true],
      admin: [false, false, false],
    });
    expect(table(mayPreview)).toEqual({
      member: [false, false, false],
      operator: [true, false, false],
      cco: [false, false, false],
      auditor: [false, false, false],
      admin: [false, false, false],
    });
  });

  it('nobody who has left', () => {
    for (const role of roles)
      expect(mayRead({ officialId: 9, role, status: 'left', agencyId: 1 }, 1), role).toBe(false);
  });
});

it('a week knows the month that ends in it', () => {
  expect(monthEndIn('2026-11-30')).toEqual({ from: '2026-11-28', last: '2026-11-30' });
  expect(monthEndIn('2026-10-26')).toEqual({ from: '2026-10-29', last: '2026-10-31' });
  expect(monthEndIn('2026-11-16')).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../src/calendar/seoul.ts';
import { createCalendar, type HolidayOverride, type WorkCalendar } from '../../src/calendar/workdays.ts';
import { DEFAULT_POLICY } from '../../src/policy/policy.ts';
import type { ReminderItem, ReminderKind } from '../../src/reminders/reminder.ts';
import {
  byUrgency,
  daysLeftOf,
  latestHourReached,
  listStages,
  readStageKey,
  type StagePolicy,
} from '../../src/reminders/rules.ts';

const calendar = createCalendar();

/** The latest stage that an anchor has reached on a day. */
function stageOf(
  kind: ReminderKind,
  anchor: Day,
  day: Day,
  { policy = DEFAULT_POLICY, with: used = calendar }: { policy?: StagePolicy; with?: WorkCalendar } = {},
): string | undefined {
  const steps = listStages(policy, used, day).find((ladder) => ladder.kind === kind)?.steps ?? [];
  return steps.find(({ until }) => anchor <= until)?.stage;
}

/** On which working days of a stretch something new is to be said: `day stage`. */
function saidOf(kind: ReminderKind, anchor: Day, from: Day, until: Day, used: WorkCalendar = calendar) {
  const said: string[] = [];
  let last: string | undefined;
  for (let day = from; day <= until; day = addDays(day, 1)) {
    if (!used.isWorkingDay(day)) continue;
    const stage = stageOf(kind, anchor, day, { with: used });
    if (stage !== undefined && stage !== last) said.push(`${day.slice(5)} ${stage}`);
    last = stage;
  }
  return said.join(', ');
}

describe('stages of an evaluation, in working days', () => {
  it.each([
    // Nothing but weekends in between.
    ['2026-11-30', '11-19 D-7, 11-25 D-3, 11-27 D-1, 11-30 D, 12-01 D+1'],
    // 설날 16–18 February: D-1 of the Thursday after it is the Friday before.
    ['2026-02-19', '02-05 D-7, 02-11 D-3, 02-13 D-1, 02-19 D, 02-20 D+1'],
    // 추석 24–26 September, of which the 26th is a Saturday.
    ['2026-09-28', '09-15 D-7, 09-21 D-3, 09-23 D-1, 09-28 D, 09-29 D+1'],
    // 삼일절 on a Sunday: its substitute is Monday, 2 March.
    ['2026-03-03', '02-19 D-7, 02-25 D-3, 02-27 D-1, 03-03 D, 03-04 D+1'],
    // 부처님오신날 on a Sunday: substitute on Monday, 25 May.
    ['2026-05-26', '05-14 D-7, 05-20 D-3, 05-22 D-1, 05-26 D, 05-27 D+1'],
    // 광복절 on a Saturday: substitute on Monday, 17 August.
    ['2026-08-18', '08-06 D-7, 08-12 D-3, 08-14 D-1, 08-18 D, 08-19 D+1'],
    // Over the turn of the year: 성탄절 and 신정 are Fridays.
    ['2027-01-04', '12-22 D-7, 12-29 D-3, 12-31 D-1, 01-04 D, 01-05 D+1'],
    // 설날 of 2027 is a Sunday: 6–8 February, and the substitute on the 9th.
    ['2027-02-10', '01-28 D-7, 02-03 D-3, 02-05 D-1, 02-10 D, 02-11 D+1'],
    // 추석 of 2027: 14–16 September.
    ['2027-09-17', '09-03 D-7, 09-09 D-3, 09-13 D-1, 09-17 D, 09-20 D+1'],
  ])('due on %s: %s', (due, said) => {
    expect(saidOf('evaluation', due, addDays(due, -25), addDays(due, 25))).toBe(said);
  });

  it('due on a day off, the day itself is not said: on the next working day it is D+1', () => {
    expect(saidOf('evaluation', '2026-11-28', '2026-11-16', '2026-12-10')).toBe(
      '11-19 D-7, 11-25 D-3, 11-27 D-1, 11-30 D+1',
    );
  });

  it('follows an override that comes late: what was D-3 becomes D-2 of one day fewer', () => {
    const late = createCalendar([{ day: '2026-11-26', holiday: true }]);
    expect(saidOf('evaluation', '2026-11-30', '2026-11-16', '2026-12-10', late)).toBe(
      '11-18 D-7, 11-24 D-3, 11-27 D-1, 11-30 D, 12-01 D+1',
    );
  });

  it('counts weekends alone in a year that is not known', () => {
    expect(saidOf('evaluation', '2029-01-02', '2028-12-18', '2029-01-10')).toBe(
      '12-22 D-7, 12-28 D-3, 01-01 D-1, 01-02 D, 01-03 D+1',
    );
  });

  it('tells the CCO(혁신책임관) after three working days, once', () => {
    expect(saidOf('overdue', '2026-11-30', '2026-11-20', '2027-03-01')).toBe('12-03 CCO');
    expect(saidOf('overdue', '2026-02-13', '2026-02-10', '2026-06-01')).toBe('02-23 CCO');
  });

  it('says only the latest stage to whoever was away', () => {
    expect(stageOf('evaluation', '2026-11-30', '2026-11-26')).toBe('D-3');
    expect(stageOf('evaluation', '2026-11-30', '2027-02-01')).toBe('D+1');
    expect(stageOf('evaluation', '2026-11-30', '2026-11-18')).toBeUndefined();
  });
});

describe('stages of the other kinds', () => {
  it('a task is stale after 14 working days without an update, and again after each 14', () => {
    expect(saidOf('stale', '2026-11-02', '2026-11-02', '2027-02-15')).toBe(
      '11-20 W14, 12-10 W28, 12-31 W42, 01-21 W56, 02-12 W70',
    );
  });

  it('silence of more than five years ends in one last stage', () => {
    expect(stageOf('stale', '2010-01-04', '2026-11-20')).toBe(stageOf('stale', '1999-01-04', '2026-11-20'));
  });

  it('a partner’s consent is asked for again after 3 and 7 working days', () => {
    expect(saidOf('consent', '2026-11-20', '2026-11-20', '2026-12-31')).toBe('11-25 W3, 12-01 W7');
  });

  it('a dispute is near two working days before its deadline and on it', () => {
    expect(saidOf('dispute', '2026-11-30', '2026-11-02', '2026-12-10')).toBe('11-26 D-2, 11-30 D');
  });

  it('an exchange ends: 90 and 30 calendar days before, or on the next working day', () => {
    // 90 days before is a Sunday.
    expect(saidOf('exchange', '2027-02-20', '2026-11-01', '2027-02-20')).toBe('11-23 D-90, 01-21 D-30');
  });

  it('an agency’s own numbers hold, an empty list says nothing', () => {
    const policy = {
      ...DEFAULT_POLICY,
      remindBeforeDays: [5, 5],
      remindAfterDays: [],
      consentReminderDays: [],
      staleAfterDays: 1,
    };
    expect(stageOf('evaluation', '2026-11-30', '2026-11-20', { policy })).toBeUndefined();
    expect(stageOf('evaluation', '2026-11-30', '2026-11-23', { policy })).toBe('D-5');
    expect(stageOf('evaluation', '2026-11-30', '2026-12-24', { policy })).toBe('D-5');
    expect(stageOf('consent', '2026-11-02', '2026-11-23', { policy })).toBeUndefined();
    expect(stageOf('stale', '2026-11-20', '2026-11-23', { policy })).toBe('W1');
  });
});

const anyDay = fc
  .date({ min: new Date('2026-01-01T12:00:00Z'), max: new Date('2027-11-30T12:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyOverrides: fc.Arbitrary<HolidayOverride[]> = fc.array(
  fc.record({ day: anyDay, holiday: fc.boolean() }),
  { maxLength: 5 },
);
const anyOffsets = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 });

describe('for any calendar and policy', () => {
  it('the latest stage is the last whose day has come, counted stage by stage', () => {
    fc.assert(
      fc.property(
        anyDay,
        anyDay,
        anyOverrides,
        anyOffsets,
        anyOffsets,
        (anchor, day, overrides, before, after) => {
          const used = createCalendar(overrides);
          const policy = { ...DEFAULT_POLICY, remindBeforeDays: before, remindAfterDays: after };
          const reached = [...before.map((days) => 0 - days), ...after]
            .filter((offset) => used.plusWorkingDays(anchor, offset) <= day)
            .sort((a, b) => a - b)
            .at(-1);
          const name =
            reached === undefined
              ? undefined
              : reached === 0
                ? 'D'
                : reached < 0
                  ? `D${reached}`
                  : `D+${reached}`;
          expect(stageOf('evaluation', anchor, day, { policy, with: used })).toBe(name);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('silence is counted in whole periods of working days', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 0, max: 700 }),
        anyOverrides,
        fc.integer({ min: 1, max: 120 }),
        (anchor, later, overrides, staleAfterDays) => {
          const used = createCalendar(overrides);
          const day = addDays(anchor, later);
          const periods = Math.floor(used.countWorkingDays(anchor, day) / staleAfterDays);
          const policy = { ...DEFAULT_POLICY, staleAfterDays };
          expect(stageOf('stale', anchor, day, { policy, with: used })).toBe(
            periods === 0 ? undefined : `W${periods * staleAfterDays}`,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('on the day of a stage, just as many days are left as it says', () => {
    fc.assert(
      fc.property(anyDay, anyOverrides, fc.integer({ min: -20, max: 20 }), (anchor, overrides, offset) => {
        const used = createCalendar(overrides);
        const day = used.plusWorkingDays(anchor, offset);
        if (!used.isWorkingDay(day)) return;
        expect(daysLeftOf('evaluation', anchor, used, day)).toBe(0 - offset);
      }),
    );
  });
});

describe('days left', () => {
  it.each<[ReminderKind, Day, Day, number]>([
    ['evaluation', '2026-11-30', '2026-11-30', 0],
    ['evaluation', '2026-11-30', '2026-11-27', 1],
    ['evaluation', '2026-11-28', '2026-11-27', 1],
    ['overdue', '2026-11-30', '2026-12-03', -3],
    ['stale', '2026-11-02', '2026-11-20', -14],
    ['exchange', '2026-12-31', '2026-12-01', 30],
  ])('%s of %s on %s: %i', (kind, anchor, day, left) => {
    expect(Object.is(daysLeftOf(kind, anchor, calendar, day), left)).toBe(true);
  });
});

describe('hours of preference', () => {
  it.each([
    [8, undefined],
    [9, 9],
    [11, 11],
    [12, undefined],
    [13, 13],
    [17, 23],
    [18, undefined],
  ])('at %i, those up to %s have come (복무규정 제9조: 09–18, lunch 12–13)', (hour, latest) => {
    expect(latestHourReached(DEFAULT_POLICY, hour)).toBe(latest);
  });
});

it('a stage’s key says what it was counted from, whether put off or not', () => {
  expect(readStageKey('2026-11-30 D-3')).toEqual({ anchor: '2026-11-30', stage: 'D-3' });
  expect(readStageKey('2026-11-30 D-3 2026-11-26')).toEqual({ anchor: '2026-11-30', stage: 'D-3' });
});

it('the most urgent comes first: deadlines by their days, then what has waited longest, then exchanges', () => {
  const item = (kind: ReminderKind, daysLeft: number, subjectId = 1): ReminderItem => ({
    kind,
    subjectId,
    agencyId: 1,
    title: '',
    detail: '',
    anchor: '2026-11-30',
    stage: '',
    daysLeft,
  });
  const items = [
    item('exchange', 30),
    item('stale', -14),
    item('stale', -28),
    item('consent', -3),
    item('evaluation', 7),
    item('evaluation', 0, 2),
    item('evaluation', 0, 1),
    item('dispute', 0),
    item('overdue', -3),
  ];
  expect(items.sort(byUrgency).map((one) => `${one.kind} ${one.daysLeft} ${one.subjectId}`)).toEqual([
    'overdue -3 1',
    'dispute 0 1',
    'evaluation 0 1',
    'evaluation 0 2',
    'evaluation 7 1',
    'consent -3 1',
    'stale -28 1',
    'stale -14 1',
    'exchange 30 1',
  ]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, type Day } from '../../src/calendar/seoul.ts';
import { createCalendar } from '../../src/calendar/workdays.ts';
import {
  cycleKey,
  cyclesToBeOpen,
  OPENED_AFTER_DUE_DAYS,
  type PlannedCycle,
  reviewPeriods,
} from '../../src/evaluations/cycle-rules.ts';
import { cycleTitle } from '../../src/evaluations/record-text.ko.ts';
import type { PolicyChange, PolicyChanges } from '../../src/policy/policy.ts';

const calendar = createCalendar();
const from = (effectiveFrom: Day, changes: PolicyChanges): PolicyChange => ({ effectiveFrom, changes });

/** Day by day: what opened when, as a process that never sleeps would have it. */
function simulate(first: Day, last: Day, changes: PolicyChange[] = [], days = calendar): string[] {
  const opened = new Map<string, string>();
  for (let day = first; day <= last; day = addDays(day, 1)) {
    for (const cycle of cyclesToBeOpen(day, changes, days)) {
      const key = cycleKey(1, cycle);
      if (!opened.has(key)) opened.set(key, `${day} ${cycle.kind} ${cycle.period} → ${cycle.dueOn}`);
    }
  }
  return [...opened.values()];
}

describe('the cycles of 2026 and 2027', () => {
  it('제44조①: each quarter is reviewed after it ended, due after ten working days of the calendar', () => {
    expect(simulate('2026-02-01', '2027-12-31').filter((line) => line.includes('review'))).toEqual([
      '2026-04-01 review 2026-Q1 → 2026-04-14',
      '2026-07-01 review 2026-Q2 → 2026-07-14',
      // 10-05 stands in for 개천절 on a Saturday, 10-09 is 한글날.
      '2026-10-01 review 2026-Q3 → 2026-10-16',
      '2027-01-01 review 2026-Q4 → 2027-01-15',
      '2027-04-01 review 2027-Q1 → 2027-04-14',
      '2027-07-01 review 2027-Q2 → 2027-07-14',
      '2027-10-01 review 2027-Q3 → 2027-10-18',
    ]);
  });

  it('제44조②: the year-end evaluation opens thirty days before 30 November', () => {
    expect(simulate('2026-01-20', '2027-12-31').filter((line) => line.includes('year_end'))).toEqual([
      '2026-10-31 year_end 2026 → 2026-11-30',
      '2027-10-31 year_end 2027 → 2027-11-30',
    ]);
  });

  it('a holiday that is announced later moves the due day of what is not open yet', () => {
    const moved = createCalendar([{ day: '2026-07-06', holiday: true }]);
    expect(simulate('2026-07-01', '2026-07-31', [], moved)).toEqual([
      '2026-07-01 review 2026-Q2 → 2026-07-15',
    ]);
  });

  it('a year whose holidays are unknown works with weekends', () => {
    expect(simulate('2031-04-01', '2031-04-05')).toEqual(['2031-04-01 review 2031-Q1 → 2031-04-14']);
  });
});

describe('other policies', () => {
  it.each<[string, PolicyChange[], string[]]>([
    [
      'monthly, due after three days',
      [from('2026-01-01', { reviewEveryMonths: 1, reviewDueDays: 3 })],
      // Between them 노동절, 어린이날, and the election on 3 June.
      [
        '2026-05-10 review 2026-04 → 2026-05-07',
        '2026-06-01 review 2026-05 → 2026-06-04',
        '2026-07-01 review 2026-06 → 2026-07-03',
        '2026-08-01 review 2026-07 → 2026-08-05',
      ],
    ],
    [
      'each half year',
      [from('2026-01-01', { reviewEveryMonths: 6 })],
      ['2026-07-01 review 2026-H1 → 2026-07-14'],
    ],
    ['once a year', [from('2026-01-01', { reviewEveryMonths: 12 })], []],
    [
      'each five months, which do not divide the year',
      [from('2026-01-01', { reviewEveryMonths: 5 })],
      ['2026-06-01 review 2026-01..2026-05 → 2026-06-15'],
    ],
    [
      'a new number of days from July on: the review that opens in July has it',
      [from('2026-07-01', { reviewDueDays: 5 })],
      ['2026-07-01 review 2026-Q2 → 2026-07-07'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(simulate('2026-05-10', '2026-08-10', changes).filter((line) => line.includes('review'))).toEqual(
      expected,
    );
  });

  it.each<[string, PolicyChanges, string]>([
    [
      'due at the end of the year',
      { evaluationDueMonth: 12, evaluationDueDay: 31, evaluationOpenCalendarDays: 10 },
      '2026-12-21 year_end 2026 → 2026-12-31',
    ],
    [
      'due in January: of the year before',
      { evaluationDueMonth: 1, evaluationDueDay: 31, evaluationOpenCalendarDays: 40 },
      '2026-12-22 year_end 2026 → 2027-01-31',
    ],
    ['opened long before', { evaluationOpenCalendarDays: 120 }, '2026-08-02 year_end 2026 → 2026-11-30'],
  ])('a year-end evaluation %s', (_, changes, expected) => {
    const lines = simulate('2026-06-01', '2027-02-10', [from('2026-01-01', changes)]);
    expect(lines.filter((line) => line.includes('year_end'))).toEqual([expected]);
  });

  it('one that opened keeps its name when the due day is moved, so that it does not open twice', () => {
    const earlier = [from('2026-11-01', { evaluationDueMonth: 12, evaluationDueDay: 15 })];
    expect(simulate('2026-10-20', '2026-12-31', earlier).filter((line) => line.includes('year_end'))).toEqual(
      ['2026-10-31 year_end 2026 → 2026-11-30'],
    );
  });
});

describe('after an outage', () => {
  const open = (day: Day) => cyclesToBeOpen(day, [], calendar).map(({ kind, period }) => `${kind} ${period}`);
  it('a cycle is made up for until five working days after its due day, and then no more', () => {
    expect(OPENED_AFTER_DUE_DAYS).toBe(5);
    expect(open('2026-10-31')).toEqual(['year_end 2026']);
    expect(open('2026-11-30')).toEqual(['year_end 2026']);
    expect(open('2026-12-07')).toEqual(['year_end 2026']);
    expect(open('2026-12-08')).toEqual([]);
    expect(open('2026-10-16')).toEqual(['review 2026-Q3']);
    expect(open('2026-10-23')).toEqual(['review 2026-Q3']);
    expect(open('2026-10-24')).toEqual([]);
  });

  it('keeps the due day that it would have had', () => {
    expect(cyclesToBeOpen('2026-10-20', [], calendar)).toMatchObject([{ dueOn: '2026-10-16' }]);
  });
});

describe('properties', () => {
  const month = fc.integer({ min: 0, max: 35 }).map((count) => `${addMonths('2025-01', count)}-01`);
  const changes = fc
    .array(
      fc.tuple(
        month,
        fc.record(
          {
            reviewEveryMonths: fc.integer({ min: 1, max: 12 }),
            reviewDueDays: fc.integer({ min: 1, max: 60 }),
            evaluationOpenCalendarDays: fc.integer({ min: 1, max: 120 }),
          },
          { requiredKeys: [] },
        ),
      ),
      { maxLength: 5 },
    )
    .map((list) =>
      list
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([effectiveFrom, change]) => from(effectiveFrom, change as PolicyChanges)),
    );
  const day = fc.integer({ min: 0, max: 1_000 }).map((count) => addDays('2025-03-01', count));

  it('the periods of a year follow each other without gap or overlap, whatever is decided meanwhile', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom(2025, 2026, 2027), (decided, year) => {
        const periods = reviewPeriods(year, decided);
        let next = `${year}-01-01`;
        for (const period of periods) {
          expect(period.from).toBe(next);
          expect(period.last > period.from).toBe(true);
          next = addDays(period.last, 1);
        }
        expect(next).toBe(`${year + 1}-01-01`);
        expect(new Set(periods.map(({ period }) => period)).size).toBe(periods.length);
      }),
    );
  });

  it('what should be open has begun, is not long over, and is due no earlier than it opens', () => {
    fc.assert(
      fc.property(changes, day, (decided, today) => {
        const planned: PlannedCycle[] = cyclesToBeOpen(today, decided, calendar);
        for (const { opensOn, dueOn, kind } of planned) {
          // A review that is to be answered within one working day is due on the day on which it opens.
          expect(opensOn <= today && opensOn <= dueOn).toBe(true);
          expect(calendar.countWorkingDays(dueOn, today)).toBeLessThanOrEqual(OPENED_AFTER_DUE_DAYS);
          if (kind === 'review') expect(calendar.isWorkingDay(dueOn)).toBe(true);
        }
        expect(new Set(planned.map((cycle) => cycleKey(1, cycle))).size).toBe(planned.length);
      }),
    );
  });

  it('whoever looks on every day misses no period, and every other outage of up to a week neither', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 7 }), (decided, pause) => {
        const seen = new Set<string>();
        for (let today = '2026-01-01'; today < '2027-06-01'; today = addDays(today, pause)) {
          for (const cycle of cyclesToBeOpen(today, decided, calendar)) seen.add(cycle.period);
        }
        for (const { period, last } of reviewPeriods(2026, decided)) {
          expect([...seen], last).toContain(period);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('names', () => {
  it.each([
    ['2026-Q3', '2026년 3분기 점검'],
    ['2026-07', '2026년 7월 점검'],
    ['2026-H1', '2026년 상반기 점검'],
    ['2026-H2', '2026년 하반기 점검'],
    ['2026-01..2026-05', '2026년 1~5월 점검'],
    ['2026', '2026년 점검'],
  ])('a review of %s is called %s', (period, title) => {
    expect(cycleTitle('review', period)).toBe(title);
    expect(cycleTitle('year_end', period)).toBe('2026년 연말 평가');
  });

  it('the key holds agency, kind and period', () => {
    expect(cycleKey(7, { kind: 'review', period: '2026-Q3' })).toBe('schedule:review:7:2026-Q3');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodOf } from '../../src/calendar/seoul.ts';
import {
  daysOfPeriod,
  formatPeriod,
  isOfSpan,
  monthsOf,
  parsePeriod,
  partsOf,
  periodBefore,
  periodOfSpan,
} from '../../src/reports/periods.ts';
import type { Criteria, CriteriaChange, Total } from '../../src/reports/report.ts';
import {
  criteriaFor,
  DEFAULT_CRITERIA,
  decideCriteria,
  rankCandidates,
  sumByMonth,
  sumFigures,
  type TypedCriteria,
} from '../../src/reports/rules.ts';

const today = { left: false, agencyId: 1, agency: '중기부', department: '인력정책과' };
const person = (officialId: number, received: number, sent = 0, special = 0): Total => ({
  officialId,
  name: `사람${officialId}`,
  department: '인력정책과',
  received,
  sent,
  special,
  gifts: 1,
  counterparts: 1,
  otherAgencies: 0,
  today,
});
const top = (count: number, counted: Criteria['counted'] = ['received']): Criteria => ({
  cut: { by: 'top', count },
  counted,
  span: 'year',
});
const ranks = (totals: Total[], criteria: Criteria) =>
  rankCandidates(totals, criteria).candidates.map(({ officialId, rank, points }) => [
    officialId,
    rank,
    points,
  ]);

describe('a list of candidates (제11조)', () => {
  it('is ranked by what is counted; ties share a rank and are told to', () => {
    const totals = [person(1, 10, 50), person(2, 30), person(3, 30, 10), person(4, 20)];
    expect(ranks(totals, top(10))).toEqual([
      [2, 1, 30],
      [3, 1, 30],
      [4, 3, 20],
      [1, 4, 10],
    ]);
    expect(ranks(totals, top(10, ['sent']))).toEqual([
      [1, 1, 50],
      [3, 2, 10],
    ]);
    expect(ranks(totals, top(10, ['received', 'sent']))).toEqual([
      [1, 1, 60],
      [3, 2, 40],
      [2, 3, 30],
      [4, 4, 20],
    ]);
    expect(rankCandidates(totals, top(10)).candidates.map(({ tied }) => tied)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('제9조: special points move nobody up, nor onto the list', () => {
    expect(ranks([person(1, 10, 0, 100), person(2, 20), person(3, 0, 0, 500)], top(10))).toEqual([
      [2, 1, 20],
      [1, 2, 10],
    ]);
  });

  it('never parts those who tie at its end, and says how many they are', () => {
    const totals = [person(1, 50), person(2, 20), person(3, 20), person(4, 20), person(5, 10)];
    expect(rankCandidates(totals, top(2))).toMatchObject({ candidates: { length: 4 }, tiedAtCut: 3 });
    expect(rankCandidates(totals, top(4))).toMatchObject({ candidates: { length: 4 }, tiedAtCut: 0 });
    expect(rankCandidates(totals, top(1))).toMatchObject({ candidates: { length: 1 }, tiedAtCut: 0 });
  });

  it('by a threshold has whoever reaches it', () => {
    const criteria: Criteria = { ...top(1), cut: { by: 'threshold', points: 20 } };
    const totals = [person(1, 19), person(2, 20), person(3, 21)];
    expect(rankCandidates(totals, criteria)).toMatchObject({ tiedAtCut: 0 });
    expect(ranks(totals, criteria)).toEqual([
      [3, 1, 21],
      [2, 2, 20],
    ]);
  });

  it('of any people: whoever is listed has at least the points of whoever is not, and no rank depends on the order of reading', () => {
    const points = fc.integer({ min: 0, max: 5 }).map((n) => n * 10);
    const people = fc
      .array(fc.tuple(points, points, points), { maxLength: 12 })
      .map((list) => list.map(([received, sent, special], id) => person(id + 1, received, sent, special)));
    const counted = fc.constantFrom<Criteria['counted']>(['received'], ['sent'], ['received', 'sent']);
    fc.assert(
      fc.property(
        people,
        counted,
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        (totals, sides, number, byTop) => {
          const cut: Criteria['cut'] = byTop
            ? { by: 'top', count: number }
            : { by: 'threshold', points: number * 10 };
          const criteria: Criteria = { cut, counted: sides, span: 'year' };
          const { candidates, tiedAtCut } = rankCandidates(totals, criteria);
          const pointsOf = (one: Total) => sides.reduce((sum, side) => sum + one[side], 0);
          const least = Math.min(...candidates.map(({ points: p }) => p));
          const left = totals.filter(
            (one) => !candidates.some(({ officialId }) => officialId === one.officialId),
          );
          for (const one of left)
            expect(pointsOf(one) === 0 || pointsOf(one) < least || candidates.length === 0).toBe(true);
          for (const one of candidates) {
            expect(one.points).toBe(pointsOf(one));
            expect(one.points).toBeGreaterThan(0);
            expect(one.rank).toBe(1 + totals.filter((other) => pointsOf(other) > one.points).length);
          }
          if (byTop) {
            const pointed = totals.filter((one) => pointsOf(one) > 0).length;
            expect(candidates.length).toBeGreaterThanOrEqual(Math.min(number, pointed));
            expect(candidates.length > number).toBe(tiedAtCut > 0);
          } else expect(candidates.length).toBe(totals.filter((one) => pointsOf(one) >= number * 10).length);
          expect(ranks([...totals].reverse(), criteria)).toEqual(ranks(totals, criteria));
        },
      ),
    );
  });
});

describe('criteria', () => {
  const typed: TypedCriteria = {
    by: 'top',
    number: '5',
    counted: ['received'],
    span: 'year',
    months: '',
    effectiveFrom: '2026-12-01',
  };
  const decide = (more: Partial<TypedCriteria>) => decideCriteria({ ...typed, ...more }, '2026-11-25');
  const reasons = (more: Partial<TypedCriteria>) => {
    const decision = decide(more);
    return 'refusals' in decision ? decision.refusals.map(({ reason }) => reason) : [];
  };

  it('are what the form says', () => {
    expect(decide({})).toEqual({ criteria: top(5), effectiveFrom: '2026-12-01' });
    expect(decide({ by: 'threshold', number: '100', counted: ['sent', 'received'], span: 'half' })).toEqual({
      criteria: { cut: { by: 'threshold', points: 100 }, counted: ['received', 'sent'], span: 'half' },
      effectiveFrom: '2026-12-01',
    });
    for (const months of ['3-10', '3월~10월', ' 03 – 10 '])
      expect(decide({ span: 'months', months })).toMatchObject({
        criteria: { span: { fromMonth: 3, toMonth: 10 } },
      });
  });

  it.each([
    [{ effectiveFrom: '2026-11-01' }, ['criteria_past']],
    [{ effectiveFrom: '2026-11-25' }, ['criteria_past']],
    [{ effectiveFrom: '2026-12-02' }, ['criteria_past']],
    [{ effectiveFrom: 'x' }, ['criteria_past']],
    [{ number: '0' }, ['criteria_number']],
    [{ number: '501' }, ['criteria_number']],
    [{ number: '1.5' }, ['criteria_number']],
    [{ by: 'threshold', number: '100001' }, ['criteria_number']],
    [{ counted: [] }, ['criteria_counted']],
    [{ counted: ['special'] }, ['criteria_counted']],
    [{ span: 'months', months: '0-3' }, ['criteria_months']],
    [{ span: 'months', months: '3-13' }, ['criteria_months']],
    [{ span: 'months', months: '' }, ['criteria_months']],
    [{ span: 'forever' }, ['criteria_months']],
    [
      { effectiveFrom: '', number: '', counted: [], span: '' },
      ['criteria_past', 'criteria_number', 'criteria_counted', 'criteria_months'],
    ],
  ])('%o are refused, all faults at once', (more, expected) => {
    expect(reasons(more)).toEqual(expected);
  });

  it('of a period are those of its last day or, while it runs, of today; the defaults until an agency decides', () => {
    const change = (effectiveFrom: string, count: number): CriteriaChange => ({
      purpose: 'award',
      effectiveFrom,
      criteria: top(count),
      decidedBy: '박운영',
    });
    const changes = [
      change('2026-07-01', 1),
      change('2026-12-01', 2),
      change('2026-12-01', 3),
      change('2027-01-01', 4),
    ];
    const half = periodOf('2026-11-25', 'half');
    const countOn = (period: typeof half, day: string) => {
      const { criteria, changedWithin } = criteriaFor('award', changes, period, day);
      return [criteria.cut.by === 'top' && criteria.cut.count, changedWithin];
    };
    expect(countOn(half, '2026-11-30')).toEqual([1, false]);
    expect(countOn(half, '2026-12-01')).toEqual([3, true]);
    expect(countOn(half, '2030-01-01')).toEqual([3, true]);
    expect(countOn(periodOf('2026-01-01', 'half'), '2030-01-01')).toEqual([10, false]);
    expect(criteriaFor('special_step', changes, half, '2026-12-31')).toEqual({
      criteria: DEFAULT_CRITERIA.special_step,
      decided: undefined,
      changedWithin: false,
    });
  });
});

describe('periods', () => {
  it('of a span that runs over the turn of the year belong to the year in which they end', () => {
    expect(periodOfSpan({ fromMonth: 12, toMonth: 11 }, '2026-05-05')).toEqual({
      from: '2025-12-01',
      until: '2026-12-01',
    });
    expect(periodOfSpan({ fromMonth: 3, toMonth: 10 }, '2026-05-05')).toEqual({
      from: '2026-03-01',
      until: '2026-11-01',
    });
    expect(periodOfSpan('half', '2026-05-05')).toEqual({ from: '2026-01-01', until: '2026-07-01' });
  });

  it('that were asked for and are not the criteria’s own are known as such', () => {
    expect(isOfSpan('year', periodOf('2026-05-05', 'year'))).toBe(true);
    expect(isOfSpan('half', periodOf('2026-05-05', 'half'))).toBe(true);
    expect(isOfSpan('half', periodOf('2026-05-05', 'year'))).toBe(false);
    expect(isOfSpan({ fromMonth: 12, toMonth: 11 }, { from: '2025-12-01', until: '2026-12-01' })).toBe(true);
    expect(isOfSpan({ fromMonth: 12, toMonth: 11 }, periodOf('2026-05-05', 'year'))).toBe(false);
  });

  it('have one before them', () => {
    const beforeOf = (text: string) => {
      const period = parsePeriod(text);
      return period && formatPeriod(periodBefore(period));
    };
    expect(beforeOf('2026-01..2026-12')).toBe('2025-01..2025-12');
    expect(beforeOf('2026-01..2026-06')).toBe('2025-07..2025-12');
    expect(beforeOf('2026-01..2026-01')).toBe('2025-12..2025-12');
    expect(beforeOf('2026-03..2026-08')).toBe('2025-03..2025-08');
    expect(beforeOf('2025-12..2026-11')).toBe('2024-12..2025-11');
  });

  it('of a button are checked', () => {
    const period = periodOf('2026-05-05', 'half');
    expect(parsePeriod(formatPeriod(period))).toEqual(period);
    for (const forged of [
      '',
      '2026-13..2026-14',
      '2026-05..2026-04',
      '2020-01..2026-12',
      '2026-01',
      "2026-01..2026-06'",
    ])
      expect(parsePeriod(forged), forged).toBeUndefined();
  });

  it('without their year are this year’s', () => {
    expect(daysOfPeriod({ kind: 'half', year: undefined, half: 1 }, '2026-11-25')).toEqual({
      from: '2026-01-01',
      until: '2026-07-01',
    });
    expect(daysOfPeriod({ kind: 'month', month: '2026-02' }, '2026-11-25')).toEqual({
      from: '2026-02-01',
      until: '2026-03-01',
    });
  });

  it('제8조④: are read year by year, an archived one up to its own close', () => {
    const period = { from: '2025-12-01', until: '2026-12-01' };
    expect(partsOf(period, 99, new Map([[2025, 40]]))).toEqual([
      { from: '2025-12-01', until: '2026-01-01', position: 40, closedBefore: '2026-01-01' },
      { from: '2026-01-01', until: '2026-12-01', position: 99, closedBefore: undefined },
    ]);
  });
});

describe('a sheet (제12조)', () => {
  const figures = fc.record({
    received: fc.nat(1_000),
    sent: fc.nat(1_000),
    special: fc.nat(100),
    receivedCorrection: fc.integer({ min: -1_000, max: 0 }),
    sentCorrection: fc.integer({ min: -1_000, max: 0 }),
    specialCorrection: fc.integer({ min: -100, max: 0 }),
  });

  it('제8조②③: is the sum of its days, month by month and all together', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => String(n).padStart(2, '0'));
    const month = fc.constantFrom('2026-07', '2026-08', '2026-11');
    const days = fc.array(
      fc.tuple(month, day, figures).map(([m, d, f]) => ({ day: `${m}-${d}`, members: 3, ...f })),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(days, (some) => {
        const months = sumByMonth(some, periodOf('2026-07-01', 'half'), '2026-11-25');
        expect(months.map((one) => one.month)).toEqual([
          '2026-07',
          '2026-08',
          '2026-09',
          '2026-10',
          '2026-11',
        ]);
        expect(sumFigures(months)).toEqual(sumFigures(some));
        const november = some
          .filter((one) => one.day.startsWith('2026-11'))
          .reduce((sum, one) => sum + one.received, 0);
        expect(months.at(-1)?.received).toBe(november);
      }),
    );
  });

  it('knows the months of its period', () => {
    expect(monthsOf({ from: '2025-12-01', until: '2026-03-01' })).toEqual(['2025-12', '2026-01', '2026-02']);
  });
});

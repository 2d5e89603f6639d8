import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/calendar/seoul.ts';
import { daysFrom, lastDayOfTerm, lengthOfTerm } from '../../src/calendar/terms.ts';
import type { Pair, Term } from '../../src/exchange/exchange.ts';
import {
  agenciesOf,
  decideExtension,
  isOperatorOf,
  REASON_MAX_LENGTH,
  refuseActor,
  type Viewer,
  visibleTerms,
} from '../../src/exchange/rules.ts';

const TODAY = '2026-11-23';
const HOME = 1;
const PARTNER = 2;
const ELSEWHERE = 3;

const position = { side: 'a', agencyName: '중기부', title: '과장', namesToday: [] } as const;
const pair: Pair = {
  id: 1,
  round: 2,
  number: 1,
  level: '과장급',
  task: '인력난 해소',
  source: '',
  a: { ...position, id: 10, agencyId: HOME, namesToday: [] },
  b: { ...position, id: 20, side: 'b', agencyId: PARTNER, namesToday: [] },
};

function term(changes: Partial<Term> = {}): Term {
  return {
    id: 1,
    pairId: 1,
    positionId: 10,
    officialId: 100,
    name: '김하늘',
    first: '2024-12-30',
    last: '2026-12-29',
    leadId: undefined,
    changes: [],
    ...changes,
  };
}

function viewer(changes: Partial<Viewer> = {}): Viewer {
  return { officialId: 900, role: 'member', status: 'active', agencyId: HOME, departmentId: 5, ...changes };
}

const lead = term();
const companion = term({ id: 2, officialId: 101, leadId: 1 });
const other = term({ id: 3, officialId: 102, positionId: 20 });
const over = term({ id: 4, officialId: 103, first: '2022-12-30', last: '2024-12-29' });
const all = [over, lead, companion, other];

describe('who may see which terms (CCO: the own agency and what it shares, nothing else)', () => {
  const everything = [4, 1, 2, 3];
  const current = [1, 2, 3];
  test.each<[string, Partial<Viewer>, number[]]>([
    ['a member of the agency', {}, []],
    ['a member of another', { agencyId: ELSEWHERE }, []],
    ['the lead', { officialId: 100 }, current],
    ['the companion', { officialId: 101 }, current],
    ['the holder of the other position', { officialId: 102, agencyId: PARTNER }, current],
    ['the lead, though lent to another agency by now', { officialId: 100, agencyId: ELSEWHERE }, current],
    ['a former holder, their own', { officialId: 103 }, [4]],
    ['the lead, having left, their own', { officialId: 100, status: 'left' }, [1]],
    ['the CCO of the one agency', { role: 'cco' }, everything],
    ['the CCO of the other', { role: 'cco', agencyId: PARTNER }, everything],
    ['a CCO on leave', { role: 'cco', status: 'leave' }, everything],
    ['a CCO who left', { role: 'cco', status: 'left' }, []],
    ['the CCO of a third agency', { role: 'cco', agencyId: ELSEWHERE }, []],
    ['a CCO without an agency', { role: 'cco', agencyId: undefined }, []],
    ['the operator of the one', { role: 'operator' }, everything],
    ['the operator of the other', { role: 'operator', agencyId: PARTNER }, everything],
    ['the operator of a third', { role: 'operator', agencyId: ELSEWHERE }, []],
    ['an auditor, wherever', { role: 'auditor', agencyId: ELSEWHERE }, everything],
    ['an auditor who left', { role: 'auditor', status: 'left' }, []],
    ['an administrator', { role: 'admin' }, []],
  ])('%s', (_, changes, ids) => {
    expect(visibleTerms(viewer(changes), pair, all, TODAY).map(({ id }) => id)).toEqual(ids);
  });

  test('the last day still counts, the day after does not', () => {
    const on = (today: string) => visibleTerms(viewer({ officialId: 100 }), pair, all, today).length;
    expect([on('2026-12-29'), on('2026-12-30')]).toEqual([3, 1]);
  });

  test('positions that no agency of today keeps belong to nobody', () => {
    const orphan = { ...pair, a: { ...pair.a, agencyId: undefined }, b: { ...pair.b, agencyId: undefined } };
    expect(agenciesOf(orphan)).toEqual([]);
    expect(visibleTerms(viewer({ role: 'cco', agencyId: undefined }), orphan, all, TODAY)).toEqual([]);
    expect(agenciesOf(pair)).toEqual([HOME, PARTNER]);
  });
});

describe('who may extend', () => {
  const facts = { term: lead, companions: [companion], agencyIds: [HOME, PARTNER] };
  test.each<[string, Partial<Viewer>, string | undefined]>([
    ['an operator of the one agency', { role: 'operator' }, undefined],
    ['an operator of the other', { role: 'operator', agencyId: PARTNER }, undefined],
    ['an operator of a third', { role: 'operator', agencyId: ELSEWHERE }, 'not_operator'],
    ['an operator who left', { role: 'operator', status: 'left' }, 'not_operator'],
    ['an operator without an agency', { role: 'operator', agencyId: undefined }, 'not_operator'],
    ['an operator, their own term', { role: 'operator', officialId: 100 }, 'own_case'],
    ['an operator who is the companion', { role: 'operator', officialId: 101 }, 'own_case'],
    ['the holder', { officialId: 100 }, 'not_operator'],
    ['the CCO', { role: 'cco' }, 'not_operator'],
    ['an auditor', { role: 'auditor' }, 'not_operator'],
    ['an administrator', { role: 'admin' }, 'not_operator'],
  ])('%s', (_, changes, reason) => {
    expect(refuseActor(viewer(changes), facts)?.reason).toBe(reason);
    if (reason !== 'own_case')
      expect(isOperatorOf(viewer(changes), facts.agencyIds)).toBe(reason === undefined);
  });
});

describe('an extension', () => {
  const facts = { term: lead, companions: [], agencyIds: [HOME] };
  const decide = (newEnd: string, more: { reasonLength?: number; cap?: number; today?: string } = {}) => {
    const decision = decideExtension(
      facts,
      newEnd,
      more.reasonLength ?? 10,
      more.cap ?? 60,
      more.today ?? TODAY,
    );
    return 'refusals' in decision ? decision.refusals : decision.ends;
  };

  test.each<[string, string, Parameters<typeof decide>[1], unknown]>([
    ['a day more', '2026-12-30', {}, { termId: 1, oldEnd: '2026-12-29', newEnd: '2026-12-30' }],
    ['the last day of 60 months', '2029-12-29', {}, { newEnd: '2029-12-29' }],
    ['a day beyond', '2029-12-30', {}, { reason: 'beyond_cap', latest: '2029-12-29', months: 60 }],
    [
      'beyond a policy’s cap',
      '2027-12-30',
      { cap: 36 },
      { reason: 'beyond_cap', latest: '2027-12-29', months: 36 },
    ],
    ['the same end', '2026-12-29', {}, { reason: 'end_not_later', last: '2026-12-29' }],
    ['an earlier end', '2026-12-01', {}, { reason: 'end_not_later', last: '2026-12-29' }],
    [
      'an end that is past',
      '2027-01-31',
      { today: '2027-02-01' },
      { reason: 'end_past', today: '2027-02-01' },
    ],
    ['until today', '2027-02-01', { today: '2027-02-01' }, { newEnd: '2027-02-01' }],
    ['no day', '2027-02-30', {}, { reason: 'end_unreadable' }],
    ['nothing', '', {}, { reason: 'end_unreadable' }],
    ['without a reason', '2027-06-30', { reasonLength: 0 }, { reason: 'reason_missing' }],
    [
      'with too long a one',
      '2027-06-30',
      { reasonLength: 301 },
      { reason: 'reason_long', length: 301, max: 300 },
    ],
    ['with the longest', '2027-06-30', { reasonLength: REASON_MAX_LENGTH }, { newEnd: '2027-06-30' }],
  ])('%s', (_, newEnd, more, expected) => {
    expect(decide(newEnd, more)).toEqual([expect.objectContaining(expected as object)]);
  });

  test('all that is wrong is said at once', () => {
    expect(decide('next year', { reasonLength: 0 })).toEqual([
      { reason: 'end_unreadable' },
      { reason: 'reason_missing' },
    ]);
  });

  test('companions who end with the lead go on doing so, others keep their end, and none exceeds its cap', () => {
    const companions = [
      companion,
      term({ id: 5, leadId: 1, last: '2026-06-30' }),
      // Began a year later: its own 60 months are over later than the lead's.
      term({ id: 6, leadId: 1, first: '2025-12-30' }),
      // Has no room left.
      term({ id: 7, leadId: 1, first: '2021-12-30' }),
      // Has room for a month.
      term({ id: 8, leadId: 1, first: '2022-01-30' }),
    ];
    expect(decideExtension({ ...facts, companions }, '2027-12-29', 5, 60, TODAY)).toEqual({
      ends: [
        { termId: 1, oldEnd: '2026-12-29', newEnd: '2027-12-29' },
        { termId: 2, oldEnd: '2026-12-29', newEnd: '2027-12-29' },
        { termId: 6, oldEnd: '2026-12-29', newEnd: '2027-12-29' },
        { termId: 8, oldEnd: '2026-12-29', newEnd: '2027-01-29' },
      ],
    });
  });

  test('whatever is asked for, an end only moves forwards, never into the past and never beyond the cap', () => {
    const day = fc.integer({ min: -1_500, max: 2_500 }).map((days) => addDays(TODAY, days));
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 1_800 }),
        day,
        fc.integer({ min: 1, max: 60 }),
        (first, length, newEnd, cap) => {
          const last = addDays(first, length);
          const along = term({ id: 2, leadId: 1, first: addDays(first, 30), last });
          const decision = decideExtension(
            { term: term({ first, last }), companions: [along], agencyIds: [] },
            newEnd,
            1,
            cap,
            TODAY,
          );
          if ('refusals' in decision) {
            expect(decision.refusals.length).toBeGreaterThan(0);
            return;
          }
          expect(newEnd >= TODAY).toBe(true);
          for (const { termId, oldEnd, newEnd: end } of decision.ends) {
            const from = termId === 1 ? first : along.first;
            expect(end > oldEnd && end <= newEnd && end <= lastDayOfTerm(from, cap)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('lengths of terms', () => {
  test.each([
    ['2024-12-30', '2026-12-29', 24, 0],
    ['2024-12-30', '2026-12-30', 24, 1],
    ['2024-12-30', '2026-12-28', 23, 29],
    ['2024-02-29', '2026-02-27', 24, 0],
    ['2026-11-23', '2026-11-23', 0, 1],
  ])('%s to %s', (first, last, months, days) => {
    expect(lengthOfTerm(first, last)).toEqual({ months, days });
  });

  test('a term of so many months has that length, and the next begins the day after', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (first, months) => {
        const last = lastDayOfTerm(first, months);
        expect(lengthOfTerm(first, last)).toEqual({ months, days: 0 });
        expect(daysFrom(first, addDays(last, 1))).toBeGreaterThanOrEqual(28 * months);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, DEFAULT_POLICY, faultsOf, POLICY_KEYS, policyOf } from '../../src/policy/policy.ts';

describe('an agency’s policy', () => {
  it('starts from the numbers of the law: 200 a month (운영규정 제5조), 10 a gift, twice a month (제6조), 2,000 and 100 special (제9조)', () => {
    expect(policyOf('2026-11', [])).toMatchObject({
      monthlyAllowance: 200,
      pointsPerGift: 10,
      giftsPerRecipientPerMonth: 2,
      sameDepartmentAllowed: false,
      specialPoolPerYear: 2_000,
      specialPerPerson: 100,
    });
  });

  it('holds from its date and never backwards: past months keep their policy (운영규정 제7조)', () => {
    const changes = [
      { effectiveFrom: '2026-12-01', changes: { monthlyAllowance: 300 } },
      { effectiveFrom: '2027-02-01', changes: { monthlyAllowance: 100, pointsPerGift: 5 } },
    ];
    expect(policyOf('2026-11', changes).monthlyAllowance).toBe(200);
    expect(policyOf('2026-12', changes).monthlyAllowance).toBe(300);
    expect(policyOf('2027-01', changes).pointsPerGift).toBe(10);
    expect(policyOf('2027-02', changes)).toMatchObject({ monthlyAllowance: 100, pointsPerGift: 5 });
  });

  it('is the same for a month whatever is decided for later months', () => {
    const change = fc.record({
      month: fc.integer({ min: 1, max: 12 }),
      allowance: fc.integer({ min: 0, max: 1_000 }),
    });
    fc.assert(
      fc.property(fc.array(change), fc.integer({ min: 1, max: 12 }), (list, month) => {
        const changes = list
          .sort((a, b) => a.month - b.month)
          .map((c) => ({
            effectiveFrom: `2026-${String(c.month).padStart(2, '0')}-01`,
            changes: { monthlyAllowance: c.allowance },
          }));
        const at = `2026-${String(month).padStart(2, '0')}`;
        const known = changes.filter((c) => c.effectiveFrom <= `${at}-01`);
        expect(policyOf(at, changes)).toEqual(policyOf(at, known));
        expect(policyOf(at, changes).monthlyAllowance).toBe(known.at(-1)?.changes.monthlyAllowance ?? 200);
      }),
    );
  });

  it('lets no agency exceed the ceilings of 운영규정 제9조, and names each value that is out of bounds', () => {
    expect(faultsOf(DEFAULT_POLICY, { specialPoolPerYear: 2_001, specialPerPerson: 101 })).toEqual([
      'specialPoolPerYear',
      'specialPerPerson',
    ]);
    expect(faultsOf(DEFAULT_POLICY, { monthlyAllowance: -1 })).toEqual(['monthlyAllowance']);
    expect(faultsOf(DEFAULT_POLICY, { messageMinLength: 200, messageMaxLength: 100 })).toEqual([
      'messageMinLength',
    ]);
    expect(faultsOf(DEFAULT_POLICY, { nonsense: 1 })).not.toEqual([]);
    expect(faultsOf(DEFAULT_POLICY, { monthlyAllowance: 300 })).toEqual([]);
  });

  it('tells the bounds of every number', () => {
    for (const key of POLICY_KEYS) {
      const bounds = boundsOf(key);
      if (typeof DEFAULT_POLICY[key] === 'boolean') expect(bounds).toBeUndefined();
      else expect(bounds?.max).toBeGreaterThan(bounds?.min ?? Number.NaN);
    }
  });
});

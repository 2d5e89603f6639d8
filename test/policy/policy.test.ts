import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  DEFAULT_POLICY,
  faultsOf,
  formOf,
  listBoundsOf,
  POLICY_GROUPS,
  POLICY_KEYS,
  type PolicyKey,
  policyOf,
} from '../../src/policy/policy.ts';

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
    // At once with those that are wrong only beside others.
    expect(
      faultsOf(DEFAULT_POLICY, {
        monthlyAllowance: -1,
        sendFromHour: 13,
        nonsense: 1,
        exchangeTermMonths: 61,
      }),
    ).toEqual(['monthlyAllowance', 'exchangeTermMonths', 'nonsense', 'sendFromHour']);
    expect(faultsOf(DEFAULT_POLICY, { monthlyAllowance: 300 })).toEqual([]);
  });

  it('starts reminders and reviews from working days, hours and a term that no decree fixes (행정업무규정 제44조, 복무규정 제9조)', () => {
    expect(policyOf('2026-11', [])).toMatchObject({
      reviewEveryMonths: 3,
      evaluationDueMonth: 11,
      evaluationDueDay: 30,
      gradeScale: ['우수', '보통', '미흡'],
      remindBeforeDays: [7, 3, 1, 0],
      remindAfterDays: [1],
      escalateAfterDays: 3,
      staleAfterDays: 14,
      disputeConsultDays: 5,
      disputeCommitteeDays: 10,
      exchangeTermMonths: 24,
      exchangeCapMonths: 60,
      exchangeAlertCalendarDays: [90, 30],
      sendFromHour: 9,
      sendUntilHour: 18,
      lunchFromHour: 12,
      lunchUntilHour: 13,
      completionPoints: false,
    });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a send window that ends before lunch does', { sendUntilHour: 13 }, ['sendUntilHour']],
    ['one that begins with lunch', { sendFromHour: 12 }, ['sendFromHour']],
    ['lunch that ends before it begins', { lunchFromHour: 14 }, ['lunchFromHour']],
    ['no lunch at all, which is allowed', { lunchFromHour: 12, lunchUntilHour: 12 }, []],
    ['30 February', { evaluationDueMonth: 2, evaluationDueDay: 30 }, ['evaluationDueDay']],
    [
      '29 February, which is not in every year',
      { evaluationDueMonth: 2, evaluationDueDay: 29 },
      ['evaluationDueDay'],
    ],
    ['31 November', { evaluationDueDay: 31 }, ['evaluationDueDay']],
    ['31 December', { evaluationDueMonth: 12, evaluationDueDay: 31 }, []],
    ['a term beyond its cap', { exchangeTermMonths: 36, exchangeCapMonths: 30 }, ['exchangeTermMonths']],
    ['a cap beyond 60 months', { exchangeCapMonths: 61 }, ['exchangeCapMonths']],
    ['the same grade twice', { gradeScale: ['우수', '우수'] }, ['gradeScale']],
    ['one grade alone', { gradeScale: ['우수'] }, ['gradeScale']],
    ['a grade without a name', { gradeScale: ['우수', ''] }, ['gradeScale']],
    ['more than six reminders', { remindBeforeDays: [7, 6, 5, 4, 3, 2, 1] }, ['remindBeforeDays']],
    ['no reminder before the day, which is allowed', { remindBeforeDays: [] }, []],
    ['half a day', { remindAfterDays: [0.5] }, ['remindAfterDays']],
    ['words for numbers', { remindAfterDays: ['1'] }, ['remindAfterDays']],
    ['a number for a list', { consentReminderDays: 3 }, ['consentReminderDays']],
    [
      'an exchange’s alert on the day itself',
      { exchangeAlertCalendarDays: [0] },
      ['exchangeAlertCalendarDays'],
    ],
    ['more than 100 points each (운영규정 제9조)', { completionPointsEach: 101 }, ['completionPointsEach']],
  ])('judges %s', (_, changes, faults) => {
    expect(faultsOf(DEFAULT_POLICY, changes)).toEqual(faults);
  });
});

/** How each value is written, and within what: of a number [least, most]; of a list [fewest, most, least, most of an entry]. */
const FORMS: Record<
  PolicyKey,
  ['number', number, number] | ['switch'] | ['numbers' | 'words', number, number, number, number]
> = {
  monthlyAllowance: ['number', 0, 100_000],
  pointsPerGift: ['number', 1, 1_000],
  giftsPerRecipientPerMonth: ['number', 1, 100],
  sameDepartmentAllowed: ['switch'],
  departmentsMayReceive: ['switch'],
  messageMinLength: ['number', 1, 300],
  messageMaxLength: ['number', 10, 1_000],
  undoMinutes: ['number', 0, 1_440],
  specialPoolPerYear: ['number', 0, 2_000],
  specialPerPerson: ['number', 1, 100],
  secondPersonAbove: ['number', 0, 2_000],
  reviewEveryMonths: ['number', 1, 12],
  reviewDueDays: ['number', 1, 60],
  evaluationDueMonth: ['number', 1, 12],
  evaluationDueDay: ['number', 1, 31],
  evaluationOpenCalendarDays: ['number', 1, 120],
  gradeScale: ['words', 2, 7, 1, 20],
  remindBeforeDays: ['numbers', 0, 6, 0, 60],
  remindAfterDays: ['numbers', 0, 6, 0, 60],
  escalateAfterDays: ['number', 1, 60],
  staleAfterDays: ['number', 1, 120],
  consentReminderDays: ['numbers', 0, 6, 0, 60],
  disputeConsultDays: ['number', 1, 60],
  disputeCommitteeDays: ['number', 1, 60],
  disputeReminderDays: ['numbers', 0, 6, 0, 60],
  exchangeTermMonths: ['number', 1, 60],
  exchangeCapMonths: ['number', 1, 60],
  exchangeAlertCalendarDays: ['numbers', 0, 6, 1, 366],
  sendFromHour: ['number', 0, 24],
  sendUntilHour: ['number', 0, 24],
  lunchFromHour: ['number', 0, 24],
  lunchUntilHour: ['number', 0, 24],
  completionPoints: ['switch'],
  completionPointsEach: ['number', 1, 100],
};

describe('a value’s form', () => {
  it.each(POLICY_KEYS)('of %s, and its bounds', (key) => {
    const [form, ...bounds] = FORMS[key];
    expect(formOf(key)).toBe(form);
    const isList = form === 'numbers' || form === 'words';
    expect(boundsOf(key)).toEqual(form === 'number' ? { min: bounds[0], max: bounds[1] } : undefined);
    expect(listBoundsOf(key)).toEqual(
      isList ? { fewest: bounds[0], most: bounds[1], min: bounds[2], max: bounds[3] } : undefined,
    );
  });

  it.each(POLICY_KEYS.filter((key) => FORMS[key].length > 1))(
    'of %s holds at its bounds and not beyond',
    (key) => {
      const faulty = (value: unknown) => faultsOf(DEFAULT_POLICY, { [key]: value }).includes(key);
      const [form, ...bounds] = FORMS[key];
      const [low = 0, high = 0] = form === 'number' ? bounds : bounds.slice(2);
      if (form === 'number') {
        expect([low - 1, high + 1, low + 0.5].map(faulty)).toEqual([true, true, true]);
        // At a bound only what it must be beside others can be wrong.
        const related = [
          'messageMinLength',
          'sendFromHour',
          'sendUntilHour',
          'lunchFromHour',
          'evaluationDueDay',
        ];
        if (!related.includes(key) && key !== 'exchangeTermMonths')
          expect([low, high].map(faulty)).toEqual([false, false]);
        return;
      }
      const [fewest = 0, most = 0] = bounds;
      const entries = (count: number) =>
        Array.from({ length: count }, (_, index) => (form === 'words' ? `말${index}` : low + index));
      expect([fewest, most].map(entries).map(faulty)).toEqual([false, false]);
      expect(faulty(entries(most + 1))).toBe(true);
      const longest = form === 'words' ? ['가'.repeat(high), '나'] : [high];
      const tooLong = form === 'words' ? ['가'.repeat(high + 1), '나'] : [high + 1];
      expect([longest, tooLong].map(faulty)).toEqual([false, true]);
    },
  );

  it('is in one of the two groups, never in both', () => {
    expect([...POLICY_GROUPS.points, ...POLICY_GROUPS.tasks].sort()).toEqual([...POLICY_KEYS].sort());
    expect(POLICY_GROUPS.points).toContain('monthlyAllowance');
    expect(POLICY_GROUPS.tasks).toContain('exchangeCapMonths');
  });
});

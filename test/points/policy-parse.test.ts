import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicyForm, parsePolicyGroup, parsePolicyValue } from '../../src/points/policy-parse.ts';
import {
  DEFAULT_POLICY,
  faultsOf,
  POLICY_GROUPS,
  POLICY_KEYS,
  type PolicyGroup,
} from '../../src/policy/policy.ts';

const GROUPS: PolicyGroup[] = ['points', 'tasks'];

describe('a group out of a button or a form', () => {
  it.each([
    ['tasks', 'tasks'],
    ['points', 'points'],
    ['', 'points'],
    [undefined, 'points'],
    ['TASKS', 'points'],
    ['tasks ', 'points'],
    ['__proto__', 'points'],
    ['\u0000', 'points'],
  ])('%j is that of the %s', (value, group) => {
    expect(parsePolicyGroup(value)).toBe(group);
  });
});

describe('a value', () => {
  it.each<[Parameters<typeof parsePolicyValue>[0], string, unknown]>([
    ['monthlyAllowance', '300', 300],
    ['monthlyAllowance', '007', 7],
    ['monthlyAllowance', '-1', undefined],
    ['monthlyAllowance', '1.5', undefined],
    ['monthlyAllowance', '1e3', undefined],
    ['monthlyAllowance', '１００', undefined],
    ['monthlyAllowance', '1,000', undefined],
    ['monthlyAllowance', '9'.repeat(50), undefined],
    ['sameDepartmentAllowed', 'true', true],
    ['sameDepartmentAllowed', 'false', false],
    ['sameDepartmentAllowed', 'yes', undefined],
    ['remindBeforeDays', '7, 3, 1, 0', [7, 3, 1, 0]],
    ['remindBeforeDays', '0,1、3，7', [7, 3, 1, 0]],
    ['remindBeforeDays', '3, 3, 10', [10, 3]],
    ['remindBeforeDays', '없음', []],
    ['remindBeforeDays', 'None', []],
    ['remindBeforeDays', '-', []],
    ['remindBeforeDays', '7, 없음', undefined],
    ['remindBeforeDays', '7,', undefined],
    ['remindBeforeDays', '-7', undefined],
    ['remindBeforeDays', '7일', undefined],
    ['gradeScale', '우수, 보통, 미흡', ['우수', '보통', '미흡']],
    // The best comes first: the order of grades is theirs.
    ['gradeScale', 'C,B ,A', ['C', 'B', 'A']],
    ['gradeScale', '우수,,미흡', undefined],
    ['gradeScale', ',', undefined],
  ])('of %s, %j', (key, text, value) => {
    expect(parsePolicyValue(key, text)).toEqual(value);
  });
});

describe('a form', () => {
  const shown = (group: PolicyGroup) =>
    Object.fromEntries(
      POLICY_GROUPS[group].map((key) => {
        const value = DEFAULT_POLICY[key];
        return [key, Array.isArray(value) ? value.join(', ') || '없음' : String(value)];
      }),
    );

  it.each(GROUPS)('of the %s, submitted as it was shown, changes nothing', (group) => {
    expect(parsePolicyForm(shown(group), group, DEFAULT_POLICY)).toEqual({});
  });

  it('says what differs; a field left empty says nothing, and the order of days neither', () => {
    const typed = {
      ...shown('tasks'),
      remindBeforeDays: '0, 1, 3, 7',
      remindAfterDays: '없음',
      staleAfterDays: ' ',
      gradeScale: '미흡, 보통, 우수',
      completionPoints: 'true',
      sendUntilHour: '17',
    };
    expect(parsePolicyForm(typed, 'tasks', DEFAULT_POLICY)).toEqual({
      remindAfterDays: [],
      gradeScale: ['미흡', '보통', '우수'],
      completionPoints: true,
      sendUntilHour: 17,
    });
  });

  it('keeps what cannot be read, so that it is a fault of its key', () => {
    const typed = { monthlyAllowance: '-1', sameDepartmentAllowed: 'perhaps' };
    const changes = parsePolicyForm(typed, 'points', DEFAULT_POLICY);
    expect(changes).toEqual(typed);
    expect(faultsOf(DEFAULT_POLICY, changes)).toEqual(['monthlyAllowance', 'sameDepartmentAllowed']);
  });

  it('reads no key of the other group, nor one that is none', () => {
    const typed = { monthlyAllowance: '300', sendUntilHour: '17', nonsense: '1', __proto__: '1' };
    expect(parsePolicyForm(typed, 'points', DEFAULT_POLICY)).toEqual({ monthlyAllowance: 300 });
    expect(parsePolicyForm(typed, 'tasks', DEFAULT_POLICY)).toEqual({ sendUntilHour: 17 });
  });

  it('whatever is typed, is a sound change or a fault of the keys typed', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('7, 3', '없음', 'true', '-1', '우수, 보통', '2147483648', ','),
      fc.integer({ min: -10, max: 3_000 }).map(String),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...POLICY_KEYS), text),
        fc.constantFrom(...GROUPS),
        (typed, group) => {
          const changes = parsePolicyForm(typed, group, DEFAULT_POLICY);
          for (const key of Object.keys(changes)) expect(POLICY_GROUPS[group]).toContain(key);
          const faults = faultsOf(DEFAULT_POLICY, changes);
          if (Object.keys(changes).length === 0) expect(faults).toEqual([]);
        },
      ),
    );
  });
});

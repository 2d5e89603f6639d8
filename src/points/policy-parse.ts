import { cleanText } from '../messenger/mrkdwn.ts';
import { formOf, POLICY_GROUPS, type Policy, type PolicyGroup, type PolicyKey } from '../policy/policy.ts';

/** A group out of a button's value or a form's metadata, which are user input: the points' unless it names the other. */
export function parsePolicyGroup(value: string | undefined): PolicyGroup {
  return value === 'tasks' ? 'tasks' : 'points';
}

/**
 * What a group's form says that differs from the policy in force; a field left empty says nothing. What cannot be read stays
 * as it was typed, which is no value of the policy (`faultsOf`).
 */
export function parsePolicyForm(
  typed: Partial<Record<string, string>>,
  group: PolicyGroup,
  current: Policy,
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const key of POLICY_GROUPS[group]) {
    const text = cleanText(typed[key] ?? '');
    if (text === '') continue;
    const value = parsePolicyValue(key, text) ?? text;
    if (!isSame(value, current[key])) changes[key] = value;
  }
  return changes;
}

/** One field's value: 200, true, `7, 3, 1, 0` (sorted, the largest first, each once) or `우수, 보통, 미흡`. */
export function parsePolicyValue(key: PolicyKey, text: string): Policy[PolicyKey] | undefined {
  switch (formOf(key)) {
    case 'number':
      return parseWhole(text);
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'numbers': {
      const numbers = NONE.test(text) ? [] : listed(text).map(parseWhole);
      return numbers.every((number) => number !== undefined) ? sorted(numbers) : undefined;
    }
    case 'words': {
      const words = listed(text);
      return words.includes('') ? undefined : words;
    }
  }
}

const NONE = /^(?:없음|none|-)$/i;

function parseWhole(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function listed(text: string): string[] {
  return text.split(/[,，、]/).map((part) => part.trim());
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => b - a);
}

/** Whether a value says the same as the one in force; the order of days says nothing, that of grades does. */
function isSame(value: unknown, current: Policy[PolicyKey]): boolean {
  const inForce = Array.isArray(current) && isNumbers(current) ? sorted(current) : current;
  return JSON.stringify(value) === JSON.stringify(inForce);
}

function isNumbers(list: readonly (number | string)[]): list is number[] {
  return list.every((entry) => typeof entry === 'number');
}

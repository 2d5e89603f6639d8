import { z } from 'zod';
import type { Month } from '../calendar/seoul.ts';

/**
 * What an agency may settle for itself. The defaults are the law's numbers (R: 행정안전부 협업포인트 운영규정) or our
 * assumptions where it is silent; the operator may adjust them (제7조). Bounds stand where the law gives a ceiling.
 */
const fields = {
  /** Points to give each month, 제5조. */
  monthlyAllowance: z.int().min(0).max(100_000),
  /** Points of one gift, 제6조①. */
  pointsPerGift: z.int().min(1).max(1_000),
  /** Gifts a month to the same receiver, 제6조②. */
  giftsPerRecipientPerMonth: z.int().min(1).max(100),
  /** Whether members of one department may gift each other; 제6조② says no. */
  sameDepartmentAllowed: z.boolean(),
  /** Whether a department may receive (2015 plan). */
  departmentsMayReceive: z.boolean(),
  /** Length of a thank-you message in visible characters, 제10조 makes it mandatory. */
  messageMinLength: z.int().min(1).max(300),
  messageMaxLength: z.int().min(10).max(1_000),
  /** How long a giver may take a gift back, in minutes. */
  undoMinutes: z.int().min(0).max(1_440),
  /** Special points a year and agency: at most 2,000, 제9조. */
  specialPoolPerYear: z.int().min(0).max(2_000),
  /** Special points to one person in one grant: at most 100, 제9조. */
  specialPerPerson: z.int().min(1).max(100),
  /** A special grant or an operator's reversal of more points than this needs a second operator. */
  secondPersonAbove: z.int().min(0).max(2_000),
};

const policySchema = z.strictObject(fields).refine((p) => p.messageMinLength <= p.messageMaxLength);

export type Policy = z.infer<typeof policySchema>;
export type PolicyKey = keyof Policy;
export type PolicyChanges = Partial<Policy>;

export const DEFAULT_POLICY: Policy = {
  monthlyAllowance: 200,
  pointsPerGift: 10,
  giftsPerRecipientPerMonth: 2,
  sameDepartmentAllowed: false,
  departmentsMayReceive: true,
  messageMinLength: 10,
  messageMaxLength: 300,
  undoMinutes: 10,
  specialPoolPerYear: 2_000,
  specialPerPerson: 100,
  secondPersonAbove: 200,
};

export const POLICY_KEYS = Object.keys(DEFAULT_POLICY) as PolicyKey[];

/** Bounds of a number in the policy; undefined for a switch. */
export function boundsOf(key: PolicyKey): { min: number; max: number } | undefined {
  const field = fields[key];
  return field instanceof z.ZodNumber ? { min: field.minValue ?? 0, max: field.maxValue ?? 0 } : undefined;
}

/** A change that an agency decided, and the first day (always the first of a month) from which it holds. */
export interface PolicyChange {
  effectiveFrom: string;
  changes: PolicyChanges;
}

/**
 * The policy of `month`: the defaults under all changes in force on its first day. A month keeps its policy from the first
 * to the last day, so a change is never felt backwards (제7조).
 */
export function policyOf(month: Month, changes: readonly PolicyChange[]): Policy {
  const inForce = changes.filter((change) => change.effectiveFrom <= `${month}-01`);
  return Object.assign({}, DEFAULT_POLICY, ...inForce.map((change) => change.changes));
}

/** Keys whose value would be out of bounds if `changes` were laid over `current`; empty when the change is sound. */
export function faultsOf(current: Policy, changes: Record<string, unknown>): string[] {
  const outcome = policySchema.safeParse({ ...current, ...changes });
  if (outcome.success) return [];
  return [...new Set(outcome.error.issues.map((issue) => String(issue.path[0] ?? 'messageMinLength')))];
}

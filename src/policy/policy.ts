import { z } from 'zod';
import { isDay, type Month } from '../calendar/seoul.ts';

const workingDays = z.array(z.int().min(0).max(60)).max(6);
const hour = z.int().min(0).max(24);

/** Points: R is 행정안전부 협업포인트 운영규정. */
const pointsFields = {
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

/** 협업과제, 인사교류, 점검·평가 and what people are reminded of. Days are working days unless the name says otherwise. */
const taskFields = {
  /** A review is opened after each so many months, 행정업무규정 제44조① (no interval is fixed by law). */
  reviewEveryMonths: z.int().min(1).max(12),
  /** A review is due so many working days after its period has ended. */
  reviewDueDays: z.int().min(1).max(60),
  /** The year-end evaluation is due on this day, 제44조②: 30 November. */
  evaluationDueMonth: z.int().min(1).max(12),
  evaluationDueDay: z.int().min(1).max(31),
  /** It is opened so many calendar days before. */
  evaluationOpenCalendarDays: z.int().min(1).max(120),
  /** Grades of a year-end evaluation, the best first. */
  gradeScale: z.array(z.string().min(1).max(20)).min(2).max(7),
  /** Before the due day: D-7, D-3, D-1 and the day itself. */
  remindBeforeDays: workingDays,
  /** After it: D+1. */
  remindAfterDays: workingDays,
  /** The CCO(혁신책임관) hears of what is unanswered: D+3. */
  escalateAfterDays: z.int().min(1).max(60),
  /** A task without an update for so long is stale, and again after each so many. */
  staleAfterDays: z.int().min(1).max(120),
  /** A partner whose consent is waited for is reminded after so many. */
  consentReminderDays: workingDays,
  /** Time of the CCOs, and of the committee, for a dispute: 제44조④. */
  disputeConsultDays: z.int().min(1).max(60),
  disputeCommitteeDays: z.int().min(1).max(60),
  /** Before a dispute's deadline. */
  disputeReminderDays: workingDays,
  /** Term of an exchange unless said otherwise, and the most with extensions, in months. */
  exchangeTermMonths: z.int().min(1).max(60),
  exchangeCapMonths: z.int().min(1).max(60),
  /** Before the end of an exchange: D-90 and D-30, calendar days. */
  exchangeAlertCalendarDays: z.array(z.int().min(1).max(366)).max(6),
  /** Reminders go out on working days from this hour until that one, not over lunch (국가공무원 복무규정 제9조). */
  sendFromHour: hour,
  sendUntilHour: hour,
  lunchFromHour: hour,
  lunchUntilHour: hour,
  /** Whether a completed task brings each owner special points, and how many (at most 100, 운영규정 제9조). */
  completionPoints: z.boolean(),
  completionPointsEach: z.int().min(1).max(100),
};

/**
 * What an agency may settle for itself. The defaults are the law's numbers or our assumptions where it is silent; the
 * operator may adjust them (운영규정 제7조). Bounds stand where the law gives a ceiling.
 */
const fields = { ...pointsFields, ...taskFields };

const policySchema = z
  .strictObject(fields)
  .refine((p) => p.messageMinLength <= p.messageMaxLength, { path: ['messageMinLength'] })
  .refine((p) => p.sendFromHour < p.lunchFromHour, { path: ['sendFromHour'] })
  .refine((p) => p.lunchUntilHour < p.sendUntilHour, { path: ['sendUntilHour'] })
  .refine((p) => p.lunchFromHour <= p.lunchUntilHour, { path: ['lunchFromHour'] })
  .refine((p) => isEveryYear(p.evaluationDueMonth, p.evaluationDueDay), { path: ['evaluationDueDay'] })
  .refine((p) => p.exchangeTermMonths <= p.exchangeCapMonths, { path: ['exchangeTermMonths'] })
  .refine((p) => new Set(p.gradeScale).size === p.gradeScale.length, { path: ['gradeScale'] });

/** Whether a month has such a day in every year, so not for 29 February. */
function isEveryYear(month: number, day: number): boolean {
  return isDay(`2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
}

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
  reviewEveryMonths: 3,
  reviewDueDays: 10,
  evaluationDueMonth: 11,
  evaluationDueDay: 30,
  evaluationOpenCalendarDays: 30,
  gradeScale: ['우수', '보통', '미흡'],
  remindBeforeDays: [7, 3, 1, 0],
  remindAfterDays: [1],
  escalateAfterDays: 3,
  staleAfterDays: 14,
  consentReminderDays: [3, 7],
  disputeConsultDays: 5,
  disputeCommitteeDays: 10,
  disputeReminderDays: [2, 0],
  exchangeTermMonths: 24,
  exchangeCapMonths: 60,
  exchangeAlertCalendarDays: [90, 30],
  sendFromHour: 9,
  sendUntilHour: 18,
  lunchFromHour: 12,
  lunchUntilHour: 13,
  completionPoints: false,
  completionPointsEach: 50,
};

export const POLICY_KEYS = Object.keys(DEFAULT_POLICY) as PolicyKey[];

/** The two halves of the policy; each is a form of its own. */
export type PolicyGroup = 'points' | 'tasks';
export const POLICY_GROUPS: Record<PolicyGroup, readonly PolicyKey[]> = {
  points: Object.keys(pointsFields) as PolicyKey[],
  tasks: Object.keys(taskFields) as PolicyKey[],
};

/** How a value is written in a form: a number, a switch, numbers with commas (7, 3, 1, 0) or words with commas. */
export function formOf(key: PolicyKey): 'number' | 'switch' | 'numbers' | 'words' {
  const value = DEFAULT_POLICY[key];
  if (Array.isArray(value)) return typeof value[0] === 'string' ? 'words' : 'numbers';
  return typeof value === 'boolean' ? 'switch' : 'number';
}

/** Bounds of a number in the policy; undefined for what is no single number. */
export function boundsOf(key: PolicyKey): { min: number; max: number } | undefined {
  const field = fields[key];
  return field instanceof z.ZodNumber ? { min: field.minValue ?? 0, max: field.maxValue ?? 0 } : undefined;
}

/** How many entries a list in the policy may have, and how large each number or how long each word. */
export interface ListBounds {
  fewest: number;
  most: number;
  min: number;
  max: number;
}

/** Bounds of a list in the policy; undefined for what is none. */
export function listBoundsOf(key: PolicyKey): ListBounds | undefined {
  const field = fields[key];
  if (!(field instanceof z.ZodArray)) return undefined;
  const { minItems = 0, maxItems = 0 } = z.toJSONSchema(field);
  const { minimum, minLength, maximum, maxLength } = z.toJSONSchema(field.element);
  return {
    fewest: minItems,
    most: maxItems,
    min: minimum ?? minLength ?? 0,
    max: maximum ?? maxLength ?? 0,
  };
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

/** Keys whose value would be out of bounds, or is none, if `changes` were laid over `current`; empty when they are sound. */
export function faultsOf(current: Policy, changes: Record<string, unknown>): string[] {
  const faults = faultyKeys({ ...current, ...changes });
  // How values stand to each other is only judged of sound ones: once more, without those that are none.
  const sound = Object.fromEntries(Object.entries(changes).filter(([key]) => !faults.includes(key)));
  return [...new Set([...faults, ...faultyKeys({ ...current, ...sound })])];
}

function faultyKeys(policy: Record<string, unknown>): string[] {
  const { error } = policySchema.safeParse(policy);
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])],
  );
}

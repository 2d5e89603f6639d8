import { addDays, addMonths, type Day, monthOf } from '../calendar/seoul.ts';
import type { WorkCalendar } from '../calendar/workdays.ts';
import { type Policy, type PolicyChange, policyOf } from '../policy/policy.ts';

/** A round that the schedule opens for an agency. */
export interface PlannedCycle {
  kind: 'review' | 'year_end';
  /** 2026-Q3, 2026-07, 2026-H1, 2026-01..2026-05 of a review; 2026 of a year-end evaluation. */
  period: string;
  /** First day on which it may be opened. */
  opensOn: Day;
  dueOn: Day;
  /**
   * Which tasks it asks about: those that run and were registered before `registeredBefore`, and of a year-end evaluation
   * also those completed on or after `completedSince`.
   */
  registeredBefore: Day;
  completedSince: Day | undefined;
}

/**
 * After an outage a cycle is still opened up to so many working days after its due day, so that the duty of 제44조①② is met,
 * late; one that is over for longer is left to the operators, who can open one by hand: a whole agency would be overdue,
 * and its CCO(혁신책임관) told, for what nobody was ever asked.
 */
export const OPENED_AFTER_DUE_DAYS = 5;

/** Months back in which a period may have ended whose review can still be open: 60 working days and more. */
const MONTHS_BACK = 6;

/**
 * Which cycles of an agency should be open on a day: every review whose period has ended (행정업무규정 제44조①) and the
 * year-end evaluation whose time has come (제44조②), neither long over. Pure: the same answer whenever and however often it
 * is asked; what is open already is the caller's to know.
 * @param changes of the agency's policy
 */
export function cyclesToBeOpen(
  day: Day,
  changes: readonly PolicyChange[],
  calendar: WorkCalendar,
): PlannedCycle[] {
  const planned = [...reviewsUntil(day, changes, calendar), ...yearEnds(day, changes)];
  return planned.filter(
    ({ opensOn, dueOn }) => opensOn <= day && day <= calendar.plusWorkingDays(dueOn, OPENED_AFTER_DUE_DAYS),
  );
}

/** Reviews of the periods that ended in the last months. Each is due by the policy of the day after its period. */
function reviewsUntil(day: Day, changes: readonly PolicyChange[], calendar: WorkCalendar): PlannedCycle[] {
  const oldest = `${addMonths(monthOf(day), -MONTHS_BACK)}-01`;
  const year = Number(day.slice(0, 4));
  return [year - 1, year]
    .flatMap((one) => reviewPeriods(one, changes))
    .filter(({ last }) => last >= oldest && last < day)
    .map(({ period, last }) => {
      const opensOn = addDays(last, 1);
      const { reviewDueDays } = policyOf(monthOf(opensOn), changes);
      return {
        kind: 'review',
        period,
        opensOn,
        dueOn: calendar.plusWorkingDays(last, reviewDueDays),
        registeredBefore: opensOn,
        completedSince: undefined,
      };
    });
}

/**
 * A year's periods of review, without gap or overlap whatever changes meanwhile: one ends with a month when that month's policy
 * has it so, counted from January, and the last with the year.
 */
export function reviewPeriods(
  year: number,
  changes: readonly PolicyChange[],
): Array<{ period: string; from: Day; last: Day }> {
  const periods: Array<{ period: string; from: Day; last: Day }> = [];
  let first = 1;
  for (let month = 1; month <= 12; month += 1) {
    const { reviewEveryMonths } = policyOf(nameOfMonth(year, month), changes);
    if (month % reviewEveryMonths !== 0 && month < 12) continue;
    const name = nameOfMonth(year, month);
    periods.push({
      period: periodName(year, first, month),
      from: `${nameOfMonth(year, first)}-01`,
      last: addDays(`${addMonths(name, 1)}-01`, -1),
    });
    first = month + 1;
  }
  return periods;
}

function nameOfMonth(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}`;
}

function periodName(year: number, first: number, last: number): string {
  const months = last - first + 1;
  if (months === 1) return nameOfMonth(year, last);
  if (months === 3 && last % 3 === 0) return `${year}-Q${last / 3}`;
  if (months === 6 && last % 6 === 0) return `${year}-H${last / 6}`;
  return months === 12 ? String(year) : `${nameOfMonth(year, first)}..${nameOfMonth(year, last)}`;
}

/** An evaluation due in the first months of a year is of the year before. */
const LAST_MONTH_OF_THE_YEAR_BEFORE = 3;

/**
 * The year-end evaluations around a day, by the policy of that day. The due day is the day that the policy names, worked on or
 * not, as one who knows the rule expects it (제44조②: by 30 November).
 */
function yearEnds(day: Day, changes: readonly PolicyChange[]): PlannedCycle[] {
  const policy = policyOf(monthOf(day), changes);
  const year = Number(day.slice(0, 4));
  return [year - 1, year, year + 1].map((of) => yearEnd(of, policy));
}

function yearEnd(dueYear: number, policy: Policy): PlannedCycle {
  const { evaluationDueMonth, evaluationDueDay, evaluationOpenCalendarDays } = policy;
  const dueOn = `${nameOfMonth(dueYear, evaluationDueMonth)}-${String(evaluationDueDay).padStart(2, '0')}`;
  const opensOn = addDays(dueOn, -evaluationOpenCalendarDays);
  const year = evaluationDueMonth <= LAST_MONTH_OF_THE_YEAR_BEFORE ? dueYear - 1 : dueYear;
  return {
    kind: 'year_end',
    period: String(year),
    opensOn,
    dueOn,
    // What is registered once it is open waits for the next year, or for an operator.
    registeredBefore: addDays(dueOn, 1),
    // Since the last one was opened, a year before: nothing completed is left out.
    completedSince: addDays(opensOn, -365),
  };
}

/** The key under which a cycle opens once, however many processes try. */
export function cycleKey(agencyId: number, { kind, period }: Pick<PlannedCycle, 'kind' | 'period'>): string {
  return `schedule:${kind}:${agencyId}:${period}`;
}

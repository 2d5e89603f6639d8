import { addDays, type Day, isDay, monthOf, type Period } from '../calendar/seoul.ts';
import type { Official } from '../directory/official.ts';
import { earliestPolicyDay } from '../points/rules.ts';
import { lastDayOf, monthsOf } from './periods.ts';
import type {
  Candidate,
  Criteria,
  CriteriaChange,
  CriteriaInForce,
  DayFigures,
  DepartmentRef,
  Figures,
  Line,
  MonthFigures,
  Part,
  Purpose,
  Total,
} from './report.ts';

/** Why something was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'not_entitled' }
  | { reason: 'other_agency' }
  | { reason: 'other_department' }
  | { reason: 'other_agency_department' }
  | { reason: 'gifts_not_entitled' }
  | { reason: 'agency_missing' }
  | { reason: 'agency_unknown'; name: string }
  | { reason: 'department_missing' }
  | { reason: 'department_unknown'; name: string; nearest: string | undefined }
  | { reason: 'period_unreadable'; text: string }
  | { reason: 'period_future' }
  | { reason: 'line_gone' }
  | { reason: 'stale_button' }
  | { reason: 'not_operator' }
  | { reason: 'criteria_past'; earliest: Day }
  | { reason: 'criteria_number'; by: 'top' | 'threshold'; max: number }
  | { reason: 'criteria_counted' }
  | { reason: 'criteria_months' };

/** Who looks, as roles go. */
export interface Viewer {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agencyId: number | undefined;
  departmentId: number | undefined;
}

const READERS: ReadonlyArray<Official['role']> = ['operator', 'cco', 'auditor'];

/** Whether somebody reads lists of candidates at all: operators, CCOs(혁신책임관) and auditors. An `admin` runs the system only. */
export function isReader({ role, status }: Viewer): boolean {
  return status !== 'left' && READERS.includes(role);
}

/** Whether somebody reads what concerns an agency's people: its operators and CCOs, and auditors of any agency. */
export function mayReadAgency(viewer: Viewer, agencyId: number): boolean {
  return isReader(viewer) && (viewer.role === 'auditor' || viewer.agencyId === agencyId);
}

/** Whether somebody sees a department's figures: its members, and whoever reads the agency. */
export function mayReadDepartment(viewer: Viewer, department: Pick<DepartmentRef, 'id' | 'agency'>): boolean {
  return isMemberOf(viewer, department.id) || mayReadAgency(viewer, department.agency.id);
}

export function isMemberOf({ status, departmentId }: Viewer, id: number): boolean {
  return status !== 'left' && departmentId === id;
}

/** Whether somebody sets an agency's criteria: its operators alone. */
export function maySetCriteria({ role, status, agencyId }: Viewer, ofAgency: number): boolean {
  return role === 'operator' && status !== 'left' && agencyId === ofAgency;
}

/** What holds until an agency decides otherwise; shown as such. */
export const DEFAULT_CRITERIA: Record<Purpose, Criteria> = {
  special_step: { cut: { by: 'top', count: 5 }, counted: ['received'], span: 'year' },
  award: { cut: { by: 'top', count: 10 }, counted: ['received'], span: 'half' },
};

/** The criteria on a day: the last decided of those that hold by then, or the defaults. */
export function criteriaOn(
  purpose: Purpose,
  changes: readonly CriteriaChange[],
  day: Day,
): Pick<CriteriaInForce, 'criteria' | 'decided'> {
  const inForce = changes.filter((change) => change.purpose === purpose && change.effectiveFrom <= day);
  const last = inForce.at(-1);
  return last
    ? { criteria: last.criteria, decided: { effectiveFrom: last.effectiveFrom, by: last.decidedBy } }
    : { criteria: DEFAULT_CRITERIA[purpose], decided: undefined };
}

/**
 * The criteria by which a period is ranked: those of its last day or, while it runs, of today. As they change from the first
 * of a coming month only, a period that is over keeps its rules for good.
 */
export function criteriaFor(
  purpose: Purpose,
  changes: readonly CriteriaChange[],
  period: Period,
  today: Day,
): CriteriaInForce {
  const found = criteriaOn(purpose, changes, earlier(today, lastDayOf(period)));
  return { ...found, changedWithin: (found.decided?.effectiveFrom ?? '') > period.from };
}

export function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}

export interface Ranked {
  candidates: Candidate[];
  /** How many share the last rank of the first `count`, when that makes the list longer than `count`; otherwise 0. */
  tiedAtCut: number;
}

/**
 * Ranks people by the points that the criteria count, and cuts the list by them: it reports and decides nothing. Ties share a
 * rank and are never parted, so the list may be longer than its number. Special points are in no rank (운영규정 제9조).
 */
export function rankCandidates(totals: readonly Total[], criteria: Criteria): Ranked {
  const { cut } = criteria;
  const pointed = totals
    .flatMap((total) => lineOf(total, criteria) ?? [])
    .sort((a, b) => b.points - a.points || a.name.localeCompare(b.name, 'ko') || a.officialId - b.officialId);
  let rank = 0;
  const ranked = pointed.map((total, index) => {
    const before = pointed[index - 1]?.points;
    if (total.points !== before) rank = index + 1;
    return { ...total, rank, tied: total.points === before || total.points === pointed[index + 1]?.points };
  });
  if (cut.by === 'threshold') return { candidates: ranked, tiedAtCut: 0 };
  const candidates = ranked.filter((candidate) => candidate.rank <= cut.count);
  const last = candidates.at(-1)?.rank;
  const tied = candidates.filter((candidate) => candidate.rank === last).length;
  return { candidates, tiedAtCut: candidates.length > cut.count ? tied : 0 };
}

/** A person's line by the criteria, wherever it ranks; undefined: no points that count, or fewer than the threshold. */
export function lineOf(total: Total, { counted, cut }: Criteria): Line | undefined {
  const points = counted.reduce((sum, side) => sum + total[side], 0);
  return points >= (cut.by === 'threshold' ? cut.points : 1) ? { ...total, points } : undefined;
}

export const CUT_MAX = { top: 500, threshold: 100_000 } as const;

/** Criteria as a form gives them. */
export interface TypedCriteria {
  by: string;
  number: string;
  counted: readonly string[];
  span: string;
  /** `3-10`; counts only for the span `months`. */
  months: string;
  effectiveFrom: string;
}

/** What a form says, or all that is wrong with it. Criteria hold from the first of a coming month: never backwards. */
export function decideCriteria(
  typed: TypedCriteria,
  today: Day,
): { criteria: Criteria; effectiveFrom: Day } | { refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const { effectiveFrom } = typed;
  const earliest = earliestPolicyDay(today);
  if (!isDay(effectiveFrom) || !effectiveFrom.endsWith('-01') || effectiveFrom < earliest)
    refusals.push({ reason: 'criteria_past', earliest });
  const by = typed.by === 'threshold' ? 'threshold' : 'top';
  const number = /^[1-9]\d{0,5}$/.test(typed.number) ? Number(typed.number) : 0;
  if (number < 1 || number > CUT_MAX[by]) refusals.push({ reason: 'criteria_number', by, max: CUT_MAX[by] });
  const counted = (['received', 'sent'] as const).filter((side) => typed.counted.includes(side));
  if (counted.length === 0) refusals.push({ reason: 'criteria_counted' });
  const span = parseSpan(typed);
  if (span === undefined) refusals.push({ reason: 'criteria_months' });
  if (refusals.length > 0 || span === undefined) return { refusals };
  const cut: Criteria['cut'] = by === 'top' ? { by, count: number } : { by, points: number };
  return { criteria: { cut, counted, span }, effectiveFrom };
}

function parseSpan({ span, months }: TypedCriteria): Criteria['span'] | undefined {
  if (span === 'year' || span === 'half') return span;
  const [, from, to] = /^(\d{1,2})월?\s*[-~–]\s*(\d{1,2})월?$/.exec(months.trim()) ?? [];
  const [fromMonth, toMonth] = [Number(from), Number(to)];
  const sound = [fromMonth, toMonth].every((month) => month >= 1 && month <= 12);
  return sound ? { fromMonth, toMonth } : undefined;
}

/** Until when what was taken back is left out of a period's points. */
export interface TakenBack {
  /** Years that are archived: until the end of each (제8조④). */
  archived: number[];
  /** Some of the period is not archived: until the position that was read. */
  running: boolean;
}

/** What a page has to say of what was taken back, by the parts that its points were counted in. */
export function takenBackOf(parts: readonly Part[]): TakenBack {
  const archived = parts.filter(({ closedBefore }) => closedBefore !== undefined);
  return {
    archived: archived.map(({ from }) => Number(from.slice(0, 4))),
    running: archived.length < parts.length,
  };
}

/** Why a period cannot be shown: it has not begun. */
export function refusePeriod(period: Period, today: Day): Refusal | undefined {
  return period.from > today ? { reason: 'period_future' } : undefined;
}

/** The days of a period that are over or run, from its first one on. */
export function daysUntil(period: Period, today: Day): Day[] {
  const days: Day[] = [];
  for (let at = period.from; at < period.until && at <= today; at = addDays(at, 1)) days.push(at);
  return days;
}

const NONE: Figures = {
  received: 0,
  sent: 0,
  special: 0,
  receivedCorrection: 0,
  sentCorrection: 0,
  specialCorrection: 0,
};

/** What days come to, correction by correction: a sheet is the sum of its days and nothing else. */
export function sumFigures(days: readonly Figures[]): Figures {
  return days.reduce<Figures>(
    (sum, day) => ({
      received: sum.received + day.received,
      sent: sum.sent + day.sent,
      special: sum.special + day.special,
      receivedCorrection: sum.receivedCorrection + day.receivedCorrection,
      sentCorrection: sum.sentCorrection + day.sentCorrection,
      specialCorrection: sum.specialCorrection + day.specialCorrection,
    }),
    NONE,
  );
}

/** Fixed days by month, every month of the period that has begun. */
export function sumByMonth(days: readonly DayFigures[], period: Period, today: Day): MonthFigures[] {
  return monthsOf(period)
    .filter((month) => `${month}-01` <= today)
    .map((month) => ({ month, ...sumFigures(days.filter(({ day }) => monthOf(day) === month)) }));
}

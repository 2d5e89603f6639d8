import { type Day, isDay } from '../calendar/seoul.ts';
import { lastDayOfTerm } from '../calendar/terms.ts';
import type { Official } from '../directory/official.ts';
import type { Pair, Term } from './exchange.ts';

export const REASON_MAX_LENGTH = 300;

/** Why an act was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'round_not_found'; round: number }
  | { reason: 'pair_not_found' }
  | { reason: 'term_not_found' }
  | { reason: 'not_operator' }
  | { reason: 'own_case' }
  | { reason: 'end_unreadable' }
  | { reason: 'end_not_later'; last: Day }
  | { reason: 'end_past'; today: Day }
  | { reason: 'beyond_cap'; latest: Day; months: number }
  | { reason: 'reason_missing' }
  | { reason: 'reason_long'; length: number; max: number }
  /** Somebody else's term of the position begins before. */
  | { reason: 'position_taken'; name: string; first: Day; last: Day }
  /** Another term of the same person begins before. */
  | { reason: 'person_taken'; name: string; round: number; number: number; first: Day; last: Day };

/** Who looks or acts, as roles go. */
export interface Viewer {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agencyId: number | undefined;
  departmentId: number | undefined;
}

/** The agencies that keep a pair's two positions now. */
export function agenciesOf(pair: Pair): number[] {
  return [pair.a, pair.b].flatMap(({ agencyId }) => agencyId ?? []);
}

/** Whether the viewer is an operator of either of the agencies. */
export function isOperatorOf(viewer: Viewer, agencyIds: readonly number[]): boolean {
  return viewer.role === 'operator' && belongs(viewer, agencyIds);
}

function belongs({ status, agencyId }: Viewer, agencyIds: readonly number[]): boolean {
  return status !== 'left' && agencyId !== undefined && agencyIds.includes(agencyId);
}

/**
 * The terms of a pair that somebody may see: holders and companions all that are not over and every one of their own, the
 * CCOs and operators of both agencies and auditors all of them.
 */
export function visibleTerms(viewer: Viewer, pair: Pair, terms: readonly Term[], today: Day): Term[] {
  const reads =
    (viewer.role === 'auditor' && viewer.status !== 'left') ||
    ((viewer.role === 'cco' || viewer.role === 'operator') && belongs(viewer, agenciesOf(pair)));
  if (reads) return [...terms];
  const takesPart =
    viewer.status !== 'left' &&
    terms.some((term) => term.officialId === viewer.officialId && term.last >= today);
  return terms.filter((term) => term.officialId === viewer.officialId || (takesPart && term.last >= today));
}

/** A term and those that accompany it, as an extension is decided on. */
export interface ExtensionFacts {
  term: Term;
  companions: Term[];
  agencyIds: number[];
}

export interface NewEnd {
  termId: number;
  oldEnd: Day;
  newEnd: Day;
}

export type ExtensionDecision = { ends: NewEnd[] } | { refusals: Refusal[] };

/** Whether this person may extend the term at all: an operator of either agency, never of a term they hold or accompany. */
export function refuseActor(viewer: Viewer, facts: ExtensionFacts): Refusal | undefined {
  if (!isOperatorOf(viewer, facts.agencyIds)) return { reason: 'not_operator' };
  const concerned = [facts.term, ...facts.companions].some((term) => term.officialId === viewer.officialId);
  return concerned ? { reason: 'own_case' } : undefined;
}

/**
 * Decides a later end of a term, by someone who may: only forwards, not into the past, and not beyond `capMonths` from the
 * first day (인사교류 ordinarily lasts up to 60 months with its extensions). Companions who end with the lead go on doing so,
 * within their own cap.
 * @param reasonLength visible characters of the cleaned reason
 */
export function decideExtension(
  { term, companions }: ExtensionFacts,
  newEnd: string,
  reasonLength: number,
  capMonths: number,
  today: Day,
): ExtensionDecision {
  const refusals: Refusal[] = [];
  const latest = lastDayOfTerm(term.first, capMonths);
  if (!isDay(newEnd)) refusals.push({ reason: 'end_unreadable' });
  else if (newEnd <= term.last) refusals.push({ reason: 'end_not_later', last: term.last });
  else if (newEnd > latest) refusals.push({ reason: 'beyond_cap', latest, months: capMonths });
  else if (newEnd < today) refusals.push({ reason: 'end_past', today });
  if (reasonLength === 0) refusals.push({ reason: 'reason_missing' });
  if (reasonLength > REASON_MAX_LENGTH)
    refusals.push({ reason: 'reason_long', length: reasonLength, max: REASON_MAX_LENGTH });
  if (refusals.length > 0) return { refusals };
  const along = companions.flatMap((companion) => {
    if (companion.last !== term.last) return [];
    const own = lastDayOfTerm(companion.first, capMonths);
    const end = own < newEnd ? own : newEnd;
    return end > companion.last ? [{ termId: companion.id, oldEnd: companion.last, newEnd: end }] : [];
  });
  return { ends: [{ termId: term.id, oldEnd: term.last, newEnd }, ...along] };
}

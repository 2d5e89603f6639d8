import { type Day, type Period, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findAgencyById, findAgencyByName, findViewer, logAct } from '../directory/store.ts';
import type { Logger } from '../log.ts';
import { rollUp } from '../points/roll-up.ts';
import { type Counting, findEvidence, findTotals } from './candidates-store.ts';
import { findCriteriaChanges } from './criteria-store.ts';
import {
  type AskedPeriod,
  daysOfPeriod,
  formatPeriod,
  isOfSpan,
  lastDayOf,
  periodOfSpan,
} from './periods.ts';
import { findPosition, findReach } from './reach-store.ts';
import type { Candidate, CriteriaInForce, Evidence, Line, Purpose, Reach } from './report.ts';
import {
  criteriaFor,
  criteriaOn,
  earlier,
  isReader,
  lineOf,
  mayReadAgency,
  type Refusal,
  rankCandidates,
  refusePeriod,
  type Viewer,
} from './rules.ts';

/** What is looked at, as the access log keeps it: the person's behind a line, the agency's of everything else. */
export const LINES_PER_PAGE = 10;
export const ENTRIES_PER_PAGE = 10;

export interface AskedList {
  /** By id, or by name; absent: one's own. */
  agency: { id: number } | { name: string } | undefined;
  purpose: Purpose;
  /** As somebody names it, or the very days of a list that was shown; absent: the criteria's own, that runs. */
  period: AskedPeriod | Period | undefined;
  /** The position of a list that was shown: its next page is of the same books. */
  position: number | undefined;
}

/** What every view of a list says about it. */
export interface ListHead {
  agency: { id: number; shortName: string };
  purpose: Purpose;
  period: Period;
  inForce: CriteriaInForce;
  /** The period is not one that the criteria give, but was asked for. */
  ownPeriod: boolean;
  reach: Reach;
}

export interface CandidatesPage extends ListHead {
  candidates: Candidate[];
  total: number;
  page: number;
  tiedAtCut: number;
  agencyId: number;
}

export interface EvidencePage extends ListHead {
  candidate: Line;
  evidence: Evidence;
  page: number;
}

export interface LookDeps {
  database: Database;
  log: Pick<Logger, 'info'>;
  now: () => Date;
}

export interface Asker {
  officialId: number;
  teamId: string;
}

/**
 * A page of an agency's candidates, for whoever may read it now: its operators and CCOs(혁신책임관), and auditors. It ranks and
 * reports; it decides nothing (운영규정 제11조). Each look is logged before it is shown, also one that was refused.
 */
export async function lookUpCandidates(
  deps: LookDeps,
  asker: Asker,
  ask: AskedList & { page: number },
): Promise<CandidatesPage | { refusals: Refusal[] }> {
  const list = await openList(deps, asker, ask);
  if ('refusals' in list) return list;
  const { head, counting, today } = list;
  await logAct(deps.database, asker.officialId, {
    action: 'look_at_candidates',
    subject: `${subjectOf(head)} page:${ask.page}`,
    about: { agencyIds: [head.agency.id] },
    teamId: asker.teamId,
  });
  const ranked = rankCandidates(await findTotals(deps.database, counting, today), head.inForce.criteria);
  const page = ask.page * LINES_PER_PAGE < ranked.candidates.length ? ask.page : 0;
  return {
    ...head,
    agencyId: head.agency.id,
    candidates: ranked.candidates.slice(page * LINES_PER_PAGE, (page + 1) * LINES_PER_PAGE),
    total: ranked.candidates.length,
    page,
    tiedAtCut: ranked.tiedAtCut,
  };
}

/**
 * The gifts behind one line of a list: their sum is the line's points. Only of who has points that the criteria count, and as
 * many as their threshold. The agency is not ranked anew for each page, so one beyond the first ranks is shown too: what they
 * gave or got as one of the agency's people, all of whom the viewer reads. Logged with whose.
 */
export async function lookUpEvidence(
  deps: LookDeps,
  asker: Asker,
  ask: AskedList & { officialId: number; page: number },
): Promise<EvidencePage | { refusals: Refusal[] }> {
  const list = await openList(deps, asker, ask);
  if ('refusals' in list) return list;
  const { head, counting, today } = list;
  const [total] = await findTotals(deps.database, counting, today, ask.officialId);
  const candidate = total && lineOf(total, head.inForce.criteria);
  // Whoever is not on the list is shown to nobody, and may be of another agency: no look at their data.
  await logAct(deps.database, asker.officialId, {
    action: candidate ? 'look_at_evidence' : 'refused_candidates',
    subject: `official:${ask.officialId} ${subjectOf(head)} page:${ask.page}`,
    about: { officialIds: candidate ? [ask.officialId] : [], agencyIds: [head.agency.id] },
    teamId: asker.teamId,
  });
  if (!candidate) return { refusals: [{ reason: 'line_gone' }] };
  const turn = (page: number) =>
    findEvidence(deps.database, counting, ask.officialId, {
      offset: page * ENTRIES_PER_PAGE,
      limit: ENTRIES_PER_PAGE,
    });
  const asked = await turn(ask.page);
  const isThere = asked.entries.length > 0;
  return { ...head, candidate, evidence: isThere ? asked : await turn(0), page: isThere ? ask.page : 0 };
}

/** Whether the viewer may see the list, by which rules and up to where; who may not is logged by then. */
async function openList(
  deps: LookDeps,
  asker: Asker,
  ask: AskedList,
): Promise<{ head: ListHead; counting: Counting; today: Day } | { refusals: Refusal[] }> {
  const { database } = deps;
  const now = deps.now();
  const today = seoulDay(now);
  const viewer = await findViewer(database, asker.officialId, today);
  const agency = await findReadable(database, viewer, ask.agency, today, asker.teamId);
  if ('reason' in agency) return { refusals: [agency] };
  const changes = await findCriteriaChanges(database, agency.id);
  const period = resolvePeriod(ask, changes, today);
  const future = refusePeriod(period, today);
  if (future) return { refusals: [future] };
  const inForce = criteriaFor(ask.purpose, changes, period, today);
  const ownPeriod = !isOfSpan(inForce.criteria.span, period);
  const head = { agency, purpose: ask.purpose, period, inForce, ownPeriod };
  // Somebody waits: while another process rolls up, the state before is good enough, and its as-of time is shown.
  const rolled = await rollUp(database, { now, log: deps.log, wait: false });
  const reach = await findReach(database, period, await findPosition(database, ask.position, rolled));
  const { counted } = inForce.criteria;
  return { head: { ...head, reach }, counting: { agencyId: agency.id, counted, reach }, today };
}

/** The agency asked for, when the viewer may read of its people now; who may not is in the access log. */
export async function findReadable(
  database: Database,
  viewer: Viewer,
  asked: AskedList['agency'],
  today: Day,
  teamId: string,
): Promise<{ id: number; shortName: string } | Refusal> {
  const agency = await findAsked(database, viewer, asked, today);
  const isKnown = !('reason' in agency);
  if (isKnown && mayReadAgency(viewer, agency.id)) return agency;
  if (!isKnown && isReader(viewer)) return agency;
  await logAct(database, viewer.officialId, {
    action: 'refused_candidates',
    subject: `agency:${isKnown ? agency.id : 'none'}`,
    about: { agencyIds: isKnown ? [agency.id] : [] },
    teamId,
  });
  return { reason: isReader(viewer) ? 'other_agency' : 'not_entitled' };
}

async function findAsked(
  database: Database,
  viewer: Viewer,
  asked: AskedList['agency'],
  today: Day,
): Promise<{ id: number; shortName: string } | Refusal> {
  if (asked !== undefined && 'name' in asked) {
    const agency = await findAgencyByName(database, asked.name, today);
    return agency ?? { reason: 'agency_unknown', name: asked.name };
  }
  const id = asked?.id ?? viewer.agencyId;
  if (id === undefined) return { reason: 'agency_missing' };
  return (await findAgencyById(database, id)) ?? { reason: 'stale_button' };
}

function resolvePeriod(
  { period, purpose }: AskedList,
  changes: Parameters<typeof criteriaOn>[1],
  today: Day,
): Period {
  if (period !== undefined && 'from' in period) return period;
  if (period === undefined) return periodOfSpan(criteriaOn(purpose, changes, today).criteria.span, today);
  const days = daysOfPeriod(period, today);
  if (period.kind !== 'year') return days;
  // A year's number alone means what the criteria count of that year, where they count months.
  const { span } = criteriaOn(purpose, changes, earlier(today, lastDayOf(days))).criteria;
  if (typeof span === 'string') return days;
  // Unless those months had other criteria: months of one rule are not cut by another.
  const months = periodOfSpan(span, days.from);
  return isOfSpan(criteriaFor(purpose, changes, months, today).criteria.span, months) ? months : days;
}

function subjectOf({ agency, purpose, period }: Omit<ListHead, 'reach'>): string {
  return `candidates agency:${agency.id} ${purpose} ${formatPeriod(period)}`;
}

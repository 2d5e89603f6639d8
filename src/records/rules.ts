import { addDays, type Day } from '../calendar/seoul.ts';
import type { Official } from '../directory/official.ts';
import { type Counts, type Proposal, RETENTION_YEARS, type RecordClass } from './record.ts';

const REASON_MAX_LENGTH = 300;

/** Why an act was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'not_auditor' }
  /** `several`: more than one goes by that name. */
  | { reason: 'subject_unclear'; typed: string; several: boolean }
  | { reason: 'days_reversed'; from: Day; to: Day }
  | { reason: 'stale_button' }
  | { reason: 'not_record_keeper' }
  | { reason: 'not_admin' }
  | { reason: 'not_second_person' }
  | { reason: 'own_proposal' }
  | { reason: 'proposer_not_admin'; number: number }
  | { reason: 'reason_missing' }
  | { reason: 'reason_long'; max: number }
  | { reason: 'not_due'; class: RecordClass; year: number; lastDue: number }
  | { reason: 'nothing_left'; class: RecordClass; year: number }
  | { reason: 'proposal_open'; number: number }
  | { reason: 'proposal_unknown'; number: number }
  | { reason: 'proposal_settled'; number: number; approved: boolean }
  | { reason: 'proposal_replaced'; number: number; by: number }
  | { reason: 'proposal_outdated'; number: number }
  | { reason: 'years_unknown'; years: readonly number[] }
  | { reason: 'years_same'; years: number };

/** Who looks or acts, as the directory has them at this moment. */
export interface Viewer {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agencyId: number | undefined;
}

/** Whether somebody may read the whole access log: auditors, and nobody else. */
export function mayReadLog({ role, status }: Viewer): boolean {
  return status !== 'left' && role === 'auditor';
}

/** Whether somebody may see what is due, kept and proposed: administrators, CCOs(혁신책임관) and auditors. */
export function maySeeRecords({ role, status }: Viewer): boolean {
  return status !== 'left' && (role === 'admin' || role === 'cco' || role === 'auditor');
}

/** Whether somebody keeps the records of the whole: an administrator. */
export function isAdmin({ role, status }: Viewer): boolean {
  return status !== 'left' && role === 'admin';
}

/**
 * Why somebody may not answer a proposal. It takes a second person (공공기록물 관리에 관한 법률 시행령 제43조): another administrator, or
 * the CCO(혁신책임관) of the agency whose administrator asks. Whoever is on leave decides nothing.
 */
export function refuseDecider(
  viewer: Viewer,
  proposer: Pick<Viewer, 'officialId' | 'agencyId'>,
): Refusal | undefined {
  if (viewer.officialId === proposer.officialId) return { reason: 'own_proposal' };
  const isCco =
    viewer.role === 'cco' && viewer.agencyId !== undefined && viewer.agencyId === proposer.agencyId;
  return viewer.status === 'active' && (viewer.role === 'admin' || isCco)
    ? undefined
    : { reason: 'not_second_person' };
}

/** All that is wrong with proposing to dispose of a class and year. */
export function refuseProposal(
  viewer: Viewer,
  asked: { class: RecordClass; year: number; reason: string },
  facts: {
    lastDue: number;
    counts: Counts | undefined;
    open: { id: number; isOutdated: boolean } | undefined;
  },
): Refusal[] {
  if (!isAdmin(viewer)) return [{ reason: 'not_admin' }];
  const { class: of, year } = asked;
  const refusals = refuseReason(asked.reason);
  if (year > facts.lastDue)
    return [...refusals, { reason: 'not_due', class: of, year, lastDue: facts.lastDue }];
  if (facts.counts === undefined) refusals.push({ reason: 'nothing_left', class: of, year });
  if (facts.open && !facts.open.isOutdated) refusals.push({ reason: 'proposal_open', number: facts.open.id });
  return refusals;
}

/**
 * All that is wrong with answering a proposal. It takes two with the right to it today: what an administrator of the past asked for
 * can be refused, but not approved. Nor is approved what could not be carried out: what is to be kept longer by now, or whose records
 * are other ones than were proposed.
 */
export function refuseDecision(
  viewer: Viewer,
  proposal: Proposal,
  proposer: Viewer,
  approve: boolean,
  facts: { lastDue: number; isOutdated: boolean },
): Refusal[] {
  const refusal = refuseDecider(viewer, proposer);
  if (refusal) return [refusal];
  if (proposal.state === 'replaced')
    return [{ reason: 'proposal_replaced', number: proposal.id, by: proposal.newerId ?? 0 }];
  if (proposal.state !== 'open') return [settled(proposal)];
  if (!approve) return [];
  const { id: number, class: of, year } = proposal;
  if (proposer.role !== 'admin' || proposer.status !== 'active')
    return [{ reason: 'proposer_not_admin', number }];
  if (year > facts.lastDue) return [{ reason: 'not_due', class: of, year, lastDue: facts.lastDue }];
  return facts.isOutdated ? [{ reason: 'proposal_outdated', number }] : [];
}

/** That a proposal was answered already, and how. */
export function settled({ id, state }: Pick<Proposal, 'id' | 'state'>): Refusal {
  return { reason: 'proposal_settled', number: id, approved: state !== 'refused' };
}

/**
 * From when a change of retention holds, or why it is refused. Longer than what is in force holds at once; shorter from next year
 * on, so that nothing is due all of a sudden. The database refuses the same (0011).
 * @param retention.inForce years in force today
 * @param retention.decided years decided last, which may hold only later
 */
export function decideRetention(
  viewer: Viewer,
  asked: { class: RecordClass; years: number; reason: string },
  retention: { inForce: number; decided: number },
  today: Day,
): { from: Day } | { refusals: Refusal[] } {
  if (!isAdmin(viewer)) return { refusals: [{ reason: 'not_admin' }] };
  const refusals = refuseReason(asked.reason);
  const allowed = allowedYears(asked.class);
  if (!allowed.includes(asked.years)) refusals.push({ reason: 'years_unknown', years: allowed });
  if (asked.years === retention.decided) refusals.push({ reason: 'years_same', years: asked.years });
  if (refusals.length > 0) return { refusals };
  return { from: asked.years >= retention.inForce ? today : `${Number(today.slice(0, 4)) + 1}-01-01` };
}

/** The retention periods that a class may have (개인정보의 안전성 확보조치 기준 제8조①: an access log two years at least). */
function allowedYears(of: RecordClass): number[] {
  return RETENTION_YEARS.filter((years) => of !== 'access_log' || years >= 2);
}

function refuseReason(reason: string): Refusal[] {
  if (!/[\p{L}\p{N}]/u.test(reason)) return [{ reason: 'reason_missing' }];
  return [...reason].length > REASON_MAX_LENGTH ? [{ reason: 'reason_long', max: REASON_MAX_LENGTH }] : [];
}

/** The last day on which records of a year are kept. */
export function keptUntil(year: number, years: number): Day {
  return addDays(`${year + years + 1}-01-01`, -1);
}

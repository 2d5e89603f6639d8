import { type Day, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findAgencyById, findViewer, logAct } from '../directory/store.ts';
import { earliestPolicyDay } from '../points/rules.ts';
import { appendCriteria, findCriteriaChanges } from './criteria-store.ts';
import { type AskedList, type Asker, findReadable } from './look-up-candidates.ts';
import { type Criteria, type CriteriaChange, PURPOSES, type Purpose } from './report.ts';
import { criteriaOn, decideCriteria, maySetCriteria, type Refusal, type TypedCriteria } from './rules.ts';

export interface CriteriaPage {
  agency: { id: number; shortName: string };
  lines: Array<{ purpose: Purpose; upcoming: CriteriaChange[] } & ReturnType<typeof criteriaOn>>;
  mayChange: boolean;
  earliest: Day;
}

/** An agency's criteria in force and those decided for later, for whoever reads its lists. */
export async function lookUpCriteria(
  database: Database,
  asker: Asker,
  asked: AskedList['agency'],
  now: Date,
): Promise<CriteriaPage | { refusals: Refusal[] }> {
  const today = seoulDay(now);
  const viewer = await findViewer(database, asker.officialId, today);
  const agency = await findReadable(database, viewer, asked, today, asker.teamId);
  if ('reason' in agency) return { refusals: [agency] };
  const changes = await findCriteriaChanges(database, agency.id);
  return {
    agency,
    lines: PURPOSES.map((purpose) => ({
      purpose,
      ...criteriaOn(purpose, changes, today),
      upcoming: changes.filter((change) => change.purpose === purpose && change.effectiveFrom > today),
    })),
    mayChange: maySetCriteria(viewer, agency.id),
    earliest: earliestPolicyDay(today),
  };
}

/** The dialog's start: what holds now, for an operator of the agency alone. */
export async function openCriteria(
  database: Database,
  asker: Asker,
  now: Date,
): Promise<CriteriaPage | { refusals: Refusal[] }> {
  const today = seoulDay(now);
  const viewer = await findViewer(database, asker.officialId, today);
  const agency = await findAgencyById(database, viewer.agencyId ?? 0);
  if (!agency || !maySetCriteria(viewer, agency.id)) return { refusals: [{ reason: 'not_operator' }] };
  return lookUpCriteria(database, asker, { id: agency.id }, now);
}

export type CriteriaOutcome =
  | { kind: 'changed'; purpose: Purpose; criteria: Criteria; effectiveFrom: Day }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * Sets the own agency's criteria for a purpose from the first of a coming month on (운영규정 제7조, 제11조): lists of what is
 * over keep theirs. The change is in the access log as one of settings.
 */
export async function changeCriteria(
  database: Database,
  asker: Asker,
  request: { purpose: Purpose; typed: TypedCriteria },
  now: Date,
): Promise<CriteriaOutcome> {
  const today = seoulDay(now);
  const viewer = await findViewer(database, asker.officialId, today);
  const { agencyId } = viewer;
  if (agencyId === undefined || !maySetCriteria(viewer, agencyId))
    return { kind: 'refused', refusals: [{ reason: 'not_operator' }] };
  const decision = decideCriteria(request.typed, today);
  if ('refusals' in decision) return { kind: 'refused', refusals: decision.refusals };
  const { purpose } = request;
  const { criteria, effectiveFrom } = decision;
  await inTransaction(database, async (tx) => {
    await appendCriteria(tx, { agencyId, purpose, effectiveFrom, criteria, decidedBy: asker.officialId });
    await logAct(tx, asker.officialId, {
      action: 'change_criteria',
      subject: `agency:${agencyId} ${purpose} ${JSON.stringify(criteria)} from ${effectiveFrom}`,
      teamId: asker.teamId,
      about: { agencyIds: [agencyId] },
    });
  });
  return { kind: 'changed', purpose, criteria, effectiveFrom };
}

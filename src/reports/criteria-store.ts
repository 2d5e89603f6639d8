import type { Database } from '../database/database.ts';
import type { Criteria, CriteriaChange, Purpose } from './report.ts';

/** All criteria that an agency decided, the oldest first, those of the future included. */
export async function findCriteriaChanges(database: Database, agencyId: number): Promise<CriteriaChange[]> {
  const rows = await database
    .selectFrom('report_criteria as c')
    .innerJoin('official as o', 'o.id', 'c.decided_by')
    .select(['c.purpose', 'c.effective_from', 'c.criteria', 'o.name'])
    .where('c.agency_id', '=', agencyId)
    .orderBy('c.effective_from')
    .orderBy('c.id')
    .execute();
  return rows.map((row) => ({
    purpose: row.purpose as Purpose,
    effectiveFrom: row.effective_from,
    criteria: row.criteria as unknown as Criteria,
    decidedBy: row.name,
  }));
}

/** Records criteria; the table keeps every one of them. */
export async function appendCriteria(
  tx: Database,
  change: {
    agencyId: number;
    purpose: Purpose;
    effectiveFrom: string;
    criteria: Criteria;
    decidedBy: number;
  },
): Promise<void> {
  await tx
    .insertInto('report_criteria')
    .values({
      agency_id: change.agencyId,
      purpose: change.purpose,
      effective_from: change.effectiveFrom,
      criteria: JSON.stringify(change.criteria),
      decided_by: change.decidedBy,
    })
    .execute();
}

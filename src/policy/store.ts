import type { Month } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { type Policy, type PolicyChange, type PolicyChanges, policyOf } from './policy.ts';

/** All changes an agency has decided, oldest first, those of the future included. */
export async function findPolicyChanges(database: Database, agencyId: number): Promise<PolicyChange[]> {
  const rows = await database
    .selectFrom('policy_change')
    .select(['effective_from', 'changes'])
    .where('agency_id', '=', agencyId)
    .orderBy('effective_from')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ effectiveFrom: row.effective_from, changes: row.changes as PolicyChanges }));
}

/** The policy of an agency in `month`. */
export async function findPolicy(database: Database, agencyId: number, month: Month): Promise<Policy> {
  return policyOf(month, await findPolicyChanges(database, agencyId));
}

/** Records a change; the table keeps every one of them. */
export async function appendPolicyChange(
  database: Database,
  change: { agencyId: number; effectiveFrom: string; changes: PolicyChanges; decidedBy: number },
): Promise<void> {
  await database
    .insertInto('policy_change')
    .values({
      agency_id: change.agencyId,
      effective_from: change.effectiveFrom,
      changes: JSON.stringify(change.changes),
      decided_by: change.decidedBy,
    })
    .execute();
}

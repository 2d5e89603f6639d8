import type { Database } from '../database/database.ts';

/** An act that waits for a second person. */
export interface Approval {
  id: number;
  kind: 'special_grant' | 'reversal';
  agencyId: number;
  requestedBy: number;
  requestedByName: string;
  act: SpecialAct | ReversalAct;
  decision: { approved: boolean; decidedBy: number } | undefined;
}
export interface SpecialAct {
  recipientIds: number[];
  pointsEach: number;
  reason: string;
  label: string;
}
export interface ReversalAct {
  number: number;
  reason: string;
}

/** Records a request for approval once per key; a repeat gets the first one's id. */
export async function appendApprovalRequest(
  database: Database,
  request: {
    requestKey: string;
    kind: Approval['kind'];
    agencyId: number;
    requestedBy: number;
    act: SpecialAct | ReversalAct;
  },
): Promise<{ id: number; fresh: boolean }> {
  const inserted = await database
    .insertInto('approval_request')
    .values({
      request_key: request.requestKey,
      kind: request.kind,
      agency_id: request.agencyId,
      requested_by: request.requestedBy,
      act: JSON.stringify(request.act),
    })
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, fresh: true };
  const first = await database
    .selectFrom('approval_request')
    .select('id')
    .where('request_key', '=', request.requestKey)
    .executeTakeFirstOrThrow();
  return { id: first.id, fresh: false };
}

export async function findApproval(database: Database, id: number): Promise<Approval | undefined> {
  const row = await database
    .selectFrom('approval_request as r')
    .innerJoin('official as o', 'o.id', 'r.requested_by')
    .leftJoin('approval_decision as d', 'd.request_id', 'r.id')
    .select([
      'r.id',
      'r.kind',
      'r.agency_id',
      'r.requested_by',
      'o.name',
      'r.act',
      'd.approved',
      'd.decided_by',
    ])
    .where('r.id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      kind: row.kind as Approval['kind'],
      agencyId: row.agency_id,
      requestedBy: row.requested_by,
      requestedByName: row.name,
      act: row.act as unknown as SpecialAct | ReversalAct,
      decision:
        row.approved === null || row.decided_by === null
          ? undefined
          : { approved: row.approved, decidedBy: row.decided_by },
    }
  );
}

/** Approvals of an agency that nobody has settled yet and `officialId` did not ask for, oldest first. */
export async function findOpenApprovals(
  database: Database,
  agencyId: number,
  officialId: number,
): Promise<number[]> {
  const rows = await database
    .selectFrom('approval_request as r')
    .leftJoin('approval_decision as d', 'd.request_id', 'r.id')
    .select('r.id')
    .where('r.agency_id', '=', agencyId)
    .where('r.requested_by', '<>', officialId)
    .where('d.request_id', 'is', null)
    .orderBy('r.id')
    .limit(20)
    .execute();
  return rows.map((row) => row.id);
}

/** Records the second person's answer; false when someone answered first. */
export async function appendApprovalDecision(
  database: Database,
  decision: { requestId: number; decidedBy: number; approved: boolean; reason: string },
): Promise<boolean> {
  const inserted = await database
    .insertInto('approval_decision')
    .values({
      request_id: decision.requestId,
      decided_by: decision.decidedBy,
      approved: decision.approved,
      reason: decision.reason,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('request_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findHolders } from '../directory/store.ts';
import { enqueue } from '../messenger/outbox.ts';
import { type Approval, appendApprovalRequest, type ReversalAct, type SpecialAct } from './approval-store.ts';

/**
 * Puts an act above the threshold before a second operator of the agency: each of them who neither asked nor gains by it is
 * told once. A repeat of the same act under the same key asks nobody again.
 */
export async function askApproval(
  database: Database,
  request: {
    requestKey: string;
    teamId: string;
    kind: Approval['kind'];
    agencyId: number;
    requestedBy: number;
    act: SpecialAct | ReversalAct;
    /** Officials whose points it moves. */
    concerns: number[];
    now: Date;
  },
): Promise<{ kind: 'approval_asked'; approvalId: number }> {
  const operators = await findHolders(
    database,
    request.agencyId,
    ['operator', 'admin'],
    seoulDay(request.now),
  );
  return inTransaction(database, async (tx) => {
    const { id, fresh } = await appendApprovalRequest(tx, request);
    if (fresh) {
      const told = operators.filter((o) => o.id !== request.requestedBy && !request.concerns.includes(o.id));
      await enqueue(
        tx,
        told.map((operator) => ({
          teamId: request.teamId,
          lane: `official:${operator.id}` as const,
          kind: 'approval-asked',
          subjectId: id,
          dueAt: request.now,
        })),
      );
    }
    return { kind: 'approval_asked' as const, approvalId: id };
  });
}

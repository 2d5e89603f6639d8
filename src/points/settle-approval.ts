import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { logAct } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { enqueue } from '../messenger/outbox.ts';
import { findActor } from './actor.ts';
import { type Approval, appendApprovalDecision, findApproval, type SpecialAct } from './approval-store.ts';
import { grantSpecial } from './grant-special.ts';
import { findTransferFacts } from './operator-store.ts';
import type { Refusal } from './refusal.ts';
import { reverseGift } from './reverse-gift.ts';
import { decideApproval } from './rules.ts';

export type ApprovalOutcome =
  | { kind: 'approved'; approval: Approval }
  | { kind: 'rejected'; approval: Approval }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * The second person's answer. Consent carries the act out under a key of the approval's own, in one transaction with the
 * consent: if the act is refused (the pool went short meanwhile), the consent is not recorded either.
 */
export async function settleApproval(
  database: Database,
  request: { approvalId: number; actorId: number; approve: boolean; reason: string; teamId: string },
  now: Date,
): Promise<ApprovalOutcome> {
  const approval = await findApproval(database, request.approvalId);
  if (!approval) return { kind: 'refused', refusals: [{ reason: 'not_found', number: request.approvalId }] };
  const actor = await findActor(database, request.actorId, seoulDay(now));
  const concerns = await concernsOf(database, approval);
  const refusal = decideApproval(
    {
      requestedBy: approval.requestedBy,
      agencyId: approval.agencyId,
      concerns,
      settled: approval.decision !== undefined,
    },
    actor,
  );
  if (refusal) return repeatOf(approval, request) ?? { kind: 'refused', refusals: [refusal] };

  class Refused extends Error {
    readonly refusals: Refusal[];
    constructor(refusals: Refusal[]) {
      super('refused');
      this.refusals = refusals;
    }
  }
  try {
    return await inTransaction(database, async (tx) => {
      const first = await appendApprovalDecision(tx, {
        requestId: approval.id,
        decidedBy: actor.officialId,
        approved: request.approve,
        reason: cleanText(request.reason),
      });
      if (!first) throw new Refused([{ reason: 'approval_settled' }]);
      await logAct(tx, actor.officialId, {
        action: request.approve ? 'approve_request' : 'refuse_request',
        subject: `approval:${approval.id}`,
        reason: cleanText(request.reason),
        teamId: request.teamId,
        about: { officialIds: concerns, agencyIds: [approval.agencyId] },
      });
      if (request.approve) {
        const outcome = await carryOut(tx, approval, actor.officialId, request.teamId, now);
        if (outcome.kind === 'refused') throw new Refused(outcome.refusals);
      }
      await enqueue(tx, [
        {
          teamId: request.teamId,
          lane: `official:${approval.requestedBy}`,
          kind: 'approval-settled',
          subjectId: approval.id,
          dueAt: now,
        },
      ]);
      return { kind: request.approve ? ('approved' as const) : ('rejected' as const), approval };
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const settled = await findApproval(database, approval.id);
    return (settled && repeatOf(settled, request)) ?? { kind: 'refused', refusals: error.refusals };
  }
}

/** The same answer of the same person once more (a double click): told like the first time. */
function repeatOf(
  approval: Approval,
  { actorId, approve }: { actorId: number; approve: boolean },
): ApprovalOutcome | undefined {
  const { decision } = approval;
  if (decision?.decidedBy !== actorId || decision.approved !== approve) return undefined;
  return { kind: approve ? 'approved' : 'rejected', approval };
}

async function concernsOf(database: Database, approval: Approval): Promise<number[]> {
  if ('recipientIds' in approval.act) return approval.act.recipientIds;
  const facts = await findTransferFacts(database, approval.act.number);
  return facts ? [facts.fromId, ...(facts.toId === undefined ? [] : [facts.toId])] : [];
}

function carryOut(database: Database, approval: Approval, approvedBy: number, teamId: string, now: Date) {
  const requestKey = `approval:${approval.id}`;
  if ('recipientIds' in approval.act) {
    const act: SpecialAct = approval.act;
    return grantSpecial(
      database,
      {
        requestKey,
        teamId,
        actorId: approval.requestedBy,
        recipient: { officialIds: act.recipientIds, agencyId: approval.agencyId, label: act.label },
        pointsEach: act.pointsEach,
        reason: act.reason,
        approvedBy,
      },
      now,
    );
  }
  const { number, reason } = approval.act;
  return reverseGift(
    database,
    { requestKey, teamId, number, actorId: approval.requestedBy, reason, approvedBy },
    now,
  );
}

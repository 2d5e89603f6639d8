import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findViewer, logAct } from '../directory/store.ts';
import { enqueue } from '../messenger/outbox.ts';
import {
  appendDecision,
  findLastDueYear,
  findOpenProposal,
  findProposals,
  lockProposals,
} from './disposal-store.ts';
import type { Proposal } from './record.ts';
import { type Refusal, refuseDecider, refuseDecision, settled } from './rules.ts';

export type DecisionOutcome =
  | { kind: 'approved' | 'rejected'; proposal: Proposal }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * The second person's answer to a proposal, once: whoever answered first. An approval disposes of nothing yet; `ieum disposal
 * dispose` does. Who proposed is told. Rights are those of this moment, of the proposer's agency too.
 */
export function decideDisposal(
  database: Database,
  request: { actorId: number; teamId: string; proposalId: number; approve: boolean },
  now: Date,
): Promise<DecisionOutcome> {
  const { actorId, teamId, proposalId, approve } = request;
  const today = seoulDay(now);
  return inTransaction(database, async (tx): Promise<DecisionOutcome> => {
    // Nobody replaces the proposal meanwhile.
    await lockProposals(tx);
    const viewer = await findViewer(tx, actorId, today);
    const [proposal] = await findProposals(tx, { id: proposalId });
    if (!proposal) return { kind: 'refused', refusals: [{ reason: 'proposal_unknown', number: proposalId }] };
    const kind = approve ? ('approved' as const) : ('rejected' as const);
    const proposer = await findViewer(tx, proposal.proposedBy.id, today);
    // The records are counted for whoever may decide alone.
    const isToCount = approve && proposal.state === 'open' && !refuseDecider(viewer, proposer);
    const open = isToCount ? await findOpenProposal(tx, proposal.class, proposal.year) : undefined;
    const refusals = refuseDecision(viewer, proposal, proposer, approve, {
      lastDue: await findLastDueYear(tx, proposal.class, today),
      isOutdated: open?.id === proposalId && open.isOutdated,
    });
    const subject = `disposal:${proposalId} ${proposal.class} ${proposal.year}`;
    if (refusals.length > 0) {
      // A second click of the same answer is told like the first.
      const isRepeat = proposal.decidedBy?.id === actorId && (proposal.state !== 'refused') === approve;
      if (isRepeat) return { kind, proposal };
      await logAct(tx, viewer.officialId, { action: 'refused_disposal', subject, teamId });
      return { kind: 'refused', refusals };
    }
    const decision = {
      proposalId,
      proposedBy: proposal.proposedBy.id,
      decidedBy: actorId,
      approved: approve,
    };
    if (!(await appendDecision(tx, decision))) {
      const [first] = await findProposals(tx, { id: proposalId });
      return { kind: 'refused', refusals: [settled(first ?? proposal)] };
    }
    await logAct(tx, viewer.officialId, {
      action: approve ? 'approve_disposal' : 'refuse_disposal',
      subject,
      teamId,
    });
    await enqueue(tx, [
      {
        teamId,
        lane: `official:${proposal.proposedBy.id}`,
        kind: 'disposal-settled',
        subjectId: proposalId,
        dueAt: now,
      },
    ]);
    const [decided] = await findProposals(tx, { id: proposalId });
    return { kind, proposal: decided ?? proposal };
  });
}

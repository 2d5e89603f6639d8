import { monthOf, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { logAct } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { findPolicy } from '../policy/store.ts';
import { findActor } from './actor.ts';
import { askApproval } from './ask-approval.ts';
import type { Delivery } from './gift-store.ts';
import { appendReversal, findBoardChannel, findTransferFacts, type TransferFacts } from './operator-store.ts';
import type { Refusal } from './refusal.ts';
import { decideReversal } from './rules.ts';

export type ReversalOutcome =
  | { kind: 'reversed'; number: number; points: number; allowanceLeft: number | undefined; byGiver: boolean }
  | { kind: 'approval_asked'; approvalId: number }
  | { kind: 'refused'; refusals: Refusal[] };

export interface ReverseRequest {
  requestKey: string;
  teamId: string;
  number: number;
  actorId: number;
  reason: string;
  /** The second person's consent, when there is one. */
  approvedBy?: number;
}

/** Repeats of one act come within minutes; later it is a new question. */
const REPEAT_MS = 10 * 60_000;

/**
 * Takes a gift or special award back: the giver within the undo time, an operator any time with a reason. The original stays;
 * a mirror transfer names it, the actor and the reason.
 */
export async function reverseGift(
  database: Database,
  request: ReverseRequest,
  now: Date,
): Promise<ReversalOutcome> {
  const day = seoulDay(now);
  const facts = await findTransferFacts(database, request.number);
  if (!facts) return { kind: 'refused', refusals: [{ reason: 'not_found', number: request.number }] };
  const actor = await findActor(database, request.actorId, day);
  const reason = cleanText(request.reason);
  if (isRepeat(facts, request, reason, now)) {
    const { number, points } = facts;
    const byGiver = facts.kind === 'gift' && facts.fromId === actor.officialId;
    return { kind: 'reversed', number, points, allowanceLeft: facts.reversal?.allowanceLeft, byGiver };
  }
  const policy = await findPolicy(database, facts.giverAgencyId, monthOf(day));
  const decision = decideReversal(facts, actor, reason, policy, now);
  if ('refusals' in decision) return { kind: 'refused', refusals: decision.refusals };
  if (decision.allowed === 'after_approval' && request.approvedBy === undefined) {
    return askApproval(database, {
      requestKey: request.requestKey,
      teamId: request.teamId,
      kind: 'reversal',
      agencyId: facts.agencyIds.find((id) => id === actor.agencyId) ?? facts.giverAgencyId,
      requestedBy: actor.officialId,
      act: { number: facts.number, reason },
      concerns: [facts.fromId, ...(facts.toId === undefined ? [] : [facts.toId])],
      now,
    });
  }
  const byGiver = decision.allowed === 'by_giver';
  const teamId = facts.teamId ?? request.teamId;
  const posting = await appendReversal(database, {
    number: facts.number,
    actorId: actor.officialId,
    reason: byGiver && reason === '' ? '보낸 사람이 되돌림' : reason,
    at: now,
    day,
    teamId,
    deliveries: await announcementsOf(database, teamId, facts, byGiver),
  });
  // Somebody was first: look again who it was.
  if (posting.code === 'already_reversed') return reverseGift(database, request, now);
  if (posting.code === 'not_found') {
    return { kind: 'refused', refusals: [{ reason: 'not_found', number: facts.number }] };
  }
  if (posting.code === 'period_closed')
    return { kind: 'refused', refusals: [{ reason: 'period_closed', day }] };
  // Who takes back what they gave acts on their own; anybody else on what is another's.
  if (!byGiver) {
    await logAct(database, actor.officialId, {
      action: 'reverse_gift',
      subject: `${facts.kind}:${facts.number}`,
      reason,
      teamId: request.teamId,
      about: {
        officialIds: [facts.fromId, ...(facts.toId === undefined ? [] : [facts.toId])],
        agencyIds: facts.agencyIds,
      },
    });
  }
  return {
    kind: 'reversed',
    number: facts.number,
    points: facts.points,
    allowanceLeft: posting.allowanceLeft,
    byGiver,
  };
}

/** Whether this person has just taken it back: a second click or delivery of the same act is answered like the first. */
function isRepeat(facts: TransferFacts, request: ReverseRequest, reason: string, now: Date): boolean {
  return (
    request.approvedBy === undefined &&
    facts.reversal?.actorId === request.actorId &&
    // Another reason would be another act, and it is not recorded.
    (reason === '' || reason === facts.reversal.reason) &&
    now.getTime() - facts.reversal.at.getTime() <= REPEAT_MS
  );
}

async function announcementsOf(
  database: Database,
  teamId: string,
  facts: { kind: string; fromId: number; toId: number | undefined },
  byGiver: boolean,
): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  const board = facts.kind === 'gift' ? await findBoardChannel(database, teamId) : undefined;
  if (board) deliveries.push({ lane: `channel:${board}`, kind: 'gift-board-update' });
  if (facts.toId !== undefined) deliveries.push({ lane: `official:${facts.toId}`, kind: 'gift-reversed' });
  // A giver who did it knows; a giver to whom it was done is told.
  if (!byGiver && facts.kind === 'gift')
    deliveries.push({ lane: `official:${facts.fromId}`, kind: 'gift-reversed' });
  return deliveries;
}

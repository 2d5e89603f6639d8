import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { logAct } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { enqueue } from '../messenger/outbox.ts';
import { findActor } from './actor.ts';
import { appendVisibility, findBoardChannel, findTransferFacts } from './operator-store.ts';
import type { Refusal } from './refusal.ts';
import { decideVisibility } from './rules.ts';

export type VisibilityOutcome =
  | { kind: 'hidden' | 'shown'; number: number }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * Makes an unsuitable message private, or public again (운영규정 제10조). The points stay; the board's post is redrawn.
 */
export async function hideMessage(
  database: Database,
  request: { teamId: string; number: number; actorId: number; hide: boolean; reason: string },
  now: Date,
): Promise<VisibilityOutcome> {
  const facts = await findTransferFacts(database, request.number);
  if (facts?.kind !== 'gift') {
    return { kind: 'refused', refusals: [{ reason: 'not_found', number: request.number }] };
  }
  const actor = await findActor(database, request.actorId, seoulDay(now));
  const reason = cleanText(request.reason);
  const partyIds = [facts.fromId, ...(facts.toId === undefined ? [] : [facts.toId])];
  const refusal = decideVisibility({ ...facts, partyIds }, actor, request.hide, reason);
  if (refusal) return { kind: 'refused', refusals: [refusal] };
  // The post stands in the workspace in which the gift was given.
  const teamId = facts.teamId ?? request.teamId;
  const board = await findBoardChannel(database, teamId);
  await inTransaction(database, async (tx) => {
    await appendVisibility(tx, {
      giftId: request.number,
      hidden: request.hide,
      reason,
      actorId: actor.officialId,
    });
    await logAct(tx, actor.officialId, {
      action: request.hide ? 'hide_message' : 'show_message',
      subject: `gift:${request.number}`,
      reason,
      teamId: request.teamId,
      about: { officialIds: partyIds, agencyIds: facts.agencyIds },
    });
    if (board) {
      await enqueue(tx, [
        {
          teamId,
          lane: `channel:${board}`,
          kind: 'gift-board-update',
          subjectId: request.number,
          dueAt: now,
        },
      ]);
    }
  });
  return { kind: request.hide ? 'hidden' : 'shown', number: request.number };
}

import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { cleanText, visibleLength } from '../messenger/mrkdwn.ts';
import type { GiftSource } from './gift.ts';
import { appendGift, type Delivery, findStanding, type RecipientKey, type Standing } from './gift-store.ts';
import { decideGift, type Refusal } from './rules.ts';

/** One intended gift. The key names the act itself, so that the same act under another event id is the same key. */
export interface GiveRequest {
  requestKey: string;
  teamId: string;
  giverId: number;
  recipient: RecipientKey;
  /** As typed; it is cleaned here. */
  message: string;
  source: GiftSource;
}

export type GiveOutcome =
  | {
      kind: 'given';
      giftId: number;
      points: number;
      allowanceLeft: number;
      recipientName: string;
      recipientAgency: string;
      recipientDepartment: string;
      undoMinutes: number;
      givenAt: Date;
      /** Whether this act had been stored before and is only answered again. */
      repeated: boolean;
    }
  | { kind: 'refused'; recipientName: string; refusals: Refusal[] };

/** Reading and posting again is needed only when the standing moved in between; more than this is a fault. */
const ATTEMPTS = 4;

/**
 * Gives one gift: looks at the books, decides by the rules, posts through the guarded function. When it returns `given`, the
 * gift and its announcements are stored; when it throws, nothing is.
 * @throws when the database cannot be reached or refuses to write
 */
export async function givePoints(database: Database, request: GiveRequest, now: Date): Promise<GiveOutcome> {
  const day = seoulDay(now);
  const message = cleanText(request.message);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const standing = await findStanding(database, { ...request, message, day });
    if (!standing) return { kind: 'refused', recipientName: '', refusals: [{ reason: 'recipient_unknown' }] };
    const refused = (refusals: Refusal[]): GiveOutcome => ({
      kind: 'refused',
      recipientName: standing.recipientName,
      refusals,
    });
    if (standing.earlier) {
      if (!standing.earlier.same) return refused([{ reason: 'key_reused' }]);
      return given(
        standing,
        standing.earlier.giftId,
        standing.earlier.allowanceLeft,
        standing.earlier.givenAt,
        true,
      );
    }
    const decision = decideGift(standing, visibleLength(message), standing.policy, day);
    if ('refusals' in decision) return refused(decision.refusals);

    const { giver, recipient } = standing;
    if (giver.postingId === undefined) throw new Error('a gift was decided for a giver without a posting');
    const posting = await appendGift(database, {
      requestKey: request.requestKey,
      teamId: request.teamId,
      source: request.source,
      message,
      points: decision.points,
      giverPostingId: giver.postingId,
      recipientPostingId: recipient.officialId === undefined ? undefined : recipient.postingId,
      recipientDepartmentId: recipient.officialId === undefined ? recipient.departmentId : undefined,
      givenAt: now,
      day,
      monthlyAllowance: standing.policy.monthlyAllowance,
      pairLimit: standing.policy.giftsPerRecipientPerMonth,
      deliveries: announcementsOf(request, standing),
    });
    if (posting.code === 'given' && posting.giftId !== undefined) {
      return given(standing, posting.giftId, posting.allowanceLeft ?? 0, now, false);
    }
    // Somebody was first: what we looked at is no longer true. Look again; the next look finds the reason.
  }
  throw new Error('the books kept changing under this gift');
}

function given(
  standing: Standing,
  giftId: number,
  allowanceLeft: number,
  givenAt: Date,
  repeated: boolean,
): GiveOutcome {
  return {
    kind: 'given',
    giftId,
    points: standing.policy.pointsPerGift,
    allowanceLeft,
    recipientName: standing.recipientName,
    recipientAgency: standing.recipientAgency,
    recipientDepartment: standing.recipient.departmentName,
    undoMinutes: standing.policy.undoMinutes,
    givenAt,
    repeated,
  };
}

/** Who is told of a gift: the board (제10조②), its receiver, and the giver where the answer itself cannot be the receipt. */
function announcementsOf(request: GiveRequest, standing: Standing): Delivery[] {
  const deliveries: Delivery[] = [];
  if (standing.boardChannelId)
    deliveries.push({ lane: `channel:${standing.boardChannelId}`, kind: 'gift-board' });
  if (standing.recipient.officialId !== undefined) {
    deliveries.push({ lane: `official:${standing.recipient.officialId}`, kind: 'gift-received' });
  }
  if (request.source !== 'command')
    deliveries.push({ lane: `official:${request.giverId}`, kind: 'gift-receipt' });
  return deliveries;
}

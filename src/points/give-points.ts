import { type Day, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { cleanText, visibleLength } from '../messenger/mrkdwn.ts';
import type { GiftSource } from './gift.ts';
import { appendGift, type Delivery, findStanding, type RecipientKey, type Standing } from './gift-store.ts';
import type { Refusal } from './refusal.ts';
import { decideGift } from './rules.ts';
import type { StandingMemory } from './standing-memory.ts';

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
const ATTEMPTS = 5;

/**
 * Gives one gift: looks at the books, decides by the rules, posts through the guarded function. When it returns `given`, the
 * gift and its announcements are stored; when it throws, nothing is.
 * @param memory what this process saw of the directory lately; a first guess that the database checks
 * @throws when the database cannot be reached or refuses to write
 */
export async function givePoints(
  database: Database,
  request: GiveRequest,
  now: Date,
  memory?: StandingMemory,
): Promise<GiveOutcome> {
  const day = seoulDay(now);
  const message = cleanText(request.message);
  const ask = { ...request, message, day };
  const length = visibleLength(message);
  let standing = memory?.recall(ask);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (standing) {
      const outcome = await tryGift(database, request, message, length, standing, now);
      if (outcome) return outcome;
      // Somebody was first, or the guess was wrong: what was decided on is not true. The books tell.
    }
    const read = await findStanding(database, ask);
    if (!read) return { kind: 'refused', recipientName: '', refusals: [{ reason: 'recipient_unknown' }] };
    memory?.remember(ask, read);
    const refusals = refusalsOf(read, length, day);
    if (refusals) return { kind: 'refused', recipientName: read.recipientName, refusals };
    standing = read;
  }
  throw new Error('the books kept changing under this gift');
}

function refusalsOf(standing: Standing, messageLength: number, day: Day): Refusal[] | undefined {
  if (standing.earlier) return standing.earlier.same ? undefined : [{ reason: 'key_reused' }];
  const decision = decideGift(standing, messageLength, standing.policy, day);
  return 'refusals' in decision ? decision.refusals : undefined;
}

/** Posts by a standing; undefined when the standing does not (any longer) allow it. */
async function tryGift(
  database: Database,
  request: GiveRequest,
  message: string,
  messageLength: number,
  standing: Standing,
  now: Date,
): Promise<GiveOutcome | undefined> {
  const day = seoulDay(now);
  const { giver, recipient, policy, earlier } = standing;
  if (earlier) return given(standing, earlier, true);
  const decision = decideGift(standing, messageLength, policy, day);
  if ('refusals' in decision || giver.postingId === undefined) return undefined;
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
    monthlyAllowance: policy.monthlyAllowance,
    pairLimit: policy.giftsPerRecipientPerMonth,
    deliveries: announcementsOf(request, standing),
  });
  if (posting.code === 'period_closed') {
    return {
      kind: 'refused',
      recipientName: standing.recipientName,
      refusals: [{ reason: 'period_closed', day }],
    };
  }
  if ((posting.code !== 'given' && posting.code !== 'repeat') || posting.giftId === undefined)
    return undefined;
  const { giftId, allowanceLeft = 0, givenAt = now } = posting;
  return given(
    standing,
    { giftId, points: decision.points, allowanceLeft, givenAt },
    posting.code === 'repeat',
  );
}

function given(
  standing: Standing,
  gift: { giftId: number; points: number; allowanceLeft: number; givenAt: Date },
  repeated: boolean,
): GiveOutcome {
  return {
    kind: 'given',
    giftId: gift.giftId,
    points: gift.points,
    allowanceLeft: gift.allowanceLeft,
    recipientName: standing.recipientName,
    recipientAgency: standing.recipientAgency,
    recipientDepartment: standing.recipient.departmentName,
    undoMinutes: standing.policy.undoMinutes,
    givenAt: gift.givenAt,
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

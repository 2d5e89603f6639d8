import { addMonths, type Day, type Month, monthOf } from '../calendar/seoul.ts';
import type { Official } from '../directory/official.ts';
import type { Policy } from '../policy/policy.ts';
import type { Refusal } from './refusal.ts';

/** A side of a gift as the rules need it. */
export interface Party {
  officialId: number;
  status: Official['status'];
  postingId: number | undefined;
  departmentId: number | undefined;
  departmentName: string;
}

/** What is true now of one intended gift. */
export interface GiftFacts {
  giver: Party;
  /** An official, or a department as such. */
  recipient: Party | { departmentId: number; departmentName: string; officialId?: undefined };
  /** Points left to give this month. */
  allowanceLeft: number;
  /** Gifts this giver has given this recipient this month, those taken back left out. */
  giftsToRecipient: number;
  /** Whether the month or year of the day is closed, so that nothing is booked on it any more. */
  periodClosed: boolean;
}

/** The points to post, or every reason why not. */
export type GiftDecision = { points: number } | { refusals: Refusal[] };

/**
 * Decides one gift by 운영규정 제5조 and 제6조. All that is wrong is said at once.
 * @param messageLength visible characters of the cleaned message (제10조: the message is mandatory)
 */
export function decideGift(
  facts: GiftFacts,
  messageLength: number,
  policy: Policy,
  today: Day,
): GiftDecision {
  const { giver, recipient } = facts;
  const refusals: Refusal[] = [];
  const renewsOn = () => `${addMonths(monthOf(today), 1)}-01`;

  if (giver.status === 'left' || giver.postingId === undefined) refusals.push({ reason: 'giver_inactive' });
  if (recipient.officialId === undefined) {
    // 2015 plan: a department of another agency may receive; the agency can switch it off.
    if (!policy.departmentsMayReceive) refusals.push({ reason: 'department_closed' });
  } else if (recipient.officialId === giver.officialId) {
    refusals.push({ reason: 'self' });
  } else if (recipient.status === 'left' || recipient.postingId === undefined) {
    refusals.push({ reason: 'recipient_inactive' });
  }
  // 제6조②: not within one department.
  if (
    recipient.officialId !== giver.officialId &&
    recipient.departmentId !== undefined &&
    recipient.departmentId === giver.departmentId &&
    !policy.sameDepartmentAllowed
  ) {
    refusals.push({ reason: 'same_department', department: recipient.departmentName });
  }
  if (messageLength < policy.messageMinLength) {
    refusals.push({ reason: 'message_short', length: messageLength, min: policy.messageMinLength });
  }
  if (messageLength > policy.messageMaxLength) {
    refusals.push({ reason: 'message_long', length: messageLength, max: policy.messageMaxLength });
  }
  // 제5조: what is left of a closed month lapsed, so its allowance and its gifts are nothing to speak of.
  if (facts.periodClosed) return { refusals: [...refusals, { reason: 'period_closed', day: today }] };
  // 제6조②: at most so many a month to the same person.
  if (facts.giftsToRecipient >= policy.giftsPerRecipientPerMonth) {
    refusals.push({ reason: 'pair_limit', limit: policy.giftsPerRecipientPerMonth, renewsOn: renewsOn() });
  }
  // 제5조: the month's allowance.
  if (facts.allowanceLeft < policy.pointsPerGift) {
    refusals.push({
      reason: 'allowance',
      left: facts.allowanceLeft,
      points: policy.pointsPerGift,
      renewsOn: renewsOn(),
    });
  }
  return refusals.length === 0 ? { points: policy.pointsPerGift } : { refusals };
}

/** Who acts, as roles go. */
export interface Actor {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agencyId: number | undefined;
}

/** Whether the actor keeps the rules for `agencyId`: its operator, or an administrator of the whole. */
export function isOperatorOf(actor: Actor, agencyId: number): boolean {
  if (actor.status === 'left') return false;
  return actor.role === 'admin' || (actor.role === 'operator' && actor.agencyId === agencyId);
}

/**
 * Whether the actor may look at the statement of somebody else, who belongs to `agencyId` today: that agency's operators and
 * CCO(혁신책임관), and auditors. An administrator runs the system and does not read by that.
 */
export function mayReadStatement({ role, status, agencyId }: Actor, of: number | undefined): boolean {
  if (status === 'left') return false;
  return (
    role === 'auditor' || ((role === 'operator' || role === 'cco') && of !== undefined && agencyId === of)
  );
}

/** Why there is nothing to look at in a month. */
export function refuseMonth(month: Month, today: Day): Refusal | undefined {
  return month > monthOf(today) ? { reason: 'month_future', month } : undefined;
}

/** Why somebody may not look at what is for everybody in service, such as the ranking and the board. */
export function refuseLeaver({ status }: Pick<Actor, 'status'>): Refusal | undefined {
  return status === 'left' ? { reason: 'viewer_left' } : undefined;
}

/** What is known of a transfer that someone wants reversed. */
export interface ReversalFacts {
  number: number;
  kind: 'gift' | 'special_grant';
  points: number;
  postedAt: Date;
  /** The official who gave it or, for a special award, granted it. */
  fromId: number;
  /** Absent when a department received. */
  toId: number | undefined;
  agencyIds: number[];
  reversed: boolean;
}

export type ReversalDecision =
  | { allowed: 'by_giver' }
  | { allowed: 'by_operator' }
  | { allowed: 'after_approval' }
  | { refusals: Refusal[] };

/**
 * Decides a reversal: the giver may take a gift back for `policy.undoMinutes`, an operator of either side's agency any time
 * with a reason, never in a case of their own, and above the threshold only together with a second person.
 */
export function decideReversal(
  facts: ReversalFacts,
  actor: Actor,
  reason: string,
  policy: Policy,
  now: Date,
): ReversalDecision {
  if (facts.reversed) return { refusals: [{ reason: 'already_reversed', number: facts.number }] };
  const operates = facts.agencyIds.some((agencyId) => isOperatorOf(actor, agencyId));
  const isGiver = facts.kind === 'gift' && facts.fromId === actor.officialId;
  if (isGiver && now.getTime() - facts.postedAt.getTime() <= policy.undoMinutes * 60_000) {
    return { allowed: 'by_giver' };
  }
  if (!operates) {
    return {
      refusals: [isGiver ? { reason: 'too_late', minutes: policy.undoMinutes } : { reason: 'not_yours' }],
    };
  }
  if (isGiver || facts.toId === actor.officialId) return { refusals: [{ reason: 'own_case' }] };
  if (reason === '') return { refusals: [{ reason: 'reason_missing' }] };
  return { allowed: facts.points > policy.secondPersonAbove ? 'after_approval' : 'by_operator' };
}

export type SpecialDecision =
  | { allowed: 'now' | 'after_approval'; recipients: Party[]; total: number }
  | { refusals: Refusal[] };

/**
 * Decides a special grant by 운영규정 제9조: at most 100 points to one person and 2,000 a year and agency, to a person or
 * every member of a department of the operator's agency; never to oneself.
 */
export function decideSpecialGrant(
  facts: { recipients: Party[]; agencyId: number; agencyName: string; poolLeft: number },
  actor: Actor,
  pointsEach: number,
  reason: string,
  policy: Policy,
): SpecialDecision {
  if (!isOperatorOf(actor, facts.agencyId)) {
    const operator = actor.role === 'operator' && actor.status !== 'left';
    return {
      refusals: [
        operator ? { reason: 'other_agency', agency: facts.agencyName } : { reason: 'not_operator' },
      ],
    };
  }
  const refusals: Refusal[] = [];
  const recipients = specialReceivers(facts.recipients, actor);
  const total = recipients.length * pointsEach;
  if (!Number.isInteger(pointsEach) || pointsEach < 1 || pointsEach > policy.specialPerPerson) {
    refusals.push({ reason: 'special_points', max: policy.specialPerPerson });
  }
  if (facts.recipients.length === 1 && facts.recipients[0]?.officialId === actor.officialId) {
    refusals.push({ reason: 'own_case' });
  } else if (recipients.length === 0) {
    refusals.push({ reason: 'nobody' });
  }
  if (reason === '') refusals.push({ reason: 'reason_missing' });
  if (refusals.length === 0 && total > facts.poolLeft) {
    refusals.push({ reason: 'special_pool', left: facts.poolLeft, total });
  }
  if (refusals.length > 0) return { refusals };
  return { allowed: total > policy.secondPersonAbove ? 'after_approval' : 'now', recipients, total };
}

/** Those of `recipients` whom the actor may grant something: never the actor, nobody who has left or holds no post. */
export function specialReceivers(recipients: Party[], actor: Actor): Party[] {
  return recipients.filter(
    (r) => r.officialId !== actor.officialId && r.status !== 'left' && r.postingId !== undefined,
  );
}

/** Decides whether this person may settle an approval: an operator of the agency, not the asker, not one who gains by it. */
export function decideApproval(
  facts: { requestedBy: number; agencyId: number; concerns: number[]; settled: boolean },
  actor: Actor,
): Refusal | undefined {
  if (!isOperatorOf(actor, facts.agencyId)) return { reason: 'not_operator' };
  if (facts.settled) return { reason: 'approval_settled' };
  if (facts.requestedBy === actor.officialId) return { reason: 'approval_own' };
  if (facts.concerns.includes(actor.officialId)) return { reason: 'own_case' };
  return undefined;
}

/** Decides hiding or showing a message (운영규정 제10조): an operator of either side, with a reason, not in an own case. */
export function decideVisibility(
  facts: { agencyIds: number[]; partyIds: number[]; hidden: boolean },
  actor: Actor,
  hide: boolean,
  reason: string,
): Refusal | undefined {
  if (!facts.agencyIds.some((agencyId) => isOperatorOf(actor, agencyId))) return { reason: 'not_operator' };
  if (facts.partyIds.includes(actor.officialId)) return { reason: 'own_case' };
  if (facts.hidden === hide) return { reason: 'visibility_same', hidden: hide };
  if (reason === '') return { reason: 'reason_missing' };
  return undefined;
}

/** The first day from which a change decided today may hold: the coming first of a month, never backwards (제7조). */
export function earliestPolicyDay(today: Day): Day {
  return `${addMonths(monthOf(today), 1)}-01`;
}

export interface MonthOfGifts {
  month: Month;
  /** Points given each way between two officials. */
  pairs: Array<{ a: string; b: string; aToB: number; bToA: number }>;
  givers: Array<{ name: string; total: number; lastDays: number }>;
  receivers: Array<{ name: string; points: number }>;
  agencyPoints: number;
}

/**
 * Patterns an operator may want to look at: reciprocal pairs, month-end dumping, concentration on one receiver. They are
 * shown, never punished automatically.
 */
export function summarisePatterns(facts: MonthOfGifts): {
  reciprocal: MonthOfGifts['pairs'];
  dumping: Array<{ name: string; total: number; lastDays: number }>;
  concentration: Array<{ name: string; points: number; sharePercent: number }>;
} {
  return {
    reciprocal: facts.pairs.filter((pair) => pair.aToB > 0 && pair.bToA > 0),
    // Five gifts' worth at least, and four fifths of it in the month's last three days.
    dumping: facts.givers.filter((g) => g.total >= 50 && g.lastDays * 5 >= g.total * 4),
    // A fifth of all the agency received, once that is enough to speak of.
    concentration:
      facts.agencyPoints < 100
        ? []
        : facts.receivers
            .filter((r) => r.points * 5 >= facts.agencyPoints)
            .map((r) => ({ ...r, sharePercent: Math.round((r.points * 100) / facts.agencyPoints) })),
  };
}

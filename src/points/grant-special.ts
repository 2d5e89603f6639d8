import { monthOf, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Official } from '../directory/official.ts';
import { findDepartment, findMembers, findOfficial, findOfficials, logAct } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { findPolicy } from '../policy/store.ts';
import { findActor } from './actor.ts';
import { askApproval } from './ask-approval.ts';
import type { RecipientKey } from './gift-store.ts';
import { appendSpecialGrant, findAwardNumbers, findPoolLeft, isGranted } from './operator-store.ts';
import type { Refusal } from './refusal.ts';
import { decideSpecialGrant, type Party, specialReceivers } from './rules.ts';

export type SpecialOutcome =
  | {
      kind: 'granted';
      label: string;
      persons: number;
      pointsEach: number;
      total: number;
      poolLeft: number;
      /** The awards' numbers, by which they may be taken back. */
      numbers: number[];
    }
  | { kind: 'approval_asked'; approvalId: number }
  | { kind: 'refused'; refusals: Refusal[] };

export interface SpecialRequest {
  requestKey: string;
  teamId: string;
  actorId: number;
  /** One official, or every member of a department as it is today; or, when approved, those named then in that agency. */
  recipient: RecipientKey | { officialIds: number[]; agencyId: number; label: string };
  pointsEach: number;
  reason: string;
  approvedBy?: number;
}

/** Grants special points (운영규정 제9조) out of the agency's yearly pool: to all of them, or to nobody. */
export async function grantSpecial(
  database: Database,
  request: SpecialRequest,
  now: Date,
): Promise<SpecialOutcome> {
  const day = seoulDay(now);
  const actor = await findActor(database, request.actorId, day);
  const { officials, label } = await findReceivers(database, request.recipient, day);
  const agency = officials.find((o) => o.agency)?.agency;
  if (!agency) return { kind: 'refused', refusals: [{ reason: 'nobody' }] };
  const policy = await findPolicy(database, agency.id, monthOf(day));
  const reason = cleanText(request.reason);
  const facts = {
    recipients: officials.filter((o) => o.agency?.id === agency.id).map(toParty),
    agencyId: agency.id,
    agencyName: agency.shortName,
    poolLeft: (await findPoolLeft(database, agency.id, day)) ?? policy.specialPoolPerYear,
  };
  const decision = decideSpecialGrant(facts, actor, request.pointsEach, reason, policy);
  // The pool may be short only because this very grant was stored; the function below answers it then as it did first.
  if (
    'refusals' in decision &&
    (decision.refusals.some((r) => r.reason !== 'special_pool') ||
      !(await isGranted(database, request.requestKey)))
  ) {
    return { kind: 'refused', refusals: decision.refusals };
  }
  const recipients = specialReceivers(facts.recipients, actor);
  const total = recipients.length * request.pointsEach;
  if ('allowed' in decision && decision.allowed === 'after_approval' && request.approvedBy === undefined) {
    return askApproval(database, {
      requestKey: request.requestKey,
      teamId: request.teamId,
      kind: 'special_grant',
      agencyId: agency.id,
      requestedBy: actor.officialId,
      act: {
        recipientIds: recipients.map((r) => r.officialId),
        pointsEach: request.pointsEach,
        reason,
        label,
      },
      concerns: recipients.map((r) => r.officialId),
      now,
    });
  }
  const posting = await appendSpecialGrant(database, {
    requestKey: request.requestKey,
    agencyId: agency.id,
    actorId: actor.officialId,
    approverId: request.approvedBy,
    postingIds: recipients.flatMap((r) => (r.postingId === undefined ? [] : [r.postingId])),
    pointsEach: request.pointsEach,
    reason,
    at: now,
    day,
    poolPerYear: policy.specialPoolPerYear,
    teamId: request.teamId,
  });
  if (posting.code === 'granted') {
    await logAct(database, actor.officialId, {
      action: 'grant_special',
      subject: `grant:${posting.grantId} ${request.pointsEach}×${recipients.length}`,
      reason,
      teamId: request.teamId,
      about: { officialIds: recipients.map((r) => r.officialId), agencyIds: [agency.id] },
    });
  }
  switch (posting.code) {
    case 'granted':
    case 'repeat':
      return {
        kind: 'granted',
        label,
        persons: recipients.length,
        pointsEach: request.pointsEach,
        total,
        poolLeft: posting.poolLeft,
        numbers: posting.grantId === undefined ? [] : await findAwardNumbers(database, posting.grantId),
      };
    case 'pool':
      return { kind: 'refused', refusals: [{ reason: 'special_pool', left: posting.poolLeft, total }] };
    case 'key_reused':
      return { kind: 'refused', refusals: [{ reason: 'key_reused' }] };
    case 'period_closed':
      return { kind: 'refused', refusals: [{ reason: 'period_closed', day }] };
    case 'stale_recipient':
      throw new Error('a receiver of this special grant changed department while it was granted');
  }
}

async function findReceivers(
  database: Database,
  recipient: SpecialRequest['recipient'],
  day: string,
): Promise<{ officials: Official[]; label: string }> {
  if ('officialIds' in recipient) {
    const officials = await findOfficials(database, recipient.officialIds, day);
    return {
      officials: officials.filter((o) => o.agency?.id === recipient.agencyId),
      label: recipient.label,
    };
  }
  if ('officialId' in recipient) {
    const official = await findOfficial(database, recipient.officialId, day);
    return { officials: official ? [official] : [], label: official?.name ?? '' };
  }
  const department = await findDepartment(database, recipient.departmentId);
  return {
    officials: await findMembers(database, recipient.departmentId, day),
    label: department?.name ?? '',
  };
}

function toParty(official: Official): Party {
  return {
    officialId: official.id,
    status: official.status,
    postingId: official.posting?.id,
    departmentId: official.department?.id,
    departmentName: official.department?.name ?? '',
  };
}

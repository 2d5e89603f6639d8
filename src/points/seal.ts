import { createHash } from 'node:crypto';

/**
 * The seal: a chain of SHA-256 over the transfers, so that no booked row can be changed, removed or put elsewhere
 * without every later link changing.
 *
 *     hash(n) = SHA-256( hash(n-1) ‖ canonical text of transfer n in UTF-8 )        hash(0) = 32 zero bytes
 *
 * The canonical text is the JSON array below, written as PostgreSQL's `json_build_array` writes it (items parted by a
 * comma and one space, nothing else between them), so an auditor gets the same bytes from psql, without this code:
 * docs/recompute-seals.sql does it.
 *
 *     ["ieum-seal-1", id, kind, amount,
 *      [debit account: id, kind, owner id, period], [credit account: likewise],
 *      reverses_id, actor_id, reason, occurred_at, recorded_at,
 *      gift | null, award | null]
 *     gift  = [request_key, giver_id, giver_agency_id, giver_department_id, giver_role,
 *              recipient_id, recipient_agency_id, recipient_department_id, recipient_role,
 *              points, message_hash in hex, source, team_id, allowance_left, given_on, given_at]
 *     award = [grant_id, official_id, department_id,
 *              [grant: request_key, agency_id, actor_id, approver_id, points_each, reason, granted_at] | null]
 *
 * Instants are UTC text with microseconds ('2026-11-23T00:00:00.000000Z'): a JavaScript Date would lose three digits.
 * Of a message only its hash goes in, so that a message may be disposed of one day and the chain still verifies.
 */
const FORMAT = 'ieum-seal-1';

/** What the first link follows. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** An account as the books mean it. Null fields: the transfer names an account that is not there. */
export interface BookedAccount {
  id: number | null;
  kind: string | null;
  ownerId: number | null;
  /** The first day of its month or year. */
  period: string | null;
}

export interface BookedGift {
  requestKey: string;
  giverId: number;
  giverAgencyId: number;
  giverDepartmentId: number;
  giverRole: string;
  recipientId: number | null;
  recipientAgencyId: number;
  recipientDepartmentId: number;
  recipientRole: string | null;
  points: number;
  /** SHA-256 of the message, in hex. */
  messageHash: string;
  source: string;
  teamId: string;
  allowanceLeft: number;
  givenOn: string;
  givenAt: string;
}

export interface BookedAward {
  grantId: number;
  officialId: number;
  departmentId: number;
  grant: {
    requestKey: string;
    agencyId: number;
    actorId: number;
    approverId: number | null;
    pointsEach: number;
    reason: string;
    grantedAt: string;
  } | null;
}

/** One transfer with everything that says what it means. Instants are UTC text with microseconds. */
export interface BookedTransfer {
  id: number;
  kind: string;
  amount: number;
  debit: BookedAccount;
  credit: BookedAccount;
  reversesId: number | null;
  actorId: number | null;
  reason: string | null;
  occurredAt: string;
  recordedAt: string;
  gift: BookedGift | null;
  award: BookedAward | null;
}

type Item = string | number | null | Item[];

function write(item: Item): string {
  return Array.isArray(item) ? `[${item.map(write).join(', ')}]` : JSON.stringify(item);
}

const accountItems = (account: BookedAccount): Item[] => [
  account.id,
  account.kind,
  account.ownerId,
  account.period,
];

function giftItems(gift: BookedGift): Item[] {
  return [
    gift.requestKey,
    gift.giverId,
    gift.giverAgencyId,
    gift.giverDepartmentId,
    gift.giverRole,
    gift.recipientId,
    gift.recipientAgencyId,
    gift.recipientDepartmentId,
    gift.recipientRole,
    gift.points,
    gift.messageHash,
    gift.source,
    gift.teamId,
    gift.allowanceLeft,
    gift.givenOn,
    gift.givenAt,
  ];
}

function awardItems(award: BookedAward): Item[] {
  const { grant } = award;
  return [
    award.grantId,
    award.officialId,
    award.departmentId,
    grant && [
      grant.requestKey,
      grant.agencyId,
      grant.actorId,
      grant.approverId,
      grant.pointsEach,
      grant.reason,
      grant.grantedAt,
    ],
  ];
}

/** The one text that stands for a transfer and its meaning in the chain; the format is described at the head of this file. */
export function canonicalOf(transfer: BookedTransfer): string {
  return write([
    FORMAT,
    transfer.id,
    transfer.kind,
    transfer.amount,
    accountItems(transfer.debit),
    accountItems(transfer.credit),
    transfer.reversesId,
    transfer.actorId,
    transfer.reason,
    transfer.occurredAt,
    transfer.recordedAt,
    transfer.gift && giftItems(transfer.gift),
    transfer.award && awardItems(transfer.award),
  ]);
}

/** The link that follows `previous` (32 bytes): SHA-256 over it and the canonical text. */
export function sealOf(previous: Buffer, canonical: string): Buffer {
  return createHash('sha256').update(previous).update(canonical, 'utf8').digest();
}

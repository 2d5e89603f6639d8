import { type Day, type Month, monthOf, seoulDay } from '../calendar/seoul.ts';
import type { BookedAccount, BookedTransfer } from './seal.ts';

/** Something in the books that does not agree. `position`: where the transfer stands in the chain; null: not sealed. */
export type Finding =
  | { kind: 'links_missing'; position: number; until: number }
  | { kind: 'transfer_missing'; position: number; transferId: number }
  | { kind: 'seal_differs'; position: number; transferId: number }
  | { kind: 'amount_differs'; position: number | null; transferId: number; booked: number; meant: number }
  | { kind: 'message_differs'; position: number | null; transferId: number }
  | { kind: 'meaning_missing'; position: number | null; transferId: number; part: 'gift' | 'award' | 'grant' }
  | { kind: 'meaning_stray'; position: number | null; transferId: number; part: 'gift' | 'award' }
  | { kind: 'account_differs'; position: number | null; transferId: number; side: 'debit' | 'credit' }
  | { kind: 'detail_differs'; position: number | null; transferId: number; detail: Detail }
  | { kind: 'original_missing'; position: number | null; transferId: number; originalId: number }
  | { kind: 'reversed_twice'; originalId: number; times: number }
  | { kind: 'balance_differs'; account: NamedAccount; kept: number | null; booked: number }
  | { kind: 'overdrawn'; account: NamedAccount; booked: number }
  | { kind: 'funded_twice'; account: NamedAccount; times: number }
  | { kind: 'allowances_differ'; month: Month; issued: number; given: number; lapsed: number; left: number }
  | { kind: 'lapse_missing'; month: Month; left: number }
  | { kind: 'day_differs'; day: Day; departmentId: number; kept: DayScore; booked: DayScore }
  | {
      kind: 'archive_differs';
      year: number;
      subject: 'person' | 'department';
      /** An agency's id, or 0 for all. */
      scope: number;
      ownerId: number;
      kept: YearResult | undefined;
      booked: YearResult | undefined;
    }
  | { kind: 'month_differs'; month: Month; kept: LapsedMonth; booked: LapsedMonth }
  | { kind: 'closed_early'; what: 'day' | 'month' | 'year' | 'week'; period: Day; at: string }
  | {
      kind: 'digest_head_differs';
      week: Day;
      agencyId: number;
      position: number;
      kept: string;
      found: string | undefined;
    }
  | {
      kind: 'digest_differs';
      week: Day;
      agencyId: number;
      kept: { received: number; sent: number };
      booked: { received: number; sent: number };
    }
  | { kind: 'rollup_differs'; rollup: string; period: Day; kept: number; booked: number }
  | { kind: 'sealing_stalled'; unsealed: number; transferId: number; since: string }
  | { kind: 'head_missing'; position: number; reached: number }
  | { kind: 'head_differs'; position: number; expected: string; found: string };

/** What of a transfer is at odds with its gift or grant. */
export type Detail = 'actor' | 'day' | 'instant' | 'limit';

/** A department's score of a day; corrections are of earlier days. */
export interface DayScore {
  received: number;
  sent: number;
  special: number;
  receivedCorrection: number;
  sentCorrection: number;
  specialCorrection: number;
}

/** What lapsed of a month until it was closed. */
export interface LapsedMonth {
  accounts: number;
  points: number;
}

export interface YearResult {
  received: number;
  sent: number;
  special: number;
  rankReceived: number | undefined;
  rankSent: number | undefined;
}

export interface NamedAccount {
  id: number;
  kind: string;
  ownerId: number;
  period: Day;
}

/** What a reversal takes back. */
export interface Original {
  id: number;
  kind: string;
  amount: number;
  debit: BookedAccount;
  creditId: number;
}

/** A transfer as an audit reads it, with what the seal covers by hash or by id only. */
export interface AuditedTransfer {
  position: number | null;
  transfer: BookedTransfer;
  /** SHA-256 of the gift's message as it stands, in hex. */
  messageHash: string | null;
  /** Disposed of with the approval of a second person (공공기록물 관리에 관한 법률 시행령 제43조): its hash stands in the seal alone. */
  messageDisposed: boolean;
  original: Original | null;
}

/** 운영규정 제9조: special points of one agency and year. */
const SPECIAL_POOL_POINTS = 2_000;

/** What is wrong with one transfer by itself: whether amount, accounts, actor and day are those that its meaning calls for. */
export function checkTransfer(audited: AuditedTransfer): Finding[] {
  const { transfer, position } = audited;
  const at = { position, transferId: transfer.id };
  const findings: Finding[] = [];
  if (transfer.gift && transfer.kind !== 'gift')
    findings.push({ kind: 'meaning_stray', ...at, part: 'gift' });
  if (transfer.award && transfer.kind !== 'special_grant') {
    findings.push({ kind: 'meaning_stray', ...at, part: 'award' });
  }
  switch (transfer.kind) {
    case 'gift':
      return [...findings, ...checkGift(audited, at)];
    case 'special_grant':
      return [...findings, ...checkAward(transfer, at)];
    case 'reversal':
      return [...findings, ...checkReversal(audited, at)];
    default:
      return [...findings, ...checkFunds(transfer, at)];
  }
}

interface At {
  position: number | null;
  transferId: number;
}

const inYear = (day: Day): Day => `${day.slice(0, 4)}-01-01`;
const inMonth = (day: Day): Day => `${monthOf(day)}-01`;

function isAccount(account: BookedAccount, kind: string, ownerId: number | null, period: Day): boolean {
  return account.kind === kind && account.ownerId === ownerId && account.period === period;
}

function checkGift({ transfer, messageHash, messageDisposed }: AuditedTransfer, at: At): Finding[] {
  const { gift } = transfer;
  if (gift === null) return [{ kind: 'meaning_missing', ...at, part: 'gift' }];
  const findings: Finding[] = [];
  if (gift.points !== transfer.amount) {
    findings.push({ kind: 'amount_differs', ...at, booked: transfer.amount, meant: gift.points });
  }
  if (messageHash !== gift.messageHash && !messageDisposed) findings.push({ kind: 'message_differs', ...at });
  if (!isAccount(transfer.debit, 'allowance', gift.giverId, inMonth(gift.givenOn))) {
    findings.push({ kind: 'account_differs', ...at, side: 'debit' });
  }
  const credited =
    gift.recipientId === null
      ? isAccount(transfer.credit, 'department', gift.recipientDepartmentId, inYear(gift.givenOn))
      : isAccount(transfer.credit, 'received', gift.recipientId, inYear(gift.givenOn));
  if (!credited) findings.push({ kind: 'account_differs', ...at, side: 'credit' });
  if (transfer.actorId !== gift.giverId) findings.push({ kind: 'detail_differs', ...at, detail: 'actor' });
  if (gift.givenAt !== transfer.occurredAt)
    findings.push({ kind: 'detail_differs', ...at, detail: 'instant' });
  // 운영규정 제5조: an allowance lapses at its month's end; a gift of another day than its instant's could outlive it.
  if (seoulDay(new Date(gift.givenAt)) !== gift.givenOn) {
    findings.push({ kind: 'detail_differs', ...at, detail: 'day' });
  }
  return findings;
}

function checkAward(transfer: BookedTransfer, at: At): Finding[] {
  const { award } = transfer;
  if (award === null) return [{ kind: 'meaning_missing', ...at, part: 'award' }];
  const { grant } = award;
  if (grant === null) return [{ kind: 'meaning_missing', ...at, part: 'grant' }];
  const findings: Finding[] = [];
  const year = inYear(seoulDay(new Date(grant.grantedAt)));
  if (grant.pointsEach !== transfer.amount) {
    findings.push({ kind: 'amount_differs', ...at, booked: transfer.amount, meant: grant.pointsEach });
  }
  if (!isAccount(transfer.debit, 'special_pool', grant.agencyId, year)) {
    findings.push({ kind: 'account_differs', ...at, side: 'debit' });
  }
  if (!isAccount(transfer.credit, 'special', award.officialId, year)) {
    findings.push({ kind: 'account_differs', ...at, side: 'credit' });
  }
  const ownHand = award.officialId === grant.actorId || award.officialId === grant.approverId;
  if (transfer.actorId !== grant.actorId || ownHand || grant.approverId === grant.actorId) {
    findings.push({ kind: 'detail_differs', ...at, detail: 'actor' });
  }
  if (grant.grantedAt !== transfer.occurredAt)
    findings.push({ kind: 'detail_differs', ...at, detail: 'instant' });
  return findings;
}

function checkReversal({ transfer, original }: AuditedTransfer, at: At): Finding[] {
  const originalId = transfer.reversesId ?? 0;
  if (original === null || (original.kind !== 'gift' && original.kind !== 'special_grant')) {
    return [{ kind: 'original_missing', ...at, originalId }];
  }
  const findings: Finding[] = [];
  if (original.amount !== transfer.amount) {
    findings.push({ kind: 'amount_differs', ...at, booked: transfer.amount, meant: original.amount });
  }
  if (transfer.debit.id !== original.creditId)
    findings.push({ kind: 'account_differs', ...at, side: 'debit' });
  // The points return to where they came from only within its month or year; what had lapsed stays lapsed.
  const today = seoulDay(new Date(transfer.occurredAt));
  const open =
    original.debit.period === (original.debit.kind === 'allowance' ? inMonth(today) : inYear(today));
  const returned = open
    ? transfer.credit.id === original.debit.id
    : transfer.credit.kind === 'issuance' && transfer.credit.period === inYear(original.debit.period ?? '');
  if (!returned) findings.push({ kind: 'account_differs', ...at, side: 'credit' });
  return findings;
}

function checkFunds(transfer: BookedTransfer, at: At): Finding[] {
  const findings: Finding[] = [];
  const [source, target] =
    transfer.kind === 'lapse' ? [transfer.credit, transfer.debit] : [transfer.debit, transfer.credit];
  const [sourceSide, targetSide] =
    transfer.kind === 'lapse' ? (['credit', 'debit'] as const) : (['debit', 'credit'] as const);
  const funded = transfer.kind === 'special_issue' ? 'special_pool' : 'allowance';
  const isFunded = target.kind === funded || (transfer.kind === 'lapse' && target.kind === 'special_pool');
  if (!isFunded) findings.push({ kind: 'account_differs', ...at, side: targetSide });
  // A pool is an agency's own; whose agency an official's month began in, only the books themselves know.
  const ownerAgrees = transfer.kind !== 'special_issue' || source.ownerId === target.ownerId;
  if (source.kind !== 'issuance' || source.period !== inYear(target.period ?? '') || !ownerAgrees) {
    findings.push({ kind: 'account_differs', ...at, side: sourceSide });
  }
  // 운영규정 제5조: what is unused lapses at the month's end, not before.
  if (
    transfer.kind === 'lapse' &&
    inMonth(seoulDay(new Date(transfer.occurredAt))) <= (target.period ?? '')
  ) {
    findings.push({ kind: 'detail_differs', ...at, detail: 'day' });
  }
  if (transfer.kind === 'special_issue' && transfer.amount > SPECIAL_POOL_POINTS) {
    findings.push({ kind: 'detail_differs', ...at, detail: 'limit' });
  }
  return findings;
}

import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type BookedTransfer, GENESIS } from './seal.ts';

/** The newest link of the chain; position 0 before the first. */
export interface ChainHead {
  position: number;
  hash: Buffer;
}

export async function findChainHead(database: Database): Promise<ChainHead> {
  const row = await database
    .selectFrom('seal')
    .select(['position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? { position: 0, hash: GENESIS };
}

/** The id of the transfer that was sealed last; 0 before the first. */
export async function findNewestSealed(database: Database): Promise<number> {
  const row = await database
    .selectFrom('seal')
    .select('transfer_id')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.transfer_id ?? 0;
}

/** How far the books reach at one instant, and which transactions were then under way. */
export interface Reach {
  /** The highest transfer id that is visible; 0 when there is none. */
  lastId: number;
  /** Every transaction below `oldestRunning` is over; every one from `nextTransaction` on had not begun to write. */
  oldestRunning: bigint;
  nextTransaction: bigint;
}

/** One statement, hence one snapshot: the ids and the transactions belong together. */
export async function findReach(database: Database): Promise<Reach> {
  const { rows } = await sql<{ last_id: number; xmin: string; xmax: string }>`
    select (select coalesce(max(id), 0) from transfer) as last_id,
           pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax
  `.execute(database);
  const row = rows[0];
  if (row === undefined) throw new Error('PostgreSQL gave no snapshot.');
  return { lastId: row.last_id, oldestRunning: BigInt(row.xmin), nextTransaction: BigInt(row.xmax) };
}

/** Transfers above `afterId` that no link stands for yet, by id, at most `limit`. */
export async function listUnsealed(
  database: Database,
  afterId: number,
  limit: number,
): Promise<BookedTransfer[]> {
  const { rows: found } = await sql<{ id: number }>`
    select t.id from transfer t
    where t.id > ${afterId}
      and not exists (select from seal s where s.transfer_id = t.id and s.transfer_id > ${afterId})
    order by t.id limit ${limit}
  `.execute(database);
  if (found.length === 0) return [];
  const { rows } = await sql<TransferRow>`
    select ${TRANSFER_COLUMNS} from transfer t ${TRANSFER_JOINS}
    where t.id = any (${found.map((row) => row.id)}::bigint[]) order by t.id
  `.execute(database);
  return rows.map(toBookedTransfer);
}

/** Adds links after `afterPosition`; false, and nothing added, when another process was first. */
export async function appendSeals(
  database: Database,
  afterPosition: number,
  links: ReadonlyArray<{ transferId: number; hash: Buffer }>,
): Promise<boolean> {
  const { rows } = await sql<{ appended: boolean }>`
    select append_seals(${afterPosition}::bigint, ${links.map((link) => link.transferId)}::bigint[],
                        ${links.map((link) => link.hash)}::bytea[]) as appended
  `.execute(database);
  return rows[0]?.appended === true;
}

const instant = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** What `toBookedTransfer` reads of a transfer `t`; goes with TRANSFER_JOINS. */
export const TRANSFER_COLUMNS: RawBuilder<unknown> = sql`
  t.id, t.kind, t.amount, t.reverses_id, t.actor_id, t.reason,
  ${instant('t.occurred_at')} as occurred_at, ${instant('t.recorded_at')} as recorded_at,
  d.id as debit_id, d.kind as debit_kind, d.owner_id as debit_owner, d.period as debit_period,
  c.id as credit_id, c.kind as credit_kind, c.owner_id as credit_owner, c.period as credit_period,
  g.id as gift_id, g.request_key, g.giver_id, g.giver_agency_id, g.giver_department_id, g.giver_role,
  g.recipient_id, g.recipient_agency_id, g.recipient_department_id, g.recipient_role,
  g.points, g.message_hash, g.source, g.team_id, g.allowance_left, g.given_on, ${instant('g.given_at')} as given_at,
  w.id as award_id, w.grant_id, w.official_id as award_official_id, w.department_id as award_department_id,
  x.id as grant_found, x.request_key as grant_key, x.agency_id as grant_agency_id, x.actor_id as grant_actor_id,
  x.approver_id as grant_approver_id, x.points_each, x.reason as grant_reason, ${instant('x.granted_at')} as granted_at`;

// Outer joins all: a row that somebody removed must show as missing, not take its transfer out of sight.
export const TRANSFER_JOINS: RawBuilder<unknown> = sql`
  left join account d on d.id = t.debit_account_id
  left join account c on c.id = t.credit_account_id
  left join gift g on g.id = t.id
  left join special_award w on w.id = t.id
  left join special_grant x on x.id = w.grant_id`;

interface GiftColumns {
  request_key: string;
  giver_id: number;
  giver_agency_id: number;
  giver_department_id: number;
  giver_role: string;
  recipient_id: number | null;
  recipient_agency_id: number;
  recipient_department_id: number;
  recipient_role: string | null;
  points: number;
  message_hash: Buffer;
  source: string;
  team_id: string;
  allowance_left: number;
  given_on: string;
  given_at: string;
}

interface GrantColumns {
  grant_key: string;
  grant_agency_id: number;
  grant_actor_id: number;
  grant_approver_id: number | null;
  points_each: number;
  grant_reason: string;
  granted_at: string;
}

interface AwardColumns {
  grant_id: number;
  award_official_id: number;
  award_department_id: number;
}

type Absent<T> = { [K in keyof T]: null };

export type TransferRow = {
  id: number;
  kind: string;
  amount: number;
  reverses_id: number | null;
  actor_id: number | null;
  reason: string | null;
  occurred_at: string;
  recorded_at: string;
  debit_id: number | null;
  debit_kind: string | null;
  debit_owner: number | null;
  debit_period: string | null;
  credit_id: number | null;
  credit_kind: string | null;
  credit_owner: number | null;
  credit_period: string | null;
} & (({ gift_id: number } & GiftColumns) | ({ gift_id: null } & Absent<GiftColumns>)) &
  (({ award_id: number } & AwardColumns) | ({ award_id: null } & Absent<AwardColumns>)) &
  (({ grant_found: number } & GrantColumns) | ({ grant_found: null } & Absent<GrantColumns>));

export function toBookedTransfer(row: TransferRow): BookedTransfer {
  return {
    id: row.id,
    kind: row.kind,
    amount: row.amount,
    debit: { id: row.debit_id, kind: row.debit_kind, ownerId: row.debit_owner, period: row.debit_period },
    credit: {
      id: row.credit_id,
      kind: row.credit_kind,
      ownerId: row.credit_owner,
      period: row.credit_period,
    },
    reversesId: row.reverses_id,
    actorId: row.actor_id,
    reason: row.reason,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    gift: toGift(row),
    award: toAward(row),
  };
}

function toGift(row: TransferRow): BookedTransfer['gift'] {
  if (row.gift_id === null) return null;
  return {
    requestKey: row.request_key,
    giverId: row.giver_id,
    giverAgencyId: row.giver_agency_id,
    giverDepartmentId: row.giver_department_id,
    giverRole: row.giver_role,
    recipientId: row.recipient_id,
    recipientAgencyId: row.recipient_agency_id,
    recipientDepartmentId: row.recipient_department_id,
    recipientRole: row.recipient_role,
    points: row.points,
    messageHash: row.message_hash.toString('hex'),
    source: row.source,
    teamId: row.team_id,
    allowanceLeft: row.allowance_left,
    givenOn: row.given_on,
    givenAt: row.given_at,
  };
}

function toAward(row: TransferRow): BookedTransfer['award'] {
  if (row.award_id === null) return null;
  return {
    grantId: row.grant_id,
    officialId: row.award_official_id,
    departmentId: row.award_department_id,
    grant:
      row.grant_found === null
        ? null
        : {
            requestKey: row.grant_key,
            agencyId: row.grant_agency_id,
            actorId: row.grant_actor_id,
            approverId: row.grant_approver_id,
            pointsEach: row.points_each,
            reason: row.grant_reason,
            grantedAt: row.granted_at,
          },
  };
}

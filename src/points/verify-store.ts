import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { AuditedTransfer, Finding, NamedAccount } from './findings.ts';
import { TRANSFER_COLUMNS, TRANSFER_JOINS, type TransferRow, toBookedTransfer } from './seal-store.ts';

const CHUNK_ROWS = 1_000;

/** A link of the chain as kept, and the transfer it stands for, unless that is gone. */
export interface AuditedLink {
  position: number;
  transferId: number;
  hash: Buffer;
  audited: AuditedTransfer | undefined;
}

type AuditColumns = TransferRow & {
  message: string | null;
  disposed: boolean | null;
  original_id: number | null;
  original_kind: string;
  original_amount: number;
  original_credit_id: number;
  original_debit_id: number | null;
  original_debit_kind: string | null;
  original_debit_owner: number | null;
  original_debit_period: string | null;
};
type AuditRow = AuditColumns | { [K in keyof AuditColumns]: null };

const AUDIT_COLUMNS = sql`
  ${TRANSFER_COLUMNS}, g.message,
  -- By the record of an approved disposal: the words alone, which anybody could write, prove nothing.
  g.message = disposed_mark() and messages_disposed(g.given_on) as disposed,
  o.id as original_id, o.kind as original_kind, o.amount as original_amount, o.credit_account_id as original_credit_id,
  oa.id as original_debit_id, oa.kind as original_debit_kind, oa.owner_id as original_debit_owner,
  oa.period as original_debit_period`;

const AUDIT_JOINS = sql`
  ${TRANSFER_JOINS}
  left join transfer o on o.id = t.reverses_id
  left join account oa on oa.id = o.debit_account_id`;

/** All links in order of position, row by row: memory stays flat however long the chain. */
export async function* streamChain(picture: Database): AsyncGenerator<AuditedLink> {
  const links = sql<AuditRow & { position: number; link_id: number; hash: Buffer }>`(
    select s.position, s.transfer_id as link_id, s.hash, ${AUDIT_COLUMNS}
    from seal s left join transfer t on t.id = s.transfer_id ${AUDIT_JOINS})`;
  await preferLookups(picture, true);
  const rows = picture.selectFrom(links.as('link')).selectAll().orderBy('link.position').stream(CHUNK_ROWS);
  for await (const row of rows) {
    const audited = toAudited(row as AuditRow, row.position);
    yield { position: row.position, transferId: row.link_id, hash: row.hash, audited };
  }
  await preferLookups(picture, false);
}

/** Transfers that no link stands for, by id. */
export async function* streamUnsealed(picture: Database): AsyncGenerator<AuditedTransfer> {
  const unsealed = sql<AuditRow>`(
    select ${AUDIT_COLUMNS} from transfer t ${AUDIT_JOINS}
    where not exists (select from seal s where s.transfer_id = t.id))`;
  for await (const row of picture
    .selectFrom(unsealed.as('t'))
    .selectAll()
    .orderBy('t.id')
    .stream(CHUNK_ROWS)) {
    const audited = toAudited(row as AuditRow, null);
    if (audited) yield audited;
  }
}

/**
 * Joining millions of rows at once, the planner would rather sort and hash them all through temporary files before the
 * first comes out. The rows lie nearly in order of position: looking each up costs little and starts at once.
 */
async function preferLookups(picture: Database, prefer: boolean): Promise<void> {
  const setting = prefer ? 'off' : 'on';
  await sql`select set_config(name, ${setting}, true) from unnest(array['enable_hashjoin', 'enable_mergejoin', 'enable_sort']) as name`.execute(
    picture,
  );
}

function toAudited(row: AuditRow, position: number | null): AuditedTransfer | undefined {
  if (row.id === null) return undefined;
  return {
    position,
    transfer: toBookedTransfer(row),
    messageHash: row.message === null ? null : createHash('sha256').update(row.message, 'utf8').digest('hex'),
    messageDisposed: row.disposed === true,
    original:
      row.original_id === null
        ? null
        : {
            id: row.original_id,
            kind: row.original_kind,
            amount: row.original_amount,
            creditId: row.original_credit_id,
            debit: {
              id: row.original_debit_id,
              kind: row.original_debit_kind,
              ownerId: row.original_debit_owner,
              period: row.original_debit_period,
            },
          },
  };
}

/** The last position of the chain: how much there is to walk. */
export async function findChainLength(picture: Database): Promise<number> {
  const row = await picture
    .selectFrom('seal')
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirst();
  return row?.last ?? 0;
}

/** Whether an instant lies more than an hour back by the clock that recorded it, the database's. */
export async function isOverdue(picture: Database, recordedAt: string): Promise<boolean> {
  const { rows } = await sql<{ overdue: boolean }>`
    select ${recordedAt}::timestamptz < clock_timestamp() - interval '1 hour' as overdue`.execute(picture);
  return rows[0]?.overdue === true;
}

/** Accounts whose kept balance is not what the transfers leave, or that stand below zero; by id, at most `limit`. */
export async function listWrongBalances(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{
    id: number;
    kind: string;
    owner_id: number;
    period: string;
    kept: number | null;
    booked: number;
    overdrawn: boolean;
  }>`
    with moved as (
      select account_id, sum(points)::bigint as points
      from (select debit_account_id as account_id, -amount as points from transfer
            union all
            select credit_account_id, amount from transfer) as side
      group by account_id),
    standing as (
      select a.id, a.kind, a.owner_id, a.period, b.points as kept, coalesce(m.points, 0) as booked,
             a.kind in ('allowance', 'special_pool') as keeps_balance
      from account a left join moved m on m.account_id = a.id left join balance b on b.account_id = a.id)
    select id, kind, owner_id, period, kept, booked, not keeps_balance and kept is null as overdrawn
    from standing
    where case when keeps_balance then kept is distinct from booked
               else kept is not null or (kind <> 'issuance' and booked < 0) end
    order by id limit ${limit}
  `.execute(picture);
  return rows.map((row) => {
    const account: NamedAccount = { id: row.id, kind: row.kind, ownerId: row.owner_id, period: row.period };
    return row.overdrawn
      ? { kind: 'overdrawn', account, booked: row.booked }
      : { kind: 'balance_differs', account, kept: row.kept, booked: row.booked };
  });
}

/** Allowances and pools that were issued points more than once. */
export async function listFundedTwice(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{ id: number; kind: string; owner_id: number; period: string; times: number }>`
    select a.id, a.kind, a.owner_id, a.period, count(*) as times
    from transfer t join account a on a.id = t.credit_account_id
    where t.kind in ('issue', 'special_issue')
    group by a.id having count(*) > 1 order by a.id limit ${limit}
  `.execute(picture);
  return rows.map((row) => ({
    kind: 'funded_twice',
    account: { id: row.id, kind: row.kind, ownerId: row.owner_id, period: row.period },
    times: row.times,
  }));
}

/** Transfers taken back more than once: the index forbids it, unless somebody removed the index. */
export async function listReversedTwice(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{ reverses_id: number; times: number }>`
    select reverses_id, count(*) as times from transfer
    where reverses_id is not null
    group by reverses_id having count(*) > 1 order by reverses_id limit ${limit}
  `.execute(picture);
  return rows.map((row) => ({ kind: 'reversed_twice', originalId: row.reverses_id, times: row.times }));
}

/** Gifts and awards whose transfer is gone; those that were sealed are named by their link as well. */
export async function listStrayMeanings(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{ id: number; part: 'gift' | 'award' }>`
    select id, part from (
      select g.id, 'gift' as part from gift g where not exists (select from transfer t where t.id = g.id)
      union all
      select w.id, 'award' from special_award w where not exists (select from transfer t where t.id = w.id)) as stray
    order by id limit ${limit}
  `.execute(picture);
  return rows.map((row) => ({ kind: 'meaning_stray', position: null, transferId: row.id, part: row.part }));
}

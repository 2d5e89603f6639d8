import { sql } from 'kysely';
import { type Day, type Month, monthOf } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Finding } from './findings.ts';

/** Why closes of this database go by their callers' clock (a demonstration, tests); undefined: they go by its own. */
export async function findOtherClock(picture: Database): Promise<string | undefined> {
  const row = await picture.selectFrom('other_clock').select('reason').executeTakeFirst();
  return row?.reason;
}

/**
 * What was closed, or told in a digest, before it was over: by the stamps that the database itself put on it. Where closes go by
 * their callers' clock the stamps prove nothing, and nothing is asked.
 */
export async function listEarlyCloses(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{ what: 'day' | 'month' | 'year' | 'week'; period: Day; at: Date }>`
    with fixed as (
      select 'day' as what, day as period, day + 1 as until, closed_at as at from closed_day
      union all select 'month', month, (month + interval '1 month')::date, closed_at from closed_month
      union all select 'year', make_date(year, 1, 1), make_date(year + 1, 1, 1), closed_at from closed_year
      union all select 'week', week, week + 7, min(recorded_at) from digest group by week)
    select what, period, at from fixed
    where at < seoul_start(until) and not exists (select from other_clock)
    order by period, what limit ${limit}`.execute(picture);
  return rows.map(({ what, period, at }) => ({ kind: 'closed_early', what, period, at: at.toISOString() }));
}

/**
 * Months whose record of what lapsed (운영규정 제5조) is not what the ledger says. What came back to a month after its close and
 * lapsed then is not in the record. How many never opened an account cannot be proven: nothing was booked for them.
 */
export async function listWrongMonths(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{
    month: Day;
    kept_accounts: number;
    kept_points: number;
    accounts: number;
    points: number;
  }>`
    with lapsed as (
      select c.month, count(*)::int as accounts, sum(t.amount)::bigint as points
      from closed_month c join account a on a.kind = 'allowance' and a.period = c.month
      join transfer t on t.debit_account_id = a.id and t.kind = 'lapse'
      -- Before the number of the last one was kept, the stamps say which came before the close.
      where case when c.last_transfer_id is null then t.recorded_at <= c.closed_at else t.id <= c.last_transfer_id end
      group by 1)
    select c.month, c.lapsed_accounts as kept_accounts, c.lapsed_points as kept_points,
           coalesce(l.accounts, 0) as accounts, coalesce(l.points, 0) as points
    from closed_month c left join lapsed l using (month)
    where (c.lapsed_accounts, c.lapsed_points) <> (coalesce(l.accounts, 0), coalesce(l.points, 0))
    order by 1 limit ${limit}`.execute(picture);
  return rows.map(({ month, kept_accounts, kept_points, accounts, points }) => ({
    kind: 'month_differs',
    month: monthOf(month) satisfies Month,
    kept: { accounts: kept_accounts, points: kept_points },
    booked: { accounts, points },
  }));
}

/**
 * The first digest whose head is not the chain's at its position: what its readers were given as proof does not hold. Those after
 * it are as wrong when the chain was rewritten, and are not named.
 */
export async function listWrongDigestHeads(picture: Database): Promise<Finding[]> {
  const { rows } = await sql<{
    week: Day;
    agency_id: number;
    position: number;
    kept: string;
    found: string | null;
  }>`
    select d.week, d.agency_id, d.position, d.head as kept, encode(s.hash, 'hex') as found
    from digest d left join seal s on s.position = d.position
    where d.head is distinct from case when d.position = 0 then repeat('0', 64) else encode(s.hash, 'hex') end
    order by d.position, d.week, d.agency_id limit 1`.execute(picture);
  return rows.map(({ agency_id, found, ...row }) => ({
    ...row,
    kind: 'digest_head_differs',
    agencyId: agency_id,
    found: found ?? undefined,
  }));
}

/** Digests whose points of the week are not what the ledger says up to their position. */
export async function listWrongDigests(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{
    week: Day;
    agency_id: number;
    kept_received: number | null;
    kept_sent: number | null;
    received: number;
    sent: number;
  }>`
    with told as (
      select week, agency_id, position, (content #>> '{weeks,-1,received}')::bigint as received,
             (content #>> '{weeks,-1,sent}')::bigint as sent
      from digest),
    counted as (
      select a.week, a.position, g.giver_agency_id, g.recipient_agency_id, g.points
      from (select distinct week, position from told) a
      join gift g on g.given_on >= a.week and g.given_on < a.week + 7
      join seal s on s.transfer_id = g.id and s.position <= a.position
      where not exists (
        select from transfer r join seal z on z.transfer_id = r.id where r.reverses_id = g.id and z.position <= a.position)),
    booked as (
      select week, position, agency_id, sum(received)::bigint as received, sum(sent)::bigint as sent
      from (select week, position, recipient_agency_id as agency_id, points as received, 0 as sent from counted
            union all select week, position, giver_agency_id, 0, points from counted) side
      group by 1, 2, 3)
    select t.week, t.agency_id, t.received as kept_received, t.sent as kept_sent,
           coalesce(b.received, 0) as received, coalesce(b.sent, 0) as sent
    from told t left join booked b using (week, position, agency_id)
    where (t.received, t.sent) is distinct from (coalesce(b.received, 0), coalesce(b.sent, 0))
    order by 1, 2 limit ${limit}`.execute(picture);
  return rows.map((row) => ({
    kind: 'digest_differs',
    week: row.week,
    agencyId: row.agency_id,
    kept: { received: row.kept_received ?? 0, sent: row.kept_sent ?? 0 },
    booked: { received: row.received, sent: row.sent },
  }));
}

import { sql } from 'kysely';
import type { Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';

const CHUNK_ROWS = 500;

export interface GiftLine {
  gift_id: number;
  given_at: string;
  giver: string | null;
  recipient: string | null;
  recipient_department: string | null;
  points: number;
  message: string;
  source: string;
  reversed: boolean;
  hidden: boolean;
}

/** Gifts given in `days` by or to the agency (any, when absent), by number, as a stream. */
export function streamGifts(
  picture: Database,
  days: Period,
  agencyId: number | undefined,
): AsyncIterableIterator<GiftLine> {
  const ofAgency =
    agencyId === undefined
      ? sql``
      : sql`and (g.giver_agency_id = ${agencyId} or g.recipient_agency_id = ${agencyId})`;
  const lines = sql<GiftLine>`(
    select g.id as gift_id,
           to_char(g.given_at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as given_at,
           giver.email as giver, recipient.email as recipient,
           agency.name || '/' || department.name as recipient_department,
           g.points, g.message, g.source,
           exists (select from transfer r where r.reverses_id = g.id) as reversed,
           coalesce((select v.hidden from gift_visibility v where v.gift_id = g.id order by v.id desc limit 1), false) as hidden
    from gift g
    left join official giver on giver.id = g.giver_id
    left join official recipient on recipient.id = g.recipient_id
    left join department on department.id = g.recipient_department_id
    left join agency on agency.id = g.recipient_agency_id
    where g.given_on >= ${days.from}::date and g.given_on < ${days.until}::date ${ofAgency})`;
  return picture.selectFrom(lines.as('line')).selectAll().orderBy('line.gift_id').stream(CHUNK_ROWS);
}

export interface BalanceLine {
  official: string;
  month: string;
  allowance_left: number | null;
  received_month: number;
  received_year: number;
  sent_month: number;
}

/**
 * Officials with an allowance account, or a gift given or received, in a month of `months` (whole months), by month and
 * e-mail. Gifts taken back count nowhere. `agencyId`: those with a posting there on any day of the month.
 */
export function streamBalances(
  picture: Database,
  months: Period,
  agencyId: number | undefined,
): AsyncIterableIterator<BalanceLine> {
  const ofAgency =
    agencyId === undefined
      ? sql``
      : sql`where exists (
          select from posting p where p.official_id = line.official_id and p.agency_id = ${agencyId}
            and p.during && daterange(line.month, (line.month + interval '1 month')::date))`;
  const lines = sql<BalanceLine>`(
    with act as (
      select g.giver_id, g.recipient_id, g.given_on,
             case when exists (select from transfer r where r.reverses_id = g.id) then 0 else g.points end as points
      from gift g
      where g.given_on >= date_trunc('year', ${months.from}::date)
        and g.given_on < date_trunc('year', ${months.until}::date - 1) + interval '1 year'),
    sent as (
      select giver_id as official_id, date_trunc('month', given_on)::date as month, sum(points)::bigint as points
      from act where given_on >= ${months.from}::date and given_on < ${months.until}::date group by 1, 2),
    received as (
      select recipient_id as official_id, date_trunc('month', given_on)::date as month, sum(points)::bigint as points
      from act where recipient_id is not null and given_on >= ${months.from}::date and given_on < ${months.until}::date
      group by 1, 2),
    received_year as (
      select recipient_id as official_id, date_trunc('year', given_on)::date as year, sum(points)::bigint as points
      from act where recipient_id is not null group by 1, 2),
    allowance as (
      -- What lapsed was left at the month's end.
      select a.official_id, a.period as month, b.points + coalesce((
               select sum(t.amount) from transfer t where t.debit_account_id = a.id and t.kind = 'lapse'), 0) as points
      from account a join balance b on b.account_id = a.id
      where a.kind = 'allowance' and a.period >= ${months.from}::date and a.period < ${months.until}::date),
    line as (
      select official_id, month from sent union select official_id, month from received
      union select official_id, month from allowance)
    select official.email as official, to_char(line.month, 'YYYY-MM') as month, allowance.points as allowance_left,
           coalesce(received.points, 0) as received_month, coalesce(received_year.points, 0) as received_year,
           coalesce(sent.points, 0) as sent_month
    from line
    join official on official.id = line.official_id
    left join sent using (official_id, month)
    left join received using (official_id, month)
    left join allowance using (official_id, month)
    left join received_year on received_year.official_id = line.official_id
      and received_year.year = date_trunc('year', line.month)::date
    ${ofAgency})`;
  return picture
    .selectFrom(lines.as('line'))
    .selectAll()
    .orderBy('line.month')
    .orderBy('line.official')
    .stream(CHUNK_ROWS);
}

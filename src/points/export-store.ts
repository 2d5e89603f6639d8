import { sql } from 'kysely';
import type { Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { DayRange } from '../exports/source.ts';

const CHUNK_ROWS = 2_000;

/** An instant as exports have it: to the second, in Seoul. */
const moment = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"')`;

export interface GiftLine {
  giver_agency_id: number;
  recipient_agency_id: number;
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
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<GiftLine> {
  const ofAgency =
    agencyId === undefined
      ? sql``
      : sql`and (g.giver_agency_id = ${agencyId} or g.recipient_agency_id = ${agencyId})`;
  const lines = sql<GiftLine>`(
    select g.giver_agency_id, g.recipient_agency_id, g.id as gift_id, ${moment('g.given_at')} as given_at,
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
    where g.given_on between ${days.from}::date and ${days.to}::date ${ofAgency})`;
  return picture.selectFrom(lines.as('line')).selectAll().orderBy('line.gift_id').stream(CHUNK_ROWS);
}

export interface BalanceLine {
  agency_ids: number[] | null;
  official: string;
  month: string;
  allowance_left: number | null;
  received_month: number;
  received_year: number;
  sent_month: number;
}

/**
 * Officials with an allowance account, or a gift given or received, in a month of `months` (whole months), by month and
 * e-mail. Gifts taken back count nowhere. `agencyId`: those with a posting there on any day of the month, and what they gave and
 * received as its people.
 */
export function streamBalances(
  picture: Database,
  months: Period,
  agencyId: number | undefined,
): AsyncIterableIterator<BalanceLine> {
  const ofAgency = agencyId === undefined ? sql`` : sql`where ${agencyId} = any(place.agency_ids)`;
  const asOf = (side: 'giver' | 'recipient') =>
    agencyId === undefined ? sql`` : sql`and ${sql.ref(`${side}_agency_id`)} = ${agencyId}`;
  const lines = sql<BalanceLine>`(
    with act as (
      select g.giver_id, g.giver_agency_id, g.recipient_id, g.recipient_agency_id, g.given_on,
             case when exists (select from transfer r where r.reverses_id = g.id) then 0 else g.points end as points
      from gift g
      where g.given_on >= date_trunc('year', ${months.from}::date)
        and g.given_on < date_trunc('year', ${months.until}::date - 1) + interval '1 year'),
    sent as (
      select giver_id as official_id, date_trunc('month', given_on)::date as month, sum(points)::bigint as points
      from act where given_on >= ${months.from}::date and given_on < ${months.until}::date ${asOf('giver')} group by 1, 2),
    received as (
      select recipient_id as official_id, date_trunc('month', given_on)::date as month, sum(points)::bigint as points
      from act where recipient_id is not null and given_on >= ${months.from}::date and given_on < ${months.until}::date
        ${asOf('recipient')} group by 1, 2),
    received_year as (
      select recipient_id as official_id, date_trunc('year', given_on)::date as year, sum(points)::bigint as points
      from act where recipient_id is not null ${asOf('recipient')} group by 1, 2),
    allowance as (
      -- What lapsed was left at the month's end.
      select a.official_id, a.period as month, b.points + coalesce((
               select sum(t.amount) from transfer t where t.debit_account_id = a.id and t.kind = 'lapse'), 0) as points
      from account a join balance b on b.account_id = a.id
      where a.kind = 'allowance' and a.period >= ${months.from}::date and a.period < ${months.until}::date),
    line as (
      select official_id, month from sent union select official_id, month from received
      union select official_id, month from allowance)
    select place.agency_ids, official.email as official, to_char(line.month, 'YYYY-MM') as month,
           allowance.points as allowance_left, coalesce(received.points, 0) as received_month,
           coalesce(received_year.points, 0) as received_year, coalesce(sent.points, 0) as sent_month
    from line
    join official on official.id = line.official_id
    left join sent using (official_id, month)
    left join received using (official_id, month)
    left join allowance using (official_id, month)
    left join received_year on received_year.official_id = line.official_id
      and received_year.year = date_trunc('year', line.month)::date
    cross join lateral (
      select array_agg(distinct p.agency_id) as agency_ids from posting p
      where p.official_id = line.official_id and p.during && daterange(line.month, (line.month + interval '1 month')::date)) place
    ${ofAgency})`;
  return picture
    .selectFrom(lines.as('line'))
    .selectAll()
    .orderBy('line.month')
    .orderBy('line.official')
    .stream(CHUNK_ROWS);
}

export interface ReceivedLine {
  agency_id: number;
  number: number;
  received_at: string;
  agency: string;
  department: string;
  receiver: string | null;
  kind: 'gift' | 'special';
  points: number;
  giver: string | null;
  giver_department: string | null;
  giver_agency: string | null;
  state: string;
  hidden: boolean | null;
}

/** What was received in `days`, gifts and special points (운영규정 제9조), by receiver and then in order of time. */
export function streamReceived(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<ReceivedLine> {
  const of = (column: string) => (agencyId === undefined ? sql`` : sql`and ${sql.ref(column)} = ${agencyId}`);
  const lines = sql<ReceivedLine>`(
    with act as (
      select g.id as number, g.given_at as at, g.recipient_agency_id as agency_id, g.recipient_department_id as department_id,
             g.recipient_id as official_id, 'gift' as kind, g.points, g.giver_id, g.giver_department_id, g.giver_agency_id
      from gift g where g.given_on between ${days.from}::date and ${days.to}::date ${of('g.recipient_agency_id')}
      union all
      select w.id, s.granted_at, s.agency_id, w.department_id, w.official_id, 'special', s.points_each, s.actor_id, null, s.agency_id
      from special_grant s join special_award w on w.grant_id = s.id
      where s.granted_at >= seoul_start(${days.from}::date) and s.granted_at < seoul_start(${days.to}::date + 1) ${of('s.agency_id')})
    select a.agency_id, a.number, ${moment('a.at')} as received_at, agency.name as agency, department.name as department,
           receiver.email as receiver, a.kind, a.points, giver.email as giver, gd.name as giver_department, ga.name as giver_agency,
           case when exists (select from transfer r where r.reverses_id = a.number) then 'reversed' else 'given' end as state,
           case a.kind when 'gift' then coalesce((
             select v.hidden from gift_visibility v where v.gift_id = a.number order by v.id desc limit 1), false) end as hidden
    from act a
    left join agency on agency.id = a.agency_id
    left join department on department.id = a.department_id
    left join official receiver on receiver.id = a.official_id
    left join official giver on giver.id = a.giver_id
    left join department gd on gd.id = a.giver_department_id
    left join agency ga on ga.id = a.giver_agency_id)`;
  return picture
    .selectFrom(lines.as('line'))
    .selectAll()
    .orderBy('line.agency')
    .orderBy('line.department')
    .orderBy('line.receiver', (by) => by.asc().nullsFirst())
    .orderBy('line.number')
    .stream(CHUNK_ROWS);
}

export interface DepartmentDayLine {
  agency_id: number;
  day: string;
  agency: string;
  department: string;
  members: number;
  received: number;
  sent: number;
  special: number;
  received_correction: number;
  sent_correction: number;
  special_correction: number;
}

/** Departments' scores of fixed days (운영규정 제8조②③), by day; of those that had any. */
export function streamDepartmentDays(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<DepartmentDayLine> {
  const lines = sql<DepartmentDayLine>`(
    select s.agency_id, s.day, a.name as agency, d.name as department, s.members, s.received, s.sent, s.special,
           s.received_correction, s.sent_correction, s.special_correction, s.department_id
    from department_day s join agency a on a.id = s.agency_id join department d on d.id = s.department_id
    where s.day between ${days.from}::date and ${days.to}::date
      ${agencyId === undefined ? sql`` : sql`and s.agency_id = ${agencyId}`})`;
  return picture
    .selectFrom(lines.as('line'))
    .selectAll()
    .orderBy('line.day')
    .orderBy('line.agency')
    .orderBy('line.department')
    .stream(CHUNK_ROWS);
}

export interface ArchiveLine {
  scope_id: number;
  agency_id: number | null;
  year: number;
  scope: string;
  subject: 'person' | 'department';
  official: string | null;
  name: string;
  department: string;
  agency: string;
  received: number;
  sent: number;
  special: number;
  rank_received: number | null;
  rank_sent: number | null;
  owner_id: number;
}

/**
 * The archives of the years that the days touch (운영규정 제8조④), as they were: each owner's line within an agency (`scope` its short
 * name) and within all (`scope` empty). `agencyId`: the agency's own lines, and its owners' lines within all.
 */
export function streamArchive(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<ArchiveLine> {
  const lines = sql<ArchiveLine>`(
    select y.scope as scope_id, y.agency_id, y.year, coalesce(s.short_name, '') as scope, y.subject, o.email as official, y.name,
           y.department, y.agency, y.received, y.sent, y.special, y.rank_received, y.rank_sent, y.owner_id
    from year_archive y left join agency s on s.id = y.scope and y.scope > 0
    left join official o on o.id = y.owner_id and y.subject = 'person'
    where y.year between extract(year from ${days.from}::date) and extract(year from ${days.to}::date)
      ${agencyId === undefined ? sql`` : sql`and (y.scope = ${agencyId} or (y.scope = 0 and y.agency_id = ${agencyId}))`})`;
  return picture
    .selectFrom(lines.as('line'))
    .selectAll()
    .orderBy('line.year')
    .orderBy('line.scope_id')
    .orderBy('line.subject')
    .orderBy('line.owner_id')
    .stream(CHUNK_ROWS);
}

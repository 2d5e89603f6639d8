import { sql } from 'kysely';
import type { Day, Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { countsIn, partRows } from './reach-store.ts';
import type { Head, Neighbour, Places, Reach } from './report.ts';

/** How many held a post in a department on a day. */
export async function countMembers(database: Database, departmentId: number, day: Day): Promise<number> {
  const { rows } = await sql<{ members: number }>`
    select count(*)::int as members from posting p where p.department_id = ${departmentId} and p.during @> ${day}::date`.execute(
    database,
  );
  return rows[0]?.members ?? 0;
}

/**
 * Who held the head's position in a department during a period, the latest first: a position that ends in 장 or 관 and is no
 * rank (as in migrations/0005_tasks.sql), and not that of a team within it. Nobody: the directory does not say.
 */
export async function findHeads(database: Database, departmentId: number, period: Period): Promise<Head[]> {
  const { rows } = await sql<{ name: string; rank: string; position: string; first: Day; last: Day | null }>`
    select o.name, p.rank, p.position, greatest(lower(p.during), ${period.from}::date) as first,
           case when upper(p.during) < ${period.until}::date then upper(p.during) - 1 end as last
    from posting p join official o on o.id = p.official_id join department d on d.id = p.department_id
    where p.department_id = ${departmentId} and p.during && daterange(${period.from}::date, ${period.until}::date)
      and p.position ~ '(장|(?<!주무|사무|서기|연구|지도|조사|이사)관)$'
      and (p.position !~ '(팀|계|반)장$' or d.name ~ '(팀|계|반)$')
    order by 4 desc, o.id limit 5`.execute(database);
  return rows.map((row) => ({ ...row, last: row.last ?? undefined }));
}

/**
 * Where a department stands by its fixed days of a period, corrections included, in its agency and in the government: the days
 * never move, so neither does its place once the period is over.
 */
export async function findPlaces(database: Database, departmentId: number, period: Period): Promise<Places> {
  const { rows } = await sql<{
    scope: 'agency' | 'government';
    side: 'received' | 'sent';
    rank: number;
    tied: boolean;
    of: number;
  }>`
    with total as materialized (
      select department_id, agency_id, sum(received + received_correction) as received, sum(sent + sent_correction) as sent
      from department_day where day >= ${period.from}::date and day < ${period.until}::date group by 1, 2),
    point as (
      select t.department_id, t.agency_id, s.side, s.points
      from total t cross join lateral (values ('received', t.received), ('sent', t.sent)) as s (side, points) where s.points > 0)
    select v.scope, mine.side, (1 + count(*) filter (where o.points > mine.points))::int as rank,
           bool_or(o.points = mine.points and o.department_id <> mine.department_id) as tied, count(*)::int as of
    from point mine cross join (values ('agency'), ('government')) as v (scope)
    join point o on o.side = mine.side and (v.scope = 'government' or o.agency_id = mine.agency_id)
    where mine.department_id = ${departmentId} group by 1, 2`.execute(database);
  const find = (scope: string, side: string) => {
    const row = rows.find((one) => one.scope === scope && one.side === side);
    return row && { rank: row.rank, tied: row.tied, of: row.of };
  };
  const both = (scope: string) => ({ received: find(scope, 'received'), sent: find(scope, 'sent') });
  return { agency: both('agency'), government: both('government') };
}

/**
 * Other agencies from which a department's people had help and which they helped, the five with most points each way, by gifts
 * that count in the period. Found through those who held a post there, and the department's own accounts.
 */
export async function findNeighbours(
  database: Database,
  department: { id: number; agencyId: number },
  period: Period,
  reach: Reach,
): Promise<{ helpedUs: Neighbour[]; weHelped: Neighbour[] }> {
  const during = sql`g.given_on >= ${period.from}::date and g.given_on < ${period.until}::date`;
  const { rows } = await sql<Neighbour & { direction: 'helpedUs' | 'weHelped' }>`
    with member as materialized (
      select distinct official_id from posting
      where department_id = ${department.id} and during && daterange(${period.from}::date, ${period.until}::date)),
    found as (
      select 'helpedUs' as direction, g.id, g.recipient_agency_id as other_id, g.points, g.given_on
      from member m join gift g on g.giver_id = m.official_id and g.giver_department_id = ${department.id} and ${during}
      union all
      select 'weHelped', g.id, g.giver_agency_id, g.points, g.given_on
      from member m join gift g on g.recipient_id = m.official_id and g.recipient_department_id = ${department.id} and ${during}
      union all
      select 'weHelped', g.id, g.giver_agency_id, g.points, g.given_on
      from account a join transfer t on t.credit_account_id = a.id join gift g on g.id = t.id and g.recipient_id is null
      where a.kind = 'department' and a.owner_id = ${department.id}
        and a.period >= date_trunc('year', ${period.from}::date) and a.period < ${period.until}::date),
    line as (
      select f.direction, f.other_id, sum(f.points)::int as points, count(*)::int as gifts,
             row_number() over (partition by f.direction order by sum(f.points) desc, f.other_id) as n
      from found f join ${partRows(reach.parts)} on f.given_on >= part.first and f.given_on < part.after
      where f.other_id <> ${department.agencyId} and ${countsIn(sql`f.id`)} group by 1, 2)
    select l.direction, a.short_name as agency, l.points, l.gifts
    from line l join agency a on a.id = l.other_id where l.n <= 5 order by l.direction, l.n`.execute(
    database,
  );
  const towards = (direction: string) =>
    rows
      .filter((row) => row.direction === direction)
      .map(({ agency, points, gifts }) => ({ agency, points, gifts }));
  return { helpedUs: towards('helpedUs'), weHelped: towards('weHelped') };
}

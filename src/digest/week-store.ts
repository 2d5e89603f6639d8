import { sql } from 'kysely';
import { addDays, type Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Cut, Neighbour, RankedDepartment, RankedPerson, WeekFigures } from './digest.ts';
import { RANKED, WEEKS_AVERAGED } from './rules.ts';

/**
 * Figures of a week for all agencies at once, out of what was sealed up to the rollups' position: nothing else is counted,
 * though it be visible. To be read in one snapshot.
 */
export interface Reach {
  position: number;
  /** The chain's hash at the position, in hex. */
  head: string;
  asOf: Date;
}

/** Whether a column is the one agency that is asked for. */
function mineOf(only: number | undefined) {
  return (column: string) => (only === undefined ? sql`true` : sql`${sql.ref(column)} = ${only}`);
}

/** How far the rollups reach in this snapshot; undefined before the first. */
export async function findReach(database: Database): Promise<Reach | undefined> {
  const { rows } = await sql<{ position: number; as_of: Date; head: string }>`
    select r.position, r.as_of, coalesce(encode(s.hash, 'hex'), repeat('0', 64)) as head
    from rollup_position r left join seal s on s.position = r.position`.execute(database);
  const row = rows[0];
  return row && { position: row.position, head: row.head, asOf: row.as_of };
}

export interface DigestAgency {
  id: number;
  name: string;
  shortName: string;
}

/** Agencies that existed in the week, and whoever moved points in it all the same. */
export async function findDigestAgencies(
  database: Database,
  week: Day,
  only: number | undefined,
): Promise<DigestAgency[]> {
  const { rows } = await sql<{ id: number; name: string; short_name: string }>`
    select a.id, a.name, a.short_name from digest_agencies(${week}::date) a
    where ${only ?? null}::int is null or a.id = ${only ?? null}
    order by a.id`.execute(database);
  return rows.map((row) => ({ id: row.id, name: row.name, shortName: row.short_name }));
}

/** Received and sent by agency in the week and the 12 before it, from the matrix. */
export async function findFigures(
  database: Database,
  week: Day,
  only: number | undefined,
): Promise<Map<number, Map<Day, WeekFigures>>> {
  const { rows } = await sql<{ agency_id: number; week: Day; side: 'received' | 'sent'; points: number }>`
    select coalesce(w.recipient_agency_id, w.giver_agency_id) as agency_id, w.week,
           case when w.giver_agency_id is null then 'received' else 'sent' end as side, sum(w.points)::int as points
    from agency_week w
    where w.week >= ${addDays(week, -7 * WEEKS_AVERAGED)}::date and w.week <= ${week}::date
    group by grouping sets ((w.week, w.recipient_agency_id), (w.week, w.giver_agency_id))
    having sum(w.points) <> 0
      and ${only === undefined ? sql`true` : sql`coalesce(w.recipient_agency_id, w.giver_agency_id) = ${only}`}`.execute(
    database,
  );
  const found = new Map<number, Map<Day, WeekFigures>>();
  for (const row of rows) {
    const weeks = found.get(row.agency_id) ?? new Map<Day, WeekFigures>();
    found.set(row.agency_id, weeks);
    const figures = weeks.get(row.week) ?? { week: row.week, received: 0, sent: 0 };
    weeks.set(row.week, figures);
    figures[row.side] = row.points;
  }
  return found;
}

/** The first week in which anything happened, in the books or to a task. */
export async function findBeginning(database: Database): Promise<Day | undefined> {
  const { rows } = await sql<{ began: Day | null }>`
    select least((select min(week) from agency_week),
                 (select date_trunc('week', min(occurred_at) at time zone 'Asia/Seoul')::date from task_event)) as began`.execute(
    database,
  );
  return rows[0]?.began ?? undefined;
}

/** Other agencies of the week by agency; `within`: points that stayed in it. */
export type Neighbours = { helpedUs: Cut<Neighbour>; weHelped: Cut<Neighbour>; within: number };

/** The matrix's row and column of each agency in the week: whom it thanked (they helped), and who thanked it; the own one apart. */
export async function findNeighbours(
  database: Database,
  week: Day,
  only: number | undefined,
): Promise<Map<number, Neighbours>> {
  const mine = mineOf(only);
  const { rows } = await sql<{
    agency_id: number;
    direction: 'helpedUs' | 'weHelped' | 'within';
    agency: string;
    points: number;
    gifts: number;
    total: number;
  }>`
    with matrix as (select * from agency_week w where w.week = ${week}::date and w.points > 0),
    line as (
      select 'helpedUs' as direction, giver_agency_id as agency_id, recipient_agency_id as other_id, points, gifts,
             row_number() over (partition by giver_agency_id order by points desc, recipient_agency_id) as n,
             count(*) over (partition by giver_agency_id)::int as total
      from matrix where giver_agency_id <> recipient_agency_id and ${mine('giver_agency_id')}
      union all
      select 'weHelped', recipient_agency_id, giver_agency_id, points, gifts,
             row_number() over (partition by recipient_agency_id order by points desc, giver_agency_id),
             count(*) over (partition by recipient_agency_id)::int
      from matrix where giver_agency_id <> recipient_agency_id and ${mine('recipient_agency_id')}
      union all
      select 'within', giver_agency_id, giver_agency_id, points, gifts, 1, 1
      from matrix where giver_agency_id = recipient_agency_id and ${mine('giver_agency_id')})
    select l.agency_id, l.direction, a.short_name as agency, l.points, l.gifts, l.total
    from line l join agency a on a.id = l.other_id
    where l.n <= 5 order by l.agency_id, l.direction, l.n`.execute(database);
  const found = new Map<number, Neighbours>();
  for (const { agency_id, direction, total, ...line } of rows) {
    const none = () => ({ total: 0, items: [] });
    const one = found.get(agency_id) ?? { helpedUs: none(), weHelped: none(), within: 0 };
    found.set(agency_id, one);
    if (direction === 'within') one.within = line.points;
    else {
      one[direction].total = total;
      one[direction].items.push(line);
    }
  }
  return found;
}

export interface AgencyGifts {
  people: { received: RankedPerson[]; sent: RankedPerson[] };
  departments: { received: RankedDepartment[]; sent: RankedDepartment[] };
  thanks: number[];
  pairs: Cut<{ a: string; b: string; aToB: number; bToA: number }>;
}

export function noGifts(): AgencyGifts {
  return {
    people: { received: [], sent: [] },
    departments: { received: [], sent: [] },
    thanks: [],
    pairs: { total: 0, items: [] },
  };
}

type GiftRow = { agency_id: number } & (
  | { section: 'person'; side: 'received' | 'sent'; items: RankedPerson[] }
  | { section: 'department'; side: 'received' | 'sent'; items: RankedDepartment[] }
  | { section: 'thanks'; items: number[] }
  | { section: 'pair'; items: AgencyGifts['pairs']['items']; total: number }
);

/**
 * What only the week's gifts themselves tell, in one pass over them: the ten first of each ranking, three thank-you messages
 * and pairs that gave each other.
 *
 * Messages worth reading, by a plain rule: those that ours received and everybody may read; the longest of each agency
 * before any second one; from other agencies first; agencies that we heard least from in the week first.
 */
export async function findWeekOfGifts(
  database: Database,
  week: Day,
  position: number,
  only: number | undefined,
): Promise<Map<number, AgencyGifts>> {
  const found = new Map<number, AgencyGifts>();
  const days = sql`g.given_on >= ${week}::date and g.given_on < ${week}::date + 7`;
  // Plus 0: the planner would walk the index of numbers from either end of the books until it meets the week.
  const { rows: bounds } = await sql<{ lowest: number | null; highest: number | null }>`
    select min(g.id + 0) as lowest, max(g.id + 0) as highest from gift g where ${days}`.execute(database);
  const { lowest, highest } = bounds[0] ?? {};
  if (lowest === null || lowest === undefined || highest === null || highest === undefined) return found;
  // The planner thinks little of a week of gifts, as it takes each condition for itself. Hence no joins of them: they are held
  // against lists that are hashed.
  const between = (column: string) =>
    sql`${sql.ref(column)} between ${lowest}::bigint and ${highest}::bigint`;
  const mine = (column: string) => (only === undefined ? sql`true` : sql`${sql.ref(column)} = ${only}`);
  const { rows } = await sql<GiftRow>`
    with taken_back as materialized (
      select v.reverses_id as id from transfer v
      cross join lateral (select from seal s where s.transfer_id = v.id and s.position <= ${position} offset 0) as sealed
      where v.reverses_id is not null and ${between('v.reverses_id')}),
    -- What is seen but was not sealed by then: hardly anything, and cheaper to know than to ask of each gift.
    beyond as materialized (
      -- Of this week only: at the first rollup of large books nearly all is beyond.
      select s.transfer_id as id from seal s where s.position > ${position} and ${between('s.transfer_id')}
      union all
      select t.id from transfer t
      where ${between('t.id')} and not exists (select from seal s where s.transfer_id = t.id and ${between('s.transfer_id')})),
    week_gift as materialized (
      select g.id, g.giver_id, g.giver_agency_id, g.giver_department_id, g.recipient_id, g.recipient_agency_id,
             g.recipient_department_id, g.points, octet_length(g.message) as length
      from gift g
      where ${days} and g.id not in (select id from taken_back) and g.id not in (select id from beyond)
        and (${mine('g.giver_agency_id')} or ${mine('g.recipient_agency_id')})),
    total as (
      select 1 as list, g.recipient_agency_id as agency_id, g.recipient_id as owner_id,
             max(g.recipient_department_id) as department_id, sum(g.points)::int as points
      from week_gift g where g.recipient_id is not null and ${mine('g.recipient_agency_id')} group by 2, 3
      union all
      select 2, g.giver_agency_id, g.giver_id, max(g.giver_department_id), sum(g.points)::int
      from week_gift g where ${mine('g.giver_agency_id')} group by 2, 3
      union all
      select 3, g.recipient_agency_id, g.recipient_department_id, g.recipient_department_id, sum(g.points)::int
      from week_gift g where ${mine('g.recipient_agency_id')} group by 2, 3
      union all
      select 4, g.giver_agency_id, g.giver_department_id, g.giver_department_id, sum(g.points)::int
      from week_gift g where ${mine('g.giver_agency_id')} group by 2, 3),
    cut as (
      select * from (
        select *, row_number() over (partition by agency_id * 4 + list order by (points::bigint << 32) - owner_id desc) as n from total) t
      where n <= ${RANKED}),
    ranked as (
      select *, rank() over (partition by agency_id, list order by points desc)::int as rank from cut),
    hidden as materialized (
      select distinct on (h.gift_id) h.gift_id, h.hidden from gift_visibility h where ${between('h.gift_id')}
      order by h.gift_id, h.id desc),
    -- The longest of each pair of agencies, of equals the first: length and number in one figure need no sorting.
    message as (
      select g.recipient_agency_id as agency_id, g.giver_agency_id as other_id, sum(g.points) as heard,
             max((g.length::bigint << 40) - g.id) filter (where g.id not in (select gift_id from hidden where hidden)) as best
      from week_gift g where ${mine('g.recipient_agency_id')} group by 1, 2),
    -- Whoever heard from fewer than three agencies is shown more from each: only their messages are sorted.
    few as materialized (select agency_id from message where best is not null group by 1 having count(*) < 3),
    readable as (
      select agency_id, other_id, heard, best, 1 as turn from message where agency_id not in (select agency_id from few)
      union all
      select r.agency_id, r.other_id, r.heard, r.best, r.turn from (
        select b.agency_id, b.other_id, sum(b.points) over (partition by b.agency_id, b.other_id) as heard, b.best,
               row_number() over (partition by b.agency_id, b.other_id order by b.best desc nulls last) as turn
        from (
          select g.recipient_agency_id as agency_id, g.giver_agency_id as other_id, g.points,
                 case when g.id not in (select gift_id from hidden where hidden) then (g.length::bigint << 40) - g.id end as best
          from week_gift g where (g.recipient_agency_id in (select agency_id from few)) is true) b) r
      where r.turn <= 3),
    chosen as (
      select m.agency_id, ((m.best + (1::bigint << 40) - 1) >> 40 << 40) - m.best as id,
             row_number() over (partition by m.agency_id order by m.turn, m.other_id = m.agency_id, m.heard, m.best desc) as n
      from readable m where m.best is not null),
    -- As one figure each, and held against a list that is hashed: "is true" keeps the planner from joining.
    pair as materialized (
      select g.giver_id as a_id, g.recipient_id as b_id
      from week_gift g
      where g.giver_id < g.recipient_id and (g.giver_id::bigint << 32 | g.recipient_id in (
        select h.recipient_id::bigint << 32 | h.giver_id from week_gift h where h.recipient_id < h.giver_id)) is true
      group by 1, 2),
    exchanged as (
      select x.a_id, x.b_id, sum(g.points) filter (where g.giver_id = x.a_id)::int as a_to_b,
             sum(g.points) filter (where g.giver_id = x.b_id)::int as b_to_a,
             array_agg(g.giver_agency_id) || array_agg(g.recipient_agency_id) as agencies
      from week_gift g join pair x on x.a_id = least(g.giver_id, g.recipient_id) and x.b_id = greatest(g.giver_id, g.recipient_id)
      where g.recipient_id is not null group by 1, 2),
    mutual as (
      select o.agency_id, x.a_id, x.b_id, x.a_to_b, x.b_to_a,
             row_number() over (partition by o.agency_id order by x.a_to_b + x.b_to_a desc, x.a_id, x.b_id) as n,
             count(*) over (partition by o.agency_id)::int as total
      from exchanged x cross join lateral (select distinct unnest(x.agencies) as agency_id) o
      where ${mine('o.agency_id')})
    select case when r.list <= 2 then 'person' else 'department' end as section,
           case when r.list % 2 = 1 then 'received' else 'sent' end as side, r.agency_id,
           json_agg(case when r.list <= 2
             then json_build_object('rank', r.rank, 'name', (select o.name from official o where o.id = r.owner_id), 'department', d.name,
                                    'points', r.points)
             else json_build_object('rank', r.rank, 'name', d.name, 'points', r.points) end order by r.n) as items,
           null::int as total
    from ranked r left join department d on d.id = r.department_id
    group by r.list, r.agency_id
    union all
    select 'thanks', null, c.agency_id, json_agg(c.id order by c.n), null from chosen c where c.n <= 3 group by 3
    union all
    select 'pair', null, m.agency_id,
           json_agg(json_build_object('a', (select o.name from official o where o.id = m.a_id),
                                      'b', (select o.name from official o where o.id = m.b_id), 'aToB', m.a_to_b, 'bToA', m.b_to_a) order by m.n), max(m.total)
    from mutual m where m.n <= 20 group by 3`.execute(database);
  for (const row of rows) {
    const one = found.get(row.agency_id) ?? noGifts();
    found.set(row.agency_id, one);
    switch (row.section) {
      case 'person':
        one.people[row.side] = row.items;
        break;
      case 'department':
        one.departments[row.side] = row.items;
        break;
      case 'thanks':
        one.thanks = row.items;
        break;
      case 'pair':
        one.pairs = { total: row.total, items: row.items };
    }
  }
  return found;
}

/** Givers of a month's last three days with what they gave in all of it; only those with at least four gifts' worth. */
export async function findMonthEndGivers(
  database: Database,
  days: { from: Day; last: Day },
  position: number,
  only: number | undefined,
): Promise<Map<number, Array<{ name: string; total: number; lastDays: number }>>> {
  const standing = sql`exists (select from seal s where s.transfer_id = g.id and s.position <= ${position})
    and not exists (select from transfer v join seal z on z.transfer_id = v.id and z.position <= ${position} where v.reverses_id = g.id)`;
  const { rows } = await sql<{ agency_id: number; name: string; total: number; last_days: number }>`
    with giver as (
      select g.giver_agency_id as agency_id, g.giver_id, sum(g.points) as rough from gift g
      where g.given_on >= ${days.from}::date and g.given_on <= ${days.last}::date
        and (${only ?? null}::int is null or g.giver_agency_id = ${only ?? null})
      group by 1, 2 having sum(g.points) >= 40)
    select v.agency_id, o.name, m.total, m.last_days
    from giver v join official o on o.id = v.giver_id
    cross join lateral (
      select coalesce(sum(g.points), 0)::int as total,
             coalesce(sum(g.points) filter (where g.given_on >= ${days.from}::date), 0)::int as last_days
      from gift g
      where g.giver_id = v.giver_id and g.giver_agency_id = v.agency_id
        and g.given_on >= date_trunc('month', ${days.last}::date)::date and g.given_on <= ${days.last}::date and ${standing}) m
    order by m.last_days desc, v.giver_id`.execute(database);
  const found = new Map<number, Array<{ name: string; total: number; lastDays: number }>>();
  for (const { agency_id, last_days, ...giver } of rows) {
    const list = found.get(agency_id) ?? [];
    found.set(agency_id, list);
    if (list.length < 200) list.push({ ...giver, lastDays: last_days });
  }
  return found;
}

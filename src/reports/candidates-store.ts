import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { countsIn, partRows } from './reach-store.ts';
import type { Evidence, EvidenceEntry, Reach, Side, Total } from './report.ts';

export interface Counting {
  agencyId: number;
  counted: readonly Side[];
  reach: Reach;
}

/**
 * The gifts that count for `owners`, one side each: those that were received or sent as one of the agency's people, as the
 * gift keeps it (운영규정 제8조②③). A list and what is behind each of its lines are read by this and nothing else.
 */
function countedGifts(
  { agencyId, counted, reach }: Counting,
  owners: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const side = (name: Side) => {
    const own = name === 'received' ? 'recipient' : 'giver';
    const other = name === 'received' ? 'giver' : 'recipient';
    const column = (of: string, what: string) => sql.ref(`g.${of}_${what}`);
    return sql`
      select ${name}::text as side, g.id as number, ${column(own, 'id')} as official_id, ${column(own, 'department_id')} as department_id,
             g.points, g.given_on as day, ${column(other, 'id')} as other_id, ${column(other, 'department_id')} as other_department_id,
             ${column(other, 'agency_id')} as other_agency_id, g.message
      from (${owners}) as owner (id) join gift g on ${column(own, 'id')} = owner.id and ${column(own, 'agency_id')} = ${agencyId}
      join ${partRows(reach.parts)} on g.given_on >= part.first and g.given_on < part.after
      where ${countsIn(sql`g.id`)}`;
  };
  return sql.join(counted.map(side), sql` union all `);
}

/** Special awards that count for `owners`, as ones of the agency's departments (제9조: apart). */
function countedAwards({ agencyId, reach }: Counting, owners: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select w.id as number, w.official_id, t.amount as points, seoul_day(t.occurred_at) as day, g.reason
    from (${owners}) as owner (id) join special_award w on w.official_id = owner.id
    join department d on d.id = w.department_id and d.agency_id = ${agencyId}
    join special_grant g on g.id = w.grant_id
    join transfer t on t.id = w.id
    join ${partRows(reach.parts)} on t.occurred_at >= seoul_start(part.first) and t.occurred_at < seoul_start(part.after)
    where ${countsIn(sql`t.id`)}`;
}

/** Everybody who has anything in the years concerned, as the rollups or the archive know them: indexes lead to their gifts. */
function everybody({ agencyId, reach }: Counting): RawBuilder<unknown> {
  const years = reach.parts.map(({ from }) => Number(from.slice(0, 4)));
  return sql`
    select owner_id from standing where scope = ${agencyId} and span = 'year' and subject = 'person'
      and period = any(${years.map((year) => `${year}-01-01`)}::date[])
    union
    select owner_id from year_archive where scope = ${agencyId} and subject = 'person' and year = any(${years}::int[])`;
}

interface TotalRow {
  official_id: number;
  name: string;
  department: string;
  received: number;
  sent: number;
  special: number;
  gifts: number;
  counterparts: number;
  other_agencies: number;
  has_left: boolean;
  agency_id_today: number | null;
  agency_today: string | null;
  department_today: string | null;
}

/**
 * What each of an agency's people received or sent in a period, those with any points only, in no order. Gifts taken back count
 * nowhere, hidden ones do (제10조), gifts to a department as such belong to nobody in it. A side that is not counted is 0.
 * @param today where people are by the directory of this day
 * @param officialId of this person alone
 */
export async function findTotals(
  database: Database,
  counting: Counting,
  today: Day,
  officialId?: number,
): Promise<Total[]> {
  const owners = officialId === undefined ? everybody(counting) : sql`select ${officialId}::int as owner_id`;
  const last = counting.reach.parts.at(-1);
  const archivedYear = last?.closedBefore === undefined ? null : Number(last.from.slice(0, 4));
  const { rows } = await sql<TotalRow>`
    with owner as materialized (${owners}),
    act as (${countedGifts(counting, sql`select owner_id from owner`)}),
    total as (
      select official_id, coalesce(sum(points) filter (where side = 'received'), 0)::int as received,
             coalesce(sum(points) filter (where side = 'sent'), 0)::int as sent, count(*)::int as gifts,
             count(distinct coalesce('p' || other_id, 'd' || other_department_id))::int as counterparts,
             (count(distinct other_agency_id) filter (where other_agency_id <> ${counting.agencyId}))::int as other_agencies,
             (array_agg(department_id order by day desc, number desc))[1] as department_id
      from act group by official_id),
    award as (
      select official_id, sum(points)::int as points from (${countedAwards(counting, sql`select official_id from total`)}) w group by 1)
    select t.official_id, coalesce(y.name, o.name) as name, coalesce(y.department, d.name) as department, t.received, t.sent,
           coalesce(w.points, 0) as special, t.gifts, t.counterparts, t.other_agencies,
           o.status = 'left' or p.id is null as has_left, p.agency_id as agency_id_today, a.short_name as agency_today,
           q.name as department_today
    from total t join official o on o.id = t.official_id join department d on d.id = t.department_id
    left join award w on w.official_id = t.official_id
    left join year_archive y on y.year = ${archivedYear}::int and y.subject = 'person' and y.scope = ${counting.agencyId} and y.owner_id = t.official_id
    left join posting p on p.official_id = o.id and p.during @> ${today}::date
    left join agency a on a.id = p.agency_id left join department q on q.id = p.department_id`.execute(
    database,
  );
  return rows.map((row) => ({
    officialId: row.official_id,
    name: row.name,
    department: row.department,
    received: row.received,
    sent: row.sent,
    special: row.special,
    gifts: row.gifts,
    counterparts: row.counterparts,
    otherAgencies: row.other_agencies,
    today: {
      left: row.has_left,
      agencyId: row.agency_id_today ?? undefined,
      agency: row.agency_today ?? '',
      department: row.department_today ?? '',
    },
  }));
}

interface EvidenceRow {
  side: EvidenceEntry['side'];
  number: number;
  day: Day;
  points: number;
  other: string;
  other_place: string;
  words: string | null;
  taken_back_later: Day | null;
  total: number;
  received: number;
  sent: number;
  special: number;
}

/** A page of what is behind one person's line, the newest first, with what all of it comes to. */
export async function findEvidence(
  database: Database,
  counting: Counting,
  officialId: number,
  page: { offset: number; limit: number },
): Promise<Evidence> {
  const owner = sql`select ${officialId}::int`;
  const { rows } = await sql<EvidenceRow>`
    with act as (${countedGifts(counting, owner)}),
    entry as (
      select side, number, day, points, other_id, other_department_id, other_agency_id,
             case when not coalesce((select h.hidden from gift_visibility h where h.gift_id = number order by h.id desc limit 1), false)
                  then message end as words
      from act
      union all
      select 'special', number, day, points, null, null, null, reason from (${countedAwards(counting, owner)}) w),
    summed as (
      select entry.*, count(*) over ()::int as total,
             coalesce(sum(points) filter (where side = 'received') over (), 0)::int as received,
             coalesce(sum(points) filter (where side = 'sent') over (), 0)::int as sent,
             coalesce(sum(points) filter (where side = 'special') over (), 0)::int as special
      from entry order by day desc, number desc, side offset ${page.offset} limit ${page.limit})
    select s.side, s.number, s.day, s.points, coalesce(o.name, d.name, '') as other, s.words, s.total, s.received, s.sent, s.special,
           concat_ws(' ', a.short_name, case when o.id is not null then d.name end) as other_place,
           (select seoul_day(r.occurred_at) from transfer r join seal z on z.transfer_id = r.id
            where r.reverses_id = s.number and z.position <= ${counting.reach.position}) as taken_back_later
    from summed s left join official o on o.id = s.other_id left join department d on d.id = s.other_department_id
    left join agency a on a.id = s.other_agency_id
    order by s.day desc, s.number desc, s.side`.execute(database);
  const [first] = rows;
  return {
    entries: rows.map((row) => ({
      side: row.side,
      number: row.number,
      day: row.day,
      points: row.points,
      other: row.other,
      otherPlace: row.other_place,
      words: row.words ?? undefined,
      takenBackLater: row.taken_back_later ?? undefined,
    })),
    total: first?.total ?? 0,
    sums: { received: first?.received ?? 0, sent: first?.sent ?? 0, special: first?.special ?? 0 },
  };
}

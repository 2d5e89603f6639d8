import { type RawBuilder, sql } from 'kysely';
import { addDays, type Day, type Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { DayEntry, DayFigures, Figures } from './report.ts';

/** Up to where days are fixed (운영규정 제8조②③). */
export interface LastClosed {
  day: Day;
  position: number;
}

/** The last day that is fixed; undefined: none is yet. */
export async function findLastClosed(database: Database): Promise<LastClosed | undefined> {
  const row = await database
    .selectFrom('closed_day')
    .select(['day', 'position'])
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row;
}

interface FiguresRow {
  received: number;
  sent: number;
  special: number;
  received_correction: number;
  sent_correction: number;
  special_correction: number;
}

function toFigures(row: FiguresRow): Figures {
  return {
    received: row.received,
    sent: row.sent,
    special: row.special,
    receivedCorrection: row.received_correction,
    sentCorrection: row.sent_correction,
    specialCorrection: row.special_correction,
  };
}

/** A department's fixed days of a period, in order; days on which nothing was booked have no row. */
export async function findFixedDays(
  database: Database,
  departmentId: number,
  period: Period,
): Promise<DayFigures[]> {
  const rows = await database
    .selectFrom('department_day')
    .selectAll()
    .where('department_id', '=', departmentId)
    .where('day', '>=', period.from)
    .where('day', '<', period.until)
    .orderBy('day')
    .execute();
  return rows.map((row) => ({ day: row.day, members: row.members, ...toFigures(row) }));
}

/** Which stretch of the chain a day was fixed by, or would be: what came after `after` for earlier days corrects them. */
export interface DayReach {
  day: Day;
  after: number | undefined;
  position: number;
}

/** The stretch of a day: as it was closed or, while it is not, up to `position`. */
export async function findDayReach(database: Database, day: Day, position: number): Promise<DayReach> {
  const rows = await database
    .selectFrom('closed_day')
    .select(['day', 'position'])
    .where('day', 'in', [day, addDays(day, -1)])
    .execute();
  const before = rows.find((row) => row.day !== day);
  const own = rows.find((row) => row.day === day);
  return { day, after: before?.position, position: own?.position ?? position };
}

/** All acts that make a department's day, counted as `close_day` counts them (migrations/0008_closes.sql). */
function actsOf(departmentId: number, { day, after, position }: DayReach): RawBuilder<unknown> {
  const kinds = sql`t.kind in ('gift', 'special_grant', 'reversal')`;
  return sql`
    with act as (
      select t.id, t.kind, t.amount, coalesce(t.reverses_id, t.id) as original_id, true as of_day
      from transfer t join seal s on s.transfer_id = t.id
      where t.occurred_at >= seoul_start(${day}::date) and t.occurred_at < seoul_start(${day}::date + 1) and s.position <= ${position} and ${kinds}
      union all
      select t.id, t.kind, t.amount, coalesce(t.reverses_id, t.id), false
      from seal s join transfer t on t.id = s.transfer_id
      where s.position > ${after ?? null}::bigint and s.position <= ${position} and t.occurred_at < seoul_start(${day}::date) and ${kinds}),
    signed as (
      select a.id, a.original_id, case when a.kind = 'reversal' then -a.amount else a.amount end as points,
             not (a.of_day and (a.kind <> 'reversal' or (
               select seoul_day(o.occurred_at) from transfer o where o.id = a.original_id) = ${day}::date)) as correction
      from act a)
    select s.*, 'received'::text as side, g.recipient_id as member_id, g.giver_id as other_id,
           g.giver_department_id as other_department_id, g.giver_agency_id as other_agency_id, g.message as words, true as is_gift
    from signed s join gift g on g.id = s.original_id where g.recipient_department_id = ${departmentId}
    union all
    select s.*, 'sent', g.giver_id, g.recipient_id, g.recipient_department_id, g.recipient_agency_id, g.message, true
    from signed s join gift g on g.id = s.original_id where g.giver_department_id = ${departmentId}
    union all
    select s.*, 'special', w.official_id, null, null, null, x.reason, false
    from signed s join special_award w on w.id = s.original_id join special_grant x on x.id = w.grant_id
    where w.department_id = ${departmentId}`;
}

/** The newest `most` days of a period on which anything was booked for a department, in order. */
export async function findBookedDays(
  database: Database,
  departmentId: number,
  period: Period,
  most: number,
): Promise<Day[]> {
  const { rows } = await sql<{ day: Day }>`
    with own as (
      select id from gift where giver_department_id = ${departmentId} or recipient_department_id = ${departmentId}
      union select id from special_award where department_id = ${departmentId})
    select distinct seoul_day(t.occurred_at) as day from transfer t
    where (t.id in (select id from own) or t.reverses_id in (select id from own))
      and t.occurred_at >= seoul_start(${period.from}::date) and t.occurred_at < seoul_start(${period.until}::date)
    order by day desc limit ${most}`.execute(database);
  return rows.map(({ day }) => day).reverse();
}

/** What a day that is not fixed has come to so far. */
export async function findRunningDay(
  database: Database,
  departmentId: number,
  reach: DayReach,
): Promise<DayFigures> {
  const sum = (side: string, correction: boolean) =>
    sql`coalesce(sum(points) filter (where side = ${side} and correction = ${correction}), 0)::int`;
  const { rows } = await sql<FiguresRow & { members: number }>`
    select ${sum('received', false)} as received, ${sum('sent', false)} as sent, ${sum('special', false)} as special,
           ${sum('received', true)} as received_correction, ${sum('sent', true)} as sent_correction,
           ${sum('special', true)} as special_correction,
           (select count(*)::int from posting p where p.department_id = ${departmentId} and p.during @> ${reach.day}::date) as members
    from (${actsOf(departmentId, reach)}) a`.execute(database);
  const [row] = rows;
  if (!row) throw new Error('a sum gave no row');
  return { day: reach.day, members: row.members, ...toFigures(row) };
}

interface DayEntryRow {
  side: DayEntry['side'];
  number: number;
  points: number;
  correction: boolean;
  member: string | null;
  other: string;
  other_place: string;
  words: string | null;
  total: number;
}

/** A page of the acts behind a department's day, in the order in which they were booked; taken back on the same day, both show. */
export async function findDayEntries(
  database: Database,
  departmentId: number,
  reach: DayReach,
  page: { offset: number; limit: number },
): Promise<{ entries: DayEntry[]; total: number }> {
  const { rows } = await sql<DayEntryRow>`
    select e.side, e.original_id as number, e.points, e.correction, m.name as member, coalesce(o.name, d.name, '') as other,
           concat_ws(' ', a.short_name, case when o.id is not null then d.name end) as other_place, e.total,
           case when not e.is_gift or not coalesce(
             (select h.hidden from gift_visibility h where h.gift_id = e.original_id order by h.id desc limit 1), false)
             then e.words end as words
    from (select x.*, count(*) over ()::int as total from (${actsOf(departmentId, reach)}) x
          order by x.id, x.side offset ${page.offset} limit ${page.limit}) e
    left join official m on m.id = e.member_id left join official o on o.id = e.other_id
    left join department d on d.id = e.other_department_id left join agency a on a.id = e.other_agency_id
    order by e.id, e.side`.execute(database);
  return {
    entries: rows.map((row) => ({
      side: row.side,
      number: row.number,
      points: row.points,
      correction: row.correction,
      member: row.member ?? '',
      other: row.other,
      otherPlace: row.other_place,
      words: row.words ?? undefined,
    })),
    total: rows[0]?.total ?? 0,
  };
}

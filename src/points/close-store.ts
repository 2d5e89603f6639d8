import { sql } from 'kysely';
import { addDays, addMonths, type Day, type Month, monthOf, startOfDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';

/** The day to be closed next: the one after the last that is closed, or the first with a transfer; undefined: there is none. */
export async function findDayToClose(database: Database): Promise<Day | undefined> {
  const { rows } = await sql<{ last: Day | null; first: Day | null }>`
    select c.last, case when c.last is null then (select seoul_day(min(occurred_at)) from transfer) end as first
    from (select max(day) as last from closed_day) c`.execute(database);
  const row = rows[0];
  return row?.last ? addDays(row.last, 1) : (row?.first ?? undefined);
}

/** Fixes a day's scores by what was sealed up to `position`; false when they were fixed already. */
export async function appendClosedDay(
  database: Database,
  day: Day,
  position: number,
): Promise<{ closed: boolean; departments: number }> {
  const { rows } = await sql<{ code: string; departments: number }>`
    select code, departments from close_day(${day}::date, ${position}::bigint)`.execute(database);
  return { closed: rows[0]?.code === 'closed', departments: rows[0]?.departments ?? 0 };
}

/** The last month whose allowances lapsed, and the first in which anybody had one. */
export async function findMonthsOfAllowances(
  database: Database,
): Promise<{ lastClosed: Month | undefined; first: Month | undefined }> {
  const { rows } = await sql<{ last: Day | null; first: Day | null }>`
    select c.last, case when c.last is null then (select min(period) from account where kind = 'allowance') end as first
    from (select max(month) as last from closed_month) c`.execute(database);
  const monthOr = (day: Day | null | undefined) => (day ? monthOf(day) : undefined);
  return { lastClosed: monthOr(rows[0]?.last), first: monthOr(rows[0]?.first) };
}

/**
 * Lets what is left of `limit` accounts of a past month lapse, from the one after `after` on.
 * @returns the account after which the next call begins; undefined: that was the last
 */
export async function appendLapses(
  database: Database,
  month: Month,
  at: { now: Date; day: Day; after: number; limit: number },
): Promise<number | undefined> {
  const { now, day, after, limit } = at;
  const { rows } = await sql<{ next_after: number | null }>`
    select next_after from post_lapse(${`${month}-01`}::date, ${now}, ${day}::date, ${after}::bigint, ${limit})`.execute(
    database,
  );
  return rows[0]?.next_after ?? undefined;
}

/**
 * Officials by agency who held a post at a month's end and never opened its allowance: nothing was booked for them.
 *
 * Whether they had left by then is told by the first change of status after it that an import has logged; of changes made by
 * other means there is no history, so that today's status counts. A posting corrected later counts as it is now.
 */
export async function countUntouchedAllowances(
  database: Database,
  month: Month,
): Promise<Array<{ agencyId: number; officials: number }>> {
  const lastDay = addDays(`${addMonths(month, 1)}-01`, -1);
  const { rows } = await sql<{ agency_id: number; officials: number }>`
    with changed as materialized (
      select distinct on (l.subject) l.subject, split_part(l.reason, ' → ', 1) as before from access_log l
      where l.action = 'change_status' and l.occurred_at >= ${startOfDay(addDays(lastDay, 1))} order by l.subject, l.id)
    select p.agency_id, count(*)::int as officials
    from posting p join official o on o.id = p.official_id left join changed c on c.subject = 'official:' || o.id
    where p.during @> ${lastDay}::date and coalesce(c.before, o.status) <> 'left'
      and not exists (
        select from account a where a.kind = 'allowance' and a.owner_id = p.official_id and a.period = ${`${month}-01`}::date)
    group by 1 order by 1`.execute(database);
  return rows.map((row) => ({ agencyId: row.agency_id, officials: row.officials }));
}

/** What a month's close came to. */
export interface ClosedMonth {
  month: Month;
  lapsedAccounts: number;
  lapsedPoints: number;
  untouchedOfficials: number;
  untouchedPoints: number;
}

/** Records that a month's allowances lapsed; undefined when that was on record already. */
export async function appendClosedMonth(
  database: Database,
  month: Month,
  untouched: { officials: number; points: number },
): Promise<ClosedMonth | undefined> {
  const { rows } = await sql<{ code: string }>`
    select code from close_month(${`${month}-01`}::date, ${untouched.officials}, ${untouched.points}::bigint)`.execute(
    database,
  );
  if (rows[0]?.code !== 'closed') return undefined;
  const row = await database
    .selectFrom('closed_month')
    .selectAll()
    .where('month', '=', `${month}-01`)
    .executeTakeFirstOrThrow();
  return {
    month,
    lapsedAccounts: row.lapsed_accounts,
    lapsedPoints: row.lapsed_points,
    untouchedOfficials: row.untouched_officials,
    untouchedPoints: row.untouched_points,
  };
}

/** The year to be archived next, if its last day is closed. */
export async function findYearToArchive(database: Database): Promise<number | undefined> {
  const { rows } = await sql<{ year: number }>`
    with next as (
      select coalesce((select max(year) + 1 from closed_year), (select extract(year from min(day))::int from closed_day)) as year)
    select n.year from next n where exists (select from closed_day d where d.day = make_date(n.year, 12, 31))`.execute(
    database,
  );
  return rows[0]?.year;
}

/**
 * Removes up to `limit` standings of archived years, which are read from the archive (운영규정 제8조④).
 * @returns how many there were; fewer than `limit`: those were the last
 */
export async function deleteArchivedStandings(database: Database, limit: number): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`
    select drop_archived_standings(${limit}::int) as dropped`.execute(database);
  return rows[0]?.dropped ?? 0;
}

/** Archives a year; undefined when it was archived already. */
export function appendYearArchive(
  database: Database,
  year: number,
): Promise<{ people: number; departments: number } | undefined> {
  return inTransaction(database, async (tx) => {
    // The pool's limit is for requests; this reads a whole year.
    await sql`set local statement_timeout = 0`.execute(tx);
    const { rows } = await sql<{ code: string; people: number; departments: number }>`
      select code, people, departments from archive_year(${year})`.execute(tx);
    const row = rows[0];
    return row?.code === 'archived' ? { people: row.people, departments: row.departments } : undefined;
  });
}

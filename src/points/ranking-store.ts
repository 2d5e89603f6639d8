import { type RawBuilder, sql } from 'kysely';
import type { Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { PastYear, RankingLine, RankingView } from './gift.ts';

interface LineRow {
  rank: number;
  id: number;
  name: string;
  department: string;
  agency: string;
  points: number;
}

/**
 * The first ranks of a view in a period that is still open, out of the rollups: call `rollUp` before, and say as of when.
 *
 * Points of gifts only: special points are counted apart (운영규정 제9조). Ties share a rank. A department counts what its
 * members received or sent while they were its members, an agency likewise (제8조②③).
 * @param agencyId only what was received or sent as one of this agency; undefined: government-wide
 */
export async function findRanking(
  database: Database,
  view: RankingView,
  period: Period,
  agencyId: number | undefined,
  limit: number,
): Promise<RankingLine[]> {
  const span = view.span === 'month' || view.span === 'half' ? view.span : 'year';
  const { rows } = await sql<LineRow>`
    with first as (
      select owner_id as id, points, rank() over (order by points desc)::int as rank from standing
      where scope = ${agencyId ?? 0} and span = ${span} and period = ${period.from}::date
        and subject = ${view.subject} and side = ${view.side} and points > 0
      order by points desc, owner_id limit ${limit}
    )
    select f.rank, f.id, f.points, ${view.subject === 'person' ? sql`o.name` : sql`d.name`} as name,
           d.name as department, a.short_name as agency
    from first f
    ${view.subject === 'person' ? sql`join official o on o.id = f.id cross join lateral (${lastPlace(view, period, agencyId)}) p` : sql``}
    join department d on d.id = ${view.subject === 'person' ? sql`p.department_id` : sql`f.id`}
    join agency a on a.id = d.agency_id
    order by f.rank, name, f.id`.execute(database);
  return rows;
}

/** Where a person belonged at the last gift that counts here. */
function lastPlace(view: RankingView, period: Period, agencyId: number | undefined): RawBuilder<unknown> {
  const side = view.side === 'received' ? 'recipient' : 'giver';
  const column = (name: string) => sql.ref(`g.${side}_${name}`);
  return sql`
    select ${column('department_id')} as department_id from gift g
    where ${column('id')} = f.id and g.given_on >= ${period.from}::date and g.given_on < ${period.until}::date
      ${agencyId === undefined ? sql`` : sql`and ${column('agency_id')} = ${agencyId}`}
    order by g.given_on desc, g.id desc limit 1`;
}

/** The first ranks of an archived year (운영규정 제8조④), with names and places as they were; see `findRanking`. */
export async function findArchivedRanking(
  database: Database,
  view: RankingView,
  year: PastYear,
  agencyId: number | undefined,
  limit: number,
): Promise<RankingLine[]> {
  const rank = sql.ref(view.side === 'received' ? 'rank_received' : 'rank_sent');
  const { rows } = await sql<LineRow>`
    with first as (
      select owner_id as id, ${rank} as rank, ${sql.ref(view.side)} as points, name, department, agency from year_archive
      where year = ${Number(year)} and subject = ${view.subject} and scope = ${agencyId ?? 0} and ${rank} is not null
      order by ${rank}, owner_id limit ${limit}
    )
    select * from first order by rank, name, id`.execute(database);
  return rows;
}

/** The years that are archived, newest first. */
export async function listArchivedYears(database: Database): Promise<PastYear[]> {
  const rows = await database.selectFrom('closed_year').select('year').orderBy('year', 'desc').execute();
  return rows.map((row) => String(row.year) as PastYear);
}

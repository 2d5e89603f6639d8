import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Department, Official } from './official.ts';
import { findOfficials } from './store.ts';

/** What a text is compared with: whole names, the beginning of a name, or the beginning of its initial consonants. */
export type NameMatch = { names: string[] } | { prefix: string } | { initials: string };

/** Where to look; absent: everywhere. */
export interface Within {
  agencyIds?: number[];
  departmentIds?: number[];
  /** Those who have left too, by any post they ever held: for looking up what was, never for giving. */
  leavers?: boolean;
}

/**
 * Officials by name, who have not left unless `within` says so, in the order of the name's index. Nobody's posting is looked at
 * unless `within` asks for it, so that a common beginning of a name costs no more than the `limit` people returned.
 */
export async function findPeople(
  database: Database,
  match: NameMatch | undefined,
  within: Within,
  day: Day,
  limit: number,
): Promise<Official[]> {
  const { agencyIds, departmentIds, leavers = false } = within;
  let query = database.selectFrom('official as o').select('o.id').limit(limit);
  if (!leavers) query = query.where('o.status', '<>', 'left');
  if (match && 'names' in match) query = query.where('o.name', 'in', match.names).orderBy('o.id');
  // The order of text_pattern_ops, so that the index yields it without a sort.
  else if (match && 'prefix' in match) {
    query = query
      .where('o.name', 'like', startingWith(match.prefix))
      .orderBy(sql`o.name using ~<~`)
      .orderBy('o.id');
  } else if (match) {
    query = query
      .where('o.initials', 'like', startingWith(match.initials))
      .orderBy(sql`o.initials using ~<~`)
      .orderBy('o.id');
  }
  if (agencyIds ?? departmentIds) {
    query = query.where(({ exists, selectFrom }) => {
      let posted = selectFrom('posting as p')
        .select(sql`1`.as('one'))
        .whereRef('p.official_id', '=', 'o.id')
        .where(sql<boolean>`(p.during @> ${day}::date or o.status = 'left')`);
      if (agencyIds) posted = posted.where('p.agency_id', 'in', agencyIds);
      if (departmentIds) posted = posted.where('p.department_id', 'in', departmentIds);
      return exists(posted);
    });
  }
  const ids = (await query.execute()).map((row) => row.id);
  const found = new Map((await findOfficials(database, ids, day)).map((official) => [official.id, official]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Departments of agencies in force on `day`, by name; those of `agencyIds` only when given. */
export async function findDepartments(
  database: Database,
  match: NameMatch | undefined,
  agencyIds: number[] | undefined,
  day: Day,
  limit: number,
): Promise<Department[]> {
  let query = database
    .selectFrom('department as d')
    .innerJoin('agency as a', 'a.id', 'd.agency_id')
    .select(['d.id', 'd.name', 'a.id as agency_id', 'a.name as agency_name', 'a.short_name as agency_short'])
    .where(sql<boolean>`a.during @> ${day}::date`)
    .limit(limit);
  if (match && 'names' in match) query = query.where('d.name', 'in', match.names);
  else if (match && 'prefix' in match) query = query.where('d.name', 'like', startingWith(match.prefix));
  else if (match) query = query.where('d.initials', 'like', startingWith(match.initials));
  if (agencyIds) query = query.where('a.id', 'in', agencyIds);
  const rows = await query.orderBy(sql`d.name using ~<~`).orderBy('d.id').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    agency: { id: row.agency_id, name: row.agency_name, shortName: row.agency_short },
  }));
}

/** Which of these are names that someone in the directory has. */
export async function findKnownNames(database: Database, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as typed (name)
    where exists (select from official o where o.name = typed.name)`.execute(database);
  return new Set(rows.map((row) => row.name));
}

function startingWith(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}

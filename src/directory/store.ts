import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Department, Official, Role } from './official.ts';

const officialColumns = (database: Database, day: Day) =>
  database
    .selectFrom('official as o')
    .leftJoin('posting as p', (join) =>
      join.onRef('p.official_id', '=', 'o.id').on(sql<boolean>`p.during @> ${day}::date`),
    )
    .leftJoin('department as d', 'd.id', 'p.department_id')
    .leftJoin('agency as a', 'a.id', 'p.agency_id')
    .select([
      'o.id',
      'o.email',
      'o.name',
      'o.role',
      'o.status',
      'p.id as posting_id',
      'p.rank',
      'p.position',
      'd.id as department_id',
      'd.name as department_name',
      'a.id as agency_id',
      'a.name as agency_name',
      'a.short_name as agency_short',
    ]);

type OfficialRow = Awaited<ReturnType<ReturnType<typeof officialColumns>['execute']>>[number];

function toOfficial(row: OfficialRow): Official {
  const posted = row.posting_id !== null && row.department_id !== null && row.agency_id !== null;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role as Role,
    status: row.status as Official['status'],
    posting: posted
      ? { id: row.posting_id as number, rank: row.rank ?? '', position: row.position ?? '' }
      : undefined,
    department: posted ? { id: row.department_id as number, name: row.department_name ?? '' } : undefined,
    agency: posted
      ? { id: row.agency_id as number, name: row.agency_name ?? '', shortName: row.agency_short ?? '' }
      : undefined,
  };
}

/** The official with this id as the directory has them on `day`. */
export async function findOfficial(database: Database, id: number, day: Day): Promise<Official | undefined> {
  const row = await officialColumns(database, day).where('o.id', '=', id).executeTakeFirst();
  return row && toOfficial(row);
}

/**
 * Who looks or acts, as rights go, as the directory has them at this moment: a button's value proves nothing.
 * @throws when there is no such official
 */
export async function findViewer(
  database: Database,
  officialId: number,
  day: Day,
): Promise<
  Pick<Official, 'role' | 'status' | 'agency'> & {
    officialId: number;
    agencyId: number | undefined;
    departmentId: number | undefined;
  }
> {
  const official = await findOfficial(database, officialId, day);
  if (!official) throw new Error(`official ${officialId} is not in the directory`);
  const { role, status, agency, department } = official;
  return { officialId, role, status, agency, agencyId: agency?.id, departmentId: department?.id };
}

/** Several officials by id, in no particular order. */
export async function findOfficials(database: Database, ids: number[], day: Day): Promise<Official[]> {
  if (ids.length === 0) return [];
  const rows = await officialColumns(database, day).where('o.id', 'in', ids).execute();
  return rows.map(toOfficial);
}

/** The official with this e-mail address, in any case of letters. */
export async function findOfficialByEmail(
  database: Database,
  email: string,
  day: Day,
): Promise<Official | undefined> {
  const row = await officialColumns(database, day)
    .where('o.email', '=', email.toLowerCase())
    .executeTakeFirst();
  return row && toOfficial(row);
}

/** Those in the agency, or anywhere, who hold one of `roles` today and have not left. */
export async function findHolders(
  database: Database,
  agencyId: number | 'any',
  roles: Role[],
  day: Day,
): Promise<Official[]> {
  const rows = await officialColumns(database, day)
    .$if(agencyId !== 'any', (query) => query.where('p.agency_id', '=', agencyId as number))
    .where('o.role', 'in', roles)
    .where('o.status', '<>', 'left')
    .orderBy('o.id')
    .execute();
  return rows.map(toOfficial);
}

/** Members of a department on `day` who have not left. */
export async function findMembers(database: Database, departmentId: number, day: Day): Promise<Official[]> {
  const rows = await officialColumns(database, day)
    .where('p.department_id', '=', departmentId)
    .where('o.status', '<>', 'left')
    .orderBy('o.id')
    .execute();
  return rows.map(toOfficial);
}

export async function findDepartment(database: Database, id: number): Promise<Department | undefined> {
  const row = await departmentColumns(database).where('d.id', '=', id).executeTakeFirst();
  return row && toDepartment(row);
}

const departmentColumns = (database: Database) =>
  database
    .selectFrom('department as d')
    .innerJoin('agency as a', 'a.id', 'd.agency_id')
    .select(['d.id', 'd.name', 'a.id as agency_id', 'a.name as agency_name', 'a.short_name as agency_short']);

function toDepartment(row: {
  id: number;
  name: string;
  agency_id: number;
  agency_name: string;
  agency_short: string;
}): Department {
  return {
    id: row.id,
    name: row.name,
    agency: { id: row.agency_id, name: row.agency_name, shortName: row.agency_short },
  };
}

/** Agencies in force on `day`: what a name in a command may refer to. A small list, a few hundred at most. */
export async function findAgencies(
  database: Database,
  day: Day,
): Promise<Array<{ id: number; name: string; shortName: string }>> {
  const rows = await database
    .selectFrom('agency')
    .select(['id', 'name', 'short_name'])
    .where(sql<boolean>`during @> ${day}::date`)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, shortName: row.short_name }));
}

/** The agency of this name or short name: one in force on `day`, else the latest that was called so; full names first. */
export async function findAgencyByName(
  database: Database,
  name: string,
  day: Day,
): Promise<{ id: number; name: string; shortName: string } | undefined> {
  const { rows } = await sql<{ id: number; name: string; shortName: string }>`
    select id, name, short_name as "shortName" from agency where ${name} in (name, short_name)
    order by (during @> ${day}::date) desc, (name = ${name}) desc, upper(during) desc nulls first, id limit 1`.execute(
    database,
  );
  return rows[0];
}

/** An agency by its id, be it in force or not any more: what it was is still asked for. */
export async function findAgencyById(
  database: Database,
  id: number,
): Promise<{ id: number; name: string; shortName: string } | undefined> {
  const row = await database
    .selectFrom('agency')
    .select(['id', 'name', 'short_name'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { id: row.id, name: row.name, shortName: row.short_name };
}

/** Until when an agency was there that is none any more on `day`, and what came after it. */
export async function findAbolition(
  database: Database,
  id: number,
  day: Day,
): Promise<{ name: string; last: Day; successors: string[] } | undefined> {
  const { rows } = await sql<{ name: string; last: Day; successors: string[] }>`
    select name, (upper(during) - 1)::text as last, successors from agency
    where id = ${id} and upper(during) <= ${day}::date`.execute(database);
  return rows[0];
}

/** The agency whose officials use this e-mail domain most, and undefined when nobody does. */
export async function findAgencyOfDomain(
  database: Database,
  domain: string,
  day: Day,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('official as o')
    .innerJoin('posting as p', 'p.official_id', 'o.id')
    .select('p.agency_id')
    .where(sql<string>`split_part(o.email, '@', 2)`, '=', domain.toLowerCase())
    .where(sql<boolean>`p.during @> ${day}::date`)
    .groupBy('p.agency_id')
    .orderBy(sql`count(*)`, 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.agency_id;
}

export interface AccessEntry {
  actorId: number | null;
  actorLabel: string;
  action: string;
  subject: string;
  reason?: string;
  origin?: string;
  /** Whose data, by which the log is searched (제8조: 처리한 정보주체 정보). */
  about?: { officialIds?: readonly number[]; agencyIds?: readonly number[] };
}

/** Writes who did what to whose data, and why; the table refuses changes (안전성 확보조치 기준: kept, not editable). */
export async function appendAccess(database: Database, entry: AccessEntry): Promise<void> {
  const ids = (of: readonly number[] | undefined) => (of?.length ? [...new Set(of)] : null);
  await database
    .insertInto('access_log')
    .values({
      actor_id: entry.actorId,
      actor_label: entry.actorLabel,
      action: entry.action,
      subject: entry.subject,
      reason: entry.reason ?? '',
      origin: entry.origin ?? '',
      subject_official_ids: ids(entry.about?.officialIds),
      subject_agency_ids: ids(entry.about?.agencyIds),
    })
    .execute();
}

/** Logs what somebody did or looked at in chat, or tried to: written before it is answered or shown (제8조). */
export function logAct(
  database: Database,
  officialId: number,
  { teamId, ...entry }: Omit<AccessEntry, 'actorId' | 'actorLabel' | 'origin'> & { teamId: string },
): Promise<void> {
  const actor = { actorId: officialId, actorLabel: `official:${officialId}` };
  return appendAccess(database, { ...actor, origin: `slack:${teamId}`, ...entry });
}

/** CCOs(혁신책임관) of some agencies on a day, and operators where there is none. */
export async function findCcos(
  database: Database,
  agencyIds: readonly number[],
  day: Day,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct cco.id from unnest(${[...agencyIds]}::int[]) as a (id)
    cross join lateral ccos_of(a.id, ${day}::date) as cco (id) order by cco.id`.execute(database);
  return rows.map((row) => row.id);
}

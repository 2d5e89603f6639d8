import { sql } from 'kysely';
import { addDays, startOfDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { AccessEntry, AccessFilter } from './record.ts';

const NAMES_SHOWN = 5;

/**
 * Entries of the access log, newest first. With a person: what was about them or done by them.
 * @param page.before older than this entry; absent: from the newest on
 */
export function findAccess(
  database: Database,
  filter: AccessFilter,
  page: { before: number | undefined; limit: number },
): Promise<AccessEntry[]> {
  const { officialId } = filter;
  // Two searches by index: with `or` the planner may walk the whole log.
  const person =
    officialId === undefined
      ? sql`true`
      : sql`l.id in (select p.id from access_log p where p.subject_official_ids @> array[${officialId}::int]
                     union select p.id from access_log p where p.actor_id = ${officialId})`;
  return find(database, person, filter, page);
}

/** What others did with the data of one person, newest first. */
export function findAccessTo(
  database: Database,
  officialId: number,
  filter: AccessFilter,
  page: { before: number | undefined; limit: number },
): Promise<AccessEntry[]> {
  const mine = sql`l.subject_official_ids @> array[${officialId}::int] and l.actor_id is distinct from ${officialId}`;
  // Whom else an entry concerns is none of theirs.
  return find(database, mine, filter, page, officialId);
}

async function find(
  database: Database,
  where: ReturnType<typeof sql>,
  { agencyId, from, to }: AccessFilter,
  { before, limit }: { before: number | undefined; limit: number },
  only?: number,
): Promise<AccessEntry[]> {
  const conditions = [
    where,
    ...(agencyId === undefined ? [] : [sql`l.subject_agency_ids @> array[${agencyId}::int]`]),
    ...(from === undefined ? [] : [sql`l.occurred_at >= ${startOfDay(from)}`]),
    ...(to === undefined ? [] : [sql`l.occurred_at < ${startOfDay(addDays(to, 1))}`]),
    ...(before === undefined
      ? []
      : [sql`(l.occurred_at, l.id) < (select b.occurred_at, b.id from access_log b where b.id = ${before})`]),
  ];
  const { rows } = await sql<{
    id: number;
    occurred_at: Date;
    actor: string;
    action: string;
    subject: string;
    people: string[];
    agencies: string[];
    reason: string;
    origin: string;
  }>`
    select l.id, l.occurred_at, l.action, l.reason, l.origin,
           coalesce(a.name || coalesce('(' || (
             select g.short_name from posting p join agency g on g.id = p.agency_id
             where p.official_id = l.actor_id and p.during @> seoul_day(l.occurred_at)) || ')', ''), l.actor_label) as actor,
           subject_in_words(l.subject, seoul_day(l.occurred_at), l.subject_official_ids, l.subject_agency_ids) as subject,
           array(select o.name from official o where o.id = any (l.subject_official_ids)
                   and (${only ?? null}::int is null or o.id = ${only ?? null}) order by o.name limit ${NAMES_SHOWN}) as people,
           array(select g.short_name from agency g where g.id = any (l.subject_agency_ids) order by g.name limit ${NAMES_SHOWN}) as agencies
    from access_log l left join official a on a.id = l.actor_id
    where ${sql.join(conditions, sql` and `)}
    order by l.occurred_at desc, l.id desc limit ${limit}`.execute(database);
  return rows.map(({ occurred_at, ...row }) => ({ ...row, at: occurred_at }));
}

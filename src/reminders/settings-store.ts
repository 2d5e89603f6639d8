import { sql } from 'kysely';
import { addDays, type Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { ReminderKind } from './reminder.ts';
import type { Leave, Preference } from './settings.ts';

const DEFAULT_HOUR = 9;

/** What somebody chose, or what holds for those who chose nothing. */
export async function findPreference(database: Database, officialId: number): Promise<Preference> {
  const row = await database
    .selectFrom('reminder_preference')
    .select(['hour', 'muted'])
    .where('official_id', '=', officialId)
    .executeTakeFirst();
  return { hour: row?.hour ?? DEFAULT_HOUR, muted: (row?.muted ?? []) as ReminderKind[] };
}

/** Changes the hour, where one is given, and switches kinds on and off; in one statement, so that no change gets lost. */
export async function savePreference(
  database: Database,
  officialId: number,
  change: { hour?: number | undefined; on: readonly ReminderKind[]; off: readonly ReminderKind[] },
): Promise<void> {
  const { hour = null, on, off } = change;
  await sql`
    insert into reminder_preference as p (official_id, hour, muted)
    values (${officialId}, coalesce(${hour}::int, ${DEFAULT_HOUR}), ${[...off].sort()}::text[])
    on conflict (official_id) do update set
      hour = coalesce(${hour}::int, p.hour),
      muted = array((select unnest(p.muted) union select unnest(${[...off]}::text[]))
                    except select unnest(${[...on]}::text[]) order by 1)`.execute(database);
}

/** Somebody's days off that are not over on a day, the next first. */
export async function findLeaves(database: Database, officialId: number, day: Day): Promise<Leave[]> {
  const { rows } = await sql<Leave>`
    select id, lower(during) as first, upper(during) - 1 as last from absence
    where official_id = ${officialId} and upper(during) > ${day} order by during`.execute(database);
  return rows;
}

/** @throws when they overlap with others of the same person; `isOverlap` tells */
export async function insertLeave(
  database: Database,
  officialId: number,
  { first, last }: { first: Day; last: Day },
): Promise<Leave> {
  const { id } = await database
    .insertInto('absence')
    .values({ official_id: officialId, during: sql<string>`daterange(${first}, ${addDays(last, 1)})` })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, first, last };
}

/** Whether an error tells of days off that overlap, or of two that were noted at the same time. */
export function isOverlap(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23P01';
}

/** Removes somebody's own days off, by id or by a day that lies in them. */
export async function deleteLeave(
  database: Database,
  officialId: number,
  which: { id: number } | { day: Day },
): Promise<Leave | undefined> {
  const { rows } = await sql<Leave>`
    delete from absence where official_id = ${officialId}
      and ${'id' in which ? sql`id = ${which.id}` : sql`during @> ${which.day}::date`}
    returning id, lower(during) as first, upper(during) - 1 as last`.execute(database);
  return rows[0];
}

import type { Database } from '../database/database.ts';

/** The consent that a party is asked for: since when, and of which task. Undefined: it is no part of a task any more. */
export async function findAsked(
  database: Database,
  partyId: number,
): Promise<{ taskId: number; askedAt: Date | undefined } | undefined> {
  const row = await database
    .selectFrom('task_party')
    .select(['task_id', 'asked_at'])
    .where('id', '=', partyId)
    .executeTakeFirst();
  return row && { taskId: row.task_id, askedAt: row.asked_at ?? undefined };
}

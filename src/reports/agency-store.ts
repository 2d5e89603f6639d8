import type { Database } from '../database/database.ts';

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

import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** How far the rollups reach. */
export interface Rolled {
  position: number;
  /** The instant as of which they are; undefined before the first run. */
  asOf: Date | undefined;
}

/**
 * Rolls up what was sealed up to `until`, `limit` positions of it at most; one process at a time.
 * @param wait false: another that is at it is left alone, and how far it has come is the answer
 */
export async function appendRollup(
  database: Database,
  options: { until: number; limit: number; now: Date; wait: boolean },
): Promise<Rolled & { busy: boolean }> {
  const { until, limit, now, wait } = options;
  const { rows } = await sql<{ code: string; position: number; as_of: Date | null }>`
    select code, rolled_to as position, as_of from roll_up(${until}::bigint, ${limit}, ${now}, ${wait})
  `.execute(database);
  const row = rows[0];
  if (row === undefined) throw new Error('roll_up gave no row.');
  return { position: row.position, asOf: row.as_of ?? undefined, busy: row.code === 'busy' };
}

/** The chain's hash at a position, in hex; that before the first link when nothing is sealed there. */
export async function findSealAt(database: Database, position: number): Promise<string> {
  const row = await database
    .selectFrom('seal')
    .select('hash')
    .where('position', '=', position)
    .executeTakeFirst();
  return row ? row.hash.toString('hex') : '0'.repeat(64);
}

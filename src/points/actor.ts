import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findOfficial } from '../directory/store.ts';
import type { Actor } from './rules.ts';

/** The acting official's role as the directory has it at this moment: a button's value proves nothing. */
export async function findActor(database: Database, officialId: number, day: Day): Promise<Actor> {
  const official = await findOfficial(database, officialId, day);
  if (!official) throw new Error(`official ${officialId} is not in the directory`);
  return { officialId, role: official.role, status: official.status, agencyId: official.agency?.id };
}

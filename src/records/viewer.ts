import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { appendAccess, findOfficial } from '../directory/store.ts';
import type { Viewer } from './rules.ts';

/** The official as the directory has them at this moment: a button's value proves nothing. */
export async function findViewer(database: Database, officialId: number, day: Day): Promise<Viewer> {
  const official = await findOfficial(database, officialId, day);
  if (!official) throw new Error(`official ${officialId} is not in the directory`);
  return { officialId, role: official.role, status: official.status, agencyId: official.agency?.id };
}

/** Logs an act on records: it is written before the act is answered. */
export function logAct(
  database: Database,
  viewer: Viewer,
  entry: {
    action: string;
    subject: string;
    teamId: string;
    reason?: string;
    about?: { officialIds?: number[]; agencyIds?: number[] };
  },
): Promise<void> {
  const { teamId, ...rest } = entry;
  return appendAccess(database, {
    actorId: viewer.officialId,
    actorLabel: `official:${viewer.officialId}`,
    origin: `slack:${teamId}`,
    ...rest,
  });
}

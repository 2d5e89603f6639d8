import type { Database } from '../database/database.ts';
import { appendAccess } from '../directory/store.ts';
import type { Viewer } from './rules.ts';

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

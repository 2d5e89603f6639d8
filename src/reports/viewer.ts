import type { Database } from '../database/database.ts';
import { appendAccess } from '../directory/store.ts';
import type { Viewer } from './rules.ts';

/** What is looked at, as the access log keeps it. */
export interface Look {
  action: string;
  subject: string;
  about: { officialIds?: number[]; agencyIds: number[] };
}

/**
 * Writes who looked at what, or tried to, before it is shown (개인정보의 안전성 확보조치 기준 제8조).
 * @param look.about whose data it is: the person's behind a line, the agency's of everything else
 */
export async function logLook(
  database: Database,
  viewer: Viewer,
  look: Look & { teamId: string },
): Promise<void> {
  await appendAccess(database, {
    actorId: viewer.officialId,
    actorLabel: `official:${viewer.officialId}`,
    action: look.action,
    subject: look.subject,
    origin: `slack:${look.teamId}`,
    about: look.about,
  });
}

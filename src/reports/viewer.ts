import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { appendAccess, findOfficial } from '../directory/store.ts';
import type { Viewer } from './rules.ts';

/** The official as the directory has them at this moment: a button's value proves nothing. */
export async function findViewer(database: Database, officialId: number, day: Day): Promise<Viewer> {
  const official = await findOfficial(database, officialId, day);
  if (!official) throw new Error(`official ${officialId} is not in the directory`);
  const { role, status, agency, department } = official;
  return { officialId, role, status, agencyId: agency?.id, departmentId: department?.id };
}

/** Writes who looked at what, or tried to, before it is shown (개인정보의 안전성 확보조치 기준 제8조). */
export async function logLook(
  database: Database,
  viewer: Viewer,
  look: { action: string; subject: string; teamId: string },
): Promise<void> {
  await appendAccess(database, {
    actorId: viewer.officialId,
    actorLabel: `official:${viewer.officialId}`,
    action: look.action,
    subject: look.subject,
    origin: `slack:${look.teamId}`,
  });
}

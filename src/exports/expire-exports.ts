import type { webApi } from '@slack/bolt';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { readTrouble } from '../messenger/slack-errors.ts';
import { deleteFile } from '../messenger/upload-file.ts';
import { markAbsent, markDeleted, markDeleteFailed, takeDueFiles } from './file-store.ts';

const AT_ONCE = 20;
/** Whoever takes a file to delete has so long before another tries. */
const TURN_MS = 5 * 60_000;
/** After failed tries; doubled each time. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** So long a worker that was only held up may still complete what others have given up. */
const MAY_COME_MS = 3_600_000;

/**
 * Deletes from Slack every exported file whose day is over, and what broken attempts have left there. What fails is tried again,
 * ever less often, until it is done. What is not there is as good as deleted; where that is of an attempt that broke off, only
 * after a second look, as an upload can be completed late.
 * @returns how many are deleted
 */
export async function deleteDueFiles(deps: {
  database: Database;
  client: webApi.WebClient;
  teamId: string;
  now: () => Date;
  log: Logger;
}): Promise<number> {
  const { database, client, teamId, now, log } = deps;
  let deleted = 0;
  for (;;) {
    const at = now();
    const nextTry = new Date(at.getTime() + TURN_MS);
    const files = await takeDueFiles(database, { teamId, now: at, nextTry, limit: AT_ONCE });
    if (files.length === 0) return deleted;
    for (const file of files) {
      try {
        if (!(await deleteFile(client, file.fileId)) && file.mayCome) {
          await markAbsent(database, teamId, file, now(), new Date(now().getTime() + MAY_COME_MS));
          continue;
        }
        await markDeleted(database, teamId, file, now());
        deleted += 1;
      } catch (error) {
        const trouble = readTrouble(error);
        const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, file.attempts - 1));
        const problem = trouble.kind === 'limited' ? 'ratelimited' : trouble.problem;
        log.error(
          { err: error, export: file.requestId, file: file.fileId, attempts: file.attempts, problem },
          'an exported file is not deleted yet',
        );
        await markDeleteFailed(database, teamId, file, problem, new Date(now().getTime() + pauseMs));
      }
    }
  }
}

import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { JobHandler } from '../queue/queue.ts';
import { sendDigests } from './send-digests.ts';

/** The digest's jobs by name, as the list of schedules calls them. */
export function createDigestJobs(deps: {
  database: Database;
  now: () => Date;
  log: Logger;
  wake: (teamId: string) => void;
  /** The workspace to whose CCOs(혁신책임관) digests are sent. */
  teamId: string;
}): Record<string, JobHandler> {
  const { database, now, log, wake, teamId } = deps;
  const warned = new Set<string>();
  return {
    'send-digests': async () => {
      const { sent, readdressed, unknownYear } = await sendDigests(database, { teamId, now: now(), log });
      if (unknownYear !== undefined && !warned.has(unknownYear)) {
        warned.add(unknownYear);
        log.warn(
          { year: unknownYear },
          'holidays of the year are not known: only weekends and overrides count',
        );
      }
      for (const { week, unread } of sent)
        if (unread.length > 0)
          log.warn(
            { week, agencies: unread },
            'nobody to send a weekly digest to: name a CCO or an operator within the week',
          );
      if (sent.length > 0 || readdressed > 0) wake(teamId);
    },
  };
}

import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { JobHandler } from '../queue/queue.ts';
import { referOverdueDisputes } from './refer-disputes.ts';

/** The tasks' jobs by name, as the list of schedules calls them. */
export function createTaskJobs(deps: {
  database: Database;
  now: () => Date;
  log: Logger;
  wake: (teamId: string) => void;
}): Record<string, JobHandler> {
  return {
    'refer-disputes': async () => {
      const { referred, teamIds } = await referOverdueDisputes(deps.database, deps.now());
      if (referred > 0) deps.log.info({ referred }, 'disputes past their deadline were referred on');
      for (const teamId of teamIds) deps.wake(teamId);
    },
  };
}

import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { JobHandler } from '../queue/queue.ts';
import { openDueCycles } from './open-cycles.ts';

/** The evaluations' jobs by name, as the list of schedules calls them. */
export function createEvaluationJobs(deps: {
  database: Database;
  now: () => Date;
  log: Logger;
}): Record<string, JobHandler> {
  return {
    'open-cycles': async () => {
      const { cycles, requests } = await openDueCycles(deps.database, deps.now());
      if (cycles > 0) deps.log.info({ cycles, requests }, 'reviews and evaluations were opened');
    },
  };
}

import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { JobHandler } from '../queue/queue.ts';
import { sealLedger } from './seal-ledger.ts';

/** The points' jobs by name, as the list of schedules calls them. */
export function createPointsJobs(deps: {
  database: Database;
  now: () => Date;
  log: Logger;
}): Record<string, JobHandler> {
  return {
    'seal-ledger': async () => {
      await sealLedger(deps.database, { now: deps.now(), log: deps.log });
    },
  };
}

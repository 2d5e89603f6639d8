import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { JobHandler } from '../queue/queue.ts';
import { archiveYears } from './archive-year.ts';
import { closeDays } from './close-days.ts';
import { lapseAllowances } from './lapse-allowances.ts';
import { rollUp } from './roll-up.ts';
import { sealLedger } from './seal-ledger.ts';

/** The points' jobs by name, as the list of schedules calls them. Each finds out by itself what is due. */
export function createPointsJobs(deps: {
  database: Database;
  now: () => Date;
  log: Logger;
}): Record<string, JobHandler> {
  const { database, log } = deps;
  const at = () => ({ now: deps.now(), log });
  return {
    'seal-ledger': async () => {
      await sealLedger(database, at());
    },
    'roll-up': async () => {
      await rollUp(database, at());
    },
    'close-days': async () => {
      await closeDays(database, at());
    },
    'lapse-allowances': async () => {
      await lapseAllowances(database, at());
    },
    'archive-year': async () => {
      await archiveYears(database, at());
    },
  };
}

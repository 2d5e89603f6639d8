import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { JobHandler } from '../queue/queue.ts';
import { archiveYears } from './archive-year.ts';
import { closeDays } from './close-days.ts';
import { lapseAllowances } from './lapse-allowances.ts';
import { rollUp } from './roll-up.ts';
import { sealLedger } from './seal-ledger.ts';

/** How long one tick takes part of the ledger into the rollups. */
const ROLL_UP_MS = 20_000;

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
    // Not to the end, whatever was left lying: jobs of other kinds need the workers' slots too. The next tick goes on.
    'roll-up': async () => {
      const until = performance.now() + ROLL_UP_MS;
      let last: number | undefined;
      while (performance.now() < until) {
        const { position } = await rollUp(database, { ...at(), wait: false });
        if (position === last) break;
        last = position;
      }
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

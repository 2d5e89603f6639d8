import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { JobHandler } from '../queue/queue.ts';
import { planReminders } from './plan-reminders.ts';

/** The reminders' jobs by name, as the list of schedules calls them. */
export function createReminderJobs(deps: {
  database: Database;
  now: () => Date;
  log: Logger;
  wake: (teamId: string) => void;
  /** The workspace in which people are reminded. */
  teamId: string;
}): Record<string, JobHandler> {
  const { database, now, log, wake, teamId } = deps;
  const warned = new Set<string>();
  return {
    'plan-reminders': async () => {
      const { planned, unknownYear } = await planReminders(database, teamId, now());
      if (unknownYear !== undefined && !warned.has(unknownYear)) {
        warned.add(unknownYear);
        log.warn(
          { year: unknownYear },
          'holidays of the year are not known: only weekends and overrides count',
        );
      }
      if (planned === 0) return;
      log.info({ planned }, 'reminders planned');
      wake(teamId);
    },
  };
}

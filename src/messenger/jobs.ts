import type { Database } from '../database/database.ts';
import type { JobHandler, JobQueue } from '../queue/queue.ts';
import type { Delivery } from './delivery.ts';
import { findTeamsWaiting } from './outbox-store.ts';

/**
 * `deliver` sends what is due in a workspace, and wakes itself for what is due soon; `sweep-outbox` finds what no wake-up
 * reached, because the queue was away or emptied.
 */
export function createDeliveryJobs(deps: {
  database: Database;
  delivery: Delivery;
  queue: Pick<JobQueue, 'wake'>;
  /** The workspace our token is for; another's messages are left to its own workers. */
  teamId: string;
  now: () => Date;
}): Record<string, JobHandler> {
  const { database, delivery, queue, teamId, now } = deps;
  return {
    deliver: async (data) => {
      if (data.teamId !== teamId) return;
      const { nextDueAt } = await delivery.deliverDue(teamId);
      // More is due at once (the run was cut short): go on. What is due later is the sweep's.
      if (nextDueAt && nextDueAt <= now()) await queue.wake('deliver', teamId, { teamId });
    },
    'sweep-outbox': async () => {
      const waiting = await findTeamsWaiting(database);
      if (waiting.includes(teamId)) await queue.wake('deliver', teamId, { teamId });
    },
  };
}

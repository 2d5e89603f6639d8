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
  now: () => Date;
}): Record<string, JobHandler> {
  const { database, delivery, queue, now } = deps;
  return {
    deliver: async ({ teamId }) => {
      if (typeof teamId !== 'string') throw new Error('a delivery without its workspace');
      const { nextDueAt } = await delivery.deliverDue(teamId);
      // More is due at once (the run was cut short): go on. What is due later is the sweep's.
      if (nextDueAt && nextDueAt <= now()) await queue.wake('deliver', teamId, { teamId });
    },
    'sweep-outbox': async () => {
      for (const teamId of await findTeamsWaiting(database)) await queue.wake('deliver', teamId, { teamId });
    },
  };
}

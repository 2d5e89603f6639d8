import type { Schedule } from './queue.ts';

const SECOND = 1_000;

/** The one list of schedules. Whatever runs by the clock stands here, and nowhere else. */
export const schedules: readonly Schedule[] = [
  // Finds deliveries whose wake-up was lost: with a worker killed, or with the whole of Redis.
  { id: 'sweep-outbox', job: 'sweep-outbox', everyMs: 15 * SECOND, maxAgeMs: 60 * SECOND },
  // Chains the newest transfers, so that a change to them is noticed.
  { id: 'seal-ledger', job: 'seal-ledger', everyMs: 60 * SECOND, maxAgeMs: 300 * SECOND },
];

import type { Schedule } from './queue.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The one list of schedules. Whatever runs by the clock stands here, and nowhere else. */
export const schedules: readonly Schedule[] = [
  // Finds deliveries whose wake-up was lost: with a worker killed, or with the whole of Redis.
  { id: 'sweep-outbox', job: 'sweep-outbox', everyMs: 15 * SECOND, maxAgeMs: 60 * SECOND },
  // Chains the newest transfers, so that a change to them is noticed.
  { id: 'seal-ledger', job: 'seal-ledger', everyMs: 60 * SECOND, maxAgeMs: 300 * SECOND },
  // All three look for what is due in Postgres: a tick that was missed is made up for by the next. One that is older than the
  // time to the next is dropped rather than run late.
  // Reviews and evaluations whose day has come.
  { id: 'open-cycles', job: 'open-cycles', pattern: '5 * * * *', maxAgeMs: 60 * MINUTE },
  // Disputes that the CCOs did not settle in time.
  { id: 'refer-disputes', job: 'refer-disputes', pattern: '5 * * * *', maxAgeMs: 60 * MINUTE },
  // By the clock in Seoul, in the widest send window; the planner itself knows days off, lunch and each agency's hours.
  { id: 'plan-reminders', job: 'plan-reminders', pattern: '*/10 6-21 * * *', maxAgeMs: 10 * MINUTE },
];

import type { Schedule } from './queue.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The one list of schedules. Whatever runs by the clock stands here, and nowhere else. */
export const schedules: readonly Schedule[] = [
  // Finds deliveries whose wake-up was lost: with a worker killed, or with the whole of Redis.
  { id: 'sweep-outbox', job: 'sweep-outbox', everyMs: 15 * SECOND, maxAgeMs: 60 * SECOND },
  // Chains the newest transfers, so that a change to them is noticed.
  { id: 'seal-ledger', job: 'seal-ledger', everyMs: 60 * SECOND, maxAgeMs: 300 * SECOND },
  // Takes what was sealed into the standings and the agencies' weeks; a look at a ranking does the same for the last minute.
  { id: 'roll-up', job: 'roll-up', everyMs: 60 * SECOND, maxAgeMs: 300 * SECOND },
  // The closes (운영규정 제5조, 제8조), by the clock in Seoul: days first, then months, then the year. Each makes up for what was
  // missed, and does nothing when nothing is due.
  { id: 'close-days', job: 'close-days', pattern: '15 * * * *', maxAgeMs: 60 * MINUTE },
  { id: 'lapse-allowances', job: 'lapse-allowances', pattern: '20 * * * *', maxAgeMs: 60 * MINUTE },
  { id: 'archive-year', job: 'archive-year', pattern: '25 * * * *', maxAgeMs: 60 * MINUTE },
  // All three look for what is due in Postgres: a tick that was missed is made up for by the next. One that is older than the
  // time to the next is dropped rather than run late.
  // Reviews and evaluations whose day has come.
  { id: 'open-cycles', job: 'open-cycles', pattern: '5 * * * *', maxAgeMs: 60 * MINUTE },
  // Disputes that the CCOs did not settle in time.
  { id: 'refer-disputes', job: 'refer-disputes', pattern: '5 * * * *', maxAgeMs: 60 * MINUTE },
  // At every hour: an agency's window may reach until midnight. The planner itself knows days off, lunch and each agency's hours.
  { id: 'plan-reminders', job: 'plan-reminders', pattern: '*/10 * * * *', maxAgeMs: 10 * MINUTE },
  // The weekly digests, at 09:00 of Monday or the next working day, which the job itself knows; the other ticks find a day on which
  // nobody was there. What was sent stands in Postgres.
  { id: 'send-digests', job: 'send-digests', pattern: '*/10 9-17 * * *', maxAgeMs: 10 * MINUTE },
  // Exports asked for in chat whose wake-up was lost, or whose worker died.
  { id: 'run-exports', job: 'run-exports', everyMs: 30 * SECOND, maxAgeMs: 60 * SECOND },
  // Exported files are gone from Slack after a day; what broke off leaves is deleted too.
  { id: 'expire-exports', job: 'expire-exports', pattern: '*/5 * * * *', maxAgeMs: 5 * MINUTE },
];

import { mondayOf } from '../calendar/iso-week.ts';
import { addDays, type Day, monthOf, seoulDay } from '../calendar/seoul.ts';
import { isYearKnown } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import type { Logger } from '../log.ts';
import { rollUp } from '../points/roll-up.ts';
import { policyOf } from '../policy/policy.ts';
import { computeDigests } from './compute-digests.ts';
import { type DueWeek, listDueWeeks, messageDueAt, WEEKS_CAUGHT_UP } from './rules.ts';
import { findAllPolicyChanges, findSentWeeks, inOneSnapshot, insertDigests, oneAtATime } from './store.ts';
import { findBeginning } from './week-store.ts';

export interface SendOutcome {
  /** What this call has sent; nothing when all was sent before. */
  sent: Array<DueWeek & { agencies: number; messages: number; position: number; head: string }>;
  /** A year of which the gazette's holidays are not known: only weekends and overrides count in it. */
  unknownYear: string | undefined;
}

/** However long the holidays, the newest week that is due lies within so many weeks. */
const LOOK_BACK_WEEKS = WEEKS_CAUGHT_UP + 8;

/**
 * Computes and sends every weekly digest that is due and was not sent, of all agencies at once: 09:00 in Seoul on Monday or
 * the next working day, later where nobody was there to do it. Any number of processes may call it as often as they like, with
 * clocks that jump: what was sent stands in PostgreSQL, and each agency and week has one digest ever.
 */
export async function sendDigests(
  database: Database,
  options: { teamId: string; now: Date; log: Pick<Logger, 'info'> },
): Promise<SendOutcome> {
  const { teamId, now, log } = options;
  const today = seoulDay(now);
  const unknownYear = isYearKnown(today) ? undefined : today.slice(0, 4);
  const calendar = await findCalendar(database);
  const lookBack = addDays(mondayOf(today), -7 * LOOK_BACK_WEEKS);
  const findDue = async (from: Database): Promise<{ due: DueWeek[]; began: Day | undefined }> => {
    const sent = await findSentWeeks(from, lookBack);
    const began = await findBeginning(from);
    return { due: listDueWeeks({ ...sent, began }, calendar, now), began };
  };
  // Nearly always all is sent: that is seen without a lock. Before the first rollup nothing is known, so it is made.
  const before = await findDue(database);
  if (before.due.length === 0 && before.began !== undefined) return { sent: [], unknownYear };

  // Whoever finds another at it leaves: the next tick sees what came of it.
  const done = await oneAtATime(database, async (own) => {
    const rolled = await rollUp(database, { now, log });
    const sent: SendOutcome['sent'] = [];
    const { due, began } = await findDue(own);
    for (const one of due) {
      const policies = await findAllPolicyChanges(own);
      const hoursOf = (agencyId: number) => policyOf(monthOf(today), policies.get(agencyId) ?? []);
      sent.push(
        await inOneSnapshot(own, async (tx) => {
          const digests = await computeDigests(tx, { ...one, rolled, began, calendar, policies }, now);
          const messages = await insertDigests(tx, digests, {
            teamId,
            day: today,
            now,
            dueAt: (agencyId) => messageDueAt(one.week, calendar, hoursOf(agencyId), now),
          });
          const { position = 0, head = '' } = digests[0] ?? {};
          return { ...one, agencies: digests.length, messages, position, head };
        }),
      );
    }
    return sent;
  });
  // A copy of the head outside the database, as with the seals.
  for (const week of done ?? []) log.info(week, 'weekly digests sent');
  return { sent: done ?? [], unknownYear };
}

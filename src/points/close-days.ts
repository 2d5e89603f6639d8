import { addDays, type Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { lastClosableDay } from './close-rules.ts';
import { appendClosedDay, findDayToClose } from './close-store.ts';
import { sealLedger } from './seal-ledger.ts';

/**
 * Fixes the departments' scores of every day that is over and not closed yet, in order (운영규정 제8조②③): after an outage all
 * that were missed. A day that is closed never moves: what is taken back later is a correction of the day on which that happens.
 *
 * Any number of processes may do so at once; each day is closed once.
 * @returns the days that this call closed
 */
export async function closeDays(
  database: Database,
  options: { now: Date; log: Pick<Logger, 'info'> },
): Promise<{ closed: Day[] }> {
  const until = lastClosableDay(options.now);
  const first = await findDayToClose(database);
  if (first === undefined || first > until) return { closed: [] };
  // All of those days that was committed has its place in the chain before the first of them is closed.
  const { position } = await sealLedger(database, options);
  const closed: Day[] = [];
  for (let day = first; day <= until; day = addDays(day, 1)) {
    const outcome = await appendClosedDay(database, day, position);
    if (outcome.closed) closed.push(day);
  }
  if (closed.length > 0) {
    options.log.info({ days: closed.length, from: closed[0], to: closed.at(-1), position }, 'days closed');
  }
  return { closed };
}

import { addMonths, type Month, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { findPolicy } from '../policy/store.ts';
import { lastClosableMonth } from './close-rules.ts';
import {
  appendClosedMonth,
  appendLapses,
  type ClosedMonth,
  countUntouchedAllowances,
  findMonthsOfAllowances,
} from './close-store.ts';

/** Accounts that lapse in one transaction. */
const BATCH = 2_000;

/**
 * Lets what is left of past months' allowances lapse, back to where it was issued (운영규정 제5조), and records each month: what
 * was issued is then given, lapsed or left. Nothing is booked for officials who gave nothing; they are counted.
 *
 * Months that were missed are made up for in order. Any number of processes may do so at once; each point lapses once.
 * @returns the months that this call closed
 */
export async function lapseAllowances(
  database: Database,
  options: { now: Date; log: Pick<Logger, 'info'>; batch?: number },
): Promise<{ closed: ClosedMonth[] }> {
  const { now, log, batch = BATCH } = options;
  const until = lastClosableMonth(now);
  const { lastClosed, first } = await findMonthsOfAllowances(database);
  // What was under way at the last month's end may have brought something back after its close.
  if (lastClosed !== undefined && lastClosed <= until) await lapseMonth(database, lastClosed, now, batch);
  const next = lastClosed === undefined ? first : addMonths(lastClosed, 1);
  if (next === undefined || next > until) return { closed: [] };
  const closed: ClosedMonth[] = [];
  for (let month = next; month <= until; month = addMonths(month, 1)) {
    await lapseMonth(database, month, now, batch);
    const outcome = await appendClosedMonth(database, month, await sumUntouched(database, month));
    if (!outcome) continue;
    closed.push(outcome);
    log.info(outcome, 'allowances lapsed');
  }
  return { closed };
}

async function lapseMonth(database: Database, month: Month, now: Date, limit: number): Promise<void> {
  const day = seoulDay(now);
  for (let after: number | undefined = 0; after !== undefined; ) {
    after = await appendLapses(database, month, { now, day, after, limit });
  }
}

async function sumUntouched(
  database: Database,
  month: Month,
): Promise<{ officials: number; points: number }> {
  let officials = 0;
  let points = 0;
  for (const of of await countUntouchedAllowances(database, month)) {
    const { monthlyAllowance } = await findPolicy(database, of.agencyId, month);
    officials += of.officials;
    points += of.officials * monthlyAllowance;
  }
  return { officials, points };
}

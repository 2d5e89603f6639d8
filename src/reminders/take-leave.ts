import { isDay, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Leave } from './settings.ts';
import { type Refusal, refuseLeave } from './settings-rules.ts';
import { findLeaves, insertLeave, isOverlap } from './settings-store.ts';

export type LeaveOutcome = { kind: 'noted'; leave: Leave } | { kind: 'refused'; refusals: Refusal[] };

/**
 * Notes days off (휴가) on which one is not reminded; what comes due meanwhile waits, and the CCO hears of it all the same.
 * The very same days again are those noted before. That days off never overlap is kept by the database.
 */
export async function takeLeave(
  database: Database,
  officialId: number,
  asked: { first: string; last: string },
  now: Date,
): Promise<LeaveOutcome> {
  const outcome = await tryLeave(database, officialId, asked, now);
  // Another of theirs was noted since: now it is seen, as the same days or as those in the way.
  const again = outcome ?? (await tryLeave(database, officialId, asked, now));
  return again ?? { kind: 'refused', refusals: [{ reason: 'leave_overlaps', ...asked }] };
}

/** Undefined: it collided with days off that were not seen. */
async function tryLeave(
  database: Database,
  officialId: number,
  asked: { first: string; last: string },
  now: Date,
): Promise<LeaveOutcome | undefined> {
  const today = seoulDay(now);
  // Days off that are over may be in the way as well, when what is asked for began before today.
  const from = isDay(asked.first) && asked.first < today ? asked.first : today;
  const leaves = await findLeaves(database, officialId, from);
  const same = leaves.find(
    ({ first, last }) => last >= today && first === asked.first && last === asked.last,
  );
  if (same) return { kind: 'noted', leave: same };
  const refusals = refuseLeave(asked, leaves, today);
  if (refusals.length > 0) return { kind: 'refused', refusals };
  try {
    return { kind: 'noted', leave: await insertLeave(database, officialId, asked) };
  } catch (error) {
    if (!isOverlap(error)) throw error;
    return undefined;
  }
}

import { isDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Leave } from './settings.ts';
import type { Refusal } from './settings-rules.ts';
import { deleteLeave } from './settings-store.ts';

export type CancelOutcome = { kind: 'cancelled'; leave: Leave } | { kind: 'refused'; refusals: Refusal[] };

/** Takes one's own days off back, by their id or by a day in them; of anybody else's nothing is said. */
export async function cancelLeave(
  database: Database,
  officialId: number,
  which: { id: number } | { day: string },
): Promise<CancelOutcome> {
  if ('day' in which && !isDay(which.day))
    return { kind: 'refused', refusals: [{ reason: 'leave_unreadable' }] };
  const leave = await deleteLeave(database, officialId, which);
  return leave
    ? { kind: 'cancelled', leave }
    : { kind: 'refused', refusals: [{ reason: 'leave_not_found' }] };
}

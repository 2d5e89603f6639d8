import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { cycleKey, cyclesToBeOpen } from './cycle-rules.ts';
import { findAgenciesWithTasks, findOpenKeys, openPlannedCycle } from './cycle-store.ts';
import { cycleTitle } from './record-text.ko.ts';

/**
 * Opens every review and year-end evaluation that should be open today and is not (행정업무규정 제44조①②), for all agencies that
 * have something to be asked. Any number of processes may do so at once, after an outage too; each cycle opens once and keeps
 * the due day that the policy gave it then. Nobody is told: the reminders do that.
 * @returns how many this call opened, with how many requests
 */
export async function openDueCycles(
  database: Database,
  now: Date,
): Promise<{ cycles: number; requests: number }> {
  const day = seoulDay(now);
  const calendar = await findCalendar(database);
  const wanted = (await findAgenciesWithTasks(database, day)).flatMap(({ agencyId, changes }) =>
    cyclesToBeOpen(day, changes, calendar).map((cycle) => ({
      ...cycle,
      agencyId,
      requestKey: cycleKey(agencyId, cycle),
      title: cycleTitle(cycle.kind, cycle.period),
      at: now,
    })),
  );
  const open = await findOpenKeys(
    database,
    wanted.map(({ requestKey }) => requestKey),
  );
  const opened = { cycles: 0, requests: 0 };
  for (const cycle of wanted) {
    const requests = open.has(cycle.requestKey) ? undefined : await openPlannedCycle(database, cycle);
    if (requests === undefined) continue;
    opened.cycles += 1;
    opened.requests += requests;
  }
  return opened;
}

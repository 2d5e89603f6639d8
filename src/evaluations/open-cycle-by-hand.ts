import { type Day, monthOf, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { logAct } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { findPolicy } from '../policy/store.ts';
import { lockKey } from './act-store.ts';
import { findCycleByKey, findTasksOfAgency, findTasksOfCycle, openCycleForTasks } from './cycle-store.ts';
import type { Act, FirstReminder, OpenedCycle, Refusal } from './evaluation.ts';
import { decideOpening } from './rules.ts';
import { findViewer } from './store.ts';
import { firstReminder } from './time-rules.ts';

export interface OpeningRequest extends Act {
  title: string;
  /** As typed. */
  dueOn: string;
  taskIds: readonly number[];
}

export type OpeningOutcome =
  | { kind: 'opened'; cycle: OpenedCycle; reminders: FirstReminder; repeat: boolean }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * Opens a review by hand for chosen tasks of the actor's own agency: one request for each side that the agency has in them.
 * An operator or the CCO(혁신책임관) may; completed tasks may be chosen too. The owners hear of it by their reminders.
 */
export function openCycleByHand(
  database: Database,
  request: OpeningRequest,
  now: Date,
): Promise<OpeningOutcome> {
  const { actorId, requestKey, dueOn } = request;
  const day = seoulDay(now);
  const title = cleanText(request.title).replace(/\s+/g, ' ');
  const taskIds = [...new Set(request.taskIds)];
  return inTransaction(database, async (tx): Promise<OpeningOutcome> => {
    await lockKey(tx, requestKey);
    const stored = await findCycleByKey(tx, requestKey, day);
    if (stored) {
      const isSame =
        stored.title === title &&
        stored.dueOn === dueOn &&
        sameNumbers(await findTasksOfCycle(tx, stored.id), taskIds);
      return stored.openedBy === actorId && isSame
        ? { kind: 'opened', cycle: stored, reminders: await remindersOf(tx, stored, day), repeat: true }
        : { kind: 'refused', refusals: [{ reason: 'key_reused' }] };
    }
    const viewer = await findViewer(tx, actorId, day);
    if (!viewer) throw new Error(`official ${actorId} is not in the directory`);
    const agencyId = viewer.agencyId ?? 0;
    const found = (await findTasksOfAgency(tx, agencyId, taskIds)).map(({ id }) => id);
    const refusals = decideOpening(viewer, { title, dueOn, taskIds }, found, day);
    if (refusals.length > 0) return { kind: 'refused', refusals };
    const cycle = { agencyId, title, dueOn, taskIds, period: day, openedBy: actorId, requestKey, at: now };
    await openCycleForTasks(tx, cycle);
    const opened = await findCycleByKey(tx, requestKey, day);
    if (!opened) throw new Error('the cycle that was opened is not there');
    await logAct(tx, actorId, {
      action: 'open_evaluation_cycle',
      subject: `evaluation_cycle:${opened.id}`,
      teamId: request.teamId,
      about: { agencyIds: [agencyId] },
    });
    return { kind: 'opened', cycle: opened, reminders: await remindersOf(tx, opened, day), repeat: false };
  });
}

function sameNumbers(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}

/** Nothing is sent when a cycle opens: its owners hear of it by the reminders, which begin near the due day. */
async function remindersOf(tx: Database, { agencyId, dueOn }: OpenedCycle, day: Day): Promise<FirstReminder> {
  const policy = await findPolicy(tx, agencyId, monthOf(day));
  return firstReminder(dueOn, policy, await findCalendar(tx), day);
}

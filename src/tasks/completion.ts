import { type Day, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findHolders } from '../directory/store.ts';
import { Refused, tell } from './act-on-task.ts';
import { appendEvent } from './event-store.ts';
import { record } from './record-text.ko.ts';
import { findTask } from './store.ts';
import type { Act, CompletionGrant, Task } from './task.ts';
import { enqueueThread } from './thread.ts';

/** Done in the transaction in which a task is completed, after the event that says so. */
export type OnCompleted = (
  tx: Database,
  taskId: number,
  eventId: number,
  act: Act,
  now: Date,
) => Promise<void>;

/**
 * Lets a completed task bring its team special points, and writes into its history what was granted and what was not.
 * @param grant of the points feature, which knows the policy and the books; nothing to tell: an empty list. Where nothing can be
 * booked on the day of the completion any more, the task is not completed either: done anew, it brings its points.
 */
export function createOnCompleted(
  grant: (
    tx: Database,
    completion: {
      taskId: number;
      eventId: number;
      teamId: string;
      actorId: number;
      title: string;
      now: Date;
    },
  ) => Promise<CompletionGrant[] | 'period_closed'>,
): OnCompleted {
  return async (tx, taskId, eventId, { actorId, teamId, requestKey }, now) => {
    const task = await findTask(tx, taskId, seoulDay(now));
    if (!task) throw new Error(`there is no task ${taskId} to complete`);
    const grants = await grant(tx, { taskId, eventId, teamId, actorId, title: task.title, now });
    const day = seoulDay(now);
    if (grants === 'period_closed') throw new Refused([{ reason: 'period_closed', day }]);
    if (grants.length === 0) return;
    const missed = await findMissedOperators(tx, task, grants, day);
    const pointsEventId = await appendEvent(tx, {
      taskId,
      kind: 'points',
      note: record.granted(grants, new Set(missed.keys())),
      detail: { grants: grants.map((one) => ({ ...one })) },
      // By policy, not by whoever completed the task.
      actorId: undefined,
      at: now,
    });
    await enqueueThread(tx, { taskId, eventId: pointsEventId, now });
    // Also to the one who completed the task: the bot tells it, not they.
    const byBot = { tx, now, act: { actorId: 0, teamId, requestKey } };
    await tell(byBot, 'task-points-missed', pointsEventId, [...missed.values()].flat());
  };
}

/** Operators of the agencies whose members got nothing, by the agency's short name; none of an agency that has none. */
async function findMissedOperators(
  tx: Database,
  task: Task,
  grants: readonly CompletionGrant[],
  day: Day,
): Promise<Map<string, number[]>> {
  const operators = new Map<string, number[]>();
  for (const { kind, agency } of grants) {
    const party = task.parties.find((one) => one.agency.shortName === agency);
    if (kind === 'granted' || !party) continue;
    const holders = await findHolders(tx, party.agency.id, ['operator'], day);
    if (holders.length > 0)
      operators.set(
        agency,
        holders.map(({ id }) => id),
      );
  }
  return operators;
}

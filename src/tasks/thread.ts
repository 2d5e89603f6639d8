import type { Database } from '../database/database.ts';
import { enqueue, type OutboxRow } from '../messenger/outbox.ts';
import { findEvent } from './event-store.ts';
import type { TaskEventKind } from './task.ts';
import { findThreads } from './thread-store.ts';

/** What the thread's first message shows: how the task stands, and who answers for it. */
const CHANGES_FIRST: ReadonlySet<TaskEventKind> = new Set(['status', 'owner', 'not_mine']);

/**
 * Puts an event of a registered task into its threads, one in each channel of the agencies that take part: the first message
 * where there is none yet (also where it did not get through before), the event as a reply to it, and the first message
 * anew when the event changes what it shows. Nothing of a proposal: that is between those who were asked.
 * The task's row must be locked, so that a thread begins once.
 */
export async function enqueueThread(
  tx: Database,
  { taskId, eventId, now }: { taskId: number; eventId: number; now: Date },
): Promise<void> {
  const threads = await findThreads(tx, taskId);
  const found = threads.length > 0 ? await findEvent(tx, eventId) : undefined;
  if (!found) return;
  await enqueue(
    tx,
    threads.flatMap(({ teamId, channelId, begun }): OutboxRow[] => {
      const place = { teamId, lane: `channel:${channelId}` as const, dueAt: now };
      const first = { ...place, kind: 'task-thread', subjectId: taskId };
      const event = {
        ...place,
        kind: 'task-thread-event',
        subjectId: eventId,
        payload: { threadSubjectId: taskId },
      };
      const changed = { ...place, kind: 'task-thread-changed', subjectId: taskId };
      if (!begun) return [first, event];
      return CHANGES_FIRST.has(found.event.kind) ? [event, changed] : [event];
    }),
  );
}

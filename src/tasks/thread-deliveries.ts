import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Render, Renderer } from '../messenger/outbox.ts';
import { findEvent } from './event-store.ts';
import { findTask } from './store.ts';
import { renderThread, renderThreadEvent } from './thread-messages.ts';

/**
 * How the threads of tasks in the agencies' channels come to be: one message a task that is changed as the task changes, and
 * a reply for whatever happens to it. In Korean, as channels are spoken to.
 */
export function createThreadRenderers(deps: {
  database: Database;
  now: () => Date;
}): Record<string, Renderer> {
  const { database, now } = deps;
  const render: Render = async (items) => {
    const task = await findTask(database, items[0]?.subjectId ?? 0, seoulDay(now()));
    return task && { ...renderThread(task), covers: items.length };
  };
  return {
    'task-thread': render,
    'task-thread-changed': { updates: 'task-thread', render },
    'task-thread-event': {
      repliesTo: 'task-thread',
      render: async (items) => {
        const found = await findEvent(database, items[0]?.subjectId ?? 0);
        return found && { ...renderThreadEvent(found.event), covers: 1 };
      },
    },
  };
}

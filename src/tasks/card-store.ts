import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findLatestDispute } from './dispute-store.ts';
import { findEvents } from './event-store.ts';
import { findMeasures } from './measure-store.ts';
import { rightsOf } from './rules.ts';
import { findStanding, named } from './store.ts';
import type { TaskCard } from './task.ts';

const EVENTS_ON_A_CARD = 10;

/** A task as `viewerId` sees it on `day`. Whoever has no right to view it gets it too, with no right in it: look before showing. */
export async function findCard(
  database: Database,
  taskId: number,
  viewerId: number,
  day: Day,
): Promise<TaskCard | undefined> {
  const standing = await findStanding(database, taskId, viewerId, day);
  if (!standing) return undefined;
  const { task, viewer, facts } = standing;
  const events = await findEvents(database, taskId, EVENTS_ON_A_CARD + 1);
  return {
    task,
    measures: await findMeasures(database, taskId),
    events: events.slice(0, EVENTS_ON_A_CARD),
    more: events.length > EVENTS_ON_A_CARD,
    dispute: await findLatestDispute(database, taskId),
    due: task.state === 'cancelled' ? [] : await findDue(database, taskId, day),
    rights: rightsOf(viewer, facts),
    ownPartyId: task.parties.find((party) => party.answers?.id === viewerId)?.id,
    viewer: { id: viewerId, agencyId: viewer.agencyId },
  };
}

/** Evaluations of a task that wait for their answer. */
async function findDue(database: Database, taskId: number, day: Day): Promise<TaskCard['due']> {
  const { rows } = await sql<{
    id: number;
    title: string;
    due_on: Day;
    answers_id: number | null;
    answers: string | null;
  }>`
    select r.id, c.title, c.due_on, p.answers_id, o.name as answers
    from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id
    join task_parties(${day}::date) p on p.party_id = r.party_id
    left join official o on o.id = p.answers_id
    where r.task_id = ${taskId} and not r.answered
    order by c.due_on, r.id`.execute(database);
  return rows.map((row) => ({
    requestId: row.id,
    title: row.title,
    dueOn: row.due_on,
    answers: named(row.answers_id, row.answers),
  }));
}

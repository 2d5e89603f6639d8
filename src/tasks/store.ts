import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Role } from '../directory/official.ts';
import { rightsOf, type TaskFacts, type Viewer } from './rules.ts';
import type { Dispute, Measure, Named, Party, Task, TaskCard, TaskEvent, TaskEventKind } from './task.ts';

const EVENTS_ON_A_CARD = 10;

/** Tasks by number, in no particular order, with those who answer for their parties on `day`. */
export async function findTasks(database: Database, ids: readonly number[], day: Day): Promise<Task[]> {
  if (ids.length === 0) return [];
  const tasks = await database
    .selectFrom('task as t')
    .leftJoin('exchange_pair as x', 'x.id', 't.pair_id')
    .selectAll('t')
    .select(['x.round', 'x.pair', 'x.task as pair_task'])
    .where('t.id', 'in', ids)
    .execute();
  const parties = await findParties(database, ids, day);
  return tasks.map((row) => ({
    id: row.id,
    title: row.title,
    purpose: row.purpose,
    content: row.content,
    history: row.history,
    relatedTask: row.related_task,
    dueOn: row.due_on,
    state: row.state,
    progress: row.progress,
    updatedAt: row.updated_at,
    pair:
      row.pair_id === null
        ? undefined
        : { id: row.pair_id, round: row.round ?? 0, pair: row.pair ?? 0, task: row.pair_task ?? '' },
    parties: parties.get(row.id) ?? [],
  }));
}

export async function findTask(database: Database, id: number, day: Day): Promise<Task | undefined> {
  return (await findTasks(database, [id], day))[0];
}

/** Parties of tasks, by task, the lead first. */
async function findParties(
  database: Database,
  taskIds: readonly number[],
  day: Day,
): Promise<Map<number, Party[]>> {
  const { rows } = await sql<{
    party_id: number;
    task_id: number;
    side: Party['side'];
    agency_id: number;
    agency: string;
    department_id: number;
    department: string;
    owner_id: number;
    owner: string;
    answers_id: number | null;
    answers: string | null;
    consent: Party['consent'] | null;
  }>`
    select p.party_id, p.task_id, p.side, p.agency_id, a.short_name as agency, p.department_id, d.name as department,
           p.owner_id, o.name as owner, p.answers_id, w.name as answers, p.consent
    from task_parties(${day}::date) p
    join agency a on a.id = p.agency_id join department d on d.id = p.department_id
    join official o on o.id = p.owner_id left join official w on w.id = p.answers_id
    where p.task_id = any(${[...taskIds]}::bigint[])
    order by p.task_id, p.side, p.party_id`.execute(database);
  const parties = new Map<number, Party[]>();
  for (const row of rows) {
    const party: Party = {
      id: row.party_id,
      side: row.side,
      agency: { id: row.agency_id, shortName: row.agency },
      department: { id: row.department_id, name: row.department },
      owner: { id: row.owner_id, name: row.owner },
      answers: named(row.answers_id, row.answers),
      consent: row.consent ?? undefined,
    };
    parties.set(row.task_id, [...(parties.get(row.task_id) ?? []), party]);
  }
  return parties;
}

const named = (id: number | null, name: string | null): Named | undefined =>
  id === null || name === null ? undefined : { id, name };

/** The task to which a party belongs. */
export async function findTaskOfParty(database: Database, partyId: number): Promise<number | undefined> {
  const row = await database
    .selectFrom('task_party')
    .select('task_id')
    .where('id', '=', partyId)
    .executeTakeFirst();
  return row?.task_id;
}

/** A person as rights go, today. */
export async function findViewer(
  database: Database,
  officialId: number,
  day: Day,
): Promise<Viewer | undefined> {
  const row = await database
    .selectFrom('official as o')
    .leftJoin('posting as p', (join) =>
      join.onRef('p.official_id', '=', 'o.id').on(sql<boolean>`p.during @> ${day}::date`),
    )
    .select(['o.role', 'o.status', 'p.agency_id', 'p.department_id'])
    .where('o.id', '=', officialId)
    .executeTakeFirst();
  return (
    row && {
      officialId,
      role: row.role as Role,
      status: row.status as Viewer['status'],
      agencyId: row.agency_id ?? undefined,
      departmentId: row.department_id ?? undefined,
    }
  );
}

/** A task, what its rights depend on, and who looks at it. */
export interface Standing {
  task: Task;
  viewer: Viewer;
  facts: TaskFacts;
}

/** Undefined when there is no such task or no such official. Inside an act: after the task's row is locked. */
export async function findStanding(
  database: Database,
  taskId: number,
  viewerId: number,
  day: Day,
): Promise<Standing | undefined> {
  const task = await findTask(database, taskId, day);
  const viewer = task && (await findViewer(database, viewerId, day));
  if (!task || !viewer) return undefined;
  const { rows } = await sql<{ dispute_open: boolean; without_cco: number[] }>`
    select exists (select from dispute where task_id = ${taskId} and step <> 'settled') as dispute_open,
      array(select a.id from unnest(${[...new Set(task.parties.map((party) => party.agency.id))]}::int[]) as a (id)
            where not exists (select from official o join posting p on p.official_id = o.id and p.during @> ${day}::date
                              where p.agency_id = a.id and o.role = 'cco' and o.status <> 'left')) as without_cco
  `.execute(database);
  const { state, parties } = task;
  const facts = {
    state,
    parties,
    disputeOpen: rows[0]?.dispute_open ?? false,
    agenciesWithoutCco: rows[0]?.without_cco ?? [],
  };
  return { task, viewer, facts };
}

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
  };
}

/** What happened to a task, newest first. */
export async function findEvents(
  database: Database,
  taskId: number,
  limit: number,
  offset = 0,
): Promise<TaskEvent[]> {
  const rows = await eventRows(database)
    .where('e.task_id', '=', taskId)
    .orderBy('e.sequence', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toEvent);
}

/** One event with its task's number: what a message announces. */
export async function findEvent(
  database: Database,
  eventId: number,
): Promise<{ taskId: number; event: TaskEvent } | undefined> {
  const row = await eventRows(database).where('e.id', '=', eventId).executeTakeFirst();
  return row && { taskId: row.task_id, event: toEvent(row) };
}

const eventRows = (database: Database) =>
  database
    .selectFrom('task_event as e')
    .leftJoin('official as o', 'o.id', 'e.actor_id')
    .select([
      'e.id',
      'e.task_id',
      'e.sequence',
      'e.kind',
      'e.from_state',
      'e.to_state',
      'e.progress',
      'e.note',
      'e.party_id',
      'e.occurred_at',
      'o.id as actor_id',
      'o.name as actor',
    ]);

type EventRow = Awaited<ReturnType<ReturnType<typeof eventRows>['execute']>>[number];

function toEvent(row: EventRow): TaskEvent {
  return {
    id: row.id,
    sequence: row.sequence,
    kind: row.kind as TaskEventKind,
    fromState: row.from_state ?? undefined,
    toState: row.to_state ?? undefined,
    progress: row.progress ?? undefined,
    note: row.note,
    actor: named(row.actor_id, row.actor),
    partyId: row.party_id ?? undefined,
    occurredAt: row.occurred_at,
  };
}

/** The measures of a task with their latest results. */
export async function findMeasures(database: Database, taskId: number): Promise<Measure[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    unit: string;
    before: string | null;
    target: string | null;
    result_before: string | null;
    after: string | null;
    measured_on: Day | null;
    evidence: string | null;
    actor_id: number | null;
    actor: string | null;
  }>`
    select m.id, m.name, m.unit, m.before, m.target, r.before as result_before, r.after, r.measured_on, r.evidence,
           o.id as actor_id, o.name as actor
    from task_measure m
    left join lateral (select * from task_result where measure_id = m.id order by id desc limit 1) r on true
    left join official o on o.id = r.actor_id
    where m.task_id = ${taskId} order by m.position, m.id`.execute(database);
  return rows.map((row) => {
    const actor = named(row.actor_id, row.actor);
    return {
      id: row.id,
      name: row.name,
      unit: row.unit,
      before: row.before ?? undefined,
      target: row.target ?? undefined,
      latest:
        row.after === null || row.measured_on === null || !actor
          ? undefined
          : {
              before: row.result_before ?? undefined,
              after: row.after,
              measuredOn: row.measured_on,
              evidence: row.evidence ?? '',
              actor,
            },
    };
  });
}

/** The open dispute of a task, or the last one settled. */
async function findLatestDispute(database: Database, taskId: number): Promise<Dispute | undefined> {
  const row = await database
    .selectFrom('dispute as d')
    .innerJoin('official as o', 'o.id', 'd.raised_by')
    .selectAll('d')
    .select('o.name')
    .where('d.task_id', '=', taskId)
    .orderBy('d.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const answers = await database
    .selectFrom('dispute_answer as w')
    .innerJoin('agency as a', 'a.id', 'w.agency_id')
    .innerJoin('official as o', 'o.id', 'w.actor_id')
    .select([
      'w.step',
      'w.agency_id',
      'a.short_name',
      'w.actor_id',
      'o.name',
      'w.kind',
      'w.note',
      'w.recorded_at',
    ])
    .where('w.dispute_id', '=', row.id)
    .orderBy('w.id')
    .execute();
  return {
    id: row.id,
    raisedBy: { id: row.raised_by, name: row.name },
    partyId: row.party_id,
    problem: row.problem,
    wish: row.wish,
    step: row.step as Dispute['step'],
    dueOn: row.due_on,
    raisedAt: row.raised_at,
    answers: answers.map((answer) => ({
      step: answer.step as 'cco' | 'committee',
      agency: { id: answer.agency_id, shortName: answer.short_name },
      actor: { id: answer.actor_id, name: answer.name },
      kind: answer.kind as Dispute['answers'][number]['kind'],
      note: answer.note,
      recordedAt: answer.recorded_at,
    })),
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

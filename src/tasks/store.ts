import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Role } from '../directory/official.ts';
import type { Nominee } from './proposal-rules.ts';
import type { TaskFacts, Viewer } from './rules.ts';
import type { Named, Party, Task } from './task.ts';

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
    asked_at: Date | null;
  }>`
    select p.party_id, p.task_id, p.side, p.agency_id, a.short_name as agency, p.department_id, d.name as department,
           p.owner_id, o.name as owner, p.answers_id, w.name as answers, p.consent, p.asked_at
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
      askedAt: row.asked_at ?? undefined,
    };
    parties.set(row.task_id, [...(parties.get(row.task_id) ?? []), party]);
  }
  return parties;
}

/** A name from columns that may be empty. */
export const named = (id: number | null, name: string | null): Named | undefined =>
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
                              where p.agency_id = a.id and o.role = 'cco' and o.status = 'active')) as without_cco
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

/** People who are named as owners, with the posts they hold on `day`; who is not in the directory is left out. */
export async function findNominees(
  database: Database,
  officialIds: readonly number[],
  day: Day,
): Promise<Nominee[]> {
  if (officialIds.length === 0) return [];
  const rows = await database
    .selectFrom('official as o')
    .leftJoin('posting as p', (join) =>
      join.onRef('p.official_id', '=', 'o.id').on(sql<boolean>`p.during @> ${day}::date`),
    )
    .select(['o.id', 'o.name', 'o.status', 'p.department_id', 'p.agency_id', 'p.position'])
    .where('o.id', 'in', [...officialIds])
    .execute();
  return rows.map((row) => ({
    officialId: row.id,
    name: row.name,
    status: row.status as Nominee['status'],
    post:
      row.department_id === null || row.agency_id === null
        ? undefined
        : { departmentId: row.department_id, agencyId: row.agency_id, position: row.position ?? '' },
  }));
}

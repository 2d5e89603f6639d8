import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { PolicyChange, PolicyChanges } from '../policy/policy.ts';
import type { PlannedCycle } from './cycle-rules.ts';
import type { OpenedCycle, TaskChoice } from './evaluation.ts';

/** An agency that takes part in tasks, with all its changes of policy, oldest first. */
export interface AgencyPolicy {
  agencyId: number;
  changes: PolicyChange[];
}

/** The agencies in force that take part in any task that was ever registered. */
export async function findAgenciesWithTasks(database: Database, day: Day): Promise<AgencyPolicy[]> {
  const { rows } = await sql<{
    agency_id: number;
    changes: Array<{ effectiveFrom: string; changes: PolicyChanges }>;
  }>`
    select a.id as agency_id, coalesce(c.changes, '[]') as changes
    from agency a
    left join lateral (
      select json_agg(json_build_object('effectiveFrom', p.effective_from, 'changes', p.changes)
                      order by p.effective_from, p.id) as changes
      from policy_change p where p.agency_id = a.id) c on true
    where a.during @> ${day}::date
      and exists (select from task_party y join task t on t.id = y.task_id
                  where y.agency_id = a.id and t.state not in ('proposed', 'cancelled'))
    order by a.id`.execute(database);
  return rows.map((row) => ({ agencyId: row.agency_id, changes: row.changes }));
}

/** Which of these keys are of cycles that are open already. */
export async function findOpenKeys(database: Database, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ request_key: string }>`
    select request_key from evaluation_cycle where request_key = any(${[...keys]}::text[])`.execute(database);
  return new Set(rows.map((row) => row.request_key));
}

/**
 * Opens a planned cycle with a request for each side of the agency in each task that it asks about, in one statement: a
 * cycle without anything to ask is not opened, and one that is open already is left as it is.
 *
 * Asked about are tasks that run (registered, active, delayed, on hold) and, at the year's end, those completed since the last
 * evaluation was to open: their results are what 제44조② wants evaluated. A review looks ahead, so completed tasks are left
 * out of it; what was cancelled has neither plan nor result.
 * @returns how many requests; undefined: nothing to ask, or open already
 */
export async function openPlannedCycle(
  database: Database,
  cycle: PlannedCycle & { agencyId: number; requestKey: string; title: string; at: Date },
): Promise<number | undefined> {
  const { agencyId, kind, period, title, dueOn, requestKey, at, registeredBefore, completedSince } = cycle;
  const { rows } = await sql<{ opened: boolean; requests: number }>`
    with side as (
      select p.id as party_id, p.task_id
      from task_party p join task t on t.id = p.task_id
      where p.agency_id = ${agencyId}
        and (t.state in ('registered', 'active', 'delayed', 'on_hold')
             or (t.state = 'completed' and exists (
                   select from task_event e where e.task_id = t.id and e.to_state = 'completed'
                     and (e.occurred_at at time zone 'Asia/Seoul')::date >= ${completedSince ?? null}::date)))
        and exists (
          select from task_event e where e.task_id = t.id and e.kind = 'registered'
            and (e.occurred_at at time zone 'Asia/Seoul')::date < ${registeredBefore}::date)),
    cycle as (
      insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
      select ${agencyId}, ${kind}, ${period}, ${title}, ${dueOn}::date, ${requestKey}, ${at}::timestamptz
      where exists (select from side)
      on conflict (request_key) do nothing
      returning id),
    request as (
      insert into evaluation_request (cycle_id, task_id, party_id)
      select cycle.id, side.task_id, side.party_id from cycle cross join side order by side.task_id, side.party_id
      returning id)
    select exists (select from cycle) as opened, (select count(*)::int from request) as requests`.execute(
    database,
  );
  return rows[0]?.opened ? rows[0].requests : undefined;
}

export async function findCycleByKey(
  database: Database,
  requestKey: string,
  day: Day,
): Promise<OpenedCycle | undefined> {
  const row = await database
    .selectFrom('evaluation_cycle as c')
    .select(['c.id', 'c.agency_id', 'c.opened_by', 'c.title', 'c.due_on'])
    .select(
      sql<number>`(select count(distinct p.answers_id)::int
        from evaluation_request r join task_parties(${day}::date) p on p.party_id = r.party_id
        where r.cycle_id = c.id)`.as('people'),
    )
    .select(({ selectFrom }) =>
      selectFrom('evaluation_request as r')
        .whereRef('r.cycle_id', '=', 'c.id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('requests'),
    )
    .where('c.request_key', '=', requestKey)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      agencyId: row.agency_id,
      openedBy: row.opened_by ?? undefined,
      title: row.title,
      dueOn: row.due_on,
      requests: Number(row.requests),
      people: row.people,
    }
  );
}

/** Opens a cycle by hand, a request for each side of the agency in the tasks; nothing where its key is taken. */
export async function openCycleForTasks(
  database: Database,
  cycle: {
    agencyId: number;
    period: string;
    title: string;
    dueOn: Day;
    taskIds: readonly number[];
    openedBy: number;
    requestKey: string;
    at: Date;
  },
): Promise<void> {
  const { agencyId, period, title, dueOn, taskIds, openedBy, requestKey, at } = cycle;
  await sql`
    with cycle as (
      insert into evaluation_cycle (agency_id, kind, period, title, due_on, opened_by, request_key, opened_at)
      values (${agencyId}, 'by_hand', ${period}, ${title}, ${dueOn}::date, ${openedBy}, ${requestKey}, ${at}::timestamptz)
      on conflict (request_key) do nothing
      returning id)
    insert into evaluation_request (cycle_id, task_id, party_id)
    select cycle.id, p.task_id, p.id from cycle cross join task_party p
    where p.agency_id = ${agencyId} and p.task_id = any(${[...taskIds]}::bigint[])
    order by p.task_id, p.id`.execute(database);
}

/** The tasks that a cycle asks about. */
export async function findTasksOfCycle(database: Database, cycleId: number): Promise<number[]> {
  const rows = await database
    .selectFrom('evaluation_request')
    .select('task_id')
    .distinct()
    .where('cycle_id', '=', cycleId)
    .execute();
  return rows.map((row) => row.task_id);
}

/** Which of these tasks the agency takes part in, as far as they are neither proposed nor cancelled. */
export async function findTasksOfAgency(
  database: Database,
  agencyId: number,
  ids: readonly number[],
): Promise<TaskChoice[]> {
  const { rows } = await sql<TaskChoice>`
    select t.id, t.title from task t
    where t.id = any(${[...ids]}::bigint[]) and ${ofAgency(agencyId)} order by t.id`.execute(database);
  return rows;
}

/** Tasks of the agency whose number or title holds what was typed, the newest first. */
export async function searchTasksOfAgency(
  database: Database,
  agencyId: number,
  typed: string,
  limit: number,
): Promise<TaskChoice[]> {
  const { rows } = await sql<TaskChoice>`
    select t.id, t.title from task t
    where ${ofAgency(agencyId)}
      and (strpos(lower(t.title), lower(${typed})) > 0 or t.id::text = ${typed})
    order by t.id desc limit ${limit}`.execute(database);
  return rows;
}

const ofAgency = (agencyId: number) => sql`
  t.state not in ('proposed', 'cancelled')
  and exists (select from task_party p where p.task_id = t.id and p.agency_id = ${agencyId})`;

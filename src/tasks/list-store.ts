import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { ListView } from './parse.ts';
import type { Viewer } from './rules.ts';

export const TASKS_ON_A_PAGE = 10;

/** A page of numbers of tasks in their order, which of them wait for the viewer's consent, and how many there are in all. */
export interface NumbersPage {
  ids: number[];
  waiting: Set<number>;
  total: number;
}

/**
 * Tasks of a person in a scope. Whom a party's post may fall to is told by the party's owner, department and, for a CCO, agency:
 * only those are looked at, by their indexes. A page beyond the last one is the last one.
 */
export async function findPage(
  database: Database,
  { officialId, role, agencyId, departmentId }: Viewer,
  { scope, state, page }: ListView,
  day: Day,
): Promise<NumbersPage> {
  const agency = scope === 'agency';
  const { rows } = await sql<{ id: number | null; waiting: boolean | null; total: number }>`
    with near as materialized (
      select id from task_party where owner_id = ${officialId}
      union select id from task_party where department_id = ${departmentId ?? null}::int
      union select id from task_party where ${role === 'cco'} and agency_id = ${agencyId ?? null}::int),
    own as materialized (
      select p.task_id, bool_or(p.side = 'lead') as leads, bool_or(p.consent = 'asked') as asked
      from task_parties(${day}::date) p
      where p.party_id = any(array(select id from near)) and p.answers_id = ${officialId}
      group by p.task_id),
    shown as (
      select task_id from own where ${!agency} and (${scope === 'mine'} or not leads)
      union select task_id from task_party where ${agency && role !== 'auditor'} and agency_id = ${agencyId ?? null}::int
      union select id from task where ${agency && role === 'auditor'}),
    standing as (
      select t.*, t.state in ('completed', 'cancelled') as over,
             t.state = 'proposed' and coalesce(o.asked, false) as waiting
      from shown s join task t on t.id = s.task_id left join own o on o.task_id = s.task_id),
    chosen as materialized (
      select id, waiting, row_number() over (
               order by waiting desc, over, case when over then ${day}::date - due_on else due_on - ${day}::date end, id) as place
      from standing
      where case ${state}
        when 'open' then not over
        when 'late' then not over and (state = 'delayed' or due_on < ${day}::date)
        when 'done' then over
        else true end),
    size as (select count(*)::int as total from chosen),
    first as (select least(${page}::bigint, greatest((total - 1) / ${TASKS_ON_A_PAGE}::int, 0)) * ${TASKS_ON_A_PAGE}::int as place
              from size)
    select c.id, c.waiting, s.total
    from size s cross join first f
    left join chosen c on c.place > f.place and c.place <= f.place + ${TASKS_ON_A_PAGE}::int
    order by c.place
  `.execute(database);
  return {
    ids: rows.flatMap(({ id }) => id ?? []),
    waiting: new Set(rows.flatMap(({ id, waiting }) => (waiting ? (id ?? []) : []))),
    total: rows[0]?.total ?? 0,
  };
}

/** All pairs of the exchange, the latest round first, for a task to be linked to one. */
export async function listPairs(
  database: Database,
): Promise<Array<{ id: number; round: number; pair: number; task: string }>> {
  return database
    .selectFrom('exchange_pair')
    .select(['id', 'round', 'pair', 'task'])
    .orderBy('round', 'desc')
    .orderBy('pair')
    .execute();
}

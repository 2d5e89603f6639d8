import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { EndChange, JointTask, Pair, Position, TaskState, Term } from './exchange.ts';
import type { Viewer } from './rules.ts';

/** The pairs asked for, by round, the newest first, and number. */
export async function findPairs(
  database: Database,
  day: Day,
  where: { id: number } | { round: number; number?: number } | undefined,
): Promise<Pair[]> {
  const wanted =
    where === undefined
      ? sql`true`
      : 'id' in where
        ? sql`q.id = ${where.id}`
        : where.number === undefined
          ? sql`q.round = ${where.round}`
          : sql`q.round = ${where.round} and q.pair = ${where.number}`;
  const { rows } = await sql<Omit<Pair, 'a' | 'b'> & { position_id: number } & PositionRow>`
    select q.id, q.round, q.pair as number, q.level, q.task, q.source,
           p.id as position_id, p.side, p.agency_name, p.title, p.agency_id,
           case when a.id is null or p.agency_name in (a.name, a.short_name) and a.during @> ${day}::date then '{}'
                when a.during @> ${day}::date then array[a.name] else a.successors end as names_today
    from exchange_pair q join exchange_position p on p.pair_id = q.id left join agency a on a.id = p.agency_id
    where ${wanted} order by q.round desc, q.pair, p.side`.execute(database);
  return rows.flatMap((row, index) => {
    const other = rows[index + 1];
    if (row.side !== 'a' || other?.id !== row.id) return [];
    const { id, round, number, level, task, source } = row;
    return [{ id, round, number, level, task, source, a: toPosition(row), b: toPosition(other) }];
  });
}

interface PositionRow {
  position_id: number;
  side: 'a' | 'b';
  agency_name: string;
  title: string;
  agency_id: number | null;
  names_today: string[];
}

function toPosition(row: PositionRow): Position {
  return {
    id: row.position_id,
    side: row.side,
    agencyName: row.agency_name,
    title: row.title,
    agencyId: row.agency_id ?? undefined,
    namesToday: row.names_today,
  };
}

/** All terms of the pairs: a position's leads in the order of their days, each followed by its companions. */
export async function findTerms(database: Database, pairIds: readonly number[]): Promise<Term[]> {
  if (pairIds.length === 0) return [];
  return toTerms(
    await termColumns(sql`p.pair_id = any(${[...pairIds]}::int[])`)
      .execute(database)
      .then(({ rows }) => rows),
    await findChanges(database, pairIds),
  );
}

/** A term with those that accompany it; nothing when there is none. Locked with `lockTerm` before, it stays as read. */
export async function findTermAndCompanions(database: Database, termId: number): Promise<Term[]> {
  const { rows } = await termColumns(sql`t.id = ${termId} or t.companion_of = ${termId}`).execute(database);
  return toTerms(rows, []);
}

interface TermRow {
  id: number;
  pair_id: number;
  position_id: number;
  official_id: number;
  name: string;
  first_day: Day;
  last_day: Day;
  companion_of: number | null;
}

const termColumns = (where: ReturnType<typeof sql>) => sql<TermRow>`
  select t.id, p.pair_id, t.position_id, t.official_id, o.name, lower(t.during) as first_day, upper(t.during) - 1 as last_day,
         t.companion_of
  from exchange_term t join exchange_position p on p.id = t.position_id join official o on o.id = t.official_id
  left join exchange_term l on l.id = t.companion_of
  where ${where}
  order by p.pair_id, p.side, lower(coalesce(l.during, t.during)), coalesce(l.id, t.id), t.companion_of nulls first,
           lower(t.during), t.id`;

function toTerms(rows: TermRow[], changes: Array<EndChange & { termId: number }>): Term[] {
  return rows.map((row) => ({
    id: row.id,
    pairId: row.pair_id,
    positionId: row.position_id,
    officialId: row.official_id,
    name: row.name,
    first: row.first_day,
    last: row.last_day,
    leadId: row.companion_of ?? undefined,
    changes: changes.filter(({ termId }) => termId === row.id).map(({ termId: _, ...change }) => change),
  }));
}

async function findChanges(
  database: Database,
  pairIds: readonly number[],
): Promise<Array<EndChange & { termId: number }>> {
  const rows = await database
    .selectFrom('exchange_change as c')
    .innerJoin('exchange_term as t', 't.id', 'c.term_id')
    .innerJoin('exchange_position as p', 'p.id', 't.position_id')
    .leftJoin('official as o', 'o.id', 'c.actor_id')
    .select(['c.term_id', 'c.old_end', 'c.new_end', 'c.reason', 'o.name', 'c.occurred_at'])
    .where('p.pair_id', 'in', [...pairIds])
    .orderBy('c.id')
    .execute();
  return rows.map((row) => ({
    termId: row.term_id,
    oldEnd: row.old_end,
    newEnd: row.new_end,
    reason: row.reason,
    actor: row.name ?? undefined,
    at: row.occurred_at,
  }));
}

/** The joint tasks of the pairs with their latest results: those that the viewer may open, as the tasks themselves have it. */
export async function findJointTasks(
  database: Database,
  pairIds: readonly number[],
  viewer: Viewer,
  day: Day,
): Promise<JointTask[]> {
  if (pairIds.length === 0) return [];
  const keeps = viewer.role === 'cco' || viewer.role === 'operator';
  const { rows } = await sql<{
    id: number;
    pair_id: number;
    title: string;
    state: TaskState;
    progress: number;
    results: Array<{
      measure: string;
      unit: string;
      before: string | null;
      after: string;
      target: string | null;
    }>;
  }>`
    with wanted as materialized (select * from task where pair_id = any(${[...pairIds]}::int[])),
    opened as materialized (
      select distinct p.task_id from task_parties(${day}) p
      where p.task_id in (select id from wanted)
        and (p.answers_id = ${viewer.officialId} or p.department_id = ${viewer.departmentId ?? null}
             or (${keeps} and p.agency_id = ${viewer.agencyId ?? null})))
    select t.id, t.pair_id, t.title, t.state, t.progress, coalesce(r.results, '[]') as results
    from wanted t
    left join lateral (
      select json_agg(json_build_object('measure', m.name, 'unit', m.unit, 'before', coalesce(l.before, m.before)::text,
                                        'after', l.after::text, 'target', m.target::text) order by m.position, m.id) as results
      from task_measure m
      cross join lateral (select before, after from task_result s where s.measure_id = m.id order by s.id desc limit 1) l
      where m.task_id = t.id) r on true
    where ${viewer.status !== 'left'} and (${viewer.role === 'auditor'} or t.id in (select task_id from opened))
    order by t.id`.execute(database);
  return rows.map((row) => ({
    id: row.id,
    pairId: row.pair_id,
    title: row.title,
    state: row.state,
    progress: row.progress,
    results: row.results.map((it) => ({
      ...it,
      before: it.before ?? undefined,
      target: it.target ?? undefined,
    })),
  }));
}

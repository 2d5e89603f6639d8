import { type Selectable, sql } from 'kysely';
import { type Day, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { DB } from '../database/types.ts';
import type { Answer, CycleKind, Evaluation, Grade, Measure, PartyLine, TaskState } from './evaluation.ts';
import type { Candidate, Viewer } from './rules.ts';

/** Holds a request until the transaction ends; false when there is none. Whoever acts on it at the same time waits. */
export async function lockRequest(database: Database, requestId: number): Promise<boolean> {
  const row = await database
    .selectFrom('evaluation_request')
    .select('id')
    .where('id', '=', requestId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** A person as rights go, at this moment; undefined when there is none. */
export async function findViewer(
  database: Database,
  officialId: number,
  day: Day,
): Promise<Viewer | undefined> {
  const { rows } = await sql<{
    role: Viewer['role'];
    status: Viewer['status'];
    agency_id: number | null;
    department_id: number | null;
    is_cco: boolean;
  }>`
    select o.role, o.status, p.agency_id, p.department_id,
           p.agency_id is not null and o.role in ('cco', 'operator')
             and o.id in (select cco.id from ccos_of(p.agency_id, ${day}) as cco (id)) as is_cco
    from official o left join posting p on p.official_id = o.id and p.during @> ${day}::date
    where o.id = ${officialId}`.execute(database);
  const row = rows[0];
  return (
    row && {
      officialId,
      role: row.role,
      status: row.status,
      agencyId: row.agency_id ?? undefined,
      departmentId: row.department_id ?? undefined,
      isCco: row.is_cco,
    }
  );
}

/** Somebody who might grade; undefined when there is no such official. */
export async function findCandidate(
  database: Database,
  officialId: number,
  day: Day,
): Promise<Candidate | undefined> {
  const row = await database
    .selectFrom('official as o')
    .leftJoin('posting as p', (join) =>
      join.onRef('p.official_id', '=', 'o.id').on(sql<boolean>`p.during @> ${day}::date`),
    )
    .select(['o.name', 'o.status', 'p.agency_id'])
    .where('o.id', '=', officialId)
    .executeTakeFirst();
  return (
    row && {
      officialId,
      name: row.name,
      status: row.status as Candidate['status'],
      agencyId: row.agency_id ?? undefined,
    }
  );
}

/** One request with all that came of it; who answers is who does on `day`. In an act: after its row is locked. */
export async function findEvaluation(
  database: Database,
  requestId: number,
  day: Day,
): Promise<Evaluation | undefined> {
  const row = await database
    .selectFrom('evaluation_request as r')
    .innerJoin('evaluation_cycle as c', 'c.id', 'r.cycle_id')
    .innerJoin('task as t', 't.id', 'r.task_id')
    .select([
      'r.id',
      'r.party_id',
      'c.id as cycle_id',
      'c.kind',
      'c.period',
      'c.title',
      'c.due_on',
      'c.opened_at',
      't.id as task_id',
      't.title as task',
      't.state',
      't.progress',
    ])
    .where('r.id', '=', requestId)
    .executeTakeFirst();
  if (!row) return undefined;
  const parties = await findPartyLines(database, row.task_id, day);
  const party = parties.find(({ partyId }) => partyId === row.party_id);
  if (!party) throw new Error(`evaluation ${requestId} has no party`);
  return {
    id: row.id,
    cycle: {
      id: row.cycle_id,
      kind: row.kind as CycleKind,
      period: row.period,
      title: row.title,
      dueOn: row.due_on,
      openedOn: seoulDay(row.opened_at),
    },
    task: { id: row.task_id, title: row.task, state: row.state as TaskState, progress: row.progress },
    party,
    others: parties.filter((other) => other !== party),
    measures: await findMeasures(database, row.task_id),
    ...(await findAnswers(database, requestId)),
    evaluator: await findEvaluator(database, requestId, day),
    ...(await findGrades(database, requestId)),
  };
}

async function findPartyLines(database: Database, taskId: number, day: Day): Promise<PartyLine[]> {
  const { rows } = await sql<{
    party_id: number;
    agency_id: number;
    agency: string;
    department: string;
    department_id: number;
    owner_id: number;
    owner: string;
    answers_id: number | null;
    answers: string | null;
  }>`
    select p.party_id, p.agency_id, a.short_name as agency, d.name as department, p.department_id, p.owner_id, o.name as owner,
           p.answers_id, w.name as answers
    from task_parties(${day}::date) p join agency a on a.id = p.agency_id join department d on d.id = p.department_id
    join official o on o.id = p.owner_id left join official w on w.id = p.answers_id
    where p.task_id = ${taskId} order by p.side, p.party_id`.execute(database);
  return rows.map((row) => ({
    partyId: row.party_id,
    agency: { id: row.agency_id, shortName: row.agency },
    department: row.department,
    departmentId: row.department_id,
    owner: { id: row.owner_id, name: row.owner },
    answers: row.answers_id === null ? undefined : { id: row.answers_id, name: row.answers ?? '' },
  }));
}

async function findMeasures(database: Database, taskId: number): Promise<Measure[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    unit: string;
    before: string | null;
    target: string | null;
    after: string | null;
  }>`
    select m.id, m.name, m.unit, coalesce(l.before, m.before)::text as before, m.target::text as target, l.after::text as after
    from task_measure m
    left join lateral (select s.before, s.after from task_result s where s.measure_id = m.id order by s.id desc limit 1) l on true
    where m.task_id = ${taskId} order by m.position, m.id`.execute(database);
  return rows.map(({ before, target, after, ...row }) => ({
    ...row,
    before: before ?? undefined,
    target: target ?? undefined,
    after: after ?? undefined,
  }));
}

async function findAnswers(
  database: Database,
  requestId: number,
): Promise<Pick<Evaluation, 'submitted' | 'draft' | 'versions'>> {
  const rows = await database
    .selectFrom('evaluation_answer as a')
    .innerJoin('official as o', 'o.id', 'a.actor_id')
    .selectAll('a')
    .select('o.name as actor')
    .where('a.request_id', '=', requestId)
    .orderBy('a.version', 'desc')
    .execute();
  const answers = rows.map(answerOf);
  const [latest] = answers;
  return {
    submitted: answers.find(({ draft }) => !draft),
    draft: latest?.draft ? latest : undefined,
    versions: answers.filter(({ draft }) => !draft).length,
  };
}

/** A stored version with the name of whoever wrote it. */
export function answerOf(row: Selectable<DB['evaluation_answer']> & { actor: string }): Answer {
  return {
    id: row.id,
    version: row.version,
    draft: row.draft,
    late: row.late,
    progress: row.progress,
    results: row.results as unknown as Answer['results'],
    difficulties: row.difficulties,
    nextPlan: row.next_plan,
    actor: { id: row.actor_id, name: row.actor },
    at: row.occurred_at,
  };
}

async function findEvaluator(
  database: Database,
  requestId: number,
  day: Day,
): Promise<Evaluation['evaluator']> {
  const row = await database
    .selectFrom('evaluation_evaluator as e')
    .innerJoin('official as o', 'o.id', 'e.official_id')
    .leftJoin('posting as p', (join) =>
      join.onRef('p.official_id', '=', 'o.id').on(sql<boolean>`p.during @> ${day}::date`),
    )
    .leftJoin('agency as a', 'a.id', 'p.agency_id')
    .select(['o.id', 'o.name', 'o.status', 'a.id as agency_id', 'a.short_name'])
    .where('e.request_id', '=', requestId)
    .orderBy('e.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      name: row.name,
      agency: row.short_name ?? '',
      agencyId: row.agency_id ?? undefined,
      left: row.status === 'left',
    }
  );
}

async function findGrades(
  database: Database,
  requestId: number,
): Promise<Pick<Evaluation, 'grade' | 'grades'>> {
  const rows = await database
    .selectFrom('evaluation_grade as g')
    .innerJoin('official as o', 'o.id', 'g.actor_id')
    .selectAll('g')
    .select('o.name as actor')
    .where('g.request_id', '=', requestId)
    .orderBy('g.id', 'desc')
    .execute();
  const [row] = rows;
  const grade: Grade | undefined = row && {
    id: row.id,
    answerId: row.answer_id,
    grade: row.grade,
    comment: row.comment,
    recommended: row.recommended,
    actor: { id: row.actor_id, name: row.actor },
    at: row.occurred_at,
  };
  return { grade, grades: rows.length };
}

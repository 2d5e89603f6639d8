import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { AnswerForm } from './evaluation.ts';

/** What a stored act did, as far as a repeat of it is judged. */
export interface StoredAct {
  id: number;
  requestId: number;
  actorId: number;
  /** Of an answer. */
  draft?: boolean;
}

/** The act stored under a key in one of the histories. */
export async function findAct(
  database: Database,
  history: 'evaluation_answer' | 'evaluation_grade' | 'evaluation_evaluator',
  requestKey: string,
): Promise<StoredAct | undefined> {
  const actor = sql.ref(history === 'evaluation_evaluator' ? 'named_by' : 'actor_id');
  const draft = history === 'evaluation_answer' ? sql.ref('draft') : sql`null::boolean`;
  const { rows } = await sql<{ id: number; request_id: number; actor_id: number; draft: boolean | null }>`
    select id, request_id, ${actor} as actor_id, ${draft} as draft from ${sql.table(history)}
    where request_key = ${requestKey}`.execute(database);
  const row = rows[0];
  return (
    row && {
      id: row.id,
      requestId: row.request_id,
      actorId: row.actor_id,
      ...(row.draft === null ? {} : { draft: row.draft }),
    }
  );
}

/** Appends the next version of an answer, under the lock of its request; what is submitted ends the reminders. */
export async function appendAnswer(
  database: Database,
  answer: AnswerForm & {
    requestId: number;
    draft: boolean;
    late: boolean;
    actorId: number;
    requestKey: string;
    at: Date;
  },
): Promise<void> {
  const { requestId } = answer;
  const last = await database
    .selectFrom('evaluation_answer')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  await database
    .insertInto('evaluation_answer')
    .values({
      request_id: requestId,
      version: (last?.version ?? 0) + 1,
      draft: answer.draft,
      progress: answer.progress,
      results: JSON.stringify(answer.results),
      difficulties: answer.difficulties,
      next_plan: answer.nextPlan,
      late: answer.late,
      actor_id: answer.actorId,
      request_key: answer.requestKey,
      occurred_at: answer.at,
    })
    .execute();
  if (answer.draft) return;
  await database
    .updateTable('evaluation_request')
    .set({ answered: true })
    .where('id', '=', requestId)
    .where('answered', '=', false)
    .execute();
}

/** @returns its number */
export async function appendGrade(
  database: Database,
  grade: {
    requestId: number;
    answerId: number;
    grade: string;
    comment: string;
    recommended: boolean;
    actorId: number;
    requestKey: string;
    at: Date;
  },
): Promise<number> {
  const row = await database
    .insertInto('evaluation_grade')
    .values({
      request_id: grade.requestId,
      answer_id: grade.answerId,
      grade: grade.grade,
      comment: grade.comment,
      recommended: grade.recommended,
      actor_id: grade.actorId,
      request_key: grade.requestKey,
      occurred_at: grade.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** @returns its number */
export async function appendEvaluator(
  database: Database,
  naming: { requestId: number; officialId: number; namedBy: number; requestKey: string; at: Date },
): Promise<number> {
  const row = await database
    .insertInto('evaluation_evaluator')
    .values({
      request_id: naming.requestId,
      official_id: naming.officialId,
      named_by: naming.namedBy,
      request_key: naming.requestKey,
      occurred_at: naming.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The request that a grade or a naming belongs to, while it is the latest of its request. */
export async function findRequestOfLatest(
  database: Database,
  history: 'evaluation_grade' | 'evaluation_evaluator',
  id: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ request_id: number }>`
    select request_id from ${sql.table(history)} h
    where id = ${id} and not exists (select from ${sql.table(history)} n where n.request_id = h.request_id and n.id > h.id)
  `.execute(database);
  return rows[0]?.request_id;
}

/** Makes whoever acts under the same key wait for the end of this transaction: the act is stored once, then found. */
export async function lockKey(database: Database, requestKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${requestKey}, 6))`.execute(database);
}

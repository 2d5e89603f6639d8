import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { DisputeAnswerKind, DisputeFacts } from './dispute-rules.ts';
import type { Dispute } from './task.ts';

export async function insertDispute(
  tx: Database,
  dispute: {
    taskId: number;
    partyId: number;
    raisedBy: number;
    problem: string;
    wish: string;
    dueOn: Day;
    now: Date;
  },
): Promise<number> {
  const row = await tx
    .insertInto('dispute')
    .values({
      task_id: dispute.taskId,
      party_id: dispute.partyId,
      raised_by: dispute.raisedBy,
      problem: dispute.problem,
      wish: dispute.wish,
      due_on: dispute.dueOn,
      raised_at: dispute.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The task a dispute is about. */
export async function findTaskOfDispute(database: Database, disputeId: number): Promise<number | undefined> {
  const row = await database
    .selectFrom('dispute')
    .select('task_id')
    .where('id', '=', disputeId)
    .executeTakeFirst();
  return row?.task_id;
}

export interface DisputeRow extends Omit<DisputeFacts, 'agencyIds'> {
  id: number;
  dueOn: Day;
  /** Of the party that raised it: its policy holds. */
  agencyId: number;
  /** The workspace in which it was raised; whoever is told of it later is told there. */
  teamId: string | undefined;
}

/** A dispute as it stands. Inside an act: after the task's row is locked. */
export async function findDispute(database: Database, disputeId: number): Promise<DisputeRow | undefined> {
  const { rows } = await sql<{
    step: Dispute['step'];
    due_on: Day;
    agency_id: number;
    team_id: string | null;
  }>`
    select d.step, d.due_on, p.agency_id,
           (select e.detail ->> 'teamId' from task_event e where e.task_id = d.task_id and e.kind = 'dispute'
              and e.detail ->> 'disputeId' = d.id::text) as team_id
    from dispute d join task_party p on p.id = d.party_id where d.id = ${disputeId}`.execute(database);
  const row = rows[0];
  if (!row) return undefined;
  const answers = await database
    .selectFrom('dispute_answer')
    .select(['step', 'agency_id', 'kind'])
    .where('dispute_id', '=', disputeId)
    .orderBy('id')
    .execute();
  return {
    id: disputeId,
    step: row.step,
    dueOn: row.due_on,
    agencyId: row.agency_id,
    teamId: row.team_id ?? undefined,
    answers: answers.map((answer) => ({
      step: answer.step as 'cco' | 'committee',
      agencyId: answer.agency_id,
      kind: answer.kind as DisputeAnswerKind,
    })),
  };
}

export async function insertAnswer(
  tx: Database,
  answer: {
    disputeId: number;
    step: 'cco' | 'committee';
    agencyId: number;
    actorId: number;
    kind: DisputeAnswerKind;
    note: string;
    eventId: number;
  },
): Promise<void> {
  await tx
    .insertInto('dispute_answer')
    .values({
      dispute_id: answer.disputeId,
      step: answer.step,
      agency_id: answer.agencyId,
      actor_id: answer.actorId,
      kind: answer.kind,
      note: answer.note,
      event_id: answer.eventId,
    })
    .execute();
}

/** Moves a dispute on; settled, it keeps its last deadline. */
export async function updateDispute(
  tx: Database,
  disputeId: number,
  change: { step: Dispute['step']; dueOn?: Day },
): Promise<void> {
  await tx
    .updateTable('dispute')
    .set({ step: change.step, ...(change.dueOn === undefined ? {} : { due_on: change.dueOn }) })
    .where('id', '=', disputeId)
    .execute();
}

/** Disputes of open tasks whose CCOs did not settle them by their deadline, oldest first. */
export async function findOverdueDisputes(
  database: Database,
  day: Day,
): Promise<Array<{ disputeId: number; taskId: number }>> {
  const rows = await database
    .selectFrom('dispute as d')
    .innerJoin('task as t', 't.id', 'd.task_id')
    .select(['d.id', 'd.task_id'])
    .where('d.step', '=', 'cco')
    .where('d.due_on', '<', day)
    .where('t.state', 'not in', ['completed', 'cancelled'])
    .orderBy('d.id')
    .execute();
  return rows.map((row) => ({ disputeId: row.id, taskId: row.task_id }));
}

/** The open dispute of a task, or the last one settled. */
export async function findLatestDispute(database: Database, taskId: number): Promise<Dispute | undefined> {
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

import type { Database } from '../database/database.ts';
import type { PartyPlan } from './proposal-rules.ts';
import type { TaskForm, TaskState } from './task.ts';

/** Makes everybody else who acts on this task wait for the end of this transaction. False: there is no such task. */
export async function lockTask(tx: Database, taskId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('task')
    .select('id')
    .where('id', '=', taskId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Inserts a proposal under a key that is not taken. */
export async function insertTask(
  tx: Database,
  requestKey: string,
  form: TaskForm,
  now: Date,
): Promise<number> {
  const row = await tx
    .insertInto('task')
    .values({ request_key: requestKey, ...fieldsOf(form), updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function updateTaskFields(
  tx: Database,
  taskId: number,
  form: TaskForm,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('task')
    .set({ ...fieldsOf(form), updated_at: now })
    .where('id', '=', taskId)
    .execute();
}

const fieldsOf = (form: TaskForm) => ({
  title: form.title,
  purpose: form.purpose,
  content: form.content,
  history: form.history,
  related_task: form.relatedTask,
  pair_id: form.pairId ?? null,
  due_on: form.dueOn,
});

/** Writes how a task stands; without state and progress only that it was touched. */
export async function updateTaskState(
  tx: Database,
  taskId: number,
  change: { state?: TaskState; progress?: number },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('task')
    .set({ ...change, updated_at: now })
    .where('id', '=', taskId)
    .execute();
}

/** Inserts a side; a partner's consent is asked for at `now`. */
export async function insertParty(
  tx: Database,
  taskId: number,
  side: 'lead' | 'partner',
  plan: PartyPlan,
  now: Date,
): Promise<number> {
  const asked = side === 'partner';
  const row = await tx
    .insertInto('task_party')
    .values({
      task_id: taskId,
      side,
      agency_id: plan.agencyId,
      department_id: plan.departmentId,
      owner_id: plan.ownerId,
      position: plan.position,
      consent: asked ? 'asked' : null,
      asked_at: asked ? now : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Asks a partner of a proposal anew, under the owner that is named now, or under the one it has. */
export async function askPartyAnew(
  tx: Database,
  partyId: number,
  owner: { ownerId: number; position: string } | undefined,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('task_party')
    .set({
      ...(owner && { owner_id: owner.ownerId, position: owner.position }),
      consent: 'asked',
      asked_at: now,
    })
    .where('id', '=', partyId)
    .execute();
}

/** Takes partners out of a proposal. */
export async function deleteParties(tx: Database, partyIds: readonly number[]): Promise<void> {
  if (partyIds.length > 0) await tx.deleteFrom('task_party').where('id', 'in', partyIds).execute();
}

export async function updateConsent(
  tx: Database,
  partyId: number,
  consent: 'agreed' | 'objected',
): Promise<void> {
  await tx.updateTable('task_party').set({ consent }).where('id', '=', partyId).execute();
}

export async function updateOwner(
  tx: Database,
  partyId: number,
  owner: { ownerId: number; position: string },
): Promise<void> {
  await tx
    .updateTable('task_party')
    .set({ owner_id: owner.ownerId, position: owner.position })
    .where('id', '=', partyId)
    .execute();
}

/** Records 담당 아님: from now on somebody else answers for the party. */
export async function insertRefusal(
  tx: Database,
  refusal: { partyId: number; officialId: number; reason: string; eventId: number },
): Promise<void> {
  await tx
    .insertInto('task_refusal')
    .values({
      party_id: refusal.partyId,
      official_id: refusal.officialId,
      reason: refusal.reason,
      event_id: refusal.eventId,
    })
    .execute();
}

/** The agencies of a pair's positions today, where they are known. Undefined: there is no such pair. */
export async function findPairAgencies(
  database: Database,
  pairId: number | undefined,
): Promise<number[] | undefined> {
  if (pairId === undefined) return undefined;
  const rows = await database
    .selectFrom('exchange_pair as x')
    .leftJoin('exchange_position as n', 'n.pair_id', 'x.id')
    .select('n.agency_id')
    .where('x.id', '=', pairId)
    .execute();
  return rows.length === 0 ? undefined : rows.flatMap(({ agency_id }) => agency_id ?? []);
}

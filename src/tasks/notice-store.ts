import type { Database } from '../database/database.ts';
import type { ChangedField } from './form.ts';
import type { CompletionGrant, MissedGrant } from './task.ts';

/** A consent that is asked for. */
export interface Asked {
  taskId: number;
  askedAt: Date | undefined;
  /** What the last revision changed, where the party had been asked before it; undefined: it is asked for the first time. */
  renewed: ChangedField[] | undefined;
}

/** The consent that a party is asked for. Undefined: it is no part of a task any more. */
export async function findAsked(database: Database, partyId: number): Promise<Asked | undefined> {
  const row = await database
    .selectFrom('task_party')
    .select(['task_id', 'asked_at'])
    .where('id', '=', partyId)
    .executeTakeFirst();
  if (!row) return undefined;
  const revision = await database
    .selectFrom('task_event')
    .select('detail')
    .where('task_id', '=', row.task_id)
    .where('kind', '=', 'revised')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { changed, askedAnew } = (revision?.detail ?? {}) as {
    changed?: ChangedField[];
    askedAnew?: number[];
  };
  const isRenewed = askedAnew?.includes(partyId) ?? false;
  return {
    taskId: row.task_id,
    askedAt: row.asked_at ?? undefined,
    renewed: isRenewed ? (changed ?? []) : undefined,
  };
}

/** What the completion of a task did not bring those of an agency, by the event that says so. */
export async function findMissedGrants(database: Database, eventId: number): Promise<MissedGrant[]> {
  const row = await database
    .selectFrom('task_event')
    .select('detail')
    .where('id', '=', eventId)
    .where('kind', '=', 'points')
    .executeTakeFirst();
  const { grants = [] } = (row?.detail ?? {}) as { grants?: CompletionGrant[] };
  return grants.filter((grant) => grant.kind !== 'granted');
}

/** Whether somebody keeps an agency's points today. */
export async function isOperator(database: Database, officialId: number): Promise<boolean> {
  const row = await database
    .selectFrom('official')
    .select('role')
    .where('id', '=', officialId)
    .executeTakeFirst();
  return row?.role === 'operator';
}

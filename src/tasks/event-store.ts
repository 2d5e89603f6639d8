import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { JsonObject } from '../database/types.ts';
import { named } from './store.ts';
import type { TaskEvent, TaskEventKind, TaskState } from './task.ts';

export interface NewEvent {
  taskId: number;
  kind: TaskEventKind;
  fromState?: TaskState | undefined;
  toState?: TaskState | undefined;
  progress?: number | undefined;
  note: string;
  /** Stored for whoever reads the history later: the fields of a proposal, the numbers of a result. */
  detail?: JsonObject;
  partyId?: number | undefined;
  /** Undefined: the bot itself. */
  actorId: number | undefined;
  /** Of the act, on one of its events. */
  requestKey?: string | undefined;
  /** Of what the act asked for. */
  requestDigest?: string | undefined;
  at: Date;
}

/** Appends to a task's history, and returns the event's id. The task's row must be locked: that orders the events. */
export async function appendEvent(tx: Database, event: NewEvent): Promise<number> {
  const row = await tx
    .insertInto('task_event')
    .values({
      task_id: event.taskId,
      sequence: sql`(select coalesce(max(sequence), 0) + 1 from task_event where task_id = ${event.taskId})`,
      kind: event.kind,
      from_state: event.fromState ?? null,
      to_state: event.toState ?? null,
      progress: event.progress ?? null,
      note: event.note,
      detail: JSON.stringify(event.detail ?? {}),
      party_id: event.partyId ?? null,
      actor_id: event.actorId ?? null,
      request_key: event.requestKey ?? null,
      request_digest: event.requestKey === undefined ? null : (event.requestDigest ?? null),
      occurred_at: event.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Makes whoever acts under the same key wait for the end of this transaction: the act is stored once, then found. */
export async function lockKey(tx: Database, requestKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${requestKey}, 5))`.execute(tx);
}

/** The event that was stored under a key, if any. */
export interface KeyedEvent {
  id: number;
  taskId: number;
  kind: TaskEventKind;
  toState: TaskState | undefined;
  actorId: number | undefined;
  partyId: number | undefined;
  requestDigest: string | undefined;
  /** The kind of the event right after it. */
  followedBy: TaskEventKind | undefined;
}

export async function findEventByKey(
  database: Database,
  requestKey: string,
): Promise<KeyedEvent | undefined> {
  const row = await database
    .selectFrom('task_event as e')
    .leftJoin('task_event as n', (join) =>
      join.onRef('n.task_id', '=', 'e.task_id').on(sql<boolean>`n.sequence = e.sequence + 1`),
    )
    .select([
      'e.id',
      'e.task_id',
      'e.kind',
      'e.to_state',
      'e.actor_id',
      'e.party_id',
      'e.request_digest',
      'n.kind as followed_by',
    ])
    .where('e.request_key', '=', requestKey)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      taskId: row.task_id,
      kind: row.kind as TaskEventKind,
      toState: row.to_state ?? undefined,
      actorId: row.actor_id ?? undefined,
      partyId: row.party_id ?? undefined,
      requestDigest: row.request_digest ?? undefined,
      followedBy: (row.followed_by as TaskEventKind | null) ?? undefined,
    }
  );
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

export async function countEvents(database: Database, taskId: number): Promise<number> {
  const row = await database
    .selectFrom('task_event')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('task_id', '=', taskId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
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

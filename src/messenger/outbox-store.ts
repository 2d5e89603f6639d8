import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { JsonObject } from '../database/types.ts';
import type { OutboxFigures } from '../metrics.ts';
import type { Lane, OutboxItem } from './outbox.ts';

export interface ItemRow {
  id: number;
  team_id: string;
  lane: string;
  kind: string;
  subject_id: number | null;
  payload: unknown;
  due_at: Date;
  recorded_at: Date;
}

export function toItem(row: ItemRow): OutboxItem {
  return {
    id: row.id,
    teamId: row.team_id,
    lane: row.lane as Lane,
    kind: row.kind,
    subjectId: row.subject_id ?? undefined,
    payload: row.payload as JsonObject,
    dueAt: row.due_at,
    recordedAt: row.recorded_at,
  };
}

/** A message in Slack and everything it announced, in order. */
export interface SentMessage {
  channelId: string;
  messageTs: string;
  items: OutboxItem[];
  outboxIds: number[];
  subjectIds: number[];
}

/**
 * The message that announced this subject under this kind; merged ones name all their subjects.
 * @param lane where it was announced; absent: anywhere
 */
export async function findSentMessage(
  database: Database,
  kind: string,
  subjectId: number,
  lane?: Lane,
): Promise<SentMessage | undefined> {
  const rows = await database
    .selectFrom('outbox as one')
    .innerJoin('outbox as o', (join) =>
      join
        .onRef('o.channel_id', '=', 'one.channel_id')
        .onRef('o.message_ts', '=', 'one.message_ts')
        .onRef('o.kind', '=', 'one.kind'),
    )
    .selectAll('o')
    .where('one.kind', '=', kind)
    .where('one.subject_id', '=', subjectId)
    .where('one.state', '=', 'sent')
    .where('one.message_ts', 'is not', null)
    .$if(lane !== undefined, (query) => query.where('one.lane', '=', lane as Lane))
    // Announced twice (it cannot be, but for a message that was deleted and requested anew): the newest counts.
    .orderBy('one.id', 'desc')
    .orderBy('o.id')
    .execute();
  const first = rows[0];
  if (!first?.channel_id || !first.message_ts) return undefined;
  const same = rows.filter(
    (row) => row.message_ts === first.message_ts && row.channel_id === first.channel_id,
  );
  const items = same.map(toItem);
  return {
    channelId: first.channel_id,
    messageTs: first.message_ts,
    items,
    outboxIds: items.map((item) => item.id),
    subjectIds: items.flatMap((item) => item.subjectId ?? []),
  };
}

/** Whether the announcement of a subject is still to come: `may be out` when an attempt is under way or was uncertain. */
export async function findPendingAnnouncement(
  database: Database,
  kind: string,
  subjectId: number,
  lane?: Lane,
): Promise<'none' | 'waiting' | 'may be out'> {
  const rows = await database
    .selectFrom('outbox')
    .select(['state', 'uncertain'])
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('state', 'in', ['due', 'claimed'])
    .$if(lane !== undefined, (query) => query.where('lane', '=', lane as Lane))
    .execute();
  if (rows.length === 0) return 'none';
  return rows.some((row) => row.uncertain || row.state === 'claimed') ? 'may be out' : 'waiting';
}

/** Until when the announcement of a subject in a lane waits, and of one that was given up, why. */
export async function findHeldAnnouncement(
  database: Database,
  kind: string,
  subjectId: number,
  lane: Lane,
): Promise<{ dueAt: Date } | { parkedFor: string } | undefined> {
  const row = await database
    .selectFrom('outbox')
    .select(['state', 'due_at', 'problem'])
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('lane', '=', lane)
    .where('state', 'in', ['due', 'claimed', 'parked'])
    .orderBy('id')
    .executeTakeFirst();
  if (!row) return undefined;
  return row.state === 'parked' ? { parkedFor: row.problem ?? '' } : { dueAt: row.due_at };
}

export interface ParkedMessage {
  id: number;
  lane: string;
  kind: string;
  subjectId: number | undefined;
  /** Slack's own code, or ours: `gave_up: …` after a day of trying. */
  problem: string;
  parkedAt: Date | undefined;
}

/** Messages that were given up, newest first: for the operator to see why. */
export async function findParked(
  database: Database,
  teamId: string,
  limit: number,
): Promise<ParkedMessage[]> {
  const rows = await database
    .selectFrom('outbox')
    .select(['id', 'lane', 'kind', 'subject_id', 'problem', 'settled_at'])
    .where('team_id', '=', teamId)
    .where(sql<boolean>`state = 'parked'`)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    lane: row.lane,
    kind: row.kind,
    subjectId: row.subject_id ?? undefined,
    problem: row.problem ?? '',
    parkedAt: row.settled_at ?? undefined,
  }));
}

/** How full the outbox is. Settled messages are not counted: that would read the whole table at each scrape. */
export async function outboxDepth(database: Database, now: Date): Promise<OutboxFigures> {
  const { rows } = await sql<{ state: string; count: number; oldest: Date | null }>`
    select state, count(*) as count, min(due_at) filter (where due_at <= ${now}) as oldest
    from outbox where state in ('due', 'claimed') group by state
    union all
    select 'parked', count(*), null from outbox where state = 'parked'`.execute(database);
  const oldest = Math.min(...rows.flatMap((row) => row.oldest?.getTime() ?? []));
  return {
    depth: { due: 0, claimed: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) },
    oldestDueSeconds: Number.isFinite(oldest) ? (now.getTime() - oldest) / 1_000 : 0,
  };
}

/** The workspaces that have something to send: what the sweep goes through. */
export async function findTeamsWaiting(database: Database): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`
    with recursive team(id) as (
      (select team_id from outbox where state in ('due', 'claimed') order by team_id limit 1)
      union all
      select next.team_id from team cross join lateral (
        select team_id from outbox where state in ('due', 'claimed') and team_id > team.id order by team_id limit 1) next
    )
    select id as team_id from team`.execute(database);
  return rows.map((row) => row.team_id);
}

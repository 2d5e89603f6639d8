import type { KnownBlock } from '@slack/types';
import type { Database } from '../database/database.ts';
import type { JsonObject } from '../database/types.ts';
import type { Locale } from './locale.ts';

/** Where a message goes. Messages of one lane arrive in the order they were written in; lanes don't wait for each other. */
export type Lane = `channel:${string}` | `official:${number}` | `user:${string}`;

export interface OutboxRow {
  teamId: string;
  lane: Lane;
  /** Decides who renders it. */
  kind: string;
  /** What it is about: a gift's number, say. The renderer reads it anew, so nothing stale is sent. */
  subjectId?: number;
  payload?: JsonObject;
  dueAt: Date;
}

/** A message that waits to be sent. */
export interface OutboxItem {
  id: number;
  teamId: string;
  lane: Lane;
  kind: string;
  subjectId: number | undefined;
  payload: JsonObject;
  dueAt: Date;
  recordedAt: Date;
}

/** Whom a message is rendered for. A channel is spoken to in Korean. */
export interface Audience {
  locale: Locale;
}

export interface Rendered {
  /** For notifications and screen readers; mrkdwn. */
  text: string;
  blocks: KnownBlock[];
  /** How many of the items, from the first, it speaks of. */
  covers: number;
}

/** Not now: the items are due again at that instant, and others of the lane go ahead of them. */
export interface Postponed {
  notBefore: Date;
}

/** Undefined: nothing to say any more; the items are skipped. */
export type Render = (items: OutboxItem[], audience: Audience) => Promise<Rendered | Postponed | undefined>;

/**
 * How messages of a kind come to be: one each; up to `atMost` waiting ones as one message; as a change of the message that
 * announced the same subject under the kind `updates`, which is rendered anew with all of its subjects (with `adds`, by something
 * that the announcement itself never has: it then waits for the announcement of its own lane, whatever becomes of that); or as a
 * reply in the thread of the message that announced `payload.threadSubjectId` in the same lane under the kind `repliesTo`.
 */
export type Renderer =
  | Render
  | { mergeable: true; atMost: number; render: Render }
  | { updates: string; adds?: true; render: Render }
  | { repliesTo: string; render: Render };

const ROWS_AT_ONCE = 1_000;

/** Puts messages into the outbox, in the transaction that `database` is, and so together with what they announce or not at all. */
export async function enqueue(database: Database, rows: OutboxRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await database
      .insertInto('outbox')
      .values(
        rows.slice(start, start + ROWS_AT_ONCE).map((row) => ({
          team_id: row.teamId,
          lane: row.lane,
          kind: row.kind,
          subject_id: row.subjectId ?? null,
          payload: row.payload ?? {},
          due_at: row.dueAt,
        })),
      )
      .execute();
  }
}

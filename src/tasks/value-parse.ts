import type { DisputeAnswerKind } from './dispute-rules.ts';
import type { Party, TaskState } from './task.ts';

const TASK_STATES = [
  'proposed',
  'registered',
  'active',
  'delayed',
  'on_hold',
  'completed',
  'cancelled',
] as const satisfies TaskState[];

const DISPUTE_ANSWERS = ['opinion', 'settle', 'refer'] as const satisfies DisputeAnswerKind[];

/** A number in an action id or a button's value, which is user input: `update_task:12` → 12. */
export function parseId(value: string | undefined): number | undefined {
  const digits = /^(?:[a-z_]+:)?(\d{1,15})(?::|$)/.exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Which asking for a consent a button answers: of which party, since when in milliseconds. */
export interface ConsentValue {
  partyId: number;
  askedAt: number;
  /** The button stands in the message that asked, which gives way to the answer. */
  isOwn: boolean;
}

/** `12:1795600000000`, `12:1795600000000:own`: user input. What tells no asking is no asking that still stands. */
export function parseConsent(value: string | undefined): ConsentValue {
  const [, id, askedAt, own] = /^(\d{1,15}):(\d{1,15})(:own)?$/.exec(value ?? '') ?? [];
  return {
    partyId: id === undefined ? (parseId(value) ?? 0) : Number(id),
    askedAt: Number(askedAt ?? 0),
    isOwn: own !== undefined,
  };
}

/** The inverse of `parseConsent`. */
export function formatConsent({ id, askedAt }: Pick<Party, 'id' | 'askedAt'>, isOwn: boolean): string {
  return `${id}:${askedAt?.getTime() ?? 0}${isOwn ? ':own' : ''}`;
}

/** A state in the value of a select, which is user input. */
export function parseState(value: string): TaskState | undefined {
  return TASK_STATES.find((state) => state === value);
}

/** What a dialog carries with it: the trigger that opened it, and what it is about. User input when it comes back. */
export interface Metadata {
  key: string;
  id: number;
  /** Of an objection: which asking it answers. */
  askedAt?: number;
}

export function parseMetadata(text: string): Metadata | undefined {
  try {
    const { key, id, askedAt } = JSON.parse(text) as Record<string, unknown>;
    if (typeof key !== 'string' || !ACT_KEY.test(key)) return undefined;
    if (!Number.isSafeInteger(id) || Number(id) < 0) return undefined;
    return { key, id: Number(id), ...(Number.isSafeInteger(askedAt) ? { askedAt: Number(askedAt) } : {}) };
  } catch {
    return undefined;
  }
}

/** A trigger's id as Slack writes it, or what may pass for one: nothing that PostgreSQL could not store. */
const ACT_KEY = /^[\x21-\x7e]{1,200}$/;

/** What the button for a status update holds: the task and, where a command was refused, the state and note it asked for. */
export function parseUpdate(value: string | undefined): {
  id: number | undefined;
  to: TaskState | undefined;
  note: string;
} {
  const [, to = '', note = ''] = /^\d+:([a-z_]+):([\s\S]*)$/.exec(value ?? '') ?? [];
  return { id: parseId(value), to: parseState(to), note };
}

/** The inverse of `parseUpdate`; Slack takes 2,000 characters, and a note that does not fit is left out. */
export function formatUpdate(id: number, to: TaskState, note: string): string {
  const value = `${id}:${to}:${note}`;
  return value.length <= 2_000 ? value : `${id}:${to}:`;
}

/** A page of a task's history in a button's value, `12:0`; `turns` where the button stands in the history itself: `12:1:turn`. */
export function parseTaskPage(
  value: string | undefined,
): { id: number; page: number; turns: boolean } | undefined {
  const [, id, page, turns] = /^(\d{1,15}):(\d{1,6})(:turn)?$/.exec(value ?? '') ?? [];
  return id === undefined ? undefined : { id: Number(id), page: Number(page), turns: turns !== undefined };
}

/** The kind of an answer to a dispute in the value of a select, which is user input. */
export function parseDisputeAnswer(value: string): DisputeAnswerKind | undefined {
  return DISPUTE_ANSWERS.find((kind) => kind === value);
}

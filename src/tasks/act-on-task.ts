import { createHash } from 'node:crypto';
import { type Day, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { enqueue } from '../messenger/outbox.ts';
import { findCard } from './card-store.ts';
import { appendEvent, findEventByKey, type KeyedEvent, lockKey, type NewEvent } from './event-store.ts';
import { rightsBySide, rightsOf, settableStates } from './rules.ts';
import { findStanding, findTaskOfParty, type Standing } from './store.ts';
import type { Act, Party, Refusal, Task, TaskOutcome, TaskRight } from './task.ts';
import { enqueueThread } from './thread.ts';
import { lockTask } from './write-store.ts';

/** What an act on a task works with, while the task's row is locked. */
export interface Scene extends Standing {
  tx: Database;
  act: Act;
  day: Day;
  now: Date;
}

/** Refuses an act after it has written something, all of which is undone. */
export class Refused extends Error {
  readonly refusals: Refusal[];
  constructor(refusals: Refusal[]) {
    super('refused');
    this.refusals = refusals;
  }
}

/**
 * Runs one act on a task: locks its row, so that whoever acts on it at the same time waits; answers an act that was done
 * before as then; otherwise lets `perform` decide and write. Who may not view the task is told that there is none.
 * @param kindOf what the act came to, judged by the event that was stored under its key; undefined: that was another act
 * @param perform writes nothing when it refuses; where it has written something by then, it throws `Refused`
 */
export function actOnTask<Kind extends string>(
  database: Database,
  act: Act & { taskId: number },
  kindOf: (event: KeyedEvent) => Kind | undefined,
  perform: (scene: Scene) => Promise<Kind | Refusal[]>,
  now: Date,
): Promise<TaskOutcome<Kind>> {
  const { taskId } = act;
  const day = seoulDay(now);
  const notFound: Refusal[] = [{ reason: 'not_found', number: taskId }];
  return inTransaction(database, async (tx): Promise<TaskOutcome<Kind>> => {
    await lockKey(tx, act.requestKey);
    const standing = (await lockTask(tx, taskId))
      ? await findStanding(tx, taskId, act.actorId, day)
      : undefined;
    if (!standing || !rightsOf(standing.viewer, standing.facts).has('view')) return refused(notFound);
    const stored = await findEventByKey(tx, act.requestKey);
    const done = !stored
      ? await perform({ ...standing, tx, act, day, now })
      : stored.taskId === taskId && isSameAct(stored, act)
        ? kindOf(stored)
        : undefined;
    if (done === undefined) return refused([{ reason: 'key_reused' }]);
    if (typeof done !== 'string') return refused(done);
    const card = await findCard(tx, taskId, act.actorId, day);
    return card ? { kind: done, card, repeat: stored !== undefined } : refused(notFound);
  }).catch((error: unknown) => {
    if (error instanceof Refused) return refused(error.refusals);
    throw error;
  });
}

/** Whether an event came of this act: by the same person, and asking for the same. */
export function isSameAct(stored: KeyedEvent, act: Act): boolean {
  return stored.actorId === act.actorId && stored.requestDigest === digestOf(act);
}

/** What an act asked for, in short. What it asked under, and in which workspace, is no part of it. */
export function digestOf(act: Act): string {
  const { requestKey: _key, teamId: _team, ...asked } = act;
  return createHash('sha256')
    .update(JSON.stringify(sorted(asked)))
    .digest('hex');
}

/** The same whatever order the fields were written in; what is undefined is as good as absent. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]);
}

/** The same for an act on one party of a task. */
export async function actOnParty<Kind extends string>(
  database: Database,
  act: Act & { partyId: number },
  kindOf: (event: KeyedEvent) => Kind | undefined,
  perform: (scene: Scene, party: Party) => Promise<Kind | Refusal[]>,
  now: Date,
): Promise<TaskOutcome<Kind>> {
  const gone: Refusal[] = [{ reason: 'party_gone' }];
  const taskId = await findTaskOfParty(database, act.partyId);
  if (taskId === undefined) return refused(gone);
  const outcome = await actOnTask(
    database,
    { ...act, taskId },
    (event) => (event.partyId === act.partyId ? kindOf(event) : undefined),
    async (scene) => {
      const party = scene.task.parties.find(({ id }) => id === act.partyId);
      return party ? perform(scene, party) : gone;
    },
    now,
  );
  // The number of a task that one may not view is not told either.
  const hidden =
    outcome.kind === 'refused' && (outcome as { refusals: Refusal[] }).refusals[0]?.reason === 'not_found';
  return hidden ? refused(gone) : outcome;
}

export function refused(refusals: Refusal[]): { kind: 'refused'; refusals: Refusal[] } {
  return { kind: 'refused', refusals };
}

/** Why the actor may not use this right: not theirs at all, or not while the task stands as it does. Empty: they may. */
export function missing({ viewer, facts }: Pick<Standing, 'viewer' | 'facts'>, right: TaskRight): Refusal[] {
  if (rightsOf(viewer, facts).has(right)) return [];
  if (!rightsBySide(viewer, facts).has(right)) return [{ reason: 'not_yours', right }];
  return [right === 'revise' ? { reason: 'not_proposed', state: facts.state } : stateRefusal(facts.state)];
}

/** For what cannot be done in this state at all. */
export function stateRefusal(state: Task['state']): Refusal {
  return { reason: 'state_not_from', from: state, to: state, allowed: settableStates(state) };
}

/**
 * Appends an event of the act to the history; of a task that is registered it goes to the agencies' channels too.
 * @param event.requestKey the act's own unless it is another event of the same act (undefined)
 */
export async function recordEvent(
  { tx, act, task, now }: Scene,
  event: Omit<NewEvent, 'taskId' | 'actorId' | 'at'>,
): Promise<number> {
  const eventId = await appendEvent(tx, {
    requestKey: act.requestKey,
    requestDigest: digestOf(act),
    ...event,
    taskId: task.id,
    actorId: act.actorId,
    at: now,
  });
  if (task.state !== 'proposed' || event.kind === 'registered') {
    await enqueueThread(tx, { taskId: task.id, eventId, now });
  }
  return eventId;
}

/** Puts a direct message to each of `officialIds` into the outbox: once to each, never to the actor. */
export async function tell(
  { tx, act, now }: { tx: Database; act: Act; now: Date },
  kind: string,
  subjectId: number,
  officialIds: ReadonlyArray<number | undefined>,
): Promise<void> {
  const ids = new Set(officialIds.filter((id) => id !== undefined && id !== act.actorId));
  await enqueue(
    tx,
    [...ids].map((id) => ({
      teamId: act.teamId,
      lane: `official:${id ?? 0}` as const,
      kind,
      subjectId,
      dueAt: now,
    })),
  );
}

/** Who answers for the parties of a task. */
export function answering(parties: Party[]): number[] {
  return parties.flatMap(({ answers }) => answers?.id ?? []);
}

import { createHash } from 'node:crypto';
import { type Day, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { enqueue } from '../messenger/outbox.ts';
import { findAct, lockKey, type StoredAct } from './act-store.ts';
import type { Act, Evaluation, EvaluationView, Refusal } from './evaluation.ts';
import { asSeenBy, rightsOf, standingOf, type Viewer } from './rules.ts';
import { findEvaluation, findViewer, lockRequest } from './store.ts';

/** What came of an act: the evaluation as it stands afterwards, or every reason why not. `repeat`: it had been done before. */
export type EvaluationOutcome<Kind extends string = string> =
  | { kind: Kind; view: EvaluationView; repeat: boolean }
  | { kind: 'refused'; refusals: Refusal[] };

/** What an act works with, while the request's row is locked. */
export interface Scene {
  tx: Database;
  evaluation: Evaluation;
  viewer: Viewer;
  act: Act;
  day: Day;
  now: Date;
}

/**
 * Runs one act on an evaluation: locks its row, so that whoever acts on it at the same time waits; answers an act that was done
 * before as then; otherwise lets `perform` decide and write. Whoever may not see the evaluation is told that there is none.
 * @param history where the act is stored under its key
 * @param kindOf what a stored act came to
 * @param perform must not write when it refuses
 * @param now when the act reached us: a wait for the row makes nobody late
 */
export function actOnEvaluation<Kind extends string>(
  database: Database,
  act: Act & { requestId: number },
  history: Parameters<typeof findAct>[1],
  kindOf: (stored: StoredAct) => Kind,
  perform: (scene: Scene) => Promise<Kind | Refusal[]>,
  now: Date,
): Promise<EvaluationOutcome<Kind>> {
  const { requestId, actorId, requestKey } = act;
  const day = seoulDay(now);
  const refused = (...refusals: Refusal[]): EvaluationOutcome<Kind> => ({ kind: 'refused', refusals });
  return inTransaction(database, async (tx) => {
    await lockKey(tx, requestKey);
    const scene = (await lockRequest(tx, requestId)) && (await findScene(tx, act, day, now));
    if (!scene) return refused({ reason: 'evaluation_not_found' });
    const stored = await findAct(tx, history, requestKey);
    if (stored && (stored.requestId !== requestId || stored.actorId !== actorId)) {
      return refused({ reason: 'key_reused' });
    }
    const done = stored ? kindOf(stored) : await perform(scene);
    if (typeof done !== 'string') return refused(...done);
    const evaluation = await findEvaluation(tx, requestId, day);
    if (!evaluation) throw new Error(`evaluation ${requestId} vanished`);
    const rights = rightsOf(scene.viewer, evaluation, day);
    const view = { evaluation: asSeenBy(scene.viewer, evaluation), rights, today: day };
    return { kind: done, view, repeat: stored !== undefined };
  });
}

async function findScene(
  tx: Database,
  act: Act & { requestId: number },
  day: Day,
  now: Date,
): Promise<Scene | undefined> {
  const evaluation = await findEvaluation(tx, act.requestId, day);
  const viewer = evaluation && (await findViewer(tx, act.actorId, day));
  if (!evaluation || !viewer || !standingOf(viewer, evaluation)) return undefined;
  return { tx, evaluation, viewer, act, day, now };
}

/**
 * The key of an act with what it says: a dialog that is submitted again with other words, because its answer got lost on the
 * way, is another act.
 */
export function keyWith(requestKey: string, content: unknown): string {
  return `${requestKey}:${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)}`;
}

/** Puts a direct message to each of `officialIds` into the outbox: once to each, never to the actor. */
export async function tell(
  { tx, act, now }: Scene,
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

import type { Database } from '../database/database.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { actOnTask, answering, recordEvent, type Scene, tell } from './act-on-task.ts';
import type { OnCompleted } from './completion.ts';
import type { KeyedEvent } from './event-store.ts';
import { findMeasures } from './measure-store.ts';
import { writeResult } from './record-result.ts';
import { decideMeasurement, isBlank, type Measurement } from './result-rules.ts';
import { decideStatus, readProgress, rightsBySide } from './rules.ts';
import type { Act, Measure, MeasurementInput, Refusal, TaskOutcome, TaskState } from './task.ts';
import { updateTaskState } from './write-store.ts';

/** An update as it comes from a line or a dialog. */
export interface TaskUpdate {
  taskId: number;
  /** Undefined: as it is. */
  to?: TaskState | undefined;
  /** Per cent as typed; undefined or blank: as it is. */
  progress?: string | undefined;
  note: string;
  /** Recorded together with the update, or not at all; blank ones are passed over. */
  results?: MeasurementInput[] | undefined;
}

type Kind = 'updated' | 'completed' | 'cancelled';

/** What the other sides are told of at once; other updates stand in the thread, so that nobody is flooded. */
const TOLD: readonly TaskState[] = ['delayed', 'on_hold', 'completed', 'cancelled'];

/**
 * Updates status and progress of a task, by whoever answers for any of its sides (행정업무규정 제44조①). Completing it needs a
 * result for each measure, given before or here; neither that nor cancelling is done over an open dispute. A proposal can
 * only be cancelled, by its lead: it is
 * withdrawn then.
 * @param onCompleted done in the same transaction when the task is completed
 */
export function updateTask(
  database: Database,
  act: Act & TaskUpdate,
  now: Date,
  onCompleted: OnCompleted,
): Promise<TaskOutcome<Kind>> {
  return actOnTask(database, act, kindOf, (scene) => update(scene, act, onCompleted), now);
}

function kindOf({ kind, toState }: KeyedEvent): Kind | undefined {
  if (kind !== 'status') return undefined;
  return toState === 'completed' || toState === 'cancelled' ? toState : 'updated';
}

async function update(scene: Scene, asked: TaskUpdate, onCompleted: OnCompleted): Promise<Kind | Refusal[]> {
  const { tx, act, task, viewer, facts, day, now } = scene;
  const withdraws = task.state === 'proposed' && asked.to === 'cancelled';
  const right = withdraws ? 'revise' : 'update';
  if (!rightsBySide(viewer, facts).has(right)) return [{ reason: 'not_yours', right }];

  const note = cleanText(asked.note);
  const measures = await findMeasures(tx, task.id);
  const { measurements, refusals } = readResults(measures, withdraws ? [] : (asked.results ?? []), day);
  const progress = readProgress(asked.progress);
  const decision = decideStatus(
    {
      ...task,
      disputeOpen: facts.disputeOpen,
      withoutResult: namesWithoutResult(measures, measurements, refusals),
    },
    { to: asked.to, progress: typeof progress === 'object' ? undefined : progress, note },
  );
  if (typeof progress === 'object') refusals.push(progress);
  if ('refusals' in decision) refusals.unshift(...decision.refusals);
  if ('refusals' in decision || refusals.length > 0) return refusals;

  const { to } = decision;
  for (const measurement of measurements) await writeResult(scene, measurement, undefined);
  await updateTaskState(tx, task.id, { state: to, progress: decision.progress }, now);
  const eventId = await recordEvent(scene, {
    kind: 'status',
    ...(to === task.state ? {} : { fromState: task.state, toState: to }),
    ...(decision.progress === task.progress && progress === undefined ? {} : { progress: decision.progress }),
    note,
  });
  if (to === 'completed') await onCompleted(tx, task.id, eventId, act, now);
  if (to !== task.state && TOLD.includes(to)) {
    const others = task.parties.filter(({ answers }) => answers?.id !== act.actorId);
    await tell(scene, withdraws ? 'task-withdrawn' : 'task-updated', eventId, answering(others));
  }
  return to === 'completed' || to === 'cancelled' ? to : 'updated';
}

function readResults(
  measures: readonly Measure[],
  results: readonly MeasurementInput[],
  day: string,
): { measurements: Measurement[]; refusals: Refusal[] } {
  const measurements: Measurement[] = [];
  const refusals: Refusal[] = [];
  for (const result of results.filter((one) => !isBlank(one))) {
    const decision = decideMeasurement(measures, result, day);
    if ('refusals' in decision) refusals.push(...decision.refusals);
    else measurements.push(decision);
  }
  return { measurements, refusals };
}

/** Names of the measures that have no result, neither before nor now; said only where what was typed is right otherwise. */
function namesWithoutResult(
  measures: readonly Measure[],
  measurements: readonly Measurement[],
  refusals: readonly Refusal[],
): string[] {
  if (refusals.length > 0) return [];
  const given = new Set(measurements.map(({ measure }) => measure.id));
  return measures.filter(({ id, latest }) => !latest && !given.has(id)).map(({ name }) => name);
}

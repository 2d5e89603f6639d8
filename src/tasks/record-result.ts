import type { Database } from '../database/database.ts';
import { actOnTask, missing, recordEvent, type Scene } from './act-on-task.ts';
import { findMeasures, insertResult } from './measure-store.ts';
import { record } from './record-text.ko.ts';
import { decideMeasurement, type Measurement } from './result-rules.ts';
import type { Act, MeasurementInput, Refusal, TaskOutcome } from './task.ts';
import { updateTaskState } from './write-store.ts';

/**
 * Records what was measured of a registered task, also after its completion (행정업무규정 제44조②). Earlier measurements stay; the
 * latest counts.
 */
export function recordResult(
  database: Database,
  act: Act & { taskId: number; result: MeasurementInput },
  now: Date,
): Promise<TaskOutcome<'recorded'>> {
  return actOnTask(
    database,
    act,
    (event) => (event.kind === 'result' ? 'recorded' : undefined),
    (scene) => perform(scene, act.result),
    now,
  );
}

async function perform(scene: Scene, input: MeasurementInput): Promise<'recorded' | Refusal[]> {
  const { tx, task, day, now } = scene;
  const notTheirs = missing(scene, 'record');
  if (notTheirs.length > 0) return notTheirs;
  const decision = decideMeasurement(await findMeasures(tx, task.id), input, day);
  if ('refusals' in decision) return decision.refusals;
  await writeResult(scene, decision, scene.act.requestKey);
  await updateTaskState(tx, task.id, {}, now);
  return 'recorded';
}

/** @param requestKey undefined: part of an act that is stored under its key by another event */
export async function writeResult(
  scene: Scene,
  measurement: Measurement,
  requestKey: string | undefined,
): Promise<void> {
  const { measure, ...result } = measurement;
  const eventId = await recordEvent(scene, {
    kind: 'result',
    note: record.result(measure, result),
    detail: { measureId: measure.id, ...result },
    requestKey,
  });
  await insertResult(scene.tx, {
    measureId: measure.id,
    ...result,
    actorId: scene.act.actorId,
    eventId,
  });
}

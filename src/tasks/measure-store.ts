import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { named } from './store.ts';
import type { Measure, MeasureInput } from './task.ts';

/** The measures of a task with their latest results. */
export async function findMeasures(database: Database, taskId: number): Promise<Measure[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    unit: string;
    before: string | null;
    target: string | null;
    result_before: string | null;
    after: string | null;
    measured_on: Day | null;
    evidence: string | null;
    actor_id: number | null;
    actor: string | null;
  }>`
    select m.id, m.name, m.unit, m.before, m.target, r.before as result_before, r.after, r.measured_on, r.evidence,
           o.id as actor_id, o.name as actor
    from task_measure m
    left join lateral (select * from task_result where measure_id = m.id order by id desc limit 1) r on true
    left join official o on o.id = r.actor_id
    where m.task_id = ${taskId} order by m.position, m.id`.execute(database);
  return rows.map((row) => {
    const actor = named(row.actor_id, row.actor);
    return {
      id: row.id,
      name: row.name,
      unit: row.unit,
      before: row.before ?? undefined,
      target: row.target ?? undefined,
      latest:
        row.after === null || row.measured_on === null || !actor
          ? undefined
          : {
              before: row.result_before ?? undefined,
              after: row.after,
              measuredOn: row.measured_on,
              evidence: row.evidence ?? '',
              actor,
            },
    };
  });
}

/** Replaces a proposal's measures; a proposal has no results yet. */
export async function replaceMeasures(
  tx: Database,
  taskId: number,
  measures: readonly MeasureInput[],
): Promise<void> {
  await tx.deleteFrom('task_measure').where('task_id', '=', taskId).execute();
  for (const [position, measure] of measures.entries()) await insertMeasure(tx, taskId, measure, position);
}

async function insertMeasure(
  tx: Database,
  taskId: number,
  measure: MeasureInput,
  position: number,
): Promise<void> {
  await tx
    .insertInto('task_measure')
    .values({
      task_id: taskId,
      position,
      name: measure.name,
      unit: measure.unit,
      before: measure.before ?? null,
      target: measure.target ?? null,
    })
    .execute();
}

export async function insertResult(
  tx: Database,
  result: {
    measureId: number;
    before: string | undefined;
    after: string;
    measuredOn: Day;
    evidence: string;
    actorId: number;
    eventId: number;
  },
): Promise<void> {
  await tx
    .insertInto('task_result')
    .values({
      measure_id: result.measureId,
      before: result.before ?? null,
      after: result.after,
      measured_on: result.measuredOn,
      evidence: result.evidence,
      actor_id: result.actorId,
      event_id: result.eventId,
    })
    .execute();
}

import { monthOf } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findPolicy } from '../policy/store.ts';
import type { Evaluation } from './evaluation.ts';

/**
 * The grades of an evaluation: those of its agency's policy in the month in which the cycle was opened, whatever holds now.
 * Within one cycle everybody is graded by one scale (행정업무규정 제44조②).
 */
export async function findScale(
  database: Database,
  { party, cycle }: Pick<Evaluation, 'party' | 'cycle'>,
): Promise<string[]> {
  return (await findPolicy(database, party.agency.id, monthOf(cycle.openedOn))).gradeScale;
}

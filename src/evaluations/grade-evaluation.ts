import type { Database } from '../database/database.ts';
import { findCcos } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { actOnEvaluation, type EvaluationOutcome, keyWith, tell } from './act-on-evaluation.ts';
import { appendGrade } from './act-store.ts';
import type { Act } from './evaluation.ts';
import { decideGrade } from './rules.ts';
import { findScale } from './scale.ts';

export interface GradeRequest extends Act {
  requestId: number;
  /** The version that the grader saw. */
  answerId: number;
  /** A word of the agency's scale. */
  grade: string;
  comment: string;
  /** Whether allowance preference (평가수당 우대) is recommended. */
  recommended: boolean;
}

/**
 * Grades a year-end evaluation (행정업무규정 제44조②) in its cycle's scale, by the answer that
 * the grader saw: one that was corrected meanwhile is to be read first. A grade is never changed: a later one is appended and
 * counts. Whoever answers for the side and their CCO(혁신책임관) are told.
 */
export function gradeEvaluation(
  database: Database,
  request: GradeRequest,
  now: Date,
): Promise<EvaluationOutcome<'graded'>> {
  const { requestId, answerId, actorId, grade, recommended } = request;
  const comment = cleanText(request.comment);
  const requestKey = keyWith(request.requestKey, [answerId, grade, comment, recommended]);
  return actOnEvaluation<'graded'>(
    database,
    { ...request, requestKey },
    'evaluation_grade',
    () => 'graded',
    async (scene) => {
      const { tx, viewer, evaluation, day } = scene;
      const { party } = evaluation;
      const scale = await findScale(tx, evaluation);
      const refusals = decideGrade(viewer, evaluation, { answerId, grade, comment }, scale);
      if (refusals.length > 0) return refusals;
      const graded = { requestId, answerId, grade, comment, recommended };
      const gradeId = await appendGrade(tx, { ...graded, actorId, requestKey, at: now });
      const ccos = await findCcos(tx, [party.agency.id], day);
      await tell(scene, 'evaluation-graded', gradeId, [party.answers?.id, ...ccos]);
      return 'graded';
    },
    now,
  );
}

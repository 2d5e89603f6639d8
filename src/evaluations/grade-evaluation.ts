import type { Database } from '../database/database.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { actOnEvaluation, type EvaluationOutcome, keyWith, tell } from './act-on-evaluation.ts';
import { appendGrade } from './act-store.ts';
import type { Act } from './evaluation.ts';
import { decideGrade } from './rules.ts';
import { findScale } from './scale.ts';
import { findCcos } from './store.ts';

export interface GradeRequest extends Act {
  requestId: number;
  /** A word of the agency's scale. */
  grade: string;
  comment: string;
  /** Whether allowance preference (평가수당 우대) is recommended. */
  recommended: boolean;
}

/**
 * Grades a year-end evaluation (행정업무규정 제44조②) in its cycle's scale. A grade is never changed:
 * a later one is appended and counts. The owners and their CCO(혁신책임관) are told.
 */
export function gradeEvaluation(
  database: Database,
  request: GradeRequest,
  now: Date,
): Promise<EvaluationOutcome<'graded'>> {
  const { requestId, actorId, grade, recommended } = request;
  const comment = cleanText(request.comment);
  const requestKey = keyWith(request.requestKey, [grade, comment, recommended]);
  return actOnEvaluation<'graded'>(
    database,
    { ...request, requestKey },
    'evaluation_grade',
    () => 'graded',
    async (scene) => {
      const { tx, viewer, evaluation, day } = scene;
      const { party, submitted } = evaluation;
      const scale = await findScale(tx, evaluation);
      const refusals = decideGrade(viewer, evaluation, { grade, comment }, scale);
      if (refusals.length > 0 || !submitted) return refusals;
      const graded = { requestId, answerId: submitted.id, grade, comment, recommended };
      const gradeId = await appendGrade(tx, { ...graded, actorId, requestKey, at: now });
      const ccos = await findCcos(tx, party.agency.id, day);
      await tell(scene, 'evaluation-graded', gradeId, [party.owner.id, party.answers?.id, ...ccos]);
      return 'graded';
    },
    now,
  );
}

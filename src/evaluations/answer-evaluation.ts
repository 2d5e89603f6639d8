import type { Database } from '../database/database.ts';
import { findCcos } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { actOnEvaluation, type EvaluationOutcome, keyWith, type Scene, tell } from './act-on-evaluation.ts';
import { appendAnswer } from './act-store.ts';
import type { Act, AnswerForm, Measure } from './evaluation.ts';
import { decideAnswer, refuseToGrade } from './rules.ts';
import { findViewer } from './store.ts';

/** An answer as somebody typed it. */
export interface AnswerRequest extends Act {
  requestId: number;
  /** Kept for later, not submitted. */
  draft: boolean;
  progress: string;
  /** By the measures' ids. */
  results: ReadonlyMap<number, string>;
  difficulties: string;
  nextPlan: string;
}

/**
 * Answers a review or an evaluation (행정업무규정 제44조①②), or keeps a draft of the answer. Every version is kept; the latest
 * submitted one counts. Until the due day has ended in Seoul it may be changed; afterwards what was never submitted may be,
 * once, and is marked late. Whoever graded the version before hears that it was changed.
 */
export function answerEvaluation(
  database: Database,
  request: AnswerRequest,
  now: Date,
): Promise<EvaluationOutcome<'answered' | 'drafted'>> {
  const { requestId, actorId, draft } = request;
  const typed = {
    progress: cleanText(request.progress),
    results: [...request.results].map(([id, text]) => [id, cleanText(text)] as const),
    difficulties: cleanText(request.difficulties),
    nextPlan: cleanText(request.nextPlan),
  };
  const requestKey = keyWith(request.requestKey, [draft, typed]);
  return actOnEvaluation<'answered' | 'drafted'>(
    database,
    { ...request, requestKey },
    'evaluation_answer',
    (stored) => (stored.draft ? 'drafted' : 'answered'),
    async (scene) => {
      const { tx, viewer, evaluation, day } = scene;
      const form: AnswerForm = { ...typed, results: resultsOf(evaluation.measures, new Map(typed.results)) };
      const decision = decideAnswer(viewer, evaluation, form, draft, day);
      if ('refusals' in decision) return decision.refusals;
      await appendAnswer(tx, { ...form, ...decision, requestId, draft, actorId, requestKey, at: now });
      if (!draft) await tellGrader(scene);
      return draft ? 'drafted' : 'answered';
    },
    now,
  );
}

/**
 * Tells whoever graded what is now changed, once a grade; when they may grade no more, the named evaluator or the agency's
 * CCO(혁신책임관) instead.
 */
async function tellGrader(scene: Scene): Promise<void> {
  const { tx, evaluation, day } = scene;
  const { grade, submitted, evaluator, party } = evaluation;
  if (!grade || grade.answerId !== submitted?.id) return;
  const may = async (officialId: number) => {
    const viewer = await findViewer(tx, officialId, day);
    return viewer !== undefined && refuseToGrade(viewer, evaluation) === undefined;
  };
  for (const id of [
    grade.actor.id,
    ...(evaluator ? [evaluator.id] : []),
    ...(await findCcos(tx, [party.agency.id], day)),
  ])
    if (await may(id)) return tell(scene, 'evaluation-changed', grade.id, [id]);
}

/** Of the task's own measures only, in their order: what else is sent along is nothing of ours. */
function resultsOf(measures: readonly Measure[], typed: ReadonlyMap<number, string>): AnswerForm['results'] {
  return measures.flatMap(({ id, name }) => {
    const text = typed.get(id) ?? '';
    return text === '' ? [] : [{ measureId: id, measure: name, text }];
  });
}

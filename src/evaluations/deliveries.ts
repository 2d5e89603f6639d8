import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Message } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Renderer } from '../messenger/outbox.ts';
import { findRequestOfLatest } from './act-store.ts';
import type { Evaluation } from './evaluation.ts';
import { renderChangedNotice, renderEvaluatorNotice, renderGradedNotice } from './messages.ts';
import { hearsOfGrade, refuseToGrade } from './rules.ts';
import { findEvaluation, findViewer } from './store.ts';

/** How the evaluations' messages come to be; of a grade or evaluator that was replaced meanwhile nothing is said. */
export function createEvaluationRenderers(deps: {
  database: Database;
  now: () => Date;
}): Record<string, Renderer> {
  const { database, now } = deps;
  const renderer =
    (
      history: Parameters<typeof findRequestOfLatest>[1],
      render: (evaluation: Evaluation, locale: Locale) => Message,
      isFor: (officialId: number, evaluation: Evaluation) => Promise<boolean> = async () => true,
    ): Renderer =>
    async ([item], { locale }) => {
      const requestId = await findRequestOfLatest(database, history, item?.subjectId ?? 0);
      const day = seoulDay(now());
      const evaluation = requestId === undefined ? undefined : await findEvaluation(database, requestId, day);
      const officialId = Number(/^official:(\d+)$/.exec(item?.lane ?? '')?.[1]);
      if (!evaluation || !(await isFor(officialId, evaluation))) return undefined;
      return { ...render(evaluation, locale), covers: 1 };
    };
  /** Not for somebody who may grade it no more. */
  const mayGrade = async (officialId: number, evaluation: Evaluation) => {
    const viewer = await findViewer(database, officialId, seoulDay(now()));
    return viewer !== undefined && refuseToGrade(viewer, evaluation) === undefined;
  };
  /** Not for somebody who moved on since. */
  const hears = async (officialId: number, evaluation: Evaluation) => {
    const viewer = await findViewer(database, officialId, seoulDay(now()));
    return viewer !== undefined && hearsOfGrade(viewer, evaluation);
  };
  return {
    'evaluation-graded': renderer('evaluation_grade', renderGradedNotice, hears),
    'evaluation-changed': renderer('evaluation_grade', renderChangedNotice, mayGrade),
    'evaluation-evaluator-named': renderer('evaluation_evaluator', renderEvaluatorNotice),
  };
}

import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Message } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Renderer } from '../messenger/outbox.ts';
import { findRequestOfLatest } from './act-store.ts';
import type { Evaluation } from './evaluation.ts';
import { renderEvaluatorNotice, renderGradedNotice } from './messages.ts';
import { findEvaluation } from './store.ts';

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
    ): Renderer =>
    async ([item], { locale }) => {
      const requestId = await findRequestOfLatest(database, history, item?.subjectId ?? 0);
      const day = seoulDay(now());
      const evaluation = requestId === undefined ? undefined : await findEvaluation(database, requestId, day);
      return evaluation && { ...render(evaluation, locale), covers: 1 };
    };
  return {
    'evaluation-graded': renderer('evaluation_grade', renderGradedNotice),
    'evaluation-evaluator-named': renderer('evaluation_evaluator', renderEvaluatorNotice),
  };
}

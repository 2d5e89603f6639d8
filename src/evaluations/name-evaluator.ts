import type { Database } from '../database/database.ts';
import { logAct } from '../directory/store.ts';
import { actOnEvaluation, type EvaluationOutcome, keyWith, tell } from './act-on-evaluation.ts';
import { appendEvaluator } from './act-store.ts';
import type { Act } from './evaluation.ts';
import { decideEvaluator } from './rules.ts';
import { findCandidate } from './store.ts';

export interface NamingRequest extends Act {
  requestId: number;
  evaluatorId: number;
}

/**
 * Names who grades a year-end evaluation in place of the agency's CCO(혁신책임관): someone of another agency that takes part in
 * the task. The latest named counts; they are told. Naming the same person again changes nothing.
 */
export function nameEvaluator(
  database: Database,
  request: NamingRequest,
  now: Date,
): Promise<EvaluationOutcome<'named'>> {
  const { requestId, actorId, evaluatorId } = request;
  const requestKey = keyWith(request.requestKey, evaluatorId);
  return actOnEvaluation<'named'>(
    database,
    { ...request, requestKey },
    'evaluation_evaluator',
    () => 'named',
    async (scene) => {
      const { tx, viewer, evaluation, day } = scene;
      const candidate = await findCandidate(tx, evaluatorId, day);
      const refusals = decideEvaluator(viewer, evaluation, candidate);
      if (refusals.length > 0) return refusals;
      if (evaluation.evaluator?.id === evaluatorId) return 'named';
      const naming = { requestId, officialId: evaluatorId, namedBy: actorId, requestKey, at: now };
      const namingId = await appendEvaluator(tx, naming);
      await logAct(tx, actorId, {
        action: 'name_evaluator',
        subject: `evaluation_request:${requestId}`,
        teamId: request.teamId,
        about: { officialIds: [evaluatorId], agencyIds: [evaluation.party.agency.id] },
      });
      await tell(scene, 'evaluation-evaluator-named', namingId, [evaluatorId]);
      return 'named';
    },
    now,
  );
}

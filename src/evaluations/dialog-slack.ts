import type { ModalView, PlainTextOption } from '@slack/types';
import type { Message } from '../messenger/blocks.ts';
import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, Actor, Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { parseId } from '../messenger/parse-id.ts';
import { parsePersonValue, personOption } from '../messenger/people.ts';
import { present } from '../messenger/present.ts';
import { type Reply, renderModal } from '../messenger/replies.ts';
import type { EvaluationOutcome } from './act-on-evaluation.ts';
import { answerEvaluation } from './answer-evaluation.ts';
import { answerView, type TypedAnswer } from './answer-view.ts';
import type { EvaluationView, Refusal } from './evaluation.ts';
import { gradeEvaluation } from './grade-evaluation.ts';
import { gradeView, nameView, openingView, taskOption } from './keeper-views.ts';
import { lookUpKeeper, lookUpToAnswer, lookUpToGrade, lookUpToName } from './look-up.ts';
import { renderDone, renderOpened, renderRefusals } from './messages.ts';
import { nameEvaluator } from './name-evaluator.ts';
import { openCycleByHand } from './open-cycle-by-hand.ts';
import { type Metadata, parseMetadata, parseTaskValue } from './parse.ts';
import { searchEvaluators, searchTasks } from './search.ts';

/** The dialogs: answering, grading, naming an evaluator, opening a cycle. */
export function registerDialogs(on: Listeners, deps: FeatureDeps): void {
  const { database, now } = deps;
  const dialog = <View extends object>(
    actionId: RegExp,
    lookUp: (act: ActionAct, id: number) => Promise<View | { refusals: Refusal[] }>,
    viewOf: (view: View, act: ActionAct) => ModalView,
  ) =>
    on.onAction(actionId, async (act) => {
      const found = await lookUp(act, parseId(act.value));
      if ('refusals' in found) return present(act, refuse(deps, act, found.refusals));
      await openDialog(act, viewOf(found, act));
      return undefined;
    });
  dialog(
    /^answer_evaluation:/,
    (act, id) => lookUpToAnswer(database, act.officialId, id, now()),
    (view, act) => answerView(view, act.triggerId, act.locale),
  );
  dialog(
    /^grade_evaluation:/,
    (act, id) => lookUpToGrade(database, act.officialId, { id, teamId: act.teamId }, now()),
    (view, act) => gradeView(view, act.triggerId, act.locale),
  );
  dialog(
    /^name_evaluator:/,
    (act, id) => lookUpToName(database, act.officialId, id, now()),
    (view, act) => nameView(view, act.triggerId, act.locale),
  );
  on.onAction('open_cycle', async (act) => present(act, await openOpening(deps, act)));
  on.onView('answer_evaluation', (act) => submitAnswer(deps, act));
  on.onView('grade_evaluation', (act) => submitGrade(deps, act));
  on.onView('name_evaluator', (act) => submitEvaluator(deps, act));
  on.onView('open_cycle', (act) => submitOpening(deps, act));
  on.onOptions('evaluator', async (act) => {
    const id = parseMetadata(act.view?.private_metadata ?? '')?.id ?? 0;
    return (await searchEvaluators(database, act.officialId, id, act.typed, now())).map(personOption);
  });
  on.onOptions('evaluation_tasks', async (act) => {
    const found = await searchTasks(database, act.officialId, act.typed, now());
    return found.map((task) => taskOption(task, act.locale));
  });
}

export function refuse(
  deps: Pick<FeatureDeps, 'metrics'>,
  act: Pick<Actor, 'locale'>,
  refusals: readonly Refusal[],
): Message {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}

/** Opens the dialog for a cycle by hand, or says why not. */
export async function openOpening(
  deps: FeatureDeps,
  act: Actor & { triggerId: string; view: { type: string } | undefined },
): Promise<Reply | undefined> {
  const keeper = await lookUpKeeper(deps.database, act.officialId, deps.now());
  if ('refusals' in keeper) return refuse(deps, act, keeper.refusals);
  await openDialog(act, openingView(act.triggerId, act.locale));
  return undefined;
}

const NOT_OURS: Refusal[] = [{ reason: 'evaluation_not_found' }];

/** Who submits what; undefined for metadata that is none of ours. The user is part of the key: another's leads nowhere. */
function actOf(
  act: ViewAct,
): (Metadata & { by: { actorId: number; teamId: string; requestKey: string } }) | undefined {
  const metadata = parseMetadata(act.view.private_metadata);
  const { officialId: actorId, teamId } = act;
  const requestKey = `evaluation:${act.view.callback_id}:${teamId}:${act.userId}:${metadata?.key}`;
  return metadata && { ...metadata, by: { actorId, teamId, requestKey } };
}

function say(act: ViewAct, late: Message): ViewOutcome {
  return { answer: { response_action: 'update', view: renderModal(late, act.locale) }, late };
}

/** What was done, or the dialog again with all that is wrong and what was typed; without it where it is none of theirs any more. */
async function answerOutcome<Kind extends 'answered' | 'drafted' | 'graded' | 'named', View extends object>(
  deps: FeatureDeps,
  act: ViewAct,
  outcome: EvaluationOutcome<Kind>,
  lookUp: () => Promise<View | { refusals: Refusal[] }>,
  again: (view: View, refusals: Refusal[]) => ModalView,
): Promise<ViewOutcome> {
  if (outcome.kind !== 'refused') {
    const { kind, view, repeat } = outcome as { kind: Kind; view: EvaluationView; repeat: boolean };
    if (!repeat) deps.wake(act.teamId);
    return say(act, renderDone(kind, view, act.locale));
  }
  const { refusals } = outcome as { refusals: Refusal[] };
  const late = refuse(deps, act, refusals);
  const found = await lookUp();
  if ('refusals' in found) return say(act, late);
  return { answer: { response_action: 'update', view: again(found, refusals) }, late };
}

async function submitAnswer(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const asked = actOf(act);
  if (!asked) return say(act, refuse(deps, act, NOT_OURS));
  const { database, now } = deps;
  const { id, key, by } = asked;
  const typed = typedAnswer(act);
  const outcome = await answerEvaluation(database, { ...by, requestId: id, ...typed }, now());
  return answerOutcome(
    deps,
    act,
    outcome,
    () => lookUpToAnswer(database, act.officialId, id, now()),
    (view, refusals) => answerView(view, key, act.locale, typed, refusals),
  );
}

function typedAnswer({ values }: ViewAct): TypedAnswer {
  const text = (blockId: string) => values[blockId]?.value?.value ?? '';
  const results = Object.keys(values).flatMap((blockId) => {
    const measureId = parseId(/^result_(\d+)$/.exec(blockId)?.[1]);
    return measureId === 0 ? [] : [[measureId, text(blockId)] as const];
  });
  return {
    progress: text('progress'),
    results: new Map(results),
    difficulties: text('difficulties'),
    nextPlan: text('next_plan'),
    draft: isTicked(values, 'draft'),
  };
}

function isTicked(values: ViewAct['values'], blockId: string): boolean {
  return values[blockId]?.value?.selected_options?.some(({ value }) => value === blockId) ?? false;
}

async function submitGrade(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const asked = actOf(act);
  if (!asked) return say(act, refuse(deps, act, NOT_OURS));
  const { database, now } = deps;
  const { id, key, by, answerId = 0 } = asked;
  const typed = {
    grade: act.values.grade?.value?.selected_option?.value ?? '',
    comment: act.values.comment?.value?.value ?? '',
    recommended: isTicked(act.values, 'recommended'),
  };
  const outcome = await gradeEvaluation(database, { ...by, requestId: id, answerId, ...typed }, now());
  return answerOutcome(
    deps,
    act,
    outcome,
    () => lookUpToGrade(database, act.officialId, { id, teamId: act.teamId }, now()),
    (view, refusals) => gradeView(view, key, act.locale, typed, refusals),
  );
}

async function submitEvaluator(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const asked = actOf(act);
  if (!asked) return say(act, refuse(deps, act, NOT_OURS));
  const { database, now } = deps;
  const { id, key, by } = asked;
  const chosen = act.values.evaluator?.evaluator?.selected_option ?? undefined;
  const evaluatorId = parsePersonValue(chosen?.value) ?? 0;
  const outcome = await nameEvaluator(database, { ...by, requestId: id, evaluatorId }, now());
  return answerOutcome(
    deps,
    act,
    outcome,
    () => lookUpToName(database, act.officialId, id, now()),
    (view, refusals) => nameView(view, key, act.locale, chosen as PlainTextOption | undefined, refusals),
  );
}

async function submitOpening(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const asked = actOf(act);
  if (!asked) return say(act, refuse(deps, act, NOT_OURS));
  const chosen = act.values.tasks?.evaluation_tasks?.selected_options ?? [];
  const typed = {
    title: act.values.title?.value?.value ?? '',
    dueOn: act.values.due_on?.value?.selected_date ?? '',
    tasks: chosen as PlainTextOption[],
  };
  const taskIds = chosen.map(({ value }) => parseTaskValue(value));
  const outcome = await openCycleByHand(deps.database, { ...asked.by, ...typed, taskIds }, deps.now());
  if (outcome.kind === 'opened') return say(act, renderOpened(outcome.cycle, outcome.reminders, act.locale));
  const late = refuse(deps, act, outcome.refusals);
  const keeper = await lookUpKeeper(deps.database, act.officialId, deps.now());
  if ('refusals' in keeper) return say(act, late);
  const view = openingView(asked.key, act.locale, typed, outcome.refusals);
  return { answer: { response_action: 'update', view }, late };
}

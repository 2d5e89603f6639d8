import type { Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import { answerDispute } from './answer-dispute.ts';
import { disputeAnswerView, disputeView } from './dispute-view.ts';
import { lookUpCard, lookUpDispute } from './look-up.ts';
import {
  type Asker,
  actOfView,
  answerView,
  endView,
  metadataOf,
  NO_TASK,
  refuse,
  refuseOpening,
  typedIn,
} from './outcome-slack.ts';
import { raiseDispute } from './raise-dispute.ts';
import type { Refusal } from './task.ts';
import type { TaskDeps } from './task-deps.ts';
import { parseDisputeAnswer, parseId } from './value-parse.ts';

const NO_DISPUTE: Refusal[] = [{ reason: 'no_dispute' }];

type Opener = Asker & Parameters<typeof openDialog>[0];

/** Raising a dispute and answering it (행정업무규정 제44조④). */
export function registerDisputes(on: Listeners, deps: TaskDeps): void {
  on.onAction(/^dispute_task:/, async (act) =>
    present(act, await openDispute(deps, act, parseId(act.value) ?? 0)),
  );
  on.onAction(/^answer_dispute:/, async (act) =>
    present(act, await openAnswer(deps, act, parseId(act.value) ?? 0)),
  );
  on.onView('dispute_task', (act) => submitDispute(deps, act));
  on.onView('answer_dispute', (act) => submitAnswer(deps, act));
}

/** Opens the dialog for raising a dispute, or says why not. */
export async function openDispute(deps: TaskDeps, act: Opener, taskId: number): Promise<Reply | undefined> {
  const card = await lookUpCard(deps.database, act.officialId, taskId, deps.now());
  const refusals = 'refusals' in card ? card.refusals : refuseOpening(card, 'dispute');
  if ('refusals' in card || refusals.length > 0) return refuse(deps, act, refusals);
  if (card.dispute && card.dispute.step !== 'settled') return refuse(deps, act, [{ reason: 'dispute_open' }]);
  const metadata = { key: act.triggerId, id: taskId };
  const typed = { problem: '', wish: '' };
  await openDialog(act, disputeView({ metadata, task: card.task, typed }, act.locale));
  return undefined;
}

async function submitDispute(deps: TaskDeps, act: ViewAct): Promise<ViewOutcome> {
  const metadata = metadataOf(act);
  const card = metadata && (await lookUpCard(deps.database, act.officialId, metadata.id, deps.now()));
  if (!metadata || !card) return endView(deps, act, NO_TASK);
  if ('refusals' in card) return endView(deps, act, card.refusals);
  const typed = { problem: typedIn(act.values, 'problem'), wish: typedIn(act.values, 'wish') };
  const by = { ...actOfView(act, metadata), taskId: metadata.id };
  const outcome = await raiseDispute(deps.database, { ...by, ...typed }, deps.now());
  return answerView(deps, act, outcome, (refusals) =>
    disputeView({ metadata, task: card.task, typed, refusals }, act.locale),
  );
}

async function openAnswer(deps: TaskDeps, act: Opener, disputeId: number): Promise<Reply | undefined> {
  const card = await lookUpDispute(deps.database, act.officialId, disputeId, deps.now());
  const refusals = 'refusals' in card ? card.refusals : refuseOpening(card, 'settle');
  if ('refusals' in card || refusals.length > 0 || !card.dispute) return refuse(deps, act, refusals);
  const { task, dispute } = card;
  const metadata = { key: act.triggerId, id: disputeId };
  const typed = { kind: 'opinion', note: '' };
  await openDialog(act, disputeAnswerView({ metadata, task, dispute, typed }, act.locale));
  return undefined;
}

async function submitAnswer(deps: TaskDeps, act: ViewAct): Promise<ViewOutcome> {
  const metadata = metadataOf(act);
  if (!metadata) return endView(deps, act, NO_DISPUTE);
  const typed = { kind: typedIn(act.values, 'kind'), note: typedIn(act.values, 'note') };
  const kind = parseDisputeAnswer(typed.kind);
  if (kind === undefined) return endView(deps, act, NO_DISPUTE);
  const by = { ...actOfView(act, metadata), disputeId: metadata.id };
  const outcome = await answerDispute(deps.database, { ...by, kind, note: typed.note }, deps.now());
  // Looked up after the act: a repeated submission of an answer that settled it is answered by the receipt all the same.
  const card = await lookUpDispute(deps.database, act.officialId, metadata.id, deps.now());
  return answerView(deps, act, outcome, (refusals) =>
    'refusals' in card || !card.dispute || refuseOpening(card, 'settle').length > 0
      ? undefined
      : disputeAnswerView({ metadata, task: card.task, dispute: card.dispute, typed, refusals }, act.locale),
  );
}

import type { ModalView } from '@slack/types';
import type { ActionAct, CommandAct, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { type Reply, renderModal } from '../messenger/replies.ts';
import { type Done, renderReceipt, renderRefusals } from './messages.ts';
import { isOpenFor, settableStates } from './rules.ts';
import type { Act, Refusal, TaskCard, TaskOutcome, TaskRight } from './task.ts';
import type { TaskDeps } from './task-deps.ts';
import { type Metadata, parseMetadata } from './value-parse.ts';

export type Asker = Pick<CommandAct, 'officialId' | 'teamId' | 'userId' | 'locale' | 'triggerId' | 'client'>;

/** An act of a command: Slack delivers it under the same trigger however often. */
export function actOfCommand(act: Asker): Act {
  return actUnder(act, `command:${act.teamId}:${act.userId}:${act.triggerId}`);
}

/** An act of a dialog: however often it is submitted, it is one act. The user is part of the key: another's leads nowhere. */
export function actOfView(act: ViewAct, { key }: Metadata): Act {
  return actUnder(act, `view:${act.teamId}:${act.userId}:${key}`);
}

/** An act of a button: pressed twice in one message it is one act. */
export function actOfButton(act: ActionAct, name: string): Act {
  const where = act.messageTs ?? act.triggerId;
  return actUnder(act, `button:${act.teamId}:${act.userId}:${where}:${name}`);
}

/** An act of a button by its own trigger: done anew, where what the button did before no longer stands. */
export function actOfPress(act: ActionAct): Act {
  return actUnder(act, `press:${act.teamId}:${act.userId}:${act.triggerId}`);
}

function actUnder({ officialId, teamId }: Pick<Asker, 'officialId' | 'teamId'>, requestKey: string): Act {
  return { actorId: officialId, teamId, requestKey };
}

/** Counts what was refused, and says it. */
export function refuse(
  deps: TaskDeps,
  act: Pick<Asker, 'locale'>,
  refusals: readonly Refusal[],
  render = renderRefusals,
): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return render(refusals, act.locale);
}

/** Says what came of an act; what was stored may have put something into the outbox. */
export function answerOutcome(
  deps: TaskDeps,
  act: Pick<Asker, 'locale' | 'teamId'>,
  outcome: TaskOutcome<Done>,
): Reply {
  if (!('card' in outcome)) return refuse(deps, act, outcome.refusals);
  deps.wake(act.teamId);
  return renderReceipt(outcome.kind, outcome.card, act.locale);
}

/** What became of a dialog: the new state in its place, or the dialog again with the reasons on top and all that was typed. */
export function answerView(
  deps: TaskDeps,
  act: ViewAct,
  outcome: TaskOutcome<Done>,
  again: (refusals: Refusal[]) => ModalView | undefined,
): ViewOutcome {
  const late = answerOutcome(deps, act, outcome);
  const view = 'refusals' in outcome ? again(outcome.refusals) : undefined;
  return { answer: { response_action: 'update', view: view ?? renderModal(late, act.locale) }, late };
}

/** A dialog that cannot be gone on with: the reasons take its place. */
export function endView(deps: TaskDeps, act: ViewAct, refusals: readonly Refusal[]): ViewOutcome {
  const late = refuse(deps, act, refusals);
  return { answer: { response_action: 'update', view: renderModal(late, act.locale) }, late };
}

/** What a dialog was opened with; of a crafted one nothing, which is about no task at all. */
export function metadataOf(act: ViewAct): Metadata | undefined {
  return parseMetadata(act.view.private_metadata);
}

export const NO_TASK: Refusal[] = [{ reason: 'not_found', number: 0 }];

/** What was typed or chosen in a block; whatever else a crafted submission holds is nothing. */
export function typedIn(values: ViewAct['values'], blockId: string): string {
  const given = values?.[blockId]?.value;
  const typed = given?.value ?? given?.selected_date ?? given?.selected_option?.value;
  return typeof typed === 'string' ? typed : '';
}

/** Why a dialog does not open: the right is not theirs, or nobody's while the task stands so. Empty: it opens. */
export function refuseOpening(card: TaskCard, right: TaskRight): Refusal[] {
  if (card.rights.has(right)) return [];
  const { state } = card.task;
  const disputeOpen = card.dispute !== undefined && card.dispute.step !== 'settled';
  if (isOpenFor(right, { state, disputeOpen })) return [{ reason: 'not_yours', right }];
  if (right === 'settle') return [{ reason: 'no_dispute' }];
  if (right === 'revise' || right === 'consent') return [{ reason: 'not_proposed', state }];
  return [{ reason: 'state_not_from', from: state, to: state, allowed: settableStates(state) }];
}

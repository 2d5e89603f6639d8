import type { Database } from '../database/database.ts';
import { findCcos } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { actOnTask, answering, recordEvent, refused, type Scene, stateRefusal, tell } from './act-on-task.ts';
import { type DisputeAnswerKind, decideAnswer } from './dispute-rules.ts';
import { findDispute, findTaskOfDispute, insertAnswer, updateDispute } from './dispute-store.ts';
import { agenciesOf, deadlineOf } from './raise-dispute.ts';
import { record } from './record-text.ko.ts';
import { isFinal, rightsBySide } from './rules.ts';
import type { Act, Refusal, TaskOutcome } from './task.ts';

/** An answer as it comes from a dialog. */
export interface DisputeAnswer {
  disputeId: number;
  kind: DisputeAnswerKind;
  note: string;
}

/**
 * Records the answer of an involved agency's CCO(혁신책임관) to a dispute, for that agency alone, and settles the dispute or refers
 * it on where the answer does so (행정업무규정 제44조④). The card in the outcome shows where the dispute stands then.
 */
export async function answerDispute(
  database: Database,
  act: Act & DisputeAnswer,
  now: Date,
): Promise<TaskOutcome<'dispute_answered'>> {
  const none: Refusal[] = [{ reason: 'no_dispute' }];
  const taskId = await findTaskOfDispute(database, act.disputeId);
  if (taskId === undefined) return refused(none);
  const outcome = await actOnTask(
    database,
    { ...act, taskId },
    (event) => (event.kind === 'dispute_answer' ? 'dispute_answered' : undefined),
    (scene) => answer(scene, { ...act, note: cleanText(act.note) }),
    now,
  );
  // Which task a dispute is about is not told to those who may not view it.
  const hidden = 'refusals' in outcome && outcome.refusals[0]?.reason === 'not_found';
  return hidden ? refused(none) : outcome;
}

async function answer(
  scene: Scene,
  { disputeId, kind, note }: DisputeAnswer,
): Promise<'dispute_answered' | Refusal[]> {
  const { tx, act, task, viewer, facts, day } = scene;
  if (!rightsBySide(viewer, facts).has('settle') || viewer.agencyId === undefined) {
    return [{ reason: 'not_yours', right: 'settle' }];
  }
  const dispute = await findDispute(tx, disputeId);
  if (!dispute || dispute.step === 'settled') return [{ reason: 'no_dispute' }];
  if (isFinal(task.state)) return [stateRefusal(task.state)];
  const { step, agencyId } = dispute;
  const agencyIds = agenciesOf(scene);
  const decision = decideAnswer({ ...dispute, agencyIds }, viewer.agencyId, kind, note);
  if ('refusals' in decision) return decision.refusals;

  const own = { disputeId, agencyId: viewer.agencyId };
  const eventId = await recordEvent(scene, {
    kind: 'dispute_answer',
    note,
    detail: { ...own, answer: kind },
  });
  await insertAnswer(tx, { ...own, step, actorId: act.actorId, kind, note, eventId });
  const concerned = [...(await findCcos(tx, agencyIds, day)), ...answering(task.parties)];
  if (decision.step === step) {
    await tell(scene, 'task-dispute-answered', eventId, concerned);
    return 'dispute_answered';
  }
  if (decision.step === 'committee') {
    const dueOn = await deadlineOf(tx, agencyId, 'disputeCommitteeDays', day);
    await updateDispute(tx, disputeId, { step: 'committee', dueOn });
    await recordEvent(scene, {
      kind: 'dispute_referred',
      note: record.referred(dueOn),
      detail: { disputeId, dueOn },
      requestKey: undefined,
    });
    await tell(scene, 'task-dispute-referred', disputeId, concerned);
  } else {
    await updateDispute(tx, disputeId, { step: 'settled' });
    await recordEvent(scene, {
      kind: 'dispute_settled',
      note: step === 'committee' ? record.settledByCommittee : record.settled,
      detail: { disputeId },
      requestKey: undefined,
    });
    await tell(scene, 'task-dispute-settled', disputeId, concerned);
  }
  return 'dispute_answered';
}

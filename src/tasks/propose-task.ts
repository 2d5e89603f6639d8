import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { digestOf, isSameAct, refused, tell } from './act-on-task.ts';
import { findCard } from './card-store.ts';
import { appendEvent, findEventByKey, lockKey } from './event-store.ts';
import { cleanForm, detailOf } from './form.ts';
import { replaceMeasures } from './measure-store.ts';
import { decideProposal, type PartyPlan } from './proposal-rules.ts';
import { record } from './record-text.ko.ts';
import { findNominees, findTask } from './store.ts';
import type { Act, Task, TaskForm, TaskOutcome } from './task.ts';
import { findPairAgencies, insertParty, insertTask } from './write-store.ts';

/**
 * Proposes a task between agencies, with the fields of 행정업무규정 제42조의2: the proposer's department of today leads, and whoever
 * is named for a partner is asked for its agreement. It is registered once all of them agreed, not before.
 */
export function proposeTask(
  database: Database,
  act: Act & { form: TaskForm },
  now: Date,
): Promise<TaskOutcome<'proposed'>> {
  const form = cleanForm(act.form);
  const day = seoulDay(now);
  return inTransaction(database, async (tx): Promise<TaskOutcome<'proposed'>> => {
    await lockKey(tx, act.requestKey);
    const stored = await findEventByKey(tx, act.requestKey);
    if (stored) {
      const isRepeat = stored.kind === 'proposed' && isSameAct(stored, act);
      const card = isRepeat ? await findCard(tx, stored.taskId, act.actorId, day) : undefined;
      return card?.rights.has('view')
        ? { kind: 'proposed', card, repeat: true }
        : refused([{ reason: 'key_reused' }]);
    }
    const found = await findNominees(tx, [act.actorId, ...form.partnerIds], day);
    const proposer = found.find(({ officialId }) => officialId === act.actorId);
    const post = proposer?.status === 'left' ? undefined : proposer?.post;
    const pairAgencies = await findPairAgencies(tx, form.pairId);
    const decision = decideProposal(form, post, found, pairAgencies, day);
    if ('refusals' in decision || !post) {
      return refused('refusals' in decision ? decision.refusals : [{ reason: 'no_posting' }]);
    }
    const task = await write(tx, act, form, [{ ownerId: act.actorId, ...post }, ...decision.partners], now);
    const card = await findCard(tx, task.id, act.actorId, day);
    if (!card) throw new Error(`the task ${task.id} that was proposed is not there`);
    return { kind: 'proposed', card, repeat: false };
  });
}

async function write(tx: Database, act: Act, form: TaskForm, sides: PartyPlan[], now: Date): Promise<Task> {
  const taskId = await insertTask(tx, act.requestKey, form, now);
  for (const [index, side] of sides.entries()) {
    await insertParty(tx, taskId, index === 0 ? 'lead' : 'partner', side, now);
  }
  await replaceMeasures(tx, taskId, form.measures);
  const task = await findTask(tx, taskId, seoulDay(now));
  if (!task) throw new Error(`the task ${taskId} that was proposed is not there`);
  const partners = task.parties.filter(({ side }) => side === 'partner');
  await appendEvent(tx, {
    taskId,
    kind: 'proposed',
    toState: 'proposed',
    note: record.proposed(partners),
    detail: detailOf(form),
    actorId: act.actorId,
    requestKey: act.requestKey,
    requestDigest: digestOf(act),
    at: now,
  });
  for (const { id, answers } of partners) {
    await tell({ tx, act, now }, 'task-consent-asked', id, [answers?.id]);
  }
  return task;
}

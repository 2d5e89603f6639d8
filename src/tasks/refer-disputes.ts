import { monthOf, seoulDay } from '../calendar/seoul.ts';
import { nextSendInstant } from '../calendar/workdays.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { findCcos } from '../directory/store.ts';
import { enqueue } from '../messenger/outbox.ts';
import { findPolicy } from '../policy/store.ts';
import { answering } from './act-on-task.ts';
import { type DisputeRow, findDispute, findOverdueDisputes, updateDispute } from './dispute-store.ts';
import { appendEvent } from './event-store.ts';
import { agenciesOf } from './raise-dispute.ts';
import { record } from './record-text.ko.ts';
import { isFinal } from './rules.ts';
import { findTask } from './store.ts';
import { enqueueThread } from './thread.ts';
import { lockTask } from './write-store.ts';

/**
 * Refers every dispute on that the CCOs(혁신책임관) did not settle by their deadline: the committee has its own from today on
 * (행정업무규정 제44조④). Any number of processes may do so at once; each dispute is referred once. Whoever is told of it is
 * told within working hours.
 * @returns how many this call referred, and the workspaces in which there is something to send
 */
export async function referOverdueDisputes(
  database: Database,
  now: Date,
): Promise<{ referred: number; teamIds: string[] }> {
  const overdue = await findOverdueDisputes(database, seoulDay(now));
  const teamIds = new Set<string>();
  let referred = 0;
  for (const { disputeId, taskId } of overdue) {
    const dispute = await inTransaction(database, (tx) => refer(tx, taskId, disputeId, now));
    if (!dispute) continue;
    referred += 1;
    if (dispute.teamId !== undefined) teamIds.add(dispute.teamId);
  }
  return { referred, teamIds: [...teamIds] };
}

async function refer(
  tx: Database,
  taskId: number,
  disputeId: number,
  now: Date,
): Promise<DisputeRow | undefined> {
  await lockTask(tx, taskId);
  const day = seoulDay(now);
  const dispute = await findDispute(tx, disputeId);
  const task = await findTask(tx, taskId, day);
  // Somebody may have settled or referred it while the row was theirs.
  if (!task || isFinal(task.state) || dispute?.step !== 'cco' || dispute.dueOn >= day) return undefined;
  const policy = await findPolicy(tx, dispute.agencyId, monthOf(day));
  const calendar = await findCalendar(tx);
  const dueOn = calendar.plusWorkingDays(day, policy.disputeCommitteeDays);
  await updateDispute(tx, disputeId, { step: 'committee', dueOn });
  const eventId = await appendEvent(tx, {
    taskId,
    kind: 'dispute_referred',
    note: record.referredOverdue(dispute.dueOn, dueOn),
    detail: { disputeId, dueOn },
    actorId: undefined,
    at: now,
  });
  const dueAt = nextSendInstant(calendar, policy, now);
  await enqueueThread(tx, { taskId, eventId, now: dueAt });
  const { teamId } = dispute;
  if (teamId !== undefined) {
    const concerned = new Set([
      ...(await findCcos(tx, agenciesOf({ task }), day)),
      ...answering(task.parties),
    ]);
    await enqueue(
      tx,
      [...concerned].map((id) => ({
        teamId,
        lane: `official:${id}` as const,
        kind: 'task-dispute-referred',
        subjectId: disputeId,
        dueAt,
      })),
    );
  }
  return dispute;
}

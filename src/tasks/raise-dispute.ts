import { type Day, monthOf } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { findCcos } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { findPolicy } from '../policy/store.ts';
import { actOnTask, answering, missing, recordEvent, type Scene, tell } from './act-on-task.ts';
import { decideDispute } from './dispute-rules.ts';
import { insertDispute } from './dispute-store.ts';
import type { Act, Refusal, TaskOutcome } from './task.ts';

/**
 * Raises a dispute (이견) on a registered task that is not over, by whoever answers for one of its sides. The CCOs(혁신책임관)
 * of all agencies that take part get it with the deadline by which they are to settle it (행정업무규정 제44조④, 2015 plan),
 * and so do the others who answer for the task.
 */
export function raiseDispute(
  database: Database,
  act: Act & { taskId: number; problem: string; wish: string },
  now: Date,
): Promise<TaskOutcome<'dispute_raised'>> {
  return actOnTask(
    database,
    act,
    (event) => (event.kind === 'dispute' ? 'dispute_raised' : undefined),
    (scene) => raise(scene, cleanText(act.problem), cleanText(act.wish)),
    now,
  );
}

async function raise(scene: Scene, problem: string, wish: string): Promise<'dispute_raised' | Refusal[]> {
  const { tx, act, task, facts, day, now } = scene;
  const party = task.parties.find(({ answers }) => answers?.id === act.actorId);
  const notTheirs = missing(scene, 'dispute');
  if (notTheirs.length > 0 || !party) return notTheirs;
  const refusals = decideDispute(facts.disputeOpen, problem, wish);
  if (refusals.length > 0) return refusals;
  const dueOn = await deadlineOf(tx, party.agency.id, 'disputeConsultDays', day);
  const disputeId = await insertDispute(tx, {
    taskId: task.id,
    partyId: party.id,
    raisedBy: act.actorId,
    problem,
    wish,
    dueOn,
    now,
  });
  await recordEvent(scene, {
    kind: 'dispute',
    note: problem,
    detail: { disputeId, wish, dueOn, teamId: act.teamId },
    partyId: party.id,
  });
  const ccos = await findCcos(tx, agenciesOf(scene), day);
  await tell(scene, 'task-dispute-asked', disputeId, [...ccos, ...answering(task.parties)]);
  return 'dispute_raised';
}

/** The last day of a step that begins on `day`: so many working days later, by the policy of the agency that raised the dispute. */
export async function deadlineOf(
  tx: Database,
  agencyId: number,
  step: 'disputeConsultDays' | 'disputeCommitteeDays',
  day: Day,
): Promise<Day> {
  const policy = await findPolicy(tx, agencyId, monthOf(day));
  return (await findCalendar(tx)).plusWorkingDays(day, policy[step]);
}

/** The agencies that take part in a task. */
export function agenciesOf({ task }: Pick<Scene, 'task'>): number[] {
  return [...new Set(task.parties.map(({ agency }) => agency.id))];
}

import { type Day, monthOf, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findHolders } from '../directory/store.ts';
import { findPolicy } from '../policy/store.ts';
import { findCompletionDecider, findTeam, type TeamOfAgency } from './completion-store.ts';
import { appendSpecialGrant } from './operator-store.ts';

/** What the completion of a task brought the team members of one agency. */
export type CompletionGrant = { agency: string; names: string[] } & (
  | { kind: 'granted'; pointsEach: number }
  /** The agency's special points of this year do not last (제9조). */
  | { kind: 'pool_short'; needed: number; left: number }
  /** The agency wants a second person for so many points at once. */
  | { kind: 'second_person'; needed: number }
  /** Nobody there keeps the points but those who would receive them. */
  | { kind: 'no_operator' }
);

/**
 * Grants the team of a completed task special points: whoever answers for a party, out of the yearly pool of their own
 * agency (운영규정 제9조: at most 100 each and 2,000 a year). Whether and how many is that agency's policy: nobody spends
 * another's points. The books name the operator who decided so, or another one where they gain by it or have left.
 * Runs in the completion's own transaction. A task grants once for each agency, however often it is called.
 * @returns what each agency's members got or why not; nothing where the policy is off or the grant was made before.
 * `period_closed`: nothing can be booked on this day any more, nor anything else be done in this transaction
 */
export async function grantCompletion(
  tx: Database,
  completion: {
    taskId: number;
    eventId: number;
    teamId: string;
    /** Who completed it: is never the operator that the books name. */
    actorId: number;
    title: string;
    now: Date;
  },
): Promise<CompletionGrant[] | 'period_closed'> {
  const day = seoulDay(completion.now);
  const grants: CompletionGrant[] = [];
  // By agency id: two completions at once take the agencies' pools in the same order.
  for (const team of await findTeam(tx, completion.taskId, day)) {
    const grant = await grantTo(tx, team, completion, day);
    if (grant === 'period_closed') return grant;
    if (grant) grants.push(grant);
  }
  return grants;
}

async function grantTo(
  tx: Database,
  { agency, members }: TeamOfAgency,
  { taskId, actorId, title, teamId, now }: Parameters<typeof grantCompletion>[1],
  day: Day,
): Promise<CompletionGrant | 'period_closed' | undefined> {
  const policy = await findPolicy(tx, agency.id, monthOf(day));
  if (!policy.completionPoints) return undefined;
  const pointsEach = Math.min(policy.completionPointsEach, policy.specialPerPerson);
  const needed = pointsEach * members.length;
  const to = { agency: agency.shortName, names: members.map((member) => member.name) };
  const concerned = [actorId, ...members.map((member) => member.officialId)];
  const operators = (await findHolders(tx, agency.id, ['operator', 'admin'], day)).filter(
    ({ id }) => !concerned.includes(id),
  );
  const decidedBy = await findCompletionDecider(tx, agency.id, day);
  const operator = operators.find(({ id }) => id === decidedBy) ?? operators[0];
  if (!operator) return { ...to, kind: 'no_operator' };
  if (needed > policy.secondPersonAbove) return { ...to, kind: 'second_person', needed };
  const { code, poolLeft } = await appendSpecialGrant(tx, {
    requestKey: `completion:${taskId}:${agency.id}`,
    agencyId: agency.id,
    actorId: operator.id,
    approverId: undefined,
    postingIds: members.map((member) => member.postingId),
    pointsEach,
    reason: `협업과제 ${taskId} 완료(기관 기준에 따라 자동): ${title}`,
    at: now,
    day,
    poolPerYear: policy.specialPoolPerYear,
    teamId,
  });
  switch (code) {
    case 'granted':
      return { ...to, kind: 'granted', pointsEach };
    case 'pool':
      return { ...to, kind: 'pool_short', needed, left: poolLeft };
    case 'repeat':
    case 'key_reused':
      return undefined;
    case 'period_closed':
      return code;
    case 'stale_recipient':
      throw new Error('someone of the team changed department while the task was completed');
  }
}

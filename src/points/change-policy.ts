import { isDay, monthOf, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { logAct } from '../directory/store.ts';
import { faultsOf, type PolicyChange, type PolicyChanges, policyOf } from '../policy/policy.ts';
import { appendPolicyChange, findPolicyChanges } from '../policy/store.ts';
import { findActor } from './actor.ts';
import { setBoardChannel } from './operator-store.ts';
import type { Refusal } from './refusal.ts';
import { earliestPolicyDay, isOperatorOf } from './rules.ts';

export type PolicyOutcome =
  | { kind: 'changed'; effectiveFrom: string; changes: PolicyChanges }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * Changes an agency's numbers from the first of a coming month on (운영규정 제7조); what has been keeps its policy. Without
 * changes nothing is written.
 * @param request.changes checked here, key by key
 */
export async function changePolicy(
  database: Database,
  request: { actorId: number; changes: Record<string, unknown>; effectiveFrom: string; teamId: string },
  now: Date,
): Promise<PolicyOutcome> {
  const day = seoulDay(now);
  const actor = await findActor(database, request.actorId, day);
  const { agencyId } = actor;
  if (agencyId === undefined || !isOperatorOf(actor, agencyId)) {
    return { kind: 'refused', refusals: [{ reason: 'not_operator' }] };
  }
  const refusals: Refusal[] = [];
  const earliest = earliestPolicyDay(day);
  if (
    !isDay(request.effectiveFrom) ||
    !request.effectiveFrom.endsWith('-01') ||
    request.effectiveFrom < earliest
  ) {
    refusals.push({ reason: 'policy_past', earliest });
  }
  const effectiveFrom = refusals.length === 0 ? request.effectiveFrom : earliest;
  const keys = faultsFrom(await findPolicyChanges(database, agencyId), effectiveFrom, request.changes);
  if (keys.length > 0) refusals.push({ reason: 'policy_values', keys });
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const changes: PolicyChanges = request.changes;
  const changed = { kind: 'changed' as const, effectiveFrom: request.effectiveFrom, changes };
  if (Object.keys(changes).length === 0) return changed;
  await inTransaction(database, async (tx) => {
    await appendPolicyChange(tx, {
      agencyId,
      effectiveFrom: request.effectiveFrom,
      changes,
      decidedBy: actor.officialId,
    });
    await logAct(tx, actor.officialId, {
      action: 'change_policy',
      subject: `agency:${agencyId} ${JSON.stringify(changes)} from ${request.effectiveFrom}`,
      teamId: request.teamId,
      about: { agencyIds: [agencyId] },
    });
  });
  return changed;
}

/** What would be out of bounds in the first month of the change or under any later change that is decided already. */
function faultsFrom(
  decided: PolicyChange[],
  effectiveFrom: string,
  changes: Record<string, unknown>,
): string[] {
  const faults = faultsOf(policyOf(monthOf(effectiveFrom), decided), changes);
  if (faults.length > 0) return faults;
  const all = [
    ...decided.filter((c) => c.effectiveFrom <= effectiveFrom),
    { effectiveFrom, changes },
    ...decided.filter((c) => c.effectiveFrom > effectiveFrom),
  ];
  return [...new Set(all.flatMap((c) => faultsOf(policyOf(monthOf(c.effectiveFrom), all), {})))];
}

/** Names the channel to which the workspace's thank-you messages go (제10조②: public on the board). */
export async function chooseBoardChannel(
  database: Database,
  request: { actorId: number; teamId: string; channelId: string },
  now: Date,
): Promise<{ kind: 'board_chosen'; channelId: string } | { kind: 'refused'; refusals: Refusal[] }> {
  const actor = await findActor(database, request.actorId, seoulDay(now));
  if (actor.agencyId === undefined || !isOperatorOf(actor, actor.agencyId)) {
    return { kind: 'refused', refusals: [{ reason: 'not_operator' }] };
  }
  await inTransaction(database, async (tx) => {
    await setBoardChannel(tx, request.teamId, request.channelId);
    await logAct(tx, actor.officialId, {
      action: 'choose_board',
      subject: `channel:${request.channelId}`,
      teamId: request.teamId,
    });
  });
  return { kind: 'board_chosen', channelId: request.channelId };
}

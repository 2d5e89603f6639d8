import type { Database } from '../database/database.ts';
import { findCcos } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { actOnParty, recordEvent, type Scene, stateRefusal, tell } from './act-on-task.ts';
import { decideOwner } from './proposal-rules.ts';
import { record } from './record-text.ko.ts';
import { checkText, mayHandOver } from './rules.ts';
import { findNominees, findTask } from './store.ts';
import type { Act, Party, Refusal, TaskOutcome } from './task.ts';
import { insertRefusal, updateOwner } from './write-store.ts';

/**
 * Names another owner of one side, somebody of its department: by whoever answers for it, or by the CCO(혁신책임관) or an operator
 * of its agency. What was said of 담당 아님 before no longer counts.
 */
export function handOver(
  database: Database,
  act: Act & { partyId: number; ownerId: number; reason: string },
  now: Date,
): Promise<TaskOutcome<'handed_over'>> {
  return actOnParty(
    database,
    act,
    (event) => (event.kind === 'owner' ? 'handed_over' : undefined),
    (scene, party) => perform(scene, party, act.ownerId, cleanText(act.reason)),
    now,
  );
}

async function perform(
  scene: Scene,
  party: Party,
  ownerId: number,
  reason: string,
): Promise<'handed_over' | Refusal[]> {
  const { tx, task, viewer, day } = scene;
  if (!mayHandOver(viewer, party)) return [{ reason: 'not_yours', right: 'hand_over' }];
  if (task.state === 'cancelled') return [stateRefusal(task.state)];
  const [nominee] = await findNominees(tx, [ownerId], day);
  const decision = decideOwner(party, nominee, reason);
  if ('refusals' in decision) return decision.refusals;
  await updateOwner(tx, party.id, decision);
  const eventId = await recordEvent(scene, {
    kind: 'owner',
    note: record.owner((party.answers ?? party.owner).name, decision.name, reason),
    detail: { ownerId },
    partyId: party.id,
  });
  await tell(scene, 'task-owner', eventId, [ownerId, leadOf(task.parties)]);
  await askAgain(scene, party, ownerId);
  return 'handed_over';
}

/**
 * Says 담당 아님 of one's own side, with the reason: who answers for the lead is told, and so is whoever answers for the side
 * from now on, until somebody is named: the same position, the head, the CCO(혁신책임관).
 */
export function declineParty(
  database: Database,
  act: Act & { partyId: number; reason: string },
  now: Date,
): Promise<TaskOutcome<'declined'>> {
  return actOnParty(
    database,
    act,
    (event) => (event.kind === 'not_mine' ? 'declined' : undefined),
    (scene, party) => decline(scene, party, cleanText(act.reason)),
    now,
  );
}

async function decline(scene: Scene, party: Party, reason: string): Promise<'declined' | Refusal[]> {
  const { tx, act, task, day } = scene;
  if (party.answers?.id !== act.actorId) return [{ reason: 'not_yours', right: 'decline' }];
  if (task.state === 'cancelled') return [stateRefusal(task.state)];
  const refusals = checkText('reason', reason);
  if (refusals.length > 0) return refusals;
  const eventId = await recordEvent(scene, { kind: 'not_mine', note: reason, partyId: party.id });
  await insertRefusal(tx, { partyId: party.id, officialId: act.actorId, reason, eventId });
  const parties = (await findTask(tx, task.id, day))?.parties ?? [];
  const next = parties.find(({ id }) => id === party.id)?.answers?.id;
  const lead = party.side === 'lead' ? next : leadOf(parties);
  // Nobody is left to answer for the lead: those who look after the agency are told.
  const concerned = lead === undefined ? await findCcos(tx, [party.agency.id], day) : [lead];
  // Whoever answers next is asked for the consent where it is still awaited; else they hear of it by this.
  const isAsked = isAwaited(scene, party);
  await tell(scene, 'task-declined', eventId, isAsked ? concerned : [...concerned, next]);
  if (next !== undefined) await askAgain(scene, party, next);
  return 'declined';
}

/** Whoever answers for a partner from now on is asked for the agreement that is still awaited. */
async function askAgain(scene: Scene, party: Party, answersId: number): Promise<void> {
  if (isAwaited(scene, party)) {
    await tell(scene, 'task-consent-asked', party.id, [answersId]);
  }
}

const isAwaited = ({ task }: Scene, { consent }: Party) => task.state === 'proposed' && consent === 'asked';

const leadOf = (parties: readonly Party[]) => parties.find(({ side }) => side === 'lead')?.answers?.id;

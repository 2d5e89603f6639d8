import type { Database } from '../database/database.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { actOnParty, answering, recordEvent, type Scene, tell } from './act-on-task.ts';
import { isAgreed } from './proposal-rules.ts';
import { record } from './record-text.ko.ts';
import { checkText } from './rules.ts';
import type { Act, Party, Refusal, TaskOutcome } from './task.ts';
import { updateConsent, updateTaskState } from './write-store.ts';

/**
 * Agrees to a proposal for one partner, by whoever answers for it. With the agreement of the last one the task is registered
 * (행정업무규정 제42조의2).
 * @param act.askedAt which asking is answered, in milliseconds: nobody agrees to terms that were changed since they saw them
 */
export function agreeToTask(
  database: Database,
  act: Act & { partyId: number; askedAt: number },
  now: Date,
): Promise<TaskOutcome<'agreed' | 'registered'>> {
  return actOnParty(
    database,
    act,
    (event) =>
      event.kind !== 'agreed' ? undefined : event.followedBy === 'registered' ? 'registered' : 'agreed',
    (scene, party) => agree(scene, party, act.askedAt),
    now,
  );
}

async function agree(
  scene: Scene,
  party: Party,
  askedAt: number,
): Promise<'agreed' | 'registered' | Refusal[]> {
  const { tx, task, now } = scene;
  const refusals = refuseAnswer(scene, party, askedAt);
  if (refusals.length > 0) return refusals;
  await updateConsent(tx, party.id, 'agreed');
  const eventId = await recordEvent(scene, { kind: 'agreed', note: record.agreed, partyId: party.id });
  const parties = task.parties.map((one) =>
    one.id === party.id ? { ...one, consent: 'agreed' as const } : one,
  );
  if (!isAgreed(parties)) {
    await tell(scene, 'task-agreed', eventId, [leadOf(task.parties)]);
    return 'agreed';
  }
  await updateTaskState(tx, task.id, { state: 'registered' }, now);
  const registered = await recordEvent(scene, {
    kind: 'registered',
    fromState: task.state,
    toState: 'registered',
    note: record.registered,
    requestKey: undefined,
  });
  await tell(scene, 'task-registered', registered, answering(parties));
  return 'registered';
}

/** Objects to a proposal for one partner, as it was asked for: it goes back to the lead with what is objected. */
export function objectToTask(
  database: Database,
  act: Act & { partyId: number; askedAt: number; text: string },
  now: Date,
): Promise<TaskOutcome<'objected'>> {
  return actOnParty(
    database,
    act,
    (event) => (event.kind === 'objected' ? 'objected' : undefined),
    (scene, party) => object(scene, party, act.askedAt, cleanText(act.text)),
    now,
  );
}

async function object(
  scene: Scene,
  party: Party,
  askedAt: number,
  text: string,
): Promise<'objected' | Refusal[]> {
  const refusals = refuseAnswer(scene, party, askedAt);
  if (refusals.length > 0) return refusals;
  const wording = checkText('reason', text);
  if (wording.length > 0) return wording;
  await updateConsent(scene.tx, party.id, 'objected');
  const eventId = await recordEvent(scene, { kind: 'objected', note: text, partyId: party.id });
  await tell(scene, 'task-objected', eventId, [leadOf(scene.task.parties)]);
  return 'objected';
}

function refuseAnswer({ act, task }: Scene, party: Party, askedAt: number): Refusal[] {
  // Of this party, not of any: who answers for one partner does not answer for another.
  if (party.side === 'lead' || party.answers?.id !== act.actorId) {
    return [{ reason: 'not_yours', right: 'consent' }];
  }
  if (party.consent === 'agreed') return [{ reason: 'already_answered' }];
  if (task.state !== 'proposed') return [{ reason: 'not_proposed', state: task.state }];
  return party.askedAt?.getTime() === askedAt ? [] : [{ reason: 'terms_changed' }];
}

const leadOf = (parties: readonly Party[]) => parties.find(({ side }) => side === 'lead')?.answers?.id;

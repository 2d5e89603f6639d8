import type { Option } from '@slack/types';
import { seoulDay } from '../calendar/seoul.ts';
import { searchRecipients } from '../directory/find-recipients.ts';
import type { ActionAct, Listeners, OptionsAct, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { parsePersonValue, personOption } from '../messenger/people.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import { agreeToTask, objectToTask } from './answer-consent.ts';
import { declineParty, handOver } from './hand-over.ts';
import { lookUpParty } from './look-up.ts';
import {
  type Asker,
  actOfButton,
  actOfPress,
  actOfView,
  answerOutcome,
  answerView,
  endView,
  metadataOf,
  refuse,
  refuseOpening,
  typedIn,
} from './outcome-slack.ts';
import { ownerView, wordsView } from './party-view.ts';
import type { Refusal, TaskRight } from './task.ts';
import type { TaskDeps } from './task-deps.ts';
import { chosenIn } from './task-dialog-slack.ts';
import { parseConsent, parseId, parseMetadata } from './value-parse.ts';

const OPTIONS_AT_ONCE = 20;
const GONE: Refusal[] = [{ reason: 'party_gone' }];

type Opener = Asker & Parameters<typeof openDialog>[0];

/** 동의, 의견, 담당 변경 and 담당 아님, each of one side of a task. */
export function registerParties(on: Listeners, deps: TaskDeps): void {
  on.onAction(/^agree_party:/, async (act) => present(act, await agree(deps, act)));
  on.onAction(/^object_party:/, async (act) => present(act, await openObjection(deps, act)));
  on.onAction(/^decline_party:/, async (act) =>
    present(act, await openWords(deps, act, parseId(act.value) ?? 0, 'decline')),
  );
  on.onAction(/^owner_party:/, async (act) =>
    present(act, await openOwner(deps, act, parseId(act.value) ?? 0)),
  );
  on.onView('object_party', (act) => submitWords(deps, act, 'object'));
  on.onView('decline_party', (act) => submitWords(deps, act, 'decline'));
  on.onView('owner_party', (act) => submitOwner(deps, act));
  on.onOptions('task_owner', (act) => searchOwner(deps, act));
}

/** The message that asked gives way to the receipt, and its buttons with it; a card or the message of the day stays. */
async function agree(deps: TaskDeps, act: ActionAct): Promise<Reply> {
  const { partyId, askedAt, isOwn } = parseConsent(act.value);
  const { database, now } = deps;
  const name = `agree:${partyId}:${askedAt}`;
  let outcome = await agreeToTask(database, { ...actOfButton(act, name), partyId, askedAt }, now());
  const stands = (card: { task: { parties: ReadonlyArray<{ id: number; consent: unknown }> } }) =>
    card.task.parties.some(({ id, consent }) => id === partyId && consent === 'agreed');
  // Agreed in this very message before, and asked anew since: that is another act, which is told so.
  if ('card' in outcome && outcome.repeat && !stands(outcome.card)) {
    outcome = await agreeToTask(database, { ...actOfPress(act), partyId, askedAt }, now());
  }
  return { ...answerOutcome(deps, act, outcome), replaceOriginal: isOwn && outcome.kind !== 'refused' };
}

/** 의견, to the terms that the button stands for: once they were changed there is nothing to write about them. */
async function openObjection(deps: TaskDeps, act: ActionAct): Promise<Reply | undefined> {
  const { partyId, askedAt } = parseConsent(act.value);
  const found = await lookUpParty(deps.database, act.officialId, partyId, deps.now());
  const isStale =
    'party' in found &&
    found.card.task.state === 'proposed' &&
    found.card.rights.has('consent') &&
    found.party.askedAt?.getTime() !== askedAt;
  if (isStale) return refuse(deps, act, [{ reason: 'terms_changed' }]);
  return openWords(deps, act, partyId, 'object', askedAt);
}

const RIGHTS = { object: 'consent', decline: 'decline' } as const satisfies Record<string, TaskRight>;

async function openWords(
  deps: TaskDeps,
  act: Opener,
  partyId: number,
  purpose: 'object' | 'decline',
  askedAt?: number,
): Promise<Reply | undefined> {
  const found = await lookUpParty(deps.database, act.officialId, partyId, deps.now());
  if ('refusals' in found) return refuse(deps, act, found.refusals);
  const { card, party } = found;
  const refusals = refuseOpening(card, RIGHTS[purpose]);
  if (refusals.length > 0) return refuse(deps, act, refusals);
  const metadata = { key: act.triggerId, id: partyId, ...(askedAt === undefined ? {} : { askedAt }) };
  await openDialog(act, wordsView({ purpose, metadata, task: card.task, party, words: '' }, act.locale));
  return undefined;
}

async function submitWords(
  deps: TaskDeps,
  act: ViewAct,
  purpose: 'object' | 'decline',
): Promise<ViewOutcome> {
  const metadata = metadataOf(act);
  const found = metadata && (await lookUpParty(deps.database, act.officialId, metadata.id, deps.now()));
  if (!metadata || !found) return endView(deps, act, GONE);
  if ('refusals' in found) return endView(deps, act, found.refusals);
  const words = typedIn(act.values, 'words');
  const by = { ...actOfView(act, metadata), partyId: metadata.id };
  const outcome =
    purpose === 'object'
      ? await objectToTask(deps.database, { ...by, askedAt: metadata.askedAt ?? 0, text: words }, deps.now())
      : await declineParty(deps.database, { ...by, reason: words }, deps.now());
  return answerView(deps, act, outcome, (refusals) =>
    wordsView({ purpose, metadata, task: found.card.task, party: found.party, words, refusals }, act.locale),
  );
}

/** Opens the dialog for naming another owner, or says why not. */
export async function openOwner(deps: TaskDeps, act: Opener, partyId: number): Promise<Reply | undefined> {
  const found = await lookUpParty(deps.database, act.officialId, partyId, deps.now());
  if ('refusals' in found) return refuse(deps, act, found.refusals);
  const { card, party } = found;
  const refusals = refuseOpening(card, 'hand_over');
  if (refusals.length > 0) return refuse(deps, act, refusals);
  const metadata = { key: act.triggerId, id: partyId };
  const asked = { metadata, task: card.task, party, owner: undefined, reason: '' };
  await openDialog(act, ownerView(asked, act.locale));
  return undefined;
}

async function submitOwner(deps: TaskDeps, act: ViewAct): Promise<ViewOutcome> {
  const metadata = metadataOf(act);
  const found = metadata && (await lookUpParty(deps.database, act.officialId, metadata.id, deps.now()));
  if (!metadata || !found) return endView(deps, act, GONE);
  if ('refusals' in found) return endView(deps, act, found.refusals);
  const owner = chosenIn(act.values, 'owner', 'task_owner');
  const reason = typedIn(act.values, 'reason');
  const by = { ...actOfView(act, metadata), partyId: metadata.id };
  const ownerId = parsePersonValue(owner?.value) ?? 0;
  const outcome = await handOver(deps.database, { ...by, ownerId, reason }, deps.now());
  return answerView(deps, act, outcome, (refusals) =>
    ownerView({ metadata, task: found.card.task, party: found.party, owner, reason, refusals }, act.locale),
  );
}

/** People of the party's own department, by what has been typed of their names. */
async function searchOwner(deps: TaskDeps, act: OptionsAct): Promise<Option[]> {
  const { database, now } = deps;
  const metadata = parseMetadata(act.view?.private_metadata ?? '');
  const found = metadata && (await lookUpParty(database, act.officialId, metadata.id, now()));
  if (!found || 'refusals' in found) return [];
  const { agency, department } = found.party;
  const typed = `${agency.shortName} ${department.name} ${act.typed}`;
  const people = await searchRecipients(database, typed, seoulDay(now()), OPTIONS_AT_ONCE);
  return people.flatMap((one) =>
    one.kind === 'official' && one.official.department?.id === department.id
      ? [personOption(one.official)]
      : [],
  );
}

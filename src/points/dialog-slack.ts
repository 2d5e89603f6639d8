import { LRUCache } from 'lru-cache';
import { seoulDay } from '../calendar/seoul.ts';
import { type Recipient, searchRecipients } from '../directory/find-recipients.ts';
import { findDepartment, findOfficial } from '../directory/store.ts';
import type { Actor, Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { visibleLength } from '../messenger/mrkdwn.ts';
import type { Reply } from '../messenger/replies.ts';
import { plainText } from '../messenger/slack-notation.ts';
import { formatKey, parseKey } from './address-gift.ts';
import type { GiftSource } from './gift.ts';
import type { RecipientKey } from './gift-store.ts';
import { ACT_KEY, createFindUser, findPolicyOf, giveOne } from './give-slack.ts';
import { giveView, recipientOptions } from './give-view.ts';
import { lookUpSummary } from './look-up.ts';
import { renderGiveOutcomes, renderReactionOffer, renderRefusals } from './messages.ts';
import type { PointsDeps } from './points-deps.ts';
import type { Refusal } from './refusal.ts';

const OPTIONS_AT_ONCE = 20;
const QUOTE_LENGTH = 120;
const OFFERED_MS = 10 * 60_000;

/** What a dialog carries with it: the act's key and where it was opened. User input when it comes back. */
interface Metadata {
  key: string;
  source: GiftSource;
}

function parseMetadata(text: string): Metadata | undefined {
  try {
    const { key, source } = JSON.parse(text) as Record<string, unknown>;
    const known: readonly unknown[] = ['dialog', 'message', 'reaction'] satisfies GiftSource[];
    return typeof key === 'string' && ACT_KEY.test(key) && known.includes(source)
      ? { key, source: source as GiftSource }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Opens the dialog for giving, for whoever asked; its key is the act that opened it, so that two submits are one gift. */
export async function openGiveDialog(
  deps: PointsDeps,
  act: Actor & { triggerId: string },
  options: { source: GiftSource; recipient?: RecipientKey | undefined; message?: string } = {
    source: 'dialog',
  },
): Promise<void> {
  const policy = await findPolicyOf(deps, act.officialId);
  const { allowanceLeft } = await lookUpSummary(deps.database, act.officialId, deps.now());
  const preset = options.recipient && (await presetOf(deps, options.recipient, act));
  const view = giveView({
    metadata: JSON.stringify({ key: act.triggerId, source: options.source } satisfies Metadata),
    allowanceLeft,
    policy,
    ...(preset ? { preset } : {}),
    ...(options.message === undefined ? {} : { message: options.message }),
    locale: act.locale,
  });
  await act.client.views.open({ trigger_id: act.triggerId, view });
}

async function presetOf(deps: PointsDeps, key: RecipientKey, act: Actor) {
  const day = seoulDay(deps.now());
  let recipient: Recipient | undefined;
  if ('officialId' in key) {
    const official = await findOfficial(deps.database, key.officialId, day);
    recipient = official && { kind: 'official', official };
  } else {
    const department = await findDepartment(deps.database, key.departmentId);
    recipient = department && { kind: 'department', department };
  }
  const option = recipient && recipientOptions([recipient], act.locale)[0];
  return option?.value === undefined ? undefined : { value: option.value, label: option.text.text };
}

/** The dialog was submitted: gives, or shows all that is wrong with what was typed still there. */
async function submitGive(deps: PointsDeps, act: ViewAct): Promise<ViewOutcome> {
  const metadata = parseMetadata(act.view.private_metadata);
  const recipient = parseKey(act.values.recipient?.recipient?.selected_option?.value ?? '');
  const message = act.values.message?.message?.value ?? '';
  if (!metadata || !recipient) return refuseView(deps, act, [{ reason: 'recipient_unknown' }]);
  // 운영규정 제10조: one says oneself what help was received; the words quoted are the other's.
  if (metadata.source === 'message') {
    const { messageMinLength: min } = await findPolicyOf(deps, act.officialId);
    const length = visibleLength(message.replace(QUOTE, ''));
    if (length < min) return refuseView(deps, act, [{ reason: 'message_short', length, min }]);
  }
  const outcome = await giveOne(deps, {
    // The user is part of the key: another's metadata leads nowhere.
    requestKey: `view:${act.teamId}:${act.userId}:${metadata.key}`,
    teamId: act.teamId,
    giverId: act.officialId,
    recipient,
    message,
    source: metadata.source,
  });
  if (outcome.kind === 'refused') return refuseView(deps, act, outcome.refusals);
  return { late: renderGiveOutcomes([outcome], act.locale) };
}

/** Slack keeps inputs whose block ids stay the same: an update with the faults on top loses nothing that was typed. */
async function refuseView(deps: PointsDeps, act: ViewAct, refusals: Refusal[]): Promise<ViewOutcome> {
  const policy = await findPolicyOf(deps, act.officialId);
  const { allowanceLeft } = await lookUpSummary(deps.database, act.officialId, deps.now());
  const chosen = act.values.recipient?.recipient?.selected_option;
  const view = giveView({
    metadata: act.view.private_metadata,
    allowanceLeft,
    policy,
    ...(chosen ? { preset: { value: chosen.value, label: chosen.text.text } } : {}),
    message: act.values.message?.message?.value ?? '',
    refusals,
    locale: act.locale,
  });
  return { answer: { response_action: 'update', view }, late: renderRefusals(refusals, act.locale) };
}

/** The dialog, its search, both shortcuts, and the offer after a reaction. */
export function registerDialog(on: Listeners, deps: PointsDeps): void {
  on.onAction('open_give', async (act) => {
    await openGiveDialog(deps, act);
    return undefined;
  });
  on.onAction('open_give_from_offer', async (act) => {
    await openGiveDialog(deps, act, { source: 'reaction', recipient: parseKey(act.value ?? '') });
    return undefined;
  });
  on.onShortcut('give_points', async (act) => {
    await openGiveDialog(deps, act);
    return undefined;
  });
  on.onShortcut('give_points_for_message', async (act): Promise<Reply | undefined> => {
    const { shortcut } = act;
    if (shortcut.type !== 'message_action') return undefined;
    const author = shortcut.message.user
      ? await createFindUser(deps, act.teamId)(shortcut.message.user)
      : 'recipient_inactive';
    if (typeof author === 'string') return renderRefusals([{ reason: author }], act.locale);
    const message = quoteOf(shortcut.message.text ?? '');
    await openGiveDialog(deps, act, { source: 'message', recipient: { officialId: author }, message });
    return undefined;
  });
  on.onOptions('recipient', async (act) => {
    const found = await searchRecipients(deps.database, act.typed, seoulDay(deps.now()), OPTIONS_AT_ONCE);
    return recipientOptions(
      found.filter((r) => r.kind === 'department' || r.official.id !== act.officialId),
      act.locale,
    );
  });
  on.onView('give', (act) => submitGive(deps, act));
  // One act comes under several event ids, and one message with several emojis: it is offered once, by each process.
  const offered = new LRUCache<string, true>({ max: 10_000, ttl: OFFERED_MS });
  on.onEvent('reaction_added', async (event, at) => {
    if (event.item.type !== 'message') return;
    const key = [at.teamId, event.item.channel, event.item.ts, event.user].join(' ');
    if (offered.has(key)) return;
    offered.set(key, true);
    try {
      if (!(await offerDialog(deps, event, at))) offered.delete(key);
    } catch (error) {
      // Slack sends the event again.
      offered.delete(key);
      throw error;
    }
  });
}

/** A quote as `quoteOf` puts it in front of one's own words. */
const QUOTE = /^“[^”]*”\s*/;

function quoteOf(text: string): string {
  const words = plainText(text).replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim();
  return words === ''
    ? ''
    : `“${words.length > QUOTE_LENGTH ? `${words.slice(0, QUOTE_LENGTH)}…` : words}”\n`;
}

/**
 * A reaction alone never gives points (운영규정 제10조: the message is mandatory); it offers the dialog, privately.
 * @returns whether it did
 */
async function offerDialog(
  deps: PointsDeps,
  event: { user: string; reaction: string; item_user?: string; item: { type: string; channel?: string } },
  at: { teamId: string; client: Actor['client'] },
): Promise<boolean> {
  const author = event.item_user;
  const channel = event.item.channel;
  // Skin tones come as `handshake::skin-tone-2`.
  const name = event.reaction.split('::')[0]?.normalize('NFC') ?? '';
  if (!deps.reactions.includes(name) || !author || !channel || author === event.user) return false;
  const reactor = await deps.identity.resolve(at.teamId, event.user);
  const authorId = await createFindUser(deps, at.teamId)(author);
  if (reactor.kind !== 'official' || typeof authorId === 'string' || authorId === reactor.officialId)
    return false;
  const official = await findOfficial(deps.database, authorId, seoulDay(deps.now()));
  if (!official || official.status === 'left') return false;
  const offer = renderReactionOffer(
    { authorName: official.name, value: formatKey({ officialId: authorId }) },
    reactor.locale,
  );
  await at.client.chat.postEphemeral({ channel, user: event.user, text: offer.text, blocks: offer.blocks });
  return true;
}

import type { Logger } from '../log.ts';
import type { ClaimedItem, LaneClaim } from './claim-store.ts';
import type { Change } from './delivery-store.ts';
import { findOwnMessages, markBlocks } from './marker.ts';
import type { Lane, OutboxItem, Render, Renderer } from './outbox.ts';
import {
  findHeldAnnouncement,
  findPendingAnnouncement,
  findSentMessage,
  type SentMessage,
} from './outbox-store.ts';
import { type Finder, findConversation, findRecipient, type Recipient } from './recipient.ts';
import { readTrouble, type SlackTrouble } from './slack-errors.ts';

export interface Sender extends Finder {
  renderers: Record<string, Renderer>;
  log: Logger;
  /** The bot's own user: only its messages count as ours. */
  botUserId: string | undefined;
  /** A post must be begun this long before the lease is up. */
  callTimeoutMs: number;
}

/** What came of one claim: changes to write down, and the trouble that stopped it, with the items it struck. */
export interface Attempt {
  changes: Change[];
  trouble?: {
    at: 'render' | 'recipient' | 'post';
    items: ClaimedItem[];
    cause: SlackTrouble;
    error: unknown;
  };
}

/** An update or a reply has to wait for its announcement, which may be on its way. */
const ANNOUNCEMENT_WAIT_MS = 30_000;
/** A message that is put off to an instant already past waits so long all the same. */
const LEAST_POSTPONED_MS = 1_000;

/** Sends the messages of a claim as one. Never throws; what is not mentioned in the result was not touched. */
export async function sendClaim(sender: Sender, claim: LaneClaim): Promise<Attempt> {
  const head = claim.items[0];
  const renderer = head && sender.renderers[head.kind];
  if (!renderer) {
    const error = new Error(`No renderer for the kind ${head?.kind}`);
    return { changes: [], trouble: troubleAt('render', claim.items, error) };
  }
  let recipient: Recipient;
  try {
    recipient = await findRecipient(sender, claim.teamId, claim.lane);
  } catch (error) {
    return { changes: [], trouble: troubleAt('recipient', claim.items, error) };
  }
  if (recipient.kind === 'absent') return { changes: [skip(claim.items, 'not_in_workspace')] };
  if (typeof renderer === 'function') return postMessage(sender, claim, recipient, renderer);
  if ('updates' in renderer) return updateMessage(sender, claim, recipient, renderer);
  if ('repliesTo' in renderer) return postReply(sender, claim, recipient, renderer);
  return postMessage(sender, claim, recipient, renderer.render);
}

async function postMessage(
  sender: Sender,
  claim: LaneClaim,
  recipient: Exclude<Recipient, { kind: 'absent' }>,
  render: Render,
  thread?: SentMessage,
): Promise<Attempt> {
  const search = await findSentBefore(sender, claim, recipient, thread);
  const { changes } = search;
  if (search.trouble) return search;
  const settled = new Set(changes.flatMap((change) => change.ids));
  const items = claim.items.filter((item) => !settled.has(item.id));
  if (items.length === 0) return { changes };

  let rendered: Awaited<ReturnType<Render>>;
  try {
    rendered = await render(items.map(toPlain), recipient.audience);
  } catch (error) {
    return { changes, trouble: troubleAt('render', items, error) };
  }
  if (!rendered) return { changes: [...changes, skip(items, 'nothing_to_say')] };
  if ('notBefore' in rendered) return { changes: [...changes, postpone(sender, items, rendered.notBefore)] };
  const covered = items.slice(0, Math.max(1, rendered.covers));
  const ids = covered.map((item) => item.id);
  // Somebody else may hold these by the time the answer comes; the next who claims them looks first.
  if (leaseRunsOut(sender, claim)) return { changes };
  try {
    const { channel, ts } = await sender.client.chat.postMessage({
      channel: thread?.channelId ?? (recipient.kind === 'channel' ? recipient.channelId : recipient.userId),
      ...(thread ? { thread_ts: thread.messageTs } : {}),
      text: rendered.text,
      blocks: markBlocks(rendered.blocks, rendered.text, ids),
      unfurl_links: false,
      unfurl_media: false,
    });
    if (!channel || !ts) throw new Error('Slack named no message');
    return { changes: [...changes, { ids, state: 'sent', channelId: channel, messageTs: ts }] };
  } catch (error) {
    return { changes, trouble: troubleAt('post', covered, error) };
  }
}

/**
 * Those of a claim that an earlier attempt has sent after all. Where Slack cannot be asked (a scope is missing, the bot
 * left the channel), they are posted again: told twice is better than never.
 */
async function findSentBefore(
  { client, botUserId, log }: Sender,
  claim: LaneClaim,
  recipient: Exclude<Recipient, { kind: 'absent' }>,
  thread: SentMessage | undefined,
): Promise<Attempt> {
  const uncertain = claim.items.filter((item) => item.uncertain);
  if (uncertain.length === 0) return { changes: [] };
  const ids = uncertain.map((item) => item.id);
  try {
    const channelId = thread?.channelId ?? (await findConversation(client, recipient));
    if (!channelId) throw new Error('Slack named no conversation');
    const since = new Date(Math.min(...uncertain.map((item) => item.recordedAt.getTime())));
    const threadTs = thread?.messageTs;
    const found = await findOwnMessages(client, { channelId, since, ids, botUserId, threadTs });
    const byMessage = new Map<string, number[]>();
    for (const [id, ts] of found) byMessage.set(ts, [...(byMessage.get(ts) ?? []), id]);
    return {
      changes: [...byMessage].map(([messageTs, sent]) => ({
        ids: sent,
        state: 'sent',
        channelId,
        messageTs,
      })),
    };
  } catch (error) {
    const trouble = troubleAt('recipient', claim.items, error);
    const canAskLater = trouble.cause.kind === 'limited' || trouble.cause.kind === 'transient';
    if (canAskLater) return { changes: [], trouble };
    log.error(
      { err: error, lane: claim.lane, ids },
      'cannot look for a message that may be out: posting it again',
    );
    return { changes: [] };
  }
}

/** Waits for the announcement as long as it may still come: a reply says what the announcement does not. */
async function postReply(
  sender: Sender,
  claim: LaneClaim,
  recipient: Exclude<Recipient, { kind: 'absent' }>,
  { repliesTo: kind, render }: { repliesTo: string; render: Render },
): Promise<Attempt> {
  const threadSubjectId = claim.items[0]?.payload.threadSubjectId;
  if (typeof threadSubjectId !== 'number') return { changes: [skip(claim.items, 'nothing_to_reply_to')] };
  const { database } = sender;
  const thread = await findSentMessage(database, kind, threadSubjectId, claim.lane);
  if (thread) return postMessage(sender, claim, recipient, render, thread);
  const pending = await findPendingAnnouncement(database, kind, threadSubjectId, claim.lane);
  return {
    changes: [pending === 'none' ? skip(claim.items, 'nothing_to_reply_to') : stepAside(sender, claim.items)],
  };
}

/**
 * The message that announced a subject: in a lane of several that did, the lane's own; otherwise the only one there is,
 * even if the subject is announced elsewhere by now.
 */
async function findAnnouncement(
  { database }: Sender,
  kind: string,
  subjectId: number,
  lanes: ReadonlyArray<Lane | undefined>,
) {
  for (const where of lanes) {
    const message = await findSentMessage(database, kind, subjectId, where);
    if (message) return message;
    const pending = await findPendingAnnouncement(database, kind, subjectId, where);
    if (pending !== 'none') return pending;
  }
  return undefined;
}

async function updateMessage(
  sender: Sender,
  claim: LaneClaim,
  recipient: Exclude<Recipient, { kind: 'absent' }>,
  renderer: { updates: string; adds?: true; render: Render },
): Promise<Attempt> {
  const head = claim.items[0];
  if (head?.subjectId === undefined) return { changes: [skip(claim.items.slice(0, 1), 'nothing_to_update')] };
  const { updates: kind, adds = false, render } = renderer;
  const lanes = adds ? [claim.lane] : [claim.lane, undefined];
  const message = await findAnnouncement(sender, kind, head.subjectId, lanes);
  if (adds && (!message || message === 'waiting'))
    return { changes: [await keepWith(sender, head, kind, head.subjectId)] };
  if (!message) return { changes: [skip([head], 'nothing_to_update')] };
  // What is still to be announced is rendered from what is true then.
  if (message === 'waiting') return { changes: [skip([head], 'not_announced_yet')] };
  if (message === 'may be out') return { changes: [stepAside(sender, [head])] };
  // One change of the message does for all of its subjects.
  const covered = claim.items.filter(({ subjectId }) => subjectId && message.subjectIds.includes(subjectId));
  let rendered: Awaited<ReturnType<Render>>;
  try {
    rendered = await render(message.items, recipient.audience);
  } catch (error) {
    return { changes: [], trouble: troubleAt('render', covered, error) };
  }
  if (!rendered) return { changes: [skip(covered, 'nothing_to_say')] };
  if ('notBefore' in rendered) return { changes: [postpone(sender, covered, rendered.notBefore)] };
  if (rendered.covers < message.items.length) {
    sender.log.error(
      { kind: head.kind, ids: message.outboxIds },
      'an update leaves out subjects of its message',
    );
  }
  const { channelId, messageTs } = message;
  const ids = covered.map((item) => item.id);
  try {
    await sender.client.chat.update({
      channel: channelId,
      ts: messageTs,
      text: rendered.text,
      // Slack wants a new block_id with each change.
      blocks: markBlocks(rendered.blocks, rendered.text, ids.slice(0, 1)),
    });
    return { changes: [{ ids, state: 'sent', channelId, messageTs }] };
  } catch (error) {
    const trouble = troubleAt('post', covered, error);
    if (trouble.cause.kind === 'permanent' && trouble.cause.problem === 'message_not_found') {
      return { changes: [skip(covered, 'message_not_found')] };
    }
    // Done twice it is the same, so nothing is ever uncertain here.
    if (trouble.cause.kind === 'transient') trouble.cause.uncertain = false;
    return { changes: [], trouble };
  }
}

function leaseRunsOut({ now, callTimeoutMs }: Sender, claim: LaneClaim): boolean {
  return now().getTime() + callTimeoutMs >= claim.until.getTime();
}

function skip(items: ClaimedItem[], problem: string): Change {
  return { ids: items.map((item) => item.id), state: 'skipped', problem };
}

/** Lets others of the lane go ahead until the announcement may be there. */
function stepAside({ now }: Sender, items: ClaimedItem[]): Change {
  const asideUntil = new Date(now().getTime() + ANNOUNCEMENT_WAIT_MS);
  return { ids: items.map((item) => item.id), state: 'due', asideUntil };
}

/** What adds to an announcement that is not out shares its lot: due when it is, given up for the same reason. */
async function keepWith(sender: Sender, head: ClaimedItem, kind: string, subjectId: number): Promise<Change> {
  const held = await findHeldAnnouncement(sender.database, kind, subjectId, head.lane);
  if (!held) return skip([head], 'nothing_to_update');
  if ('parkedFor' in held) return { ids: [head.id], state: 'parked', problem: held.parkedFor };
  return held.dueAt > sender.now() ? postpone(sender, [head], held.dueAt) : stepAside(sender, [head]);
}

function postpone({ now }: Sender, items: ClaimedItem[], notBefore: Date): Change {
  const dueAt = new Date(Math.max(notBefore.getTime(), now().getTime() + LEAST_POSTPONED_MS));
  return { ids: items.map((item) => item.id), state: 'due', dueAt };
}

function troubleAt(at: 'render' | 'recipient' | 'post', items: ClaimedItem[], error: unknown) {
  const cause = readTrouble(error);
  // Nothing was posted yet: whatever happened, no message can be out.
  if (at !== 'post' && cause.kind === 'transient') cause.uncertain = false;
  return { at, items, cause, error };
}

function toPlain({ attempts: _a, uncertain: _u, problem: _p, ...item }: ClaimedItem): OutboxItem {
  return item;
}

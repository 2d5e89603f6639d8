import type { webApi } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';

const PREFIX = 'out:';
/** Slack's limit of a block_id. */
const MOST_CHARACTERS = 255;

/**
 * The mark of a message, by which we find it again: the outbox ids it announces, as the first and then the distance to
 * each next. It is the first block's id, which Slack keeps and gives back (message metadata would need another scope).
 */
export function writeMarker(ids: number[]): string {
  const distances = ids.slice(1).map((id, index) => (id - (ids[index] ?? 0)).toString(36));
  return [`${PREFIX}${ids[0]}`, ...distances].join('.');
}

/** The ids in a marker; empty when it is none of ours. */
export function readMarker(blockId: string | undefined): number[] {
  if (!blockId || !/^out:\d{1,16}(\.[0-9a-z]{1,11})*$/.test(blockId)) return [];
  const [first = '', ...distances] = blockId.slice(PREFIX.length).split('.');
  const ids = [Number(first)];
  for (const distance of distances) ids.push((ids.at(-1) ?? 0) + Number.parseInt(distance, 36));
  return ids;
}

/** How many of these ids, in rising order, fit into one marker. */
export function countMarkable(ids: number[]): number {
  let count = ids.length;
  while (count > 1 && writeMarker(ids.slice(0, count)).length > MOST_CHARACTERS) count -= 1;
  return count;
}

/** The blocks with the marker on the first; text without blocks gets one to carry it. */
export function markBlocks(blocks: KnownBlock[], text: string, ids: number[]): KnownBlock[] {
  const [first, ...rest] = blocks;
  const marked: KnownBlock = first ?? { type: 'section', text: { type: 'mrkdwn', text } };
  return [{ ...marked, block_id: writeMarker(ids) }, ...rest];
}

/** Clocks differ a little. */
const MARGIN_MS = 5 * 60_000;
const PAGE = 200;
const MOST_PAGES = 50;

/**
 * Looks for our own messages of some outbox ids in a channel, newest first, or in one of its threads, oldest first.
 * Needs `channels:history` (`groups:history`, `im:history`).
 * @param since nothing was sent before
 * @param threadTs of the message whose replies are looked through instead
 * @returns the `ts` by outbox id, for those found
 */
export async function findOwnMessages(
  client: webApi.WebClient,
  options: {
    channelId: string;
    since: Date;
    ids: number[];
    botUserId: string | undefined;
    threadTs?: string | undefined;
  },
): Promise<Map<number, string>> {
  const wanted = new Set(options.ids);
  const found = new Map<number, string>();
  const { channelId: channel, threadTs } = options;
  const oldest = String(Math.floor((options.since.getTime() - MARGIN_MS) / 1_000));
  let page: { cursor?: string; latest?: string; oldest?: string } = {};
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const range = { channel, oldest, limit: PAGE, ...page };
    const answer =
      threadTs === undefined
        ? await client.conversations.history(range)
        : await client.conversations.replies({ ...range, ts: threadTs });
    for (const message of answer.messages ?? []) {
      // Anyone's app may put such an id on a block; only our own messages count.
      if (!message.ts || (options.botUserId && message.user !== options.botUserId)) continue;
      for (const id of readMarker(message.blocks?.[0]?.block_id)) {
        if (wanted.has(id)) found.set(id, message.ts);
      }
    }
    const cursor = answer.response_metadata?.next_cursor;
    const last = answer.messages?.at(-1)?.ts;
    if (found.size === wanted.size || !answer.has_more || !(cursor || last)) break;
    page = cursor ? { cursor } : { [threadTs === undefined ? 'latest' : 'oldest']: last ?? '' };
  }
  return found;
}

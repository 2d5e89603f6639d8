import { LRUCache } from 'lru-cache';
import type { findStanding, RecipientKey, Standing } from './gift-store.ts';

type Ask = Parameters<typeof findStanding>[1];
type Giver = Pick<Standing, 'giver' | 'giverName' | 'policy'>;
type Recipient = Pick<Standing, 'recipient' | 'recipientName' | 'recipientAgency'>;

/** What this process saw of the directory lately, so that most gifts need one round trip instead of two. */
export interface StandingMemory {
  /**
   * The standing as far as it is remembered, what only the books know taken as favourable. It is a guess: `post_gift`
   * checks postings, key, allowance and pair, and when one of them fails the books are read.
   */
  recall(ask: Ask): Standing | undefined;
  remember(ask: Ask, standing: Standing): void;
}

const SIZE = 50_000;
/** A changed name shows after this at the latest; what a gift is decided on is checked by the database at once. */
const TTL_MS = 10 * 60_000;
/** A newly chosen board gets its first post after this at the latest. */
const BOARD_TTL_MS = 30_000;

export function openStandingMemory(): StandingMemory {
  const givers = new LRUCache<string, Giver>({ max: SIZE, ttl: TTL_MS });
  const recipients = new LRUCache<string, Recipient>({ max: SIZE, ttl: TTL_MS });
  const boards = new LRUCache<string, { channelId: string | undefined }>({ max: 1_000, ttl: BOARD_TTL_MS });
  // The day is in the key: postings change at midnight, the policy with the month.
  const giverKey = (ask: Ask) => `${ask.day} ${ask.teamId} ${ask.giverId}`;
  const recipientKey = (ask: Ask) => `${ask.day} ${keyOf(ask.recipient)}`;
  return {
    recall(ask) {
      const giver = givers.get(giverKey(ask));
      const recipient = recipients.get(recipientKey(ask));
      const board = boards.get(ask.teamId);
      return (
        giver &&
        recipient &&
        board && {
          ...giver,
          ...recipient,
          boardChannelId: board.channelId,
          allowanceLeft: Number.POSITIVE_INFINITY,
          giftsToRecipient: 0,
          periodClosed: false,
          earlier: undefined,
        }
      );
    },
    remember(ask, standing) {
      const { giver, giverName, policy, boardChannelId, recipient, recipientName, recipientAgency } =
        standing;
      givers.set(giverKey(ask), { giver, giverName, policy });
      boards.set(ask.teamId, { channelId: boardChannelId });
      recipients.set(recipientKey(ask), { recipient, recipientName, recipientAgency });
    },
  };
}

function keyOf(recipient: RecipientKey): string {
  return 'officialId' in recipient
    ? `official:${recipient.officialId}`
    : `department:${recipient.departmentId}`;
}

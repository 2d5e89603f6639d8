import { monthOf, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findOfficial } from '../directory/store.ts';
import type { OutboxItem, Render, Renderer } from '../messenger/outbox.ts';
import { findPolicy } from '../policy/store.ts';
import { findApproval } from './approval-store.ts';
import {
  renderBoardPost,
  renderGiftReceipt,
  renderGiftReceived,
  renderGiftReversed,
  renderSpecialReceived,
  renderSpecialReversed,
} from './board-messages.ts';
import type { Gift } from './gift.ts';
import { describeAct, lookUpSummary } from './look-up.ts';
import { renderApprovalAsked, renderApprovalSettled } from './operator-messages.ts';
import { findReversalReason, findSpecialAwards } from './operator-store.ts';
import { findGifts } from './store.ts';

/** As many board posts as may wait together go out as one message; more follow a second later. */
const MOST_MERGED = 100;

/**
 * How the points' messages come to be. A row of the outbox names its subject only; the books are read when it is sent, so
 * that what was taken back or hidden meanwhile is not announced.
 */
export function createPointsRenderers(deps: {
  database: Database;
  now: () => Date;
}): Record<string, Renderer> {
  const { database, now } = deps;
  const giftOf = async (items: OutboxItem[]): Promise<Gift | undefined> =>
    (await findGifts(database, subjectsOf(items.slice(0, 1))))[0];

  const board: Render = async (items, { locale }) => {
    const gifts = await findGifts(database, subjectsOf(items));
    const standing = gifts.filter((gift) => !gift.reversed);
    if (standing.length === 0) return undefined;
    const { message, covers } = renderBoardPost(standing, locale);
    // A gift taken back before it was announced is covered by saying nothing of it.
    return {
      ...message,
      covers: covers === standing.length ? items.length : coveredItems(items, standing[covers - 1]),
    };
  };

  return {
    'gift-board': { mergeable: true, atMost: MOST_MERGED, render: board },
    'gift-board-update': {
      updates: 'gift-board',
      render: async (items, { locale }) => {
        const gifts = await findGifts(database, subjectsOf(items));
        return gifts.length === 0
          ? undefined
          : { ...renderBoardPost(gifts, locale).message, covers: items.length };
      },
    },
    'gift-received': async (items, { locale }) => {
      const gift = await giftOf(items);
      return gift && !gift.reversed ? { ...renderGiftReceived(gift, locale), covers: 1 } : undefined;
    },
    'gift-receipt': async (items, { locale }) => {
      const gift = await giftOf(items);
      if (!gift || gift.reversed) return undefined;
      const day = seoulDay(now());
      const agencyId = (await findOfficial(database, gift.giverId, day))?.agency?.id ?? 0;
      const { undoMinutes } = await findPolicy(database, agencyId, monthOf(day));
      const { allowanceLeft } = await lookUpSummary(database, gift.giverId, now());
      return { ...renderGiftReceipt(gift, allowanceLeft, undoMinutes, locale), covers: 1 };
    },
    'gift-reversed': async (items, { locale }) => {
      const reason = await findReversalReason(database, items[0]?.subjectId ?? 0);
      if (reason === undefined) return undefined;
      const [award] = await findSpecialAwards(database, subjectsOf(items.slice(0, 1)));
      if (award) return { ...renderSpecialReversed(award, reason, locale), covers: 1 };
      const gift = await giftOf(items);
      if (!gift) return undefined;
      const audience = items[0]?.lane === `official:${gift.giverId}` ? 'giver' : 'recipient';
      return { ...renderGiftReversed(gift, audience, reason, locale), covers: 1 };
    },
    'special-received': async (items, { locale }) => {
      const award = (await findSpecialAwards(database, subjectsOf(items.slice(0, 1))))[0];
      return award && !award.reversed ? { ...renderSpecialReceived(award, locale), covers: 1 } : undefined;
    },
    'approval-asked': async (items, { locale }) => {
      const approval = await findApproval(database, items[0]?.subjectId ?? 0);
      if (!approval || approval.decision) return undefined;
      return {
        ...renderApprovalAsked(approval, { label: await describeAct(database, approval.act) }, locale),
        covers: 1,
      };
    },
    'approval-settled': async (items, { locale }) => {
      const approval = await findApproval(database, items[0]?.subjectId ?? 0);
      return approval && { ...renderApprovalSettled(approval, locale), covers: 1 };
    },
  };
}

function subjectsOf(items: OutboxItem[]): number[] {
  return items.flatMap((item) => item.subjectId ?? []);
}

/** How many items, from the first, are spoken of when the message ends with `last`. */
function coveredItems(items: OutboxItem[], last: Gift | undefined): number {
  const at = items.findIndex((item) => item.subjectId === last?.id);
  return at < 0 ? 1 : at + 1;
}

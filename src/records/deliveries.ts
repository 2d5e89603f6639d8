import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findViewer } from '../directory/store.ts';
import type { OutboxItem, Renderer } from '../messenger/outbox.ts';
import { findProposals } from './disposal-store.ts';
import { renderAsked, renderSettled } from './messages.ts';
import type { Proposal } from './record.ts';
import { refuseDecider } from './rules.ts';

/**
 * How messages about disposals come to be, when they are sent: nobody is asked to decide what is decided or replaced by then, nor
 * who may not decide any more.
 */
export function createRecordsRenderers(deps: {
  database: Database;
  now: () => Date;
}): Record<string, Renderer> {
  const { database, now } = deps;
  const proposalOf = async ([item]: OutboxItem[]): Promise<Proposal | undefined> =>
    (await findProposals(database, { id: item?.subjectId ?? 0 }))[0];

  return {
    'disposal-asked': async (items, { locale }) => {
      const proposal = await proposalOf(items);
      if (proposal?.state !== 'open') return undefined;
      const today = seoulDay(now());
      const officialId = Number(/^official:(\d+)$/.exec(items[0]?.lane ?? '')?.[1] ?? 0);
      const decider = await findViewer(database, officialId, today);
      const proposer = await findViewer(database, proposal.proposedBy.id, today);
      return refuseDecider(decider, proposer) ? undefined : { ...renderAsked(proposal, locale), covers: 1 };
    },
    'disposal-settled': async (items, { locale }) => {
      const proposal = await proposalOf(items);
      return proposal && { ...renderSettled(proposal, locale), covers: 1 };
    },
  };
}

import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findCcos, logAct } from '../directory/store.ts';
import { cleanText, visibleLength } from '../messenger/mrkdwn.ts';
import { enqueue } from '../messenger/outbox.ts';
import type { Extension } from './exchange.ts';
import {
  findConflicts,
  findExtension,
  findSameExtension,
  lockTerms,
  moveEnds,
  overlapOf,
} from './extension-store.ts';
import { type ExtensionPage, lookUpExtension } from './look-up.ts';
import { decideExtension, type NewEnd, type Refusal } from './rules.ts';

export type ExtensionOutcome =
  | { kind: 'extended'; extension: Extension; repeat: boolean }
  | { kind: 'refused'; refusals: Refusal[] };

export interface ExtensionRequest {
  termId: number;
  actorId: number;
  teamId: string;
  /** The new last day, as typed. */
  newEnd: string;
  reason: string;
}

/**
 * Extends a term of exchange; companions who end with it move along. The holder, the companions and both agencies' CCOs are
 * told. The same person's same extension again is the one that was made. That two terms of one position or person never
 * overlap is kept by the database and explained here.
 */
export async function extendTerm(
  database: Database,
  request: ExtensionRequest,
  now: Date,
): Promise<ExtensionOutcome> {
  const asked = { ...request, newEnd: cleanText(request.newEnd), reason: cleanText(request.reason) };
  let ends: NewEnd[] = [];
  try {
    return await inTransaction(database, async (tx): Promise<ExtensionOutcome> => {
      await lockTerms(tx);
      const page = await lookUpExtension(tx, asked.actorId, asked.termId, now);
      if ('refusals' in page) return { kind: 'refused', refusals: page.refusals };
      const before = await findSameExtension(tx, asked);
      if (before !== undefined) return extended(tx, before, true);
      const length = visibleLength(asked.reason);
      const decision = decideExtension(page, asked.newEnd, length, page.capMonths, seoulDay(now));
      if ('refusals' in decision) return { kind: 'refused', refusals: decision.refusals };
      ends = decision.ends;
      return extended(tx, await write(tx, page, ends, asked, now), false);
    });
  } catch (error) {
    const kind = overlapOf(error);
    const refusals = kind && (await findConflicts(database, ends, kind));
    // Without a conflict to be seen any more there is nothing to explain: the act may be tried again.
    if (!refusals || refusals.length === 0) throw error;
    return { kind: 'refused', refusals };
  }
}

/** @returns the change of the term itself */
async function write(
  tx: Database,
  page: ExtensionPage,
  ends: NewEnd[],
  { actorId, teamId, reason, termId }: ExtensionRequest,
  now: Date,
): Promise<number> {
  const changes = await moveEnds(tx, ends, { reason, actorId, at: now });
  const changeId = changes.find((change) => change.termId === termId)?.changeId ?? 0;
  const terms = [page.term, ...page.companions];
  const holders = changes.map((change) => ({
    subjectId: change.changeId,
    officialId: terms.find(({ id }) => id === change.termId)?.officialId ?? 0,
  }));
  const ccos = (await findCcos(tx, page.agencyIds, seoulDay(now)))
    .filter((id) => id !== actorId && !holders.some(({ officialId }) => officialId === id))
    .map((officialId) => ({ subjectId: changeId, officialId }));
  await enqueue(
    tx,
    [...holders, ...ccos].map(({ subjectId, officialId }) => ({
      teamId,
      lane: `official:${officialId}` as const,
      kind: 'exchange-extended',
      subjectId,
      dueAt: now,
    })),
  );
  await logAct(tx, actorId, {
    action: 'extend_exchange',
    subject: `exchange_term:${termId}`,
    reason,
    teamId,
    about: { officialIds: holders.map((holder) => holder.officialId), agencyIds: page.agencyIds },
  });
  return changeId;
}

async function extended(tx: Database, changeId: number, repeat: boolean): Promise<ExtensionOutcome> {
  const extension = await findExtension(tx, changeId);
  if (!extension) throw new Error(`the change ${changeId} of a term is not there`);
  return { kind: 'extended', extension, repeat };
}

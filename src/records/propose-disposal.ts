import { type Day, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findHolders, findViewer, logAct } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { enqueue, type OutboxRow } from '../messenger/outbox.ts';
import {
  appendProposal,
  countRecords,
  findLastDueYear,
  findOpenProposal,
  findProposals,
  lockProposals,
} from './disposal-store.ts';
import type { Proposal, RecordClass } from './record.ts';
import { type Refusal, refuseDecider, refuseProposal, type Viewer } from './rules.ts';

export type ProposalOutcome =
  | {
      kind: 'proposed';
      proposal: Proposal;
      /** A proposal whose records have changed since, in whose place this one stands. */
      replaces: number | undefined;
      /** How many may decide, all of whom are told. */
      told: number;
    }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * An administrator asks to dispose of what is due of a class and year (공공기록물 관리에 관한 법률 시행령 제43조: disposal is a list for
 * approval). What there is of it is counted by the database; nothing is disposed of by this.
 * Whoever may decide is told, once a proposal; so is who made the proposal that this one replaces.
 */
export function proposeDisposal(
  database: Database,
  request: { actorId: number; teamId: string; class: RecordClass; year: number; reason: string },
  now: Date,
): Promise<ProposalOutcome> {
  const { actorId, teamId, class: of, year } = request;
  const today = seoulDay(now);
  const reason = cleanText(request.reason);
  return inTransaction(database, async (tx): Promise<ProposalOutcome> => {
    await lockProposals(tx);
    const viewer = await findViewer(tx, actorId, today);
    const open = await findOpenProposal(tx, of, year);
    const refusals = refuseProposal(
      viewer,
      { class: of, year, reason },
      {
        lastDue: await findLastDueYear(tx, of, today),
        counts: await countRecords(tx, of, year),
        open,
      },
    );
    const subject = `disposal ${of} ${year}`;
    if (refusals.length > 0) {
      await logAct(tx, viewer.officialId, { action: 'refused_disposal', subject, teamId, reason });
      return { kind: 'refused', refusals };
    }
    const id = await appendProposal(tx, { class: of, year, reason, proposedBy: actorId });
    await logAct(tx, viewer.officialId, {
      action: 'propose_disposal',
      subject: `disposal:${id} ${of} ${year}`,
      teamId,
      reason,
    });
    const [proposal] = await findProposals(tx, { id });
    if (!proposal) throw new Error(`the proposal ${id} is not there`);
    const deciders = await findDeciders(tx, viewer, today);
    const tell = (officialId: number, kind: string, subjectId: number): OutboxRow => ({
      teamId,
      lane: `official:${officialId}`,
      kind,
      subjectId,
      dueAt: now,
    });
    await enqueue(tx, [
      ...deciders.map((decider) => tell(decider, 'disposal-asked', id)),
      ...(open && open.proposedBy !== actorId ? [tell(open.proposedBy, 'disposal-settled', open.id)] : []),
    ]);
    return { kind: 'proposed', proposal, replaces: open?.id, told: deciders.length };
  });
}

/** Everybody who may be the second person. */
async function findDeciders(tx: Database, proposer: Viewer, today: Day): Promise<number[]> {
  const holders = await findHolders(tx, 'any', ['admin', 'cco'], today);
  return holders
    .map(({ id, role, status, agency }) => ({ officialId: id, role, status, agencyId: agency?.id }))
    .filter((holder) => refuseDecider(holder, proposer) === undefined)
    .map(({ officialId }) => officialId);
}

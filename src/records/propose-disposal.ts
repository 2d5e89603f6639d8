import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findViewer } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import {
  appendProposal,
  countRecords,
  findLastDueYear,
  findOpenProposal,
  findProposals,
  lockProposals,
} from './disposal-store.ts';
import type { Proposal, RecordClass } from './record.ts';
import { type Refusal, refuseProposal } from './rules.ts';
import { logAct } from './viewer.ts';

/**
 * An administrator asks to dispose of what is due of a class and year (공공기록물 관리에 관한 법률 시행령 제43조: disposal is a list for
 * approval). What there is of it is counted by the database; nothing is disposed of by this.
 */
export function proposeDisposal(
  database: Database,
  request: { actorId: number; teamId: string; class: RecordClass; year: number; reason: string },
  now: Date,
): Promise<{ kind: 'proposed'; proposal: Proposal } | { kind: 'refused'; refusals: Refusal[] }> {
  const { actorId, teamId, class: of, year } = request;
  const today = seoulDay(now);
  const reason = cleanText(request.reason);
  return inTransaction(database, async (tx) => {
    await lockProposals(tx);
    const viewer = await findViewer(tx, actorId, today);
    const refusals = refuseProposal(
      viewer,
      { class: of, year, reason },
      {
        lastDue: await findLastDueYear(tx, of, today),
        counts: await countRecords(tx, of, year),
        open: await findOpenProposal(tx, of, year),
      },
    );
    const subject = `disposal ${of} ${year}`;
    if (refusals.length > 0) {
      await logAct(tx, viewer, { action: 'refused_disposal', subject, teamId, reason });
      return { kind: 'refused' as const, refusals };
    }
    const id = await appendProposal(tx, { class: of, year, reason, proposedBy: actorId });
    await logAct(tx, viewer, {
      action: 'propose_disposal',
      subject: `disposal:${id} ${of} ${year}`,
      teamId,
      reason,
    });
    const [proposal] = await findProposals(tx, { id });
    if (!proposal) throw new Error(`the proposal ${id} is not there`);
    return { kind: 'proposed' as const, proposal };
  });
}

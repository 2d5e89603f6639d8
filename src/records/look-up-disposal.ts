import { type Day, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findViewer, logAct } from '../directory/store.ts';
import { findDue, findProposals, findRetentions, unhurried } from './disposal-store.ts';
import type { DueLine, Proposal, Retention } from './record.ts';
import { isAdmin, maySeeRecords, type Refusal, refuseDecider } from './rules.ts';

const PROPOSALS_SHOWN = 10;

export interface DisposalPage {
  due: DueLine[];
  /** The newest first, each with whether the viewer may answer it. */
  proposals: Array<Proposal & { mayDecide: boolean }>;
  mayPropose: boolean;
}

/** What is due and what is proposed, for those who keep or audit records. */
export async function lookUpDisposal(
  database: Database,
  officialId: number,
  teamId: string,
  now: Date,
): Promise<DisposalPage | { refusals: Refusal[] }> {
  const today = seoulDay(now);
  const viewer = await findViewer(database, officialId, today);
  const isAllowed = maySeeRecords(viewer);
  await logAct(database, viewer.officialId, {
    action: isAllowed ? 'look_at_disposal' : 'refused_disposal',
    subject: 'disposal',
    teamId,
  });
  if (!isAllowed) return { refusals: [{ reason: 'not_record_keeper' }] };
  const [due, proposals] = await Promise.all([
    findDue(database, today),
    findProposals(database, { latest: PROPOSALS_SHOWN }),
  ]);
  const shown = [];
  for (const proposal of proposals) {
    const proposer = await findViewer(database, proposal.proposedBy.id, today);
    const mayDecide = proposal.state === 'open' && refuseDecider(viewer, proposer) === undefined;
    shown.push({ ...proposal, mayDecide });
  }
  return { due, proposals: shown, mayPropose: isAdmin(viewer) };
}

/** What is due and proposed, for the command line, whose right is that of the machine: counts only, nobody's data. */
export async function listDisposal(
  database: Database,
  today: Day,
): Promise<{ due: DueLine[]; proposals: Proposal[]; retentions: Retention[] }> {
  const [due, proposals, retentions] = await Promise.all([
    unhurried(database, (tx) => findDue(tx, today)),
    findProposals(database, { latest: PROPOSALS_SHOWN }),
    findRetentions(database, today),
  ]);
  return { due, proposals, retentions };
}

/** How long each class is kept, for those who keep or audit records. */
export async function lookUpRetention(
  database: Database,
  officialId: number,
  now: Date,
): Promise<{ retentions: Retention[]; mayChange: boolean } | { refusals: Refusal[] }> {
  const today = seoulDay(now);
  const viewer = await findViewer(database, officialId, today);
  if (!maySeeRecords(viewer)) return { refusals: [{ reason: 'not_record_keeper' }] };
  return { retentions: await findRetentions(database, today), mayChange: isAdmin(viewer) };
}

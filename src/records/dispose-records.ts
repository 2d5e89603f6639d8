import type { Database } from '../database/database.ts';
import { appendAccess } from '../directory/store.ts';
import { type DisposalCode, disposeBatch, findObstacle, findProposals, unhurried } from './disposal-store.ts';
import type { Proposal } from './record.ts';

/** As many records a transaction, so that nothing is locked for long. */
const BATCH = 5_000;

export type DisposalOutcome =
  | { kind: 'disposed'; proposal: Proposal; records: number }
  | { kind: 'refused'; reason: Exclude<DisposalCode, 'more' | 'done'> };

/**
 * Carries out a disposal that a second person approved, once. One that was broken off goes on. The database refuses whatever was
 * not approved, is not due or has changed since; the ledger's rows stay, so that its totals and seals verify as before.
 * @param options.onProgress records disposed of so far
 */
export async function disposeRecords(
  database: Database,
  id: number,
  by: { actorLabel: string; origin: string },
  options: { batch?: number; onProgress?: (done: number) => void } = {},
): Promise<DisposalOutcome> {
  const [proposal] = await findProposals(database, { id });
  const obstacle = proposal ? await unhurried(database, (tx) => findObstacle(tx, id)) : 'not_found';
  // The reason is the proposer's: of what is refused it would seem to be whose command it is.
  const entry = { actorId: null, ...by, ...(proposal && !obstacle ? { reason: proposal.reason } : {}) };
  const subject = proposal ? `disposal:${id} ${proposal.class} ${proposal.year}` : `disposal:${id}`;
  await appendAccess(database, { ...entry, action: obstacle ? 'refused_disposal' : 'dispose', subject });
  if (!proposal || obstacle) return { kind: 'refused', reason: refusalOf(obstacle ?? 'not_found') };
  const limit = options.batch ?? BATCH;
  let records = 0;
  let after: string | undefined;
  for (;;) {
    const batch = await disposeBatch(database, id, { limit, after, executedBy: by.actorLabel });
    records += batch.records;
    after = batch.after;
    options.onProgress?.(records);
    if (batch.code === 'done') return { kind: 'disposed', proposal, records };
    // Somebody else may have finished it meanwhile.
    if (batch.code !== 'more') return { kind: 'refused', reason: batch.code };
  }
}

function refusalOf(code: DisposalCode): Exclude<DisposalCode, 'more' | 'done'> {
  if (code === 'more' || code === 'done') throw new Error(`${code} is no obstacle`);
  return code;
}

import { type Database, inTransaction } from '../database/database.ts';
import type { LaneClaim } from './claim-store.ts';

/** What became of some messages of a claim. */
export type Change =
  | { ids: number[]; state: 'sent'; channelId: string; messageTs: string }
  | { ids: number[]; state: 'skipped' | 'parked'; problem: string }
  | {
      ids: number[];
      state: 'due';
      /** Counts towards the backoff. */
      attempted?: boolean;
      /** An attempt may have reached Slack. */
      uncertain?: boolean;
      problem?: string;
      /** Not to be taken before; others of the lane may go ahead. */
      asideUntil?: Date;
      /** Due at another time than it was. */
      dueAt?: Date;
    };

/**
 * Writes down what became of a claim and lets its lane go from `laneFreeAt` on. Messages that are no longer ours (the
 * lease was up and another process took them) stay as they are, and so does the lane when none is ours.
 * @returns the ids that were ours
 */
export async function settleClaim(
  database: Database,
  claim: LaneClaim,
  changes: Change[],
  laneFreeAt: Date,
  now: Date,
): Promise<number[]> {
  return inTransaction(database, async (tx) => {
    const settled: number[] = [];
    for (const change of changes) settled.push(...(await apply(tx, claim, change, now)));
    if (settled.length > 0) {
      await tx
        .updateTable('pace')
        .set({ next_at: laneFreeAt })
        .where('team_id', '=', claim.teamId)
        .where('lane', '=', claim.lane)
        .execute();
    }
    return settled;
  });
}

async function apply(tx: Database, claim: LaneClaim, change: Change, now: Date): Promise<number[]> {
  if (change.ids.length === 0) return [];
  const update = tx
    .updateTable('outbox')
    .set({
      state: change.state,
      claim_token: null,
      claimed_until: change.state === 'due' ? (change.asideUntil ?? null) : null,
    })
    .where('id', 'in', change.ids)
    .where('state', '=', 'claimed')
    .where('claim_token', '=', claim.token)
    .returning('id');
  const rows =
    change.state === 'sent'
      ? await update
          .set({
            channel_id: change.channelId,
            message_ts: change.messageTs,
            settled_at: now,
            problem: null,
            uncertain: false,
          })
          .execute()
      : change.state === 'due'
        ? await update
            .set((eb) => ({
              attempts: eb('attempts', '+', change.attempted ? 1 : 0),
              ...(change.uncertain === undefined ? {} : { uncertain: change.uncertain }),
              ...(change.problem === undefined ? {} : { problem: change.problem }),
              ...(change.dueAt === undefined ? {} : { due_at: change.dueAt }),
            }))
            .execute()
        : await update.set({ settled_at: now, problem: change.problem }).execute();
  return rows.map((row) => row.id);
}

import { DAY_MS } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { type BookedTransfer, canonicalOf, sealOf } from './seal.ts';
import {
  appendSeals,
  type ChainHead,
  findChainHead,
  findNewestSealed,
  findReach,
  listUnsealed,
  type Reach,
} from './seal-store.ts';

/**
 * Where this process need not look again.
 *
 * Ids are drawn before commit, so a transfer may appear below others that are sealed already: "above the last sealed id"
 * would miss it, and comparing all ids every minute would read ten million rows. Hence a mark: everything at or below
 * `settledId` that will ever be visible is sealed. It moves up like this:
 *
 * 1. A run notes the highest visible id N and the next transaction number X of one snapshot.
 *    The posting functions write (and so have their transaction's number) before they draw a transfer's id, and ids only
 *    grow. A transaction numbered X or later thus draws ids above N: whatever is still to appear at or below N belongs
 *    to a transaction below X.
 * 2. A later run (or the same) whose snapshot has no running transaction below X sees all of those that were
 *    committed; the rest were rolled back. Once that run has sealed what it saw, N is settled.
 *
 * A transaction left open by anybody only delays the mark: more is looked through, nothing is missed. What these
 * reasons rest on (one server, its transaction numbers, our functions) may fail at a restore or a hand-made insert, so
 * the first run of a process and one run a day look through everything.
 */
interface Mark {
  settledId: number;
  pending: Reach | undefined;
  lookedThroughAt: Date;
}

const marks = new WeakMap<Database, Mark>();

/** Settled ids are looked through again after this long. */
const FULL_PASS_MS = DAY_MS;

export interface SealOutcome {
  /** Links added by this call. */
  sealed: number;
  /** The chain's head afterwards: its position (0: nothing sealed yet) and hash in hex. */
  position: number;
  head: string;
  /** When the last link's transfer was booked, if more was left than one look takes; undefined: all is sealed. */
  leftAfter: Date | undefined;
}

/**
 * Seals every transfer that was committed when the call began and has no link yet, in order of id.
 *
 * Any number of processes may run it at once: the chain stays free of gaps, and each transfer is sealed once. When it
 * sealed something, the head goes into the log: a copy outside the database that a superuser cannot rewrite.
 * @param options.batch links written in one transaction
 * @param options.newestOnly for who answers a person: the newest ids only, however many there are in all, and not more of them
 *   than are sealed in a second or so
 */
export async function sealLedger(
  database: Database,
  options: { batch?: number; now: Date; log: Pick<Logger, 'info'>; newestOnly?: boolean },
): Promise<SealOutcome> {
  const batch = options.batch ?? 1_000;
  const reach = await findReach(database);
  const mark = options.newestOnly ? await markNearEnd(database) : markFor(database, reach, options.now);

  // The head is read before the rows: should another process append in between, ours is refused rather than doubled.
  let head = await findChainHead(database);
  let sealed = 0;
  let leftAfter: Date | undefined;
  let afterId = mark.settledId;
  for (;;) {
    const transfers = await listUnsealed(database, afterId, batch);
    const last = transfers.at(-1);
    if (last === undefined) break;
    const links = linksAfter(head, transfers);
    const newest = links.at(-1);
    if (newest && (await appendSeals(database, head.position, links))) {
      head = { position: head.position + links.length, hash: newest.hash };
      sealed += links.length;
      afterId = last.id;
      if (afterId >= reach.lastId) break;
      if (options.newestOnly && sealed >= MOST_AT_A_LOOK) {
        leftAfter = new Date(last.occurredAt);
        break;
      }
    } else {
      head = await findChainHead(database);
    }
  }

  if (options.newestOnly) return { ...outcomeOf(head, sealed, options.log), leftAfter };
  settle(mark, reach);
  // Noted only now: a run that failed on its way has settled nothing.
  marks.set(database, mark);
  return { ...outcomeOf(head, sealed, options.log), leftAfter };
}

function outcomeOf(head: ChainHead, sealed: number, log: Pick<Logger, 'info'>) {
  const outcome = { sealed, position: head.position, head: head.hash.toString('hex') };
  if (sealed > 0) log.info(outcome, 'ledger sealed');
  return outcome;
}

/** So many ids before the newest sealed one are looked through where a person waits; what is older is left to the schedule. */
const NEAR_IDS = 10_000;
/** And so many are sealed at most: at the first look at large books none is sealed yet. */
const MOST_AT_A_LOOK = 10_000;

async function markNearEnd(database: Database): Promise<Mark> {
  const settledId = Math.max(0, (await findNewestSealed(database)) - NEAR_IDS);
  return { settledId, pending: undefined, lookedThroughAt: new Date(0) };
}

function linksAfter(head: ChainHead, transfers: BookedTransfer[]) {
  let previous = head.hash;
  return transfers.map((transfer) => {
    previous = sealOf(previous, canonicalOf(transfer));
    return { transferId: transfer.id, hash: previous };
  });
}

function markFor(database: Database, reach: Reach, now: Date): Mark {
  const known = marks.get(database);
  const usable =
    known !== undefined &&
    now.getTime() - known.lookedThroughAt.getTime() < FULL_PASS_MS &&
    // Ids or transaction numbers that went backwards: the database was restored from an earlier state.
    reach.lastId >= known.settledId &&
    (known.pending === undefined || reach.nextTransaction >= known.pending.nextTransaction);
  return usable ? { ...known } : { settledId: 0, pending: undefined, lookedThroughAt: now };
}

function settle(mark: Mark, reach: Reach): void {
  mark.pending ??= reach;
  if (mark.pending.nextTransaction <= reach.oldestRunning) {
    mark.settledId = Math.max(mark.settledId, mark.pending.lastId);
    mark.pending = reach.nextTransaction <= reach.oldestRunning ? undefined : reach;
    if (mark.pending === undefined) mark.settledId = Math.max(mark.settledId, reach.lastId);
  }
}

import type { Database } from '../database/database.ts';
import { readOnePicture } from '../database/long-read.ts';
import { checkTransfer, type Finding } from './findings.ts';
import { canonicalOf, GENESIS, sealOf } from './seal.ts';
import {
  type AllowanceSums,
  listWrongArchives,
  listWrongDays,
  listWrongRollups,
  sumAllowances,
} from './verify-closes-store.ts';
import {
  findOtherClock,
  listEarlyCloses,
  listWrongDigestHeads,
  listWrongDigests,
  listWrongMonths,
} from './verify-fixed-store.ts';
import {
  findChainLength,
  isOverdue,
  listFundedTwice,
  listReversedTwice,
  listStrayMeanings,
  listWrongBalances,
  streamChain,
  streamUnsealed,
} from './verify-store.ts';

/** A head of the chain: from the log or from a digest, hash in hex. */
export interface Head {
  position: number;
  hash: string;
}

export interface Verification {
  /** Transfers there are; those whose link is left behind without them are not counted. */
  transfers: number;
  sealed: number;
  unsealed: number;
  head: Head;
  /** 운영규정 제5조: issued = given + lapsed + left. */
  allowances: AllowanceSums;
  /** Why closes go by their callers' clock here; undefined, as it should be: they go by the database's own. */
  otherClock: string | undefined;
  /** What does not agree: rows of the chain first, in its order, so the first finding names the first bad row. */
  findings: Finding[];
  /** Findings beyond the first hundred, counted only: at least so many, as lists of accounts end at a hundred and one. */
  omitted: number;
}

const MAX_FINDINGS = 100;
const PROGRESS_EVERY = 5_000;

/**
 * Recomputes the books from their rows and compares: each link of the chain, each transfer with its gift, grant or
 * original, each kept balance with the transfers, each closed month, department day, archived year and digest with what it was
 * made of. It trusts
 * neither the functions that post and close nor the sealer.
 *
 * All of it is read from one picture while the bot goes on; memory stays flat. What it cannot see by itself is a chain
 * rewritten from some row to its end, or cut off there: for that give a `head` that was kept outside the database.
 * @param options.onProgress rows of the chain walked, of how many
 */
export function verifyLedger(
  database: Database,
  options: { head?: Head; onProgress?: (done: number, total: number) => void } = {},
): Promise<Verification> {
  return readOnePicture(database, async (picture) => {
    const report = createReport();
    const chain = await walkChain(picture, report, options);
    const unsealed = await walkUnsealed(picture, report);
    for (const list of [listStrayMeanings, listWrongBalances, listFundedTwice, listReversedTwice]) {
      for (const finding of await list(picture, MAX_FINDINGS + 1)) report.add(finding);
    }
    const allowances = await sumAllowances(picture, MAX_FINDINGS + 1);
    // A wrong balance is named already, and makes its month's sums wrong as well: one change, one finding.
    for (const finding of allowances.findings) {
      if (!report.kinds.has('balance_differs') || finding.kind !== 'allowances_differ') report.add(finding);
    }
    for (const list of [
      listWrongMonths,
      listWrongDays,
      listWrongArchives,
      listWrongDigestHeads,
      listWrongDigests,
      listEarlyCloses,
      listWrongRollups,
    ]) {
      for (const finding of await list(picture, MAX_FINDINGS + 1)) report.add(finding);
    }
    return {
      transfers: chain.sealed + unsealed,
      sealed: chain.sealed,
      unsealed,
      head: chain.head,
      allowances: allowances.sums,
      otherClock: await findOtherClock(picture),
      findings: report.findings,
      omitted: report.omitted(),
    };
  });
}

interface Report {
  add(finding: Finding): void;
  findings: Finding[];
  /** Of all findings, those counted only as well. */
  kinds: Set<Finding['kind']>;
  omitted(): number;
}

function createReport(): Report {
  const findings: Finding[] = [];
  const kinds = new Set<Finding['kind']>();
  let omitted = 0;
  return {
    findings,
    kinds,
    omitted: () => omitted,
    add(finding) {
      kinds.add(finding.kind);
      if (findings.length < MAX_FINDINGS) findings.push(finding);
      else omitted += 1;
    },
  };
}

async function walkChain(
  picture: Database,
  report: Report,
  options: { head?: Head; onProgress?: (done: number, total: number) => void },
): Promise<{ sealed: number; head: Head }> {
  const total = await findChainLength(picture);
  let sealed = 0;
  let position = 0;
  let previous: Buffer = GENESIS;
  let atHead = options.head?.position === 0 ? previous : undefined;
  for await (const link of streamChain(picture)) {
    const gap = link.position !== position + 1;
    if (gap) report.add({ kind: 'links_missing', position: position + 1, until: link.position - 1 });
    const at = { position: link.position, transferId: link.transferId };
    if (link.audited === undefined) {
      report.add({ kind: 'transfer_missing', ...at });
    } else {
      sealed += 1;
      for (const finding of checkTransfer(link.audited)) report.add(finding);
      // Each link is held against the one kept before it: one changed row is one finding, not one for every later row.
      const agrees = gap || sealOf(previous, canonicalOf(link.audited.transfer)).equals(link.hash);
      if (!agrees) report.add({ kind: 'seal_differs', ...at });
    }
    position = link.position;
    previous = link.hash;
    if (position === options.head?.position) atHead = link.hash;
    if (position % PROGRESS_EVERY === 0) options.onProgress?.(position, total);
  }
  options.onProgress?.(total, total);
  if (options.head) compareHead(options.head, atHead, position, report);
  return { sealed, head: { position, hash: previous.toString('hex') } };
}

function compareHead(head: Head, found: Buffer | undefined, reached: number, report: Report): void {
  if (found === undefined) report.add({ kind: 'head_missing', position: head.position, reached });
  else if (found.toString('hex') !== head.hash.toLowerCase()) {
    const { position, hash } = head;
    report.add({
      kind: 'head_differs',
      position,
      expected: hash.toLowerCase(),
      found: found.toString('hex'),
    });
  }
}

async function walkUnsealed(picture: Database, report: Report): Promise<number> {
  let unsealed = 0;
  let oldest: { transferId: number; since: string } | undefined;
  for await (const audited of streamUnsealed(picture)) {
    unsealed += 1;
    for (const finding of checkTransfer(audited)) report.add(finding);
    const since = audited.transfer.recordedAt;
    // Text of one format and zone sorts as the instants do.
    if (oldest === undefined || since < oldest.since) oldest = { transferId: audited.transfer.id, since };
  }
  if (oldest && (await isOverdue(picture, oldest.since))) {
    report.add({ kind: 'sealing_stalled', unsealed, ...oldest });
  }
  return unsealed;
}

import { randomUUID } from 'node:crypto';
import { setInterval as every } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findOfficial } from '../directory/store.ts';
import type { Logger } from '../log.ts';
import { logFault } from '../messenger/fault.ts';
import { findConversation, findRecipient } from '../messenger/recipient.ts';
import { readTrouble } from '../messenger/slack-errors.ts';
import { completeFile, reserveFile, sendFile } from '../messenger/upload-file.ts';
import { deleteDueFiles } from './expire-exports.ts';
import type { ExportRecord } from './export.ts';
import { hastenFiles, insertFile, withdrawFile } from './file-store.ts';
import {
  type Claim,
  claimExport,
  findExport,
  giveBack,
  logOnce,
  renewClaim,
  type Settlement,
  settleExport,
} from './job-store.ts';
import { openNamelessFile } from './nameless-file.ts';
import { KEPT_MS, type Refusal, refuseScope, SLACK_MAX_BYTES } from './rules.ts';
import { runExport, ScopeBreach } from './run-export.ts';
import type { ExportSource } from './source.ts';

export interface ExporterDeps {
  database: Database;
  client: webApi.WebClient;
  sources: readonly ExportSource[];
  /** The workspace our token is for. */
  teamId: string;
  now: () => Date;
  log: Logger;
  /** Tells the workers that something waits in the outbox. */
  wake: (teamId: string) => void;
  /** How long a claim stands unless it is renewed: so long after a worker was killed another takes over. */
  leaseMs?: number;
  maxBytes?: number;
}

const LEASE_MS = 60_000;
const MAX_ATTEMPTS = 4;
/** After a failed attempt; doubled each time. */
const PAUSE_MS = 30_000;
/** A file that is not delivered by then is of an attempt that died. */
const ABANDONED_MS = 3_600_000;
const UPLOAD_MS = 20 * 60_000;

/** Somebody else has taken the export over: this attempt is not to write anything any more. */
class ClaimLost extends Error {}
class Stopping extends Error {}

/** How far an attempt has come. */
interface Progress {
  rows: number;
  /** What it has had Slack make room for. */
  fileId?: string;
}

/**
 * Works off the exports that were asked for in chat, one at a time, until none is due.
 * @param signal stops: what is under way is given back to be begun anew
 */
export async function deliverExports(deps: ExporterDeps, signal: AbortSignal): Promise<void> {
  const { database, teamId, now, leaseMs = LEASE_MS } = deps;
  while (!signal.aborted) {
    const at = now();
    const until = new Date(at.getTime() + leaseMs);
    const claim = await claimExport(database, { teamId, token: randomUUID(), now: at, until });
    if (!claim) return;
    await deliver(deps, claim, signal);
  }
}

async function deliver(deps: ExporterDeps, claim: Claim, stop: AbortSignal): Promise<void> {
  const { database, now, log, wake } = deps;
  const record = await findExport(database, claim.id);
  if (!record) throw new Error(`the export ${claim.id} is not there`);
  const about = { export: claim.id, kind: record.kind, attempt: claim.attempts };
  const progress: Progress = { rows: 0 };
  const working = new AbortController();
  const onStop = () => working.abort(new Stopping('the process stops'));
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  const beating = beat(deps, claim, progress, working);
  let settlement: Settlement | undefined;
  try {
    if (claim.attempts > MAX_ATTEMPTS) throw new Error('the workers of all attempts have died');
    settlement = await attempt(deps, claim, record, progress, working.signal);
  } catch (error) {
    const cause = working.signal.aborted ? working.signal.reason : error;
    if (cause instanceof ClaimLost) return leaveToOther(deps, about, progress);
    if (cause instanceof Stopping) return giveBack(database, claim, now(), { counts: false });
    const dueAt = nextTry(cause, claim.attempts, now());
    if (dueAt) {
      log.warn({ err: cause, ...about, dueAt }, 'export failed, will be tried again');
      return giveBack(database, claim, dueAt, { counts: true });
    }
    settlement = { state: 'failed', reference: logFault(log, cause, about) };
  } finally {
    stop.removeEventListener('abort', onStop);
    working.abort(new ClaimLost('over'));
    await beating;
  }
  if (!(await settleExport(database, claim, record, settlement, now())))
    return leaveToOther(deps, about, progress);
  log.info({ ...about, state: settlement.state, rows: progress.rows }, 'export settled');
  wake(record.teamId);
  // Files of earlier attempts, or one that was not to be delivered.
  await deleteDueFiles(deps);
}

/** Another worker delivers the export. It may have looked for our file before we had completed it. */
async function leaveToOther(deps: ExporterDeps, about: object, { fileId }: Progress): Promise<void> {
  const { database, teamId, now, log } = deps;
  log.warn(about, 'export taken over by another worker');
  if (fileId === undefined) return;
  await withdrawFile(database, teamId, fileId, now());
  await deleteDueFiles(deps);
}

/** One attempt: rights, file, upload, rights again, delivery. Whatever was uploaded before is deleted first. */
async function attempt(
  deps: ExporterDeps,
  claim: Claim,
  record: ExportRecord,
  progress: Progress,
  signal: AbortSignal,
): Promise<Settlement> {
  const { database, client, sources, now, maxBytes = SLACK_MAX_BYTES } = deps;
  const source = sources.find(({ kind }) => kind === record.kind);
  const refusal = await refuseNow(deps, record, source);
  if (refusal || !source) return refused(refusal ?? { reason: 'kind_unknown', kind: record.kind });
  if (claim.attempts > 1) {
    await hastenFiles(database, record.id, now());
    await deleteDueFiles(deps);
  }
  const file = await openNamelessFile();
  try {
    const request = {
      from: record.from,
      to: record.to,
      ...(record.agency ? { agencyId: record.agency.id } : {}),
      format: record.format,
      bom: record.bom,
      reason: record.reason,
      actorId: record.officialId,
      actorLabel: `official:${record.officialId}`,
      origin: `slack:${record.teamId}`,
      now: now(),
    };
    const onRows = (rows: number) => {
      progress.rows = rows;
    };
    const outcome = await runExport(database, source, request, file.writer(), {
      onRows,
      maxBytes,
      signal,
      log: (entry) => logOnce(database, record.id, entry),
    });
    if (outcome.kind === 'refused')
      return refused(outcome.refusals[0] ?? { reason: 'kind_unknown', kind: record.kind });
    progress.rows = outcome.rows;

    const length = await file.size();
    const place = await reserveFile(client, { name: fileName(record), length });
    const deleteAt = new Date(now().getTime() + ABANDONED_MS);
    const { teamId, id: requestId } = record;
    await insertFile(database, { teamId, fileId: place.fileId, requestId, deleteAt });
    progress.fileId = place.fileId;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_MS)]);
    await sendFile(place, file.reader(), { length, signal: limit });

    // The last moment at which nobody has it yet.
    const late = await refuseNow(deps, record, source);
    if (late) return refused(late);
    const channelId = await findDirectMessages(deps, record);
    await holdClaim(deps, claim, progress.rows);
    await completeFile(client, { fileId: place.fileId, title: fileName(record), channelId });
    const vanishesAt = new Date(now().getTime() + KEPT_MS);
    return { state: 'ready', rows: outcome.rows, fileId: place.fileId, vanishesAt };
  } finally {
    await file.close();
  }
}

const refused = (refusal: Refusal): Settlement => ({ state: 'refused', refusal });

/** What speaks against the export now: roles and agencies change while it waits. */
async function refuseNow(
  { database, now }: ExporterDeps,
  record: ExportRecord,
  source: ExportSource | undefined,
): Promise<Refusal | undefined> {
  if (!source) return { reason: 'kind_unknown', kind: record.kind };
  const official = await findOfficial(database, record.officialId, seoulDay(now()));
  if (!official) return { reason: 'not_entitled' };
  const { id: officialId, role, status, agency } = official;
  return refuseScope({ officialId, role, status, agency }, source, record.agency?.id);
}

async function findDirectMessages({ database, client, now }: ExporterDeps, record: ExportRecord) {
  const finder = { database, client, now, lookups: { heldUntilMs: 0 } };
  const recipient = await findRecipient(finder, record.teamId, `official:${record.officialId}`);
  const channelId = await findConversation(client, recipient);
  if (channelId === undefined) throw new Error('whoever asked is not in the workspace any more');
  return channelId;
}

async function holdClaim(
  { database, now, leaseMs = LEASE_MS }: ExporterDeps,
  claim: Claim,
  rows: number,
): Promise<void> {
  if (!(await renewClaim(database, claim, rows, new Date(now().getTime() + leaseMs))))
    throw new ClaimLost('another worker has it');
}

/** Writes down how far it is and keeps the claim alive; ends the attempt when the claim is lost. Never throws. */
async function beat(
  deps: ExporterDeps,
  claim: Claim,
  progress: Progress,
  working: AbortController,
): Promise<void> {
  const { leaseMs = LEASE_MS, log } = deps;
  try {
    for await (const _ of every(Math.max(100, Math.min(leaseMs / 4, 3_000)), undefined, {
      signal: working.signal,
      ref: false,
    })) {
      await holdClaim(deps, claim, progress.rows).catch((error: unknown) => {
        if (error instanceof ClaimLost) working.abort(error);
        else log.warn({ err: error, export: claim.id }, 'progress of an export not written');
      });
    }
  } catch {
    // The signal ends it.
  }
}

/** When a failed attempt is worth another, and undefined when none would help. */
function nextTry(error: unknown, attempts: number, now: Date): Date | undefined {
  if (error instanceof ScopeBreach || attempts >= MAX_ATTEMPTS) return undefined;
  const trouble = readTrouble(error);
  // A file that Slack does not know any more was given up meanwhile: the next attempt uploads another.
  const isGone = trouble.kind === 'permanent' && trouble.problem === 'file_not_found';
  if (trouble.kind === 'app' || (trouble.kind === 'permanent' && !isGone)) return undefined;
  const pauseMs = trouble.kind === 'limited' ? trouble.retryAfterMs : PAUSE_MS * 2 ** (attempts - 1);
  return new Date(now.getTime() + pauseMs);
}

function fileName({ kind, from, to, agency, format }: ExportRecord): string {
  const words = ['ieum', kind, ...(agency ? [agency.shortName] : []), from, to];
  return `${words.join('-').replace(/[^\p{L}\p{N}._-]/gu, '_')}.${format}`;
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type ClaimedItem, claimDue, holdWorkspace, type LaneClaim } from './claim-store.ts';
import { settleClaim } from './delivery-store.ts';
import { countMarkable } from './marker.ts';
import type { Renderer } from './outbox.ts';
import { type Attempt, type Sender, sendClaim } from './send.ts';
import { judgeAttempt, SENT_ALONE } from './settle.ts';

export interface DeliveryLimits {
  /** Messages a second in a workspace, by all processes together. */
  perSecond: number;
  /** How many may go at once after a pause. */
  burst: number;
  /** Milliseconds between two messages of one lane. */
  laneIntervalMs: number;
  /** Messages under way at a time in this process: one slow lane takes one of these. */
  concurrency: number;
  /** How long a claim is ours. */
  leaseMs: number;
  /** The client's own timeout: within it a call has an answer or none. */
  callTimeoutMs: number;
  /** Waited for, rather than left to the next job. */
  lingerMs: number;
  /** A run ends after this and says that there is more. */
  runMs: number;
  /** How long a message is tried: from when it was recorded or due, whichever is later. */
  giveUpMs: number;
  /** How long nothing is sent after Slack refused the whole app. */
  appHoldMs: number;
  /** After an attempt that may have gone through; a late post has landed by then. */
  uncertainWaitMs: number;
}

const DELIVERY_LIMITS: DeliveryLimits = {
  perSecond: 5,
  burst: 10,
  laneIntervalMs: 1_000,
  concurrency: 20,
  leaseMs: 60_000,
  callTimeoutMs: 10_000,
  lingerMs: 2_000,
  runMs: 15_000,
  giveUpMs: 24 * 3_600_000,
  appHoldMs: 60_000,
  uncertainWaitMs: 5_000,
};

/** Messages by what became of them, and when the next is due if the run knows of one. */
export interface DeliveryReport {
  sent: number;
  retried: number;
  parked: number;
  skipped: number;
  nextDueAt?: Date;
}

export interface Delivery {
  /** Sends what is due in a workspace, and ends when nothing is for a while. Any number may run at once, in any process. */
  deliverDue(teamId: string): Promise<DeliveryReport>;
  /** Lets runs end once what is under way is done. */
  stop(): void;
}

/** Lanes looked at in one claim; a round through more takes several. */
const LANES_AT_ONCE = 200;
const UPDATES_AT_ONCE = 20;
const MOST_MERGED = 100;
/** New messages are noticed this soon while waiting for others. */
const GLANCE_MS = 250;
/** Lanes limited at the same time from which on it is the workspace that is. */
const LIMITED_LANES = 3;

/**
 * Opens the worker's side of the outbox.
 * @param options.client with `rejectRateLimitedCalls`, no retries and `limits.callTimeoutMs` as timeout
 * @param options.pause waits that many milliseconds
 * @param options.random for jitter, 0 to 1
 */
export function createDelivery(options: {
  database: Database;
  client: webApi.WebClient;
  renderers: Record<string, Renderer>;
  now: () => Date;
  log: Logger;
  metrics?: Pick<Metrics, 'countDeliveryAttempt'>;
  botUserId?: string;
  limits?: Partial<DeliveryLimits>;
  pause?: (ms: number) => Promise<unknown>;
  random?: () => number;
}): Delivery {
  const { database, renderers, now, log, metrics, pause = sleep, random = Math.random } = options;
  const limits = { ...DELIVERY_LIMITS, ...options.limits };
  const pace = { intervalMs: 1_000 / limits.perSecond, burst: limits.burst };
  const sender: Sender = {
    ...options,
    botUserId: options.botUserId,
    callTimeoutMs: limits.callTimeoutMs,
    lookups: { heldUntilMs: 0 },
  };
  const cursors = new Map<string, string>();
  /** Until when lanes are limited, by workspace and lane (ms since 1970). */
  const limitedUntil = new Map<string, Map<string, number>>();
  let stopping = false;

  function mostOf(kind: string): number {
    const renderer = renderers[kind];
    if (!renderer || typeof renderer === 'function') return 1;
    if ('updates' in renderer) return UPDATES_AT_ONCE;
    return 'repliesTo' in renderer ? 1 : Math.min(renderer.atMost, MOST_MERGED);
  }
  const lookAhead = Math.max(1, ...Object.keys(renderers).map(mostOf));

  function takeOf(items: ClaimedItem[]): number {
    const head = items[0];
    if (!head || SENT_ALONE.has(head.problem ?? '')) return 1;
    const end = items.findIndex((item) => item.kind !== head.kind || SENT_ALONE.has(item.problem ?? ''));
    const run = items.slice(0, Math.min(end === -1 ? items.length : end, mostOf(head.kind)));
    return countMarkable(run.map((item) => item.id));
  }

  /** Notes that a lane is limited; with several at the same time it is the workspace that is held. */
  async function noteLimited(claim: LaneClaim, untilMs: number): Promise<void> {
    const lanes = limitedUntil.get(claim.teamId) ?? new Map<string, number>();
    limitedUntil.set(claim.teamId, lanes);
    for (const [lane, until] of lanes) if (until <= now().getTime()) lanes.delete(lane);
    lanes.set(claim.lane, untilMs);
    if (lanes.size < LIMITED_LANES) return;
    const until = new Date(Math.max(...lanes.values()));
    lanes.clear();
    log.warn({ teamId: claim.teamId, until }, 'Slack limits the workspace: nothing is sent until then');
    await holdWorkspace(database, claim.teamId, until, pace);
  }

  async function deliverClaim(claim: LaneClaim, report: DeliveryReport): Promise<void> {
    let attempt: Attempt;
    try {
      attempt = await sendClaim(sender, claim);
      const { trouble } = attempt;
      if (trouble?.cause.kind === 'limited' && trouble.at === 'post') {
        await noteLimited(claim, now().getTime() + trouble.cause.retryAfterMs);
      }
      if (trouble?.cause.kind === 'app') {
        const until = new Date(now().getTime() + limits.appHoldMs);
        log.error(
          { teamId: claim.teamId, problem: trouble.cause.problem, until },
          'Slack refuses the app: nothing is sent',
        );
        await holdWorkspace(database, claim.teamId, until, pace);
      }
      const verdict = judgeAttempt(claim, attempt, { now: now(), limits, random });
      const settled = new Set(await settleClaim(database, claim, verdict.changes, verdict.laneFreeAt, now()));
      for (const change of verdict.changes) {
        const count = change.ids.filter((id) => settled.has(id)).length;
        if (count === 0) continue;
        if (change.state !== 'due') report[change.state] += count;
        else if (trouble?.items.some(({ id }) => change.ids.includes(id))) report.retried += count;
        else continue;
        metrics?.countDeliveryAttempt(
          change.state === 'due' ? (trouble?.cause.kind ?? 'retried') : change.state,
        );
      }
      if (trouble && trouble.cause.kind !== 'limited' && trouble.cause.kind !== 'app') {
        const { at, cause, items, error } = trouble;
        const about = { lane: claim.lane, ids: items.map((item) => item.id), at, problem: cause.problem };
        if (at === 'render' || cause.problem === 'unexpected')
          log.error({ err: error, ...about }, 'message not sent');
        else log.warn(about, 'message not sent');
      }
    } catch (error) {
      // What was claimed is claimed again when the lease is up, and looked for before it is posted.
      log.error(
        { err: error, lane: claim.lane, ids: claim.items.map((item) => item.id) },
        'claim not settled',
      );
    }
  }

  return {
    stop() {
      stopping = true;
    },

    async deliverDue(teamId) {
      const report: DeliveryReport = { sent: 0, retried: 0, parked: 0, skipped: 0 };
      const underWay = new Set<Promise<void>>();
      const endAt = now().getTime() + limits.runMs;
      let cursor = cursors.get(teamId) ?? '';
      /** Nothing was found since the start of the lanes. */
      let isIdleRound = cursor === '';
      /** A lane of ours, seen as taken in this round, may be ready by now. */
      let isLaneFreed = false;
      let nextMs = Number.POSITIVE_INFINITY;
      let roundMs = Number.POSITIVE_INFINITY;

      while (!stopping && now().getTime() < endAt) {
        const most = limits.concurrency - underWay.size;
        if (most === 0) {
          await Promise.race(underWay);
          continue;
        }
        const found = await claimDue(database, {
          teamId,
          now: now(),
          token: randomUUID(),
          leaseMs: limits.leaseMs,
          most,
          after: cursor,
          examine: LANES_AT_ONCE,
          lookAhead,
          pace,
          takeOf,
        });
        for (const claim of found.claims) {
          const work: Promise<void> = deliverClaim(claim, report).finally(() => {
            underWay.delete(work);
            isLaneFreed = true;
          });
          underWay.add(work);
        }
        cursor = found.cursor;
        cursors.set(teamId, cursor);
        if (found.claims.length > 0) isIdleRound = false;
        const foundMs = found.nextAt?.getTime() ?? Number.POSITIVE_INFINITY;
        if (found.limited) {
          nextMs = foundMs;
        } else {
          roundMs = Math.min(roundMs, foundMs);
          if (cursor !== '') continue;
          const wasIdle = isIdleRound && !isLaneFreed;
          nextMs = roundMs;
          isIdleRound = true;
          isLaneFreed = false;
          roundMs = Number.POSITIVE_INFINITY;
          if (!wasIdle) continue;
        }

        const waitMs = Math.min(Math.max(nextMs - now().getTime(), 1), GLANCE_MS);
        if (underWay.size > 0) await Promise.race([...underWay, pause(waitMs)]);
        else if (nextMs - now().getTime() <= limits.lingerMs) await pause(waitMs);
        else break;
      }
      await Promise.all(underWay);
      const isCutShort = stopping || now().getTime() >= endAt;
      const nextDueMs = isCutShort ? now().getTime() : nextMs;
      return Number.isFinite(nextDueMs) ? { ...report, nextDueAt: new Date(nextDueMs) } : report;
    },
  };
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { within } from './queue/within.ts';
import { shareWhilePending } from './share-while-pending.ts';

/** How full the outbox is. */
export interface OutboxFigures {
  /** Messages by state, those not yet settled: due, claimed, parked. */
  depth: Record<string, number>;
  /** How long the oldest due message has been due; 0 when none is. */
  oldestDueSeconds: number;
}

export interface Metrics {
  /** One system's own; nothing is kept in prom-client's global one. */
  registry: Registry;
  countGift(): void;
  /** @param reason one of a closed list: each value is a time series of its own */
  countRefusal(reason: string): void;
  /** @param outcome one of a closed list */
  countDeliveryAttempt(outcome: string): void;
  /** How long one of Slack's requests waited for its acknowledgement. */
  observeAck(seconds: number): void;
}

/**
 * Opens the figures of one running system.
 * @param readOutbox asked at each scrape, once for all that it shows; when it fails or takes too long, the outbox's
 *   figures are left out of that scrape rather than shown stale, and all others are still there
 */
export function openMetrics(readOutbox: () => Promise<OutboxFigures>, timeoutMs = 2_000): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const gifts = new Counter({ name: 'ieum_gifts_total', help: 'Gifts stored.', registers });
  const refusals = new Counter({
    name: 'ieum_refusals_total',
    help: 'Requests refused by a rule, by its reason.',
    labelNames: ['reason'],
    registers,
  });
  const deliveryAttempts = new Counter({
    name: 'ieum_delivery_attempts_total',
    help: 'Attempts to send a message, by how they ended.',
    labelNames: ['outcome'],
    registers,
  });
  const ackSeconds = new Histogram({
    name: 'ieum_ack_seconds',
    help: "Time to acknowledge a request of Slack's; it gives up after 3 s.",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3],
    registers,
  });

  const readOutboxOnce = shareWhilePending(readOutbox);
  const readInTime = () => within(timeoutMs, readOutboxOnce()).catch(() => undefined);
  new Gauge({
    name: 'ieum_outbox_depth',
    help: 'Messages of the outbox that are not settled, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      const figures = await readInTime();
      this.reset();
      for (const [state, count] of Object.entries(figures?.depth ?? {})) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'ieum_outbox_age_seconds',
    help: 'How long the oldest due message of the outbox has been due.',
    registers,
    async collect() {
      const figures = await readInTime();
      if (figures) this.set(figures.oldestDueSeconds);
      else this.remove();
    },
  });

  return {
    registry,
    countGift: () => gifts.inc(),
    countRefusal: (reason) => refusals.inc({ reason }),
    countDeliveryAttempt: (outcome) => deliveryAttempts.inc({ outcome }),
    observeAck: (seconds) => ackSeconds.observe(seconds),
  };
}

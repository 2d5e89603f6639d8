import { expect, test } from 'vitest';
import { type OutboxFigures, openMetrics } from '../src/metrics.ts';

const EMPTY: OutboxFigures = { depth: {}, oldestDueSeconds: 0 };

/** The lines of our own metrics, without comments. */
async function scrape(metrics: ReturnType<typeof openMetrics>): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith('ieum_'));
}

test('gifts, refusals by reason and delivery attempts by outcome are counted', async () => {
  const metrics = openMetrics(async () => EMPTY);
  metrics.countGift();
  metrics.countGift();
  metrics.countRefusal('same_department');
  metrics.countDeliveryAttempt('sent');
  metrics.countDeliveryAttempt('sent');
  expect(await scrape(metrics)).toEqual(
    expect.arrayContaining([
      'ieum_gifts_total 2',
      'ieum_refusals_total{reason="same_department"} 1',
      'ieum_delivery_attempts_total{outcome="sent"} 2',
    ]),
  );
});

test('acknowledgements fall into buckets that end at three seconds, when Slack gives up', async () => {
  const metrics = openMetrics(async () => EMPTY);
  for (const seconds of [0.004, 0.09, 2.9, 3.5]) metrics.observeAck(seconds);
  expect(await scrape(metrics)).toEqual(
    expect.arrayContaining([
      'ieum_ack_seconds_bucket{le="0.005"} 1',
      'ieum_ack_seconds_bucket{le="0.1"} 2',
      'ieum_ack_seconds_bucket{le="2.5"} 2',
      'ieum_ack_seconds_bucket{le="3"} 3',
      'ieum_ack_seconds_bucket{le="+Inf"} 4',
    ]),
  );
});

test('the outbox is asked once a scrape, and a state that emptied is gone', async () => {
  let asked = 0;
  let figures: OutboxFigures = { depth: { due: 3, parked: 1 }, oldestDueSeconds: 12.5 };
  const metrics = openMetrics(async () => {
    asked++;
    return figures;
  });
  const outbox = async () => (await scrape(metrics)).filter((line) => line.startsWith('ieum_outbox'));
  expect(await outbox()).toEqual([
    'ieum_outbox_depth{state="due"} 3',
    'ieum_outbox_depth{state="parked"} 1',
    'ieum_outbox_age_seconds 12.5',
  ]);
  expect(asked).toBe(1);
  figures = { depth: { parked: 1 }, oldestDueSeconds: 0 };
  expect(await outbox()).toEqual(['ieum_outbox_depth{state="parked"} 1', 'ieum_outbox_age_seconds 0']);
  expect(asked).toBe(2);
});

test.each<[string, () => Promise<OutboxFigures>]>([
  ['cannot be read', () => Promise.reject(new Error('down'))],
  ['does not answer', () => new Promise(() => {})],
])('when the outbox %s its old figures are not shown, and the others still are', async (_name, broken) => {
  let read: () => Promise<OutboxFigures> = async () => ({ depth: { due: 3 }, oldestDueSeconds: 1 });
  const metrics = openMetrics(() => read(), 50);
  await scrape(metrics);
  read = broken;
  const lines = await scrape(metrics);
  expect(lines.filter((line) => line.startsWith('ieum_outbox'))).toEqual([]);
  expect(lines).toContain('ieum_gifts_total 0');
});

test('two systems in one process share no figure', async () => {
  const one = openMetrics(async () => EMPTY);
  const other = openMetrics(async () => EMPTY);
  one.countGift();
  expect(await scrape(one)).toContain('ieum_gifts_total 1');
  expect(await scrape(other)).toContain('ieum_gifts_total 0');
});

test('the process itself is measured too', async () => {
  const text = await openMetrics(async () => EMPTY).registry.metrics();
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});

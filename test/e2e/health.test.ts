import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotProcess, seen } from '../support/bot.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let bot: BotProcess;

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('all');
});
afterAll(() => stage?.close());

test('a process that lives and can work says so', async () => {
  expect(await (await bot.get('/healthz')).json()).toEqual({ status: 'ok' });
  // Each check has a second or two: on a busy machine one may fail now and then.
  const ready = await seen('that it is ready', async () => {
    const response = await bot.get('/readyz');
    return response.status === 200 && response;
  });
  expect(await ready.json()).toEqual({
    status: 'ok',
    checks: { database: 'ok', queue: 'ok', migrations: 'ok' },
  });
});

test('a gift, a refusal, deliveries and the time of answers are in the figures', async () => {
  const { haneul, jiu, seojun } = stage.government.people;
  await stage.ask(bot, stage.give(haneul, jiu));
  // 운영규정 제6조②: not within one department; 제10조: too short a message.
  await stage.ask(bot, stage.give(haneul, seojun, { message: '감사' }));
  await seen('both deliveries', async () => {
    return (await bot.metric('ieum_delivery_attempts_total{outcome="sent"}')) === 2;
  });
  const response = await bot.get('/metrics');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  // The outbox's figures are left out of a scrape in which the database was slow.
  const text = await seen('all figures', async () => {
    const figures = await (await bot.get('/metrics')).text();
    return figures.includes('ieum_outbox_age_seconds ') && figures.includes('ieum_outbox_depth{') && figures;
  });
  for (const line of [
    'ieum_gifts_total 1',
    'ieum_refusals_total{reason="same_department"} 1',
    'ieum_refusals_total{reason="message_short"} 1',
    'ieum_outbox_depth{state="due"} 0',
    'ieum_outbox_depth{state="claimed"} 0',
    'ieum_outbox_depth{state="parked"} 0',
    'ieum_outbox_age_seconds 0',
    'ieum_delivery_attempts_total{outcome="sent"} 2',
    'ieum_ack_seconds_count 2',
  ])
    expect(text.split('\n')).toContain(line);
  for (const series of [
    'ieum_ack_seconds_bucket{le="3"}',
    'ieum_ack_seconds_sum',
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_seconds',
  ])
    expect(text).toMatch(new RegExp(`^${series.replace(/[{}]/g, '\\$&')} [\\d.e-]+$`, 'm'));
});

test('nobody is named in the figures', async () => {
  const text = await (await bot.get('/metrics')).text();
  expect(text).not.toMatch(/@example\.kr|U\d{5}|T01TEST|김하늘/);
});

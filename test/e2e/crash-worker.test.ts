import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { readMarker } from '../../src/messenger/marker.ts';
import { seen } from '../support/bot.ts';
import { startRedis } from '../support/redis.ts';
import { BOARD_CHANNEL, openStage, type Stage } from '../support/stage.ts';

// Enough that something is still to be posted when the last worker starts, however slow the machine is.
const RECEIVERS = 18;
const GIVERS = 4;
const GIFTS = RECEIVERS * GIVERS;

/** Gifts with nobody to deliver them: for each a board post and a message are due. */
async function giveAll(stage: Stage, env: Record<string, string>): Promise<void> {
  const givers = await stage.addPeople('hr', GIVERS);
  const receivers = await stage.addPeople('collab', RECEIVERS);
  const bot = await stage.start('bot', env);
  await Promise.all(
    givers.map(async (giver) => {
      for (const receiver of receivers) await stage.ask(bot, stage.give(giver, receiver));
    }),
  );
  expect(await bot.metric('ieum_gifts_total')).toBe(GIFTS);
  await bot.terminate();
  expect(await stage.countWaiting()).toBe(2 * GIFTS);
}

/** How often each outbox row was posted, as the messenger has it. */
async function countPostings(stage: Stage): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const users = await stage.government.rows<{ id: number }>('select id from official');
  for (const channel of [BOARD_CHANNEL, ...users.map(({ id }) => `U${10_000 + id}`)])
    for (const { blocks } of stage.fake.messages(channel))
      for (const id of readMarker(blocks?.[0]?.block_id as string | undefined))
        counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

async function expectEachDeliveredOnce(stage: Stage): Promise<void> {
  const rows = await stage.government.rows<{ id: number; state: string }>('select id, state from outbox');
  expect(rows).toHaveLength(2 * GIFTS);
  const counts = await countPostings(stage);
  for (const { id, state } of rows) expect([id, state, counts.get(id)]).toEqual([id, 'sent', 1]);
}

/** As if the leases of the dead worker had run out: a minute in which nobody does anything. */
async function letLeasesRunOut(stage: Stage): Promise<void> {
  await stage.government.rows(
    `with lanes as (update pace set next_at = next_at - interval '1 minute' where lane <> 'workspace')
     update outbox set claimed_until = claimed_until - interval '1 minute' where state = 'claimed'`,
  );
}

const countPosts = (stage: Stage) => stage.fake.callsOf('chat.postMessage').length;

/** Answers come late enough for a kill to fall into the middle of several posts. */
function slowDown(stage: Stage): void {
  stage.fake.misbehave('chat.postMessage', { kind: 'delay', milliseconds: 150 }, { times: 10_000 });
}

// Both wait more than they work.
describe.concurrent('killed in the middle of deliveries', () => {
  test('a worker on Postgres: a new one delivers every due message, none twice', async () => {
    const stage = await openStage();
    try {
      await giveAll(stage, {});
      slowDown(stage);
      const first = await stage.start('worker');
      await seen('some deliveries, and one under way', () => {
        const posts = stage.fake.callsOf('chat.postMessage');
        return posts.length >= 12 && posts.some(({ answer }) => !answer);
      });
      await first.kill();
      const claimed = `select count(*)::int from outbox where state = 'claimed'`;
      expect(await stage.government.value<number>(claimed)).toBeGreaterThan(0);

      // No help here: the leases and the dead worker's lock on its job run out by themselves.
      await stage.start('worker');
      await seen('that all is delivered', async () => (await stage.countWaiting()) === 0, 400_000);
      await expectEachDeliveredOnce(stage);
    } finally {
      await stage.close();
    }
  }, 600_000);

  test('workers on Redis, which loses everything too, several times over: nothing is lost, nothing comes twice', async () => {
    const [stage, redis] = await Promise.all([openStage(), startRedis()]);
    const store = new Redis(redis.url);
    const env = { REDIS_URL: redis.url };
    try {
      await giveAll(stage, env);
      slowDown(stage);
      for (const deliveries of [3, 6, 9]) {
        const worker = await stage.start('worker', env);
        const before = countPosts(stage);
        await seen('a delivery', () => countPosts(stage) > before);
        await store.flushall();
        await seen('some more', () => countPosts(stage) >= before + deliveries);
        await worker.kill();
        await store.flushall();
        await letLeasesRunOut(stage);
      }
      expect(await stage.countWaiting()).toBeGreaterThan(0);
      const worker = await stage.start('worker', env);
      // Emptied once more under a worker that goes on.
      const before = countPosts(stage);
      await seen('a delivery', () => countPosts(stage) > before);
      await store.flushall();
      await seen('that all is delivered', async () => (await stage.countWaiting()) === 0, 400_000);
      await expectEachDeliveredOnce(stage);
      expect(await worker.terminate()).toBe(0);
    } finally {
      store.disconnect();
      await stage.close();
      await redis.stop();
    }
  }, 900_000);
});

import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findParked, outboxDepth } from '../../src/messenger/outbox-store.ts';
import { seen } from '../support/bot.ts';
import { type Bench, BOARD, openBench, TEAM } from './delivery-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench([{ id: 'U01', email: 'kim@korea.kr' }]);
});
afterAll(() => bench?.close());
beforeEach(() => bench.reset());

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const posts = () => bench.fake.callsOf('chat.postMessage');

describe('lanes', () => {
  test('a lane keeps its order and takes one message a second, with two processes at work', async () => {
    await bench.put(...numbers(12).map((subjectId) => ({ lane: BOARD as 'channel:C01BOARD', subjectId })));
    const reports = await Promise.all([bench.process().deliverDue(TEAM), bench.process().deliverDue(TEAM)]);
    expect(bench.told('C01BOARD')).toEqual(numbers(12));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(12);
    const times = bench.rendered.map(({ at }) => at);
    for (const [index, at] of times.entries()) {
      if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    }
  });

  test('a burst of 300 posts is told in few messages, each post once and in order', async () => {
    await bench.put(
      ...numbers(300).map((subjectId) => ({ lane: BOARD as 'channel:C01BOARD', kind: 'board', subjectId })),
    );
    await Promise.all([bench.process().deliverDue(TEAM), bench.process().deliverDue(TEAM)]);
    expect(bench.told('C01BOARD')).toEqual(numbers(300));
    expect(bench.fake.messages('C01BOARD')).toHaveLength(15);
    expect((await bench.rows()).every(({ state, message_ts }) => state === 'sent' && message_ts)).toBe(true);
  });

  test('a renderer may speak of fewer; the rest comes in the next message', async () => {
    const { board } = bench.renderers;
    if (!board || typeof board === 'function') throw new Error('no board');
    bench.renderers.board = {
      mergeable: true,
      atMost: 20,
      render: (items, audience) => board.render(items.slice(0, 3), audience),
    };
    await bench.put(
      ...numbers(7).map((subjectId) => ({ lane: BOARD as 'channel:C01BOARD', kind: 'board', subjectId })),
    );
    await bench.process().deliverDue(TEAM);
    expect(bench.fake.messages('C01BOARD').map(({ text }) => text)).toEqual(['1 2 3', '4 5 6', '7']);
  });

  test('all processes together keep the pace of the workspace', async () => {
    const startedAt = bench.clock.now().getTime();
    await bench.put(...numbers(40).map((n) => ({ lane: `user:U${n}` as const, subjectId: n })));
    await Promise.all([1, 2, 3].map(() => bench.process({ perSecond: 5, burst: 10 }).deliverDue(TEAM)));
    expect(bench.rendered).toHaveLength(40);
    for (const [index, { at }] of bench.rendered.entries()) {
      // 10 at once, then 5 a second.
      expect(at - startedAt).toBeGreaterThanOrEqual((index + 1 - 10) * 200);
    }
  });

  test('what is due later holds up nothing and is announced as next', async () => {
    const later = new Date(bench.clock.now().getTime() + 3_600_000);
    await bench.put({ lane: 'user:U01', subjectId: 1, dueAt: later }, { lane: 'user:U01', subjectId: 2 });
    const report = await bench.process().deliverDue(TEAM);
    expect(bench.told('D01')).toEqual([2]);
    expect(report).toMatchObject({ sent: 1, nextDueAt: later });
    bench.clock.advance(3_600_000);
    await bench.process().deliverDue(TEAM);
    expect(bench.told('D01')).toEqual([2, 1]);
  });

  test('nothing to say any more is skipped', async () => {
    await bench.put({ lane: 'user:U01', kind: 'gone' }, { lane: 'user:U01', subjectId: 2 });
    expect(await bench.process().deliverDue(TEAM)).toMatchObject({ sent: 1, skipped: 1 });
    expect((await bench.rows())[0]).toMatchObject({ state: 'skipped', problem: 'nothing_to_say' });
  });

  test('a run that is stopped ends, and says that there is more', async () => {
    await bench.put(...numbers(5).map((subjectId) => ({ lane: BOARD as 'channel:C01BOARD', subjectId })));
    const delivery = bench.process();
    const run = delivery.deliverDue(TEAM);
    delivery.stop();
    const { sent, nextDueAt } = await run;
    expect(sent).toBeLessThan(5);
    expect(nextDueAt).toBeDefined();
    expect((await bench.rows()).filter(({ state }) => state === 'claimed')).toEqual([]);
  });
});

describe("Slack's limits", () => {
  test('direct messages do not wait behind a limited board, which waits as long as it was told to', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'rateLimited', retryAfterSeconds: 30 });
    await bench.put({ lane: BOARD, subjectId: 1 });
    await bench.put(...numbers(5).map((n) => ({ lane: `user:U${n}` as const, subjectId: n })));
    const startedAt = bench.clock.now().getTime();
    const report = await bench.process().deliverDue(TEAM);
    expect(report).toMatchObject({ sent: 5, retried: 1 });
    expect(bench.told('C01BOARD')).toEqual([]);
    expect(report.nextDueAt?.getTime()).toBeGreaterThanOrEqual(startedAt + 30_000);
    expect((await bench.rows())[0]).toMatchObject({ state: 'due', attempts: 0, uncertain: false });

    bench.clock.advance(29_000 - (bench.clock.now().getTime() - startedAt));
    expect(await bench.process().deliverDue(TEAM)).toMatchObject({ sent: expect.any(Number) });
    expect(bench.rendered.filter(({ lane }) => lane === BOARD).map(({ at }) => at - startedAt)).toSatisfy(
      ([first, second]: number[]) => (first ?? 0) < 29_000 && (second ?? 30_000) >= 30_000,
    );
    bench.clock.advance(2_000);
    await bench.process().deliverDue(TEAM);
    expect(bench.told('C01BOARD')).toEqual([1]);
  });

  test('a hanging channel holds up no other lane', async () => {
    const { chat } = bench.client;
    const { postMessage } = chat;
    onTestFinished(() => {
      chat.postMessage = postMessage;
    });
    const others = numbers(6).map((n) => `D${n}`);
    chat.postMessage = async (args) => {
      if (args?.channel === 'C01BOARD')
        await seen('the other lanes', () => others.every((channel) => bench.told(channel).length > 0));
      return postMessage(args);
    };
    await bench.put(
      { lane: BOARD, subjectId: 1 },
      ...numbers(6).map((n) => ({ lane: `user:U${n}` as const, subjectId: n })),
    );
    await bench.process({ leaseMs: 500_000 }).deliverDue(TEAM);
    const order = posts().map(({ args }) => args.channel);
    expect([order.length, order.at(-1)]).toEqual([7, 'C01BOARD']);
  });

  test('when several lanes are limited at once, the whole workspace waits', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'rateLimited', retryAfterSeconds: 20 }, { times: 3 });
    await bench.put(...numbers(3).map((n) => ({ lane: `user:U${n}` as const, subjectId: n })));
    const startedAt = bench.clock.now().getTime();
    await bench.process().deliverDue(TEAM);
    await bench.put({ lane: 'user:U9', subjectId: 9 });
    const report = await bench.process().deliverDue(TEAM);
    expect(posts()).toHaveLength(3);
    expect(report.nextDueAt?.getTime()).toBeGreaterThanOrEqual(startedAt + 20_000);
    bench.clock.advance(21_000);
    expect(await bench.process().deliverDue(TEAM)).toMatchObject({ sent: 4 });
  });
});

describe('refusals and failures', () => {
  test('what Slack will always refuse is parked with its reason, and the lane goes on', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'error', error: 'is_archived' });
    await bench.put({ lane: BOARD, subjectId: 1 }, { lane: BOARD, subjectId: 2 });
    expect(await bench.process().deliverDue(TEAM)).toMatchObject({ sent: 1, parked: 1 });
    expect(await findParked(bench.database, TEAM, 10)).toMatchObject([
      { lane: BOARD, kind: 'note', subjectId: 1, problem: 'is_archived' },
    ]);
    expect(await findParked(bench.database, 'T02', 10)).toEqual([]);
  });

  test('one unfit message does not take those merged with it along', async () => {
    bench.fake.misbehave(
      'chat.postMessage',
      { kind: 'error', error: 'invalid_blocks' },
      { times: 9, when: ({ text }) => String(text).split(' ').includes('3') },
    );
    await bench.put(
      ...numbers(5).map((subjectId) => ({ lane: BOARD as 'channel:C01BOARD', kind: 'board', subjectId })),
    );
    await bench.process().deliverDue(TEAM);
    expect(bench.told('C01BOARD')).toEqual([1, 2, 4, 5]);
    expect(await findParked(bench.database, TEAM, 10)).toMatchObject([
      { subjectId: 3, problem: 'invalid_blocks' },
    ]);
  });

  test.each(['invalid_auth', 'token_revoked', 'missing_scope'])(
    '%s parks nothing but holds the workspace',
    async (error) => {
      bench.fake.misbehave('chat.postMessage', { kind: 'error', error });
      await bench.put({ lane: BOARD, subjectId: 1 });
      await bench.process().deliverDue(TEAM);
      await bench.put({ lane: 'user:U01', subjectId: 2 });
      expect(await bench.process().deliverDue(TEAM)).toMatchObject({ sent: 0, parked: 0 });
      expect(posts()).toHaveLength(1);
      bench.clock.advance(61_000);
      expect(await bench.process().deliverDue(TEAM)).toMatchObject({ sent: 2 });
    },
  );

  test('a passing failure is retried with growing pauses, in order, and told once', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'httpError', status: 503 }, { times: 3 });
    await bench.put({ lane: BOARD, subjectId: 1 }, { lane: BOARD, subjectId: 2 });
    for (let minute = 0; minute < 5; minute += 1) {
      await bench.process().deliverDue(TEAM);
      bench.clock.advance(30_000);
    }
    expect(bench.told('C01BOARD')).toEqual([1, 2]);
    const tries = bench.rendered.map(({ at }) => at);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThanOrEqual(5_000);
    expect((await bench.rows())[0]).toMatchObject({ state: 'sent', attempts: 3, problem: null });
  });

  test('after a day of failing it is given up', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'httpError', status: 500 }, { times: 1_000 });
    await bench.put({ lane: BOARD, subjectId: 1 });
    for (let step = 0; step < 130; step += 1) {
      await bench.process().deliverDue(TEAM);
      bench.clock.advance(15 * 60_000);
    }
    const [row] = await bench.rows();
    expect(row).toMatchObject({ state: 'parked', problem: 'gave_up: http_500' });
    expect(posts().length).toBeGreaterThan(80);
    expect(posts().length).toBeLessThan(115);
  });

  test('a message that keeps failing steps aside after some tries', async () => {
    bench.fake.misbehave(
      'chat.postMessage',
      { kind: 'error', error: 'fatal_error' },
      { times: 1_000, when: ({ text }) => text === '1' },
    );
    await bench.put({ lane: BOARD, subjectId: 1 }, { lane: BOARD, subjectId: 2 });
    for (let step = 0; step < 12; step += 1) {
      await bench.process().deliverDue(TEAM);
      bench.clock.advance(60_000);
    }
    expect(bench.told('C01BOARD')).toEqual([2]);
    expect((await bench.rows())[0]).toMatchObject({ state: 'due', problem: 'fatal_error' });
  });

  test('a renderer that throws, or is missing, strikes its own message only', async () => {
    bench.renderers.broken = () => Promise.reject(new Error('broken'));
    await bench.put(
      { lane: BOARD, kind: 'broken', subjectId: 1 },
      { lane: BOARD, kind: 'none', subjectId: 2 },
      { lane: BOARD, subjectId: 3 },
    );
    await bench.process({ lingerMs: 0 }).deliverDue(TEAM);
    bench.clock.advance(1_500);
    await bench.process({ lingerMs: 0 }).deliverDue(TEAM);
    expect(bench.told('C01BOARD')).toEqual([3]);
    const [first, second] = await bench.rows();
    expect(first).toMatchObject({ state: 'due', problem: 'render_failed', uncertain: false });
    expect(second).toMatchObject({ state: 'due', problem: 'render_failed' });
  });
});

describe('officials', () => {
  test('one who is not in the workspace is looked up once a day, and the message skipped', async () => {
    const id = await bench.addOfficial('nobody@korea.kr');
    const lane = `official:${id}` as const;
    await bench.put({ lane, subjectId: 1 });
    expect(await bench.process().deliverDue(TEAM)).toMatchObject({ skipped: 1 });
    await bench.put({ lane, subjectId: 2 });
    expect(await bench.process().deliverDue(TEAM)).toMatchObject({ skipped: 1 });
    expect(bench.fake.callsOf('users.lookupByEmail')).toHaveLength(1);
    expect((await bench.rows())[1]).toMatchObject({ state: 'skipped', problem: 'not_in_workspace' });

    bench.clock.advance(24 * 3_600_000);
    bench.fake.addUser({ id: 'U77', email: 'nobody@korea.kr' });
    await bench.put({ lane, subjectId: 3 }, { lane, subjectId: 4 });
    await bench.process().deliverDue(TEAM);
    expect(bench.told('D77')).toEqual([3, 4]);
    expect(bench.fake.callsOf('users.lookupByEmail')).toHaveLength(2);
  });

  test('are spoken to in their own language from the first message on', async () => {
    const id = await bench.addOfficial('noeul@korea.kr');
    bench.fake.addUser({ id: 'U78', email: 'noeul@korea.kr', locale: 'en-US' });
    await bench.put({ lane: `official:${id}`, subjectId: 1 });
    await bench.process().deliverDue(TEAM);
    expect(bench.told('D78')).toEqual([1]);
    const stored = bench.database.selectFrom('messenger_user').select('locale').where('user_id', '=', 'U78');
    expect(await stored.executeTakeFirst()).toEqual({ locale: 'en-US' });
  });

  test('a limit of the lookups holds up neither channels nor those already known', async () => {
    const ids = await Promise.all(
      ['a1@korea.kr', 'a2@korea.kr', 'a3@korea.kr', 'a4@korea.kr'].map((email) => bench.addOfficial(email)),
    );
    bench.fake.misbehave(
      'users.lookupByEmail',
      { kind: 'rateLimited', retryAfterSeconds: 30 },
      { times: 99 },
    );
    await bench.put(...ids.map((id) => ({ lane: `official:${id}` as const, subjectId: id })), {
      lane: BOARD,
      subjectId: 1,
    });
    await bench.process({ concurrency: 1 }).deliverDue(TEAM);
    expect(bench.told('C01BOARD')).toEqual([1]);
    expect(bench.fake.callsOf('users.lookupByEmail')).toHaveLength(1);
  });
});

test('the depth is counted by state, and the age is that of the oldest due', async () => {
  await bench.put(
    { lane: BOARD, subjectId: 1 },
    { lane: 'user:U01', subjectId: 2, dueAt: new Date(bench.clock.now().getTime() + 99_000) },
  );
  bench.clock.advance(5_000);
  expect(await outboxDepth(bench.database, bench.clock.now())).toEqual({
    depth: { due: 2, claimed: 0, parked: 0 },
    oldestDueSeconds: 5,
  });
});

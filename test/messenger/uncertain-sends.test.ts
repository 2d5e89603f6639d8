import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimDue } from '../../src/messenger/claim-store.ts';
import { settleClaim } from '../../src/messenger/delivery-store.ts';
import { countMarkable, readMarker, writeMarker } from '../../src/messenger/marker.ts';
import type { Lane } from '../../src/messenger/outbox.ts';
import { findSentMessage, findTeamsWaiting } from '../../src/messenger/outbox-store.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import { readTrouble } from '../../src/messenger/slack-errors.ts';
import { startSlackFake } from '../support/slack-fake.ts';
import { type Bench, BOARD, openBench, TEAM } from './delivery-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench([{ id: 'U01', email: 'kim@korea.kr' }]);
});
afterAll(() => bench?.close());
beforeEach(() => bench.reset());

const board = BOARD as Lane;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const posts = () => bench.fake.callsOf('chat.postMessage');

/** A process that claims and then is no more. */
async function claimAndDie(most = 20) {
  const { claims } = await claimDue(bench.database, {
    teamId: TEAM,
    now: bench.clock.now(),
    token: randomUUID(),
    leaseMs: 60_000,
    most: 10,
    after: '',
    examine: 200,
    lookAhead: 20,
    pace: { intervalMs: 200, burst: 10 },
    takeOf: () => most,
  });
  return claims;
}

/** How many rows of the outbox and entries of its indexes have been read so far. */
async function countRead(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(bench.database);
  const { rows } = await sql<{ read: number }>`
    select seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'outbox')::bigint as read
    from pg_stat_user_tables where relname = 'outbox'`.execute(bench.database);
  return rows[0]?.read ?? Number.NaN;
}

/** Where nobody listens any more. */
async function closedUrl(): Promise<string> {
  const { apiUrl, stop } = await startSlackFake();
  await stop();
  return apiUrl;
}

/** Runs until nothing is left to do, however long the pauses are. */
async function deliverAll(steps = 4) {
  for (let step = 0; step < steps; step += 1) {
    await bench.process().deliverDue(TEAM);
    bench.clock.advance(20_000);
  }
}

describe('a message that may be out', () => {
  test.each<[string, Lane, string]>([
    ['in a channel', board, 'C01BOARD'],
    ['to a person', 'user:U01', 'D01'],
  ])('is looked for and not posted again when the answer was lost, %s', async (_, lane, channel) => {
    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    await bench.put({ lane, subjectId: 1 }, { lane, subjectId: 2 });
    await deliverAll();
    expect(bench.told(channel)).toEqual([1, 2]);
    expect(posts()).toHaveLength(2);
    const [row] = await bench.rows();
    expect(row).toMatchObject({
      state: 'sent',
      message_ts: bench.fake.messages(channel)[0]?.ts,
      uncertain: false,
    });
  });

  test('is posted when it turns out not to be there', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'dropBefore' });
    await bench.put({ lane: board, subjectId: 1 });
    await deliverAll();
    expect(bench.told('C01BOARD')).toEqual([1]);
    expect(bench.fake.callsOf('conversations.history').length).toBeGreaterThan(0);
  });

  test('is looked for after a call that never got an answer', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'hang' });
    const hasty = openSlackClient(
      {
        botToken: bench.fake.botToken,
        apiUrl: bench.fake.apiUrl,
        mode: { kind: 'http', signingSecret: 's' },
      },
      bench.log,
    );
    Object.assign(hasty, { timeout: 150 });
    await bench.put({ lane: board, subjectId: 1 });
    await bench.process({}, hasty).deliverDue(TEAM);
    expect((await bench.rows())[0]).toMatchObject({ state: 'due', uncertain: true, problem: 'timeout' });
    bench.clock.advance(20_000);
    await deliverAll();
    expect(bench.told('C01BOARD')).toEqual([1]);
  });

  test('is found further back than one page of the history', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    await bench.put({ lane: board, subjectId: 1 });
    await bench.process({ lingerMs: 0 }).deliverDue(TEAM);
    for (const n of numbers(450)) await bench.client.chat.postMessage({ channel: 'C01BOARD', text: `${-n}` });
    bench.clock.advance(20_000);
    await deliverAll();
    expect(bench.told('C01BOARD').filter((n) => n > 0)).toEqual([1]);
  });

  test("is not taken for another app's message that bears the same mark", async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'dropBefore' });
    await bench.put({ lane: board, subjectId: 1 });
    await bench.process({ lingerMs: 0 }).deliverDue(TEAM);
    const [row] = await bench.rows();
    const { ts } = await bench.client.chat.postMessage({
      channel: 'C01BOARD',
      text: '0',
      blocks: [{ type: 'divider', block_id: `out:${row?.id}` }],
    });
    Object.assign(bench.fake.messages('C01BOARD').find((message) => message.ts === ts) ?? {}, {
      user: 'U0OTHER',
    });
    bench.clock.advance(20_000);
    await deliverAll();
    expect(bench.told('C01BOARD')).toEqual([0, 1]);
  });

  test('waits while the history cannot be read for now, and is posted again where it never can', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    bench.fake.misbehave('conversations.history', { kind: 'httpError', status: 503 });
    await bench.put({ lane: board, subjectId: 1 });
    await deliverAll();
    expect(bench.told('C01BOARD')).toEqual([1]);

    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    bench.fake.misbehave('conversations.history', { kind: 'error', error: 'missing_scope' }, { times: 9 });
    await bench.put({ lane: board, subjectId: 2 });
    await deliverAll();
    expect(bench.told('C01BOARD')).toEqual([1, 2, 2]);
  });

  test('a connection that was never made leaves nothing uncertain', async () => {
    const nowhere = openSlackClient(
      { botToken: 'xoxb-1', apiUrl: await closedUrl(), mode: { kind: 'http', signingSecret: 's' } },
      bench.log,
    );
    const error: unknown = await nowhere.auth.test().catch((thrown: unknown) => thrown);
    expect(readTrouble(error)).toMatchObject({ kind: 'transient', uncertain: false });
  });
});

describe('a process that dies', () => {
  test('between posting and writing it down: after the lease the message is found, not posted again', async () => {
    await bench.put(...numbers(3).map((subjectId) => ({ lane: board, kind: 'board', subjectId })));
    const [claim] = await claimAndDie();
    const ids = claim?.items.map((item) => item.id) ?? [];
    expect(ids).toHaveLength(3);
    await bench.client.chat.postMessage({
      channel: 'C01BOARD',
      text: '1 2 3',
      blocks: [{ type: 'divider', block_id: writeMarker(ids) }],
    });
    await bench.put({ lane: board, kind: 'board', subjectId: 4 });

    await bench.process().deliverDue(TEAM);
    expect(posts()).toHaveLength(1);
    bench.clock.advance(61_000);
    await Promise.all([bench.process().deliverDue(TEAM), bench.process().deliverDue(TEAM)]);
    expect(bench.told('C01BOARD')).toEqual([1, 2, 3, 4]);
    expect((await bench.rows()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  test('before posting: after the lease another posts', async () => {
    await bench.put({ lane: board, subjectId: 1 }, { lane: 'user:U01', subjectId: 2 });
    expect(await claimAndDie(1)).toHaveLength(2);
    bench.clock.advance(61_000);
    await bench.process().deliverDue(TEAM);
    expect([bench.told('C01BOARD'), bench.told('D01')]).toEqual([[1], [2]]);
  });

  test('and comes back late settles nothing that is with another by now', async () => {
    await bench.put({ lane: board, subjectId: 1 });
    const [late] = await claimAndDie(1);
    bench.clock.advance(61_000);
    const [current] = await claimAndDie(1);
    if (!late || !current) throw new Error('nothing claimed');
    const ids = late.items.map(({ id }) => id);
    const now = bench.clock.now();
    expect(current.items).toMatchObject([{ id: ids[0], uncertain: true }]);
    const sent = [{ ids, state: 'sent' as const, channelId: 'C01BOARD', messageTs: '1.2' }];
    expect(await settleClaim(bench.database, late, sent, now, now)).toEqual([]);
    expect(await claimAndDie(1)).toEqual([]);
    expect(await settleClaim(bench.database, current, sent, now, now)).toEqual(ids);
  });

  test('one whose lease ran out writes nothing over what another did', async () => {
    const { board: kind } = bench.renderers;
    if (!kind || typeof kind === 'function') throw new Error('no board');
    let slow: (() => void) | undefined;
    const isSlow = new Promise<void>((resolve) => {
      slow = resolve;
    });
    const fast = bench.process();
    bench.renderers = {
      board: {
        mergeable: true,
        atMost: 20,
        render: async (items, audience) => isSlow.then(() => kind.render(items, audience)),
      },
    };
    await bench.put({ lane: board, kind: 'board', subjectId: 1 });
    const stuck = bench.process().deliverDue(TEAM);
    while ((await bench.rows())[0]?.state !== 'claimed') await bench.clock.pause(1);
    bench.clock.advance(61_000);
    await fast.deliverDue(TEAM);
    slow?.();
    expect(await stuck).toMatchObject({ sent: 0 });
    expect(bench.told('C01BOARD')).toEqual([1]);
  });
});

describe('changing a message afterwards', () => {
  test('a merged post is rendered anew with all of its subjects, once for several changes', async () => {
    await bench.put(...numbers(3).map((subjectId) => ({ lane: board, kind: 'board', subjectId })));
    await bench.process().deliverDue(TEAM);
    const ts = bench.fake.messages('C01BOARD')[0]?.ts;
    expect(await findSentMessage(bench.database, 'board', 2)).toMatchObject({
      channelId: 'C01BOARD',
      messageTs: ts,
      subjectIds: [1, 2, 3],
    });

    await bench.put(
      { lane: board, kind: 'board-update', subjectId: 2 },
      { lane: board, kind: 'board-update', subjectId: 3 },
    );
    expect(await bench.process().deliverDue(TEAM)).toMatchObject({ sent: 2 });
    expect(bench.rendered.at(-1)?.subjects).toEqual([1, 2, 3]);
    expect(bench.fake.callsOf('chat.update')).toHaveLength(1);
    expect(bench.fake.messages('C01BOARD')).toHaveLength(1);
    expect(await findSentMessage(bench.database, 'board', 1)).toMatchObject({ subjectIds: [1, 2, 3] });
  });

  test('what was not announced, or is gone from the channel, is left alone', async () => {
    await bench.put({ lane: board, kind: 'board-update', subjectId: 7 });
    await bench.put({ lane: board, kind: 'board', subjectId: 1 });
    await bench.process().deliverDue(TEAM);
    await bench.client.chat.delete({ channel: 'C01BOARD', ts: bench.fake.messages('C01BOARD')[0]?.ts ?? '' });
    await bench.put({ lane: board, kind: 'board-update', subjectId: 1 });
    await bench.process().deliverDue(TEAM);
    expect((await bench.rows()).map(({ problem }) => problem)).toEqual([
      'nothing_to_update',
      null,
      'message_not_found',
    ]);
  });

  test('an update waits for an announcement that may be on its way', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    await bench.put({ lane: board, kind: 'board', subjectId: 1 });
    await bench.process({ lingerMs: 0 }).deliverDue(TEAM);
    await bench.put({ lane: 'channel:C02', kind: 'board-update', subjectId: 1 });
    await deliverAll(6);
    expect((await bench.rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(bench.fake.callsOf('chat.update')).toHaveLength(1);
  });
});

test('the mark carries every id, within what Slack allows', () => {
  const ids = [1_234_567, 1_234_568, 1_234_600, 9_999_999_999];
  expect(readMarker(writeMarker(ids))).toEqual(ids);
  expect(writeMarker([42])).toBe('out:42');
  expect([readMarker('outside'), readMarker(undefined), readMarker('out:')]).toEqual([[], [], []]);
  const far = numbers(100).map((n) => n * 1_000_000_007);
  const fit = far.slice(0, countMarkable(far));
  expect(fit.length).toBeGreaterThan(20);
  expect(writeMarker(fit).length).toBeLessThanOrEqual(255);
  expect(readMarker(writeMarker(fit))).toEqual(fit);
});

test('a claim stays cheap with 100,000 messages waiting in one lane and 20,000 in lanes of their own', async () => {
  await sql`insert into outbox (team_id, lane, kind, due_at)
    select ${TEAM}, 'channel:C01BOARD', 'note', now() - interval '1 hour' from generate_series(1, 100000)
    union all select ${TEAM}, 'user:U' || n, 'note', now() - interval '1 hour' from generate_series(1, 20000) n`.execute(
    bench.database,
  );
  await sql`analyze outbox`.execute(bench.database).catch(() => undefined);
  const before = await countRead();
  for (let round = 0; round < 10; round += 1) {
    bench.clock.advance(10_000);
    expect((await claimAndDie(1)).length).toBeGreaterThan(5);
  }
  // Some five thousand; looking through what waits would read more than that in each round.
  expect((await countRead()) - before).toBeLessThan(50_000);
  expect(await findTeamsWaiting(bench.database)).toEqual([TEAM]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Lane, Renderer } from '../../src/messenger/outbox.ts';
import { findParked, findSentMessage } from '../../src/messenger/outbox-store.ts';
import { type Bench, BOARD, openBench, TEAM } from './delivery-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench([{ id: 'U01', email: 'kim@korea.kr' }]);
});
afterAll(() => bench?.close());
beforeEach(async () => {
  await bench.reset();
  bench.renderers.reply = { repliesTo: 'note', render: standard('note') };
  bench.renderers['note-update'] = { updates: 'note', render: standard('note') };
});

const FIRST = BOARD as Lane;
const SECOND: Lane = 'channel:C02';
const MINUTE_MS = 60_000;

function standard(kind: string) {
  const renderer = bench.renderers[kind];
  if (typeof renderer !== 'function') throw new Error(`${kind} is not one each`);
  return renderer;
}
const reply = (lane: Lane, subjectId: number, threadSubjectId = 1) => ({
  lane,
  kind: 'reply',
  subjectId,
  payload: { threadSubjectId },
});
const run = () => bench.process({ lingerMs: 0 }).deliverDue(TEAM);
async function runFor(minutes: number) {
  for (let half = 0; half < minutes * 2; half += 1) {
    await bench.process().deliverDue(TEAM);
    bench.clock.advance(MINUTE_MS / 2);
  }
}
const threadOf = (channel: string, root: number) => {
  const messages = bench.fake.messages(channel);
  const ts = messages.find(({ text, thread_ts }) => text === String(root) && !thread_ts)?.ts;
  return messages.filter(({ thread_ts }) => ts && thread_ts === ts).map(({ text }) => Number(text));
};
const states = async () => (await bench.rows()).map(({ state, problem }) => problem ?? state);

describe('what adds to a message', () => {
  const AFTER_MS = 5 * MINUTE_MS;
  let instant: Date;
  beforeEach(() => {
    instant = new Date(bench.clock.now().getTime() + AFTER_MS);
    const note = standard('note');
    bench.renderers.held = async (items, audience) =>
      bench.clock.now() < instant ? { notBefore: instant } : note(items, audience);
    bench.renderers.picture = { updates: 'held', adds: true, render: note };
    bench.renderers.change = { updates: 'held', render: note };
  });

  test('follows whenever the message does, however long that is put off; a mere change is not needed then', async () => {
    const row = { lane: 'user:U01' as const, subjectId: 1 };
    await bench.put({ ...row, kind: 'held' }, { ...row, kind: 'picture' }, { ...row, kind: 'change' });
    await run();
    expect(await states()).toEqual(['due', 'due', 'not_announced_yet']);
    // It is not asked for again and again until then.
    expect(bench.rendered).toEqual([]);
    bench.clock.advance(AFTER_MS);
    await runFor(1);
    expect(await states()).toEqual(['sent', 'sent', 'not_announced_yet']);
    expect(bench.fake.callsOf('chat.update')).toHaveLength(1);
  });

  test('is given up with the message, for the same reason, and sent with it once that is mended', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'error', error: 'restricted_action' });
    instant = bench.clock.now();
    const row = { lane: 'user:U01' as const, subjectId: 1 };
    await bench.put({ ...row, kind: 'held' }, { ...row, kind: 'picture' });
    await runFor(1);
    expect(await states()).toEqual(['restricted_action', 'restricted_action']);
    await bench.database
      .updateTable('outbox')
      .set({ state: 'due', attempts: 0, problem: null, settled_at: null })
      .where('problem', '=', 'restricted_action')
      .execute();
    await runFor(1);
    expect(await states()).toEqual(['sent', 'sent']);
  });

  test('belongs to the message of its own lane: what was said to nobody there is not added elsewhere', async () => {
    instant = bench.clock.now();
    await bench.put({ lane: FIRST, kind: 'held', subjectId: 1 });
    await runFor(1);
    await bench.put({ lane: 'user:U01', kind: 'picture', subjectId: 1 });
    await runFor(1);
    expect((await states()).at(-1)).toBe('nothing_to_update');
    expect(bench.fake.callsOf('chat.update')).toEqual([]);
  });
});

describe('a reply', () => {
  test('stands in the thread of what announced its subject, in order, and nowhere else', async () => {
    await bench.put({ lane: FIRST, subjectId: 1 }, { lane: FIRST, subjectId: 2 });
    await bench.put(reply(FIRST, 11), reply(FIRST, 21, 2), reply(FIRST, 12));
    await runFor(1);
    expect(threadOf('C01BOARD', 1)).toEqual([11, 12]);
    expect(threadOf('C01BOARD', 2)).toEqual([21]);
    expect(bench.fake.messages('C01BOARD').filter(({ thread_ts }) => !thread_ts)).toHaveLength(2);
    expect(await findSentMessage(bench.database, 'reply', 12)).toMatchObject({ channelId: 'C01BOARD' });
  });

  test("goes to its own channel's thread where several channels have one of the same subject", async () => {
    await bench.put({ lane: FIRST, subjectId: 1 }, { lane: SECOND, subjectId: 1 });
    await bench.put(reply(SECOND, 12), reply(FIRST, 11));
    await runFor(1);
    expect([threadOf('C01BOARD', 1), threadOf('C02', 1)]).toEqual([[11], [12]]);
  });

  test('waits for an announcement that is still to come, and lets others go ahead', async () => {
    bench.fake.misbehave(
      'chat.postMessage',
      { kind: 'httpError', status: 503 },
      { times: 9, when: ({ text }) => text === '1' },
    );
    await bench.put({ lane: FIRST, subjectId: 1 });
    for (let step = 0; step < 8; step += 1) {
      await run();
      bench.clock.advance(3 * MINUTE_MS);
    }
    await bench.put(reply(FIRST, 11), { lane: FIRST, subjectId: 2 });
    await run();
    expect(bench.told('C01BOARD')).toEqual([2]);
    expect((await bench.rows())[1]).toMatchObject({ state: 'due', attempts: 0, problem: null });
    await runFor(40);
    expect(bench.told('C01BOARD')).toEqual([2, 1, 11]);
    expect(threadOf('C01BOARD', 1)).toEqual([11]);
  });

  test('is left when what it answers was never announced here, was parked, or is not named', async () => {
    bench.fake.misbehave('chat.postMessage', { kind: 'error', error: 'is_archived' });
    await bench.put({ lane: FIRST, subjectId: 1 }, reply(FIRST, 11));
    await bench.put({ lane: SECOND, subjectId: 3 }, reply(FIRST, 31, 3));
    await bench.put({ lane: FIRST, kind: 'reply', subjectId: 41, payload: { threadSubjectId: 'x' } });
    await runFor(1);
    expect(await states()).toEqual([
      'is_archived',
      'nothing_to_reply_to',
      'sent',
      'nothing_to_reply_to',
      'nothing_to_reply_to',
    ]);
  });

  test('that may be out is looked for in its thread and not posted again', async () => {
    await bench.put({ lane: FIRST, subjectId: 1 });
    await runFor(1);
    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    await bench.put(reply(FIRST, 11));
    await runFor(2);
    expect(threadOf('C01BOARD', 1)).toEqual([11]);
    expect(bench.fake.callsOf('conversations.replies')).toHaveLength(1);
    expect(bench.fake.callsOf('conversations.history')).toEqual([]);
    const posted = bench.fake.messages('C01BOARD')[1]?.ts;
    expect((await bench.rows())[1]).toMatchObject({ state: 'sent', message_ts: posted, uncertain: false });
  });

  test('is found further on than one page of a long thread, and posted when it is not there', async () => {
    await bench.put({ lane: FIRST, subjectId: 1 });
    await runFor(1);
    const thread_ts = bench.fake.messages('C01BOARD')[0]?.ts ?? '';
    for (let n = 0; n < 450; n += 1) {
      await bench.client.chat.postMessage({ channel: 'C01BOARD', text: '0', thread_ts });
    }
    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    await bench.put(reply(FIRST, 11));
    await runFor(1);
    bench.fake.misbehave('chat.postMessage', { kind: 'dropBefore' });
    await bench.put(reply(FIRST, 12));
    await runFor(1);
    expect(threadOf('C01BOARD', 1).filter(Boolean)).toEqual([11, 12]);
    expect(bench.fake.callsOf('conversations.replies').length).toBeGreaterThan(3);
  });
});

describe('a change of what several channels were told', () => {
  test("is made to each channel's own message", async () => {
    await bench.put({ lane: FIRST, subjectId: 1 }, { lane: SECOND, subjectId: 1 });
    await runFor(1);
    await bench.put({ lane: FIRST, kind: 'note-update', subjectId: 1 });
    await bench.put({ lane: SECOND, kind: 'note-update', subjectId: 1 });
    await runFor(1);
    const changed = bench.fake.callsOf('chat.update').map(({ args }) => args.channel);
    expect(changed.sort()).toEqual(['C01BOARD', 'C02']);
  });

  test('waits for its own channel rather than changing the message of another', async () => {
    await bench.put({ lane: FIRST, subjectId: 1 });
    await runFor(1);
    bench.fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    await bench.put({ lane: SECOND, subjectId: 1 }, { lane: SECOND, kind: 'note-update', subjectId: 1 });
    await runFor(2);
    expect(bench.fake.callsOf('chat.update').map(({ args }) => args.channel)).toEqual(['C02']);
  });

  test('reaches the one message there is when the channel was changed meanwhile', async () => {
    await bench.put({ lane: FIRST, subjectId: 1 });
    await runFor(1);
    await bench.put({ lane: SECOND, kind: 'note-update', subjectId: 1 });
    await runFor(1);
    expect(bench.fake.callsOf('chat.update').map(({ args }) => args.channel)).toEqual(['C01BOARD']);
  });
});

describe('a message put off by its renderer', () => {
  /** Puts off until that instant, then speaks. */
  const until = (instant: Date, kind = 'note'): Renderer => {
    const render = standard(kind);
    return async (items, audience) =>
      bench.clock.now() < instant ? { notBefore: instant } : render(items, audience);
  };
  const later = (minutes: number) => new Date(bench.clock.now().getTime() + minutes * MINUTE_MS);

  test('is due again then, without an attempt counted, and holds up nothing', async () => {
    const instant = later(90);
    bench.renderers.morning = until(instant);
    await bench.put({ lane: 'user:U01', kind: 'morning', subjectId: 1 }, { lane: 'user:U01', subjectId: 2 });
    const report = await bench.process().deliverDue(TEAM);
    expect(report).toMatchObject({ sent: 1, retried: 0, parked: 0, skipped: 0, nextDueAt: instant });
    expect(bench.told('D01')).toEqual([2]);
    expect((await bench.rows())[0]).toMatchObject({
      state: 'due',
      attempts: 0,
      problem: null,
      uncertain: false,
    });
    bench.clock.advance(80 * MINUTE_MS);
    await run();
    expect(bench.told('D01')).toEqual([2]);
    bench.clock.advance(11 * MINUTE_MS);
    await run();
    expect(bench.told('D01')).toEqual([2, 1]);
  });

  test('may be put off for days: how long it is tried counts from the new instant', async () => {
    const instant = later(5 * 24 * 60);
    bench.renderers.morning = until(instant);
    bench.fake.misbehave('chat.postMessage', { kind: 'httpError', status: 500 }, { times: 2 });
    await bench.put({ lane: 'user:U01', kind: 'morning', subjectId: 1 });
    await run();
    bench.clock.advance(5 * 24 * 60 * MINUTE_MS);
    await runFor(2);
    expect(bench.told('D01')).toEqual([1]);
    expect(await findParked(bench.database, TEAM, 10)).toEqual([]);
  });

  test('to an instant already past does not spin', async () => {
    let asked = 0;
    bench.renderers.confused = async () => {
      asked += 1;
      return { notBefore: new Date(0) };
    };
    await bench.put({ lane: 'user:U01', kind: 'confused', subjectId: 1 });
    await run();
    expect(asked).toBe(1);
    expect((await bench.rows())[0]).toMatchObject({ state: 'due' });
  });

  test('puts off all that were to be said in it, a change or a reply as well', async () => {
    await bench.put({ lane: FIRST, subjectId: 1 });
    await runFor(1);
    const instant = later(10);
    const render = until(instant) as Extract<Renderer, (...args: never[]) => unknown>;
    bench.renderers.merged = { mergeable: true, atMost: 5, render };
    bench.renderers['note-update'] = { updates: 'note', render };
    bench.renderers.reply = { repliesTo: 'note', render };
    await bench.put(
      { lane: FIRST, kind: 'merged', subjectId: 5 },
      { lane: FIRST, kind: 'merged', subjectId: 6 },
    );
    await bench.put({ lane: FIRST, kind: 'note-update', subjectId: 1 }, reply(FIRST, 11));
    await runFor(1);
    expect((await states()).slice(1)).toEqual(['due', 'due', 'due', 'due']);
    bench.clock.advance(10 * MINUTE_MS);
    await runFor(1);
    expect((await states()).slice(1)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(threadOf('C01BOARD', 1)).toEqual([11]);
    expect(bench.fake.messages('C01BOARD').map(({ text }) => text)).toContain('5 6');
  });
});

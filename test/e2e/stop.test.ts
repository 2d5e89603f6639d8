import { afterAll, beforeAll, expect, test } from 'vitest';
import { seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { newTriggerId } from '../support/slack-requests.ts';
import { BOARD_CHANNEL, givenNumber, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let giver: Person;
let receivers: Person[];

beforeAll(async () => {
  stage = await openStage();
  [giver] = (await stage.addPeople('hr', 1)) as [Person];
  receivers = await stage.addPeople('collab', 12);
});
afterAll(() => stage?.close());

test('on SIGTERM the bot answers what is under way, refuses what is new, and leaves with 0', async () => {
  const bot = await stage.start('bot');
  // With the month's account open, each of them waits for the posting itself.
  await stage.ask(bot, stage.give(giver, receivers[11] as Person));
  const release = await stage.holdPostings();
  const underWay = receivers.slice(0, 3).map((to) => stage.ask(bot, stage.give(giver, to)));
  await seen('that all wait', async () => (await stage.countHeldPostings()) === underWay.length);

  const leaving = bot.terminate();
  await seen('that it takes no more', () =>
    fetch(`${bot.url}/healthz`, { headers: { connection: 'close' } }).then(
      () => false,
      () => true,
    ),
  );
  await release();
  for (const answer of underWay) expect(givenNumber(JSON.parse(await answer))).toBeDefined();
  expect(await leaving, bot.lines.join('\n')).toBe(0);
});

test('what was answered with "처리 중" is finished before the bot leaves', async () => {
  const bot = await stage.start('bot');
  const release = await stage.holdPostings();
  const [to] = receivers.slice(3);
  if (!to) throw new Error('nobody');
  const triggerId = newTriggerId();
  const first = await bot.send(stage.give(giver, to, { triggerId }));
  expect(JSON.stringify(await first.json())).toContain('처리 중');
  const leaving = bot.terminate();
  await seen('that it is told to stop', () => bot.lines.some((line) => line.includes('"msg":"stopping"')));
  await release();
  expect(await leaving).toBe(0);
  const late = stage.fake.responses.find(({ key }) => key === triggerId);
  expect(givenNumber(late?.body)).toBeDefined();
});

test('on SIGTERM a worker finishes the messages under way, leaves the others for the next, and leaves with 0', async () => {
  const bot = await stage.start('bot');
  for (const to of receivers.slice(4, 10)) await stage.ask(bot, stage.give(giver, to));
  let answer = () => {};
  const until = new Promise<void>((resolve) => {
    answer = resolve;
  });
  stage.fake.misbehave('chat.postMessage', { kind: 'wait', until }, { times: 1_000 });

  const worker = await stage.start('worker');
  await seen('a post on the board under way', () =>
    stage.fake
      .callsOf('chat.postMessage')
      .some(({ args, answer }) => args.channel === BOARD_CHANNEL && !answer),
  );
  // What comes behind it in its lane is for the next worker.
  await stage.ask(bot, stage.give(giver, receivers[10] as Person));
  const due = await stage.countWaiting();
  const leaving = worker.terminate();
  await seen('that it is told to stop', () => worker.lines.some((line) => line.includes('"msg":"stopping"')));
  answer();
  expect(await leaving, worker.lines.join('\n')).toBe(0);
  const states = await stage.government.rows<{ state: string; count: number }>(
    'select state, count(*)::int as count from outbox group by state',
  );
  const count = Object.fromEntries(states.map((row) => [row.state, row.count]));
  // Nothing is left in the middle: whatever was posted is known to be.
  expect(count.claimed ?? 0).toBe(0);
  expect(count.sent ?? 0).toBeGreaterThan(0);
  expect(count.due ?? 0).toBeGreaterThan(0);
  expect((count.due ?? 0) + (count.sent ?? 0)).toBe(due);

  await bot.terminate();
  stage.fake.clear();
  const next = await stage.start('all');
  await seen('that all is delivered', async () => (await stage.countWaiting()) === 0);
  expect(await next.terminate()).toBe(0);
});

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotProcess, seen } from '../support/bot.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { newTriggerId, type SlackRequest } from '../support/slack-requests.ts';
import { givenNumber, openStage, REFERENCE, type Stage } from '../support/stage.ts';

let postgres: OwnPostgres;
let stage: Stage;
let bot: BotProcess;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  stage = await openStage({ test: postgres.test });
});
afterAll(async () => {
  await stage?.close();
  await postgres?.stop();
});

interface Act {
  triggerId: string;
  request: SlackRequest;
}
interface Answer {
  number: number | undefined;
  text: string;
}

/** What the person was told in the end. */
async function told({ request }: Act): Promise<Answer> {
  const body = JSON.parse(await stage.ask(bot, request)) as { text: string };
  return { number: givenNumber(body), text: body.text };
}

/** What is printed takes a moment to get here. */
async function expectLogged(text: string): Promise<void> {
  const reference = REFERENCE.exec(text)?.[0];
  if (reference === undefined) throw new Error(`no reference in: ${text}`);
  await seen(`${reference} in the log`, () => bot.lines.some((line) => line.includes(reference)));
}

test('while PostgreSQL is down: nothing is announced, the giver is told with a reference, /readyz says 503, /healthz 200; afterwards it works again', async () => {
  bot = await stage.start('all');
  const [giver] = await stage.addPeople('hr', 1);
  const [receiver] = await stage.addPeople('collab', 1);
  const [stranger] = await stage.addPeople('hr', 1);
  if (!giver || !receiver || !stranger) throw new Error('nobody');
  const give = (from = giver) => {
    const triggerId = newTriggerId();
    return { triggerId, request: stage.give(from, receiver, { triggerId }) };
  };
  expect((await told(give())).number).toBeDefined();
  await seen('that all is delivered', async () => (await stage.countWaiting()) === 0);
  expect(stage.fake.messages(stage.userOf(receiver))).toHaveLength(1);
  const posts = stage.fake.callsOf('chat.postMessage').length;
  const before = await stage.books();

  await postgres.kill();
  await seen('503', async () => (await bot.get('/readyz')).status === 503);
  expect(await (await bot.get('/readyz')).json()).toMatchObject({
    status: 'fault',
    checks: { database: 'fault' },
  });
  expect((await bot.get('/healthz')).status).toBe(200);
  expect(await bot.metric('ieum_gifts_total')).toBeGreaterThan(0);
  // The second is someone whom the bot has never seen.
  for (const from of [giver, stranger]) {
    const { number, text } = await told(give(from));
    expect(number).toBeUndefined();
    expect(text).toContain('바뀐 것은 없습니다');
    await expectLogged(text);
  }
  expect(stage.fake.callsOf('chat.postMessage')).toHaveLength(posts);

  await postgres.startAgain();
  await seen('200', async () => (await bot.get('/readyz')).status === 200);
  expect(await stage.books()).toEqual(before);
  expect((await told(give())).number).toBeDefined();
  await seen('the message', () => stage.fake.messages(stage.userOf(receiver)).length === 2);
  await bot.terminate();
}, 600_000);

test.each<[string, () => Promise<void>]>([
  [
    'the server itself',
    async () => {
      await postgres.kill();
      await pause(500);
      await postgres.startAgain();
    },
  ],
  ['one of its processes', () => postgres.killBackend()],
])(
  'PostgreSQL killed under load (%s): what was confirmed is stored, what failed says so with a reference, and the bot recovers by itself',
  async (_, crash) => {
    bot = await stage.start('bot');
    const givers = await stage.addPeople('hr', 20);
    const receivers = await stage.addPeople('collab', 10);
    const acts: Act[] = givers.flatMap((giver) =>
      receivers.map((receiver) => {
        const triggerId = newTriggerId();
        return { triggerId, request: stage.give(giver, receiver, { triggerId }) };
      }),
    );
    const answers = new Map<Act, Answer>();
    const waiting = [...acts];
    let crashed: Promise<void> | undefined;
    /** With postings under way for certain, however fast the others are. */
    const crashUnderWay = async () => {
      const release = await stage.holdPostings();
      await seen('postings under way', async () => (await stage.countHeldPostings()) > 0);
      await crash();
      await release();
    };
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let act = waiting.shift(); act; act = waiting.shift()) {
          answers.set(act, await told(act));
          if (answers.size === 60) crashed = crashUnderWay();
        }
      }),
    );
    await crashed;
    await seen('that the bot is ready again', async () => (await bot.get('/readyz')).ok);

    const stored = async () =>
      new Map(
        (
          await seen('the books', () =>
            stage.government
              .rows<{ id: number; trigger: string }>(
                `select id, split_part(request_key, ':', 4) as trigger from gift`,
              )
              .catch(() => undefined),
          )
        ).map(({ id, trigger }) => [trigger, id]),
      );
    const books = await stored();
    const failed = acts.filter((act) => answers.get(act)?.number === undefined);
    expect(failed.length).toBeGreaterThan(0);
    for (const act of acts) {
      const { number, text } = answers.get(act) ?? { number: undefined, text: '' };
      if (number === undefined) expect(text).toMatch(REFERENCE);
      else expect(books.get(act.triggerId)).toBe(number);
    }
    // Each reference that someone was told is in the log.
    for (const act of failed) await expectLogged(answers.get(act)?.text ?? '');

    for (const act of failed) expect((await told(act)).number).toBeDefined();
    const triggers = acts.map(({ triggerId }) => triggerId);
    const afterwards = [...(await stored()).keys()].filter((trigger) => triggers.includes(trigger));
    expect(afterwards).toHaveLength(acts.length);
    expect(
      await stage.government.value('select count(*)::int from outbox where subject_id = any ($1)', [
        [...(await stored()).entries()].flatMap(([trigger, id]) => (triggers.includes(trigger) ? [id] : [])),
      ]),
    ).toBe(2 * acts.length);
    await bot.terminate();
  },
  600_000,
);

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BotProcess, SIGNING_SECRET, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { newTriggerId, type SlackRequest } from '../support/slack-requests.ts';
import { BOARD_CHANNEL, givenNumber, openStage, REFERENCE, type Stage } from '../support/stage.ts';

/** A word that stands in every message here, and must stand in no line of the log. */
const SECRET_WORD = '비밀스러운감사';
const MESSAGE = `${SECRET_WORD} 자료를 하루 만에 정리해 주셔서 고맙습니다.`;

let stage: Stage;
let bot: BotProcess;
let giver: Person;
let receiver: Person;
const cleanUps: Array<() => Promise<unknown>> = [];

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('all');
  [giver] = (await stage.addPeople('hr', 1)) as [Person];
  [receiver] = (await stage.addPeople('collab', 1)) as [Person];
  // Everybody is known by now, and the month is open.
  expect(givenNumber(await answer(give()))).toBeDefined();
  await seen('that all is delivered', async () => (await stage.countWaiting()) === 0);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(() => stage?.close());

const give = (more: { triggerId?: string } = {}) =>
  stage.give(giver, receiver, { message: MESSAGE, ...more });
async function answer(request: SlackRequest): Promise<{ text: string }> {
  const text = await stage.ask(bot, request);
  return text === '' ? { text: '' } : (JSON.parse(text) as { text: string });
}
/** What Slack is told in time. */
async function firstAnswer(request: SlackRequest): Promise<string> {
  return (await bot.send(request)).text();
}
const lateAnswer = (key: string) =>
  seen(
    'the late answer',
    () => stage.fake.responses.find((one) => one.key === key)?.body as { text: string },
  );

/** The reference that was told stands in the log, with the reason. */
async function expectLogged(text: string, reason: string): Promise<void> {
  const reference = REFERENCE.exec(text)?.[0];
  if (reference === undefined) throw new Error(`no reference in: ${text}`);
  const line = await seen('the reference in the log', () => bot.lines.find((one) => one.includes(reference)));
  expect(line).toContain(reason);
}

async function asOwner(statement: string, undo: string): Promise<void> {
  await stage.government.rows(statement);
  cleanUps.push(() => stage.government.rows(undo));
}

const RAISES = `create function ieum.refuse() returns trigger language plpgsql as $$ begin raise exception 'disk is full'; end $$`;

describe('when nothing can be inserted', () => {
  test.each<[string, string, string, string]>([
    [
      'a trigger that raises',
      `${RAISES}; create trigger refuse before insert on gift for each row execute function ieum.refuse()`,
      'drop trigger refuse on gift; drop function ieum.refuse',
      'disk is full',
    ],
    [
      // PostgreSQL's detail quotes the failing row here, message and all.
      'a check that fails',
      'alter table gift add constraint never check (points < 0) not valid',
      'alter table gift drop constraint never',
      'violates check constraint',
    ],
    [
      'an outbox that takes nothing',
      `${RAISES}; create trigger refuse before insert on outbox for each row execute function ieum.refuse()`,
      'drop trigger refuse on outbox; drop function ieum.refuse',
      'disk is full',
    ],
  ])(
    '(%s): nothing is stored or announced, the giver is told with a reference, and the log has it',
    async (_, breakIt, mendIt, reason) => {
      const before = await stage.books();
      const announced = () => [
        ...stage.fake.messages(BOARD_CHANNEL),
        ...stage.fake.messages(stage.userOf(receiver)),
      ];
      const posts = announced().length;
      const gifts = await bot.metric('ieum_gifts_total');
      await asOwner(breakIt, mendIt);

      const { text } = await answer(give());
      expect(text).toContain('바뀐 것은 없습니다');
      await expectLogged(text, reason);

      const metadata = JSON.stringify({ key: newTriggerId(), source: 'dialog' });
      const filled = { metadata, recipient: `official:${receiver.id}`, message: MESSAGE };
      const dialog = JSON.stringify(await answer(stage.submitGive(giver, filled)));
      // What was typed stays: the fault stands at a field.
      expect(JSON.parse(dialog)).toMatchObject({ response_action: 'errors' });
      await expectLogged(dialog, reason);

      expect(await stage.books()).toEqual(before);
      expect(announced()).toHaveLength(posts);
      expect(await bot.metric('ieum_gifts_total')).toBe(gifts);
    },
  );

  test('a command for two of whom the second fails says so of the second only', async () => {
    const [first, second] = (await stage.addPeople('traffic', 2)) as [Person, Person];
    await asOwner(
      `create function ieum.refuse() returns trigger language plpgsql as
         $$ begin if new.recipient_id = ${second.id} then raise exception 'disk is full'; end if; return new; end $$;
       create trigger refuse before insert on gift for each row execute function ieum.refuse()`,
      'drop trigger refuse on gift; drop function ieum.refuse',
    );
    const both = `주기 <@${stage.userOf(first)}>, <@${stage.userOf(second)}> ${MESSAGE}`;
    const said = JSON.stringify(await answer(stage.command(giver, both)));
    const count = 'select count(*)::int from gift where recipient_id = $1';
    expect(await stage.government.value(count, [first.id])).toBe(1);
    expect(await stage.government.value(count, [second.id])).toBe(0);
    expect(said).toContain('협업포인트 10점을 보냈습니다.');
    expect(said).not.toContain('바뀐 것은 없습니다');
    await expectLogged(said, 'disk is full');
  });
});

test('a slow database: "처리 중" while it is slow, and the receipt behind it', async () => {
  const release = await stage.holdPostings();
  const triggerId = newTriggerId();
  const [other] = (await stage.addPeople('collab', 1)) as [Person];
  expect(await firstAnswer(stage.give(giver, other, { message: MESSAGE, triggerId }))).toContain('처리 중');
  expect(stage.fake.responses.some(({ key }) => key === triggerId)).toBe(false);
  await release();
  expect(givenNumber(await lateAnswer(triggerId))).toBeDefined();
  // Asked for once more, the act is answered like before.
  expect(givenNumber(await answer(stage.give(giver, other, { message: MESSAGE, triggerId })))).toBe(
    givenNumber(await lateAnswer(triggerId)),
  );
});

test('a pool without a free connection: who waited in vain is told with a reference, /readyz says 503, and all that was stored is told', async () => {
  const receivers = await stage.addPeople('collab', 16);
  const [bystander] = (await stage.addPeople('hr', 1)) as [Person];
  // Known to the bot, so that all it needs is the gift itself.
  await answer(stage.command(bystander, '잔여'));
  const release = await stage.holdPostings();
  const stuck = receivers.map((to) => {
    const triggerId = newTriggerId();
    return { triggerId, answered: firstAnswer(stage.give(giver, to, { message: MESSAGE, triggerId })) };
  });
  for (const { answered } of stuck) expect(await answered).toContain('처리 중');
  await seen('that each has a connection', async () => (await stage.countHeldPostings()) === stuck.length);

  const triggerId = newTriggerId();
  const before = await stage.books();
  expect(await firstAnswer(stage.give(bystander, receiver, { message: MESSAGE, triggerId }))).toContain(
    '처리 중',
  );
  expect((await bot.get('/readyz')).status).toBe(503);
  expect((await bot.get('/healthz')).status).toBe(200);
  const { text } = await lateAnswer(triggerId);
  expect(text).toContain('바뀐 것은 없습니다');
  await expectLogged(text, 'timeout exceeded when trying to connect');
  expect(await stage.books()).toEqual(before);

  await release();
  for (const one of stuck) expect(givenNumber(await lateAnswer(one.triggerId))).toBeDefined();
  expect(await stage.books()).toMatchObject({ gift: Number(before.gift) + 16 });
  await seen('200', async () => (await bot.get('/readyz')).ok);
});

test('no line of the log holds a message, a token or the signing secret', async () => {
  const lines = bot.lines.filter(
    (line) =>
      line.includes(SECRET_WORD) || line.includes(stage.fake.botToken) || line.includes(SIGNING_SECRET),
  );
  expect(lines).toEqual([]);
  expect(bot.lines.some((line) => line.includes('"msg":"fault"'))).toBe(true);
  // Passwords of the database are in its address.
  const { password } = new URL(stage.government.test.url);
  expect(bot.lines.filter((line) => line.includes(password))).toEqual([]);
});

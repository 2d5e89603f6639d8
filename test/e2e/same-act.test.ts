import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BotProcess, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import type { SlackRequest } from '../support/slack-requests.ts';
import { eventCallback, newTriggerId, shortcut } from '../support/slack-requests.ts';
import { BOARD_CHANNEL, givenNumber, openStage, type Stage, THANKS } from '../support/stage.ts';

let stage: Stage;
let bot: BotProcess;
/** Each test has givers and receivers of its own: limits and numbers are nobody else's. */
let giver: Person;
let receiver: Person;

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('all');
});
afterAll(() => stage?.close());
beforeEach(async () => {
  [giver, receiver] = [...(await stage.addPeople('hr', 1)), ...(await stage.addPeople('collab', 1))] as [
    Person,
    Person,
  ];
});

async function answer(request: SlackRequest): Promise<unknown> {
  const text = await stage.ask(bot, request);
  return text === '' ? '' : JSON.parse(text);
}

/** What `respond()` said, in order, once it said so often. */
async function responses(key: string, count: number): Promise<Record<string, unknown>[]> {
  const said = () => stage.fake.responses.filter((one) => one.key === key).map((one) => one.body);
  await seen(`${count} responses`, () => said().length >= count);
  return said();
}

const giftsOf = (person: Person) =>
  stage.government.value<number>('select count(*)::int from gift where giver_id = $1', [person.id]);
const reversalsBy = (person: Person) =>
  stage.government.value<number>(
    `select count(*)::int from transfer where kind = 'reversal' and actor_id = $1`,
    [person.id],
  );
const messagesTo = (person: Person) => stage.fake.messages(stage.userOf(person));

describe('a command posted twice', () => {
  test('one after the other: one gift, one board post, one message, and the same answer', async () => {
    const request = stage.give(giver, receiver);
    const first = await answer(request);
    const number = givenNumber(first);
    expect(number).toBeDefined();
    expect(await answer(request)).toEqual(first);
    expect(await giftsOf(giver)).toBe(1);
    await seen('the message', () => messagesTo(receiver).length > 0);
    await seen('the board post', () =>
      JSON.stringify(stage.fake.messages(BOARD_CHANNEL)).includes(`번호 ${number}`),
    );
    expect(messagesTo(receiver)).toHaveLength(1);
  });

  test('twenty at once: one gift, and twenty times the same answer', async () => {
    const request = stage.give(giver, receiver);
    const answers = await Promise.all(Array.from({ length: 20 }, () => answer(request)));
    expect(givenNumber(answers[0])).toBeDefined();
    for (const one of answers) expect(one).toEqual(answers[0]);
    expect(await giftsOf(giver)).toBe(1);
    await seen('the message', () => messagesTo(receiver).length > 0);
    expect(
      await stage.government.value(
        `select count(*)::int from outbox where kind = 'gift-received' and lane = $1`,
        [`official:${receiver.id}`],
      ),
    ).toBe(1);
  });

  test('with several receivers: one gift each', async () => {
    const [other] = (await stage.addPeople('traffic', 1)) as [Person];
    const both = `주기 <@${stage.userOf(receiver)}>, <@${stage.userOf(other)}> ${THANKS}`;
    const request = stage.command(giver, both);
    const [first, second] = await Promise.all([answer(request), answer(request)]);
    expect(second).toEqual(first);
    expect(await giftsOf(giver)).toBe(2);
  });

  test('though the allowance is spent by the first: the second is answered like the first', async () => {
    const many = await stage.addPeople('traffic', 19);
    for (const one of many) await answer(stage.give(giver, one));
    const last = stage.give(giver, receiver);
    const first = await answer(last);
    expect(JSON.stringify(first)).toContain('남은 포인트 0점');
    expect(await answer(last)).toEqual(first);
    expect(await giftsOf(giver)).toBe(20);
  });

  test('of other content under the same trigger is no second gift', async () => {
    const triggerId = newTriggerId();
    await answer(stage.give(giver, receiver, { triggerId }));
    const second = await answer(
      stage.give(giver, receiver, { triggerId, message: `${THANKS} 또 부탁드립니다.` }),
    );
    expect(JSON.stringify(second)).toContain('이미 다른 내용으로 처리되었습니다');
    expect(await giftsOf(giver)).toBe(1);
  });

  test('that takes back the last gift takes back one, also ten times at once', async () => {
    await answer(stage.give(giver, receiver));
    await answer(stage.give(giver, receiver));
    const request = stage.command(giver, '취소');
    const answers = await Promise.all(Array.from({ length: 10 }, () => answer(request)));
    expect(JSON.stringify(answers[0])).toContain('되돌렸습니다');
    for (const one of answers) expect(one).toEqual(answers[0]);
    expect(await reversalsBy(giver)).toBe(1);
  });

  test('that grants special points grants once', async () => {
    const { operator, haneul } = stage.government.people;
    const request = stage.command(operator, `특별 <@${stage.userOf(haneul)}> 20 국정과제 자료 지원`);
    const [first, second] = await Promise.all([answer(request), answer(request)]);
    expect(JSON.stringify(first)).toContain('20점');
    expect(second).toEqual(first);
    expect(await stage.government.value('select count(*)::int from special_grant')).toBe(1);
  });
});

describe('a button clicked twice', () => {
  test('되돌리기, one after the other and at once: one reversal, and the same words each time', async () => {
    const number = givenNumber(await answer(stage.give(giver, receiver)));
    const undo = () => {
      const key = newTriggerId();
      const press = { action_id: `undo_gift:${number}`, value: String(number) };
      return { key, request: stage.press(giver, press, { triggerId: key }) };
    };
    const clicks = [undo(), undo(), undo(), undo()];
    const [first, ...others] = clicks;
    if (!first) throw new Error('no click');
    await answer(first.request);
    await Promise.all(others.map(({ request }) => answer(request)));
    const said = await Promise.all(clicks.map(async ({ key }) => (await responses(key, 1))[0]));
    expect(said[0]?.text).toMatch(new RegExp(`^번호 ${number}[을를] 되돌렸습니다\\.$`));
    for (const one of said) expect(one).toEqual(said[0]);
    expect(await reversalsBy(giver)).toBe(1);
  });

  test('되돌리기, twice at once before either was answered', async () => {
    const number = givenNumber(await answer(stage.give(giver, receiver)));
    const keys = [newTriggerId(), newTriggerId()];
    const press = { action_id: `undo_gift:${number}`, value: String(number) };
    await Promise.all(keys.map((triggerId) => answer(stage.press(giver, press, { triggerId }))));
    const [[first], [second]] = (await Promise.all(keys.map((key) => responses(key, 1)))) as [
      Record<string, unknown>[],
      Record<string, unknown>[],
    ];
    expect(second).toEqual(first);
    expect(JSON.stringify(first)).toContain('되돌렸습니다');
    expect(await reversalsBy(giver)).toBe(1);
  });

  test('a choice among namesakes, and another of the choices: one gift', async () => {
    const [namesake] = (await stage.addPeople('traffic', 1)) as [Person];
    await stage.government.rows(`update official set name = $1, initials = 'ㅎㄱㄷ' where id = any ($2)`, [
      '홍길동',
      [receiver.id, namesake.id],
    ]);
    const asked = (await answer(stage.command(giver, `주기 홍길동 ${THANKS}`))) as {
      blocks: Array<{ type: string; elements?: Array<{ action_id: string; value: string }> }>;
    };
    const [one, other] = asked.blocks.find(({ type }) => type === 'actions')?.elements ?? [];
    if (!one || !other) throw new Error(`no choice in ${JSON.stringify(asked)}`);
    const keys = [newTriggerId(), newTriggerId(), newTriggerId()];
    await Promise.all(keys.slice(0, 2).map((triggerId) => answer(stage.press(giver, one, { triggerId }))));
    const [[first], [second]] = (await Promise.all(keys.slice(0, 2).map((key) => responses(key, 1)))) as [
      Record<string, unknown>[],
      Record<string, unknown>[],
    ];
    expect(givenNumber(first)).toBeDefined();
    expect(second).toEqual(first);
    await answer(stage.press(giver, other, { triggerId: keys[2] ?? '' }));
    expect(JSON.stringify(await responses(keys[2] ?? '', 1))).toContain('이미 다른 내용으로');
    expect(await giftsOf(giver)).toBe(1);
  });

  test('승인, twice at once and once more: one grant, and the same words each time', async () => {
    const { operator, secondOperator } = stage.government.people;
    const people = (await stage.addPeople('hr', 1)) as [Person];
    await stage.government.setPolicy('smes', '2026-01-01', { secondPersonAbove: 10 });
    const asked = stage.command(operator, `특별 <@${stage.userOf(people[0])}> 30 합동 점검 지원`);
    const [first, again] = await Promise.all([answer(asked), answer(asked)]);
    expect(again).toEqual(first);
    const ids = await stage.government.rows<{ id: number }>('select id from approval_request');
    expect(ids).toHaveLength(1);
    const id = ids[0]?.id;
    const keys = [newTriggerId(), newTriggerId(), newTriggerId()];
    const click = (triggerId = '') =>
      answer(stage.press(secondOperator, { action_id: `approve:${id}`, value: String(id) }, { triggerId }));
    await Promise.all(keys.slice(0, 2).map(click));
    await click(keys[2]);
    const said = await Promise.all(keys.map(async (key) => (await responses(key, 1))[0]));
    expect(JSON.stringify(said[0])).toContain('승인');
    for (const one of said) expect(one).toEqual(said[0]);
    expect(
      await stage.government.value(
        `select count(*)::int from special_grant where request_key like 'approval:%'`,
      ),
    ).toBe(1);
  });
});

describe('a dialog', () => {
  test('submitted twice at once, under different view ids: one gift, one receipt, the same answer', async () => {
    const triggerId = newTriggerId();
    await answer(shortcut({ userId: stage.userOf(giver), callbackId: 'give_points', triggerId }));
    const opened = await seen('the dialog', () =>
      stage.fake.callsOf('views.open').find((call) => call.args.trigger_id === triggerId),
    );
    const { private_metadata: metadata } = opened.args.view as { private_metadata: string };
    const filled = { metadata, recipient: `official:${receiver.id}` };
    const answers = await Promise.all(
      ['VA', 'VB', 'VC', 'VC'].map((viewId) => answer(stage.submitGive(giver, { ...filled, viewId }))),
    );
    expect(await answer(stage.submitGive(giver, filled))).toEqual(answers[0]);
    for (const one of answers) expect(one).toEqual(answers[0]);
    expect(answers[0]).toBe('');
    expect(await giftsOf(giver)).toBe(1);
    await seen('the receipt', () => messagesTo(giver).length > 0);
    expect(messagesTo(giver)).toHaveLength(1);
  });

  test('opened twice is two acts: whoever fills both in gives twice, within the limits', async () => {
    const metadata = () => JSON.stringify({ key: newTriggerId(), source: 'dialog' });
    for (let times = 0; times < 3; times += 1)
      await answer(stage.submitGive(giver, { metadata: metadata(), recipient: `official:${receiver.id}` }));
    expect(await giftsOf(giver)).toBe(2);
  });
});

describe('a reaction', () => {
  test('that arrives under several event ids offers the dialog once, and gives nothing', async () => {
    const before = await stage.books();
    const event = {
      type: 'reaction_added',
      user: stage.userOf(giver),
      reaction: 'handshake',
      item: { type: 'message', channel: 'C0TALK', ts: '1700000000.000100' },
      item_user: stage.userOf(receiver),
      event_ts: '1700000001.000100',
    };
    const offers = () =>
      stage.fake.callsOf('chat.postEphemeral').filter(({ args }) => args.user === stage.userOf(giver));
    const send = (eventId: string, more = {}) =>
      bot.send(eventCallback({ event: { ...event, ...more }, eventId }));
    const both = await Promise.all([send('Ev1'), send('Ev2')]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    // The other emoji on the same message says nothing new either.
    await send('Ev3', { reaction: '협업' });
    expect(offers()).toHaveLength(1);
    await send('Ev4', { item: { ...event.item, ts: '1700000000.000200' } });
    expect(offers()).toHaveLength(2);
    expect(await stage.books()).toEqual(before);
  });

  test('whose offer could not be posted is refused, so that Slack sends it again', async () => {
    const event = {
      type: 'reaction_added',
      user: stage.userOf(giver),
      reaction: 'handshake',
      item: { type: 'message', channel: 'C0TALK', ts: '1700000000.000300' },
      item_user: stage.userOf(receiver),
      event_ts: '1700000001.000300',
    };
    stage.fake.misbehave('chat.postEphemeral', { kind: 'httpError', status: 503 });
    expect((await bot.send(eventCallback({ event }))).status).toBe(500);
    expect((await bot.send(eventCallback({ event }))).status).toBe(200);
    const offers = stage.fake
      .callsOf('chat.postEphemeral')
      .filter(({ args, answer }) => args.user === stage.userOf(giver) && answer?.ok);
    expect(offers).toHaveLength(1);
  });
});

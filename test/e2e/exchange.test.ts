import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, seoulDay } from '../../src/calendar/seoul.ts';
import { daysOfTerm, type SeededPair, seedPair, seedTerm } from '../exchange/seed-exchange.ts';
import { type BotProcess, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { newTriggerId, type SlackRequest, viewSubmission } from '../support/slack-requests.ts';
import { openStage, REFERENCE, type Stage } from '../support/stage.ts';

// The bot runs by the real clock.
const TODAY = seoulDay(new Date());
const FIRST = addDays(TODAY, -700);
const LAST = addDays(TODAY, 30);
const LATER = addDays(TODAY, 200);

let stage: Stage;
let bot: BotProcess;
let pair: SeededPair;
let lead: number;
let companion: number;

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('all');
});
afterAll(() => stage?.close());

let rounds = 0;
/** Each test has a pair of its own, as what was recorded stays. */
beforeEach(async () => {
  const { government } = stage;
  const [holder, follower] = (await stage.addPeople('hr', 2)) as [Person, Person];
  rounds += 1;
  pair = await seedPair(government, { round: rounds, task: `과제 ${rounds}` });
  lead = await seedTerm(government, pair.a, holder, [FIRST, LAST]);
  companion = await seedTerm(government, pair.a, follower, [FIRST, LAST], lead);
});

/** What is answered well: with 200, and not by a fault; `respond()` included. */
async function send(request: SlackRequest): Promise<unknown> {
  const text = await stage.ask(bot, request);
  const about = `${decodeURIComponent(request.body.replaceAll('+', ' ')).slice(0, 2_000)} → ${text.slice(0, 300)}`;
  expect(text, about).not.toMatch(REFERENCE);
  return text === '' ? '' : JSON.parse(text);
}

/** What a button is answered with behind the acknowledgement. */
async function press(person: Person, action_id: string, value = action_id.split(':')[1]): Promise<string> {
  const triggerId = newTriggerId();
  const action = value === undefined ? { action_id } : { action_id, value };
  await send(stage.press(person, action, { triggerId }));
  return seen('the answer', () => {
    const said = stage.fake.responses.find(({ key }) => key === triggerId);
    const opened = stage.fake.callsOf('views.open').find(({ args }) => args.trigger_id === triggerId);
    return (said || opened) && JSON.stringify(said?.body ?? opened?.args.view);
  });
}

const submit = (person: Person, fields: Record<string, unknown>, metadata = String(lead)) =>
  viewSubmission({
    userId: stage.userOf(person),
    view: {
      callback_id: 'extend_term',
      private_metadata: metadata,
      blocks: [{ type: 'input', block_id: 'new_end' }],
    },
    values: fields as never,
  });
const filled = (newEnd: unknown = LATER, reason: unknown = '과제를 마무리할 때까지') => ({
  new_end: { value: { type: 'datepicker', selected_date: newEnd } },
  reason: { value: { type: 'plain_text_input', value: reason } },
});

/** What an extension writes; scheduled jobs may tell people of other things meanwhile. */
const traces = () =>
  stage.government.rows(
    `select (select count(*) from exchange_change) as changes, (select count(*) from outbox where kind like 'exchange%') as outbox,
            (select count(*) from access_log) as looks, (select array_agg(during order by id) from exchange_term) as terms`,
  );

async function expectHarmless(requests: SlackRequest[]): Promise<void> {
  await seen('that nothing is under way', async () => (await stage.countWaiting()) === 0);
  const before = await traces();
  const [lines, responses] = [bot.lines.length, stage.fake.responses.length];
  for (const request of requests) await send(request);
  expect(await traces()).toEqual(before);
  await bot.get('/healthz');
  expect(bot.lines.slice(lines).filter((line) => line.includes('"level":50'))).toEqual([]);
  for (const { body } of stage.fake.responses.slice(responses))
    expect(JSON.stringify(body)).not.toMatch(REFERENCE);
}

describe('an operator', () => {
  test('finds a pair, opens the dialog and extends; the holder, the companion and both agencies are told', async () => {
    const { operator, cco, otherOperator } = stage.government.people;
    const list = JSON.stringify(await send(stage.command(operator, '교류')));
    expect(list).toContain(`show_pair:${pair.id}`);
    const card = await press(operator, `show_pair:${pair.id}`);
    expect(card).toContain(`extend_term:${lead}`);
    expect(card).toContain('동반 교류');
    const dialog = await press(operator, `extend_term:${lead}`);
    expect(JSON.parse(dialog)).toMatchObject({ callback_id: 'extend_term', private_metadata: String(lead) });
    const answer = await send(submit(operator, filled()));
    expect(answer).toMatchObject({ response_action: 'update', view: { type: 'modal' } });
    expect(JSON.stringify(answer)).toContain('연장했습니다.');
    expect(await daysOfTerm(stage.government, lead)).toBe(`${FIRST}~${LATER}`);
    expect(await daysOfTerm(stage.government, companion)).toBe(`${FIRST}~${LATER}`);
    const told = await stage.government.rows<{ official_id: number }>(
      'select official_id from exchange_term where id = any($1)',
      [[lead, companion]],
    );
    const everybody = [...told.map(({ official_id: id }) => id), cco.id, otherOperator.id];
    for (const id of everybody)
      await seen('the message', () =>
        stage.fake
          .messages(stage.userOf({ id } as Person))
          .some(({ text }) => text.includes('연장되었습니다.')),
      );
    // Whoever did it knows already.
    expect(
      stage.fake.messages(stage.userOf(operator)).filter(({ text }) => text.includes('연장되었습니다.')),
    ).toEqual([]);
  });

  test('who submits twice has extended once', async () => {
    const { otherOperator } = stage.government.people;
    const request = submit(otherOperator, filled());
    const answers = await Promise.all([send(request), send(request), send(request)]);
    for (const answer of answers) expect(JSON.stringify(answer)).toContain('연장했습니다.');
    expect(
      await stage.government.value('select count(*)::int from exchange_change where term_id = $1', [lead]),
    ).toBe(1);
  });

  test('who errs gets the dialog back with what was typed, and all that is wrong', async () => {
    const { operator } = stage.government.people;
    const answer = JSON.stringify(await send(submit(operator, filled(LAST, ' '))));
    expect(answer).toContain('지금 종료일');
    expect(answer).toContain('사유를 적어 주십시오');
    expect(answer).toContain(`"initial_date":"${LAST}"`);
    expect(answer).toContain('"callback_id":"extend_term"');
  });

  test('on App Home, where there is no conversation, gets the answer in a dialog', async () => {
    const { operator } = stage.government.people;
    const triggerId = newTriggerId();
    const { userId } = { userId: stage.userOf(operator) };
    const body = stage.press(operator, { action_id: 'show_exchange' }, { triggerId, userId }).body;
    const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
    const { channel: _channel, message: _message, response_url: _url, ...rest } = payload;
    const fromHome = { ...rest, container: { type: 'view' }, view: { id: 'V1', type: 'home' } };
    await send({
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({ payload: JSON.stringify(fromHome) }).toString(),
    });
    const call = await seen('the dialog', () =>
      stage.fake.callsOf('views.open').find(({ args }) => args.trigger_id === triggerId),
    );
    expect(JSON.stringify(call.args.view)).toContain(`show_pair:${pair.id}`);
  });
});

test('everybody else finds the pair without its holders, and no button to extend', async () => {
  const { minjun, cco, auditor } = stage.government.people;
  const text = `교류 ${rounds}-1`;
  const card = JSON.stringify(await send(stage.command(minjun, text)));
  expect(card).toContain('교류 당사자');
  expect(card).not.toContain('사람');
  for (const person of [minjun, cco, auditor])
    expect(JSON.stringify(await send(stage.command(person, text)))).not.toContain('extend_term');
});

test('a look by whoever takes no part is in the access log (안전성 확보조치 기준)', async () => {
  const { auditor, minjun } = stage.government.people;
  const looks = () =>
    stage.government.rows(
      `select actor_id, subject from access_log where action = 'look_at_exchange' and subject = $1`,
      [`exchange_pair:${pair.id}`],
    );
  await send(stage.command(minjun, `교류 ${rounds}-1`));
  expect(await looks()).toEqual([]);
  await send(stage.command(auditor, `exchange ${rounds}-1`));
  expect(await looks()).toEqual([{ actor_id: auditor.id, subject: `exchange_pair:${pair.id}` }]);
});

describe('crafted', () => {
  const GARBAGE = [
    '',
    ' ',
    'garbage',
    '-1',
    '0',
    '1.5',
    '99999999999999999999999999',
    '2147483648',
    'NaN',
    '１',
    "1'; drop table exchange_term; --",
    '{"id":1}',
    '__proto__',
    '\u0000',
    '\ud800',
    '<!channel>',
    '9'.repeat(2_000),
  ];

  test('buttons: nothing changes and nothing breaks', async () => {
    const { minjun, operator } = stage.government.people;
    await expectHarmless(
      [minjun, operator].flatMap((person) =>
        ['show_pair:1', 'show_round:1', 'extend_term:1'].flatMap((action_id) => [
          ...GARBAGE.map((value) => stage.press(person, { action_id, value })),
          stage.press(person, { action_id }),
        ]),
      ),
    );
  });

  test('dialogs of people who may not extend: nothing changes, and they are not told whether there is such a term', async () => {
    const { minjun, cco, auditor, admin, haneul } = stage.government.people;
    const holder = {
      id: await stage.government.value('select official_id from exchange_term where id = $1', [lead]),
    } as Person;
    await expectHarmless(
      [minjun, cco, auditor, admin, haneul, holder].flatMap((person) => [
        submit(person, filled()),
        stage.press(person, { action_id: `extend_term:${lead}`, value: String(lead) }),
      ]),
    );
    const withoutTerm = JSON.stringify(await send(submit(minjun, filled(), '999999')));
    expect(JSON.stringify(await send(submit(minjun, filled())))).toBe(withoutTerm);
  });

  test('fields of an operator’s dialog, and terms of others: nothing changes and nothing breaks', async () => {
    const { operator } = stage.government.people;
    await stage.government.setRole(stage.government.people.minjun, 'operator');
    await expectHarmless([
      ...GARBAGE.map((metadata) => submit(operator, filled(), metadata)),
      ...GARBAGE.map((newEnd) => submit(operator, filled(newEnd))),
      ...['9999-12-31', '0000-01-01', '2027-02-30', FIRST, LAST, TODAY].map((end) =>
        submit(operator, filled(end)),
      ),
      ...['', ' \u3164 ', '\u0000', '가'.repeat(40_000)].map((reason) =>
        submit(operator, filled(LATER, reason)),
      ),
      ...[null, 5, {}, ['x']].flatMap((odd) => [
        submit(operator, filled(odd)),
        submit(operator, filled(LATER, odd)),
      ]),
      submit(operator, {}),
      submit(operator, { new_end: {}, reason: {} }),
      submit(stage.government.people.minjun, filled()),
    ]);
  });

  test('commands: nothing changes', async () => {
    const { minjun } = stage.government.people;
    await expectHarmless(
      [
        '교류 0',
        '교류 9999-9999',
        '교류 constructor',
        '교류 \u0000',
        `교류 ${'1'.repeat(20_000)}`,
        '교류 <!channel>',
        "교류 1'; --",
      ].map((text) => stage.command(minjun, text)),
    );
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cleanText } from '../../src/messenger/mrkdwn.ts';
import { type BotProcess, seen } from '../support/bot.ts';
import type { Person } from '../support/ledger.ts';
import { textObjects } from '../support/slack-limits.ts';
import {
  eventCallback,
  newTriggerId,
  type SlackRequest,
  shortcut,
  viewSubmission,
} from '../support/slack-requests.ts';
import { BOARD_CHANNEL, givenNumber, openStage, REFERENCE, type Stage, THANKS } from '../support/stage.ts';

let stage: Stage;
let bot: BotProcess;
let giver: Person;
let receiver: Person;
/** A member without any part in what the others did. */
let attacker: Person;

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('all');
});
afterAll(() => stage?.close());
beforeEach(async () => {
  [giver, attacker] = (await stage.addPeople('hr', 2)) as [Person, Person];
  [receiver] = (await stage.addPeople('collab', 1)) as [Person];
});

/** Sends what must be answered well: without long work, with 200, and not by a fault. */
async function send(request: SlackRequest): Promise<unknown> {
  const cpuSeconds = () => bot.metric('process_cpu_seconds_total');
  const before = await cpuSeconds();
  expect(before).toBeGreaterThan(0);
  const text = await stage.ask(bot, request);
  // What the bot itself has worked: how long others kept it waiting says nothing.
  const worked = (await cpuSeconds()) - before;
  const about = `${decodeURIComponent(request.body.replaceAll('+', ' ')).slice(0, 2_000)} → ${text.slice(0, 300)}`;
  expect(text, about).not.toMatch(REFERENCE);
  expect(worked, about).toBeLessThan(2);
  return text === '' ? '' : JSON.parse(text);
}

/** Neither the books change nor is anything logged as a fault. */
async function expectHarmless(requests: SlackRequest[]): Promise<void> {
  await seen('that nothing is under way', async () => (await stage.countWaiting()) === 0);
  const [before, access] = [await stage.books(), await countAccess()];
  const [linesBefore, responsesBefore] = [bot.lines.length, stage.fake.responses.length];
  for (const request of requests) await send(request);
  expect(await stage.books()).toEqual(before);
  expect(await countAccess()).toBe(access);
  await bot.get('/healthz');
  expect(bot.lines.slice(linesBefore).filter((line) => line.includes('"level":50'))).toEqual([]);
  for (const { body } of stage.fake.responses.slice(responsesBefore))
    expect(JSON.stringify(body)).not.toMatch(REFERENCE);
}
const countAccess = () => stage.government.value<number>('select count(*)::int from access_log');

/** Every text that a message shows, notification and blocks. */
function shown(message: { text?: unknown; blocks?: unknown }): string[] {
  return [String(message.text ?? ''), ...textObjects(message.blocks).map(({ text }) => text)];
}

const GARBAGE = [
  '',
  ' ',
  'garbage',
  '-1',
  '0',
  '1.5',
  '1e400',
  '99999999999999999999999999',
  '9007199254740993',
  '2147483648',
  'NaN',
  '１',
  "1'; drop table gift; --",
  '1 or 1=1',
  '{"number":1}',
  '[1]',
  'null',
  '__proto__',
  '\u0000',
  '1\u0000',
  '\ud800',
  '<!channel>',
  '9'.repeat(2_000),
];

describe('what people write', () => {
  const given = async (message: string) => {
    const answer = await send(stage.give(giver, receiver, { message }));
    const number = givenNumber(answer);
    expect(number, JSON.stringify(answer)).toBeDefined();
    await seen('that all is delivered', async () => (await stage.countWaiting()) === 0);
    const board = stage.fake
      .messages(BOARD_CHANNEL)
      .findLast((one) => JSON.stringify(one).includes(`번호 ${number}`));
    const direct = stage.fake.messages(stage.userOf(receiver)).at(-1);
    if (!board || !direct) throw new Error('not announced');
    const stored = await stage.government.value<string>('select message from gift where id = $1', [number]);
    const texts = [answer as object, board, direct].flatMap(shown);
    // Slack acts on nothing between angle brackets; an entity is only words.
    for (const text of texts) expect(text).not.toMatch(/[<]|@(channel|here|everyone)/i);
    return { stored, texts, all: texts.join('\n') };
  };

  test.each<[string, string]>([
    ['a mention of everyone, as Slack sends it', '<!channel> 여러분 모두 고맙습니다 정말로'],
    ['one that was typed', '&lt;!channel&gt; &lt;!here|x&gt; @everyone 모두 고맙습니다'],
    ['escaped twice', '&amp;lt;!channel&amp;gt; 여러분 모두 고맙습니다'],
    ['a mention of a person', '<@U10001|kim> 님 덕분에 살았습니다 고맙습니다'],
    ['a channel and a group', '<#C01|general> <!subteam^S01|@팀> 모두 고맙습니다 정말로'],
    ['a link under another name', '<https://evil.example|https://korea.kr> 여기 자료 고맙습니다'],
    ['a broken mention', '<!channel <@ <<!here>> >> 모두 고맙습니다 정말로 감사'],
  ])('%s mentions nobody and links nothing', async (_, message) => {
    const { all } = await given(message);
    expect(all).toContain('고맙습니다');
    expect(all).not.toContain('evil.example|');
  });

  test('formatting stays words, on every line', async () => {
    const { all } = await given('*굵게* _기울임_ ~취소~ `코드`\n> 인용\n```자료``` :tada: 고맙습니다');
    expect(all).not.toMatch(/\*굵게\*|_기울임_|~취소~|`코드`|```|:tada:/);
    // Quoted as a whole: each line begins with our own mark, and none with theirs.
    expect(all).toMatch(/^> › ?인용$|^> ›.*인용$/m);
  });

  test('zero-width and right-to-left characters are gone', async () => {
    const { stored, all } = await given(
      '고\u200b맙\u200d습\u2060니다 \u202e정말로\u202c \u2066도움이\u2069\ufeff 되었습니다',
    );
    expect(stored).toBe('고맙습니다 정말로 도움이 되었습니다');
    expect(all).not.toMatch(/\p{Cf}/u);
  });

  test('a dialog’s message, which Slack does not escape, mentions nobody either', async () => {
    const metadata = JSON.stringify({ key: newTriggerId(), source: 'dialog' });
    const recipient = `official:${receiver.id}`;
    await send(
      stage.submitGive(giver, { metadata, recipient, message: '<!channel> <@U10001> <#C01> 고맙습니다' }),
    );
    const told = await seen('the messages', () => {
      const found = [giver, receiver].map((person) => stage.fake.messages(stage.userOf(person)).at(-1));
      const board = stage.fake
        .messages(BOARD_CHANNEL)
        .findLast((one) => JSON.stringify(one).includes('U10001'));
      return [...found, board].every(Boolean) && [...found, board];
    });
    for (const text of told.flatMap((one) => shown(one ?? {}))) expect(text).not.toContain('<');
  });

  test('decomposed Hangul is read and stored composed', async () => {
    const message = '통계를 정리해 주셔서 고맙습니다';
    const text = `주기 <@${stage.userOf(receiver)}> ${message}`.normalize('NFD');
    expect(text).not.toBe(text.normalize('NFC'));
    const number = givenNumber(await send(stage.command(giver, text)));
    expect(await stage.government.value('select message from gift where id = $1', [number])).toBe(message);
  });

  test('NUL and other controls are gone', async () => {
    const { stored } = await given('자료를\u0000 정리해\u0007 주셔서\u001b[31m 고맙습니다\u0085');
    expect(stored).toBe('자료를 정리해 주셔서[31m 고맙습니다');
  });

  test.each<[string, string, string]>([
    ['empty', '', '감사의 말이 없습니다'],
    ['blank', ' \u3164 \u200b \u2800 ', '감사의 말이 없습니다'],
    ['of invisible characters only', '\u200b'.repeat(50), '감사의 말이 없습니다'],
    ['of 40,000 characters', '감사'.repeat(20_000), '40,000자로 깁니다|40000자로 깁니다'],
    ['of 40,000 combining marks', `${THANKS}${'\u0301'.repeat(40_000)}`, ''],
    ['of 40,000 angle brackets', '<'.repeat(40_000), '자로 깁니다'],
    ['of 13,000 broken mentions', '<@U'.repeat(13_000), '자로 깁니다'],
    ['of 40,000 colons', ':'.repeat(40_000), '자로 깁니다'],
    ['of spaces and zero-widths', ` ${'\u200b \u200b'.repeat(13_000)}감사`, '자로 짧습니다'],
  ])('a message %s is refused in words, and at once', async (_, message, reason) => {
    const answer = JSON.stringify(await send(stage.give(giver, receiver, { message })));
    if (reason !== '') expect(givenNumber(answer)).toBeUndefined();
    expect(answer).toMatch(new RegExp(reason));
    expect(answer.length).toBeLessThan(20_000);
  });
});

describe('commands', () => {
  test.each<[string, string[]]>([
    [
      'names that are none',
      [':'.repeat(40_000), '<'.repeat(40_000), '가'.repeat(40_000), '*_~`', '\u0000', '%', '\\', "'; --"].map(
        (name) => `주기 ${name} ${THANKS}`,
      ),
    ],
    [
      'words that are none',
      [
        ':'.repeat(40_000),
        '가'.repeat(40_000),
        '__proto__',
        'constructor',
        'toString',
        '\u0000',
        '<!channel>',
      ],
    ],
    [
      'addresses that are none',
      [
        '<@UNOBODY>',
        '<@U0BOT>',
        '<@USLACKBOT>',
        '<@>',
        '<mailto:x>',
        'a\u0000b@korea.kr',
        `${'a'.repeat(20_000)}@korea.kr`,
      ].map((to) => `주기 ${to} ${THANKS}`),
    ],
    ['numbers that are none', GARBAGE.map((value) => `취소 ${value === '' || value === ' ' ? '0' : value}`)],
    [
      'months that are none',
      ['0000-01', '9999-12', '2026-13', '2026-00', "2026-11'; --", '-0001-01'].flatMap((month) => [
        `내역 ${month}`,
        `보고 ${month}`,
      ]),
    ],
    ['views that are none', ['순위 constructor', `순위 ${'개인 '.repeat(5_000)}`, '순위 <!channel>']],
    [
      'what only operators may do',
      [
        '특별 <@U10001> 50 좋은 일',
        '숨김 1 나쁜 말',
        '보이기 1 좋은 말',
        '설정',
        '설정 게시판 <#C0EVIL|evil>',
        '보고',
        '전송실패',
      ],
    ],
  ])('with %s change nothing', async (_, texts) => {
    await send(stage.give(giver, receiver));
    await expectHarmless(texts.map((text) => stage.command(attacker, text)));
  });

  test('what they say back mentions nobody', async () => {
    for (const text of [
      '<!channel>',
      '주기 <!here> 고맙습니다 정말로',
      '&lt;!channel&gt;',
      '주기 <@UNOBODY|x> 고맙습니다 정말로',
    ]) {
      for (const said of shown((await send(stage.command(attacker, text))) as object))
        expect(said).not.toContain('<');
    }
  });
});

describe('crafted buttons', () => {
  test("another's gift cannot be taken back", async () => {
    const number = givenNumber(await send(stage.give(giver, receiver)));
    await expectHarmless([
      stage.press(attacker, { action_id: `undo_gift:${number}`, value: String(number) }),
      stage.press(receiver, { action_id: `undo_gift:${number}`, value: String(number) }),
      // The action's id says one thing, the value another.
      stage.press(attacker, { action_id: 'undo_gift:0', value: String(number) }),
      stage.press(attacker, { action_id: `undo_gift:${number}`, value: `0${number}` }),
      stage.command(attacker, `취소 ${number}`),
    ]);
  });

  test.each<[string, string[]]>([
    ['undo_gift:1', GARBAGE],
    [
      'choose_recipient:0',
      [
        ...GARBAGE,
        ...[
          { t: 1, r: 'official:1', m: THANKS },
          { t: 'x', r: 'official:-1', m: THANKS },
          { t: 'x', r: 'official:999999999', m: THANKS },
          { t: 'x', r: 'department:999999999', m: THANKS },
          { t: 'x', r: 'official:1', m: 7 },
          { t: 'x', r: 'official:1', m: '' },
          { t: '\u0000', r: 'official:1', m: '' },
          { t: 'x'.repeat(1_000), r: 'official:1', m: '감'.repeat(1_000) },
        ].map((value) => JSON.stringify(value)),
      ],
    ],
    ['approve:1', GARBAGE],
    ['reject:1', GARBAGE],
    [
      'statement_page:1',
      [
        ...GARBAGE,
        '0000-01:0',
        '9999-12:0',
        '2026-11:-1',
        '2026-11:99999999999999',
        '2026-11:1e5',
        '2026-11:x',
        '2026-11',
        '2026-11:0:0',
        '2026-11:0.5',
      ],
    ],
    [
      'ranking:1',
      [
        ...GARBAGE,
        'person received month',
        'person received month agency x',
        'constructor received month agency',
        'x'.repeat(2_000),
      ],
    ],
    ['board_older', GARBAGE],
    ['open_give_from_offer', [...GARBAGE, 'official:0', 'official:999999999', 'department:999999999']],
    ['show_statement', GARBAGE],
    ['open_policy', ['', ...GARBAGE, 'tasks']],
    ['show_policy', ['', ...GARBAGE, 'tasks']],
  ])('%s with values of their own: nothing changes', async (action_id, values) => {
    await expectHarmless([
      ...values.map((value) => stage.press(attacker, { action_id, value })),
      stage.press(attacker, { action_id }),
      stage.press(attacker, { action_id, type: 'static_select', selected_option: null }),
    ]);
  });

  test('approving is no business of members, of the asker, of the receiver, or of another agency', async () => {
    const { operator, otherOperator, auditor, cco } = stage.government.people;
    await stage.government.setPolicy('smes', '2026-01-01', { secondPersonAbove: 10 });
    await send(stage.command(operator, `특별 <@${stage.userOf(giver)}> 30 합동 점검 지원`));
    const id = await stage.government.value<number>('select max(id)::int from approval_request');
    expect(id).toBeGreaterThan(0);
    await expectHarmless(
      [attacker, operator, giver, otherOperator, auditor, cco].flatMap((person) =>
        ['approve', 'reject'].map((verb) =>
          stage.press(person, { action_id: `${verb}:${id}`, value: String(id) }),
        ),
      ),
    );
  });

  test('a choice that someone else was offered does nothing; one made up with the own name is an own gift, once', async () => {
    const choice = (of: Person) =>
      JSON.stringify({ u: of.id, t: 'their-trigger', r: `official:${receiver.id}`, m: THANKS });
    const press = (value: string) => stage.press(attacker, { action_id: 'choose_recipient:0', value });
    await expectHarmless([press(choice(giver)), press(choice(receiver))]);
    const answers = stage.fake.responses.length;
    await send(press(choice(attacker)));
    await send(press(choice(attacker)));
    await seen('both answers', () => stage.fake.responses.length >= answers + 2);
    expect(
      await stage.government.rows('select giver_id, points from gift where recipient_id = $1', [receiver.id]),
    ).toEqual([{ giver_id: attacker.id, points: 10 }]);
  });

  test('thousands of mentions are refused before anybody is looked up', async () => {
    const mentions = Array.from({ length: 3_000 }, (_, index) => `<@U9${index}>`).join(', ');
    await expectHarmless([stage.command(attacker, `주기 ${mentions} ${THANKS}`)]);
    // Others are looked up in the background: the attacker, and whoever is sent a message for the first time.
    const asked = stage.fake.callsOf('users.info').map(({ args }) => String(args.user));
    expect(asked.filter((user) => user.startsWith('U9'))).toEqual([]);
  });
});

describe('crafted dialogs', () => {
  const opened = async (person: Person) => {
    const triggerId = newTriggerId();
    await send(shortcut({ userId: stage.userOf(person), callbackId: 'give_points', triggerId }));
    const call = await seen('the dialog', () =>
      stage.fake.callsOf('views.open').find(({ args }) => args.trigger_id === triggerId),
    );
    return (call.args.view as { private_metadata: string }).private_metadata;
  };

  test("another's metadata does nothing to the other: whoever submits gives of their own, and the other still can", async () => {
    const metadata = await opened(giver);
    const filled = { metadata, recipient: `official:${receiver.id}` };
    await send(stage.submitGive(attacker, filled));
    await send(stage.submitGive(attacker, filled));
    const givers = 'select giver_id from gift where recipient_id = $1 order by id';
    expect(await stage.government.rows(givers, [receiver.id])).toEqual([{ giver_id: attacker.id }]);
    await send(stage.submitGive(giver, filled));
    expect(await stage.government.rows(givers, [receiver.id])).toEqual([
      { giver_id: attacker.id },
      { giver_id: giver.id },
    ]);
  });

  test('metadata, receivers and messages of their own making change nothing', async () => {
    const good = JSON.stringify({ key: 'k', source: 'dialog' });
    const metadata = [
      ...GARBAGE,
      '{}',
      '{"key":1,"source":"dialog"}',
      '{"key":"","source":"dialog"}',
      '{"key":"k"}',
      '{"key":"k","source":"command"}',
      '{"key":"k","source":"__proto__"}',
      '{"key":"\\u0000","source":"dialog"}',
      JSON.stringify({ key: 'k'.repeat(2_900), source: 'dialog' }),
    ];
    const recipients = [
      ...GARBAGE,
      'official:0',
      'official:999999999',
      'department:999999999',
      'user:1',
      'official:1 or 1=1',
      `official:${attacker.id}`,
      `department:${attacker.department}x`,
    ];
    const messages = ['', ' ', '감'.repeat(40_000), '\u0000', '<!here>'];
    const to = `official:${receiver.id}`;
    await expectHarmless([
      ...metadata.map((one) => stage.submitGive(attacker, { metadata: one, recipient: to })),
      ...recipients.map((recipient) => stage.submitGive(attacker, { metadata: good, recipient })),
      ...messages.map((message) => stage.submitGive(attacker, { metadata: good, recipient: to, message })),
      viewSubmission({
        userId: stage.userOf(attacker),
        view: { callback_id: 'give', private_metadata: good },
        values: {},
      }),
    ]);
  });

  test('the policy form is no business of members, nor of operators with impossible values', async () => {
    const form = (person: Person, values: Record<string, string>, { from = '2027-01-01', group = '' } = {}) =>
      viewSubmission({
        userId: stage.userOf(person),
        view: {
          callback_id: 'policy',
          private_metadata: group,
          blocks: [{ type: 'input', block_id: 'effective_from' }],
        },
        values: {
          effective_from: { value: { type: 'static_select', selected_option: { value: from } } },
          ...Object.fromEntries(
            Object.entries(values).map(([key, value]) => [
              key,
              { value: { type: 'plain_text_input', value } },
            ]),
          ),
        },
      });
    const oddFields = (fields: Record<string, unknown>) =>
      viewSubmission({
        userId: stage.userOf(stage.government.people.operator),
        view: { callback_id: 'policy', private_metadata: 'tasks' },
        values: fields as never,
      });
    const { operator, otherOperator, auditor, cco } = stage.government.people;
    await expectHarmless([
      ...[attacker, auditor, cco].map((person) => form(person, { monthlyAllowance: '100000' })),
      ...['-1', '100001', '1e5', '0x10', 'NaN', "200'; --", '9'.repeat(50), '１００', '\u0000'].map((value) =>
        form(operator, { monthlyAllowance: value }),
      ),
      form(operator, { messageMinLength: '300', messageMaxLength: '10' }),
      form(operator, { specialPoolPerYear: '2001' }),
      ...[
        '2020-01-01',
        '2026-11-01',
        '2027-01-02',
        '2027-13-01',
        "2027-01-01'; --",
        '',
        '\u0000',
        '9'.repeat(100),
      ].map((from) => form(otherOperator, { monthlyAllowance: '300' }, { from })),
      // The other group's form: numbers, lists and words that are none.
      ...[attacker, auditor, cco].map((person) =>
        form(person, { escalateAfterDays: '5' }, { group: 'tasks' }),
      ),
      ...GARBAGE.filter((value) => value.trim() !== '' && cleanText(value) !== '').flatMap((value) =>
        ['escalateAfterDays', 'remindBeforeDays', 'completionPoints'].map((key) =>
          form(operator, { [key]: `-${value}` }, { group: 'tasks' }),
        ),
      ),
      ...['우수', '우수, 우수', ',', '우수,,보통', 'ㄱ, '.repeat(5_000), `가, ${'나'.repeat(21)}`].map(
        (value) => form(operator, { gradeScale: value }, { group: 'tasks' }),
      ),
      form(operator, { sendFromHour: '13', sendUntilHour: '12' }, { group: 'tasks' }),
      form(operator, { evaluationDueMonth: '2', evaluationDueDay: '30' }, { group: 'tasks' }),
      // Keys of the other group, keys that are none, and a group that is none: nothing of it is a change.
      form(operator, { monthlyAllowance: '300', nonsense: '1', __proto__: '1' }, { group: 'tasks' }),
      ...['constructor', 'TASKS', '\u0000', 'x'.repeat(2_900)].map((group) =>
        form(operator, { escalateAfterDays: '5' }, { group }),
      ),
      // Fields of a shape that Slack's are not.
      oddFields({}),
      oddFields({ escalateAfterDays: {}, effective_from: {} }),
      oddFields({ escalateAfterDays: { value: { type: 'number_input', value: -5 } } }),
      oddFields({ remindBeforeDays: { value: { type: 'plain_text_input', value: ['7'] } } }),
      oddFields({
        gradeScale: { value: null },
        completionPoints: { value: { selected_option: { value: 1 } } },
      }),
    ]);
  });

  test('the search for receivers takes anything, and a wildcard is a character', async () => {
    const search = (value: string): SlackRequest => ({
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_suggestion',
          action_id: 'recipient',
          block_id: 'recipient',
          value,
          team: { id: stage.fake.teamId },
          user: { id: stage.userOf(attacker) },
          view: { id: 'V1', type: 'modal', private_metadata: '' },
        }),
      }).toString(),
    });
    for (const value of [
      '%',
      '_',
      '%%',
      '\\',
      "'",
      '(',
      '[',
      '.*',
      '\u0000',
      '김\u0000',
      '\ud800',
      'ㄱ'.repeat(5_000),
      'a b '.repeat(5_000),
      '<!channel>',
    ])
      expect(await send(search(value))).toEqual({ options: [] });
    // An answer that came too late for who types on has no options in it.
    await expect
      .poll(() => send(search('김하늘')), { timeout: 120_000 })
      .toMatchObject({
        options: [{ value: expect.stringMatching(/^official:\d+$/) }],
      });
  });
});

test('events of strange shape are taken and do nothing', async () => {
  const user = stage.userOf(attacker);
  const reaction = { type: 'reaction_added', user, reaction: 'handshake', event_ts: '1.1' };
  await expectHarmless(
    [
      { ...reaction, item: { type: 'file', file: 'F1' }, item_user: stage.userOf(giver) },
      { ...reaction, item: { type: 'message', channel: 'C1', ts: '1.1' } },
      { ...reaction, item: { type: 'message', channel: 'C1', ts: '1.2' }, item_user: user },
      { ...reaction, item: { type: 'message', channel: 'C1', ts: '1.3' }, item_user: 'U0BOT' },
      { ...reaction, item: { type: 'message', channel: 'C1', ts: '1.4' }, item_user: 'UNOBODY' },
      {
        ...reaction,
        reaction: '__proto__',
        item: { type: 'message', channel: 'C1', ts: '1.5' },
        item_user: stage.userOf(giver),
      },
      { type: 'app_home_opened', user: 'UNOBODY', tab: 'home', channel: 'D1', event_ts: '1.1' },
      { type: 'app_home_opened', user, tab: 'messages', channel: 'D1', event_ts: '1.1' },
      { type: 'app_home_opened', user, tab: 'home', channel: 'D1', event_ts: '1.1' },
    ].map((event) => eventCallback({ event })),
  );
  expect(stage.fake.callsOf('chat.postEphemeral')).toEqual([]);
  expect(stage.fake.home(user)).toBeDefined();
});

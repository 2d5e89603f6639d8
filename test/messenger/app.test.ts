import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Bolt } from '../../src/messenger/app.ts';
import { openBolt } from '../../src/messenger/app.ts';
import type { Identity } from '../../src/messenger/identity.ts';
import { seen } from '../support/bot.ts';
import {
  blockActions,
  eventCallback,
  type SlackFake,
  type SlackRequest,
  shortcut,
  signedRequest,
  slashCommand,
  startSlackFake,
  startTestSlack,
  viewSubmission,
} from '../support/slack.ts';

const SECRET = 'signing-secret';
let fake: SlackFake;
let bolt: Bolt;
let url: string;
const logged: string[] = [];
const acks: number[] = [];
const woken: string[] = [];
/** What has reached its handler. */
const begun: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });

/** Stands for the directory: people whose id begins with U0 are officials. */
const identity: Identity = {
  resolve: async (_team, userId) => {
    if (userId === 'U9BROKEN') throw new Error('directory gone');
    return userId.startsWith('U0')
      ? { kind: 'official', officialId: 7, locale: userId === 'U0EN' ? 'en' : 'ko' }
      : { kind: 'unknown', firstTime: true, locale: 'ko' };
  },
  reportUnknown: async () => true,
  findMessengerUser: async () => undefined,
  refreshLocale: async () => ({ kind: 'bot' }),
};

function listen(to: Bolt): void {
  to.onCommand('/협업', async ({ text, officialId }) => {
    begun.push(text);
    if (text === 'broken') throw new Error('no disk');
    if (text.startsWith('slow')) await sleep(2_400);
    if (text === 'slow broken') throw new Error('no disk later');
    return text === 'nothing' ? undefined : { text: `${officialId}: ${text}` };
  });
  to.onAction('press', async ({ value, messageTs }) => {
    if (value === 'broken') throw new Error('no disk');
    return { text: `pressed ${value} ${messageTs ?? 'at home'}`, replaceOriginal: true };
  });
  to.onView('form', async ({ values }) => {
    if (values.b?.a?.value === 'broken') throw new Error('no disk');
    if (values.b?.a?.value === 'slow') await sleep(2_400);
    const answer =
      values.b?.a?.value === ''
        ? { response_action: 'errors' as const, errors: { b: '비었습니다' } }
        : undefined;
    return { ...(answer ? { answer } : {}), late: { text: '끝났습니다' } };
  });
  to.onShortcut('thank', async ({ shortcut: act }) => ({ text: act.type }));
  to.onOptions('who', async ({ typed }) => [{ text: { type: 'plain_text', text: typed }, value: typed }]);
  to.onEvent('reaction_added', async (event) => {
    if (event.reaction === 'broken') throw new Error('no disk');
  });
}

beforeAll(async () => {
  fake = await startSlackFake();
  bolt = await openBolt({
    slack: { botToken: fake.botToken, apiUrl: fake.apiUrl, mode: { kind: 'http', signingSecret: SECRET } },
    port: 0,
    identity,
    log,
    customRoutes: [
      { path: '/healthz', method: 'GET', handler: async (_, response) => void response.end('ok') },
      { path: '/broken', method: 'GET', handler: () => Promise.reject(new Error('broken')) },
    ],
    metrics: { observeAck: (seconds) => void acks.push(seconds) },
    wake: async (teamId) => void woken.push(teamId),
  });
  listen(bolt);
  url = `http://127.0.0.1:${(await bolt.start()).port}`;
});
afterAll(async () => {
  await bolt?.stop();
  await fake?.stop();
});
beforeEach(() => {
  fake.clear();
  for (const list of [logged, acks, woken, begun]) list.length = 0;
});

const send = (request: SlackRequest, options: Parameters<typeof signedRequest>[3] = {}) =>
  signedRequest(SECRET, `${url}/slack/events`, request, options);
const command = (text: string, userId = 'U0GIVER') =>
  slashCommand({ command: '/협업', text, userId, responseUrl: fake.responseUrl('r') });
const view = (value: string) =>
  viewSubmission({
    userId: 'U0GIVER',
    view: { callback_id: 'form', id: 'V1', blocks: [{ type: 'input', block_id: 'b' }] },
    values: { b: { a: { type: 'plain_text_input', value } } },
  });
const REFERENCE = /[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}/;

describe('signed requests', () => {
  test('a command is answered to the giver alone, and the time it took is noted', async () => {
    const response = await send(command('주기 &lt;@U02&gt;'));
    expect(await response.json()).toMatchObject({ response_type: 'ephemeral', text: '7: 주기 &lt;@U02&gt;' });
    expect(acks).toHaveLength(1);
    expect((await send(command('nothing'))).status).toBe(200);
    // Who the bot is was asked at the start, not at each request.
    expect(fake.callsOf('auth.test')).toHaveLength(0);
  });

  test('forged, old and future ones get 401 and do nothing', async () => {
    const now = Math.floor(Date.now() / 1_000);
    for (const options of [{ signature: 'v0=00' }, { timestamp: now - 301 }, { timestamp: now + 302 }]) {
      expect((await send(command('주기'), options)).status).toBe(401);
    }
    expect(acks).toEqual([]);
  });

  test('other routes are served beside, and a broken one does no harm', async () => {
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
    expect((await fetch(`${url}/broken`)).status).toBe(500);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  test('buttons, dialogs, shortcuts and searches reach their handlers', async () => {
    const press = blockActions({
      userId: 'U0GIVER',
      responseUrl: fake.responseUrl('r'),
      action: { action_id: 'press', value: '1' },
      message: { ts: '1.2' },
    });
    expect((await send(press)).status).toBe(200);
    expect(await seen('the late answer', () => fake.responses[0]?.body)).toMatchObject({
      text: 'pressed 1 1.2',
      replace_original: true,
      response_type: 'ephemeral',
    });

    // The home has no response URL: what there is to say goes by direct message.
    await send(
      blockActions({ userId: 'U0GIVER', action: { action_id: 'press', value: '2' }, view: { id: 'V1' } }),
    );
    expect(await seen('the message', () => fake.messages('U0GIVER')[0]?.text)).toBe('pressed 2 at home');

    expect(await (await send(view('x'))).text()).toBe('');
    expect(await (await send(view(''))).json()).toEqual({
      response_action: 'errors',
      errors: { b: '비었습니다' },
    });
    expect((await send(shortcut({ userId: 'U0GIVER', callbackId: 'thank' }))).status).toBe(200);
    expect(await seen('the second message', () => fake.messages('U0GIVER')[1]?.text)).toBe('shortcut');
    const search = {
      contentType: 'application/x-www-form-urlencoded' as const,
      body: new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_suggestion',
          action_id: 'who',
          block_id: 'b',
          value: 'ㄱ',
          team: { id: 'T01TEST' },
          user: { id: 'U0GIVER' },
          container: {},
        }),
      }).toString(),
    };
    expect(await (await send(search)).json()).toMatchObject({ options: [{ value: 'ㄱ' }] });
  });
});

describe('when something breaks', () => {
  test('the person reads a reference that the log has too', async () => {
    const { text } = (await (await send(command('broken'))).json()) as { text: string };
    const [reference] = REFERENCE.exec(text) ?? [''];
    expect(text).toContain('바뀐 것은 없습니다');
    const line = logged.find((entry) => entry.includes(reference)) ?? '';
    expect(line).toContain('no disk');
    expect((await (await send(command('broken', 'U0EN'))).json()) as { text: string }).toMatchObject({
      text: expect.stringContaining('Nothing was changed'),
    });
    expect(await (await send(command('주기', 'U9BROKEN'))).json()).toMatchObject({
      text: expect.stringMatching(REFERENCE),
    });
  });

  test('a dialog keeps what was typed and shows the reference at its first input', async () => {
    expect(await (await send(view('broken'))).json()).toEqual({
      response_action: 'errors',
      errors: { b: expect.stringMatching(REFERENCE) },
    });
  });

  test('a button is acknowledged and the fault told', async () => {
    const press = blockActions({
      userId: 'U0GIVER',
      responseUrl: fake.responseUrl('r'),
      action: { action_id: 'press', value: 'broken' },
      message: { ts: '1.2' },
    });
    expect((await send(press)).status).toBe(200);
    expect(await seen('the late answer', () => fake.responses[0]?.body.text)).toMatch(REFERENCE);
  });

  test('an event that failed is refused, so that Slack sends it again', async () => {
    const event = (reaction: string) =>
      eventCallback({
        event: {
          type: 'reaction_added',
          user: 'U0GIVER',
          reaction,
          item: { type: 'message', channel: 'C01', ts: '1.2' },
          item_user: 'U02',
          event_ts: '1.3',
        },
      });
    expect((await send(event('broken'))).status).toBe(500);
    expect((await send(event('handshake'))).status).toBe(200);
    expect(logged.join()).toMatch(REFERENCE);
  });

  test('a stranger is told politely, and the operator hears of it', async () => {
    expect(await (await send(command('주기', 'U1STRANGER'))).json()).toMatchObject({
      text: expect.stringContaining('명부'),
    });
    expect(await seen('the wake-up', () => woken[0])).toBe('T01TEST');
  });
});

describe('when it takes long', () => {
  test('"처리 중" goes out in time and the result follows', async () => {
    // The result takes 2.4 s: what is said before it is said within Slack's three seconds.
    const response = await send(command('slow'));
    expect(await response.json()).toMatchObject({
      text: expect.stringContaining('처리 중'),
      response_type: 'ephemeral',
    });
    expect(await seen('the late answer', () => fake.responses[0]?.body)).toMatchObject({
      text: '7: slow',
      response_type: 'ephemeral',
    });
  });

  test('a failure after "처리 중" is told too, and a dialog shows how it ended', async () => {
    fake.answer('views.update', () => ({ ok: true, view: {} }));
    const [late, dialog] = await Promise.all([send(command('slow broken')), send(view('slow'))]);
    expect(late.status).toBe(200);
    expect(await dialog.json()).toMatchObject({ response_action: 'update' });
    expect(await seen('the late answer', () => fake.responses[0]?.body.text)).toMatch(REFERENCE);
    expect(await seen('the dialog', () => fake.callsOf('views.update')[0]?.args)).toMatchObject({
      view_id: 'V1',
    });
  });
});

test('a stop takes no new requests and finishes those under way, the late part included', async () => {
  const own = await openBolt({
    slack: { botToken: fake.botToken, apiUrl: fake.apiUrl, mode: { kind: 'http', signingSecret: SECRET } },
    port: 0,
    identity,
    log,
  });
  listen(own);
  const { port } = await own.start();
  const at = `http://127.0.0.1:${port}/slack/events`;
  const underWay = signedRequest(SECRET, at, command('slow'));
  await seen('that it is under way', () => begun[0]);
  const stopped = own.stop();
  await sleep(50);
  await expect(signedRequest(SECRET, at, command('주기'))).rejects.toThrow();
  expect((await underWay).status).toBe(200);
  await stopped;
  expect(fake.responses[0]?.body).toMatchObject({ text: '7: slow' });
});

test('in Socket Mode the same handlers answer, and a stop leaves after what is under way', async () => {
  const slack = await startTestSlack({
    users: [{ id: 'U0GIVER', name: 'giver', realName: '김하나', email: 'kim@korea.kr' }],
    channels: [{ id: 'C01', name: 'board', members: ['U0GIVER'] }],
  });
  const own = await openBolt({
    slack: {
      botToken: slack.botToken,
      apiUrl: slack.apiUrl,
      mode: { kind: 'socket', appToken: slack.appToken },
    },
    port: 0,
    identity,
    log,
    customRoutes: [
      { path: '/healthz', method: 'GET', handler: async (_, response) => void response.end('ok') },
    ],
  });
  try {
    listen(own);
    const { port } = await own.start();
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok');
    const give = slack.control.command({ channel: 'C01', user: 'U0GIVER', command: '/협업', text: 'slow' });
    await seen('that it is under way', () => begun[0]);
    await own.stop();
    await give;
    const texts = (await slack.control.messages('C01')).map(({ text }) => text);
    expect(texts).toEqual([expect.stringContaining('처리 중'), '7: slow']);
  } finally {
    await own.stop();
    await slack.stop();
  }
});

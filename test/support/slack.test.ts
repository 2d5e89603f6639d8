import { App, HTTPReceiver, LogLevel, webApi } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  blockActions,
  eventCallback,
  type SlackFake,
  type SlackRequest,
  shortcut,
  signedRequest,
  slashCommand,
  startSlackFake,
  viewSubmission,
} from './slack.ts';

const SECRET = 'secret';
let fake: SlackFake;
let bot: App;
let url: string;
const seen: string[] = [];

beforeAll(async () => {
  fake = await startSlackFake({ users: [{ id: 'U01', email: 'kim@korea.example', realName: '김하나' }] });
  const receiver = new HTTPReceiver({
    signingSecret: SECRET,
    processBeforeResponse: true,
    logLevel: LogLevel.ERROR,
  });
  bot = new App({
    receiver,
    token: fake.botToken,
    botId: 'B0BOT',
    botUserId: fake.botUserId,
    logLevel: LogLevel.ERROR,
    clientOptions: {
      slackApiUrl: fake.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  bot.command('/협업', async ({ command, ack, respond }) => {
    seen.push(`command ${command.text}`);
    await respond({ response_type: 'ephemeral', text: '나중 답' });
    await ack({ response_type: 'ephemeral', text: '답' });
  });
  bot.action('approve', async ({ action, ack }) => {
    seen.push(`action ${'value' in action ? action.value : ''}`);
    await ack();
  });
  bot.view('form', async ({ view, ack }) => {
    seen.push(`view ${view.state.values.b?.a?.value} ${view.private_metadata}`);
    await ack({ response_action: 'errors', errors: { b: '다시' } });
  });
  bot.shortcut('thank', async ({ shortcut: act, ack }) => {
    seen.push(`shortcut ${act.type}`);
    await ack();
  });
  bot.event('reaction_added', async ({ event }) => void seen.push(`event ${event.reaction}`));
  const server = await bot.start(0);
  const address = 'address' in server ? server.address() : null;
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}/slack/events`;
});

afterAll(async () => {
  await bot?.stop();
  await fake?.stop();
});

beforeEach(() => {
  fake.clear();
  seen.length = 0;
});

describe('signed requests', () => {
  const command = () =>
    slashCommand({ command: '/협업', text: '<@U02> 고마워요', responseUrl: fake.responseUrl('r1') });

  test('a slash command arrives, and its answers are seen', async () => {
    const response = await signedRequest(SECRET, url, command());
    expect([response.status, await response.json()]).toEqual([
      200,
      { response_type: 'ephemeral', text: '답' },
    ]);
    expect(seen).toEqual(['command <@U02> 고마워요']);
    expect(fake.responses).toEqual([{ key: 'r1', body: { response_type: 'ephemeral', text: '나중 답' } }]);
  });

  test.each([
    ['a wrong secret', 'other', {}],
    ['a timestamp of six minutes ago', SECRET, { timestamp: Math.floor(Date.now() / 1000) - 360 }],
    ['a made-up signature', SECRET, { signature: 'v0=0' }],
  ])('%s is refused', async (_name, secret, options) => {
    expect((await signedRequest(secret, url, command(), options)).status).toBe(401);
    expect(seen).toEqual([]);
  });

  test.each<[string, SlackRequest, string]>([
    [
      'a button',
      blockActions({ action: { action_id: 'approve', value: '7' }, message: { ts: '1.1' } }),
      'action 7',
    ],
    [
      'a button at home',
      blockActions({ action: { action_id: 'approve', value: '8' }, view: { id: 'V1' } }),
      'action 8',
    ],
    [
      'a modal',
      viewSubmission({
        view: { callback_id: 'form', private_metadata: 'm' },
        values: { b: { a: { type: 'plain_text_input', value: 'x' } } },
      }),
      'view x m',
    ],
    ['a global shortcut', shortcut({ callbackId: 'thank' }), 'shortcut shortcut'],
    [
      'a message shortcut',
      shortcut({ callbackId: 'thank', message: { ts: '1.1' } }),
      'shortcut message_action',
    ],
    [
      'an event',
      eventCallback({ event: { type: 'reaction_added', user: 'U02', reaction: 'clap', item: {} } }),
      'event clap',
    ],
  ])('%s arrives', async (_name, request, expected) => {
    expect((await signedRequest(SECRET, url, request)).status).toBe(200);
    expect(seen).toEqual([expected]);
  });
});

describe('the fake Web API', () => {
  const metadata = { event_type: 'ieum', event_payload: { key: 'k1' } };
  const post = () => bot.client.chat.postMessage({ channel: 'C01', text: '안녕', metadata });

  test('history gives back what was posted, with block ids, and metadata when asked', async () => {
    await bot.client.chat.postMessage({ channel: 'C01', text: 'a', blocks: [{ type: 'divider' }], metadata });
    const plain = await bot.client.conversations.history({ channel: 'C01' });
    expect(plain.messages).toMatchObject([
      { text: 'a', blocks: [{ type: 'divider', block_id: expect.any(String) }] },
    ]);
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
    const full = await bot.client.conversations.history({ channel: 'C01', include_all_metadata: true });
    expect(full.messages?.[0]?.metadata).toEqual(metadata);
  });

  test('a broken connection leaves the message stored and the caller unsure', async () => {
    fake.misbehave('chat.postMessage', { kind: 'dropAfter' });
    await expect(post()).rejects.toBeInstanceOf(webApi.WebAPIRequestError);
    expect(fake.messages('C01')).toMatchObject([{ text: '안녕', metadata }]);

    fake.misbehave('chat.postMessage', { kind: 'dropBefore' });
    await expect(post()).rejects.toBeInstanceOf(webApi.WebAPIRequestError);
    expect(fake.messages('C01')).toHaveLength(1);
  });

  test('it limits, refuses and hangs as told, then recovers', async () => {
    fake.misbehave('chat.postMessage', { kind: 'rateLimited', retryAfterSeconds: 7 });
    const limited = await post().catch((error: unknown) => error);
    expect(limited).toBeInstanceOf(webApi.WebAPIRateLimitedError);
    expect(limited).toHaveProperty('retryAfter', 7);

    fake.misbehave('chat.postMessage', { kind: 'error', error: 'not_in_channel' });
    const refused = await post().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(webApi.WebAPIPlatformError);
    expect(refused).toHaveProperty('data.error', 'not_in_channel');

    fake.misbehave('chat.postMessage', { kind: 'hang' });
    const impatient = new webApi.WebClient(fake.botToken, {
      slackApiUrl: fake.apiUrl,
      retryConfig: { retries: 0 },
      logLevel: LogLevel.ERROR,
      timeout: 300,
    });
    await expect(impatient.chat.postMessage({ channel: 'C01', text: '안녕' })).rejects.toBeInstanceOf(
      webApi.WebAPIRequestError,
    );

    expect(await post()).toMatchObject({ ok: true });
    expect(fake.callsOf('chat.postMessage')).toHaveLength(4);
  });

  test('it finds people, opens direct messages and checks limits as Slack does', async () => {
    const found = await bot.client.users.lookupByEmail({ email: 'KIM@korea.example' });
    expect(found.user).toMatchObject({ id: 'U01', real_name: '김하나' });
    const info = await bot.client.users.info({ user: 'U01', include_locale: true });
    expect(info.user?.locale).toBe('ko-KR');

    await bot.client.chat.postMessage({ channel: 'U01', text: '쪽지' });
    const { channel } = await bot.client.conversations.open({ users: 'U01' });
    expect(fake.messages(channel?.id ?? '')).toMatchObject([{ text: '쪽지' }]);

    const tooMany = Array.from({ length: 51 }, () => ({ type: 'divider' as const }));
    const refused = bot.client.chat.postMessage({ channel: 'C01', text: 'x', blocks: tooMany });
    await expect(refused).rejects.toHaveProperty('data.error', 'invalid_blocks');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BotProcess, SIGNING_SECRET } from '../support/bot.ts';
import { type SlackRequest, signedRequest } from '../support/slack-requests.ts';
import { givenNumber, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let bot: BotProcess;

beforeAll(async () => {
  stage = await openStage();
  bot = await stage.start('bot');
});
afterAll(() => stage?.close());

const nowS = () => Math.floor(Date.now() / 1_000);

describe('a request that Slack did not sign just now gets 401 and stores nothing', () => {
  const tampered = (request: SlackRequest) => ({ ...request, body: `${request.body}&text=more` });
  const raw = (request: SlackRequest, headers: Record<string, string>) =>
    fetch(`${bot.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': request.contentType, ...headers },
      body: request.body,
    });
  /** The headers a signed request has, without sending it to the bot. */
  const signatureOf = async (request: SlackRequest): Promise<Record<string, string>> => {
    const { createHmac } = await import('node:crypto');
    const timestamp = String(nowS());
    const digest = createHmac('sha256', SIGNING_SECRET)
      .update(`v0:${timestamp}:${request.body}`)
      .digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  };

  test.each<[string, (request: SlackRequest) => Promise<Response>]>([
    ['forged', (request) => bot.send(request, { signature: `v0=${'0'.repeat(64)}` })],
    ['cut short', (request) => bot.send(request, { signature: 'v0=' })],
    ['of another app', (request) => signedRequest('another-secret', `${bot.url}/slack/events`, request)],
    ['for another body', async (request) => raw(tampered(request), await signatureOf(request))],
    [
      'missing',
      async (request) => {
        const { 'x-slack-signature': _, ...rest } = await signatureOf(request);
        return raw(request, rest);
      },
    ],
    [
      'without a time',
      async (request) => {
        const { 'x-slack-request-timestamp': _, ...rest } = await signatureOf(request);
        return raw(request, rest);
      },
    ],
    ['absent altogether', (request) => raw(request, {})],
    ['of more than five minutes ago', (request) => bot.send(request, { timestamp: nowS() - 301 })],
    ['of last year', (request) => bot.send(request, { timestamp: nowS() - 365 * 86_400 })],
    // A little more than five minutes, as the clock goes on until it arrives.
    ['of the future', (request) => bot.send(request, { timestamp: nowS() + 330 })],
    ['with a time that is none', (request) => bot.send(request, { timestamp: Number.NaN })],
  ])('signature %s', async (_, send) => {
    const { jiu, haneul } = stage.government.people;
    const before = await stage.books();
    const callsBefore = stage.fake.calls.length;
    const response = await send(stage.give(haneul, jiu));
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('보냈습니다');
    expect(await stage.books()).toEqual(before);
    expect(stage.fake.calls).toHaveLength(callsBefore);
  });

  test('nobody of those was counted', async () => {
    expect(await bot.metric('ieum_gifts_total')).toBe(0);
  });
});

describe('a valid request sent again within five minutes, byte for byte, has no second effect and the same answer', () => {
  async function sendTwice(request: SlackRequest) {
    const timestamp = nowS();
    const answers: unknown[] = [];
    for (let times = 0; times < 2; times += 1) {
      answers.push(JSON.parse(await stage.ask(bot, request, { timestamp })));
    }
    return answers;
  }

  test('a gift', async () => {
    const { jiu, haneul } = stage.government.people;
    const [first, second] = await sendTwice(stage.give(haneul, jiu));
    expect(givenNumber(first)).toBeDefined();
    expect(second).toEqual(first);
    expect(await stage.books()).toMatchObject({ gift: 1, outbox: 2 });
  });

  test('taking back the last gift: the one before it stays', async () => {
    const { yuna, minjun, haneul } = stage.government.people;
    await stage.ask(bot, stage.give(haneul, yuna));
    await stage.ask(bot, stage.give(haneul, minjun));
    const before = await stage.books();
    const [first, second] = await sendTwice(stage.command(haneul, '취소'));
    expect(second).toEqual(first);
    expect(await stage.books()).toMatchObject({ transfer: Number(before.transfer) + 1, gift: 3 });
  });
});

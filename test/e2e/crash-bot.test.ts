import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BotProcess } from '../support/bot.ts';
import { newTriggerId, type SlackRequest } from '../support/slack-requests.ts';
import { givenNumber, openStage, type Stage } from '../support/stage.ts';

const REQUESTS = 200;
const AT_ONCE = 16;
/** The bot is killed when so many were acknowledged since it started. */
const KILLED_AFTER = [45, 70];

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

interface Act {
  triggerId: string;
  request: SlackRequest;
  /** The gift's number, once an answer said so. */
  number?: number;
}

/** Sends what has no answer yet, and ends early once the bot is gone. */
async function sendUnanswered(bot: BotProcess, acts: Act[], onAck: () => void): Promise<void> {
  const waiting = acts.filter(({ number }) => number === undefined);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let act = waiting.shift(); act; act = waiting.shift()) {
        const response = await bot.send(act.request).catch(() => undefined);
        const answer = response?.ok ? await response.json().catch(() => undefined) : undefined;
        // A connection that broke says nothing: it may be stored or not.
        if (answer === undefined) return;
        const number = givenNumber(answer);
        if (JSON.stringify(answer).includes('처리 중')) {
          waiting.push(act);
          continue;
        }
        if (number === undefined) throw new Error(`not given: ${JSON.stringify(answer)}`);
        act.number = number;
        onAck();
      }
    }),
  );
}

test('killed in the middle of 200 signed requests: every acknowledged gift is stored, none twice, and sending the rest again makes exactly 200', async () => {
  const givers = await stage.addPeople('hr', 20);
  const receivers = await stage.addPeople('collab', 10);
  const acts: Act[] = givers.flatMap((giver) =>
    receivers.map((receiver) => {
      const triggerId = newTriggerId();
      return { triggerId, request: stage.give(giver, receiver, { triggerId }) };
    }),
  );
  expect(acts).toHaveLength(REQUESTS);
  const stored = async () =>
    new Map(
      (
        await stage.government.rows<{ id: number; trigger: string }>(
          `select id, split_part(request_key, ':', 4) as trigger from gift`,
        )
      ).map(({ id, trigger }) => [trigger, id]),
    );

  for (const killedAfter of KILLED_AFTER) {
    const bot = await stage.start('bot');
    let acks = 0;
    let killed: Promise<void> | undefined;
    await sendUnanswered(bot, acts, () => {
      acks += 1;
      if (acks === killedAfter) killed = bot.kill();
    });
    expect(killed, 'the bot was killed while requests were under way').toBeDefined();
    await killed;
    const books = await stored();
    const acked = acts.filter(({ number }) => number !== undefined);
    expect(acked.length).toBeLessThan(REQUESTS);
    for (const { triggerId, number } of acked) expect(books.get(triggerId)).toBe(number);
  }

  const bot = await stage.start('bot');
  await sendUnanswered(bot, acts, () => {});
  const books = await stored();
  for (const { triggerId, number } of acts) expect(books.get(triggerId)).toBe(number);
  expect(await stage.books()).toMatchObject({
    gift: REQUESTS,
    // For each giver the month's points and ten gifts.
    transfer: 20 + REQUESTS,
    balance: 20 * (200 - 100),
    // The board and the receiver of each are told once.
    outbox: 2 * REQUESTS,
  });
});

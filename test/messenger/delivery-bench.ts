import type { Logger } from 'pino';
import { pino } from 'pino';
import { type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { createDelivery, type Delivery, type DeliveryLimits } from '../../src/messenger/delivery.ts';
import type { OutboxItem, OutboxRow, Renderer } from '../../src/messenger/outbox.ts';
import { enqueue } from '../../src/messenger/outbox.ts';
import { openSlackClient } from '../../src/messenger/slack-client.ts';
import { createTestDatabase } from '../support/database.ts';
import { type FakeUser, type SlackFake, startSlackFake } from '../support/slack-fake.ts';

export const TEAM = 'T01TEST';
export const BOARD = 'channel:C01BOARD';

/** A clock that only waiting moves. */
export interface Clock {
  now: () => Date;
  pause: (ms: number) => Promise<void>;
  advance(ms: number): void;
}

/** Starts at the real time: what the database and the fake write down by themselves has to make sense beside it. */
function startClock(): Clock {
  let ms = Date.now();
  return {
    now: () => new Date(ms),
    advance(by) {
      ms += by;
    },
    pause: async (by) => {
      // Let answers come in first: on a standing clock they take no time.
      await new Promise((resolve) => setTimeout(resolve, 2));
      ms += by;
    },
  };
}

export interface Bench {
  database: Database;
  fake: SlackFake;
  log: Logger;
  client: ReturnType<typeof openSlackClient>;
  clock: Clock;
  /** What was rendered, and when by the clock. */
  rendered: { at: number; lane: string; subjects: (number | undefined)[]; locale: string }[];
  renderers: Record<string, Renderer>;
  put(...rows: (Partial<OutboxRow> & Pick<OutboxRow, 'lane'>)[]): Promise<void>;
  process(limits?: Partial<DeliveryLimits>, client?: ReturnType<typeof openSlackClient>): Delivery;
  rows(): Promise<
    {
      id: number;
      lane: string;
      kind: string;
      state: string;
      problem: string | null;
      attempts: number;
      message_ts: string | null;
      subject_id: number | null;
      uncertain: boolean;
    }[]
  >;
  /** Subjects of all messages in a channel, in the order in which they stand there. */
  told(channel: string): number[];
  addOfficial(email: string, role?: string): Promise<number>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openBench(users: FakeUser[] = []): Promise<Bench> {
  const [store, fake] = await Promise.all([createTestDatabase(), startSlackFake({ users })]);
  const database = openDatabase(openPool(store.url, { role: 'ieum_app' }));
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
  const open = () =>
    openSlackClient(
      { botToken: fake.botToken, apiUrl: fake.apiUrl, mode: { kind: 'http', signingSecret: 's' } },
      log,
    );
  const bench: Bench = {
    database,
    fake,
    log,
    client: open(),
    clock: startClock(),
    rendered: [],
    renderers: {},
    async put(...rows) {
      await enqueue(
        database,
        rows.map((row) => ({ teamId: TEAM, kind: 'note', dueAt: bench.clock.now(), ...row })),
      );
    },
    process(limits = {}, client = bench.client) {
      return createDelivery({
        database,
        client,
        renderers: bench.renderers,
        now: bench.clock.now,
        pause: bench.clock.pause,
        log,
        botUserId: fake.botUserId,
        limits: { runMs: 10 * 60_000, ...limits },
        random: () => 1,
      });
    },
    rows: () =>
      database
        .selectFrom('outbox')
        .select([
          'id',
          'lane',
          'kind',
          'state',
          'problem',
          'attempts',
          'message_ts',
          'subject_id',
          'uncertain',
        ])
        .orderBy('id')
        .execute(),
    told: (channel) => fake.messages(channel).flatMap(({ text }) => text.split(' ').map(Number)),
    async addOfficial(email, role = 'member') {
      const { id } = await database
        .insertInto('official')
        .values({ email, name: email, initials: email, role })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async reset() {
      bench.fake.clear();
      bench.rendered.length = 0;
      bench.clock = startClock();
      bench.renderers = standardRenderers(bench);
      for (const table of ['outbox', 'pace', 'messenger_user', 'messenger_absence'] as const) {
        await database.deleteFrom(table).execute();
      }
    },
    async close() {
      await database.destroy();
      await fake.stop();
      await store.drop();
    },
  };
  await bench.reset();
  return bench;
}

/** `note`: one each; `board`: up to 20 in one; `board-update`: changes those. Each says the subjects it is about. */
function standardRenderers(bench: Bench): Record<string, Renderer> {
  const render = async (items: OutboxItem[], { locale }: { locale: string }) => {
    const subjects = items.map((item) => item.subjectId);
    bench.rendered.push({ at: bench.clock.now().getTime(), lane: items[0]?.lane ?? '', subjects, locale });
    const text = subjects.join(' ');
    return {
      text,
      blocks: [{ type: 'section' as const, text: { type: 'plain_text' as const, text } }],
      covers: items.length,
    };
  };
  return {
    note: render,
    board: { mergeable: true, atMost: 20, render },
    'board-update': { updates: 'board', render },
    gone: async () => undefined,
  };
}

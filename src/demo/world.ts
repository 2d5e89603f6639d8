import { fileURLToPath } from 'node:url';
import { seoulDay } from '../calendar/seoul.ts';
import { openSystem, type System } from '../compose.ts';
import type { Config, DatabaseConfig } from '../config.ts';
import { APP_ROLE, type Database, openDatabase, openPool } from '../database/database.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { importDirectory } from '../directory/import.ts';
import type { Logger } from '../log.ts';
import { chooseBoardChannel } from '../points/change-policy.ts';
import { recipientOptions } from '../points/give-view.ts';
import { findBoardChannel } from '../points/operator-store.ts';
import {
  admitLogin,
  DATABASE,
  findEveryone,
  findPeopledDepartments,
  followOtherClock,
  LOGIN,
  OWNER,
  prepareDatabase,
} from './demo-store.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { type LocalSlack, startLocalSlack } from './local-slack.ts';
import { BOARD_CHANNEL, type Colleague, planWorkspace } from './sample-workspace.ts';
import { startSlackAdapter } from './slack-adapter.ts';

/** Things that were started, to be stopped in the opposite order. */
export interface Closers {
  /** @throws when everything is being stopped already; `stop` is then called by the next `close` */
  add(stop: () => Promise<unknown>): void;
  /** Stops what there is, one after the other, each even when another failed. May be called again. */
  close(): Promise<void>;
}

export function createClosers(): Closers {
  const stops: Array<() => Promise<unknown>> = [];
  let closing = false;
  return {
    add(stop) {
      stops.push(stop);
      if (closing) throw new Error('stopped while it was starting');
    },
    async close() {
      closing = true;
      const failures: unknown[] = [];
      for (let stop = stops.pop(); stop; stop = stops.pop()) {
        await stop().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

// The same place seen from src/demo and from dist/demo.
const SAMPLE = fileURLToPath(new URL('../../sample/', import.meta.url));
/** Offered in place of the search in the dialog; Slack takes no more. */
const MOST_OPTIONS = 100;
const PEOPLE_SEARCHES: ReadonlySet<string> = new Set(['recipient', 'partner', 'evaluator', 'task_owner']);

/**
 * An embedded Postgres in `directory`, migrated, with the sample government.
 * @throws when another demo uses the directory, or the platform has no Postgres binaries
 */
export async function openBooks(
  closers: Closers,
  options: { directory: string; fresh: boolean },
): Promise<DatabaseConfig> {
  const postgres = await startEmbeddedPostgres({ ...options, patienceMs: 5_000, log: () => {} });
  closers.add(() => postgres.stop());
  await prepareDatabase(postgres.url('postgres'), postgres.password);
  const migrationDatabaseUrl = postgres.url(DATABASE, OWNER);
  await migrateToLatest(migrationDatabaseUrl);
  await followOtherClock(migrationDatabaseUrl);
  await admitLogin(postgres.url('postgres'));
  const databaseUrl = postgres.url(DATABASE, LOGIN);
  const pool = openPool(databaseUrl, { role: APP_ROLE, max: 2 });
  try {
    // Once only: whoever has imported something since means it to stay.
    if ((await pool.query('select from official limit 1')).rowCount === 0) {
      const outcome = await importDirectory(pool, SAMPLE, { now: new Date(), actorLabel: 'demo' });
      if (outcome.kind === 'refused') throw new Error(`${SAMPLE}: ${JSON.stringify(outcome.faults[0])}`);
    }
  } finally {
    await pool.end();
  }
  return { databaseUrl, migrationDatabaseUrl, logLevel: 'warn' };
}

/** A clock that goes on by itself and can be put forward, so that a story need not wait for days. */
export interface StoryClock {
  now(): Date;
  moveTo(instant: Date): void;
}

function createClock(): StoryClock {
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  return {
    now,
    moveTo(instant) {
      aheadMs += Math.max(0, instant.getTime() - now().getTime());
    },
  };
}

/** The sample government at work: their messenger, the bot in it, and what both take for the time. */
export interface World {
  slack: LocalSlack;
  system: System;
  clock: StoryClock;
  colleagues: Colleague[];
}

/**
 * Starts a local Slack with the sample government's people, and the bot with its workers in Socket Mode.
 * @param options.port of the page; 0: any free one
 * @throws when the platform has no local Slack
 */
export async function openWorld(
  closers: Closers,
  books: DatabaseConfig,
  options: { port: number; log: Logger },
): Promise<World> {
  const { log } = options;
  const pool = openPool(books.databaseUrl, { role: APP_ROLE, max: 2 });
  const database = openDatabase(pool);
  closers.add(() => database.destroy());
  const { colleagues, channels, locales } = planWorkspace(await findEveryone(database, seoulDay(new Date())));

  const slack = await startLocalSlack({ users: colleagues, channels, port: options.port, log: () => {} });
  if (!slack.available) throw new Error(`There is no local Slack for ${slack.platform}`);
  closers.add(() => slack.stop());
  const adapter = await startSlackAdapter({
    slackApiUrl: slack.apiUrl,
    listOffers: (actionId) => listOffers(database, actionId),
    locales,
  });
  closers.add(() => adapter.stop());
  await chooseBoard(database, slack.teamId, colleagues);

  const config: Config = {
    ...books,
    queue: { kind: 'postgres', databaseUrl: books.databaseUrl },
    slack: {
      botToken: slack.botToken,
      mode: { kind: 'socket', appToken: slack.appToken },
      apiUrl: adapter.apiUrl,
    },
    // Health and figures: nobody looks for them here, so any port.
    port: 0,
    reactions: ['협업', 'handshake'],
  };
  const clock = createClock();
  const system = await openSystem(config, { log, now: clock.now });
  closers.add(() => system.stop());
  await system.start('all');
  return { slack, system, clock, colleagues };
}

/** People, and departments where they may be chosen too; what else is searched for, the bot itself knows. */
async function listOffers(database: Database, actionId: string) {
  if (!PEOPLE_SEARCHES.has(actionId)) return undefined;
  const day = seoulDay(new Date());
  const officials = (await findEveryone(database, day)).filter(
    (official) => official.posting && official.status !== 'left',
  );
  const departments = await findPeopledDepartments(database, day);
  return recipientOptions(
    [
      ...officials.map((official) => ({ kind: 'official' as const, official })),
      ...(actionId === 'recipient' ? departments : []).map((department) => ({
        kind: 'department' as const,
        department,
      })),
    ].slice(0, MOST_OPTIONS),
    'ko',
  );
}

/** As an operator does with `/협업 설정 게시판 #채널`; whoever chose another channel since keeps it. */
async function chooseBoard(database: Database, teamId: string, colleagues: Colleague[]): Promise<void> {
  const operator = colleagues.find((colleague) => colleague.official?.role === 'operator')?.official;
  if (!operator || (await findBoardChannel(database, teamId))) return;
  await chooseBoardChannel(
    database,
    { actorId: operator.id, teamId, channelId: BOARD_CHANNEL.id },
    new Date(),
  );
}

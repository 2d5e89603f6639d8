import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { APP_ROLE } from '../../src/database/database.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts';
import type { TestDatabase } from './database.ts';

/** A PostgreSQL of one test file alone, to be killed, with one migrated database. */
export interface OwnPostgres {
  readonly test: TestDatabase;
  /** SIGKILL of the server; its other processes end by themselves a moment later. */
  kill(): Promise<void>;
  /** SIGKILL of the process that serves one connection: the server ends all others and recovers, as after a crash. */
  killBackend(): Promise<void>;
  /** The same server, port and data once more. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'ieum-own-postgres-'));
  const start = (port?: number) =>
    startEmbeddedPostgres({ directory, ...(port === undefined ? {} : { port }), log: () => {} });
  let server: EmbeddedPostgres = await start();
  const password = randomBytes(12).toString('hex');
  const urlFor = (user: string) =>
    Object.assign(new URL(server.url('ieum')), { username: user, password }).href;
  await runAsAdmin(server, 'postgres', [
    `create role ieum_owner login createrole createdb password '${password}'`,
    `create role ieum_login login password '${password}'`,
    'create database ieum owner ieum_owner',
  ]);
  await migrateToLatest(urlFor('ieum_owner'));
  await runAsAdmin(server, 'ieum', [`grant ${APP_ROLE} to ieum_login`]);

  return {
    test: { name: 'ieum', url: urlFor('ieum_login'), ownerUrl: urlFor('ieum_owner'), drop: async () => {} },
    async kill() {
      const [pid] = (await readFile(join(directory, 'data/postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await server.stop();
    },
    async killBackend() {
      const admin = new pg.Client({ connectionString: server.url('ieum') });
      admin.on('error', () => {});
      await admin.connect();
      const { rows } = await admin.query<{ pid: number }>(
        `select pid from pg_stat_activity where usename = 'ieum_login' and pid <> pg_backend_pid() limit 1`,
      );
      await admin.end();
      if (rows[0] === undefined) throw new Error('Nobody is connected.');
      process.kill(rows[0].pid, 'SIGKILL');
    },
    async startAgain() {
      const { port } = server;
      // The killed server's other processes hold its shared memory until they have noticed.
      for (let attempt = 1; ; attempt += 1) {
        try {
          server = await start(port);
          return;
        } catch (error) {
          if (attempt === 600) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function runAsAdmin(server: EmbeddedPostgres, database: string, statements: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: server.url(database) });
  await admin.connect();
  try {
    for (const statement of statements) await admin.query(statement);
  } finally {
    await admin.end();
  }
}

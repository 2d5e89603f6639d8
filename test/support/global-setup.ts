import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { APP_ROLE } from '../../src/database/database.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts';

/** What a test file needs to make a database of its own. */
export interface TestServer {
  /** Superuser, on the database `postgres`. */
  adminUrl: string;
  /** A database migrated to the newest version, to be copied: its name, and how the two roles reach it. */
  template: string;
  ownerUrl: string;
  loginUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/**
 * One PostgreSQL for the whole run, with one migrated database to copy from.
 *
 * By default it is the embedded one, in a directory that is gone afterwards. `TEST_POSTGRES_URL`, a superuser's URL,
 * takes another server instead (an older PostgreSQL, say); template and roles are then replaced on it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env.TEST_POSTGRES_URL;
  const server = external ? { adminUrl: external, stop: async () => {} } : await startTemporaryServer();
  try {
    project.provide('testServer', await prepareTemplate(server.adminUrl));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop;
}

async function startTemporaryServer() {
  const directory = await mkdtemp(join(tmpdir(), 'ieum-test-postgres-'));
  const lines: string[] = [];
  const server = await startEmbeddedPostgres({
    directory,
    // Nothing here outlives the run, and a disk that is busy for seconds would make the bot say "처리 중".
    settings: { max_connections: '300', fsync: 'off' },
    log: (line) => lines.push(line),
  });
  return {
    adminUrl: server.url('postgres'),
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
      // A crashed backend may pass for a flaky test otherwise.
      for (const line of lines) if (/PANIC|was terminated by signal/.test(line)) console.error(line);
    },
  };
}

async function prepareTemplate(adminUrl: string): Promise<TestServer> {
  const password = randomBytes(12).toString('hex');
  const template = 'ieum_template';
  const urlFor = (user: string) =>
    Object.assign(new URL(adminUrl), { username: user, password, pathname: `/${template}` }).href;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // As in production: the owner may create roles and databases but is no superuser, the login has no rights of its own.
    await admin.query(`drop database if exists ${template} with (force)`);
    await createOrReplaceRole(admin, 'ieum_owner', `login createrole createdb password '${password}'`);
    await createOrReplaceRole(admin, 'ieum_login', `login password '${password}'`);
    await admin.query(`create database ${template} owner ieum_owner`);
    await migrateToLatest(urlFor('ieum_owner'));
    await followOtherClock(urlFor('ieum_owner'));
    await admin.query(`grant ${APP_ROLE} to ieum_login`);
  } finally {
    await admin.end();
  }
  return { adminUrl, template, ownerUrl: urlFor('ieum_owner'), loginUrl: urlFor('ieum_login') };
}

/** Tests tell their own time, mostly another than the server's. */
async function followOtherClock(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`insert into ieum.other_clock (reason) values ('test')`);
  } finally {
    await owner.end();
  }
}

async function createOrReplaceRole(admin: pg.Client, name: string, rights: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [name]);
  await admin.query(`${rowCount ? 'alter' : 'create'} role ${name} ${rights}`);
}

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts';

let directory: string;
let running: EmbeddedPostgres | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ieum-embedded-'));
});
afterEach(async () => {
  await running?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(options: { fresh?: boolean } = {}): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ directory, log: () => {}, patienceMs: 120_000, ...options });
  return running;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(directory, 'data', 'postmaster.pid'), 'utf8'), 10);
}

test('keeps what was stored over a stop and a start, and leaves no process', async () => {
  const first = await start();
  await query(first.url('postgres'), `create table note as select '협업'::text as body`);
  const pid = await serverPid();
  await first.stop();
  await first.stop();
  expect(isAlive(pid)).toBe(false);

  const second = await start();
  expect(await query(second.url('postgres'), 'select body from note')).toEqual([{ body: '협업' }]);
});

test('starts empty when asked for a fresh one', async () => {
  const first = await start();
  await query(first.url('postgres'), 'create table note()');
  await first.stop();

  const second = await start({ fresh: true });
  expect(await query(second.url('postgres'), `select to_regclass('note') as found`)).toEqual([
    { found: null },
  ]);
});

test('speaks UTF-8, sorts Hangul in dictionary order and asks for the password', async () => {
  const server = await start();
  expect(
    await query(
      server.url('postgres'),
      `select string_agg(n, '' order by n) as names from unnest(array['하','가','나']) n`,
    ),
  ).toEqual([{ names: '가나하' }]);
  const guess = server.url('postgres').replace(server.password, 'guess');
  await expect(query(guess, 'select 1')).rejects.toThrow('password authentication failed');
});

test('is not kept from starting by the pid file of a process that is no server', async () => {
  await (await start()).stop();
  const pidFile = join(directory, 'data', 'postmaster.pid');
  await writeFile(
    pidFile,
    [process.pid, join(directory, 'data'), 1, 5432, '', '127.0.0.1', '', 'ready', ''].join('\n'),
  );

  const server = await start();
  expect(await query(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('takes nothing for a cluster that an interrupted first start left behind', async () => {
  await (await start()).stop();
  await rm(join(directory, 'data'), { recursive: true });
  await writeFile(join(directory, 'data.unfinished'), 'half');
  await start();
  expect(await readdir(directory)).toEqual(['data', 'password']);
});

test('ends by itself when its process is killed, and can be started again', async () => {
  const module = new URL('../../src/demo/embedded-postgres.ts', import.meta.url).href;
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, log: () => {} });
    console.log('up');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');

  // Would be refused as long as the other server holds the directory.
  const server = await start();
  expect(await query(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('refuses a directory whose server is still running', async () => {
  const first = await start();
  const pid = await serverPid();
  const second = startEmbeddedPostgres({ directory, log: () => {}, patienceMs: 200 });
  await expect(second).rejects.toThrow(`in use by a running PostgreSQL (process ${pid})`);
  expect(await query(first.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

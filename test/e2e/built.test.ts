import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type SlackFake, startSlackFake } from '../support/slack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/main.js');
const run = promisify(execFile);

let database: TestDatabase;
let slack: SlackFake;
let directory: string;
let env: Record<string, string>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ieum-built-'));
  database = await createTestDatabase();
  slack = await startSlackFake({});
  // With IEUM_BUILT=1 the other files here run on what is built already: it must not be taken away under them.
  if (!process.env.IEUM_BUILT) await build();
  env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: '0123456789abcdef',
    SLACK_API_URL: slack.apiUrl,
  };
}, 180_000);

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
});

afterAll(async () => {
  await slack?.stop();
  await database?.drop();
  if (directory) await rm(directory, { recursive: true, force: true });
});

async function build(): Promise<void> {
  // tsc tells its errors on stdout, which would not be seen.
  await run('npm', ['run', 'build'], { cwd: ROOT }).catch((error: { stdout?: string }) => {
    throw new Error(`The build failed:\n${error.stdout}`);
  });
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

/** Starts the built bot and waits until it is ready. */
async function start(args: string[]) {
  const port = await findFreePort();
  const child = spawn(process.execPath, [MAIN, 'start', ...args], {
    cwd: directory,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)));
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const deadline = Date.now() + 30_000;
  while (
    !(await get('/readyz').then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`Not ready:\n${output.join('')}`);
    await pause(100);
  }
  return {
    get,
    output,
    async terminate(): Promise<{ code: unknown; tookMs: number }> {
      const started = performance.now();
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await exited;
      return { code, tookMs: performance.now() - started };
    },
  };
}

test('the built program knows its commands', async () => {
  const { stdout } = await run(process.execPath, [MAIN, '--help']);
  expect(stdout).toContain('Usage: ieum');
});

test('the built program finds the migrations', async () => {
  const { stdout } = await run(process.execPath, [MAIN, 'migrate'], {
    cwd: directory,
    env: { ...env, MIGRATION_DATABASE_URL: database.ownerUrl },
  });
  expect(stdout).toContain('Already up to date.');
});

test.each(['all', 'bot', 'worker'])(
  'as "%s" it starts, is healthy, shows its figures, and leaves cleanly on SIGTERM within 10 s',
  async (role) => {
    const bot = await start(['--role', role]);
    expect((await bot.get('/healthz')).status).toBe(200);
    expect(await (await bot.get('/readyz')).json()).toEqual({
      status: 'ok',
      checks: { database: 'ok', queue: 'ok', migrations: 'ok' },
    });
    const figures = await (await bot.get('/metrics')).text();
    expect(figures).toMatch(/^ieum_gifts_total 0$/m);
    expect(figures).toMatch(/^ieum_outbox_age_seconds 0$/m);
    const { code, tookMs } = await bot.terminate();
    expect(code, bot.output.join('')).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
  },
);

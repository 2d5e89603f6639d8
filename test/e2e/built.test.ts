import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type BotProcess, startBot } from '../support/bot.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type SlackFake, startSlackFake } from '../support/slack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/main.js');
const run = promisify(execFile);

let database: TestDatabase;
let slack: SlackFake;
let directory: string;
let env: Record<string, string>;
let bot: BotProcess | undefined;

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
});

afterEach(() => bot?.kill());

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

test.each(['all', 'bot', 'worker'] as const)(
  'as "%s" it starts, is healthy, shows its figures, and leaves cleanly on SIGTERM',
  async (role) => {
    const started = await startBot({ role, env, built: true });
    bot = started;
    const { get } = started;
    expect((await get('/healthz')).status).toBe(200);
    // A busy database may take too long for a check or for a figure, and be in time at the next look.
    const atLast = { timeout: 120_000 };
    await expect
      .poll(async () => (await get('/readyz')).json(), atLast)
      .toEqual({
        status: 'ok',
        checks: { database: 'ok', queue: 'ok', migrations: 'ok' },
      });
    const figures = async () => (await get('/metrics')).text();
    expect(await figures()).toMatch(/^ieum_gifts_total 0$/m);
    await expect.poll(figures, atLast).toMatch(/^ieum_outbox_age_seconds 0$/m);
    expect(await started.terminate(), started.lines.join('\n')).toBe(0);
  },
);

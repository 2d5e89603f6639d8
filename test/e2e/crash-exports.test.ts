import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webApi } from '@slack/bolt';
import { parse } from 'csv-parse/sync';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { exportSources } from '../../src/export-sources.ts';
import { deleteDueFiles } from '../../src/exports/expire-exports.ts';
import { requestExport } from '../../src/exports/request-export.ts';
import { seen } from '../support/bot.ts';
import { openStage, type Stage } from '../support/stage.ts';

const ENTRIES = 60_000;
const DAY_MS = 24 * 3_600_000;

/** The auditor asks for the access log, which is as long as is wanted. */
async function ask({ government, fake }: Stage, entries: number): Promise<void> {
  await government.rows(
    `insert into access_log (occurred_at, actor_label, action, subject)
     select clock_timestamp(), 'load', 'look', repeat('x', 60) from generate_series(1, $1::int)`,
    [entries],
  );
  const what = { kind: 'access_log', agency: '', from: '', to: '', format: 'csv', bom: false } as const;
  const by = { actorId: government.people.auditor.id, teamId: fake.teamId, requestKey: 'crash' };
  const outcome = await requestExport(
    government.database,
    exportSources,
    { ...what, ...by, reason: '정기 감사 자료' },
    new Date(),
  );
  expect(outcome.kind).toBe('requested');
}

/** Lets the access log be read at 5,000 entries a second at most, however fast the machine is; returns how to end that. */
async function slowDown({ government }: Stage): Promise<() => Promise<unknown>> {
  await government.rows('alter table access_log enable row level security');
  await government.rows('create policy writing on access_log for insert with check (true)');
  await government.rows(
    'create policy slow on access_log for select using (id % 500 <> 0 or pg_sleep(0.1) is not null)',
  );
  return () => government.rows('alter table access_log disable row level security');
}

/** The database's address for one who reads entries by their numbers as they come, and does not sort them all first. */
function inOrder({ env }: Stage): string {
  const url = new URL(env.DATABASE_URL ?? '');
  url.searchParams.set('options', '-c enable_sort=off -c enable_hashjoin=off');
  return url.href;
}
const stateOf = (stage: Stage) => stage.government.value<string>('select state from export_job');

/** As if the claim of the dead worker had run out: a minute in which nobody does anything. */
const letClaimRunOut = (stage: Stage) =>
  stage.government.rows(`update export_job set claimed_until = claimed_until - interval '1 minute'`);

/** What the auditor has in the direct messages with the bot. */
function received(stage: Stage) {
  const user = stage.userOf(stage.government.people.auditor);
  const files = stage.fake.files().filter(({ complete, deleted }) => complete && !deleted);
  return {
    messages: stage.fake.messages(user).map(({ text }) => text),
    channels: files.map(({ channel }) => channel),
    lines: files.map(({ bytes }) => parse(bytes ?? '', { columns: true }).length),
  };
}

/** One message, one file with all of it, one entry in the access log; and after a day nothing is left in Slack. */
async function expectDeliveredOnce(stage: Stage): Promise<void> {
  const { government, fake, userOf } = stage;
  await seen('the message', () => received(stage).messages.length > 0);
  const lines = await government.value<number>('select count(*)::int from access_log');
  expect(received(stage)).toEqual({
    messages: [expect.stringContaining('‘열람 기록’을 내보냈습니다.')],
    channels: [`D${userOf(government.people.auditor).slice(1)}`],
    lines: [lines],
  });
  expect(await government.rows(`select reason from access_log where action = 'export'`)).toEqual([
    { reason: '정기 감사 자료' },
  ]);

  const deps = {
    database: government.database,
    client: new webApi.WebClient(fake.botToken, { slackApiUrl: fake.apiUrl }),
    teamId: fake.teamId,
    now: () => new Date(Date.now() + DAY_MS),
    log: pino({ level: 'silent' }),
  };
  await deleteDueFiles(deps);
  expect(received(stage).lines).toEqual([]);
  expect(await government.rows('select file_id from export_file where deleted_at is null')).toEqual([]);
  expect(await stateOf(stage)).toBe('gone');
}

/** Plays with a government and a directory for temporary files of its own: elsewhere files of others have names for a moment. */
async function onStage(play: (stage: Stage, directory: string) => Promise<void>): Promise<void> {
  const [stage, directory] = await Promise.all([openStage(), mkdtemp(join(tmpdir(), 'ieum-crash-'))]);
  try {
    await play(stage, directory);
  } finally {
    await stage.close();
    await rm(directory, { recursive: true, force: true });
  }
}

// They wait more than they work.
describe.concurrent('killed in the middle of an export, a worker is followed by one that delivers it once', () => {
  test(
    'while it writes the file',
    () =>
      onStage(async (stage, directory) => {
        await ask(stage, ENTRIES);
        const speedUp = await slowDown(stage);
        const first = await stage.start('worker', { TMPDIR: directory, DATABASE_URL: inOrder(stage) });
        await seen(
          'that it writes',
          async () => (await stage.government.value<number>('select rows from export_job')) > 0,
        );
        await first.kill();
        expect(await stateOf(stage)).toBe('running');
        expect(stage.fake.files()).toEqual([]);
        expect((await readdir(directory)).filter((name) => name.startsWith('ieum-export'))).toEqual([]);

        await speedUp();
        await letClaimRunOut(stage);
        await stage.start('worker');
        await seen('that it is delivered', async () => (await stateOf(stage)) === 'ready');
        await expectDeliveredOnce(stage);
      }),
    600_000,
  );

  test.each([
    ['never', { kind: 'hang' }],
    ['all the same', { kind: 'hangAfter' }],
    ['only once it is dead', { kind: 'delay', milliseconds: 1_500 }],
  ] as const)(
    'while it waits for the upload to be completed, which Slack does %s',
    (_, behaviour) =>
      onStage(async (stage) => {
        await ask(stage, 10);
        stage.fake.misbehave('files.completeUploadExternal', behaviour);
        const first = await stage.start('worker');
        const call = await seen(
          'the completion',
          () => stage.fake.callsOf('files.completeUploadExternal')[0],
        );
        await first.kill();
        expect(await stateOf(stage)).toBe('running');
        if (behaviour.kind === 'delay') await seen('that it is completed', () => call.answer?.ok === true);

        await letClaimRunOut(stage);
        await stage.start('worker');
        await seen('that it is delivered', async () => (await stateOf(stage)) === 'ready');
        expect(stage.fake.files()).toHaveLength(2);
        await expectDeliveredOnce(stage);
      }),
    600_000,
  );
});

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webApi } from '@slack/bolt';
import { parse } from 'csv-parse/sync';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportSources } from '../../src/export-sources.ts';
import { deliverExports, type ExporterDeps } from '../../src/exports/deliver-exports.ts';
import { deleteDueFiles } from '../../src/exports/expire-exports.ts';
import { insertFile } from '../../src/exports/file-store.ts';
import { claimExport } from '../../src/exports/job-store.ts';
import { createExportJobs } from '../../src/exports/jobs.ts';
import { renderNotice } from '../../src/exports/messages.ts';
import { listExports, requestExport, type TypedExport } from '../../src/exports/request-export.ts';
import type { ExportSource } from '../../src/exports/source.ts';
import { clientOptions } from '../../src/messenger/slack-client.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { seen } from '../support/bot.ts';
import { giftOf, openTestGovernment, seoul, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { type SlackFake, startSlackFake } from '../support/slack-fake.ts';

const START = seoul('2026-11-23 10:00:00.000');
const log = pino({ level: 'silent' });
const HOUR = 3_600_000;

let gov: TestGovernment;
let fake: SlackFake;
/** Of this file alone: others export, too. */
let temporary: string;
let now = START;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'ieum-deliver-'));
  vi.stubEnv('TMPDIR', temporary);
  [gov, fake] = await Promise.all([openTestGovernment(), startSlackFake()]);
});
afterAll(async () => {
  await fake.stop();
  await gov.close();
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true, force: true });
});
beforeEach(async () => {
  now = START;
  fake.clear();
  await gov.reset();
  const officials = await gov.rows<{ id: number; email: string; name: string }>(
    'select id, email, name from official',
  );
  for (const { id, email, name } of officials) fake.addUser({ id: `U${id}`, email, realName: name });
  await gov.rows('delete from workspace');
  await gov.rows('insert into workspace (team_id) values ($1)', [fake.teamId]);
  const { haneul, jiu, minjun, seojun } = gov.people;
  for (const [from, to] of [
    [haneul, jiu],
    [minjun, jiu],
    [jiu, seojun],
  ] as const)
    await givePoints(gov.database, giftOf(from, to, { teamId: fake.teamId }), now);
});

function depsOf(more: Partial<ExporterDeps> = {}): ExporterDeps {
  const slack = {
    botToken: fake.botToken,
    apiUrl: fake.apiUrl,
    mode: { kind: 'http' as const, signingSecret: '' },
  };
  return {
    database: gov.database,
    client: new webApi.WebClient(fake.botToken, clientOptions(slack, log)),
    sources: exportSources,
    teamId: fake.teamId,
    now: () => now,
    log,
    wake: () => {},
    ...more,
  };
}

let asked = 0;
async function ask(person: Person, typed: Partial<TypedExport> = {}): Promise<number> {
  asked += 1;
  const outcome = await requestExport(
    gov.database,
    exportSources,
    {
      kind: 'gifts',
      agency: '',
      from: '',
      to: '',
      format: 'csv',
      bom: false,
      reason: '하반기 부서 평가',
      actorId: person.id,
      teamId: fake.teamId,
      requestKey: `view-${asked}`,
      ...typed,
    },
    now,
  );
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusals));
  return outcome.record.id;
}
const run = (more: Partial<ExporterDeps> = {}, signal = new AbortController().signal) =>
  deliverExports(depsOf(more), signal);
const stateOf = async (person: Person) => (await listExports(gov.database, person.id))[0];
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const bytesOf = (index = 0) => fake.files()[index]?.bytes ?? Buffer.alloc(0);
const notices = () =>
  gov.rows<{ lane: string; subject_id: number }>(
    `select lane, subject_id::int from outbox where kind = 'export' order by id`,
  );
const undeleted = () => gov.value<number>('select count(*)::int from export_file where deleted_at is null');

/** An export whose worker dies once its file is uploaded, and not completed. */
async function abandonUpload(): Promise<[id: number, fileId: string]> {
  const id = await ask(gov.people.operator);
  const until = new Date(now.getTime() + 60_000);
  await claimExport(gov.database, { teamId: fake.teamId, token: crypto.randomUUID(), now, until });
  const { client } = depsOf();
  const place = await client.files.getUploadURLExternal({ filename: 'a.csv', length: 3 });
  await insertFile(gov.database, {
    teamId: fake.teamId,
    fileId: place.file_id ?? '',
    requestId: id,
    deleteAt: until,
  });
  await fetch(place.upload_url ?? '', { method: 'POST', body: 'abc' });
  return [id, place.file_id ?? ''];
}

describe('an export from chat', () => {
  it('comes as a file in the direct messages of whoever asked, with their own agency’s rows alone', async () => {
    const id = await ask(gov.people.operator, { bom: true });
    await run();
    const [file, more] = fake.files();
    expect(more).toBeUndefined();
    expect(file).toMatchObject({
      name: 'ieum-gifts-중기부-2026-11-01-2026-11-23.csv',
      complete: true,
      channel: `D${gov.people.operator.id}`,
      deleted: false,
    });
    expect(bytesOf().subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = parse(bytesOf(), { columns: true, bom: true }) as Array<Record<string, string>>;
    expect(rows.map((row) => `${row.giver} ${row.recipient}`)).toEqual([
      'haneul@example.kr jiu@example.kr',
      'jiu@example.kr seojun@example.kr',
    ]);
    expect(await stateOf(gov.people.operator)).toMatchObject({
      id,
      state: 'ready',
      rows: 2,
      vanishesAt: new Date(START.getTime() + 24 * HOUR),
    });
    expect(await notices()).toEqual([{ lane: `official:${gov.people.operator.id}`, subject_id: id }]);
    expect(await readdir(temporary)).toEqual([]);
    expect(
      await gov.rows(
        `select actor_id, action, subject, reason, origin from access_log where action like '%export' order by id`,
      ),
    ).toEqual([
      {
        actor_id: gov.people.operator.id,
        action: 'export',
        subject: `gifts 2026-11-01..2026-11-23 agency:${gov.agencies.smes} csv`,
        reason: '하반기 부서 평가',
        origin: `slack:${fake.teamId}`,
      },
    ]);
  });

  it('is an Excel workbook on request', async () => {
    await ask(gov.people.auditor, { format: 'xlsx' });
    await run();
    const { readXlsx } = await import('hucre/xlsx');
    const { sheets } = await readXlsx(bytesOf());
    expect(sheets[0]?.rows.map((row) => row[2])).toEqual([
      'giver',
      'haneul@example.kr',
      'minjun@example.kr',
      'jiu@example.kr',
    ]);
  });

  it('is gone from Slack after 24 hours, and not before', async () => {
    await ask(gov.people.cco);
    await run();
    pass(24 * HOUR - 1_000);
    expect(await deleteDueFiles(depsOf())).toBe(0);
    pass(1_000);
    expect(await deleteDueFiles(depsOf())).toBe(1);
    expect(fake.files()).toMatchObject([{ deleted: true }]);
    const record = await stateOf(gov.people.cco);
    expect(record?.state).toBe('gone');
    expect(record && renderNotice(record, exportSources, 'ko')).toBeUndefined();
    expect(await deleteDueFiles(depsOf())).toBe(0);
  });

  it('whose file cannot be deleted is tried again until it is', async () => {
    await ask(gov.people.cco);
    await run();
    pass(24 * HOUR);
    fake.misbehave('files.delete', { kind: 'error', error: 'internal_error' }, { times: 2 });
    expect(await deleteDueFiles(depsOf())).toBe(0);
    expect(await deleteDueFiles(depsOf())).toBe(0);
    expect(fake.callsOf('files.delete')).toHaveLength(1);
    pass(61_000);
    expect(await deleteDueFiles(depsOf())).toBe(0);
    pass(121_000);
    expect(await deleteDueFiles(depsOf())).toBe(1);
    expect((await stateOf(gov.people.cco))?.state).toBe('gone');
  });

  it('whose answer to the delivery is lost comes once in the end: what may have come is deleted', async () => {
    await ask(gov.people.operator);
    fake.misbehave('files.completeUploadExternal', { kind: 'dropAfter' });
    await run();
    expect((await stateOf(gov.people.operator))?.state).toBe('requested');
    await run();
    expect(fake.callsOf('files.completeUploadExternal')).toHaveLength(1);
    pass(31_000);
    await run();
    expect(fake.files()).toMatchObject([
      { complete: true, deleted: true },
      { complete: true, deleted: false },
    ]);
    expect(await stateOf(gov.people.operator)).toMatchObject({ state: 'ready', rows: 2 });
    expect(await notices()).toHaveLength(1);
    expect(await gov.rows(`select from access_log where action = 'export'`)).toHaveLength(1);
  });

  it('whose slow worker completes the upload although another has delivered: that file is deleted at once', async () => {
    await ask(gov.people.operator);
    const { client } = depsOf();
    const { completeUploadExternal } = client.files;
    client.files.completeUploadExternal = async (args) => {
      pass(61_000);
      fake.misbehave('files.delete', { kind: 'error', error: 'file_not_found' });
      await run();
      expect((await stateOf(gov.people.operator))?.state).toBe('ready');
      return completeUploadExternal(args);
    };
    await run({ client });
    expect(fake.files()).toMatchObject([
      { complete: true, deleted: true },
      { complete: true, deleted: false },
    ]);
    expect(await notices()).toHaveLength(1);
    expect(await undeleted()).toBe(1);
  });

  it('whose upload Slack completes only after it was looked for in vain: it is looked for once more', async () => {
    const [id, file] = await abandonUpload();
    fake.misbehave('files.delete', { kind: 'error', error: 'file_not_found' });
    pass(60_001);
    await run();
    expect((await stateOf(gov.people.operator))?.id).toBe(id);
    await depsOf().client.files.completeUploadExternal({ files: [{ id: file }], channel_id: 'D1' });
    expect(fake.files()).toMatchObject([
      { complete: true, deleted: false },
      { complete: true, deleted: false },
    ]);
    pass(HOUR);
    expect(await deleteDueFiles(depsOf())).toBe(1);
    expect(fake.files()).toMatchObject([
      { complete: true, deleted: true },
      { complete: true, deleted: false },
    ]);
    pass(24 * HOUR);
    await deleteDueFiles(depsOf());
    expect(await undeleted()).toBe(0);
  });

  it('whose file was looked for in vain while it was being delivered stays for its day, and goes after it', async () => {
    await ask(gov.people.operator);
    const { client } = depsOf();
    const { completeUploadExternal } = client.files;
    client.files.completeUploadExternal = async (args) => {
      pass(HOUR + 60_000);
      fake.misbehave('files.delete', { kind: 'error', error: 'file_not_found' });
      expect(await deleteDueFiles(depsOf())).toBe(0);
      return completeUploadExternal(args);
    };
    await run({ client });
    expect((await stateOf(gov.people.operator))?.state).toBe('ready');
    pass(23 * HOUR);
    expect([await deleteDueFiles(depsOf()), fake.files()[0]?.deleted]).toEqual([0, false]);
    pass(HOUR);
    expect([await deleteDueFiles(depsOf()), fake.files()[0]?.deleted]).toEqual([1, true]);
    expect((await stateOf(gov.people.operator))?.state).toBe('gone');
  });

  it('whose file Slack had deleted before it was delivered is tried again', async () => {
    await ask(gov.people.operator);
    fake.misbehave('files.completeUploadExternal', { kind: 'error', error: 'file_not_found' });
    await run();
    expect((await stateOf(gov.people.operator))?.state).toBe('requested');
    pass(31_000);
    await run();
    expect((await stateOf(gov.people.operator))?.state).toBe('ready');
    expect(await notices()).toHaveLength(1);
  });

  it('whose upload never was completed is let be after a second look in vain', async () => {
    await abandonUpload();
    fake.misbehave('files.delete', { kind: 'error', error: 'file_not_found' }, { times: 2 });
    pass(60_001);
    await run();
    pass(HOUR - 1_000);
    expect([await deleteDueFiles(depsOf()), await undeleted()]).toEqual([0, 2]);
    pass(1_000);
    expect([await deleteDueFiles(depsOf()), await undeleted()]).toEqual([1, 1]);
    expect(fake.callsOf('files.delete')).toHaveLength(2);
  });

  it.each(['file_not_found', 'file_deleted'])(
    'whose file somebody has removed already (%s) counts as deleted',
    async (error) => {
      await ask(gov.people.cco);
      await run();
      pass(24 * HOUR);
      fake.misbehave('files.delete', { kind: 'error', error });
      expect([await deleteDueFiles(depsOf()), await undeleted()]).toEqual([1, 0]);
      expect((await stateOf(gov.people.cco))?.state).toBe('gone');
    },
  );

  it('of a killed worker is taken over once its claim is up, and what it uploaded is deleted', async () => {
    await abandonUpload();
    await run();
    expect((await stateOf(gov.people.operator))?.state).toBe('running');
    pass(60_001);
    await run();
    expect((await stateOf(gov.people.operator))?.state).toBe('ready');
    expect(fake.files()).toMatchObject([{ deleted: true }, { complete: true, deleted: false }]);
  });

  it('is worked by one of several workers', async () => {
    await ask(gov.people.operator);
    await ask(gov.people.cco);
    await Promise.all([run(), run(), run()]);
    expect(
      fake
        .files()
        .map(({ channel }) => channel)
        .sort(),
    ).toEqual([`D${gov.people.operator.id}`, `D${gov.people.cco.id}`].sort());
  });

  it('whose claim was lost meanwhile delivers nothing', async () => {
    const id = await ask(gov.people.operator);
    const stealing: ExportSource = {
      ...(exportSources.find(({ kind }) => kind === 'gifts') as ExportSource),
      async *rows() {
        await gov.rows('update export_job set claim_token = gen_random_uuid() where request_id = $1', [id]);
        yield { agencyIds: [gov.agencies.smes], cells: ['x'] };
      },
    };
    await run({ sources: [stealing] });
    expect(fake.callsOf('files.completeUploadExternal')).toEqual([]);
    expect((await stateOf(gov.people.operator))?.state).toBe('running');
    expect(await notices()).toEqual([]);
  });

  it('that a stop breaks off is begun anew, and does not count as an attempt', async () => {
    await ask(gov.people.operator);
    const stop = new AbortController();
    const slow: ExportSource = {
      ...(exportSources.find(({ kind }) => kind === 'gifts') as ExportSource),
      async *rows() {
        stop.abort();
        for (let n = 0; n < 1_000_000; n++) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          yield { agencyIds: [gov.agencies.smes], cells: ['x'] };
        }
      },
    };
    await run({ sources: [slow] }, stop.signal);
    expect(await gov.rows('select state, attempts from export_job')).toEqual([
      { state: 'requested', attempts: 0 },
    ]);
    await run();
    expect((await stateOf(gov.people.operator))?.state).toBe('ready');
  });

  it('writes down how far it is while it writes', async () => {
    await ask(gov.people.operator);
    const rows = async () => (await stateOf(gov.people.operator))?.rows;
    const long: ExportSource = {
      ...(exportSources.find(({ kind }) => kind === 'gifts') as ExportSource),
      async *rows() {
        for (let n = 0; n < 3_000; n++) yield { agencyIds: [gov.agencies.smes], cells: [n] };
        await seen('how far it is', async () => (await rows()) === 3_000);
      },
    };
    await run({ sources: [long], leaseMs: 400 });
    expect((await stateOf(gov.people.operator))?.state).toBe('ready');
  });
});

describe('rights are looked at again', () => {
  it('when the export is begun: nothing is read, and it is said', async () => {
    await ask(gov.people.operator);
    await gov.setRole(gov.people.operator, 'member');
    await run();
    expect(await stateOf(gov.people.operator)).toMatchObject({
      state: 'refused',
      refusal: { reason: 'not_entitled' },
    });
    expect(fake.files()).toEqual([]);
    expect(await gov.rows(`select from access_log where action = 'export'`)).toEqual([]);
    expect(await notices()).toHaveLength(1);
  });

  it('when it is delivered: whoever moved to another agency gets nothing, and what was sent is deleted', async () => {
    await ask(gov.people.operator);
    const gifts = exportSources.find(({ kind }) => kind === 'gifts') as ExportSource;
    const moving: ExportSource = {
      ...gifts,
      async *rows(...args) {
        yield* gifts.rows(...args);
        await gov.transfer(gov.people.operator, 'collab', '2026-11-23');
      },
    };
    await run({ sources: [moving] });
    expect(await stateOf(gov.people.operator)).toMatchObject({
      state: 'refused',
      refusal: { reason: 'other_agency' },
    });
    expect(fake.files()).toMatchObject([{ complete: false, deleted: true }]);
  });

  it('a row of another agency is a fault: nothing is delivered, and nobody tries again', async () => {
    await ask(gov.people.operator);
    const leaking: ExportSource = {
      ...(exportSources.find(({ kind }) => kind === 'gifts') as ExportSource),
      async *rows() {
        yield { agencyIds: [gov.agencies.smes], cells: ['own'] };
        yield { agencyIds: [gov.agencies.seoul, gov.agencies.interior], cells: ['not own'] };
      },
    };
    await run({ sources: [leaking] });
    const record = await stateOf(gov.people.operator);
    expect(record).toMatchObject({ state: 'failed', reference: expect.stringMatching(/^\w{4}-\w{4}$/) });
    expect(fake.files()).toEqual([]);
    expect(JSON.stringify(record && renderNotice(record, exportSources, 'ko'))).toContain(record?.reference);
  });
});

describe('what cannot be done is said', () => {
  it('a file larger than Slack takes', async () => {
    await ask(gov.people.auditor);
    await run({ maxBytes: 200 });
    expect(await stateOf(gov.people.auditor)).toMatchObject({
      state: 'refused',
      refusal: { reason: 'too_large' },
    });
    expect(fake.files()).toEqual([]);
  });

  it('a workspace that allows no uploads fails at once, with a reference', async () => {
    await ask(gov.people.auditor);
    fake.misbehave('files.getUploadURLExternal', { kind: 'error', error: 'missing_scope' });
    await run();
    expect(await stateOf(gov.people.auditor)).toMatchObject({
      state: 'failed',
      reference: expect.any(String),
    });
    await run();
    expect(fake.callsOf('files.getUploadURLExternal')).toHaveLength(1);
  });

  it('a fault that lasts fails after four attempts, with a message', async () => {
    await ask(gov.people.auditor);
    fake.misbehave('files.getUploadURLExternal', { kind: 'httpError', status: 503 }, { times: 9 });
    for (let n = 0; n < 6; n++) {
      await run();
      pass(HOUR);
    }
    expect(fake.callsOf('files.getUploadURLExternal')).toHaveLength(4);
    expect((await stateOf(gov.people.auditor))?.state).toBe('failed');
    expect(await notices()).toHaveLength(1);
  });

  it('one whose workers keep dying is given up', async () => {
    await ask(gov.people.auditor);
    for (let n = 0; n < 4; n++) {
      const until = new Date(now.getTime() + 1_000);
      await claimExport(gov.database, { teamId: fake.teamId, token: crypto.randomUUID(), now, until });
      pass(2_000);
    }
    await run();
    expect((await stateOf(gov.people.auditor))?.state).toBe('failed');
    expect(fake.files()).toEqual([]);
  });
});

describe('the jobs', () => {
  it('run one export at a time in a process, and a stop waits for it', async () => {
    await ask(gov.people.auditor);
    let running = 0;
    let most = 0;
    const gifts = exportSources.find(({ kind }) => kind === 'gifts') as ExportSource;
    const counted: ExportSource = {
      ...gifts,
      async *rows(...args) {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 100));
        yield* gifts.rows(...args);
        running -= 1;
      },
    };
    await ask(gov.people.operator);
    const jobs = createExportJobs(depsOf({ sources: [counted] }));
    const tick = { name: 'run-exports', attempt: 1, enqueuedAt: now };
    await Promise.all([jobs.handlers['run-exports']?.({}, tick), jobs.handlers['run-exports']?.({}, tick)]);
    await jobs.stop();
    expect([most, fake.files().length]).toEqual([1, 2]);
  });
});

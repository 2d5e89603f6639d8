import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { ExportKind } from '../../src/export-kinds.ts';
import { exportSources } from '../../src/export-sources.ts';
import { type ExportRequest, runExport as runSource } from '../../src/exports/run-export.ts';
import { openTestLedger, type TestLedger } from '../support/ledger.ts';

const now = new Date('2026-11-23T04:00:00Z');

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await openTestLedger();
  return () => ledger.close();
});

/** Keeps what it is given, as fast as `delayMs` a chunk allows. */
function createSink(delayMs = 0) {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      if (delayMs > 0) void sleep(delayMs).then(() => done());
      else done();
    },
  });
  return { sink, text: () => Buffer.concat(chunks).toString('utf8') };
}

/** As the command line exports a kind. */
async function runExport(
  database: Database,
  { kind, ...request }: ExportRequest & { kind: ExportKind },
  out: Writable,
) {
  const source = exportSources.find((one) => one.kind === kind);
  if (!source) throw new Error(`no source ${kind}`);
  return runSource(database, source, request, out);
}

type Request = Omit<Parameters<typeof runExport>[1], 'reason' | 'actorLabel' | 'now'> & { now?: Date };

async function run(request: Request) {
  const { sink, text } = createSink();
  const outcome = await runExport(
    ledger.database,
    { reason: '정기 감사', actorLabel: 'audit', now, ...request },
    sink,
  );
  return { outcome, text: text(), rows: parse(text(), { columns: true }) as Array<Record<string, string>> };
}

const accesses = () =>
  ledger.database
    .selectFrom('access_log')
    .select(['actor_id', 'actor_label', 'action', 'subject', 'reason', 'origin'])
    .execute();

describe('gifts', () => {
  test('come with exactly these columns, by number, reversed and hidden ones too', async () => {
    const { a0, a1, b0 } = ledger.people;
    const one = await ledger.give(a0, b0, { message: '고맙습니다, "정말"' });
    const two = await ledger.give(a0, b0, { message: '두 줄\n인사입니다.' });
    const three = await ledger.give(a1, { department: b0.department });
    await ledger.reverse(two.id ?? 0, a0);
    const hide = (hidden: boolean) => ({ gift_id: one.id ?? 0, hidden, reason: '부적절', actor_id: a1.id });
    await ledger.database
      .insertInto('gift_visibility')
      .values([hide(true)])
      .execute();

    const { text, outcome } = await run({ kind: 'gifts', from: '2026-11-01', to: '2026-11-30' });
    expect(outcome).toEqual({ kind: 'exported', rows: 3 });
    expect(text).toBe(
      [
        'gift_id,given_at,giver,recipient,recipient_department,points,message,source,state,hidden',
        `${one.id},2026-11-23T12:00:00+09:00,a0@ga.example,b0@na.example,나청/협력과,10,"고맙습니다, ""정말""",command,given,true`,
        `${two.id},2026-11-23T12:00:00+09:00,a0@ga.example,b0@na.example,나청/협력과,10,"두 줄\n인사입니다.",command,reversed,false`,
        `${three.id},2026-11-23T12:00:00+09:00,a1@ga.example,,나청/협력과,10,도와주셔서 고맙습니다.,command,given,false`,
        '',
      ].join('\n'),
    );
    await ledger.database
      .insertInto('gift_visibility')
      .values([hide(false)])
      .execute();
    expect((await run({ kind: 'gifts' })).rows[0]?.hidden).toBe('false');
  });

  test('of the days from and to in Seoul, both included', async () => {
    const { a0, b0 } = ledger.people;
    const instants = [
      '2026-11-09T14:59:59.999Z',
      '2026-11-09T15:00:00Z',
      '2026-11-10T14:59:59.999Z',
      '2026-11-10T15:00:00Z',
    ];
    for (const at of instants) await ledger.give(a0, b0, { at: new Date(at) });
    const { rows } = await run({ kind: 'gifts', from: '2026-11-10', to: '2026-11-10' });
    expect(rows.map((row) => row.given_at)).toEqual([
      '2026-11-10T00:00:00+09:00',
      '2026-11-10T23:59:59+09:00',
    ]);
  });

  test('of one agency are those that its people gave or received', async () => {
    const { a0, a1, b0, b1 } = ledger.people;
    await ledger.give(a0, a1);
    await ledger.give(a0, b0);
    await ledger.give(b0, b1);
    const of = async (agencyId: number) =>
      (await run({ kind: 'gifts', agencyId })).rows.map((row) => row.giver);
    expect(await of(a0.agency)).toEqual(['a0@ga.example', 'a0@ga.example']);
    expect(await of(b0.agency)).toEqual(['a0@ga.example', 'b0@na.example']);
  });

  test.each([
    ['=HYPERLINK("x")', `'=HYPERLINK("x")`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    ['@SUM(1)', `'@SUM(1)`],
    ['\t=1', `'\t=1`],
    ['\r=1', `'\r=1`],
    ['\n=1', `'\n=1`],
    ['＝1', `'＝1`],
    ['＋1', `'＋1`],
    ['－1', `'－1`],
    ['＠a', `'＠a`],
    [' =1', `' =1`],
    ['\u3000＝1', `'\u3000＝1`],
    ['\u200b=1', `'\u200b=1`],
    ['\ufeff\t@a', `'\ufeff\t@a`],
    ['1-1=0, a@b', '1-1=0, a@b'],
    [' 고맙습니다 = 감사', ' 고맙습니다 = 감사'],
    [`'=1`, `'=1`],
  ])('a message that a spreadsheet would take for a formula is disarmed: %j', async (message, expected) => {
    await ledger.give(ledger.people.a0, ledger.people.b0, { message });
    const { rows } = await run({ kind: 'gifts' });
    expect(rows[0]).toMatchObject({ message: expected, points: '10' });
  });

  test('go out as fast as they are taken, and no faster: a reader who stops leaves no connection behind', async () => {
    const { a0, b0 } = ledger.people;
    for (let count = 0; count < 20; count += 1) await ledger.give(a0, b0);
    await ledger.tamper(`insert into gift select g.id + 1000000 + n, g.request_key || n, g.giver_id, g.giver_agency_id, g.giver_department_id,
      g.giver_role, g.recipient_id, g.recipient_agency_id, g.recipient_department_id, g.recipient_role, g.points, repeat('가', 200),
      g.message_hash, g.source, g.team_id, g.allowance_left, g.given_on, g.given_at
      from gift g, generate_series(1, 20000) as n where g.id = (select min(id) from gift)`);
    const request = { kind: 'gifts', reason: '정기 감사', actorLabel: 'audit', now } as const;
    for (let time = 0; time < 10; time += 1) {
      const broken = new Writable({
        write: (_chunk, _encoding, done) => done(new Error('The reader went away.')),
      });
      await expect(runExport(ledger.database, request, broken)).rejects.toThrow('The reader went away.');
    }
    // Ten broken streams on a pool of eight: were one left open each, nothing would answer now.
    expect((await run({ kind: 'gifts' })).rows).toHaveLength(20_020);

    let written = 0;
    let release = () => {};
    const stuck = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.length;
        release = done;
      },
    });
    const going = runExport(ledger.database, request, stuck);
    await sleep(500);
    expect(written).toBeLessThan(200_000); // of twelve million bytes
    stuck.destroy(new Error('enough'));
    release();
    await expect(going).rejects.toThrow('enough');
  });
});

describe('balances', () => {
  test('list those who gave or received in the month; gifts taken back count nowhere', async () => {
    const { a0, a1, b0 } = ledger.people;
    await ledger.give(a0, b0, { at: new Date('2026-10-15T03:00:00Z') });
    await ledger.give(a0, b0);
    await ledger.give(a0, b0, { points: 20 });
    const taken = await ledger.give(a0, a1);
    await ledger.reverse(taken.id ?? 0, a0);
    await ledger.give(b0, { department: a1.department });
    await ledger.grant(a0.agency, a0, [a1]);
    const { text } = await run({ kind: 'balances' });
    expect(text.split('\n')).toEqual([
      'official,month,allowance_left,received_month,received_year,sent_month',
      'a0@ga.example,2026-11,170,0,0,30',
      'a1@ga.example,2026-11,,0,0,0', // what a1 received was taken back; special points are counted separately (제9조)
      'b0@na.example,2026-11,190,30,40,10',
      '',
    ]);
  });

  test('of several months list each month that the range touches, over a year end', async () => {
    const { a0, b0 } = ledger.people;
    for (const at of ['2026-09-30T15:00:00Z', '2026-12-31T14:59:59Z', '2026-12-31T15:00:00Z']) {
      await ledger.give(a0, b0, { at: new Date(at) });
    }
    const newYear = new Date('2027-01-01T10:00:00+09:00');
    const { rows } = await run({ kind: 'balances', from: '2026-12-31', to: '2027-01-01', now: newYear });
    expect(rows.map((row) => Object.values(row).join())).toEqual([
      'a0@ga.example,2026-12,190,0,0,10',
      'b0@na.example,2026-12,,10,20,0',
      'a0@ga.example,2027-01,190,0,0,10',
      'b0@na.example,2027-01,,10,10,0',
    ]);
    const year = await run({ kind: 'balances', from: '2026-10-05', to: '2026-11-05' });
    expect(year.rows.map((row) => `${row.official} ${row.month} ${row.received_year}`)).toEqual([
      'a0@ga.example 2026-10 0',
      'b0@na.example 2026-10 20',
    ]);
  });

  test('of one agency list its own officials', async () => {
    const { a0, b0 } = ledger.people;
    await ledger.give(a0, b0);
    const { rows } = await run({ kind: 'balances', agencyId: b0.agency });
    expect(rows.map((row) => row.official)).toEqual(['b0@na.example']);
  });

  test('of one agency count of those who moved what they gave and received as its people', async () => {
    const { a0, a1, b0 } = ledger.people;
    await ledger.give(a0, b0, { at: new Date('2026-11-03T03:00:00Z') });
    const [moved] = await ledger.move(b0, a1, '2026-11-10');
    await ledger.give(a0, moved, { at: new Date('2026-11-12T03:00:00Z') });
    const receivedAt = async (agencyId: number) =>
      (await run({ kind: 'balances', agencyId })).rows
        .filter((row) => row.official === 'b0@na.example')
        .map((row) => `${row.received_month} ${row.received_year}`);
    expect(await receivedAt(b0.agency)).toEqual(['10 10']);
    expect(await receivedAt(a1.agency)).toEqual(['10 10']);
    expect(
      (await run({ kind: 'balances' })).rows.find((row) => row.official === 'b0@na.example'),
    ).toMatchObject({
      received_month: '20',
    });
  });
});

describe('an export', () => {
  test('is refused with all its faults at once; then nothing is written and nothing logged', async () => {
    const { outcome, text } = await run({ kind: 'gifts', from: '2026-02-30', to: 'gestern' });
    expect(outcome).toEqual({
      kind: 'refused',
      refusals: [
        { reason: 'not_a_day', field: 'from', given: '2026-02-30' },
        { reason: 'not_a_day', field: 'to', given: 'gestern' },
      ],
    });
    expect(text).toBe('');
    const { sink } = createSink();
    for (const reason of ['', '  ', '\u200b', '...']) {
      const request = {
        kind: 'gifts',
        from: '2026-11-02',
        to: '2026-11-01',
        reason,
        actorLabel: 'audit',
        now,
      } as const;
      expect(await runExport(ledger.database, request, sink)).toEqual({
        kind: 'refused',
        refusals: [
          { reason: 'reason_missing' },
          { reason: 'from_after_to', from: '2026-11-02', to: '2026-11-01' },
        ],
      });
    }
    expect(await accesses()).toEqual([]);
  });

  test('is in the access log, with its reason, before the first byte leaves (안전성 확보조치 기준)', async () => {
    await ledger.give(ledger.people.a0, ledger.people.b0);
    let loggedBefore: unknown[] | undefined;
    const sink = new Writable({
      write(_chunk, _encoding, done) {
        void accesses().then((rows) => {
          loggedBefore ??= rows;
          done();
        });
      },
    });
    await runExport(
      ledger.database,
      {
        kind: 'gifts',
        from: '2026-11-01',
        to: '2026-11-30',
        reason: ' 정기 감사 ',
        actorLabel: 'root',
        origin: 'cli',
        now,
      },
      sink,
    );
    expect(loggedBefore).toEqual([
      {
        actor_id: null,
        actor_label: 'root',
        action: 'export',
        subject: 'gifts 2026-11-01..2026-11-30 csv',
        reason: '정기 감사',
        origin: 'cli',
      },
    ]);
  });

  test('that breaks off stays in the access log', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('full')) });
    const request = { kind: 'balances', reason: '정기 감사', actorLabel: 'audit', now } as const;
    await ledger.give(ledger.people.a0, ledger.people.b0);
    await expect(runExport(ledger.database, request, broken)).rejects.toThrow('full');
    expect(await accesses()).toMatchObject([{ subject: 'balances 2026-11-01..2026-11-23 csv' }]);
  });

  test('of nothing is its header alone', async () => {
    expect((await run({ kind: 'balances' })).text).toBe(
      'official,month,allowance_left,received_month,received_year,sent_month\n',
    );
  });
});

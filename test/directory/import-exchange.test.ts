import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lastDayOfTerm } from '../../src/calendar/terms.ts';
import { APP_ROLE, openPool } from '../../src/database/database.ts';
import { importDirectory } from '../../src/directory/import.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const SAMPLE = new URL('../../sample/', import.meta.url).pathname;

let testDatabase: TestDatabase;
let pool: pg.Pool;
let owner: pg.Pool;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  pool = openPool(testDatabase.url, { role: APP_ROLE, max: 4 });
  owner = openPool(testDatabase.ownerUrl, { max: 1 });
  const { rows } = await owner.query<{ name: string }>(
    `select tgrelid::regclass::text as name from pg_trigger where tgname = 'never_emptied'`,
  );
  for (const { name } of rows) await owner.query(`alter table ${name} disable trigger never_emptied`);
});
afterAll(async () => {
  await pool?.end();
  await owner?.end();
  await testDatabase?.drop();
});
beforeEach(async () => {
  await owner.query(
    'truncate agency, department, official, posting, exchange_pair, holiday_override, access_log cascade',
  );
});

const FILES = {
  agencies: `code,name,short_name,kind,valid_from,valid_to,successor
,옛산업부,산업부,central,,2025-09-30,새산업부
,새산업부,산업부,central,2025-10-01,,
,옛재정부,재정부,central,,2026-01-01,경제부|예산처
,경제부,경제부,central,2026-01-02,,
,예산처,예산처,central,2026-01-02,,
,벤처부,벤처부,central,,,
`,
  departments: `agency,name,parent
새산업부,투자과,
경제부,기업과,
예산처,예산과,
벤처부,인력과,
`,
  officials: `email,name,agency,department,rank,position,role,status,valid_from
a@x.example,가,벤처부,인력과,,,,,2024-01-02
b@x.example,나,벤처부,인력과,,,,,2024-01-02
c@x.example,다,벤처부,인력과,,,,,2024-01-02
d@x.example,라,벤처부,인력과,,,,,2024-01-02
`,
};
const POSITIONS = `round,pair,level,task,agency_a,position_a,agency_b,position_b,source
1,1,과장급,투자 활성화,옛산업부,투자과장,벤처부,인력과장,press
1,2,국장급,경제,옛재정부,기업과장,산업부,투자과장,press
`;
const HOLDERS = 'round,pair,side,email,start,end,companion_of\n';
const HOLIDAYS = 'day,holiday,name\n';

type File = 'agencies' | 'departments' | 'officials' | 'exchange_positions' | 'exchange_holders' | 'holidays';

async function importFiles(files: Partial<Record<File, string>>, now = NOW) {
  const directory = await mkdtemp(join(tmpdir(), 'ieum-exchange-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, `${name}.csv`), text);
    return await importDirectory(pool, directory, { now });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const settle = () => importFiles({ ...FILES, exchange_positions: POSITIONS });
const holders = (rows: string, now = NOW) => importFiles({ exchange_holders: HOLDERS + rows }, now);

/** Faults as `line reason` in English. */
async function faultsOf(outcome: Promise<Awaited<ReturnType<typeof importFiles>>>): Promise<string[]> {
  const it = await outcome;
  return it.kind === 'imported' ? [] : it.faults.map((f) => `${f.line} ${f.reason.split(' / ')[1]}`);
}

async function readRows(text: string): Promise<Record<string, unknown>[]> {
  return (await pool.query<Record<string, unknown>>(text)).rows;
}

const terms = async () =>
  (
    await readRows(
      `select q.round || '-' || q.pair || p.side || ' ' || left(o.email, 1) || ' ' || lower(t.during) || '~' || upper(t.during) - 1
              || coalesce(' with ' || left(l.email, 1), '') as term
       from exchange_term t join exchange_position p on p.id = t.position_id join exchange_pair q on q.id = p.pair_id
       join official o on o.id = t.official_id left join exchange_term lt on lt.id = t.companion_of
       left join official l on l.id = lt.official_id order by t.id`,
    )
  ).map(({ term }) => term);

const changes = () =>
  readRows(
    'select term_id, old_end, new_end, reason, actor_id, occurred_at from exchange_change order by id',
  );

const places = () =>
  readRows(`select 'pair' as t, id, xmin::text, ctid::text from exchange_pair union all
            select 'position', id, xmin::text, ctid::text from exchange_position union all
            select 'term', id, xmin::text, ctid::text from exchange_term union all
            select 'holiday', 0, xmin::text, ctid::text from holiday_override order by 1, 2, 4`);

describe('exchange_positions.csv', () => {
  const positions = () =>
    readRows(`select q.round, q.pair, p.side, p.agency_name, p.title, a.name as keeper from exchange_position p
              join exchange_pair q on q.id = p.pair_id left join agency a on a.id = p.agency_id order by p.id`);

  test('the names of the time stay, and the agency that keeps the position today is found', async () => {
    expect(await settle()).toMatchObject({ counts: { pair: { added: 2, changed: 0, unchanged: 0 } } });
    expect(
      (await positions()).map((p) => `${p.pair}${p.side} ${p.agency_name} ${p.title} → ${p.keeper}`),
    ).toMatchInlineSnapshot(`
        [
          "1a 옛산업부 투자과장 → 새산업부",
          "1b 벤처부 인력과장 → 벤처부",
          "2a 옛재정부 기업과장 → 경제부",
          "2b 산업부 투자과장 → 새산업부",
        ]
      `);
  });

  test('an agency that was split keeps the position itself when no office tells who has it, and an unknown one is null', async () => {
    const outcome = await importFiles({
      ...FILES,
      exchange_positions: POSITIONS.replace('기업과장', '총괄과장').replace('벤처부', '없는부'),
    });
    expect(outcome.kind).toBe('imported');
    expect((await positions()).map((p) => p.keeper)).toEqual(['새산업부', null, '옛재정부', '새산업부']);
  });

  test('the same again writes no row; another task, title or name of the time changes the pair', async () => {
    await settle();
    const before = await places();
    expect(await importFiles({ exchange_positions: POSITIONS })).toMatchObject({
      counts: { pair: { added: 0, changed: 0, unchanged: 2 } },
    });
    expect(await places()).toEqual(before);
    expect(
      await importFiles({
        exchange_positions: POSITIONS.replace('투자 활성화', '투자').replace('기업과장', '예산과장'),
      }),
    ).toMatchObject({ counts: { pair: { added: 0, changed: 2, unchanged: 0 } } });
    expect((await positions()).map((p) => p.keeper)).toEqual(['새산업부', '벤처부', '예산처', '새산업부']);
  });

  test('an agency renamed later is followed by the next import, whatever its files are', async () => {
    await settle();
    await importFiles({
      agencies: `${FILES.agencies.replace('벤처부,벤처부,central,,,', '벤처부,벤처부,central,,2026-11-30,혁신부')},혁신부,혁신부,central,2026-12-01,,\n`,
    });
    expect((await positions())[1]?.keeper).toBe('벤처부');
    await importFiles({ holidays: HOLIDAYS }, new Date('2026-12-01T03:00:00Z'));
    expect((await positions())[1]?.keeper).toBe('혁신부');
  });

  test('every faulty line is listed', async () => {
    const header = POSITIONS.split('\n')[0];
    expect(
      await faultsOf(
        importFiles({
          ...FILES,
          exchange_positions: `${header}
1,1,과장급,갑,벤처부,과장,경제부,과장,
1,1,과장급,을,벤처부,과장,경제부,과장,
0,x,실장급,,벤처부,과장,경제부,과장,
1,2,과장급,갑,벤처부,과장
`,
        }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "3 same round and pair as line 2",
        "4 not a whole number above 0: "0"",
        "4 not a whole number above 0: "x"",
        "4 unknown level: "실장급" (국장급, 과장급)",
        "4 empty value: task",
        "5 wrong number of columns: 6 ≠ 9",
      ]
    `);
    expect(await readRows('select 1 from exchange_pair union all select 1 from agency')).toEqual([]);
  });
});

describe('exchange_holders.csv', () => {
  beforeEach(async () => {
    await settle();
  });

  test('without an end a term is 24 months, up to the day before the same day', async () => {
    await holders('1,1,a,a@x.example,2024-12-30,,\n1,1,b,b@x.example,2024-02-29,,\n');
    expect(await terms()).toEqual(['1-1a a 2024-12-30~2026-12-29', '1-1b b 2024-02-29~2026-02-27']);
  });

  test('the months are those of the agency’s policy in the month in which the term begins', async () => {
    await owner.query(
      `insert into policy_change (agency_id, effective_from, changes, decided_by)
       select a.id, '2026-10-01', '{"exchangeTermMonths": 12}', o.id from agency a, official o
       where a.name = '벤처부' and o.email = 'a@x.example'`,
    );
    await holders(
      '1,1,b,a@x.example,2024-09-30,,\n1,1,b,b@x.example,2026-10-01,,\n1,1,a,c@x.example,2026-10-01,,\n',
    );
    expect(await terms()).toEqual([
      '1-1b a 2024-09-30~2026-09-29',
      '1-1b b 2026-10-01~2027-09-30',
      '1-1a c 2026-10-01~2028-09-30',
    ]);
  });

  test('companions take the days of the lead, each one that is left empty', async () => {
    await holders(`1,1,a,b@x.example,,,a@x.example
1,1,a,c@x.example,2025-03-01,,A@x.example
1,1,A,a@x.example,2024-12-30,2026-06-30,
1,1,a,d@x.example,,2025-12-31,a@x.example
`);
    expect((await terms()).sort()).toEqual([
      '1-1a a 2024-12-30~2026-06-30',
      '1-1a b 2024-12-30~2026-06-30 with a',
      '1-1a c 2025-03-01~2026-06-30 with a',
      '1-1a d 2024-12-30~2025-12-31 with a',
    ]);
  });

  test('the same again writes no row, and an empty end keeps what is known', async () => {
    const rows = '1,1,a,a@x.example,2024-12-30,,\n1,1,a,b@x.example,,,a@x.example\n';
    expect(await holders(rows)).toMatchObject({ counts: { term: { added: 2, changed: 0, unchanged: 0 } } });
    await owner.query(
      `update exchange_term set during = daterange(lower(during), '2027-03-01') where companion_of is null`,
    );
    const before = await places();
    expect(await holders(rows)).toMatchObject({ counts: { term: { added: 0, changed: 0, unchanged: 2 } } });
    expect(await places()).toEqual(before);
    expect(await changes()).toEqual([]);
  });

  test('another end of a known term is recorded as a change, and companions that ended with it move along', async () => {
    await holders(`1,1,a,a@x.example,2024-12-30,2026-12-29,
1,1,a,b@x.example,,,a@x.example
1,1,a,c@x.example,,2026-06-30,a@x.example
`);
    expect(await holders('1,1,a,a@x.example,2024-12-30,2027-12-29,\n')).toMatchObject({
      counts: { term: { added: 0, changed: 2, unchanged: 0 } },
    });
    expect((await terms()).sort()).toEqual([
      '1-1a a 2024-12-30~2027-12-29',
      '1-1a b 2024-12-30~2027-12-29 with a',
      '1-1a c 2024-12-30~2026-06-30 with a',
    ]);
    const change = {
      old_end: '2026-12-29',
      new_end: '2027-12-29',
      reason: 'import',
      actor_id: null,
      occurred_at: NOW,
    };
    expect(await changes()).toEqual([expect.objectContaining(change), expect.objectContaining(change)]);
  });

  test('the same file again does not undo an extension by an operator; another end in it does', async () => {
    const rows = (end: string) => `1,1,a,a@x.example,2024-12-30,${end},\n1,1,a,b@x.example,,,a@x.example\n`;
    await holders(rows('2026-12-29'));
    await owner.query(`update exchange_term set during = daterange(lower(during), '2027-06-30')`);
    await owner.query(
      `insert into exchange_change (term_id, old_end, new_end, reason, actor_id, occurred_at)
       select id, '2026-12-29', '2027-06-29', '사업 마무리', official_id, now() from exchange_term`,
    );
    expect(await holders(rows('2026-12-29'))).toMatchObject({
      counts: { term: { added: 0, changed: 0, unchanged: 2 } },
    });
    expect((await terms()).sort()).toEqual([
      '1-1a a 2024-12-30~2027-06-29',
      '1-1a b 2024-12-30~2027-06-29 with a',
    ]);
    await holders(rows('2027-03-31'));
    await holders(rows('2027-03-31'));
    expect((await terms()).sort()).toEqual([
      '1-1a a 2024-12-30~2027-03-31',
      '1-1a b 2024-12-30~2027-03-31 with a',
    ]);
    expect(await changes()).toHaveLength(4);
  });

  test('a file that follows an extension does not undo the next one', async () => {
    const rows = (end: string) => `1,1,a,a@x.example,2024-12-30,${end},\n`;
    const extend = (last: string) =>
      owner.query(`update exchange_term set during = daterange(lower(during), '${last}', '[]')`);
    await holders(rows('2026-12-29'));
    await extend('2027-06-30');
    await holders(rows('2027-06-30'));
    await extend('2027-12-31');
    await holders(rows('2027-06-30'));
    expect(await terms()).toEqual(['1-1a a 2024-12-30~2027-12-31']);
  });

  test('a term cut short makes room for its successor in the same file', async () => {
    await holders('1,1,a,a@x.example,2024-12-30,2026-12-29,\n');
    const outcome = await holders(
      '1,1,a,b@x.example,2026-07-01,,\n1,1,a,a@x.example,2024-12-30,2026-06-30,\n',
    );
    expect(outcome.kind).toBe('imported');
    expect((await terms()).sort()).toEqual(['1-1a a 2024-12-30~2026-06-30', '1-1a b 2026-07-01~2028-06-30']);
  });

  test('a new official may hold a position by the same import', async () => {
    const officials = `${FILES.officials}e@x.example,마,벤처부,인력과,,,,,\n`;
    const outcome = await importFiles({
      officials,
      exchange_holders: `${HOLDERS}1,1,a,e@x.example,2026-11-30,,\n`,
    });
    expect(outcome.kind).toBe('imported');
    expect(await terms()).toEqual(['1-1a e 2026-11-30~2028-11-29']);
  });

  test('every faulty line is listed and nothing stored', async () => {
    await holders('1,2,a,d@x.example,2025-01-01,2026-12-31,\n');
    const before = await places();
    expect(
      await faultsOf(
        holders(`1,1,a,a@x.example,2024-12-30,2026-12-29,
1,1,a,b@x.example,2026-12-29,,
1,2,b,a@x.example,2025-01-01,,
9,9,a,b@x.example,2024-12-30,,
1,1,c,nobody,2024-13-01,2024-01-01,
1,1,b,who@x.example,2024-12-30,,
1,1,b,b@x.example,2020-01-01,2025-01-01,
1,1,b,d@x.example,2026-12-31,,
1,2,a,c@x.example,2026-12-31,,
1,1,a,c@x.example,,,d@x.example
1,1,a,c@x.example,,,c@x.example
1,1,a,a@x.example,2024-12-30,2026-12-29,
1,1,a,c@x.example,,,
1,1,b,c@x.example,2025-02-01,2025-01-01,
1,2,a,c@x.example,,,d@x.example
1,2,a,d@x.example,2025-01-01,2026-12-31,c@x.example
`),
      ),
    ).toMatchInlineSnapshot(`
      [
        "3 overlaps in the same position: line 2",
        "4 same person, overlaps: line 2",
        "5 unknown exchange pair: 9-9",
        "6 not an e-mail address: "nobody"",
        "6 not a date like 2026-11-23: "2024-13-01"",
        "6 unknown side: "c" (a, b)",
        "7 not in the directory: "who@x.example"",
        "8 term longer than the cap: 2020-01-01 – 2025-01-01, 60개월/months",
        "9 overlaps a known term of the person: d@x.example, 2025-01-01 – 2026-12-31",
        "10 overlaps a known term of the position: d@x.example, 2025-01-01 – 2026-12-31",
        "11 no term there then of whom they accompany: "d@x.example"",
        "12 accompanies themselves: "c@x.example"",
        "13 same person and start as line 2",
        "14 empty value: start",
        "15 ends before it starts: 2025-02-01 – 2025-01-01",
        "16 same person, overlaps: line 10",
        "17 no term there then of whom they accompany: "c@x.example"",
      ]
    `);
    expect(await places()).toEqual(before);
  });

  test('what a faulty line of another file names is not told as missing too', async () => {
    const outcome = importFiles({
      exchange_positions: `${POSITIONS}1,3,사장급,갑,벤처부,과장,경제부,과장,\n`,
      officials: `${FILES.officials}e@x.example,마,없는부,인력과,,,,,\n`,
      exchange_holders: `${HOLDERS}1,3,a,a@x.example,2024-12-30,,\n1,1,a,e@x.example,2024-12-30,,\n`,
    });
    expect(await faultsOf(outcome)).toEqual([
      '6 unknown agency: "없는부"',
      '4 unknown level: "사장급" (국장급, 과장급)',
    ]);
  });

  test('a term of exactly the cap is taken, a day more is not; a known one is not judged again', async () => {
    await owner.query(
      `insert into policy_change (agency_id, effective_from, changes, decided_by)
       select a.id, '2026-11-01', '{"exchangeCapMonths": 36}', o.id from agency a, official o
       where a.name = '벤처부' and o.email = 'a@x.example'`,
    );
    expect(await faultsOf(holders('1,1,b,a@x.example,2024-12-30,2027-12-30,\n'))).toEqual([
      '2 term longer than the cap: 2024-12-30 – 2027-12-30, 36개월/months',
    ]);
    expect(await faultsOf(holders('1,1,b,a@x.example,2024-12-30,2027-12-29,\n'))).toEqual([]);
    await owner.query(`update exchange_term set during = daterange('2024-12-30', '2028-12-30')`);
    expect(await faultsOf(holders('1,1,b,a@x.example,2024-12-30,2028-12-29,\n'))).toEqual([]);
  });
});

test('the month arithmetic of the database and ours is the same (24 months less a day, cap of 60)', async () => {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const cases = fc.sample(fc.tuple(day, fc.integer({ min: 1, max: 60 })), 2_000);
  cases.push(['2024-02-29', 12], ['2023-08-31', 6], ['2024-12-30', 24]);
  const { rows } = await pool.query<{ last: string }>(
    `select (day + make_interval(months => months))::date - 1 as last
     from unnest($1::date[], $2::int[]) with ordinality as c (day, months, n) order by n`,
    [cases.map(([first]) => first), cases.map(([, months]) => months)],
  );
  expect(rows.map(({ last }) => last)).toEqual(
    cases.map(([first, months]) => lastDayOfTerm(first as string, months as number)),
  );
});

describe('holidays.csv', () => {
  const overrides = () => readRows('select day, holiday, name from holiday_override order by day');

  test('days become holidays or working days, in Korean or English words, and may change', async () => {
    await importFiles({
      holidays: `${HOLIDAYS}2026-12-24,휴일,임시공휴일\n2026-10-09,근무,지방 행사\n2027-01-04,TRUE,임시\n`,
    });
    expect(await overrides()).toEqual([
      { day: '2026-10-09', holiday: false, name: '지방 행사' },
      { day: '2026-12-24', holiday: true, name: '임시공휴일' },
      { day: '2027-01-04', holiday: true, name: '임시' },
    ]);
    const before = await places();
    const again = `${HOLIDAYS}2026-12-24,true,임시공휴일\n`;
    expect(await importFiles({ holidays: again })).toMatchObject({
      counts: { holiday: { added: 0, changed: 0, unchanged: 1 } },
    });
    expect(await places()).toEqual(before);
    expect(await importFiles({ holidays: again.replace('true', 'false') })).toMatchObject({
      counts: { holiday: { added: 0, changed: 1, unchanged: 0 } },
    });
  });

  test('every faulty line is listed', async () => {
    expect(
      await faultsOf(
        importFiles({
          holidays: `${HOLIDAYS}2026-12-24,휴일,가\n2026-12-24,휴일,나\n,휴일,다\n2026-02-30,아마,\n`,
        }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "3 same day as line 2",
        "4 empty value: day",
        "5 neither a holiday nor a working day: "아마" (true·휴일, false·근무)",
        "5 not a date like 2026-11-23: "2026-02-30"",
        "5 empty value: name",
      ]
    `);
    expect(await overrides()).toEqual([]);
  });
});

test('the sample’s exchanges are imported, and a second time write no row', async () => {
  const first = await importDirectory(pool, SAMPLE, { now: NOW });
  expect(first).toMatchObject({ counts: { pair: { added: 18 }, term: { added: 7 } } });
  const before = await places();
  await importDirectory(pool, SAMPLE, { now: NOW });
  expect(await places()).toEqual(before);
  expect(
    await readRows(
      `select agency_name from exchange_position p left join agency a on a.id = p.agency_id
       where not coalesce(a.during @> '2026-11-23'::date, false) order by p.id`,
    ),
  ).toEqual([{ agency_name: '기획재정부' }, { agency_name: '기획재정부' }]);
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { APP_ROLE, openPool } from '../../src/database/database.ts';
import { importDirectory } from '../../src/directory/import.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const SAMPLE = new URL('../../sample/', import.meta.url).pathname;

let testDatabase: TestDatabase;
let pool: pg.Pool;
let owner: pg.Pool;
let directory: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  pool = openPool(testDatabase.url, { role: APP_ROLE, max: 4 });
  owner = openPool(testDatabase.ownerUrl, { max: 1 });
  // Only an owner who says so can empty the books; each test here begins with an empty directory.
  const { rows } = await owner.query<{ name: string }>(
    `select tgrelid::regclass::text as name from pg_trigger where tgname = 'never_emptied'`,
  );
  for (const { name } of rows) await owner.query(`alter table ${name} disable trigger never_emptied`);
});
afterAll(async () => {
  await pool?.end();
  await owner?.end();
  await testDatabase?.drop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  if (directory) await rm(directory, { recursive: true, force: true });
  directory = await mkdtemp(join(tmpdir(), 'ieum-import-'));
  await owner.query('truncate agency, department, official, posting, exchange_pair, access_log cascade');
});

const AGENCIES = `code,name,short_name,kind,valid_from,valid_to,successor
1,산업통상자원부,산업부,central,,2025-09-30,산업통상부
2,산업통상부,산업부,central,2025-10-01,,
3,중소벤처기업부,중기부,central,,,
`;
const DEPARTMENTS = `agency,name,parent
중소벤처기업부,중소기업정책실,
중기부,인력정책과,중소기업정책실
중기부,창업정책과,
산업부,해외투자과,
산업통상자원부,투자과,
`;
const HEADER = 'email,name,agency,department,rank,position,role,status,valid_from\n';
const HANEUL = 'haneul@mss.example,김하늘,중기부,인력정책과,사무관,,member,active,2026-01-02\n';

type Files = Partial<Record<'agencies' | 'departments' | 'officials', string | Buffer>>;

async function importFiles(files: Files, now = NOW) {
  await rm(directory, { recursive: true, force: true });
  directory = await mkdtemp(join(tmpdir(), 'ieum-import-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, `${name}.csv`), text);
  return importDirectory(pool, directory, { now });
}

const importOfficials = (rows: string, now = NOW) =>
  importFiles({ agencies: AGENCIES, departments: DEPARTMENTS, officials: HEADER + rows }, now);

async function faultsOf(files: Files): Promise<string[]> {
  const outcome = await importFiles(files);
  if (outcome.kind === 'imported') return [];
  return outcome.faults.map((fault) => `${fault.file}:${fault.line} ${fault.reason.split(' / ')[1]}`);
}

async function readRows(text: string): Promise<Record<string, unknown>[]> {
  return (await pool.query<Record<string, unknown>>(text)).rows;
}

const postings = () =>
  readRows(`select p.id, o.email, d.name as department, a.name as agency, p.rank, p.during::text
            from posting p join official o on o.id = p.official_id join department d on d.id = p.department_id
            join agency a on a.id = p.agency_id order by o.email, lower(p.during)`);

/** Every row of the directory with its physical place: a row that was written anew has another. */
const places = () =>
  readRows(`select 'agency' as t, id, xmin::text, ctid::text from agency union all
            select 'department', id, xmin::text, ctid::text from department union all
            select 'official', id, xmin::text, ctid::text from official union all
            select 'posting', id, xmin::text, ctid::text from posting union all
            select 'exchange_pair', id, xmin::text, ctid::text from exchange_pair union all
            select 'exchange_position', id, xmin::text, ctid::text from exchange_position union all
            select 'exchange_term', id, xmin::text, ctid::text from exchange_term order by 1, 2`);

const accessLog = () => readRows('select actor_label, action, reason, origin from access_log order by id');

describe('the sample government', () => {
  test('is imported, and a second time writes no row', async () => {
    const first = await importDirectory(pool, SAMPLE, { now: NOW });
    expect(first).toEqual({
      kind: 'imported',
      counts: {
        agency: { added: 35, changed: 0, unchanged: 0 },
        department: { added: 191, changed: 0, unchanged: 0 },
        official: { added: 57, changed: 0, unchanged: 0 },
        posting: { added: 57, changed: 0, unchanged: 0 },
        pair: { added: 18, changed: 0, unchanged: 0 },
        term: { added: 7, changed: 0, unchanged: 0 },
        holiday: { added: 0, changed: 0, unchanged: 0 },
      },
    });
    const before = await places();
    const logged = await accessLog();
    const second = await importDirectory(pool, SAMPLE, { now: new Date('2026-12-24T03:00:00Z') });
    expect(second).toEqual({
      kind: 'imported',
      counts: {
        agency: { added: 0, changed: 0, unchanged: 35 },
        department: { added: 0, changed: 0, unchanged: 191 },
        official: { added: 0, changed: 0, unchanged: 57 },
        posting: { added: 0, changed: 0, unchanged: 57 },
        pair: { added: 0, changed: 0, unchanged: 18 },
        term: { added: 0, changed: 0, unchanged: 7 },
        holiday: { added: 0, changed: 0, unchanged: 0 },
      },
    });
    expect(await places()).toEqual(before);
    expect(await accessLog()).toEqual(logged);
  });

  test('has a department for every exchanged position whose agency still exists', async () => {
    await importDirectory(pool, SAMPLE, { now: NOW });
    const lines = (await readFile(join(SAMPLE, 'exchange_positions.csv'), 'utf8'))
      .trim()
      .split('\n')
      .slice(1);
    const positions = lines.flatMap((line) => {
      const cells = line.split(',');
      return [
        [cells[4], cells[5]],
        [cells[6], cells[7]],
      ];
    });
    const known = await readRows(
      `select a.name as agency, d.name from department d join agency a on a.id = d.agency_id where a.during @> '2026-11-23'::date`,
    );
    const inForce = new Set(known.map((row) => row.agency));
    const missing = positions.filter(([agency, title = '']) => {
      const unit = title === '개발협력 담당 국장' ? '개발협력국' : title.replace(/(국|과|단|팀|부)장$/, '$1');
      return inForce.has(agency) && !known.some((row) => row.agency === agency && row.name === unit);
    });
    expect(missing).toEqual([]);
    expect(positions.filter(([agency]) => inForce.has(agency)).length).toBeGreaterThan(25);
  });

  test('has homonyms, people on leave and one who left, and an operator and a CCO in each agency with people', async () => {
    await importDirectory(pool, SAMPLE, { now: NOW });
    expect(
      await readRows(`select name, count(*) from official group by name having count(*) > 1 order by name`),
    ).toEqual([
      { name: '김하늘', count: 2 },
      { name: '이서준', count: 3 },
    ]);
    expect(await readRows(`select status, count(*) from official group by status order by status`)).toEqual([
      { status: 'active', count: 54 },
      { status: 'leave', count: 2 },
      { status: 'left', count: 1 },
    ]);
    expect(
      await readRows(`select p.agency_id from posting p join official o on o.id = p.official_id group by p.agency_id
                      having count(*) filter (where o.role = 'operator') <> 1 or count(*) filter (where o.role = 'cco') <> 1`),
    ).toEqual([]);
  });
});

describe('what a line means', () => {
  test('a short name means the agency in force on the day of the line', async () => {
    await importOfficials(
      'a@x.example,가나다,산업부,투자과,,,,,2025-09-30\nb@x.example,라마바,산업부,해외투자과,,,,,2025-10-01\n',
    );
    expect((await postings()).map((row) => row.agency)).toEqual(['산업통상자원부', '산업통상부']);
  });

  test('valid_to is the last day in force', async () => {
    await importFiles({ agencies: AGENCIES });
    expect(await readRows(`select during::text from agency where code in ('1', '2') order by code`)).toEqual([
      { during: '(,2025-10-01)' },
      { during: '[2025-10-01,)' },
    ]);
  });

  test('without a day a new person starts on the day it is in Seoul', async () => {
    await importOfficials('a@x.example,가나다,중기부,인력정책과,,,,,\n', new Date('2026-11-22T15:00:00Z'));
    expect(await postings()).toMatchObject([{ during: '[2026-11-23,)' }]);
  });

  test('byte order mark, CRLF, decomposed Hangul, capitals in the address, quotes and any column order do not matter', async () => {
    await importOfficials(HANEUL);
    const before = await places();
    const columns = HEADER.trim().split(',').reverse();
    const cells = HANEUL.trim().split(',').reverse();
    const text = `\uFEFF${columns.join(',')}\r\n${cells.map((cell) => `"${cell.normalize('NFD')} "`).join(',')}\r\n`;
    const again = await importFiles({ officials: text.replace('haneul@', 'Haneul@') });
    expect(again).toMatchObject({
      kind: 'imported',
      counts: { posting: { added: 0, changed: 0, unchanged: 1 } },
    });
    expect(await places()).toEqual(before);
    expect(await readRows('select name, initials from official')).toEqual([
      { name: '김하늘', initials: 'ㄱㅎㄴ' },
    ]);
  });

  test('backslashes and tabs in a cell arrive as text', async () => {
    await importOfficials('a@x.example,\\N,중기부,인력정책과,a\\tb,"x\ty",,,\n');
    expect(
      await readRows('select o.name, p.rank, p.position from official o join posting p on true'),
    ).toEqual([{ name: '\\N', rank: 'a\\tb', position: 'x y' }]);
  });

  test('a parent may be named below its child, and an emptied parent is taken away', async () => {
    await importFiles({ agencies: AGENCIES, departments: 'agency,name,parent\n중기부,과,실\n중기부,실,\n' });
    const parents = `select d.name, p.name as parent from department d left join department p on p.id = d.parent_id order by 1`;
    expect(await readRows(parents)).toEqual([
      { name: '과', parent: '실' },
      { name: '실', parent: null },
    ]);
    expect(
      await importFiles({ departments: 'agency,name,parent\n중기부,과,\n중기부,팀,과\n' }),
    ).toMatchObject({
      counts: { department: { added: 1, changed: 1, unchanged: 0 } },
    });
  });

  test('an end date closes the known agency and makes no second one', async () => {
    await importFiles({ agencies: AGENCIES });
    const outcome = await importFiles({
      agencies: `${AGENCIES.replace('중기부,central,,,', '중기부,central,,2026-12-31,새기업부|새벤처부')}4,새기업부,새기부,central,2027-01-01,,\n`,
    });
    expect(outcome).toMatchObject({ counts: { agency: { added: 1, changed: 1, unchanged: 2 } } });
    expect(await readRows(`select during::text, successors from agency where code = '3'`)).toEqual([
      { during: '(,2027-01-01)', successors: ['새기업부', '새벤처부'] },
    ]);
  });
});

describe('someone who moves', () => {
  beforeEach(async () => {
    await importOfficials(HANEUL);
  });

  test('gets a new posting from that day, and the old one ends the day before', async () => {
    const outcome = await importOfficials(
      HANEUL.replace('인력정책과', '창업정책과').replace('2026-01-02', '2026-12-01'),
    );
    expect(outcome).toMatchObject({ counts: { posting: { added: 0, changed: 1, unchanged: 0 } } });
    expect(await postings()).toMatchObject([
      { department: '인력정책과', during: '[2026-01-02,2026-12-01)' },
      { department: '창업정책과', during: '[2026-12-01,)' },
    ]);
    const before = await places();
    await importOfficials(HANEUL.replace('인력정책과', '창업정책과').replace('2026-01-02', '2026-12-01'));
    expect(await places()).toEqual(before);
  });

  test.each([
    ['rank', HANEUL.replace('사무관,', '서기관,')],
    ['position', HANEUL.replace('사무관,', '사무관,팀장')],
  ])('a new %s makes a new posting too', async (_what, row) => {
    await importOfficials(row.replace('2026-01-02', ''));
    expect((await postings()).map((it) => it.during)).toEqual(['[2026-01-02,2026-11-23)', '[2026-11-23,)']);
  });

  test('on the day the posting began, it is replaced under a new number', async () => {
    const [old] = await postings();
    await importOfficials(HANEUL.replace('사무관', '서기관'));
    const [only, ...others] = await postings();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ rank: '서기관', during: '[2026-01-02,)' });
    expect(only?.id).not.toBe(old?.id);
  });

  test('before the posting began, is refused', async () => {
    const outcome = await importOfficials(
      HANEUL.replace('사무관', '서기관').replace('2026-01-02', '2026-01-01'),
    );
    expect(outcome).toEqual({
      kind: 'refused',
      faults: [
        {
          file: 'officials.csv',
          line: 2,
          reason:
            '현재 소속이 시작된 날보다 빠릅니다 / starts before the current posting does: 2026-01-01 < 2026-01-02',
        },
      ],
    });
  });

  test('another day without another seat is no move', async () => {
    const before = await places();
    await importOfficials(HANEUL.replace('2026-01-02', '2026-03-01'));
    expect(await places()).toEqual(before);
  });

  test('who disappears from the file stays', async () => {
    const before = await places();
    await importOfficials(HANEUL.replace('haneul', 'other'));
    expect(await places()).toEqual(expect.arrayContaining(before));
  });

  test('a new role, status or name changes the person, and role and status are logged', async () => {
    const [posting] = await postings();
    await importOfficials(HANEUL.replace('김하늘', '김바다').replace('member,active', 'operator,leave'));
    expect(await readRows('select name, initials, role, status from official')).toEqual([
      { name: '김바다', initials: 'ㄱㅂㄷ', role: 'operator', status: 'leave' },
    ]);
    expect(await postings()).toMatchObject([{ id: posting?.id }]);
    expect(await accessLog()).toEqual([
      {
        actor_label: 'ieum import',
        action: 'change_role',
        reason: 'member → operator',
        origin: 'officials.csv:2',
      },
      {
        actor_label: 'ieum import',
        action: 'change_status',
        reason: 'active → leave',
        origin: 'officials.csv:2',
      },
    ]);
  });

  test('a new person with a role is logged, a new member is not', async () => {
    expect(await accessLog()).toEqual([]);
    await importOfficials('a@x.example,가나다,중기부,인력정책과,,,auditor,active,\n');
    expect(await accessLog()).toMatchObject([{ action: 'change_role', reason: 'member → auditor' }]);
  });
});

describe('a faulty import', () => {
  test('lists every faulty line of every file and stores nothing', async () => {
    const faults = await faultsOf({
      agencies: `code,name,short_name,kind,valid_from,valid_to,successor
,가부,가,central,,,
,가부,가,central,2026-01-01,,
,나부,나,nation,2026-02-30,,
,다부,다,central,2026-02-01,2026-01-31,
,,라,central,,
,마부,공통,local,,,
,바부,공통,local,,,
,사부,사,central,2027-01-01,,
`,
      departments: `agency,name,parent
가부,"기획
과",
가,기획 과,
없는부,과,
나부,과,
마부,과,기획 과
마부,팀,없는과
바부,갑,을
바부,을,갑
바부,병,병
공통,과,
`,
      officials: Buffer.concat([
        Buffer.from(`${HEADER}ok@x.example,정상,가부,기획 과,,,,,
no-address,가나다,가부,기획 과,,,,,
a@x.example,가나다,가부,기획 과,,,king,gone,2026.1.2
OK@x.example,중복,가부,기획 과,,,,,
b@x.example,가나다,없는부,과,,,,,
c@x.example,가나다,가부,없는과,,,,,
d@x.example,가나다,사부,과,,,,,
e@x.example,가나다,나부,과,,,,,
f@x.example,가나다,공통,과,,,,,
g@x.example,가나다,가부
h@x.example,가"나,가부,기획 과,,,,,
i@x.example,,가부,,,,,,
j@x.example,가\u0007나,가부,기획 과,,,,,
k@x.example,${'가'.repeat(201)},가부,기획 과,,,,,
l@x.example,`),
        Buffer.from([0xb0, 0xa1]),
        Buffer.from(',가부,기획 과,,,,,\n'),
      ]),
    });
    expect(faults).toMatchInlineSnapshot(`
      [
        "agencies.csv:3 same agency, overlapping period: line 2",
        "agencies.csv:4 not a date like 2026-11-23: "2026-02-30"",
        "agencies.csv:4 unknown kind: "nation" (central, local)",
        "agencies.csv:5 ends before it starts: 2026-02-01 – 2026-01-31",
        "agencies.csv:6 wrong number of columns: 6 ≠ 7",
        "departments.csv:4 same department as line 2",
        "departments.csv:5 unknown agency: "없는부"",
        "departments.csv:7 parent department is in another agency: "기획 과"",
        "departments.csv:8 unknown parent department: "없는과"",
        "departments.csv:9 parents form a cycle: "을"",
        "departments.csv:10 parents form a cycle: "갑"",
        "departments.csv:11 parents form a cycle: "병"",
        "departments.csv:12 several agencies, use the full name: "공통"",
        "officials.csv:3 not an e-mail address: "no-address"",
        "officials.csv:4 unknown role: "king" (member, operator, cco, auditor, admin)",
        "officials.csv:4 unknown status: "gone" (active, leave, left)",
        "officials.csv:4 not a date like 2026-11-23: "2026.1.2"",
        "officials.csv:5 same e-mail as line 2",
        "officials.csv:6 unknown agency: "없는부"",
        "officials.csv:7 unknown department: "가부 없는과"",
        "officials.csv:8 agency not in force on that day: 사부, 2026-11-23",
        "officials.csv:10 several agencies, use the full name: "공통"",
        "officials.csv:11 wrong number of columns: 3 ≠ 9",
        "officials.csv:12 misplaced or unclosed quotation mark",
        "officials.csv:13 empty value: name",
        "officials.csv:13 empty value: department",
        "officials.csv:14 control character in: name",
        "officials.csv:15 too long: name",
        "officials.csv:16 not UTF-8: name",
      ]
    `);
    expect(await readRows('select 1 from agency union all select 1 from official')).toEqual([]);
  });

  test('a column too few in the header is told, and its file not read further', async () => {
    expect(
      await faultsOf({ agencies: AGENCIES, officials: 'email,name,name,team\na@x,b,c,d\n', departments: '' }),
    ).toMatchInlineSnapshot(`
      [
        "departments.csv:1 no header line; expected: agency,name,parent",
        "officials.csv:1 missing columns: agency, department, rank, position, role, status, valid_from",
        "officials.csv:1 unknown or repeated columns: name, team",
      ]
    `);
  });

  test('an agency whose period does not match the known ones is refused', async () => {
    await importFiles({
      agencies:
        'code,name,short_name,kind,valid_from,valid_to,successor\n,가부,가,central,,2020-12-31,\n,가부,가,central,2022-01-01,,\n',
    });
    expect(
      await faultsOf({
        agencies: 'code,name,short_name,kind,valid_from,valid_to,successor\n,가부,가,central,,,\n',
      }),
    ).toEqual(['agencies.csv:2 period does not match the agencies already known: "가부"']);
  });

  test('a missing directory and one without files are told', async () => {
    const missing = join(directory, 'nowhere');
    expect(await importDirectory(pool, missing, { now: NOW })).toEqual({
      kind: 'refused',
      faults: [
        { file: missing, line: 0, reason: `디렉터리를 찾을 수 없습니다 / no such directory: "${missing}"` },
      ],
    });
    expect(await importDirectory(pool, directory, { now: NOW })).toMatchObject({
      kind: 'refused',
      faults: [{ line: 0 }],
    });
  });

  test('an error of the database half way stores nothing and is thrown', async () => {
    await importOfficials(HANEUL);
    const before = await places();
    await owner.query('alter table posting add constraint no_more check (rank <> $$서기관$$) not valid');
    await expect(importOfficials(HANEUL.replace('사무관', '서기관'))).rejects.toThrow('no_more');
    await owner.query('alter table posting drop constraint no_more');
    expect(await places()).toEqual(before);
  });
});

test('two imports at once do not hurt each other', async () => {
  await importOfficials(HANEUL);
  await pool.query('delete from posting; delete from official; delete from department; delete from agency');
  const outcomes = await Promise.all([1, 2].map(() => importDirectory(pool, directory, { now: NOW })));
  expect(outcomes.map((it) => it.kind === 'imported' && it.counts.official.added).sort()).toEqual([0, 1]);
});

test('progress is told while reading, with the total', async () => {
  const rows = Array.from(
    { length: 25_000 },
    (_, i) => `p${i}@x.example,가나다,중기부,인력정책과,,,,,\n`,
  ).join('');
  await importOfficials(HANEUL);
  await writeFile(join(directory, 'officials.csv'), HEADER + rows);
  const told: unknown[] = [];
  await importDirectory(pool, directory, {
    now: NOW,
    onProgress: (file, count, total) => file === 'officials.csv' && told.push([count >= 10_000, total]),
  });
  expect(told.length).toBeGreaterThan(2);
  expect(new Set(told.map((it) => JSON.stringify(it)))).toEqual(new Set(['[true,25000]']));
});

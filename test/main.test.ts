import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPORT_KINDS } from '../src/export-kinds.ts';
import { fullContent } from './digest/samples.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSX = import.meta.resolve('tsx');
const COMMANDS = ['start', 'migrate', 'import', 'export', 'verify', 'disposal', 'demo'];

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

let database: TestDatabase;
let directory: string;
/** What a command on the books needs, and nothing of the machine's own environment. */
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  // Not the project's folder: a developer's own .env must not matter.
  directory = await mkdtemp(join(tmpdir(), 'ieum-main-'));
  env = { DATABASE_URL: database.url, MIGRATION_DATABASE_URL: database.ownerUrl };
});

afterAll(async () => {
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

function ieum(
  args: string[],
  given: Record<string, string> = {},
  closed?: 'stdout' | 'stderr',
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', TSX, join(ROOT, 'src/main.ts'), ...args], {
      cwd: directory,
      env: { PATH: process.env.PATH, ...given },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const outcome: Outcome = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      outcome.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      outcome.stderr += text;
    });
    if (closed) child[closed].destroy();
    child.on('error', fail);
    child.on('close', (code) => done({ ...outcome, code }));
  });
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl, options: '-c search_path=ieum' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe.concurrent('help', () => {
  test('of the program lists every command, in Korean and English', async () => {
    const { code, stdout, stderr } = await ieum(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/이음: 메신저로[\s\S]*Ieum: collaboration/);
    for (const command of COMMANDS)
      expect(stdout).toMatch(new RegExp(`^ {2}${command} .*[가-힣].* / .*[a-z]`, 'm'));
  });

  test.each(COMMANDS)('of %s says what it does, Korean first', async (command) => {
    const { code, stdout, stderr } = await ieum(
      command === 'start' ? ['help', command] : [command, '--help'],
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`Usage: ieum ${command}[\\s\\S]*?\n[가-힣].*\n[A-Z][a-z]+ `));
  });
});

describe.concurrent('help of export', () => {
  test('names for every kind the days that are meant when none are given', async () => {
    const { stdout } = await ieum(['export', '--help']);
    const [, list = ''] = stdout.split('날짜를 적지 않으면 / Without days:\n');
    for (const kind of EXPORT_KINDS) expect(list).toMatch(new RegExp(`\\b${kind}\\b`));
    expect(list).toContain(
      '올해 1월 1일부터 오늘까지 / from 1 January to today:\n    candidates, performance\n',
    );
  });
});

describe.concurrent('wrong usage', () => {
  test.each([
    [''],
    ['give'],
    ['import'],
    ['migrate now'],
    ['start --role boss'],
    ['export gifts'],
    ['export salaries --reason 감사'],
    ['export gifts --reason 감사 --from 2026-02-30'],
    ['verify --head 12'],
    ['disposal dispose'],
    ['disposal dispose all'],
    ['disposal propose'],
    ['demo --port 70000'],
  ])('"ieum %s" leaves with 2, says why on stderr, and touches nothing', async (line) => {
    const { code, stdout, stderr } = await ieum(line.split(' ').filter(Boolean));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/[가-힣]/);
  });

  test('a configuration with faults leaves with 2 and lists them all, without the values', async () => {
    const { code, stderr } = await ieum(['start'], { DATABASE_URL: 'mysql://u:hunter2@h/d', PORT: 'x' });
    expect(code).toBe(2);
    for (const variable of ['DATABASE_URL', 'PORT', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'])
      expect(stderr).toContain(`\n${variable}\n`);
    expect(stderr).not.toContain('hunter2');
  });

  test.each([
    'migrate',
    'verify',
    'disposal',
    'disposal dispose 1',
    `import ${ROOT}sample`,
    'export gifts --reason 감사',
  ])('"ieum %s" asks for the database only', async (line) => {
    const { code, stderr } = await ieum(line.split(' '));
    expect([code, stderr.match(/^[A-Z_]+$/gm)]).toEqual([2, ['DATABASE_URL']]);
  });
});

describe.concurrent('something unforeseen', () => {
  test('leaves with 1 and a reference that the log has too', async () => {
    const { code, stdout, stderr } = await ieum(['migrate'], { DATABASE_URL: 'postgres://u@127.0.0.1:1/d' });
    expect([code, stdout]).toEqual([1, '']);
    const reference = /under the reference (\S+)/.exec(stderr)?.[1];
    const logged = JSON.parse(stderr.split('\n').find((line) => line.startsWith('{')) ?? '{}');
    expect(logged).toMatchObject({ level: 50, reference, err: { code: 'ECONNREFUSED' } });
    expect(stderr).toContain('DATABASE_URL의 주소와 로그인을 확인해 주십시오.');
  });

  test('a database that was never migrated is named as such', async () => {
    const empty = Object.assign(new URL(database.url), { pathname: '/template1' }).href;
    const { code, stderr } = await ieum(['verify'], { DATABASE_URL: empty });
    expect(code).toBe(1);
    expect(stderr).toContain('ieum migrate를 먼저 실행해 주십시오.');
  });
});

describe('migrate', () => {
  test('says that there is nothing to do when the database is current', async () => {
    expect(await ieum(['migrate'], env)).toEqual({
      code: 0,
      stdout: '이미 최신입니다. / Already up to date.\n',
      stderr: '',
    });
  });

  test('reads the file .env of the working directory, and the environment wins', async () => {
    const elsewhere = 'DATABASE_URL=postgres://u@127.0.0.1:1/d\n';
    const home = join(directory, '.env');
    await writeFile(home, `${elsewhere}MIGRATION_DATABASE_URL=${database.ownerUrl}\n`);
    expect(await ieum(['migrate'])).toMatchObject({ code: 0, stderr: '' });
    await writeFile(home, elsewhere);
    expect(await ieum(['migrate'], env)).toMatchObject({ code: 0, stderr: '' });
    await rm(home);
  });
});

describe('import', () => {
  const GOOD = 'kim@agency.example,김하늘,새처,새과,,,member,active,2026-01-01\n';

  async function writeDirectory(name: string, officials: string): Promise<string> {
    const path = join(directory, name);
    const columns = 'email,name,agency,department,rank,position,role,status,valid_from\n';
    const agencies = 'code,name,short_name,kind,valid_from,valid_to,successor\n,새처,새처,central,,,\n';
    await mkdir(path);
    await writeFile(join(path, 'agencies.csv'), agencies);
    await writeFile(join(path, 'departments.csv'), 'agency,name,parent\n새처,새과,\n');
    await writeFile(join(path, 'officials.csv'), columns + officials);
    return path;
  }

  test('refuses everything over one faulty line, names file and line, and leaves with 1', async () => {
    const path = await writeDirectory('faulty', `${GOOD}nobody,이,새처,새과,,,member,active,2026-01-01\n`);
    const { code, stdout, stderr } = await ieum(['import', path], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('officials.csv:3: ');
    expect(stderr).toContain('아무것도 바꾸지 않았습니다. / Nothing was changed: 1 fault(s).');
    expect(await query('select * from official')).toEqual([]);
  });

  test('takes a sound directory, and the access log knows who did it', async () => {
    const { code, stdout, stderr } = await ieum(['import', await writeDirectory('sound', GOOD)], env);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('공무원: 추가 1, 변경 0, 그대로 0 / official: 1 added, 0 changed, 0 unchanged');
    const logged = await query(
      `select actor_label, subject from access_log where action = 'import' order by id`,
    );
    expect(logged.at(-1)).toEqual({
      actor_label: expect.stringMatching(/^cli:./),
      subject: `directory from ${join(directory, 'sound')}`,
    });
  });

  test('takes the sample with its exchanges, and a second time changes nothing', async () => {
    const first = await ieum(['import', `${ROOT}sample`], env);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/^교류 직위: 추가 18, /m);
    expect(first.stdout).toMatch(/^교류 기간: 추가 7, /m);
    const second = await ieum(['import', `${ROOT}sample`], env);
    expect(second.stdout).toMatch(/^교류 직위: 추가 0, 변경 0, 그대로 18 /m);
    expect(second.stdout).toMatch(/^교류 기간: 추가 0, 변경 0, 그대로 7 /m);
  });

  test('a folder that is not there leaves with 1', async () => {
    const { code, stderr } = await ieum(['import', join(directory, 'none')], env);
    expect(code).toBe(1);
    expect(stderr).toContain('no such directory');
  });
});

describe('export', () => {
  const HEADER = 'gift_id,given_at,giver,recipient,recipient_department,points,message,source,state,hidden\n';
  const days = ['--from', '2025-11-01', '--to', '2025-11-30'];

  test('writes CSV and nothing else to stdout, and the access log has reason and actor', async () => {
    const outcome = await ieum(['export', 'gifts', ...days, '--reason', '정기 감사'], env);
    expect(outcome).toEqual({ code: 0, stdout: HEADER, stderr: '' });
    expect(
      await query(
        `select actor_label, subject, reason, origin <> '' as has_origin from access_log where action = 'export'`,
      ),
    ).toEqual([
      {
        actor_label: expect.stringMatching(/^cli:./),
        subject: 'gifts 2025-11-01..2025-11-30 csv',
        reason: '정기 감사',
        has_origin: true,
      },
    ]);
  });

  test('writes to a file that only its owner may read, with a byte order mark when asked', async () => {
    const file = join(directory, 'gifts.csv');
    const args = ['export', 'gifts', ...days, '--reason', '감사', '--out', file, '--bom'];
    expect(await ieum(args, env)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(`\ufeff${HEADER}`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['in a folder that is not there', () => resolve(directory, 'none/gifts.csv')],
    ['that is a folder', () => directory],
    ['that is a device', () => '/dev/null'],
  ])('a file %s is refused with 2 before anything is logged', async (_, path) => {
    const before = await query('select count(*) from access_log');
    const out = path();
    const was = await stat(out).catch(() => undefined);
    const { code, stderr } = await ieum(['export', 'gifts', '--reason', '감사', '--out', out], env);
    expect(code).toBe(2);
    expect(stderr).toContain(`--out: ${out}에 파일을 만들 수 없습니다.`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(await query('select count(*) from access_log')).toEqual(before);
    expect((await stat(out).catch(() => undefined))?.mode).toBe(was?.mode);
  });

  test.each([
    [['--from', '2025-12-01', '--to', '2025-11-30', '--reason', '감사']],
    [['--from', '2999-01-01', '--to', '2999-12-31', '--reason', '감사']],
    [['--reason', '...', '--bom']],
  ])('refuses %s with 2 and leaves stdout empty', async (args) => {
    const { code, stdout, stderr } = await ieum(['export', 'gifts', ...args], env);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^--(from|reason).*[가-힣]/);
  });

  test('writes a workbook on request, of one agency alone', async () => {
    await ieum(['import', `${ROOT}sample`], env);
    const file = join(directory, 'gifts.xlsx');
    const args = [
      'export',
      'gifts',
      '--reason',
      '감사',
      '--agency',
      '노동부',
      '--format',
      'xlsx',
      '--out',
      file,
    ];
    expect(await ieum(args, env)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
    expect(await query(`select subject from access_log where subject like '% xlsx'`)).toEqual([
      { subject: expect.stringMatching(/^gifts \S+ agency:\d+ xlsx$/) },
    ]);
    const unknown = await ieum(['export', 'gifts', '--reason', '감사', '--agency', '없는부'], env);
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toMatch(/^--agency: .*없는부/);
  });
});

describe('verify', () => {
  test('leaves with 0 when the books agree', async () => {
    const outcome = await ieum(['verify'], env);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('장부에 이상이 없습니다.');
  });

  test('leaves with 1 when a seal kept elsewhere is not in the books', async () => {
    const outcome = await ieum(['verify', '--head', `7:${'AB'.repeat(32)}`], env);
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('따로 보관한 봉인 7번이 장부에 없습니다.');
  });
});

describe('disposal', () => {
  beforeAll(async () => {
    await query(`insert into official (email, name, initials, role) values
      ('one@disposal.example', '제안자', '', 'admin'), ('two@disposal.example', '승인자', '', 'admin')`);
    await query(
      `insert into access_log (occurred_at, actor_label, action, subject) values ('2019-06-01T00:00:00Z', 'x', 'export', 'gifts')`,
    );
    await query(`insert into disposal_proposal (class, year, reason, proposed_by)
      select 'access_log', 2019, '보존기간 만료', id from official where email = 'one@disposal.example'`);
  });

  test('lists what is due and what is proposed, and removes nothing', async () => {
    const { code, stdout, stderr } = await ieum(['disposal'], env);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('  2019년 열람 기록 · 열람 기록 1건 (~2022-12-31)');
    expect(stdout).toContain('  제안 1: 2019년 열람 기록 · 열람 기록 1건 · 결정 대기 · 제안자');
    expect(await query(`select count(*) from access_log where occurred_at < '2020-01-01'`)).toEqual([
      { count: '1' },
    ]);
  });

  test('is carried out once, after a second person approved, and leaves with 1 otherwise', async () => {
    const early = await ieum(['disposal', 'dispose', '1'], env);
    expect([early.code, early.stdout]).toEqual([1, '']);
    expect(early.stderr).toContain('제안 1번은 다른 사람의 승인을 받지 않았습니다.');
    await query(`insert into disposal_decision (proposal_id, proposed_by, decided_by, approved)
      select 1, p.proposed_by, o.id, true from disposal_proposal p, official o where o.email = 'two@disposal.example'`);
    expect(await ieum(['disposal', 'dispose', '1'], env)).toMatchObject({
      code: 0,
      stdout: '제안 1: 1건을 폐기했습니다.\nProposal 1: disposed of 1 record.\n',
    });
    expect(await query(`select count(*) from access_log where occurred_at < '2020-01-01'`)).toEqual([
      { count: '0' },
    ]);
    expect(
      await query(
        `select action, subject, reason, origin <> '' as origin from access_log where action like '%dispos%' order by id`,
      ),
    ).toEqual([
      { action: 'refused_disposal', subject: 'disposal:1 access_log 2019', reason: '', origin: true },
      { action: 'dispose', subject: 'disposal:1 access_log 2019', reason: '보존기간 만료', origin: true },
    ]);
    const again = await ieum(['disposal', 'dispose', '1'], env);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('제안 1번은 이미 실행했습니다.');
  });
});

// At the end, as it leaves something in the books.
describe('a reader that goes away, such as head -1', () => {
  beforeAll(async () => {
    await ieum(['import', `${ROOT}sample`], env);
    await query(`insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
      select id, '2026-11-16', 0, repeat('0', 64), now(), false, '${JSON.stringify({ ...fullContent, thanks: [] })}', now()
      from agency where short_name = '노동부'`);
  });

  test.each([
    '--help',
    'export --help',
    'migrate',
    `import ${ROOT}sample`,
    'export gifts --reason 감사',
    'export access_log --reason 감사 --format xlsx',
    'verify',
    'digest --agency 노동부',
    'disposal',
  ])('ends "ieum %s" without a word, as SIGPIPE would', async (line) => {
    expect(await ieum(line.split(' '), env, 'stdout')).toEqual({ code: 141, stdout: '', stderr: '' });
  });

  test.runIf(existsSync('/dev/full'))('is not a full disk: that is told, with a reference', async () => {
    const full = openSync('/dev/full', 'w');
    try {
      const child = spawn(process.execPath, ['--import', TSX, `${ROOT}src/main.ts`, '--help'], {
        stdio: ['ignore', full, 'pipe'],
      });
      const told = await text(child.stderr as Readable);
      expect(told).toContain('Something broke. The log has it under the reference');
      expect(told).toContain('A file cannot be read or written.');
      expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
    } finally {
      closeSync(full);
    }
  });

  test('may be one of the complaints', async () => {
    expect(await ieum(['disposal', 'dispose', '999'], env, 'stderr')).toMatchObject({
      code: 141,
      stdout: '',
    });
  });
});

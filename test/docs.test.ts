import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, openPool } from '../src/database/database.ts';
import { importDirectory } from '../src/directory/import.ts';
import type { Command as EvaluationCommand } from '../src/evaluations/parse.ts';
import type { Command as ExchangeCommand } from '../src/exchange/parse.ts';
import type { Command as ExportCommand } from '../src/exports/parse.ts';
import { cleanText, visibleLength } from '../src/messenger/mrkdwn.ts';
import { addressGift } from '../src/points/address-gift.ts';
import { type Command, parseCommand, parseGrant } from '../src/points/parse.ts';
import { DEFAULT_POLICY } from '../src/policy/policy.ts';
import { schedules } from '../src/queue/schedules.ts';
import type { Command as RecordsCommand } from '../src/records/parse.ts';
import type { HolidayCommand, Command as ReminderCommand } from '../src/reminders/parse.ts';
import type { Command as ReportCommand } from '../src/reports/parse.ts';
import type { Command as TaskCommand } from '../src/tasks/parse.ts';
import { escapeAsSlackDoes, parseTyped, UNDERSTOOD } from './support/commands.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const GUIDES = ['docs/guide.ko.md', 'docs/guide.en.md'];
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** The commands that a page shows, in code spans and blocks. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const spans = [...text.replace(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...blocks, ...spans]
    .map((line) => line.trim())
    .filter((line) => /^\/(협업|collab)(\s|$)/.test(line));
}

const parsePoints = (line: string) => parseCommand(escapeAsSlackDoes(line.replace(/^\S+\s*/, '')));

const shown = PAGES.flatMap((page) => commandsIn(read(page)).map((line): [string, string] => [page, line]));

describe('commands in the documentation', () => {
  it.each(GUIDES)('%s shows every command', (guide) => {
    const kinds = new Set(commandsIn(read(guide)).map(parseTyped));
    const points: Array<Command['kind']> = [
      'help',
      'dialog',
      'give',
      'statement',
      'statement_of',
      'allowance',
      'ranking',
      'board',
      'cancel',
      'special',
      'hide',
      'policy',
      'choose_board',
      'patterns',
      'parked',
    ];
    const tasks: Array<TaskCommand['kind']> = [
      'list',
      'register',
      'card',
      'update',
      'progress',
      'result',
      'history',
      'open',
      'channel',
    ];
    const exchanges: Array<ExchangeCommand['kind']> = ['list', 'round', 'pair'];
    const evaluations: Array<EvaluationCommand['kind']> = ['mine', 'agency', 'open', 'show'];
    const reminders: Array<ReminderCommand['kind']> = [
      'show',
      'hour',
      'switch',
      'take_leave',
      'cancel_leave',
    ];
    const holidays: Array<HolidayCommand['kind']> = ['list', 'set', 'cancel'];
    const reports: Array<ReportCommand['kind']> = ['candidates', 'criteria', 'performance', 'department'];
    const records: Array<RecordsCommand['kind']> = [
      'access',
      'own_access',
      'disposal',
      'propose',
      'retention',
      'change_retention',
    ];
    const exports: Array<ExportCommand['kind']> = ['ask', 'list'];
    const all = Object.entries({
      points,
      task: tasks,
      exchange: exchanges,
      evaluation: evaluations,
      reminder: reminders,
      holiday: holidays,
      report: reports,
      records,
      export: exports,
    }).flatMap(([feature, of]) => of.map((kind) => `${feature} ${kind}`));
    expect(all.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it.each(shown)('%s: %s is understood', (_page, line) => {
    expect(parseTyped(line)).toMatch(UNDERSTOOD);
  });
});

describe('gifts and grants in the guides', () => {
  let database: TestDatabase;
  let pool: ReturnType<typeof openPool>;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, { role: 'ieum_app', max: 2 });
    const outcome = await importDirectory(pool, join(ROOT, 'sample'), {
      now: new Date('2026-11-23T00:00:00Z'),
    });
    expect(outcome.kind).toBe('imported');
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  const addressed = GUIDES.flatMap((guide) =>
    commandsIn(read(guide)).flatMap((line) => {
      const command = parsePoints(line);
      return command.kind === 'give' || command.kind === 'special' ? [[guide, line, command] as const] : [];
    }),
  );

  it.each(addressed)(
    '%s: %s finds its receivers in the sample government',
    async (_guide, _line, command) => {
      const address = await addressGift(openDatabase(pool), command, async () => 1, '2026-11-23');
      expect({ unclear: address.unclear, refused: address.refused }).toEqual({
        unclear: undefined,
        refused: [],
      });
      expect(address.recipients.length).toBeGreaterThan(0);
      if (command.kind === 'special') {
        expect(parseGrant(address.text)?.reason).not.toBe('');
        expect(parseGrant(address.text)?.points).toBeLessThanOrEqual(DEFAULT_POLICY.specialPerPerson); // 운영규정 제9조
      } else {
        const length = visibleLength(cleanText(address.text));
        expect(length).toBeGreaterThanOrEqual(DEFAULT_POLICY.messageMinLength);
      }
    },
  );
});

describe('what the documentation refers to', () => {
  it('every environment variable is named in docs/operations.md', () => {
    const operations = read('docs/operations.md');
    const unnamed = Object.keys(parseEnv(read('.env.example'))).filter(
      (name) => !operations.includes(`\`${name}\``),
    );
    expect(unnamed).toEqual([]);
  });

  it('every schedule is named in docs/operations.md', () => {
    const operations = read('docs/operations.md');
    expect(schedules.filter(({ job }) => !operations.includes(`| \`${job}\` |`))).toEqual([]);
  });

  it('every file that the sample and the import know is named in docs/operations.md', () => {
    const operations = read('docs/operations.md');
    const files = readdirSync(join(ROOT, 'sample')).filter((name) => name !== 'task_outcomes.csv');
    for (const file of [...files, 'holidays.csv']) expect(operations).toContain(`| \`${file}\` |`);
  });

  it('every default of the tasks’ settings is the one that the Korean guide tells', () => {
    const told = (label: string) =>
      new RegExp(`^\\| ${label} \\| ([^|]*) \\|`, 'm').exec(read('docs/guide.ko.md'))?.[1];
    const p = DEFAULT_POLICY;
    expect({
      review: told('정기 점검 간격'),
      due: told('정기 점검 답변 기한'),
      end: told('연말 평가 마감'),
      opened: told('연말 평가를 여는 때'),
      grades: told('평가 등급'),
      reminders: told('마감 전·뒤에 알리는 때'),
      escalation: told('CCO\\(혁신책임관\\)에게 알리는 때'),
      stale: told('오래 갱신하지 않은 과제'),
      consent: told('동의 요청을 다시 알리는 때'),
      dispute: told('이견 협의·위원회'),
      term: told('인사교류 기간·한도'),
      alerts: told('교류 종료 전 알림'),
      hours: told('알림 시각·점심'),
    }).toEqual({
      review: `${p.reviewEveryMonths}개월마다`,
      due: `근무일 ${p.reviewDueDays}일`,
      end: `${p.evaluationDueMonth}월 ${p.evaluationDueDay}일`,
      opened: `${p.evaluationOpenCalendarDays}일 전`,
      grades: p.gradeScale.join(', '),
      reminders: `${p.remindBeforeDays.join(', ')}일 전, ${p.remindAfterDays.join(', ')}일 뒤`,
      escalation: `근무일 ${p.escalateAfterDays}일`,
      stale: `근무일 ${p.staleAfterDays}일마다`,
      consent: `${p.consentReminderDays.map((day) => `${day}일`).join(', ')} 뒤`,
      dispute: `근무일 ${p.disputeConsultDays}일, ${p.disputeCommitteeDays}일`,
      term: `${p.exchangeTermMonths}개월, ${p.exchangeCapMonths}개월`,
      alerts: `${p.exchangeAlertCalendarDays.map((day) => `${day}일`).join(', ')} 전`,
      hours: `${p.sendFromHour}–${p.sendUntilHour}시, ${p.lunchFromHour}–${p.lunchUntilHour}시`,
    });
  });

  it('every scope of the manifest is explained in docs/operations.md, and no other', () => {
    const scopes: string[] = JSON.parse(read('manifest.json')).oauth_config.scopes.bot;
    const table = /\| scope \| why \|\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(read('docs/operations.md'))?.[1] ?? '';
    const explained = table
      .split('\n')
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
      .map(([, scope = '']) => scope);
    expect(explained.sort()).toEqual([...scopes].sort());
  });

  it.each(PAGES)('every file, picture and heading that %s links to is there', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target));
    const broken = links.filter((target) => {
      const [path = '', heading] = target.split('#');
      const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
      if (!existsSync(join(ROOT, file))) return true;
      return heading !== undefined && !headingsOf(read(file)).includes(decodeURIComponent(heading));
    });
    expect(broken).toEqual([]);
  });

  it('README.md names the two commands to begin with', () => {
    expect(read('README.md')).toContain('npm ci && npm run demo');
    expect(read('README.md')).toContain('npm ci && npm test');
  });
});

/** Headings as GitHub makes anchors of them. */
function headingsOf(text: string): string[] {
  return [...text.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

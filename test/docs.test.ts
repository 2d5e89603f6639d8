import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, openPool } from '../src/database/database.ts';
import { importDirectory } from '../src/directory/import.ts';
import { cleanText, visibleLength } from '../src/messenger/mrkdwn.ts';
import { addressGift } from '../src/points/address-gift.ts';
import { type Command, parseCommand, parseGrant } from '../src/points/parse.ts';
import { DEFAULT_POLICY } from '../src/policy/policy.ts';
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

/** What Slack makes of typed names and channels (`should_escape`); a number after # stays as it is. */
function escapeAsSlackDoes(typed: string): string {
  return typed
    .replace(/(^|\s)@([^\s(]+)/g, '$1<@U0SOMEONE|$2>')
    .replace(/(^|\s)#(?!\d)(\S+)/g, '$1<#C0CHANNEL|$2>');
}

const parseTyped = (line: string) => parseCommand(escapeAsSlackDoes(line.replace(/^\S+\s*/, '')));

const shown = PAGES.flatMap((page) => commandsIn(read(page)).map((line): [string, string] => [page, line]));

describe('commands in the documentation', () => {
  it.each(GUIDES)('%s shows every command', (guide) => {
    const kinds = new Set(commandsIn(read(guide)).map((line) => parseTyped(line).kind));
    const all: Array<Command['kind']> = [
      'help',
      'dialog',
      'give',
      'statement',
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
    expect(all.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it.each(shown)('%s: %s is understood', (_page, line) => {
    expect(['unknown', 'usage']).not.toContain(parseTyped(line).kind);
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
      const command = parseTyped(line);
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

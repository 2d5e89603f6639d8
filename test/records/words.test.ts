import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatPage, parseCommand, parsePage } from '../../src/records/parse.ts';
import { en } from '../../src/records/text.en.ts';
import { ko } from '../../src/records/text.ko.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** Actions that the code writes into the access log, by reading it. */
function loggedActions(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const found = files.flatMap((file) => {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    if (!/appendAccess|logAct|logLook|insert into access_log/.test(text)) return [];
    const lines = text.split('\n').filter((line) => /\baction\b|^\s*\('change_|log\(tx/.test(line));
    return lines.flatMap((line) =>
      [...line.matchAll(/'([a-z]+(?:_[a-z]+)+|export|import|dispose)'/g)].map(([, word = '']) => word),
    );
  });
  return [...new Set(found)].sort();
}

describe('the words of the access log', () => {
  it('has words in both languages for every action that the code logs; others are shown as they are', () => {
    const actions = loggedActions();
    expect(actions).toContain('look_at_statement');
    expect(actions).toContain('set_holiday');
    expect(actions).toContain('change_role');
    expect(actions.length).toBeGreaterThan(30);
    expect(actions.filter((action) => ko.action(action) === action || en.action(action) === action)).toEqual(
      [],
    );
    expect(ko.action('look_at_the_moon')).toBe('look_at_the_moon');
  });
});

describe('reading commands', () => {
  it.each([
    ['열람기록', { kind: 'access', who: '' }],
    ['열람기록 2026-02', { kind: 'access', who: '', from: '2026-02-01', to: '2026-02-28' }],
    ['열람기록 2026-11-03', { kind: 'access', who: '', from: '2026-11-03', to: '2026-11-03' }],
    [
      '열람기록 <@U1|kim> 2026-11-01..2026-11-03',
      { kind: 'access', who: '<@U1|kim>', from: '2026-11-01', to: '2026-11-03' },
    ],
    ['access-log 중소벤처기업부', { kind: 'access', who: '중소벤처기업부' }],
    [
      '열람기록 중기부 인력 2026-11',
      { kind: 'access', who: '중기부 인력', from: '2026-11-01', to: '2026-11-30' },
    ],
    ['열람기록 내', { kind: 'own_access' }],
    ['access-log mine 2026-11', { kind: 'own_access', from: '2026-11-01', to: '2026-11-30' }],
    ['열람기록 2026-11-05..2026-11-01', { kind: 'days_reversed', from: '2026-11-05', to: '2026-11-01' }],
    ['열람기록 2026-11-31', { kind: 'usage', topic: 'access' }],
    ['폐기', { kind: 'disposal' }],
    [
      '폐기 제안 감사말 2019 보존기간 만료',
      { kind: 'propose', class: 'messages', year: 2019, reason: '보존기간 만료' },
    ],
    ['disposal propose access-log 2019년', { kind: 'propose', class: 'access_log', year: 2019, reason: '' }],
    ['폐기 제안 2019 감사말', { kind: 'usage', topic: 'disposal' }],
    ['폐기 승인 1', { kind: 'usage', topic: 'disposal' }],
    ['보존', { kind: 'retention' }],
    ['보존 과제 10년 감사', { kind: 'change_retention', class: 'tasks', years: 10, reason: '감사' }],
    ['retention constructor 10 x', { kind: 'usage', topic: 'retention' }],
  ])('%s', (text, command) => {
    expect(parseCommand(text)).toEqual(JSON.parse(JSON.stringify(command)));
  });

  it('a page’s button comes back as it was', () => {
    for (const [filter, before] of [
      [{}, undefined],
      [{ officialId: 3, agencyId: 4, from: '2026-11-01', to: '2026-11-30' }, 77],
    ] as const)
      expect(parsePage(formatPage(filter, before))).toEqual({ before, filter });
  });
});

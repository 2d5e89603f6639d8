import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SECTIONS } from '../../src/digest/digest.ts';
import { EXPORT_KINDS } from '../../src/export-kinds.ts';
import { formatPage, parseCommand, parsePage } from '../../src/records/parse.ts';
import { RECORD_CLASSES } from '../../src/records/record.ts';
import { subject as subjectEn } from '../../src/records/subject-text.en.ts';
import { subject as subjectKo } from '../../src/records/subject-text.ko.ts';
import { en } from '../../src/records/text.en.ts';
import { ko } from '../../src/records/text.ko.ts';
import { PURPOSES } from '../../src/reports/report.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** Actions that the code writes into the access log, by reading it. */
function loggedActions(): string[] {
  const found = loggingSources().flatMap((text) => {
    const lines = text.split('\n').filter((line) => /\baction\b|^\s*\('change_|log\(tx/.test(line));
    return lines.flatMap((line) =>
      [...line.matchAll(/'([a-z]+(?:_[a-z]+)+|export|import|dispose)'/g)].map(([, word = '']) => word),
    );
  });
  return [...new Set(found)].sort();
}

/** Kinds of things with a number, `task:${id}`, in the same files. */
function loggedKinds(): string[] {
  const found = loggingSources().flatMap((text) =>
    [...text.matchAll(/[` ]([a-z_]+):\$\{/g)].map(([, kind = '']) => kind),
  );
  // Who, and from where, is no part of what an entry is about.
  return [...new Set(found)].filter((kind) => kind !== 'slack' && kind !== 'cli');
}

function loggingSources(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
    .filter((text) => /appendAccess|logAct|logLook|insert into access_log/.test(text));
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

  it('has words in both languages for all that the code writes an entry to be about, with a number or not', () => {
    const kinds = loggedKinds();
    expect(kinds).toContain('evaluation_request');
    expect(kinds).toContain('page');
    expect(kinds.length).toBeGreaterThan(12);
    const digestParts = [...SECTIONS, 'all', 'preview'];
    const words = [...EXPORT_KINDS, ...RECORD_CLASSES, ...PURPOSES, ...digestParts, 'csv', 'xlsx', 'off'];
    for (const of of [subjectKo, subjectEn]) {
      expect(Object.keys(of.named)).toEqual(expect.arrayContaining(kinds));
      expect(Object.keys(of.words)).toEqual(expect.arrayContaining(words));
    }
  });

  it.each([
    [
      'candidates 중기부 award 2026-01..2026-12 page:0',
      '후보 목록 중기부 포상 2026-01..2026-12',
      'candidates 중기부 award 2026-01..2026-12',
    ],
    [
      '행안부 협업정책과 2026-11-19 page:1',
      '행안부 협업정책과 2026-11-19 2쪽',
      '행안부 협업정책과 2026-11-19 page 2',
    ],
    [
      'disposal:3 messages 2019',
      '폐기 제안 3번 감사의 말 2019',
      'disposal proposal 3 thank-you messages 2019',
    ],
    [
      'retention tasks 5 → 10 from 2027-01-01',
      '보존 기간 협업과제 5 → 10 2027-01-01부터',
      'retention tasks 5 → 10 from 2027-01-01',
    ],
    [
      'digest 중기부 week:newest preview',
      '주간 보고 중기부 최근 주 미리 보기',
      'weekly digest 중기부 newest week preview',
    ],
    [
      '중기부 {"pointsPerGift":5,"sameDepartmentAllowed":true} from 2026-12-01',
      '중기부 한 번에 보내는 포인트: 5점, 같은 부서 동료에게 보내기: 허용 2026-12-01부터',
      '중기부 Points of one gift: 5 points, Gifts within a department: allowed from 2026-12-01',
    ],
    [
      '중기부 award {"cut":{"by":"top","count":5},"counted":["received"],"span":"year"} from 2026-12-01',
      '중기부 포상 한 해 동안 받은 포인트가 많은 순서로 5위까지 2026-12-01부터',
      '중기부 award most points received in a year, down to rank 5 from 2026-12-01',
    ],
    ['중기부 {"a":1} from 2026-12-01', '중기부 {"a":1} 2026-12-01부터', '중기부 {"a":1} from 2026-12-01'],
    ['중기부 {x} from 2026-12-01', '중기부 {x} 2026-12-01부터', '중기부 {x} from 2026-12-01'],
    ['grant:4 50×3', '특별 지급 4번 50점씩 3명', 'special grant 4 50 points each to 3'],
    ['directory from /srv/all tasks', '명부 /srv/all tasks', 'directory /srv/all tasks'],
    ['constructor toString:1 page:x', 'constructor toString:1 page:x', 'constructor toString:1 page:x'],
  ])('says what %s is about, and shows what it has no word for as it is', (subject, korean, english) => {
    expect([ko.access.subject(subject), en.access.subject(subject)]).toEqual([korean, english]);
  });

  it.each([
    ['slack:T0123', '경로: 메신저', 'From: Slack'],
    ['slack', '경로: 메신저', 'From: Slack'],
    ['ieum-server', '경로: 명령행(ieum-server)', 'From: command line (ieum-server)'],
    ['officials.csv:12', '경로: officials.csv 12번째 줄', 'From: officials.csv, line 12'],
    ['', '경로: 기록 없음', 'From: not recorded'],
  ])('says where an entry came from: %s', (origin, korean, english) => {
    expect([ko.access.origin(origin), en.access.origin(origin)]).toEqual([korean, english]);
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

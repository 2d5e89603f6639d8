import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_ROLE, openPool } from '../../src/database/database.ts';
import { importDirectory } from '../../src/directory/import.ts';
import { createExchangeRenderers } from '../../src/exchange/deliveries.ts';
import { type ExtensionOutcome, extendTerm } from '../../src/exchange/extend-term.ts';
import type { OutboxItem, Render } from '../../src/messenger/outbox.ts';
import { outline } from '../points/outline.ts';
import { seen } from '../support/bot.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { daysOfTerm, type SeededPair, seedPair, seedTerm } from './seed-exchange.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const NOW_TERM = ['2024-12-30', '2026-12-29'] as const;
const REASON = '과제를 마무리할 때까지';

let gov: TestGovernment;
let pair: SeededPair;
let lead: number;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  pair = await seedPair(gov);
  lead = await seedTerm(gov, pair.a, gov.people.haneul, NOW_TERM);
});

const extend = (
  more: { termId?: number; actor?: Person; newEnd?: string; reason?: string; now?: Date } = {},
): Promise<ExtensionOutcome> =>
  extendTerm(
    gov.database,
    {
      termId: more.termId ?? lead,
      actorId: (more.actor ?? gov.people.operator).id,
      teamId: TEAM,
      newEnd: more.newEnd ?? '2027-06-30',
      reason: more.reason ?? REASON,
    },
    more.now ?? NOW,
  );
const reasonsOf = (outcome: ExtensionOutcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map(({ reason }) => reason).join(' ') : outcome.kind;
const changes = () =>
  gov.rows(
    'select term_id, old_end, new_end, reason, actor_id, occurred_at from exchange_change order by id',
  );
const told = () =>
  gov.rows<{ lane: string; subject_id: number }>(
    `select lane, subject_id::int from outbox where kind = 'exchange-extended' order by lane`,
  );
const lanesOf = (...who: PersonKey[]) => who.map((key) => `official:${gov.people[key].id}`).sort();

describe('a term of exchange', () => {
  it('is extended by an operator: recorded, logged, and told to the holder and both agencies’ CCOs', async () => {
    const { operator } = gov.people;
    expect(await extend({ reason: ` ${REASON}\u200b ` })).toMatchObject({
      kind: 'extended',
      repeat: false,
      extension: {
        termId: lead,
        pair: { round: 2, number: 1 },
        position: '중소벤처기업부 인력정책과장',
        holder: { name: '김하늘' },
        oldEnd: '2026-12-29',
        newEnd: '2027-06-30',
        reason: REASON,
        actor: '박운영',
        companions: [],
      },
    });
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2027-06-30');
    expect(await changes()).toEqual([
      {
        term_id: lead,
        old_end: '2026-12-29',
        new_end: '2027-06-30',
        reason: REASON,
        actor_id: operator.id,
        occurred_at: NOW,
      },
    ]);
    // 행안부 has no CCO(혁신책임관): its operators stand in.
    expect((await told()).map(({ lane }) => lane)).toEqual(lanesOf('haneul', 'cco', 'otherOperator'));
    expect(await gov.rows('select actor_id, action, subject, reason, origin from access_log')).toEqual([
      {
        actor_id: operator.id,
        action: 'extend_exchange',
        subject: `exchange_term:${lead}`,
        reason: REASON,
        origin: `slack:${TEAM}`,
      },
    ]);
  });

  it.each<[PersonKey, string]>([
    ['operator', 'extended'],
    ['secondOperator', 'extended'],
    ['otherOperator', 'extended'],
    ['haneul', 'not_operator'],
    ['cco', 'not_operator'],
    ['auditor', 'not_operator'],
    ['seojun', 'term_not_found'],
    ['jiu', 'term_not_found'],
    ['admin', 'term_not_found'],
    ['minjun', 'term_not_found'],
    ['gone', 'term_not_found'],
  ])('is extended by %s: %s', async (who, expected) => {
    expect(reasonsOf(await extend({ actor: gov.people[who] }))).toBe(expected);
    const done = expected === 'extended';
    expect(await daysOfTerm(gov, lead)).toBe(done ? '2024-12-30~2027-06-30' : '2024-12-30~2026-12-29');
    expect([await changes(), await told()].map((rows) => rows.length > 0)).toEqual([done, done]);
    expect(await gov.value('select count(*)::int from access_log')).toBe(done ? 1 : 0);
  });

  it('is never extended by whom it concerns, nor by who was operator until now', async () => {
    const { haneul, seojun, operator } = gov.people;
    await seedTerm(gov, pair.a, seojun, NOW_TERM, lead);
    await gov.setRole(haneul, 'operator');
    await gov.setRole(seojun, 'operator');
    await gov.setRole(operator, 'member');
    expect(reasonsOf(await extend({ actor: haneul }))).toBe('own_case');
    expect(reasonsOf(await extend({ actor: seojun }))).toBe('own_case');
    expect(reasonsOf(await extend({ actor: operator }))).toBe('term_not_found');
    expect(await changes()).toEqual([]);
  });

  it.each([
    ['2026-12-29', REASON, 'end_not_later'],
    ['2029-12-30', REASON, 'beyond_cap'],
    ['2029-12-29', REASON, 'extended'],
    ['2027-02-30', REASON, 'end_unreadable'],
    ['', '', 'end_unreadable reason_missing'],
    ['\u0000', '\u0000', 'end_unreadable reason_missing'],
    ["2027-06-30'; --", REASON, 'end_unreadable'],
    ['9999-12-31', REASON, 'beyond_cap'],
    ['0000-01-01', REASON, 'end_unreadable'],
    ['2027-06-30', ' \u3164 ', 'reason_missing'],
    ['2027-06-30', '가'.repeat(300), 'extended'],
    ['2027-06-30', '가'.repeat(301), 'reason_long'],
  ])('until %j because of %j: %s', async (newEnd, reason, expected) => {
    expect(reasonsOf(await extend({ newEnd, reason }))).toBe(expected);
    expect(await changes()).toHaveLength(expected === 'extended' ? 1 : 0);
  });

  it('that is unknown is told as such', async () => {
    for (const termId of [0, -1, 999_999_999])
      expect(reasonsOf(await extend({ termId }))).toBe('term_not_found');
  });

  it('is extended once, however often the same is asked for; and again after it was cut short', async () => {
    const first = await extend();
    expect(await extend({ now: seoul('2026-11-24 10:00:00.000') })).toEqual({ ...first, repeat: true });
    expect(await changes()).toHaveLength(1);
    expect(await told()).toHaveLength(3);
    expect(reasonsOf(await extend({ reason: '다른 사유' }))).toBe('end_not_later');
    expect(reasonsOf(await extend({ actor: gov.people.otherOperator }))).toBe('end_not_later');
    await gov.rows(`update exchange_term set during = daterange('2024-12-30', '2026-12-30') where id = $1`, [
      lead,
    ]);
    expect(await extend()).toMatchObject({ kind: 'extended', repeat: false });
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2027-06-30');
  });
});

describe('동반 교류', () => {
  it('ends with its lead: who ended then moves along and is told, another end stays', async () => {
    const { seojun, yuna } = gov.people;
    const along = await seedTerm(gov, pair.a, seojun, NOW_TERM, lead);
    const earlier = await seedTerm(gov, pair.a, yuna, ['2024-12-30', '2026-06-30'], lead);
    expect(await extend()).toMatchObject({
      extension: { companions: [{ name: '이서준', newEnd: '2027-06-30' }] },
    });
    expect(await daysOfTerm(gov, along)).toBe('2024-12-30~2027-06-30');
    expect(await daysOfTerm(gov, earlier)).toBe('2024-12-30~2026-06-30');
    expect((await changes()).map(({ term_id }) => term_id)).toEqual([lead, along]);
    expect((await told()).map(({ lane }) => lane)).toEqual(
      lanesOf('haneul', 'seojun', 'cco', 'otherOperator'),
    );
  });

  it('may be given an end of its own, and then keeps it', async () => {
    const companion = await seedTerm(gov, pair.a, gov.people.seojun, NOW_TERM, lead);
    await extend({ termId: companion, newEnd: '2027-01-31' });
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2026-12-29');
    await extend();
    expect(await daysOfTerm(gov, companion)).toBe('2024-12-30~2027-01-31');
  });
});

describe('terms that would overlap are refused by the database and explained', () => {
  it('of one position: whoever comes next is named', async () => {
    await seedTerm(gov, pair.a, gov.people.yuna, ['2027-01-01', '2028-12-31']);
    expect(await extend()).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'position_taken', name: '한유나', first: '2027-01-01', last: '2028-12-31' }],
    });
    expect(reasonsOf(await extend({ newEnd: '2026-12-31' }))).toBe('extended');
    expect(await changes()).toHaveLength(1);
  });

  it('of one person: their other term is named', async () => {
    const other = await seedPair(gov, { round: 3, number: 4 });
    await seedTerm(gov, other.a, gov.people.haneul, ['2027-06-30', '2028-12-31']);
    expect(await extend()).toEqual({
      kind: 'refused',
      refusals: [
        {
          reason: 'person_taken',
          name: '김하늘',
          round: 3,
          number: 4,
          first: '2027-06-30',
          last: '2028-12-31',
        },
      ],
    });
    expect(reasonsOf(await extend({ newEnd: '2027-06-29' }))).toBe('extended');
  });

  it('of a companion: nothing is moved at all', async () => {
    const other = await seedPair(gov, { round: 3 });
    const companion = await seedTerm(gov, pair.a, gov.people.seojun, NOW_TERM, lead);
    await seedTerm(gov, other.a, gov.people.seojun, ['2027-03-01', '2028-12-31']);
    expect(reasonsOf(await extend())).toBe('person_taken');
    expect([await daysOfTerm(gov, lead), await daysOfTerm(gov, companion)]).toEqual(
      Array(2).fill('2024-12-30~2026-12-29'),
    );
    expect([await changes(), await told()]).toEqual([[], []]);
  });

  it('a companion of the position is in nobody’s way, nor is a lead in theirs', async () => {
    await seedTerm(gov, pair.a, gov.people.seojun, ['2026-12-30', '2027-12-29'], lead);
    expect(reasonsOf(await extend())).toBe('extended');
  });
});

describe('at the same time', () => {
  it('the same extension twenty times is one, told once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => extend()));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(20).fill('extended'));
    expect(outcomes.filter((outcome) => outcome.kind === 'extended' && !outcome.repeat)).toHaveLength(1);
    expect(await changes()).toHaveLength(1);
    expect(await told()).toHaveLength(3);
  });

  it('two operators’ different extensions follow each other; each change begins where the last one ended', async () => {
    const ends = Array.from({ length: 8 }, (_, index) => `2027-0${index + 1}-15`);
    const actors = [gov.people.operator, gov.people.otherOperator];
    const outcomes = await Promise.all(
      ends.map((newEnd, index) => extend({ newEnd, actor: actors[index % 2] as Person })),
    );
    for (const outcome of outcomes) expect(['extended', 'end_not_later']).toContain(reasonsOf(outcome));
    const made = await gov.rows<{ old_end: string; new_end: string }>(
      'select old_end, new_end from exchange_change order by id',
    );
    expect(made.length).toBe(outcomes.filter(({ kind }) => kind === 'extended').length);
    for (const [index, change] of made.entries())
      expect(change.old_end).toBe(index === 0 ? '2026-12-29' : made[index - 1]?.new_end);
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2027-08-15');
  });

  it('a lead and the companion are extended without waiting for each other for ever', async () => {
    const companion = await seedTerm(gov, pair.a, gov.people.seojun, NOW_TERM, lead);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        extend(index % 2 === 0 ? {} : { termId: companion, newEnd: '2027-07-31' }),
      ),
    );
    for (const outcome of outcomes) expect(outcome.kind).toBe('extended');
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2027-06-30');
    expect(await daysOfTerm(gov, companion)).toBe('2024-12-30~2027-07-31');
  });

  it('two terms of one position that run into each other are never both extended', async () => {
    const before = await seedTerm(gov, pair.b, gov.people.jiu, ['2025-01-01', '2025-06-30']);
    const after = await seedTerm(gov, pair.b, gov.people.yuna, ['2026-12-01', '2026-12-31']);
    for (let round = 0; round < 5; round += 1) {
      const outcomes = await Promise.all([
        extend({ termId: before, newEnd: '2026-12-15' }),
        extend({ termId: after, newEnd: `2027-0${round + 1}-28` }),
      ]);
      expect(outcomes.map(reasonsOf)).toEqual(['position_taken', 'extended']);
    }
  });

  it('an import that is under way is waited for, and what it left is what counts', async () => {
    const importer = new pg.Client({ connectionString: gov.test.ownerUrl, options: '-c search_path=ieum' });
    await importer.connect();
    await importer.query('begin; lock table exchange_term in share row exclusive mode');
    await importer.query(
      `update exchange_term set during = daterange('2024-12-30', '2027-10-01') where id = $1`,
      [lead],
    );
    const pending = extend();
    await seen('that it waits', async () => (await gov.countWaitingFor('exchange_term')) === 1);
    await importer.query('commit');
    await importer.end();
    expect(reasonsOf(await pending)).toBe('end_not_later');
    expect(await daysOfTerm(gov, lead)).toBe('2024-12-30~2027-09-30');
  });

  it('with imports of the same terms neither fails, and the record is unbroken', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'ieum-extension-'));
    const pool = openPool(gov.test.url, { role: APP_ROLE, max: 2 });
    const email = await gov.value<string>('select email from official where id = $1', [gov.people.haneul.id]);
    try {
      for (let round = 1; round <= 5; round += 1) {
        await writeFile(
          join(directory, 'exchange_holders.csv'),
          `round,pair,side,email,start,end,companion_of\n2,1,a,${email},2024-12-30,2027-0${round}-10,\n`,
        );
        const [imported, extended] = await Promise.all([
          importDirectory(pool, directory, { now: NOW }),
          extend({ newEnd: `2027-0${round}-20` }),
        ]);
        expect(imported.kind).toBe('imported');
        expect(['extended', 'end_not_later']).toContain(reasonsOf(extended));
      }
    } finally {
      await pool.end();
      await rm(directory, { recursive: true, force: true });
    }
    const made = await gov.rows<{ old_end: string; new_end: string }>(
      'select old_end, new_end from exchange_change order by id',
    );
    for (const [index, change] of made.entries())
      expect(change.old_end).toBe(index === 0 ? '2026-12-29' : made[index - 1]?.new_end);
    expect(await daysOfTerm(gov, lead)).toBe(`2024-12-30~${made.at(-1)?.new_end}`);
  });
});

describe('what those concerned are told', () => {
  const render = async (lane: string, subjectId: number, locale: 'ko' | 'en') => {
    const renderer = createExchangeRenderers({ database: gov.database })['exchange-extended'] as Render;
    const item = { lane, subjectId } as OutboxItem;
    const rendered = await renderer([item], { locale });
    if (!rendered) return undefined;
    if (!('blocks' in rendered)) throw new Error('postponed');
    expect(rendered.covers).toBe(1);
    return outline(rendered);
  };

  it('depends on whom it concerns, and speaks of no end that was moved again meanwhile', async () => {
    const { seojun } = gov.people;
    await seedTerm(gov, pair.a, seojun, NOW_TERM, lead);
    await extend();
    const lines: Record<string, string | undefined> = {};
    for (const { lane, subject_id: subject } of await told()) lines[lane] = await render(lane, subject, 'ko');
    expect(lines[`official:${gov.people.haneul.id}`]).toMatchInlineSnapshot(`
      "*교류 기간이 2027년 6월 30일까지 연장되었습니다.*
      2-1 중소기업 인력난 해소
      중소벤처기업부 인력정책과장
      종료일: 2026년 12월 29일 → 2027년 6월 30일
      동반 교류 이서준 님: 2027년 6월 30일까지
      처리: 박운영 · 사유: 과제를 마무리할 때까지
      [교류 보기 → show_pair:1 = 1]"
    `);
    expect(lines[`official:${seojun.id}`]).toMatchInlineSnapshot(`
      "*교류 기간이 2027년 6월 30일까지 연장되었습니다.*
      2-1 중소기업 인력난 해소
      중소벤처기업부 인력정책과장
      종료일: 2026년 12월 29일 → 2027년 6월 30일
      처리: 박운영 · 사유: 과제를 마무리할 때까지
      [교류 보기 → show_pair:1 = 1]"
    `);
    expect(lines[`official:${gov.people.cco.id}`]).toMatchInlineSnapshot(`
      "*김하늘 님의 교류 기간이 2027년 6월 30일까지 연장되었습니다.*
      2-1 중소기업 인력난 해소
      중소벤처기업부 인력정책과장
      종료일: 2026년 12월 29일 → 2027년 6월 30일
      동반 교류 이서준 님: 2027년 6월 30일까지
      처리: 박운영 · 사유: 과제를 마무리할 때까지
      [교류 보기 → show_pair:1 = 1]"
    `);
    const first = (await told()).find(({ lane }) => lane === `official:${gov.people.cco.id}`);
    expect(await render(first?.lane ?? '', first?.subject_id ?? 0, 'en')).toMatchInlineSnapshot(`
      "*김하늘’s exchange was extended to 30 June 2027.*
      2-1 중소기업 인력난 해소
      중소벤처기업부 인력정책과장
      Last day: 29 December 2026 → 30 June 2027
      Companion 이서준: until 30 June 2027
      By 박운영 · Reason: 과제를 마무리할 때까지
      [Show the exchange → show_pair:1 = 1]"
    `);
    await extend({ newEnd: '2027-08-31' });
    expect(await render(first?.lane ?? '', first?.subject_id ?? 0, 'ko')).toBeUndefined();
    expect(await render('official:1', 0, 'ko')).toBeUndefined();
  });
});

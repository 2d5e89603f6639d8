import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_ROLE, openDatabase, openPool } from '../../src/database/database.ts';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import type { RankingView } from '../../src/points/gift.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { lookUpRanking } from '../../src/points/look-up.ts';
import { renderRanking } from '../../src/points/messages.ts';
import { DEFAULT_VIEW, formatRankingView, parseCommand, parseRankingView } from '../../src/points/parse.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { sealLedger } from '../../src/points/seal-ledger.ts';
import { giftOf, openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { outline } from './outline.ts';
import { unmarked } from './ranking-now.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(() => gov.reset());

const log = { info: () => {} };
const NOW = seoul('2026-11-23 10:00:00.000');
const ALL: RankingView = { ...DEFAULT_VIEW, scope: 'government' };

async function give(from: Person, to: Person | { departmentId: number }, now: Date = NOW): Promise<number> {
  const outcome = await givePoints(gov.database, giftOf(from, to), now);
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
  return outcome.giftId;
}
const look = async (asker: Person, view: Partial<RankingView> = {}, now: Date = NOW) => {
  const page = await lookUpRanking(unmarked(gov.database), asker.id, { ...ALL, ...view }, now, log);
  if ('refusals' in page) throw new Error(JSON.stringify(page));
  return page;
};
const lines = async (asker: Person, view: Partial<RankingView> = {}, now: Date = NOW) =>
  (await look(asker, view, now)).lines.map((line) => [line.rank, line.name, line.points]);
async function closeAll(now: Date) {
  const database = unmarked(gov.database);
  await closeDays(database, { now, log });
  await lapseAllowances(database, { now, log });
  await archiveYears(database, { log });
}

describe('a look at a ranking', () => {
  it('shows a gift at once, and one taken back no more, as of now', async () => {
    const { haneul, jiu } = gov.people;
    const number = await give(haneul, jiu);
    const page = await look(haneul);
    expect(page).toMatchObject({
      asOf: NOW,
      archived: false,
      lines: [{ rank: 1, name: '정지우', points: 10 }],
    });
    const request = { requestKey: 'back', teamId: TEAM, number, actorId: haneul.id, reason: '' };
    await reverseGift(gov.database, request, NOW);
    expect((await look(haneul)).lines).toEqual([]);
  });

  it('while another process closes or rolls up, shows how it was before, and says as of when', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu);
    await look(haneul);
    await give(haneul, jiu);
    const other = await gov.owner.connect();
    try {
      await other.query(`begin; select pg_advisory_xact_lock(hashtext('ieum closes'))`);
      const later = seoul('2026-11-23 10:05:00.000');
      expect(await look(haneul, {}, later)).toMatchObject({ asOf: NOW, lines: [{ points: 10 }] });
      await other.query('rollback');
      expect(await look(haneul, {}, later)).toMatchObject({ asOf: later, lines: [{ points: 20 }] });
    } finally {
      other.release();
    }
  });

  it('ranks people and departments by both sides; ties share a rank, and the next one counts them', async () => {
    const { haneul, seojun, jiu, yuna, minjun } = gov.people;
    await give(haneul, jiu);
    await give(haneul, jiu);
    await give(haneul, yuna);
    await give(seojun, minjun);
    await give(jiu, seojun);
    await give(minjun, { departmentId: gov.departments.collab });
    expect(await lines(haneul)).toEqual([
      [1, '정지우', 20],
      [2, '이서준', 10],
      [2, '조민준', 10],
      [2, '한유나', 10],
    ]);
    expect(await lines(haneul, { side: 'sent' })).toEqual([
      [1, '김하늘', 30],
      [2, '이서준', 10],
      [2, '정지우', 10],
      [2, '조민준', 10],
    ]);
    // The points of a department as such are nobody's in it (2015 plan).
    expect(await lines(haneul, { subject: 'department' })).toEqual([
      [1, '협업정책과', 40],
      [2, '교통정책과', 10],
      [2, '인력정책과', 10],
    ]);
    expect(await lines(haneul, { subject: 'department', side: 'sent' })).toMatchObject([
      [1, '인력정책과', 40],
      [2, '교통정책과', 10],
      [2, '협업정책과', 10],
    ]);
    await give(jiu, haneul);
    await give(minjun, haneul);
    await give(minjun, seojun);
    expect((await lines(haneul)).map(([rank]) => rank)).toEqual([1, 1, 1, 4, 4]);
  });

  it('of one’s agency has only what was received or sent as one of it; a transfer takes nothing along', async () => {
    const { haneul, jiu, yuna } = gov.people;
    await give(haneul, jiu, seoul('2026-11-15 10:00:00.000'));
    await gov.transfer(jiu, 'traffic', '2026-11-16');
    await give(haneul, jiu, seoul('2026-11-16 10:00:00.000'));
    expect(await look(yuna, { scope: 'agency' })).toMatchObject({
      agencyName: '행안부',
      lines: [{ name: '정지우', department: '협업정책과', agency: '행안부', points: 10 }],
    });
    expect(await look(jiu, { scope: 'agency' })).toMatchObject({
      agencyName: '서울시',
      lines: [{ name: '정지우', department: '교통정책과', points: 10 }],
      own: jiu.id,
    });
    expect(await look(haneul)).toMatchObject({ lines: [{ department: '교통정책과', points: 20 }] });
    expect(await lines(haneul, { scope: 'agency' })).toEqual([]);
  });

  it('of someone without an agency is government-wide, and says so', async () => {
    const { haneul, jiu, minjun } = gov.people;
    await give(haneul, jiu);
    await gov.owner.query(
      `update posting set during = daterange('2026-01-01', '2026-11-01') where official_id = $1`,
      [minjun.id],
    );
    expect(await look(minjun, { scope: 'agency' })).toMatchObject({
      view: { scope: 'government' },
      agencyName: '',
      lines: [{ name: '정지우' }],
    });
  });

  it('has the month, half and year that run; what came before is not in them', async () => {
    const { haneul, jiu, yuna, minjun } = gov.people;
    await give(haneul, jiu, seoul('2026-03-02 10:00:00.000'));
    await give(haneul, yuna, seoul('2026-07-01 00:00:00.000'));
    await give(haneul, minjun, seoul('2026-11-01 00:00:00.000'));
    const now = seoul('2026-11-30 23:59:59.999');
    expect(await lines(haneul, { span: 'month' }, now)).toEqual([[1, '조민준', 10]]);
    expect(await lines(haneul, { span: 'half' }, now)).toEqual([
      [1, '조민준', 10],
      [1, '한유나', 10],
    ]);
    expect(await lines(haneul, { span: 'year' }, now)).toHaveLength(3);
    const next = seoul('2026-12-01 00:00:00.000');
    expect(await lines(haneul, { span: 'month' }, next)).toEqual([]);
    expect(await lines(haneul, { span: 'year' }, next)).toHaveLength(3);
  });

  it('still has the half and the year when earlier months were closed', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, seoul('2026-08-02 10:00:00.000'));
    await give(haneul, jiu, seoul('2026-10-31 10:00:00.000'));
    await rollUp(unmarked(gov.database), { now: NOW, log });
    await closeAll(NOW);
    await give(haneul, jiu);
    expect(await lines(haneul, { span: 'half' })).toEqual([[1, '정지우', 30]]);
    expect(await lines(haneul, { span: 'year' })).toEqual([[1, '정지우', 30]]);
    expect(await lines(haneul)).toEqual([[1, '정지우', 10]]);
    expect(
      await gov.rows(`select distinct period::text from standing where span = 'month' order by 1`),
    ).toEqual([{ period: '2026-10-01' }, { period: '2026-11-01' }]);
  });

  it('제10조: hides change nothing in it', async () => {
    const { haneul, jiu, operator } = gov.people;
    const number = await give(haneul, jiu);
    await gov.owner.query(
      `insert into gift_visibility (gift_id, hidden, reason, actor_id) values ($1, true, '사유', $2)`,
      [number, operator.id],
    );
    expect(await lines(haneul)).toEqual([[1, '정지우', 10]]);
  });
});

describe('a past year', () => {
  const newYear = seoul('2027-01-05 10:00:00.000');
  beforeEach(async () => {
    const { haneul, seojun, jiu, yuna } = gov.people;
    await give(haneul, jiu, seoul('2026-11-23 10:00:00.000'));
    await give(haneul, jiu, seoul('2026-12-23 10:00:00.000'));
    await give(seojun, yuna, seoul('2026-12-31 23:59:59.999'));
    await give(haneul, yuna, seoul('2027-01-02 10:00:00.000'));
  });

  it('제8조④: is read from the archive, with leavers and names as they were, by agency and as a whole', async () => {
    const { haneul, jiu } = gov.people;
    await closeAll(newYear);
    await gov.owner.query(`update official set status = 'left', name = '다른이름' where id = $1`, [jiu.id]);
    await gov.transfer(jiu, 'traffic', '2027-01-03');
    expect(await look(haneul, { span: '2026' }, newYear)).toMatchObject({
      archived: true,
      asOf: seoul('2027-01-01 00:00:00.000'),
      period: { from: '2026-01-01', until: '2027-01-01' },
      lines: [
        { rank: 1, name: '정지우', department: '협업정책과', agency: '행안부', points: 20 },
        { rank: 2, name: '한유나', points: 10 },
      ],
    });
    expect(await lines(haneul, { span: '2026', side: 'sent', scope: 'agency' }, newYear)).toEqual([
      [1, '김하늘', 20],
      [2, '이서준', 10],
    ]);
    expect(await lines(haneul, { span: '2026', subject: 'department' }, newYear)).toEqual([
      [1, '협업정책과', 30],
    ]);
    expect(await lines(haneul, { span: 'year' }, newYear)).toEqual([[1, '한유나', 10]]);
  });

  it('that is over but not archived yet is read from the rollups', async () => {
    const now = seoul('2027-01-01 00:05:00.000');
    const page = await look(gov.people.haneul, { span: '2026' }, now);
    expect(page).toMatchObject({ archived: false, asOf: now, lines: [{ name: '정지우', points: 20 }, {}] });
  });

  it('by its number is this year as well; of a year that nobody knows there is nothing', async () => {
    const { haneul } = gov.people;
    await closeAll(newYear);
    expect(await lines(haneul, { span: '2027' }, newYear)).toEqual([[1, '한유나', 10]]);
    for (const span of ['2025', '2030'] as const) {
      const page = await look(haneul, { span }, newYear);
      expect(page.lines).toEqual([]);
      expect(outline(renderRanking(page, 'ko'))).toContain(`${span}년의 기록은 없습니다.`);
    }
  });

  it('has a button where there is one, and says that it is fixed', async () => {
    const { haneul } = gov.people;
    expect((await look(haneul)).pastYear).toBeUndefined();
    await closeAll(newYear);
    const current = await look(haneul, {}, newYear);
    expect(current.pastYear).toBe('2026');
    expect(outline(renderRanking(current, 'ko'))).toContain(
      '[2026년 → ranking:4 = person received 2026 all]',
    );
    const past = await look(haneul, { span: '2026' }, newYear);
    expect(past.pastYear).toBeUndefined();
    expect(outline(renderRanking(past, 'ko'))).toMatchInlineSnapshot(`
      "*받은 포인트 순위 · 개인*
      전체 기관 · 2026년 · 1월 1일∼12월 31일
      1위 *정지우* (행안부 협업정책과) 20점
      2위 *한유나* (행안부 협업정책과) 10점
      [부서 순위 → ranking:0 = department received 2026 all] [보낸 포인트 → ranking:1 = person sent 2026 all] [이번 달 → ranking:2 = person received month all] [반기 → ranking:3 = person received half all] [올해 → ranking:4 = person received year all] [우리 기관 → ranking:5 = person received 2026 agency]
        2026년 12월 31일 마감 기준 · 보관한 기록이어서 더는 바뀌지 않습니다. · 특별협업포인트는 넣지 않았습니다."
    `);
    expect(outline(renderRanking(past, 'en'))).toMatchInlineSnapshot(`
      "*Points received · people*
      all agencies · 2026 · 1 January – 31 December
      1. *정지우* (행안부 협업정책과) 20 points
      2. *한유나* (행안부 협업정책과) 10 points
      [Departments → ranking:0 = department received 2026 all] [Points sent → ranking:1 = person sent 2026 all] [This month → ranking:2 = person received month all] [Half year → ranking:3 = person received half all] [This year → ranking:4 = person received year all] [My agency → ranking:5 = person received 2026 agency]
        as of the end of 31 December 2026 · archived, and never changed any more. · Special points are not included."
    `);
  });
});

describe('the words of a past year', () => {
  it.each([
    ['순위 2026', { ...DEFAULT_VIEW, span: '2026' }],
    [
      '순위 2026년 부서 보낸 전체',
      { subject: 'department', side: 'sent', span: '2026', scope: 'government' },
    ],
    ['ranking 2026 sent', { ...DEFAULT_VIEW, side: 'sent', span: '2026' }],
  ])('%s', (text, view) => {
    expect(parseCommand(text)).toEqual({ kind: 'ranking', view });
  });

  it('are none when they name no year of this century', () => {
    for (const word of ['1999', '20266', '202', '2026-11', '년', '2026년도'])
      expect(parseCommand(`순위 ${word}`)).toEqual({ kind: 'usage', topic: 'ranking' });
  });

  it('come back out of a button', () => {
    const view: RankingView = { ...DEFAULT_VIEW, span: '2026' };
    expect(parseRankingView(formatRankingView(view))).toEqual(view);
    expect(parseRankingView('person received 2026년 agency')).toBeUndefined();
  });
});

describe('the rollups', () => {
  const read = async () => ({
    standing: await gov.rows('select * from standing order by 1, 2, 3, 4, 5, 6'),
    weeks: await gov.rows('select * from agency_week order by 1, 2, 3'),
    position: await gov.rows('select position from rollup_position'),
  });
  const seed = async () => {
    const { haneul, seojun, jiu, yuna, minjun } = gov.people;
    await give(haneul, jiu);
    await give(seojun, yuna, seoul('2026-11-29 10:00:00.000'));
    await give(jiu, minjun, seoul('2026-11-30 10:00:00.000'));
    await give(jiu, haneul, seoul('2026-12-01 10:00:00.000'));
  };

  it('come to the same in one step, in many, or by many at once', async () => {
    await seed();
    await rollUp(unmarked(gov.database), { now: NOW, log });
    const whole = await read();
    expect(whole.weeks).toMatchObject([
      { week: '2026-11-23', gifts: 2, points: 20 },
      { week: '2026-11-30', gifts: 1, points: 10 },
      { week: '2026-11-30', gifts: 1, points: 10 },
    ]);
    const again = async () => {
      await gov.owner.query('truncate standing, agency_week, rollup_position');
    };
    await again();
    await rollUp(unmarked(gov.database), { now: NOW, log, batch: 1 });
    expect(await read()).toEqual(whole);
    await again();
    const processes = Array.from({ length: 3 }, () =>
      openDatabase(openPool(gov.test.url, { role: APP_ROLE, max: 2 })),
    );
    try {
      await Promise.all(
        processes.flatMap((database) => [
          rollUp(database, { now: NOW, log, batch: 2 }),
          rollUp(database, { now: NOW, log, batch: 3, wait: false }),
        ]),
      );
    } finally {
      await Promise.all(processes.map((database) => database.destroy()));
    }
    await rollUp(unmarked(gov.database), { now: NOW, log });
    expect(await read()).toEqual(whole);
  });

  it('name the chain’s position and head that they were made at', async () => {
    await seed();
    const outcome = await rollUp(unmarked(gov.database), { now: NOW, log });
    const sealed = await sealLedger(unmarked(gov.database), { now: NOW, log });
    expect(outcome).toEqual({ position: sealed.position, head: sealed.head, asOf: NOW });
    expect(await gov.rows('select position, as_of from rollup_position')).toEqual([
      { position: sealed.position, as_of: NOW },
    ]);
  });

  it('of an empty ledger are at position 0', async () => {
    expect(await rollUp(unmarked(gov.database), { now: NOW, log })).toEqual({
      position: 0,
      head: '0'.repeat(64),
      asOf: NOW,
    });
  });
});

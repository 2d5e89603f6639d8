import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/calendar/workdays.ts';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { computeDigests } from '../../src/digest/compute-digests.ts';
import type { DigestContent } from '../../src/digest/digest.ts';
import { findAllPolicyChanges, inOneSnapshot } from '../../src/digest/store.ts';
import { findBeginning } from '../../src/digest/week-store.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { type RollUpOutcome, rollUp } from '../../src/points/roll-up.ts';
import {
  type AgencyKey,
  giftOf,
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { seedTask } from '../tasks/seed-task.ts';

const WEEK = '2026-11-16';
const NOW = seoul('2026-11-23 09:00:00');
const log = { info: () => {} };

let gov: TestGovernment;
let database: Database;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  database = openDatabase(openPool(gov.test.url, { role: APP_ROLE, max: 4 }));
  return () => database.destroy();
});

async function compute(more: { week?: string; now?: Date; rolled?: RollUpOutcome; only?: number } = {}) {
  const { week = WEEK, now = NOW, only } = more;
  const rolled = more.rolled ?? (await rollUp(database, { now, log }));
  const policies = await findAllPolicyChanges(database);
  const began = await findBeginning(database);
  const ask = {
    week,
    late: false,
    rolled,
    began,
    calendar: createCalendar(),
    policies,
    ...(only ? { only } : {}),
  };
  return inOneSnapshot(database, (tx) => computeDigests(tx, ask, now));
}
async function contentOf(agency: AgencyKey, more?: Parameters<typeof compute>[0]): Promise<DigestContent> {
  const found = (await compute(more)).find(({ agencyId }) => agencyId === gov.agencies[agency]);
  if (!found) throw new Error(`no digest of ${agency}`);
  return found.content;
}
async function give(from: Person, to: Person, at = '2026-11-18 10:00', message?: string): Promise<number> {
  const outcome = await givePoints(database, giftOf(from, to, message ? { message } : {}), seoul(at));
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
  return outcome.giftId;
}
const byKey = (from: PersonKey, to: PersonKey, at?: string, message?: string) =>
  give(gov.people[from], gov.people[to], at, message);

describe('points', () => {
  it('count up to the position and no further, in the matrix as in the rankings', async () => {
    await byKey('haneul', 'jiu');
    const before = await byKey('seojun', 'jiu');
    const rolled = await rollUp(database, { now: NOW, log });
    await byKey('haneul', 'yuna');
    await reverseGift(
      database,
      { requestKey: 'r', number: before, actorId: gov.people.otherOperator.id, reason: '착오', teamId: TEAM },
      NOW,
    );
    const content = await contentOf('interior', { rolled });
    expect(content.weeks.at(-1)?.received).toBe(20);
    expect(content.people.received).toEqual([
      { rank: 1, name: '정지우', department: '협업정책과', points: 20 },
    ]);
    const [digest] = await compute({ rolled });
    expect([digest?.position, digest?.head]).toEqual([rolled.position, rolled.head]);
    // Rolled up again, both count.
    const after = await contentOf('interior');
    expect(after.weeks.at(-1)?.received).toBe(20);
    expect(after.people.received.map(({ name, points }) => [name, points])).toEqual([
      ['정지우', 10],
      ['한유나', 10],
    ]);
  });

  it('belong to the week of their day in Seoul, to the last millisecond', async () => {
    await byKey('haneul', 'jiu', '2026-11-15 23:59:59.999');
    await byKey('seojun', 'jiu', '2026-11-16 00:00:00.000');
    await byKey('operator', 'jiu', '2026-11-22 23:59:59.999');
    await byKey('cco', 'jiu', '2026-11-23 00:00:00.000');
    const { weeks } = await contentOf('interior');
    expect(weeks.slice(-2)).toEqual([
      { week: '2026-11-09', received: 10, sent: 0 },
      { week: '2026-11-16', received: 20, sent: 0 },
    ]);
  });

  it('stay with the department and agency of their day, whatever transfers come later (운영규정 제8조③)', async () => {
    await byKey('haneul', 'jiu');
    await gov.transfer(gov.people.jiu, 'traffic', '2026-11-19');
    expect((await contentOf('interior')).departments.received).toEqual([
      { rank: 1, name: '협업정책과', points: 10 },
    ]);
    expect((await contentOf('seoul')).weeks.at(-1)?.received).toBe(0);
  });

  it('are averaged over the weeks that the books know', async () => {
    await byKey('haneul', 'jiu', '2026-11-03 10:00');
    await byKey('haneul', 'jiu', '2026-11-10 10:00');
    const { weeks, knownWeeks } = await contentOf('smes');
    expect(weeks).toHaveLength(13);
    expect(knownWeeks).toBe(2);
  });

  it('of an agency alone are the same as of all at once', async () => {
    await byKey('haneul', 'jiu');
    await byKey('minjun', 'haneul');
    for (const digest of await compute()) expect(await compute({ only: digest.agencyId })).toEqual([digest]);
  });
});

it('thanks worth reading: the longest of each agency, the rarer first, ours last, never hidden or taken back', async () => {
  const own = await byKey(
    'operator',
    'haneul',
    undefined,
    '같은 기관에서 아주 길게 고맙다고 적은 말입니다. 정말로 고맙습니다.',
  );
  const fromInterior = await byKey('jiu', 'haneul', undefined, '행안부에서 길게 적은 고마운 말입니다.');
  const shorter = await byKey('yuna', 'haneul', undefined, '행안부의 짧은 고마운 말');
  const fromSeoul = await byKey('minjun', 'haneul', undefined, '서울시의 고마운 말입니다.');
  expect((await contentOf('smes')).thanks).toEqual([fromSeoul, fromInterior, own]);
  await gov.rows(
    `insert into gift_visibility (gift_id, hidden, reason, actor_id) values ($1, true, '사유', $2)`,
    [fromSeoul, gov.people.operator.id],
  );
  await reverseGift(
    database,
    { requestKey: 'r', number: fromInterior, actorId: gov.people.operator.id, reason: '착오', teamId: TEAM },
    NOW,
  );
  expect((await contentOf('smes')).thanks).toEqual([shorter, own]);
});

it('thanks from one agency alone are shown up to three, the longest first; from three agencies, one of each', async () => {
  const { jiu, yuna, haneul, seojun } = gov.people;
  await give(jiu, haneul, undefined, '짧지만 고마운 말입니다.');
  const hidden = await give(
    yuna,
    seojun,
    undefined,
    '가려져서 아무도 읽지 못하게 될, 가장 길게 적은 고마운 말입니다.',
  );
  const third = await give(yuna, haneul, undefined, '덕분에 점검을 일찍 마쳤습니다.');
  const first = await give(jiu, seojun, undefined, '덕분에 현장 점검을 일찍 마쳤습니다. 정말로 고맙습니다.');
  const second = await give(jiu, haneul, undefined, '덕분에 현장 점검을 아주 일찍 마쳤습니다.');
  await gov.rows(
    `insert into gift_visibility (gift_id, hidden, reason, actor_id) values ($1, true, '사유', $2)`,
    [hidden, gov.people.operator.id],
  );
  expect((await contentOf('smes')).thanks).toEqual([first, second, third]);
  const own = await byKey('operator', 'haneul', undefined, '같은 기관의 고마운 말입니다.');
  expect((await contentOf('smes')).thanks).toEqual([first, own, second]);
  const fromSeoul = await byKey('minjun', 'haneul', undefined, '서울시의 고마운 말입니다.');
  expect((await contentOf('smes')).thanks).toEqual([fromSeoul, first, own]);
});

describe('patterns', () => {
  it('show pairs of the week to both agencies', async () => {
    await byKey('haneul', 'jiu');
    await byKey('jiu', 'haneul');
    const pair = [{ a: '김하늘', b: '정지우', aToB: 10, bToA: 10 }];
    for (const agency of ['smes', 'interior'] as const)
      expect((await contentOf(agency)).patterns.reciprocal).toEqual({ total: 1, items: pair });
    expect((await contentOf('seoul')).patterns.reciprocal.total).toBe(0);
  });

  it('show who gave mostly in the last three days of a month that ends in the week, against all of that month', async () => {
    const receivers = await gov.addPeople('collab', 12);
    const at = (n: number) => receivers[n] as Person;
    for (let n = 0; n < 5; n++) await give(gov.people.haneul, at(n), '2026-11-29 10:00');
    for (let n = 0; n < 5; n++) await give(gov.people.seojun, at(n), '2026-11-30 10:00');
    for (let n = 5; n < 10; n++) await give(gov.people.seojun, at(n), '2026-11-05 10:00');
    const { dumping } = (await contentOf('smes', { week: '2026-11-30', now: seoul('2026-12-07 09:00') }))
      .patterns;
    expect(dumping).toEqual({ total: 1, items: [{ name: '김하늘', total: 50, lastDays: 50 }] });
    expect(
      (await contentOf('smes', { week: '2026-11-23', now: seoul('2026-11-30 09:00') })).patterns.dumping
        .total,
    ).toBe(0);
  });
});

describe('tasks and what waits', () => {
  async function event(taskId: number, from: string, to: string, at: string) {
    await gov.rows(
      `insert into task_event (task_id, sequence, kind, from_state, to_state, note, actor_id, occurred_at)
       values ($1, (select max(sequence) + 1 from task_event where task_id = $1), 'status', $2, $3, '경과', $4, $5)`,
      [taskId, from, to, gov.people.haneul.id, seoul(at)],
    );
    await gov.rows('update task set state = $2, updated_at = $3 where id = $1', [taskId, to, seoul(at)]);
  }
  const task = (title: string, more: { dueOn?: string; state?: 'active' | 'proposed' } = {}) =>
    seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] }, { title, ...more });

  it('a task that changed in the week is told to all its agencies and no other; so are results in one line each', async () => {
    const { id } = await task('바뀐 과제');
    await event(id, 'active', 'on_hold', '2026-11-17 10:00');
    await event(id, 'on_hold', 'delayed', '2026-11-18 10:00');
    const { id: done } = await task('끝난 과제');
    const measure = await gov.value<number>(
      `insert into task_measure (task_id, position, name, unit, before, target) values ($1, 1, '기간', '개월', 12, 4) returning id`,
      [done],
    );
    await event(done, 'active', 'completed', '2026-11-22 23:59:59');
    await gov.rows(
      `insert into task_result (measure_id, after, measured_on, actor_id, event_id)
       select $1, 4, '2026-11-20', $2, max(id) from task_event where task_id = $3`,
      [measure, gov.people.haneul.id, done],
    );
    const { id: later } = await task('다음 주에 바뀐 과제');
    await event(later, 'active', 'on_hold', '2026-11-23 00:00');
    for (const agency of ['smes', 'interior'] as const) {
      const { tasks } = await contentOf(agency);
      expect(tasks.changed).toEqual({
        total: 1,
        items: [{ id, title: '바뀐 과제', from: 'on_hold', to: 'delayed', day: '2026-11-18' }],
      });
      expect(tasks.completed).toEqual({
        total: 1,
        items: [
          {
            id: done,
            title: '끝난 과제',
            day: '2026-11-22',
            results: [{ measure: '기간', unit: '개월', before: '12', after: '4' }],
          },
        ],
      });
      expect(tasks.late.items.map((one) => one.id)).toEqual([id]);
    }
    const { tasks } = await contentOf('seoul');
    expect(Object.values(tasks).map(({ total }) => total)).toEqual([0, 0, 0, 0]);
  });

  it('late tasks name who answers for the agency’s part; stale ones are the lead’s, by its own policy', async () => {
    const { id } = await task('기한 지난 과제', { dueOn: '2026-11-20' });
    expect((await contentOf('interior')).tasks.late.items).toEqual([
      { id, title: '기한 지난 과제', state: 'active', due: '2026-11-20', name: '정지우' },
    ]);
    expect((await contentOf('smes')).tasks.late.items[0]?.name).toBe('김하늘');
    // Last heard of on 2 November: 15 working days before the 23rd.
    expect((await contentOf('smes')).tasks.stale.items).toEqual([
      { id, title: '기한 지난 과제', since: '2026-11-02', name: '김하늘' },
    ]);
    expect((await contentOf('interior')).tasks.stale.total).toBe(0);
    await gov.setPolicy('smes', '2026-11-01', { staleAfterDays: 16 });
    expect((await contentOf('smes')).tasks.stale.total).toBe(0);
  });

  it('evaluations due soon and overdue come with names; what was answered does not', async () => {
    const { id, parties } = await task('평가할 과제');
    const ask = async (due: string, answered = false) => {
      const cycle = await gov.value<number>(
        `insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
         values ($1, 'review', $2::text, $3, $2::text::date, $2::text, now()) returning id`,
        [gov.agencies.smes, due, `${due} 점검`],
      );
      await gov.rows(
        'insert into evaluation_request (cycle_id, task_id, party_id, answered) values ($1, $2, $3, $4)',
        [cycle, id, parties[0], answered],
      );
    };
    for (const due of ['2026-11-20', '2026-11-23', '2026-11-30', '2026-12-01']) await ask(due);
    await ask('2026-11-19', true);
    const { evaluations } = await contentOf('smes');
    const line = (due: string) => ({
      taskId: id,
      title: '평가할 과제',
      round: `${due} 점검`,
      due,
      name: '김하늘',
    });
    expect(evaluations).toEqual({
      due: { total: 2, items: [line('2026-11-23'), line('2026-11-30')] },
      overdue: { total: 1, items: [line('2026-11-20')] },
    });
    expect((await contentOf('interior')).evaluations.due.total).toBe(0);
  });

  it('of two departments of one agency for which one person answers, each evaluation counts', async () => {
    const { id } = await task('두 부서의 과제');
    const cycle = await gov.value<number>(
      `insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
       values ($1, 'review', '2026-Q4', '점검', '2026-11-20', 'two', now()) returning id`,
      [gov.agencies.smes],
    );
    // Nobody holds a post there: the CCO answers for both.
    for (const name of ['빈 과', '빈 팀'])
      await gov.rows(
        `with d as (insert into department (agency_id, name, initials) values ($1, $2, 'ㅂ') returning id),
              p as (insert into task_party (task_id, side, agency_id, department_id, owner_id, consent, asked_at)
                    select $3, 'partner', $1, d.id, $4, 'agreed', now() from d returning id)
         insert into evaluation_request (cycle_id, task_id, party_id) select $5, $3, p.id from p`,
        [gov.agencies.smes, name, id, gov.people.haneul.id, cycle],
      );
    const { overdue } = (await contentOf('smes')).evaluations;
    expect(overdue.total).toBe(2);
    expect(overdue.items[0]).toEqual(overdue.items[1]);
    expect(overdue.items[0]?.name).not.toBeNull();
  });

  it('disputes and consents that wait, and terms that end soon in either agency', async () => {
    // A deputy as well: for both of them the dispute waits, and counts once.
    await gov.setRole(gov.people.seojun, 'cco');
    const { id, parties } = await task('이견 있는 과제');
    await gov.rows(
      `insert into dispute (task_id, party_id, raised_by, problem, wish, due_on, raised_at)
       values ($1, $2, $3, '문제', '바람', '2026-11-25', now())`,
      [id, parties[0], gov.people.haneul.id],
    );
    const { id: asked, parties: both } = await task('동의할 과제', { state: 'proposed' });
    await gov.rows(`update task_party set consent = 'asked' where id = $1`, [both[1]]);
    const pair = await gov.value<number>(
      `insert into exchange_pair (round, pair, level, task) values (2, 1, '과장급', '교류 과제') returning id`,
    );
    for (const [side, agency] of [
      ['a', 'smes'],
      ['b', 'seoul'],
    ] as const)
      await gov.rows(
        'insert into exchange_position (pair_id, side, agency_name, agency_id, title) values ($1, $2, $2, $3, $4)',
        [pair, side, gov.agencies[agency], '과장'],
      );
    await gov.rows(
      `insert into exchange_term (position_id, official_id, during)
       select id, $1, daterange('2025-02-01', '2027-02-01') from exchange_position where side = 'a'`,
      [gov.people.minjun.id],
    );
    const smes = await contentOf('smes');
    expect(smes.waiting.disputes.items).toEqual([
      { taskId: id, title: '이견 있는 과제', step: 'cco', due: '2026-11-25' },
    ]);
    const interior = await contentOf('interior');
    expect(interior.waiting.consents.items).toEqual([
      { taskId: asked, title: '동의할 과제', since: '2026-11-01', name: '정지우' },
    ]);
    const term = { pairId: pair, name: '조민준', position: 'a 과장', task: '교류 과제', last: '2027-01-31' };
    expect(smes.ending).toEqual({ total: 1, items: [term] });
    expect((await contentOf('seoul')).ending.items).toEqual([term]);
    expect(interior.ending.total).toBe(0);
  });
});

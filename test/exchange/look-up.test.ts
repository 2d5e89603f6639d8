import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookUpExchange, lookUpExtension, lookUpPair, openExtension } from '../../src/exchange/look-up.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { type SeededPair, seedPair, seedTerm } from './seed-exchange.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const NOW_TERM = ['2024-12-30', '2026-12-29'] as const;

let gov: TestGovernment;
let pair: SeededPair;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  pair = await seedPair(gov);
});

const lookAt = async (who: PersonKey, id = pair.id) => {
  const page = await lookUpPair(gov.database, gov.people[who].id, { pair: { id }, teamId: TEAM }, NOW);
  if ('refusals' in page) throw new Error('refused');
  return page;
};
const listFor = async (who: PersonKey, round?: number) => {
  const page = await lookUpExchange(gov.database, gov.people[who].id, { round, teamId: TEAM }, NOW);
  return 'refusals' in page ? page.refusals : page.views;
};
const logged = () => gov.rows('select actor_id, action, subject, origin from access_log order by id');

describe('rounds and pairs', () => {
  it('are listed for everyone, the newest round first, under the names of their time', async () => {
    await seedPair(gov, {
      round: 1,
      number: 2,
      task: '크루즈 관광',
      a: { agency: 'seoul', name: '옛 서울시', title: '관광과장' },
      b: { agency: undefined, name: '없어진 부', title: '해양과장' },
    });
    await seedPair(gov, { round: 1, number: 1 });
    const views = (await listFor('minjun')) as Awaited<ReturnType<typeof lookAt>>[];
    expect(views.map(({ pair: it }) => [it.round, it.number])).toEqual([
      [2, 1],
      [1, 1],
      [1, 2],
    ]);
    expect(views[2]?.pair).toMatchObject({
      task: '크루즈 관광',
      a: { agencyName: '옛 서울시', title: '관광과장', namesToday: ['서울특별시'] },
      b: { agencyName: '없어진 부', agencyId: undefined, namesToday: [] },
    });
    expect(views[0]?.pair.a).toMatchObject({ agencyName: '중소벤처기업부', namesToday: [] });
  });

  it('of one round, or of none', async () => {
    await seedPair(gov, { round: 1 });
    expect(await listFor('minjun', 1)).toMatchObject([{ pair: { round: 1 } }]);
    expect(await listFor('minjun', 3)).toEqual([{ reason: 'round_not_found', round: 3 }]);
  });

  it('name today’s agencies of a position whose own was split, only once it is over', async () => {
    await gov.rows(
      `update agency set during = daterange(null, '2026-01-02'), successors = '{재정경제부,기획예산처}' where id = $1`,
      [gov.agencies.smes],
    );
    expect((await lookAt('minjun')).pair.a.namesToday).toEqual(['재정경제부', '기획예산처']);
    await gov.rows(`update agency set during = daterange(null, '2026-11-24') where id = $1`, [
      gov.agencies.smes,
    ]);
    expect((await lookAt('minjun')).pair.a.namesToday).toEqual([]);
  });

  it.each([{ id: 0 }, { id: 999_999_999 }, { round: 9, number: 1 }, { round: 2, number: 9 }])(
    '%j, which is none, is said to be none',
    async (ask) => {
      expect(await lookUpPair(gov.database, gov.people.jiu.id, { pair: ask, teamId: TEAM }, NOW)).toEqual({
        refusals: [{ reason: 'pair_not_found' }],
      });
    },
  );
});

describe('holders', () => {
  let lead: number;
  let companion: number;
  beforeEach(async () => {
    const { haneul, seojun, jiu, yuna } = gov.people;
    lead = await seedTerm(gov, pair.a, haneul, NOW_TERM);
    await seedTerm(gov, pair.b, jiu, NOW_TERM);
    companion = await seedTerm(gov, pair.a, seojun, NOW_TERM, lead);
    await seedTerm(gov, pair.a, yuna, ['2022-12-30', '2024-12-29']);
  });

  it.each<[PersonKey, string[], boolean, boolean]>([
    // who, what they see, whether that leaves something hidden, whether they may extend
    ['haneul', ['김하늘', '이서준', '정지우'], true, false],
    ['seojun', ['김하늘', '이서준', '정지우'], true, false],
    ['jiu', ['김하늘', '이서준', '정지우'], true, false],
    ['yuna', ['한유나'], true, false],
    ['cco', ['한유나', '김하늘', '이서준', '정지우'], false, false],
    ['operator', ['한유나', '김하늘', '이서준', '정지우'], false, true],
    ['otherOperator', ['한유나', '김하늘', '이서준', '정지우'], false, true],
    ['auditor', ['한유나', '김하늘', '이서준', '정지우'], false, false],
    ['minjun', [], true, false],
    ['admin', [], true, false],
    ['onLeave', [], true, false],
  ])('%s sees %j', async (who, names, hidden, mayExtend) => {
    const page = await lookAt(who);
    expect(page.terms.map(({ name }) => name)).toEqual(names);
    expect(page).toMatchObject({ hidden, mayExtend, viewerId: gov.people[who].id, today: '2026-11-23' });
    // The list says no more than the card.
    const [view] = (await listFor(who)) as Awaited<ReturnType<typeof lookAt>>[];
    expect(view?.terms).toEqual(page.terms);
  });

  it('a companion stands behind their lead', async () => {
    const { terms } = await lookAt('auditor');
    expect(terms.map(({ id, leadId }) => [id, leadId])).toEqual([
      [expect.any(Number), undefined],
      [lead, undefined],
      [companion, lead],
      [expect.any(Number), undefined],
    ]);
  });

  it('what was role or agency until now counts no more', async () => {
    await gov.setRole(gov.people.operator, 'member');
    await gov.transfer(gov.people.cco, 'traffic', '2026-11-23');
    expect((await lookAt('operator')).terms).toEqual([]);
    expect((await lookAt('cco')).terms).toEqual([]);
  });

  it('a look by others than those who take part is logged, with all pairs that it showed (안전성 확보조치 기준)', async () => {
    await lookAt('haneul');
    await lookAt('minjun');
    await listFor('jiu');
    await lookUpPair(gov.database, gov.people.auditor.id, { pair: { id: 999 }, teamId: TEAM }, NOW);
    expect(await logged()).toEqual([]);
    const other = await seedPair(gov, { round: 1 });
    await seedTerm(gov, other.a, gov.people.minjun, NOW_TERM);
    await seedPair(gov, { round: 3 });
    await lookAt('cco');
    await listFor('auditor');
    const look = { action: 'look_at_exchange', origin: `slack:${TEAM}` };
    expect(await logged()).toEqual([
      { ...look, actor_id: gov.people.cco.id, subject: `exchange_pair:${pair.id}` },
      {
        ...look,
        actor_id: gov.people.auditor.id,
        subject: `exchange_pair:${pair.id} exchange_pair:${other.id}`,
      },
    ]);
  });

  it('ends that were moved are told with who moved them, the oldest first', async () => {
    await gov.rows(
      `insert into exchange_change (term_id, old_end, new_end, reason, actor_id, occurred_at) values
       ($1, '2026-06-29', '2026-09-29', 'import', null, $3), ($1, '2026-09-29', '2026-12-29', '과제 마무리', $2, $3)`,
      [lead, gov.people.operator.id, NOW],
    );
    const { terms } = await lookAt('cco');
    expect(terms.find(({ id }) => id === lead)?.changes).toEqual([
      { oldEnd: '2026-06-29', newEnd: '2026-09-29', reason: 'import', actor: undefined, at: NOW },
      { oldEnd: '2026-09-29', newEnd: '2026-12-29', reason: '과제 마무리', actor: '박운영', at: NOW },
    ]);
    expect(terms.find(({ id }) => id === companion)?.changes).toEqual([]);
  });

  describe('for an extension', () => {
    const reasonFor = async (who: PersonKey, id = lead) => {
      const page = await lookUpExtension(gov.database, gov.people[who].id, id, NOW);
      return 'refusals' in page ? page.refusals[0]?.reason : 'open';
    };

    it.each<[PersonKey, string]>([
      ['operator', 'open'],
      ['secondOperator', 'open'],
      ['otherOperator', 'open'],
      // These may see the term, so that they may be told who extends it.
      ['haneul', 'not_operator'],
      ['cco', 'not_operator'],
      ['auditor', 'not_operator'],
      // To the others there is none.
      ['minjun', 'term_not_found'],
      ['yuna', 'term_not_found'],
      ['admin', 'term_not_found'],
      ['gone', 'term_not_found'],
    ])('%s: %s', async (who, reason) => {
      expect(await reasonFor(who)).toBe(reason);
      expect(await reasonFor(who, 999_999)).toBe('term_not_found');
    });

    it('an operator of another agency learns nothing, one who is concerned does not decide', async () => {
      await gov.setRole(gov.people.minjun, 'operator');
      await gov.setRole(gov.people.haneul, 'operator');
      await gov.setRole(gov.people.seojun, 'operator');
      expect(await reasonFor('minjun')).toBe('term_not_found');
      expect(await reasonFor('haneul')).toBe('own_case');
      expect(await reasonFor('seojun')).toBe('own_case');
      expect(await reasonFor('seojun', companion)).toBe('own_case');
    });

    it('the cap is that of the position’s agency this month, and a year more is proposed', async () => {
      const page = () => lookUpExtension(gov.database, gov.people.operator.id, lead, NOW);
      expect(await page()).toMatchObject({ capMonths: 60, latest: '2029-12-29', proposed: '2027-12-29' });
      await gov.setPolicy('interior', '2026-11-01', { exchangeCapMonths: 24 });
      expect(await page()).toMatchObject({ capMonths: 60 });
      await gov.setPolicy('smes', '2026-12-01', { exchangeCapMonths: 24 });
      expect(await page()).toMatchObject({ capMonths: 60 });
      await gov.setPolicy('smes', '2026-11-01', { exchangeCapMonths: 30 });
      expect(await page()).toMatchObject({ capMonths: 30, latest: '2027-06-29', proposed: '2027-06-29' });
      await gov.setPolicy('smes', '2026-11-01', { exchangeCapMonths: 24 });
      expect(await page()).toMatchObject({ latest: '2026-12-29', proposed: undefined });
    });

    it('names the companions and nobody else’s, and the look at them is logged', async () => {
      const { operator } = gov.people;
      const page = await openExtension(gov.database, operator.id, { termId: lead, teamId: TEAM }, NOW);
      expect(page).toMatchObject({ term: { name: '김하늘' }, companions: [{ name: '이서준' }] });
      expect(await logged()).toEqual([
        {
          actor_id: operator.id,
          action: 'look_at_exchange',
          subject: `exchange_term:${lead}`,
          origin: `slack:${TEAM}`,
        },
      ]);
      await openExtension(gov.database, gov.people.minjun.id, { termId: lead, teamId: TEAM }, NOW);
      expect(await logged()).toHaveLength(1);
    });
  });
});

describe('the tasks of a pair', () => {
  const link = (taskId: number) =>
    gov.rows('update task set pair_id = $2, progress = 60 where id = $1', [taskId, pair.id]);

  it('are shown with their latest results, as they were written', async () => {
    const { haneul, jiu } = gov.people;
    const task = await seedTask(gov, { lead: haneul, partners: [jiu] }, { title: '고용지원 연계' });
    await link(task.id);
    await gov.rows(
      `with m as (insert into task_measure (task_id, position, name, unit, before) values
         ($1, 1, '환경영향평가 기간', '개월', 12), ($1, 2, '크루즈 관광객', '만명', 27.4), ($1, 3, '절감액', '억원', null) returning id, name),
       e as (select id from task_event where task_id = $1 limit 1)
       insert into task_result (measure_id, before, after, measured_on, actor_id, event_id)
       select m.id, r.before, r.after, '2026-11-01', $2, e.id from e, m join (values
         ('환경영향평가 기간', null::numeric, 6, 1), ('환경영향평가 기간', null, 4, 2), ('크루즈 관광객', 27.40, 86, 3)) r (name, before, after, n)
       using (name) order by r.n`,
      [task.id, haneul.id],
    );
    const { tasks } = await lookAt('jiu');
    expect(tasks).toEqual([
      {
        id: task.id,
        pairId: pair.id,
        title: '고용지원 연계',
        state: 'active',
        progress: 60,
        results: [
          { measure: '환경영향평가 기간', unit: '개월', before: '12', after: '4' },
          { measure: '크루즈 관광객', unit: '만명', before: '27.40', after: '86' },
        ],
      },
    ]);
  });

  it.each(['proposed', 'active'] as const)(
    'that are %s are known to those who may open them only',
    async (state) => {
      const { haneul, jiu } = gov.people;
      const task = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state });
      await link(task.id);
      const seen = async (who: PersonKey) => (await lookAt(who)).tasks.map(({ id }) => id);
      for (const who of [
        'haneul',
        'jiu',
        'seojun',
        'yuna',
        'cco',
        'operator',
        'otherOperator',
        'auditor',
      ] as const)
        expect([who, await seen(who)]).toEqual([who, [task.id]]);
      for (const who of ['minjun', 'onLeave', 'gone', 'admin'] as const)
        expect([who, await seen(who)]).toEqual([who, []]);
      await gov.rows('update posting set department_id = $2 where official_id = $1', [
        haneul.id,
        gov.departments.startup,
      ]);
      expect(await seen('haneul')).toEqual([]);
    },
  );

  it('of another pair are not', async () => {
    const task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
    await link(task.id);
    const other = await seedPair(gov, { round: 1 });
    expect((await lookAt('auditor', other.id)).tasks).toEqual([]);
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AnswerRequest, answerEvaluation } from '../../src/evaluations/answer-evaluation.ts';
import { createEvaluationRenderers } from '../../src/evaluations/deliveries.ts';
import { gradeEvaluation } from '../../src/evaluations/grade-evaluation.ts';
import { lookUpEvaluation, lookUpVersions } from '../../src/evaluations/look-up.ts';
import { nameEvaluator } from '../../src/evaluations/name-evaluator.ts';
import type { Render } from '../../src/messenger/outbox.ts';
import { lookUpCard } from '../../src/tasks/look-up.ts';
import { seen } from '../support/bot.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { seedTask, toldOf } from '../tasks/seed-task.ts';
import { latestAnswer, reasonsOf, seedAnswer, seedMeasure, seedRequest } from './seed-evaluation.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const LAST = seoul('2026-11-30 23:59:59.999');
const LATE = seoul('2026-12-01 00:00:00.000');

let gov: TestGovernment;
let task: { id: number; parties: number[] };
let id: number;
let measure: number;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
  measure = await seedMeasure(gov, task.id, '협의 기간');
  id = await seedRequest(gov, task.parties[0] ?? 0);
});

let keys = 0;
const answer = (who: PersonKey, more: Partial<AnswerRequest> = {}, now = NOW) => {
  keys += 1;
  return answerEvaluation(
    gov.database,
    {
      actorId: gov.people[who].id,
      teamId: TEAM,
      requestKey: `answer-${keys}`,
      requestId: id,
      draft: false,
      progress: '합동 점검을 마쳤습니다.',
      results: new Map([[measure, '12개월 → 4개월']]),
      difficulties: '자료 연계가 늦었습니다.',
      nextPlan: '전국으로 넓힙니다.',
      ...more,
    },
    now,
  );
};
const stored = () =>
  gov.rows<{ version: number; draft: boolean; late: boolean; progress: string }>(
    'select version, draft, late, progress from evaluation_answer order by id',
  );
const answered = () => gov.value('select answered from evaluation_request where id = $1', [id]);
const reminded = (day: string) =>
  gov.value<number>(`select count(*)::int from open_items($1) where kind = 'evaluation'`, [day]);

describe('answering', () => {
  it('stores what was said, by measure, and ends the reminders', async () => {
    expect(await reminded('2026-11-23')).toBe(1);
    expect(await answer('haneul', { progress: ' 합동\u200b 점검을  마쳤습니다. ' })).toMatchObject({
      kind: 'answered',
      repeat: false,
      view: {
        today: '2026-11-23',
        evaluation: {
          submitted: {
            version: 1,
            draft: false,
            late: false,
            progress: '합동 점검을 마쳤습니다.',
            results: [{ measureId: measure, measure: '협의 기간', text: '12개월 → 4개월' }],
            difficulties: '자료 연계가 늦었습니다.',
            nextPlan: '전국으로 넓힙니다.',
            actor: { name: '김하늘' },
            at: NOW,
          },
        },
      },
    });
    expect(await answered()).toBe(true);
    expect(await reminded('2026-11-23')).toBe(0);
    expect(await gov.value('select count(*)::int from outbox')).toBe(0);
  });

  it('a draft may be incomplete, is not submitted, and is still reminded of', async () => {
    const outcome = await answer('haneul', { draft: true, progress: '', results: new Map() });
    expect(outcome).toMatchObject({
      kind: 'drafted',
      view: { evaluation: { submitted: undefined, draft: { version: 1 } } },
    });
    expect(await answered()).toBe(false);
    expect(await reminded('2026-11-23')).toBe(1);
  });

  it('every version is kept, and the latest submitted one counts, whatever draft lies on it', async () => {
    await answer('haneul', { draft: true, progress: '초안' });
    await answer('haneul', { progress: '첫째' });
    await answer('haneul', { progress: '둘째' });
    const outcome = await answer('haneul', { draft: true, progress: '셋째 초안' });
    expect(outcome).toMatchObject({
      view: {
        evaluation: { versions: 2, submitted: { progress: '둘째' }, draft: { progress: '셋째 초안' } },
      },
    });
    expect((await stored()).map(({ version, draft, progress }) => [version, draft, progress])).toEqual([
      [1, true, '초안'],
      [2, false, '첫째'],
      [3, false, '둘째'],
      [4, true, '셋째 초안'],
    ]);
    await expect(gov.rows(`update evaluation_answer set progress = '고침'`)).rejects.toThrow();
    await expect(gov.rows('delete from evaluation_answer')).rejects.toThrow();
  });

  it.each<[string, Partial<AnswerRequest>, string]>([
    ['no progress', { progress: '​ ' }, 'answer_missing'],
    ['no result of a measure', { results: new Map() }, 'answer_missing'],
    ['neither', { progress: '', results: new Map() }, 'answer_missing answer_missing'],
    ['nothing else', { difficulties: '', nextPlan: '' }, 'answered'],
    [
      'texts that are too long',
      { progress: '가'.repeat(1_001), difficulties: '가'.repeat(501), nextPlan: '가'.repeat(501) },
      'answer_long answer_long answer_long',
    ],
    ['texts as long as can be', { progress: '가'.repeat(1_000), difficulties: '가'.repeat(500) }, 'answered'],
    [
      'an empty draft',
      { draft: true, progress: ' ', results: new Map(), difficulties: '', nextPlan: '' },
      'draft_empty',
    ],
    ['a draft that is too long', { draft: true, progress: '가'.repeat(1_001) }, 'answer_long'],
  ])('%s: %s', async (_, more, expected) => {
    expect(reasonsOf(await answer('haneul', more))).toBe(expected);
    expect(await stored()).toHaveLength(expected === 'answered' ? 1 : 0);
  });

  it('a result longer than its field is refused by its measure’s name', async () => {
    expect(await answer('haneul', { results: new Map([[measure, '가'.repeat(201)]]) })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'answer_long', field: 'result', measure: '협의 기간', length: 201, max: 200 }],
    });
  });

  it('measures of other tasks that are sent along are left out', async () => {
    const other = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
    const foreign = await seedMeasure(gov, other.id, '남의 것');
    await answer('haneul', {
      results: new Map([
        [foreign, '99'],
        [measure, '4개월'],
        [999, '1'],
      ]),
    });
    expect(await gov.value('select results from evaluation_answer')).toEqual([
      { measureId: measure, measure: '협의 기간', text: '4개월' },
    ]);
  });

  it('is closed once the task was cancelled', async () => {
    await gov.rows(`update task set state = 'cancelled' where id = $1`, [task.id]);
    expect(reasonsOf(await answer('haneul'))).toBe('task_cancelled');
  });
});

describe('the due day', () => {
  it('its last millisecond in Seoul is in time, and the next is late', async () => {
    expect(await answer('haneul', {}, LAST)).toMatchObject({
      kind: 'answered',
      view: { evaluation: { submitted: { late: false } } },
    });
    expect(reasonsOf(await answer('haneul', {}, LATE))).toBe('answer_closed');
    const other = await seedRequest(gov, task.parties[0] ?? 0);
    expect(await answer('haneul', { requestId: other }, LATE)).toMatchObject({
      kind: 'answered',
      view: { evaluation: { submitted: { late: true } } },
    });
  });

  it('until it is over, what was submitted may be changed; afterwards it stays', async () => {
    await answer('haneul', { progress: '처음' });
    await answer('haneul', { progress: '마지막' }, LAST);
    expect(reasonsOf(await answer('haneul', { progress: '나중' }, LATE))).toBe('answer_closed');
    expect(reasonsOf(await answer('haneul', { draft: true }, LATE))).toBe('answer_closed');
    expect((await stored()).map(({ progress }) => progress)).toEqual(['처음', '마지막']);
  });

  it('what was never submitted may be afterwards, once, a draft before or not, and is marked late', async () => {
    await answer('haneul', { draft: true }, LAST);
    await answer('haneul', { draft: true, progress: '지난 뒤의 초안' }, LATE);
    expect(await answer('haneul', {}, LATE)).toMatchObject({ kind: 'answered' });
    expect(reasonsOf(await answer('haneul', { progress: '다시' }, LATE))).toBe('answer_closed');
    expect((await stored()).map(({ draft, late }) => [draft, late])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(await answered()).toBe(true);
  });

  it('whoever reached us in time is in time, however long the row was held by another', async () => {
    const client = await gov.owner.connect();
    try {
      await client.query('begin');
      await client.query('select from evaluation_request where id = $1 for update', [id]);
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const waiting = answer('haneul', {}, LAST);
      await seen(
        'that it waits for the row',
        async () =>
          (await gov.value<number>(
            'select count(*)::int from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
            [rows[0]?.pid],
          )) > 0,
      );
      expect(await stored()).toEqual([]);
      await client.query('commit');
      expect(await waiting).toMatchObject({ view: { evaluation: { submitted: { late: false } } } });
    } finally {
      client.release(true);
    }
  });

  it('many late answers at once: one is taken', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, index) => answer('haneul', { progress: `답 ${index}` }, LATE)),
    );
    expect(outcomes.map(reasonsOf).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 'answer_closed'),
      'answered',
    ]);
    expect(await stored()).toHaveLength(1);
  });

  it('one submission at the due second and one after it, at once: the one in time is never lost to the late one', async () => {
    const [inTime, late] = await Promise.all([
      answer('haneul', { progress: '제때' }, LAST),
      answer('haneul', { progress: '늦게' }, LATE),
    ]);
    expect(inTime.kind).toBe('answered');
    const rows = await stored();
    expect(rows.some(({ progress, late: isLate }) => progress === '제때' && !isLate)).toBe(true);
    expect(rows).toHaveLength(late.kind === 'answered' ? 2 : 1);
  });
});

describe('an answer that is changed after it was graded', () => {
  const lane = (who: PersonKey) => `official:${gov.people[who].id}`;
  const grade = async (who: PersonKey, word = '우수') => {
    keys += 1;
    const act = { actorId: gov.people[who].id, teamId: TEAM, requestKey: `graded-${keys}`, requestId: id };
    return gradeEvaluation(
      gov.database,
      {
        ...act,
        answerId: await latestAnswer(gov, id),
        grade: word,
        comment: '좋습니다.',
        recommended: false,
      },
      NOW,
    );
  };
  const name = (who: PersonKey) => {
    keys += 1;
    const act = { actorId: gov.people.cco.id, teamId: TEAM, requestKey: `named-${keys}`, requestId: id };
    return nameEvaluator(gov.database, { ...act, evaluatorId: gov.people[who].id }, NOW);
  };
  const told = async () => (await toldOf(gov)).filter((line) => line.startsWith('evaluation-changed'));
  const render = async (who: PersonKey) => {
    const renderer = createEvaluationRenderers({ database: gov.database, now: () => NOW });
    const subjectId = await gov.value<number>(
      `select subject_id::int from outbox where kind = 'evaluation-changed' order by id desc limit 1`,
    );
    const item = { subjectId, lane: lane(who) } as Parameters<Render>[0][number];
    const rendered = await (renderer['evaluation-changed'] as Render)([item], { locale: 'ko' });
    return rendered && JSON.stringify(rendered);
  };

  it('is told to whoever graded it, once a grade; a draft and what was not graded are not', async () => {
    await answer('haneul');
    await answer('haneul', { progress: '고침' });
    expect(await told()).toEqual([]);
    await grade('cco');
    await answer('haneul', { draft: true, progress: '초안' });
    expect(await told()).toEqual([]);
    await answer('haneul', { progress: '평가 뒤에 고침' });
    await answer('haneul', { progress: '또 고침' });
    expect(await told()).toEqual([`evaluation-changed ${lane('cco')}`]);
    expect(await render('cco')).toContain(`grade_evaluation:${id}`);
    await grade('cco', '보통');
    // Graded anew before it went out: there is nothing to say any more.
    expect(await render('cco')).toBeUndefined();
    await answer('haneul', { progress: '다시 고침' });
    expect(await told()).toHaveLength(2);
    expect(await render('cco')).toContain('보통');
  });

  it('is told to the evaluator who graded, and to the CCO when that one may grade no more', async () => {
    await answer('haneul');
    await name('yuna');
    await grade('yuna');
    await answer('haneul', { progress: '고침' });
    expect(await told()).toEqual([`evaluation-changed ${lane('yuna')}`]);
    await grade('yuna', '보통');
    await gov.setStatus(gov.people.yuna, 'left');
    await answer('haneul', { progress: '또 고침' });
    expect(await told()).toEqual(
      [`evaluation-changed ${lane('cco')}`, `evaluation-changed ${lane('yuna')}`].sort(),
    );
    expect(await render('yuna')).toBeUndefined();
    expect(await render('cco')).toContain('고쳐졌습니다');
  });
});

describe('two owners at once', () => {
  it('get one order of versions, and each note is kept', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => answer('haneul', { progress: `답 ${index}` })),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'answered'));
    const rows = await stored();
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(rows.map(({ progress }) => progress)).size).toBe(8);
  });

  it('the one who was replaced while both wrote is refused once the other is named', async () => {
    await answer('haneul', { progress: '앞사람' });
    await gov.rows('update task_party set owner_id = $2 where id = $1', [
      task.parties[0],
      gov.people.seojun.id,
    ]);
    const [old, now] = await Promise.all([answer('haneul'), answer('seojun', { progress: '뒷사람' })]);
    expect([reasonsOf(old), reasonsOf(now)]).toEqual(['evaluation_not_found', 'answered']);
    expect((await stored()).map(({ progress }) => progress)).toEqual(['앞사람', '뒷사람']);
  });
});

describe('the same act twice', () => {
  it('is one version, and answered alike, also at the same moment', async () => {
    const one = { requestKey: 'one-act', progress: '한 번' };
    const outcomes = await Promise.all([1, 2, 3].map(() => answer('haneul', one)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(outcomes.filter((outcome) => 'repeat' in outcome && !outcome.repeat)).toHaveLength(1);
    // After the due day the repeat is still answered as it was.
    expect(await answer('haneul', one, LATE)).toMatchObject({ kind: 'answered', repeat: true });
    expect(await stored()).toHaveLength(1);
  });

  it('with other words it is another version: an answer that got lost on its way loses no correction', async () => {
    await answer('haneul', { requestKey: 'same-dialog', progress: '처음' });
    await answer('haneul', { requestKey: 'same-dialog', progress: '고침' });
    expect((await stored()).map(({ progress }) => progress)).toEqual(['처음', '고침']);
  });

  it('a key of another act is refused', async () => {
    const other = await seedRequest(gov, task.parties[0] ?? 0);
    await answer('haneul', { requestKey: 'one-act' });
    expect(reasonsOf(await answer('haneul', { requestKey: 'one-act', requestId: other }))).toBe('key_reused');
    const both = await Promise.all(
      [id, other].map((requestId) => answer('haneul', { requestKey: 'at-once', requestId })),
    );
    expect(both.map(reasonsOf).sort()).toEqual(['answered', 'key_reused']);
  });
});

describe('who answers', () => {
  it.each<[PersonKey, string]>([
    ['haneul', 'answered'],
    ['cco', 'not_answerer'],
    ['auditor', 'not_answerer'],
    ['jiu', 'evaluation_not_found'],
    ['seojun', 'evaluation_not_found'],
    ['operator', 'evaluation_not_found'],
    ['otherOperator', 'evaluation_not_found'],
    ['admin', 'evaluation_not_found'],
    ['minjun', 'evaluation_not_found'],
    ['gone', 'evaluation_not_found'],
  ])('%s: %s', async (who, expected) => {
    expect(reasonsOf(await answer(who))).toBe(expected);
    expect(reasonsOf(await answer(who, { draft: true }))).toBe(
      expected === 'answered' ? 'drafted' : expected,
    );
    expect(await stored()).toHaveLength(expected === 'answered' ? 2 : 0);
  });

  it('whoever follows in the post, when the owner has moved; for the named owner there is none any more', async () => {
    await gov.rows(`update posting set position = '인력정책과장' where official_id = $1`, [
      gov.people.seojun.id,
    ]);
    await gov.transfer(gov.people.haneul, 'traffic', '2026-11-20');
    expect(reasonsOf(await answer('haneul'))).toBe('evaluation_not_found');
    expect(await answer('cco')).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'not_answerer', answers: '이서준' }],
    });
    expect(reasonsOf(await answer('seojun'))).toBe('answered');
  });

  it('an owner on leave still answers, one who left does not', async () => {
    await gov.setStatus(gov.people.haneul, 'leave');
    expect(reasonsOf(await answer('haneul'))).toBe('answered');
    await gov.setStatus(gov.people.haneul, 'left');
    expect(reasonsOf(await answer('haneul'))).toBe('evaluation_not_found');
    // Nobody in the department is left: the CCO answers.
    expect(reasonsOf(await answer('cco'))).toBe('answered');
  });

  it('there is no request of that number', async () => {
    expect(reasonsOf(await answer('haneul', { requestId: 999 }))).toBe('evaluation_not_found');
  });
});

describe('who sees one', () => {
  const look = (who: PersonKey) =>
    lookUpEvaluation(gov.database, gov.people[who].id, { id, teamId: TEAM }, NOW);
  const accesses = () => gov.rows('select actor_id, action, subject, origin from access_log order by id');

  it.each<[PersonKey, boolean, boolean]>([
    ['haneul', true, false],
    ['cco', true, true],
    ['auditor', true, true],
    ['jiu', false, false],
    ['seojun', false, false],
    ['operator', false, false],
    ['otherOperator', false, false],
    ['admin', false, false],
    ['minjun', false, false],
    ['onLeave', false, false],
    ['gone', false, false],
  ])('%s: %s, logged: %s', async (who, sees, logged) => {
    const view = await look(who);
    expect('evaluation' in view).toBe(sees);
    if (!sees) expect(view).toEqual({ refusals: [{ reason: 'evaluation_not_found' }] });
    expect(await accesses()).toEqual(
      logged
        ? [
            {
              actor_id: gov.people[who].id,
              action: 'look_at_evaluation',
              subject: `evaluation_request:${id}`,
              origin: `slack:${TEAM}`,
            },
          ]
        : [],
    );
  });

  it.each<[PersonKey, boolean, boolean]>([
    ['haneul', true, false],
    ['cco', true, true],
    ['auditor', true, true],
    ['jiu', false, false],
    ['seojun', false, false],
    ['operator', false, false],
    ['otherOperator', false, false],
    ['admin', false, false],
    ['gone', false, false],
  ])('%s: sees the versions %s, logged: %s', async (who, sees, logged) => {
    for (let version = 1; version <= 6; version += 1)
      await seedAnswer(gov, id, gov.people.haneul.id, { progress: `${version}번째` });
    await seedAnswer(gov, id, gov.people.haneul.id, { draft: true, progress: '초안' });
    const versions = async (page: number) => {
      const found = await lookUpVersions(gov.database, gov.people[who].id, { id, page, teamId: TEAM }, NOW);
      return 'refusals' in found
        ? found
        : { ...found, evaluation: undefined, versions: found.versions.map(({ progress }) => progress) };
    };
    const refused = { refusals: [{ reason: 'evaluation_not_found' }] };
    const first = ['6번째', '5번째', '4번째', '3번째'];
    expect(await versions(0)).toEqual(sees ? { versions: first, page: 0, first: 6, more: true } : refused);
    // Beyond the last page is the last one.
    expect(await versions(9)).toEqual(
      sees ? { versions: ['2번째', '1번째'], page: 1, first: 2, more: false } : refused,
    );
    expect(await accesses()).toHaveLength(logged ? 2 : 0);
  });

  it('the task’s card is offered to just those who may open it', async () => {
    const { haneul, jiu, cco } = gov.people;
    await answer('haneul');
    const offered = async (who: PersonKey) => {
      const view = await look(who);
      const card = await lookUpCard(gov.database, gov.people[who].id, task.id, NOW);
      if ('refusals' in view) return undefined;
      expect(view.seesTask, who).toBe(!('refusals' in card));
      return view.seesTask;
    };
    const name = async (who: PersonKey) => {
      keys += 1;
      const act = { actorId: cco.id, teamId: TEAM, requestKey: `see-${keys}`, requestId: id };
      await nameEvaluator(gov.database, { ...act, evaluatorId: gov.people[who].id }, NOW);
    };
    expect(await offered('haneul')).toBe(true);
    expect(await offered('cco')).toBe(true);
    expect(await offered('auditor')).toBe(true);
    // Of the partner's department; an operator of its agency; neither of them.
    await name('yuna');
    expect(await offered('yuna')).toBe(true);
    await name('otherOperator');
    expect(await offered('otherOperator')).toBe(true);
    await name('admin');
    expect(await offered('admin')).toBe(false);
    // Named owner, but not in the post: the task belongs to whoever is.
    await gov.rows('update task_party set owner_id = $2 where id = $1', [
      task.parties[1],
      gov.people.admin.id,
    ]);
    expect(await offered('admin')).toBe(false);
    expect(await offered('jiu')).toBeUndefined();
    expect(jiu.agency).not.toBe(haneul.agency);
  });

  it('says how many working days are left, as the reminders do', async () => {
    const left = async (at: string) => {
      const view = await lookUpEvaluation(
        gov.database,
        gov.people.haneul.id,
        { id, teamId: TEAM },
        seoul(at),
      );
      return 'left' in view ? view.left : undefined;
    };
    // Due on Monday, 30 November.
    expect(await left('2026-11-25 10:00')).toBe(3);
    expect(await left('2026-11-27 23:59')).toBe(1);
    expect(await left('2026-11-28 10:00')).toBe('days_off');
    expect(await left('2026-11-30 23:59')).toBe('today');
    expect(await left('2026-12-01 00:00')).toBe('over');
    await gov.rows(`insert into holiday_override values ('2026-11-26', true, '임시공휴일')`);
    expect(await left('2026-11-25 10:00')).toBe(2);
  });

  it('the operator stands in while the agency has no CCO', async () => {
    await gov.setRole(gov.people.cco, 'member');
    expect(await look('operator')).toHaveProperty('evaluation');
    expect(await look('otherOperator')).toHaveProperty('refusals');
  });

  it('a CCO or auditor who left sees nothing', async () => {
    await gov.setStatus(gov.people.cco, 'left');
    await gov.setStatus(gov.people.auditor, 'left');
    expect(await look('cco')).toHaveProperty('refusals');
    expect(await look('auditor')).toHaveProperty('refusals');
  });

  it('a draft is its owners’ own business', async () => {
    await seedAnswer(gov, id, gov.people.haneul.id, { draft: true });
    expect(await look('haneul')).toMatchObject({ evaluation: { draft: { version: 1 } } });
    for (const who of ['cco', 'auditor'] as const)
      expect(await look(who)).toMatchObject({ evaluation: { draft: undefined, submitted: undefined } });
  });
});

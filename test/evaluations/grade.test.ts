import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEvaluationRenderers } from '../../src/evaluations/deliveries.ts';
import { type GradeRequest, gradeEvaluation } from '../../src/evaluations/grade-evaluation.ts';
import { lookUpEvaluation, lookUpToGrade } from '../../src/evaluations/look-up.ts';
import { type NamingRequest, nameEvaluator } from '../../src/evaluations/name-evaluator.ts';
import { searchEvaluators } from '../../src/evaluations/search.ts';
import type { Render } from '../../src/messenger/outbox.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { seedTask, toldOf } from '../tasks/seed-task.ts';
import { latestAnswer, reasonsOf, seedAnswer, seedRequest } from './seed-evaluation.ts';

const NOW = seoul('2026-12-03 10:00:00.000');

let gov: TestGovernment;
let task: { id: number; parties: number[] };
let id: number;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
  id = await seedRequest(gov, task.parties[0] ?? 0);
  await seedAnswer(gov, id, gov.people.haneul.id);
});

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `grade-${keys}`, requestId: id };
};
const grade = async (who: PersonKey, more: Partial<GradeRequest> = {}) =>
  gradeEvaluation(
    gov.database,
    {
      ...act(who),
      answerId: await latestAnswer(gov, more.requestId ?? id),
      grade: '우수',
      comment: '성과가 뚜렷합니다.',
      recommended: true,
      ...more,
    },
    NOW,
  );
const name = (who: PersonKey, evaluator: PersonKey, more: Partial<NamingRequest> = {}) =>
  nameEvaluator(gov.database, { ...act(who), evaluatorId: gov.people[evaluator].id, ...more }, NOW);
const grades = () =>
  gov.rows<{ grade: string; actor_id: number }>(
    'select grade, comment, recommended, actor_id, answer_id from evaluation_grade order by id',
  );
const lane = (who: PersonKey) => `official:${gov.people[who].id}`;
const render = async (kind: string, subjectId: number, who: PersonKey = 'haneul') => {
  const renderer = createEvaluationRenderers({ database: gov.database, now: () => NOW })[kind] as Render;
  const item = { subjectId, lane: lane(who) } as Parameters<Render>[0][number];
  const rendered = await renderer([item], { locale: 'ko' });
  return rendered && JSON.stringify(rendered);
};

describe('grading (행정업무규정 제44조②)', () => {
  it('records grade, comment and recommendation of the version that was graded, and tells owner and CCO', async () => {
    const outcome = await grade('cco', { comment: ' 성과가  뚜렷합니다. ' });
    expect(outcome).toMatchObject({
      kind: 'graded',
      repeat: false,
      view: {
        evaluation: { grade: { grade: '우수', recommended: true, actor: { name: '강혁신' } }, grades: 1 },
      },
    });
    expect(await grades()).toEqual([
      {
        grade: '우수',
        comment: '성과가 뚜렷합니다.',
        recommended: true,
        actor_id: gov.people.cco.id,
        answer_id: 1,
      },
    ]);
    expect(await toldOf(gov)).toEqual([`evaluation-graded ${lane('haneul')}`]);
    expect(await render('evaluation-graded', 1)).toContain('평가 결과가 나왔습니다: 우수');
  });

  it('by the named evaluator tells the CCO as well, and the owner who followed', async () => {
    await name('cco', 'yuna');
    await gov.rows('delete from outbox');
    await gov.setStatus(gov.people.haneul, 'leave');
    expect(reasonsOf(await grade('yuna'))).toBe('graded');
    expect(await toldOf(gov)).toEqual(
      [`evaluation-graded ${lane('cco')}`, `evaluation-graded ${lane('haneul')}`].sort(),
    );
  });

  it('again is appended; the latest counts, and only of it anything is said', async () => {
    await grade('cco');
    expect(await grade('cco', { grade: '보통', recommended: false })).toMatchObject({
      view: { evaluation: { grade: { grade: '보통', recommended: false }, grades: 2 } },
    });
    expect((await grades()).map((row) => row.grade)).toEqual(['우수', '보통']);
    expect(await render('evaluation-graded', 1)).toBeUndefined();
    expect(await render('evaluation-graded', 2)).toContain('보통');
    await expect(gov.rows(`update evaluation_grade set grade = '미흡'`)).rejects.toThrow();
  });

  it('twice by one act is one grade; with another word it is another', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => grade('cco', { requestKey: 'one' })));
    expect(outcomes.map(reasonsOf)).toEqual(['graded', 'graded', 'graded']);
    expect(await grades()).toHaveLength(1);
    expect(await toldOf(gov)).toHaveLength(1);
    await grade('cco', { requestKey: 'one', grade: '미흡' });
    expect(await grades()).toHaveLength(2);
  });

  it('is in the agency’s own scale of the month in which the cycle was opened, from first to last', async () => {
    expect(await grade('cco', { grade: 'S' })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'grade_unknown', scale: ['우수', '보통', '미흡'] }],
    });
    await gov.setPolicy('interior', '2026-01-01', { gradeScale: ['상', '하'] });
    // Changed while the cycle runs: the second is graded as the first was.
    await gov.setPolicy('smes', '2026-11-01', { gradeScale: ['가', '나'] });
    const second = await seedRequest(gov, task.parties[0] ?? 0);
    await seedAnswer(gov, second, gov.people.haneul.id);
    expect(reasonsOf(await grade('cco', { requestId: second, grade: '가' }))).toBe('grade_unknown');
    expect(reasonsOf(await grade('cco', { requestId: second }))).toBe('graded');
    expect(await lookUpToGrade(gov.database, gov.people.cco.id, { id, teamId: TEAM }, NOW)).toMatchObject({
      scale: ['우수', '보통', '미흡'],
    });
    await gov.setPolicy('smes', '2026-10-01', { gradeScale: ['S', 'A', 'B'] });
    expect(reasonsOf(await grade('cco'))).toBe('grade_unknown');
    expect(reasonsOf(await grade('cco', { grade: 'S' }))).toBe('graded');
    expect(await lookUpToGrade(gov.database, gov.people.cco.id, { id, teamId: TEAM }, NOW)).toMatchObject({
      scale: ['S', 'A', 'B'],
    });
  });

  it.each<[Partial<GradeRequest>, string]>([
    [{ comment: '​ ' }, 'comment_missing'],
    [{ comment: '가'.repeat(501), grade: '' }, 'grade_unknown comment_long'],
    [{ comment: '가'.repeat(500) }, 'graded'],
  ])('with %j: %s', async (more, expected) => {
    expect(reasonsOf(await grade('cco', more))).toBe(expected);
  });

  it('only what was submitted, and only at the year’s end', async () => {
    const unanswered = await seedRequest(gov, task.parties[0] ?? 0);
    await seedAnswer(gov, unanswered, gov.people.haneul.id, { draft: true });
    expect(reasonsOf(await grade('cco', { requestId: unanswered }))).toBe('not_answered');
    for (const kind of ['review', 'by_hand'] as const) {
      const other = await seedRequest(gov, task.parties[0] ?? 0, { kind });
      await seedAnswer(gov, other, gov.people.haneul.id);
      expect(reasonsOf(await grade('cco', { requestId: other }))).toBe('not_graded_kind');
      expect(reasonsOf(await name('cco', 'yuna', { requestId: other }))).toBe('not_graded_kind');
    }
    expect(await grades()).toEqual([]);
  });

  it('a new version after the grade is shown to be newer, and may be graded anew', async () => {
    await grade('cco');
    const answerId = await seedAnswer(gov, id, gov.people.haneul.id, { progress: '고쳤습니다.' });
    expect(await grade('cco', { grade: '보통' })).toMatchObject({
      view: { evaluation: { grade: { answerId } } },
    });
  });
});

it('a grade is of the answer that the grader saw: one that was corrected meanwhile is refused', async () => {
  const seen = await latestAnswer(gov, id);
  const corrected = await seedAnswer(gov, id, gov.people.haneul.id, { progress: '고쳤습니다.' });
  expect(reasonsOf(await grade('cco', { answerId: seen, requestKey: 'dialog' }))).toBe('answer_changed');
  expect(reasonsOf(await grade('cco', { answerId: 0, comment: '' }))).toBe('answer_changed comment_missing');
  expect(await grades()).toEqual([]);
  // The dialog that is redrawn has the same key, and the new answer.
  expect(reasonsOf(await grade('cco', { answerId: corrected, requestKey: 'dialog' }))).toBe('graded');
  expect(await grades()).toMatchObject([{ answer_id: corrected }]);
});

describe('a former owner', () => {
  const CASES: Array<[string, () => Promise<unknown>]> = [
    ['who moved to another department', () => gov.transfer(gov.people.haneul, 'local', '2026-12-02')],
    [
      'who said 담당 아님',
      async () =>
        gov.rows(
          `insert into task_refusal (party_id, official_id, reason, event_id)
           select $1, $2, '담당이 바뀌었습니다', max(id) from task_event`,
          [task.parties[0], gov.people.haneul.id],
        ),
    ],
  ];
  it.each(CASES)('%s sees nothing any more, and hears nothing of the grade', async (_, arrange) => {
    const look = () => lookUpEvaluation(gov.database, gov.people.haneul.id, { id, teamId: TEAM }, NOW);
    const none = { refusals: [{ reason: 'evaluation_not_found' }] };
    expect(await look()).not.toEqual(none);
    const holder = gov.people.seojun;
    await gov.rows(`update posting set position = '인력정책과장' where id = $1`, [holder.posting]);
    await arrange();
    expect(await look()).toEqual(none);
    await grade('cco');
    expect(await toldOf(gov)).toEqual([`evaluation-graded ${lane('seojun')}`]);
  });

  it.each(CASES)('%s after the grade is not told of it any more', async (_, arrange) => {
    await grade('cco');
    expect(await render('evaluation-graded', 1)).toContain('우수');
    await arrange();
    expect(await render('evaluation-graded', 1)).toBeUndefined();
    expect(await render('evaluation-graded', 1, 'cco')).toContain('우수');
  });

  it('may not grade what was theirs, being too near to it', async () => {
    await gov.transfer(gov.people.haneul, 'local', '2026-12-02');
    await gov.setRole(gov.people.cco, 'member');
    await gov.rows(`update official set role = 'cco' where id = $1`, [gov.people.haneul.id]);
    await gov.transfer(gov.people.haneul, 'startup', '2026-12-03');
    expect(reasonsOf(await grade('haneul'))).toBe('own_task');
  });
});

describe('roles', () => {
  /** By person: grading this evaluation of 중기부, and naming an evaluator for it. */
  const TABLE: Array<[PersonKey, string, string]> = [
    ['cco', 'graded', 'named'],
    ['haneul', 'not_grader', 'not_cco'],
    ['auditor', 'not_grader', 'not_cco'],
    ['operator', 'evaluation_not_found', 'evaluation_not_found'],
    ['secondOperator', 'evaluation_not_found', 'evaluation_not_found'],
    ['seojun', 'evaluation_not_found', 'evaluation_not_found'],
    ['jiu', 'evaluation_not_found', 'evaluation_not_found'],
    ['yuna', 'evaluation_not_found', 'evaluation_not_found'],
    ['otherOperator', 'evaluation_not_found', 'evaluation_not_found'],
    ['admin', 'evaluation_not_found', 'evaluation_not_found'],
    ['minjun', 'evaluation_not_found', 'evaluation_not_found'],
    ['onLeave', 'evaluation_not_found', 'evaluation_not_found'],
    ['gone', 'evaluation_not_found', 'evaluation_not_found'],
  ];
  it.each(TABLE)('%s: grading %s, naming %s', async (who, grading, naming) => {
    expect(reasonsOf(await grade(who))).toBe(grading);
    expect(await grades()).toHaveLength(grading === 'graded' ? 1 : 0);
    expect(reasonsOf(await name(who, 'otherOperator'))).toBe(naming);
    expect(await gov.value('select count(*)::int from evaluation_evaluator')).toBe(
      naming === 'named' ? 1 : 0,
    );
  });

  it('the CCO of the other agency has no part in it, but grades their own agency’s', async () => {
    await gov.setRole(gov.people.yuna, 'cco');
    expect(reasonsOf(await grade('yuna'))).toBe('evaluation_not_found');
    const theirs = await seedRequest(gov, task.parties[1] ?? 0);
    await seedAnswer(gov, theirs, gov.people.jiu.id);
    expect(reasonsOf(await grade('yuna', { requestId: theirs }))).toBe('graded');
    expect(reasonsOf(await grade('cco', { requestId: theirs }))).toBe('evaluation_not_found');
  });

  it('operators stand in while the CCO is on leave (휴직)', async () => {
    await gov.setStatus(gov.people.cco, 'leave');
    expect(reasonsOf(await grade('cco'))).toBe('evaluation_not_found');
    expect(reasonsOf(await grade('operator'))).toBe('graded');
    await gov.setStatus(gov.people.operator, 'leave');
    expect(reasonsOf(await grade('operator'))).toBe('evaluation_not_found');
  });

  it('operators stand in while there is no CCO, and no longer', async () => {
    await gov.setRole(gov.people.cco, 'member');
    expect(reasonsOf(await grade('operator'))).toBe('graded');
    expect(reasonsOf(await name('secondOperator', 'yuna'))).toBe('named');
    expect(reasonsOf(await grade('otherOperator'))).toBe('evaluation_not_found');
    await gov.setRole(gov.people.cco, 'cco');
    expect(reasonsOf(await grade('operator'))).toBe('evaluation_not_found');
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'is named owner of the side',
      () =>
        gov.rows('update task_party set owner_id = $2 where id = $1', [task.parties[0], gov.people.cco.id]),
    ],
    [
      'is named owner of another side',
      () =>
        gov.rows(
          `insert into task_party (task_id, side, agency_id, department_id, owner_id, consent, asked_at)
           values ($1, 'partner', $2, $3, $4, 'agreed', now())`,
          [task.id, gov.agencies.smes, gov.departments.startup, gov.people.cco.id],
        ),
    ],
    [
      'answers for the side because nobody else is there',
      async () => {
        await gov.setStatus(gov.people.haneul, 'left');
      },
    ],
  ])('a CCO who %s never grades, but names who does', async (_, arrange) => {
    await arrange();
    expect(reasonsOf(await grade('cco'))).toBe('own_task');
    expect(await grades()).toEqual([]);
    expect(reasonsOf(await name('cco', 'yuna'))).toBe('named');
    expect(reasonsOf(await grade('yuna'))).toBe('graded');
  });

  it('an evaluator grades while named and of the other agency, and sees nothing afterwards', async () => {
    await name('cco', 'yuna');
    expect(reasonsOf(await grade('yuna'))).toBe('graded');
    await name('cco', 'otherOperator');
    expect(reasonsOf(await grade('yuna'))).toBe('evaluation_not_found');
    expect(reasonsOf(await grade('otherOperator'))).toBe('graded');
    await gov.transfer(gov.people.otherOperator, 'traffic', '2026-12-02');
    expect(reasonsOf(await grade('otherOperator'))).toBe('evaluation_not_found');
  });

  it('an evaluator who became an owner, moved into the agency, or left grades no more', async () => {
    await name('cco', 'yuna');
    await gov.rows('update task_party set owner_id = $2 where id = $1', [
      task.parties[1],
      gov.people.yuna.id,
    ]);
    expect(reasonsOf(await grade('yuna'))).toBe('own_task');
    await gov.rows('update task_party set owner_id = $2 where id = $1', [task.parties[1], gov.people.jiu.id]);
    await gov.setStatus(gov.people.yuna, 'left');
    expect(reasonsOf(await grade('yuna'))).toBe('evaluation_not_found');
    await gov.setStatus(gov.people.yuna, 'active');
    await gov.transfer(gov.people.yuna, 'hr', '2026-12-02');
    expect(reasonsOf(await grade('yuna'))).toBe('evaluation_not_found');
  });
});

describe('naming an evaluator', () => {
  it('tells them, once; naming the same again changes nothing', async () => {
    expect(await name('cco', 'yuna')).toMatchObject({
      kind: 'named',
      view: { evaluation: { evaluator: { name: '한유나', agency: '행안부' } } },
    });
    expect(reasonsOf(await name('cco', 'yuna'))).toBe('named');
    expect(await gov.value('select count(*)::int from evaluation_evaluator')).toBe(1);
    expect(await toldOf(gov)).toEqual([`evaluation-evaluator-named ${lane('yuna')}`]);
    expect(await render('evaluation-evaluator-named', 1)).toContain('평가자로 지정되었습니다.');
    await name('cco', 'otherOperator');
    expect(await render('evaluation-evaluator-named', 1)).toBeUndefined();
  });

  it.each<[PersonKey, string]>([
    ['yuna', 'named'],
    ['otherOperator', 'named'],
    ['admin', 'named'],
    ['jiu', 'evaluator_owner'],
    ['minjun', 'evaluator_elsewhere'],
    ['seojun', 'evaluator_elsewhere'],
    ['cco', 'evaluator_elsewhere'],
    ['onLeave', 'evaluator_inactive'],
    ['gone', 'evaluator_inactive'],
  ])('%s: %s', async (who, expected) => {
    expect(reasonsOf(await name('cco', who))).toBe(expected);
  });

  it('nobody, or somebody without a post, is refused', async () => {
    expect(reasonsOf(await name('cco', 'yuna', { evaluatorId: 999_999 }))).toBe('evaluator_unknown');
    await gov.rows(`delete from posting where official_id = $1`, [gov.people.yuna.id]);
    expect(reasonsOf(await name('cco', 'yuna'))).toBe('evaluator_inactive');
  });

  it('corrected in the same dialog, another is named', async () => {
    await name('cco', 'yuna', { requestKey: 'one' });
    expect(await name('cco', 'otherOperator', { requestKey: 'one' })).toMatchObject({
      repeat: false,
      view: { evaluation: { evaluator: { id: gov.people.otherOperator.id } } },
    });
  });

  it('by the same act twice at once is one naming', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => name('cco', 'yuna', { requestKey: 'one' })));
    expect(outcomes.map(reasonsOf)).toEqual(['named', 'named', 'named']);
    expect(await gov.value('select count(*)::int from evaluation_evaluator')).toBe(1);
  });

  it('the search offers people of the other agency who are no owners, to the CCO alone', async () => {
    const search = async (who: PersonKey, typed: string) =>
      (await searchEvaluators(gov.database, gov.people[who].id, id, typed, NOW)).map((one) => one.name);
    expect(await search('cco', '한')).toEqual(['한유나']);
    expect(await search('cco', 'ㅎㅇ')).toEqual(['한유나']);
    expect(await search('cco', '정')).toEqual([]);
    expect(await search('cco', '이')).toEqual([]);
    expect(await search('cco', '')).toEqual([]);
    for (const who of ['haneul', 'operator', 'jiu', 'auditor'] as const)
      expect(await search(who, '한')).toEqual([]);
  });
});

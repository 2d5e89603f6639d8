import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgencyFilter } from '../../src/evaluations/evaluation.ts';
import { gradeEvaluation } from '../../src/evaluations/grade-evaluation.ts';
import { lookUpAgency, lookUpMyEvaluations, lookUpMyPage } from '../../src/evaluations/look-up.ts';
import { nameEvaluator } from '../../src/evaluations/name-evaluator.ts';
import { searchTasks } from '../../src/evaluations/search.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { latestAnswer, seedAnswer, seedRequest } from './seed-evaluation.ts';

const NOW = seoul('2026-11-23 10:00:00.000');

let gov: TestGovernment;
let task: { id: number; parties: number[] };
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
});

const lead = () => task.parties[0] ?? 0;
const idsOf = (lines: Array<{ id: number }>) => lines.map(({ id }) => id);
const mine = async (who: PersonKey) => {
  const { toAnswer, toGrade } = await lookUpMyEvaluations(gov.database, gov.people[who].id, NOW);
  return { toAnswer: idsOf(toAnswer), toGrade: idsOf(toGrade) };
};
const agency = (who: PersonKey, filter: AgencyFilter, page = 0) =>
  lookUpAgency(gov.database, gov.people[who].id, { filter, page, teamId: TEAM }, NOW);
let keys = 0;
const act = (who: PersonKey, requestId: number) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `list-${keys}`, requestId };
};
const grade = async (id: number) =>
  gradeEvaluation(
    gov.database,
    {
      ...act('cco', id),
      answerId: await latestAnswer(gov, id),
      grade: '우수',
      comment: '좋습니다.',
      recommended: false,
    },
    NOW,
  );
const nobody = { toAnswer: [], toGrade: [] };

describe('what waits for me', () => {
  it('is what I answer for and have not answered, the first due first', async () => {
    const later = await seedRequest(gov, lead(), { dueOn: '2026-12-31' });
    const sooner = await seedRequest(gov, lead(), { dueOn: '2026-11-25' });
    const theirs = await seedRequest(gov, task.parties[1] ?? 0);
    const done = await seedRequest(gov, lead());
    await seedAnswer(gov, done, gov.people.haneul.id);
    await seedAnswer(gov, later, gov.people.haneul.id, { draft: true });
    expect(await mine('haneul')).toEqual({ toAnswer: [sooner, later], toGrade: [] });
    expect(await mine('jiu')).toEqual({ toAnswer: [theirs], toGrade: [] });
    const page = await lookUpMyPage(gov.database, gov.people.haneul.id, NOW);
    expect(page).toMatchObject({ seesAgency: false, mayOpen: false, answered: [{ id: done }] });
    expect(page.toAnswer).toMatchObject([
      { drafted: false, answered: false, answers: '김하늘', agency: '중기부', department: '인력정책과' },
      { drafted: true },
    ]);
  });

  it('follows the post: whoever answers today has it, the department’s head and the CCO among them', async () => {
    const id = await seedRequest(gov, lead());
    await gov.setStatus(gov.people.haneul, 'left');
    expect(await mine('haneul')).toEqual(nobody);
    expect((await mine('cco')).toAnswer).toEqual([id]);
    await gov.rows(`update posting set position = '인력정책과장' where official_id = $1`, [
      gov.people.seojun.id,
    ]);
    expect((await mine('seojun')).toAnswer).toEqual([id]);
    expect((await mine('cco')).toAnswer).toEqual([]);
  });

  it('is nothing of a cancelled task', async () => {
    await seedRequest(gov, lead());
    await gov.rows(`update task set state = 'cancelled'`);
    expect(await mine('haneul')).toEqual(nobody);
  });

  it('for the CCO is what was answered at the year’s end and not graded since', async () => {
    const [one, two] = [await seedRequest(gov, lead()), await seedRequest(gov, lead())];
    const review = await seedRequest(gov, lead(), { kind: 'review', period: '2026-Q3' });
    for (const id of [one, review]) await seedAnswer(gov, id, gov.people.haneul.id);
    expect(await mine('cco')).toEqual({ toAnswer: [], toGrade: [one] });
    expect(await mine('operator')).toEqual(nobody);
    await seedAnswer(gov, two, gov.people.haneul.id);
    expect((await mine('cco')).toGrade).toEqual([one, two]);
    await grade(one);
    expect((await mine('cco')).toGrade).toEqual([two]);
    await seedAnswer(gov, one, gov.people.haneul.id, { progress: '고침' });
    expect((await mine('cco')).toGrade).toEqual([one, two]);
    const lines = (await lookUpMyEvaluations(gov.database, gov.people.cco.id, NOW)).toGrade;
    expect(lines).toMatchObject([{ grade: '우수', outdated: true }, { grade: undefined }]);
  });

  it('for the named evaluator, and then no more for the CCO, unless they leave', async () => {
    const id = await seedRequest(gov, lead());
    await seedAnswer(gov, id, gov.people.haneul.id);
    await nameEvaluator(gov.database, { ...act('cco', id), evaluatorId: gov.people.yuna.id }, NOW);
    expect((await mine('yuna')).toGrade).toEqual([id]);
    expect((await mine('cco')).toGrade).toEqual([]);
    await gov.setStatus(gov.people.yuna, 'left');
    expect(await mine('yuna')).toEqual(nobody);
    expect((await mine('cco')).toGrade).toEqual([id]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['moved to an agency that takes no part', () => gov.transfer(gov.people.yuna, 'traffic', '2026-11-02')],
    [
      'became an owner',
      () =>
        gov.rows('update task_party set owner_id = $2 where id = $1', [task.parties[1], gov.people.yuna.id]),
    ],
    ['has no post', () => gov.rows('delete from posting where official_id = $1', [gov.people.yuna.id])],
  ])('for the CCO again when the named evaluator %s', async (_, arrange) => {
    const id = await seedRequest(gov, lead());
    await seedAnswer(gov, id, gov.people.haneul.id);
    await nameEvaluator(gov.database, { ...act('cco', id), evaluatorId: gov.people.yuna.id }, NOW);
    await arrange();
    expect((await mine('yuna')).toGrade).toEqual([]);
    expect((await mine('cco')).toGrade).toEqual([id]);
  });

  it('is never a grade of my own task', async () => {
    const id = await seedRequest(gov, lead());
    await seedAnswer(gov, id, gov.people.haneul.id);
    await gov.rows('update task_party set owner_id = $2 where id = $1', [lead(), gov.people.cco.id]);
    expect((await mine('cco')).toGrade).toEqual([]);
  });

  it('comes ten a page, with how many there are, until the last', async () => {
    const ids: number[] = [];
    for (let index = 0; index < 12; index += 1) ids.push(await seedRequest(gov, lead()));
    const page = (of: number) => lookUpMyPage(gov.database, gov.people.haneul.id, NOW, of);
    expect(await page(0)).toMatchObject({ page: 0, before: 0, totals: { toAnswer: 12, toGrade: 0 } });
    expect(idsOf((await page(0)).toAnswer)).toEqual(ids.slice(0, 10));
    expect(await page(1)).toMatchObject({ page: 1, before: 10, answered: [], totals: { toAnswer: 12 } });
    expect(idsOf((await page(1)).toAnswer)).toEqual(ids.slice(10));
    expect(await page(7)).toMatchObject({ page: 0, before: 0, totals: { toAnswer: 12 } });
    for (const id of ids) await seedAnswer(gov, id, gov.people.haneul.id);
    const grades = await lookUpMyPage(gov.database, gov.people.cco.id, NOW, 1);
    expect(idsOf(grades.toGrade)).toEqual(ids.slice(10));
    expect(grades.totals).toEqual({ toAnswer: 0, toGrade: 12 });
  });

  it('says what is left in working days, in every list', async () => {
    const ids = [await seedRequest(gov, lead(), { dueOn: '2026-11-30' })];
    await seedRequest(gov, lead(), { dueOn: '2026-11-20' });
    const leftOf = (lines: Array<{ left: unknown }>) => lines.map(({ left }) => left);
    expect(leftOf((await lookUpMyEvaluations(gov.database, gov.people.haneul.id, NOW)).toAnswer)).toEqual([
      'over',
      5,
    ]);
    const page = await agency('cco', 'open');
    expect('lines' in page && leftOf(page.lines)).toEqual([5]);
    await seedAnswer(gov, ids[0] ?? 0, gov.people.haneul.id);
    expect(leftOf((await lookUpMyPage(gov.database, gov.people.haneul.id, NOW)).answered)).toEqual([5]);
  });

  it('is nothing for who left', async () => {
    expect(await mine('gone')).toEqual(nobody);
  });
});

describe('my agency’s', () => {
  it('is sorted by what was done, with counts', async () => {
    const open = await seedRequest(gov, lead(), { dueOn: '2026-11-23' });
    const late = await seedRequest(gov, lead(), { dueOn: '2026-11-22' });
    const waiting = await seedRequest(gov, lead());
    const graded = await seedRequest(gov, lead());
    const review = await seedRequest(gov, lead(), { kind: 'review', period: '2026-Q3' });
    await seedRequest(gov, task.parties[1] ?? 0);
    for (const id of [waiting, graded, review]) await seedAnswer(gov, id, gov.people.haneul.id);
    await grade(graded);
    const expected: Record<AgencyFilter, number[]> = {
      open: [open],
      late: [late],
      answered: [review, graded, waiting],
      to_grade: [waiting],
      graded: [graded],
    };
    for (const [filter, ids] of Object.entries(expected)) {
      const page = await agency('cco', filter as AgencyFilter);
      expect(page).toMatchObject({ counts: { open: 1, late: 1, answered: 3, to_grade: 1, graded: 1 } });
      expect('lines' in page && idsOf(page.lines), filter).toEqual(ids);
    }
  });

  it('comes ten at a time, each look logged with what was seen', async () => {
    const ids: number[] = [];
    for (let index = 0; index < 11; index += 1) ids.push(await seedRequest(gov, lead()));
    expect(await agency('cco', 'open')).toMatchObject({ more: true, page: 0, mayOpen: true });
    const second = await agency('cco', 'open', 1);
    expect('lines' in second && idsOf(second.lines)).toEqual(ids.slice(10));
    await agency('cco', 'graded');
    expect(await gov.rows('select action, subject from access_log order by id')).toEqual([
      {
        action: 'look_at_evaluation',
        subject: ids
          .slice(0, 10)
          .map((id) => `evaluation_request:${id}`)
          .join(' '),
      },
      { action: 'look_at_evaluation', subject: `evaluation_request:${ids[10]}` },
    ]);
  });

  it.each<[PersonKey, boolean, boolean]>([
    ['cco', true, true],
    ['auditor', true, false],
    ['operator', false, true],
    ['haneul', false, false],
    ['admin', false, false],
    ['gone', false, false],
  ])('%s: sees it %s, opens cycles %s', async (who, sees, opens) => {
    expect('lines' in (await agency(who, 'open'))).toBe(sees);
    const page = await lookUpMyPage(gov.database, gov.people[who].id, NOW);
    expect([page.seesAgency, page.mayOpen]).toEqual([sees, opens]);
  });

  it('the operators see it while there is no CCO', async () => {
    await gov.setRole(gov.people.cco, 'member');
    expect(await agency('operator', 'open')).toHaveProperty('lines');
  });
});

describe('the search for tasks', () => {
  it('finds the own agency’s by title and number, for who may open a cycle', async () => {
    const { haneul, jiu, minjun } = gov.people;
    const other = await seedTask(gov, { lead: haneul, partners: [jiu] }, { title: '수변도시 100% 점검_' });
    await seedTask(gov, { lead: jiu, partners: [minjun] }, { title: '남의 수변도시' });
    await seedTask(gov, { lead: haneul, partners: [jiu] }, { title: '수변도시 협의', state: 'proposed' });
    const search = async (who: PersonKey, typed: string) =>
      (await searchTasks(gov.database, gov.people[who].id, typed, NOW)).map(({ id }) => id);
    expect(await search('operator', '수변')).toEqual([other.id]);
    expect(await search('operator', '100%')).toEqual([other.id]);
    expect(await search('operator', '%')).toEqual([other.id]);
    expect(await search('cco', String(task.id))).toContain(task.id);
    expect(await search('cco', '')).toEqual([other.id, task.id]);
    for (const who of ['haneul', 'auditor', 'gone'] as const) expect(await search(who, '')).toEqual([]);
  });
});

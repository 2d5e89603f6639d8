import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookUpDigest, previewDigest } from '../../src/digest/look-up.ts';
import { lookUpMyPage } from '../../src/evaluations/look-up.ts';
import { openCycleByHand } from '../../src/evaluations/open-cycle-by-hand.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { lookUpPatterns } from '../../src/points/look-up.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { settleApproval } from '../../src/points/settle-approval.ts';
import { changeCriteria } from '../../src/reports/change-criteria.ts';
import { lookUpCandidates, lookUpEvidence } from '../../src/reports/look-up-candidates.ts';
import { lookUpDay, lookUpDepartment, lookUpSheet } from '../../src/reports/look-up-departments.ts';
import { lookUpCard, lookUpHistory, lookUpTasks } from '../../src/tasks/look-up.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { giveOn } from './seed-records.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(() => gov.reset());

const logged = () =>
  gov.rows<{ action: string; actor: number; people: number[] | null; agencies: number[] | null }>(
    `select action, actor_id as actor, subject_official_ids as people, subject_agency_ids as agencies from access_log order by id`,
  );

describe('안전성 확보조치 기준 제8조: what is in the access log, with whose data it was', () => {
  it('a special grant, once however often it arrives (제9조)', async () => {
    const { operator, haneul } = gov.people;
    const request = {
      requestKey: 'grant',
      teamId: TEAM,
      actorId: operator.id,
      recipient: { officialId: haneul.id },
      pointsEach: 50,
      reason: '국정과제 지원',
    };
    await grantSpecial(gov.database, request, NOW);
    await grantSpecial(gov.database, request, NOW);
    expect(await logged()).toEqual([
      { action: 'grant_special', actor: operator.id, people: [haneul.id], agencies: [haneul.agency] },
    ]);
  });

  it('a gift taken back by an operator, not one’s own taken back', async () => {
    const { operator, haneul, jiu, minjun } = gov.people;
    const first = await giveOn(gov, haneul, jiu, '2026-11-23');
    const second = await giveOn(gov, haneul, minjun, '2026-11-23');
    const back = { teamId: TEAM, reason: '잘못 보냄' };
    const soon = seoul('2026-11-23 12:01:00.000');
    await reverseGift(gov.database, { ...back, requestKey: 'a', number: first, actorId: haneul.id }, soon);
    expect(await logged()).toEqual([]);
    await reverseGift(gov.database, { ...back, requestKey: 'b', number: second, actorId: operator.id }, soon);
    expect(await logged()).toMatchObject([
      { action: 'reverse_gift', actor: operator.id, people: [haneul.id, minjun.id] },
    ]);
  });

  it('the second person’s answer to a request', async () => {
    const { operator, secondOperator, haneul } = gov.people;
    const request = {
      requestKey: 'large',
      teamId: TEAM,
      actorId: operator.id,
      recipient: { departmentId: gov.departments.hr },
      pointsEach: 100,
      reason: '국정과제 지원',
    };
    await gov.setPolicy('smes', '2026-01-01', { secondPersonAbove: 10 });
    const asked = await grantSpecial(gov.database, request, NOW);
    if (asked.kind !== 'approval_asked') throw new Error(JSON.stringify(asked));
    const answer = {
      approvalId: asked.approvalId,
      actorId: secondOperator.id,
      approve: true,
      reason: '',
      teamId: TEAM,
    };
    expect(await settleApproval(gov.database, answer, NOW)).toMatchObject({ kind: 'approved' });
    expect((await logged()).map(({ action, actor }) => [action, actor])).toEqual([
      ['approve_request', secondOperator.id],
      ['grant_special', operator.id],
    ]);
    expect((await logged())[0]?.people).toContain(haneul.id);
  });

  it('an evaluation cycle opened by hand, and a look at patterns', async () => {
    const { operator, haneul, jiu } = gov.people;
    const task = await seedTask(gov, { lead: haneul, partners: [jiu] });
    const cycle = {
      actorId: operator.id,
      teamId: TEAM,
      requestKey: 'cycle',
      title: '수시 점검',
      dueOn: '2026-12-10',
      taskIds: [task.id],
    };
    expect(await openCycleByHand(gov.database, cycle, NOW)).toMatchObject({ kind: 'opened' });
    await lookUpPatterns(gov.database, operator.id, { month: undefined, teamId: TEAM }, NOW);
    expect(await logged()).toEqual([
      { action: 'open_evaluation_cycle', actor: operator.id, people: null, agencies: [operator.agency] },
      { action: 'look_at_patterns', actor: operator.id, people: null, agencies: [operator.agency] },
    ]);
  });

  it('an auditor’s look at other agencies’ tasks, by list, card and history; not that of who takes part', async () => {
    const { auditor, jiu, minjun } = gov.people;
    const task = await seedTask(gov, { lead: jiu, partners: [minjun] });
    for (const who of [auditor.id, jiu.id]) {
      await lookUpTasks(gov.database, who, { scope: 'agency', state: 'open', page: 0 }, NOW);
      await lookUpCard(gov.database, who, task.id, NOW);
      await lookUpHistory(gov.database, who, { taskId: task.id, page: 0 }, NOW);
    }
    const entry = {
      action: 'look_at_task',
      actor: auditor.id,
      people: [jiu.id, minjun.id],
      agencies: [jiu.agency, minjun.agency],
    };
    expect(await logged()).toEqual([entry, entry, entry]);
  });

  it('looks at reports: the person’s behind a line, the agency’s of lists, sheets, days and criteria', async () => {
    const { operator, haneul, jiu } = gov.people;
    await giveOn(gov, jiu, haneul, '2026-11-20');
    const deps = { database: gov.database, log: { info: () => {} }, now: () => NOW };
    const by = { officialId: operator.id, teamId: TEAM };
    const agency = { id: operator.agency };
    const list = { agency, purpose: 'award', period: undefined, position: undefined, page: 0 } as const;
    const department = { id: gov.departments.hr };
    const typed = { by: 'top', number: '3', counted: ['received'], span: 'year', months: '' };
    await lookUpCandidates(deps, by, list);
    expect(await lookUpEvidence(deps, by, { ...list, officialId: haneul.id })).toMatchObject({
      candidate: { points: 10 },
    });
    await lookUpSheet(deps, by, { department, period: undefined });
    await lookUpDepartment(deps, by, { department, month: undefined });
    await lookUpDay(deps, by, { departmentId: department.id, day: '2026-11-20', page: 0 });
    const change = { purpose: 'award' as const, typed: { ...typed, effectiveFrom: '2026-12-01' } };
    await changeCriteria(gov.database, by, change, NOW);
    const entry = (action: string, people: number[] | null = null) => ({
      action,
      actor: operator.id,
      people,
      agencies: [operator.agency],
    });
    expect(await logged()).toEqual([
      entry('look_at_candidates'),
      entry('look_at_evidence', [haneul.id]),
      entry('look_at_performance'),
      entry('look_at_department_days'),
      entry('look_at_department_gifts'),
      entry('change_criteria'),
    ]);
  });

  it('what a role was refused: lists, evidence, digests and their previews, with whose they were', async () => {
    const { haneul, jiu, otherOperator } = gov.people;
    const deps = { database: gov.database, log: { info: () => {} }, now: () => NOW };
    const by = { officialId: haneul.id, teamId: TEAM };
    const list = {
      agency: { id: jiu.agency },
      purpose: 'award',
      period: undefined,
      position: undefined,
    } as const;
    const nowhere = { ...list, agency: { name: '없는부' } };
    const options = { teamId: TEAM, part: 'all' };
    const digest = { agency: { id: jiu.agency }, week: undefined };
    await lookUpCandidates(deps, by, { ...list, page: 0 });
    await lookUpEvidence(deps, by, { ...list, officialId: jiu.id, page: 0 });
    expect(await lookUpCandidates(deps, by, { ...nowhere, page: 0 })).toEqual({
      refusals: [{ reason: 'not_entitled' }],
    });
    await lookUpDigest(gov.database, haneul.id, digest, options, NOW);
    expect(
      await lookUpDigest(gov.database, haneul.id, { ...digest, agency: { name: '없는부' } }, options, NOW),
    ).toEqual({ refusals: [{ reason: 'not_entitled' }] });
    await previewDigest(
      gov.database,
      otherOperator.id,
      { ...deps, agencyId: haneul.agency, teamId: TEAM },
      NOW,
    );
    const entry = (action: string, agencies: number[] | null, actor = haneul.id) => ({
      action,
      actor,
      people: null,
      agencies,
    });
    expect(await logged()).toEqual([
      entry('refused_candidates', [jiu.agency]),
      entry('refused_candidates', [jiu.agency]),
      entry('refused_candidates', null),
      entry('refused_digest', [jiu.agency]),
      entry('refused_digest', null),
      entry('refused_digest', [haneul.agency], otherOperator.id),
    ]);
  });

  it('nothing of a look at one’s own', async () => {
    await lookUpMyPage(gov.database, gov.people.haneul.id, NOW);
    expect(await logged()).toEqual([]);
  });
});

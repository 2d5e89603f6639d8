import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/database/database.ts';
import type { OutboxItem, Render } from '../../src/messenger/outbox.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { grantCompletion } from '../../src/points/grant-completion.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { findPoolLeft } from '../../src/points/operator-store.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { createOnCompleted } from '../../src/tasks/completion.ts';
import { createTaskRenderers } from '../../src/tasks/deliveries.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import { lockTask } from '../../src/tasks/write-store.ts';
import {
  type AgencyKey,
  giftOf,
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { eventsOf, everythingOf, seedTask, toldOf } from './seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const onCompleted = createOnCompleted(grantCompletion);

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

const switchOn = async (more = {}) => {
  await gov.setPolicy('smes', '2026-01-01', { completionPoints: true, ...more });
  await gov.setPolicy('interior', '2026-01-01', { completionPoints: true });
};
const seed = (lead: PersonKey = 'haneul', partners: PersonKey[] = ['jiu']) =>
  seedTask(
    gov,
    { lead: gov.people[lead], partners: partners.map((who) => gov.people[who]) },
    { title: '공동 과제' },
  );
/** As the completion of a task does it. */
const complete = (taskId: number, who: PersonKey = 'haneul', fail = false) =>
  inTransaction(gov.database, async (tx) => {
    await lockTask(tx, taskId);
    await onCompleted(tx, taskId, 1, { actorId: gov.people[who].id, teamId: TEAM, requestKey: 'c' }, NOW);
    if (fail) throw new Error('the completion fails after all');
  });
const awards = () =>
  gov.rows<{ name: string; points: number; agency: string; actor: string; reason: string }>(
    `select o.name, g.points_each as points, a.short_name as agency, k.name as actor, g.reason
     from special_award w join special_grant g on g.id = w.grant_id join official o on o.id = w.official_id
     join agency a on a.id = g.agency_id join official k on k.id = g.actor_id order by w.id`,
  );
const names = async () => (await awards()).map(({ name, points }) => `${name} ${points}`);
const noteOf = (taskId: number) =>
  gov.value<string>(`select note from task_event where task_id = $1 and kind = 'points'`, [taskId]);
/** What somebody is told of the last completion that brought an agency nothing. */
async function missed(who: PersonKey): Promise<string | undefined> {
  const subjectId = await gov.value<number>(`select max(id)::int from task_event where kind = 'points'`);
  const renderers = createTaskRenderers({ database: gov.database, now: () => NOW });
  const row = { id: 1, subjectId, dueAt: NOW, recordedAt: NOW, payload: {}, teamId: TEAM };
  const item: OutboxItem = { ...row, kind: 'task-points-missed', lane: `official:${gov.people[who].id}` };
  const rendered = await (renderers['task-points-missed'] as Render)([item], { locale: 'ko' });
  return rendered && JSON.stringify(rendered);
}
const left = (agency: AgencyKey) => findPoolLeft(gov.database, gov.agencies[agency], '2026-11-23');

describe('special points for a completed task (rule 16, 제9조)', () => {
  it('are off unless an agency has switched them on, and then for its own members only', async () => {
    const { id } = await seed();
    await complete(id);
    expect(await awards()).toEqual([]);
    expect(await eventsOf(gov, id)).toEqual([]);
    await gov.setPolicy('interior', '2026-01-01', { completionPoints: true });
    const other = await seed();
    await complete(other.id);
    expect(await names()).toEqual(['정지우 50']);
    expect([await left('smes'), await left('interior')]).toEqual([undefined, 1_950]);
  });

  it('name the operator who decided so in the books, or another one where they would gain by it', async () => {
    const { secondOperator, operator } = gov.people;
    await switchOn();
    await gov.rows(
      `insert into policy_change (agency_id, effective_from, changes, decided_by) values ($1, '2026-02-01', '{"completionPoints": true}', $2)`,
      [gov.agencies.smes, secondOperator.id],
    );
    await complete((await seed()).id);
    expect((await awards()).find(({ agency }) => agency === '중기부')).toMatchObject({ actor: '최승인' });
    await complete((await seed('secondOperator', ['jiu'])).id, 'jiu');
    const second = (await awards()).find(({ name }) => name === '최승인');
    expect(second).toMatchObject({
      actor: await gov.value('select name from official where id = $1', [operator.id]),
    });
  });

  it('go to whoever answers for each side, out of the pool of their own agency, by an operator of it', async () => {
    await switchOn();
    const { id } = await seed();
    await complete(id);
    expect(await awards()).toEqual([
      {
        name: '김하늘',
        points: 50,
        agency: '중기부',
        actor: '박운영',
        reason: `협업과제 ${id} 완료(기관 기준에 따라 자동): 공동 과제`,
      },
      {
        name: '정지우',
        points: 50,
        agency: '행안부',
        actor: '오운영',
        reason: `협업과제 ${id} 완료(기관 기준에 따라 자동): 공동 과제`,
      },
    ]);
    expect([await left('smes'), await left('interior')]).toEqual([1_950, 1_950]);
    expect(await noteOf(id)).toBe(
      '과제 완료에 따른 특별협업포인트\n중기부 김하늘: 특별협업포인트 50점\n행안부 정지우: 특별협업포인트 50점',
    );
    expect(await gov.value(`select actor_id from task_event where kind = 'points'`)).toBeNull();
    expect(await toldOf(gov)).toEqual(
      [gov.people.haneul.id, gov.people.jiu.id].map((who) => `special-received official:${who}`),
    );
  });

  it('are as many as the receiver’s agency decided, at most what it allows one person', async () => {
    await switchOn({ completionPointsEach: 100 });
    await gov.setPolicy('interior', '2026-01-01', { specialPerPerson: 30 });
    await complete((await seed()).id);
    expect(await names()).toEqual(['김하늘 100', '정지우 30']);
  });

  it('go to who follows in the post, and once to who answers for two sides', async () => {
    await switchOn();
    await gov.setStatus(gov.people.jiu, 'left');
    await gov.rows(`update posting set position = '협업정책과장' where official_id = $1`, [
      gov.people.yuna.id,
    ]);
    const { id } = await seed();
    await complete(id);
    expect(await names()).toEqual(['김하늘 50', '한유나 50']);
  });

  it('are granted together to several of one agency, all or none', async () => {
    await switchOn();
    const { id } = await seed('haneul', ['cco', 'jiu']);
    await complete(id);
    expect(await names()).toEqual(['김하늘 50', '강혁신 50', '정지우 50']);
    expect(await noteOf(id)).toContain('중기부 김하늘, 강혁신: 특별협업포인트 50점씩');
  });

  it('are granted once, however often it is tried and by however many at once', async () => {
    await switchOn();
    const { id } = await seed();
    await Promise.all([complete(id), complete(id), complete(id)]);
    await complete(id, 'jiu');
    expect(await names()).toEqual(['김하늘 50', '정지우 50']);
    expect(await eventsOf(gov, id)).toEqual(['points']);
  });

  it('of two tasks completed at once by opposite sides are all granted', async () => {
    await switchOn();
    const tasks = await Promise.all([seed(), seed('jiu', ['haneul']), seed(), seed('jiu', ['haneul'])]);
    await Promise.all(tasks.map(({ id }) => complete(id)));
    expect([await left('smes'), await left('interior')]).toEqual([1_800, 1_800]);
  });

  it('stop at the agency’s yearly pool of 제9조, and the history says so', async () => {
    await switchOn();
    await gov.setPolicy('interior', '2026-01-01', { specialPoolPerYear: 60 });
    const [first, second] = [await seed(), await seed()];
    await complete(first.id);
    await complete(second.id);
    expect(await names()).toEqual(['김하늘 50', '정지우 50', '김하늘 50']);
    expect(await noteOf(second.id)).toBe(
      [
        '과제 완료에 따른 특별협업포인트',
        '중기부 김하늘: 특별협업포인트 50점',
        '행안부: 특별협업포인트를 드리지 못했습니다. 그 기관 운영자에게 알렸습니다.',
      ].join('\n'),
    );
    expect((await toldOf(gov)).filter((one) => one.startsWith('task-'))).toEqual([
      `task-points-missed official:${gov.people.otherOperator.id}`,
    ]);
    expect(await missed('otherOperator')).toContain(
      '올해 남은 특별협업포인트 10점으로는 50점을 드릴 수 없습니다',
    );
    // The numbers of one agency are not the other’s, nor anybody else’s.
    for (const who of ['operator', 'jiu', 'yuna'] as const) expect(await missed(who)).toBeUndefined();
    expect(await left('interior')).toBe(10);
  });

  it('are never granted by who gets them or by who completes the task: without another operator there are none', async () => {
    await switchOn();
    // The one receives, the other completes.
    const { id } = await seed('operator', ['jiu']);
    await complete(id, 'secondOperator');
    expect(await names()).toEqual(['정지우 50']);
    expect(await noteOf(id)).toContain('중기부: 특별협업포인트를 드리지 못했습니다. 그 기관 운영자에게');
    // Also the one who completed it.
    for (const who of ['operator', 'secondOperator'] as const)
      expect(await missed(who)).toContain('중기부 박운영: 포인트를 처리할 다른 운영자가 없습니다');
    const other = await seed('operator', ['jiu']);
    await complete(other.id, 'operator');
    expect((await awards()).find(({ name }) => name === '박운영')).toMatchObject({ actor: '최승인' });
  });

  it('need a second person above the agency’s threshold, so nothing is granted by itself', async () => {
    await switchOn({ secondPersonAbove: 40 });
    const { id } = await seed();
    await complete(id);
    expect(await names()).toEqual(['정지우 50']);
    expect(await noteOf(id)).not.toContain('두 사람');
    expect(await missed('operator')).toContain(
      '중기부 김하늘: 모두 50점이어서 운영자 두 사람의 결정이 필요합니다',
    );
    await gov.setRole(gov.people.operator, 'member');
    expect(await missed('operator')).toBeUndefined();
  });

  it('제5조: of a month that is closed are refused in words with the completion, which is done anew in an open one', async () => {
    await switchOn();
    const { id } = await seed();
    const { haneul, jiu, seojun } = gov.people;
    await givePoints(gov.database, giftOf(seojun, jiu), seoul('2026-03-10 09:00:00'));
    await lapseAllowances(gov.database, { now: seoul('2026-04-01 00:30:00'), log: { info: () => {} } });
    const before = await everythingOf(gov);
    const act = { actorId: haneul.id, teamId: TEAM, requestKey: 'late', taskId: id, note: '마쳤습니다' };
    const update = (now: Date) => updateTask(gov.database, { ...act, to: 'completed' }, now, onCompleted);
    const refused = { kind: 'refused', refusals: [{ reason: 'period_closed', day: '2026-03-31' }] };
    expect(await update(seoul('2026-03-31 23:59:59.999'))).toEqual(refused);
    expect(await everythingOf(gov)).toEqual(before);
    expect(await update(NOW)).toMatchObject({ kind: 'completed', repeat: false });
    expect(await names()).toEqual(['김하늘 50', '정지우 50']);
  });

  it('are undone with the completion, and the books stay right', async () => {
    await switchOn();
    const { id } = await seed();
    await expect(complete(id, 'haneul', true)).rejects.toThrow('after all');
    expect(await awards()).toEqual([]);
    expect(await eventsOf(gov, id)).toEqual([]);
    await complete(id);
    await grantSpecial(
      gov.database,
      {
        requestKey: 'by-hand',
        teamId: TEAM,
        actorId: gov.people.operator.id,
        recipient: { officialId: gov.people.haneul.id },
        pointsEach: 10,
        reason: '수고',
      },
      NOW,
    );
    expect(await left('smes')).toBe(1_940);
    expect((await verifyLedger(gov.database)).findings).toEqual([]);
  });
});

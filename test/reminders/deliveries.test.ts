import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestGovernment, type TestGovernment } from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { answer, deliver, plan, seedRequest, snooze } from './seed-reminders.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
});
afterAll(() => gov.close());
beforeEach(() => gov.reset());

const NINE = '2026-11-25 09:10';

describe('a message is rendered when it is sent', () => {
  it('and speaks of everything that is still open, the most urgent first, with the person’s name', async () => {
    const { haneul } = gov.people;
    await seedRequest(gov, haneul, '2026-11-30', { title: '세 날 남은 과제' });
    await seedRequest(gov, haneul, '2026-11-24', { title: '하루 지난 과제' });
    await seedTask(gov, { lead: haneul, partners: [] }, { title: '소식 없는 과제' });
    await plan(gov, NINE);
    const [sent = ''] = await deliver(gov, NINE);
    expect(sent.startsWith('김하늘: [')).toBe(true);
    const order = ['하루 지난 과제', '세 날 남은 과제', '소식 없는 과제'].map((title) => sent.indexOf(title));
    expect(order.every((at, index) => at > (order[index - 1] ?? 0))).toBe(true);
  });

  it('so that what was answered meanwhile is not in it', async () => {
    const { haneul } = gov.people;
    const first = await seedRequest(gov, haneul, '2026-11-30', { title: '답한 과제' });
    await seedRequest(gov, haneul, '2026-11-30', { title: '남은 과제' });
    await plan(gov, NINE);
    await answer(gov, first);
    const [sent] = await deliver(gov, NINE);
    expect(sent).toContain('남은 과제');
    expect(sent).not.toContain('답한 과제');
  });

  it('tells the CCO(혁신책임관) whose answer is missing as of then, and of no answer of their own', async () => {
    const { haneul, seojun, cco } = gov.people;
    const { party } = await seedRequest(gov, haneul, '2026-11-20');
    const own = await seedRequest(gov, haneul, '2026-11-20', { title: '내가 이어받은 과제' });
    await plan(gov, NINE);
    await gov.rows('update task_party set owner_id = $2 where id = $1', [party, seojun.id]);
    await gov.rows('update task_party set owner_id = $2, department_id = $3 where id = $1', [
      own.party,
      cco.id,
      gov.departments.startup,
    ]);
    const sent = (await deliver(gov, NINE)).find((one) => one.startsWith('강혁신: '));
    expect(sent).toContain('중기부 인력정책과 이서준 님의 답변이 아직 없습니다.');
    expect(sent).not.toContain('김하늘');
    expect(sent).not.toContain('내가 이어받은 과제');
  });

  it('asks for a consent to the terms of that moment: the button tells which asking it answers', async () => {
    const { haneul, jiu } = gov.people;
    const { parties } = await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'proposed' });
    await gov.rows(`update task_party set consent = 'asked', asked_at = $2 where id = $1`, [
      parties[1],
      new Date('2026-11-20T01:00:00.123Z'),
    ]);
    await plan(gov, NINE);
    const sent = (await deliver(gov, NINE)).find((one) => one.startsWith('정지우: '));
    const value = `${parties[1]}:${Date.parse('2026-11-20T01:00:00.123Z')}`;
    expect(sent?.split(`"value":"${value}"`)).toHaveLength(3);
  });

  it('nor what was put off, switched off, or given to another; what was left out comes later', async () => {
    const { haneul, seojun } = gov.people;
    const late = await seedRequest(gov, haneul, '2026-11-30', { title: '미룬 과제' });
    const given = await seedRequest(gov, haneul, '2026-11-30', { title: '넘긴 과제' });
    await seedRequest(gov, haneul, '2026-11-30', { title: '남은 과제' });
    await seedTask(gov, { lead: haneul, partners: [] }, { title: '소식 없는 과제' });
    await plan(gov, NINE);
    await snooze(gov, haneul, 'evaluation', late.id, '2026-11-26');
    await gov.rows('update task_party set owner_id = $2 where id = $1', [given.party, seojun.id]);
    await gov.rows(`insert into reminder_preference (official_id, muted) values ($1, '{stale}')`, [
      haneul.id,
    ]);
    const [sent] = await deliver(gov, NINE);
    expect(
      ['미룬 과제', '넘긴 과제', '소식 없는 과제', '남은 과제'].map((title) => sent?.includes(title)),
    ).toEqual([false, false, false, true]);
    expect(await plan(gov, '2026-11-26 09:10')).toEqual(['김하늘: evaluation D-3', '이서준: evaluation D-3']);
  });

  it('nor what is counted from another day by now', async () => {
    const { cycle } = await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, NINE);
    await gov.rows(`update evaluation_cycle set due_on = '2026-12-01' where id = $1`, [cycle]);
    expect(await deliver(gov, NINE)).toEqual(['김하늘: dropped']);
  });

  it('and when nothing is left, nothing is sent', async () => {
    const request = await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, NINE);
    await answer(gov, request);
    expect(await deliver(gov, NINE)).toEqual(['김하늘: dropped']);
    expect(await plan(gov, '2026-11-26 09:10')).toEqual([]);
  });
});

describe('a message that is late', () => {
  it('waits over lunch (복무규정 제9조)', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, '2026-11-25 11:50');
    expect(await deliver(gov, '2026-11-25 12:10')).toEqual(['김하늘: later']);
    expect(await deliver(gov, '2026-11-25 12:59')).toEqual([]);
    expect(await deliver(gov, '2026-11-25 13:00')).toEqual([expect.stringContaining('김하늘: [')]);
  });

  it.each([
    ['in the evening', '2026-11-25 18:00'],
    ['at night', '2026-11-25 23:30'],
    ['on another day', '2026-11-26 09:00'],
  ])('%s is dropped, and what it was to say is said with the next morning’s', async (_, at) => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, '2026-11-25 17:50');
    expect(await deliver(gov, at)).toEqual(['김하늘: dropped']);
    expect(await plan(gov, '2026-11-26 09:10')).toEqual(['김하늘: evaluation D-3']);
    expect(await deliver(gov, '2026-11-26 09:10')).toEqual([expect.stringContaining('김하늘: [')]);
    expect(await plan(gov, '2026-11-26 11:00')).toEqual([]);
  });

  it.each<[string, (id: number) => Promise<unknown>]>([
    ['on leave', (id) => gov.rows(`update official set status = 'leave' where id = $1`, [id])],
    ['gone', (id) => gov.rows(`update official set status = 'left' where id = $1`, [id])],
    [
      'on a day off',
      (id) =>
        gov.rows(`insert into absence (official_id, during) values ($1, '[2026-11-25,2026-11-26)')`, [id]),
    ],
    [
      'on a holiday announced meanwhile',
      () => gov.rows(`insert into holiday_override values ('2026-11-25', true, '')`),
    ],
  ])('is not sent to somebody who is %s', async (_, happen) => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, NINE);
    await happen(gov.people.haneul.id);
    expect(await deliver(gov, NINE)).toEqual(['김하늘: dropped']);
  });

  it('keeps to the hours of the person’s own agency', async () => {
    await seedRequest(gov, gov.people.haneul, '2026-11-30');
    await plan(gov, NINE);
    await gov.setPolicy('smes', '2026-11-01', { sendFromHour: 10 });
    expect(await deliver(gov, '2026-11-25 09:59')).toEqual(['김하늘: later']);
    expect(await deliver(gov, '2026-11-25 10:00')).toEqual([expect.stringContaining('김하늘: [')]);
  });
});

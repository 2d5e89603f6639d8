import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { grantCompletion } from '../../src/points/grant-completion.ts';
import { createOnCompleted, type OnCompleted } from '../../src/tasks/completion.ts';
import { raiseDispute } from '../../src/tasks/raise-dispute.ts';
import { recordResult } from '../../src/tasks/record-result.ts';
import { nextStates } from '../../src/tasks/rules.ts';
import type { MeasurementInput, TaskState } from '../../src/tasks/task.ts';
import { type TaskUpdate, updateTask } from '../../src/tasks/update-task.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { cameTo, eventsOf, everythingOf, seedMeasure, seedTask, toldOf } from './seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const LATER = seoul('2026-11-24 10:00:00.000');
const onCompleted = createOnCompleted(grantCompletion);

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 8 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `update-test-${keys}` };
};
const seed = (state: TaskState = 'active') =>
  seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu, gov.people.minjun] }, { state });
const update = (who: PersonKey, more: Partial<TaskUpdate> = {}, then: OnCompleted = onCompleted) =>
  updateTask(gov.database, { ...act(who), taskId: 1, note: '환경영향평가 협의 완료', ...more }, NOW, then);
const measured = (more: Partial<MeasurementInput> = {}): MeasurementInput => ({
  name: '',
  before: undefined,
  after: '4',
  units: [],
  measuredOn: undefined,
  evidence: '',
  ...more,
});
const record = (who: PersonKey, more: Partial<MeasurementInput> = {}, now = NOW) =>
  recordResult(gov.database, { ...act(who), taskId: 1, result: measured(more) }, now);
const lane = (who: PersonKey) => `official:${gov.people[who].id}`;
const stored = () => gov.rows('select state, progress, updated_at from task');
const results = () =>
  gov.rows(
    `select m.name, r.before::text, r.after::text, r.measured_on::text, r.evidence, o.name as actor
     from task_result r join task_measure m on m.id = r.measure_id join official o on o.id = r.actor_id order by r.id`,
  );

describe('checking the progress of a task (행정업무규정 제44조①)', () => {
  it('by the owner of either side: state, progress, note and name are kept', async () => {
    await seed('registered');
    expect(await update('haneul', { to: 'active', progress: '60' })).toMatchObject({
      kind: 'updated',
      repeat: false,
      card: {
        task: { state: 'active', progress: 60 },
        events: [
          {
            kind: 'status',
            fromState: 'registered',
            toState: 'active',
            progress: 60,
            note: '환경영향평가 협의 완료',
            actor: { name: '김하늘' },
          },
          { kind: 'registered' },
        ],
      },
    });
    expect(await update('jiu', { progress: '65%', note: '회신을 받았습니다.' })).toMatchObject({
      card: {
        task: { state: 'active', progress: 65 },
        events: [
          { fromState: undefined, toState: undefined, progress: 65, actor: { name: '정지우' } },
          {},
          {},
        ],
      },
    });
    expect(await stored()).toEqual([{ state: 'active', progress: 65, updated_at: NOW }]);
    expect(await eventsOf(gov, 1)).toEqual(['status', 'status']);
  });

  it('with a note alone, which is never missing', async () => {
    await seed();
    expect(await update('jiu')).toMatchObject({
      kind: 'updated',
      card: {
        task: { state: 'active', progress: 0 },
        events: [{ progress: undefined, toState: undefined }, {}],
      },
    });
    const before = await everythingOf(gov);
    expect(cameTo(await update('jiu', { note: ' ​ ', progress: '70' }))).toBe('text_missing');
    expect(cameTo(await update('jiu', { note: '가'.repeat(501), progress: '60.5' }))).toBe(
      'text_long progress_range',
    );
    expect(cameTo(await update('jiu', { progress: '101' }))).toBe('progress_range');
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('tells the other sides of a delay, a hold or an end, and leaves the rest to the thread', async () => {
    await seed();
    await update('jiu', { progress: '10' });
    await update('jiu', { to: 'active', progress: '20' });
    expect(await toldOf(gov)).toEqual([]);
    await update('jiu', { to: 'delayed' });
    const others = ['haneul', 'minjun'].map((who) => `task-updated ${lane(who as PersonKey)}`).sort();
    expect(await toldOf(gov)).toEqual(others);
    // Said once; a further note on the delay stands in the thread.
    await update('haneul', { to: 'delayed' });
    expect(await toldOf(gov)).toEqual(others);
    await update('haneul', { to: 'active' });
    expect(await toldOf(gov)).toEqual(others);
    await update('haneul', { to: 'on_hold' });
    expect(await toldOf(gov)).toHaveLength(4);
    const [last] = await gov.rows<{ subject_id: number }>(
      'select subject_id from outbox order by id desc limit 1',
    );
    expect(await gov.value('select to_state from task_event where id = $1', [last?.subject_id])).toBe(
      'on_hold',
    );
  });

  it('puts every update into the thread of the agencies’ channel', async () => {
    await gov.rows("insert into task_channel values ($1, $2, 'C1')", [gov.agencies.smes, TEAM]);
    await seed();
    await update('jiu', { progress: '10' });
    await update('haneul', { progress: '20' });
    expect(await toldOf(gov)).toEqual([
      'task-thread channel:C1',
      'task-thread-changed channel:C1',
      'task-thread-event channel:C1',
      'task-thread-event channel:C1',
    ]);
  });

  const STATES: TaskState[] = ['registered', 'active', 'delayed', 'on_hold', 'completed', 'cancelled'];
  it.each(STATES)('from %s only to where the state machine leads', async (from) => {
    for (const to of STATES) {
      const { id } = await seed(from);
      const outcome = await update('haneul', { taskId: id, to });
      const isAllowed = nextStates(from).includes(to) || (from === to && nextStates(from).length > 0);
      expect(outcome.kind === 'refused').toBe(!isAllowed);
      expect(await gov.value('select state from task where id = $1', [id])).toBe(isAllowed ? to : from);
      expect(await eventsOf(gov, id)).toEqual(isAllowed ? ['status'] : []);
    }
  });

  it('is done once for one act, and the same key with other content is refused', async () => {
    await seed();
    const one = { ...act('haneul'), taskId: 1, to: 'delayed' as const, note: '자료 지연' };
    await updateTask(gov.database, one, NOW, onCompleted);
    const before = await everythingOf(gov);
    expect(await updateTask(gov.database, one, LATER, onCompleted)).toMatchObject({
      kind: 'updated',
      repeat: true,
    });
    for (const other of [
      { ...one, note: '다른 까닭' },
      { ...one, to: 'on_hold' as const },
      { ...one, progress: '50' },
      { ...one, actorId: gov.people.jiu.id },
    ]) {
      expect(cameTo(await updateTask(gov.database, other, LATER, onCompleted))).toBe('key_reused');
    }
    const second = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
    expect(cameTo(await updateTask(gov.database, { ...one, taskId: second.id }, LATER, onCompleted))).toBe(
      'key_reused',
    );
    expect(cameTo(await recordResult(gov.database, { ...one, result: measured() }, LATER))).toBe(
      'key_reused',
    );
    expect(await eventsOf(gov, 1)).toEqual(['status']);
    expect(await eventsOf(gov, second.id)).toEqual([]);
    expect((before as { outbox: unknown[] }).outbox).toEqual(
      ((await everythingOf(gov)) as { outbox: unknown[] }).outbox,
    );
  });

  it('the history is only ever added to', async () => {
    await seed();
    await update('haneul');
    for (const change of [`update task_event set note = '고침'`, 'delete from task_event']) {
      await expect(
        gov.database.executeQuery({ sql: change, parameters: [], query: {} as never, queryId: {} as never }),
      ).rejects.toThrow();
      await expect(gov.rows(change)).rejects.toThrow();
    }
  });
});

describe('completing a task', () => {
  it('asks for each measure that has no result', async () => {
    await seed();
    await seedMeasure(gov, 1);
    await seedMeasure(gov, 1, '크루즈 관광객', '만명', '27.4');
    const before = await everythingOf(gov);
    expect(await update('haneul', { to: 'completed' })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'results_missing', measures: ['환경영향평가 기간', '크루즈 관광객'] }],
    });
    expect(
      await update('haneul', {
        to: 'completed',
        results: [measured({ measureId: 1 }), measured({ measureId: 2, after: ' ' })],
      }),
    ).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'results_missing', measures: ['크루즈 관광객'] }],
    });
    expect(await everythingOf(gov)).toEqual(before);
    await record('jiu', { name: '환경영향평가 기간' });
    await record('jiu', { name: '크루즈 관광객', after: '86' });
    expect(await update('haneul', { to: 'completed' })).toMatchObject({
      kind: 'completed',
      card: { task: { state: 'completed', progress: 100 } },
    });
  });

  it('takes the results with it, in one transaction', async () => {
    await seed();
    await seedMeasure(gov, 1);
    await seedMeasure(gov, 1, '크루즈 관광객', '만명', '27.4');
    const given = [
      measured({ measureId: 1, measuredOn: '2026-11-20' }),
      measured({ measureId: 2, after: '86만명' }),
    ];
    const outcome = await update('jiu', { to: 'completed', results: given });
    expect(outcome).toMatchObject({
      kind: 'completed',
      card: { measures: [{ latest: { after: '4' } }, { latest: { before: '27.4', after: '86' } }] },
    });
    expect(await eventsOf(gov, 1)).toEqual(['result', 'result', 'status']);
    expect(await results()).toEqual([
      {
        name: '환경영향평가 기간',
        before: '12',
        after: '4',
        measured_on: '2026-11-20',
        evidence: '',
        actor: '정지우',
      },
      {
        name: '크루즈 관광객',
        before: '27.4',
        after: '86',
        measured_on: '2026-11-23',
        evidence: '',
        actor: '정지우',
      },
    ]);
    expect(await gov.rows('select state, progress from task')).toEqual([
      { state: 'completed', progress: 100 },
    ]);
  });

  it('with a wrong result records none of them, and says what is wrong', async () => {
    await seed();
    await seedMeasure(gov, 1);
    const before = await everythingOf(gov);
    const results = [measured({ measureId: 1, after: '넷' }), measured({ measureId: 9 })];
    expect(cameTo(await update('jiu', { to: 'completed', note: '', results }))).toBe(
      'text_missing number_unreadable measure_unknown',
    );
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('is refused while a dispute is open', async () => {
    await seed();
    await raiseDispute(
      gov.database,
      { ...act('jiu'), taskId: 1, problem: '범위가 다릅니다.', wish: '넓혀 주십시오.' },
      NOW,
    );
    const before = await everythingOf(gov);
    expect(cameTo(await update('haneul', { to: 'completed' }))).toBe('dispute_open');
    expect(cameTo(await update('haneul', { to: 'cancelled' }))).toBe('dispute_open');
    expect(await everythingOf(gov)).toEqual(before);
    expect(cameTo(await update('haneul', { to: 'delayed' }))).toBe('updated');
  });

  it('brings what the policy says once, in the same transaction', async () => {
    await seed();
    await gov.setPolicy('smes', '2026-01-01', { completionPoints: true });
    await gov.setPolicy('interior', '2026-01-01', { completionPoints: true });
    const one = { ...act('haneul'), taskId: 1, to: 'completed' as const, note: '마쳤습니다.' };
    await updateTask(gov.database, one, NOW, onCompleted);
    expect(await updateTask(gov.database, one, NOW, onCompleted)).toMatchObject({
      kind: 'completed',
      repeat: true,
    });
    expect(cameTo(await update('jiu', { to: 'completed' }))).toBe('state_same');
    expect(await eventsOf(gov, 1)).toEqual(['status', 'points']);
    // The third agency has nobody who could grant them.
    expect(await gov.value('select count(*)::int from special_award')).toBe(2);
  });

  it('is undone as a whole when what follows fails', async () => {
    await seed();
    await seedMeasure(gov, 1);
    const before = await everythingOf(gov);
    const fail = () => Promise.reject(new Error('no points today'));
    await expect(update('haneul', { to: 'completed', results: [measured()] }, fail)).rejects.toThrow(
      'no points today',
    );
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('is told to the other sides, and ends updates', async () => {
    await seed();
    await update('haneul', { to: 'completed' });
    expect(await toldOf(gov)).toEqual(
      ['jiu', 'minjun'].map((who) => `task-updated ${lane(who as PersonKey)}`).sort(),
    );
    expect(cameTo(await update('haneul'))).toBe('state_not_from');
    expect(cameTo(await update('jiu', { to: 'active' }))).toBe('state_not_from');
  });
});

describe('recording a measured result (행정업무규정 제44조②)', () => {
  it('keeps before and after to the last digit, with day, evidence and name', async () => {
    await seed();
    await seedMeasure(gov, 1, '통합용수관로 비용', '억원', '3300.50');
    const evidence = 'https://www.korea.kr/자료?a=1&b=2';
    expect(await record('jiu', { after: '0', evidence, measuredOn: '2026-11-20' })).toMatchObject({
      kind: 'recorded',
      repeat: false,
      card: {
        measures: [
          {
            before: '3300.50',
            latest: {
              before: '3300.50',
              after: '0',
              measuredOn: '2026-11-20',
              evidence,
              actor: { name: '정지우' },
            },
          },
        ],
        task: { updatedAt: NOW },
      },
    });
    expect(await gov.value(`select note from task_event where kind = 'result'`)).toContain(
      '통합용수관로 비용',
    );
    expect(await gov.value(`select note from task_event where kind = 'result'`)).toContain(
      '3,300.50억원 → 0억원',
    );
  });

  it.each([
    ['27.4', '86', '만명', '27.4만명 → 86만명', '213.9% 증가'],
    ['12', '4', '개월', '12개월 → 4개월', '66.7% 단축'],
    ['100', '80', '억원', '100억원 → 80억원', '20% 감소', '120'],
    ['3300', '0', '억원', '3,300억원 → 0억원', '100% 절감', '1000'],
    ['120', '60', '건', '120건 → 60건', '50% 감소'],
    ['5', '5.0', '건', '5건 → 5.0건', '변화 없음'],
  ])(
    '%s → %s %s is written into the history as people say it',
    async (before, after, unit, figures, change, target?: string) => {
      await seed();
      await seedMeasure(gov, 1, '지표', unit, before);
      await gov.rows('update task_measure set target = $1', [target ?? null]);
      await record('haneul', { after });
      const note = await gov.value<string>(`select note from task_event where kind = 'result'`);
      expect(note).toContain(figures);
      expect(note).toContain(change);
    },
  );

  it('the latest counts, the earlier ones stay', async () => {
    await seed();
    await seedMeasure(gov, 1);
    await record('haneul', { after: '6', measuredOn: '2026-11-22' });
    expect(await record('jiu', { before: '11.5', after: '4', measuredOn: '2026-11-01' })).toMatchObject({
      card: { measures: [{ before: '12', latest: { before: '11.5', after: '4' } }] },
    });
    expect(await results()).toHaveLength(2);
    await expect(gov.rows('update task_result set after = 1')).rejects.toThrow();
  });

  it('is possible until long after completion, not of a proposal or of what was cancelled', async () => {
    for (const [state, expected] of [
      ['proposed', 'state_not_from'],
      ['registered', 'recorded'],
      ['completed', 'recorded'],
      ['cancelled', 'state_not_from'],
    ] as const) {
      await gov.reset();
      await seed(state);
      await seedMeasure(gov, 1);
      expect(cameTo(await record('jiu'))).toBe(expected);
    }
    expect(await results()).toEqual([]);
  });

  it('refuses what it cannot take with every reason, and writes nothing', async () => {
    await seed();
    await seedMeasure(gov, 1);
    const before = await everythingOf(gov);
    expect(
      cameTo(
        await record('jiu', { after: '넷', units: ['일'], measuredOn: '2026-11-24', evidence: 'file:///x' }),
      ),
    ).toBe('number_unreadable unit_other day_future evidence_not_web');
    expect(await everythingOf(gov)).toEqual(before);
    // Tomorrow has come.
    expect(cameTo(await record('jiu', { measuredOn: '2026-11-24' }, LATER))).toBe('recorded');
  });

  it('a measure of another task is none of this one', async () => {
    await seed();
    await seedMeasure(gov, 1);
    const other = await seedTask(gov, { lead: gov.people.yuna, partners: [gov.people.minjun] });
    const foreign = await seedMeasure(gov, other.id, '남의 지표');
    expect(cameTo(await record('jiu', { measureId: foreign }))).toBe('measure_unknown');
    expect(await results()).toEqual([]);
  });

  it('is done once for one act', async () => {
    await seed();
    await seedMeasure(gov, 1);
    const one = { ...act('jiu'), taskId: 1, result: measured() };
    await recordResult(gov.database, one, NOW);
    expect(await recordResult(gov.database, one, LATER)).toMatchObject({ kind: 'recorded', repeat: true });
    expect(
      cameTo(await recordResult(gov.database, { ...one, result: measured({ after: '5' }) }, LATER)),
    ).toBe('key_reused');
    expect(await results()).toHaveLength(1);
  });
});

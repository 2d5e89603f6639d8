import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEvaluationJobs } from '../../src/evaluations/jobs.ts';
import { openCycleByHand } from '../../src/evaluations/open-cycle-by-hand.ts';
import { openDueCycles } from '../../src/evaluations/open-cycles.ts';
import { seen } from '../support/bot.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { reasonsOf } from './seed-evaluation.ts';

/** The first tick on which the year-end evaluation is open; tasks are registered on 2 November. */
const OPENING = seoul('2026-11-02 09:05:00.000');

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

const cycles = () =>
  gov.rows(
    `select a.short_name as agency, c.kind, c.period, c.title, c.due_on::text, c.opened_by,
            (select array_agg(r.task_id::int order by r.task_id, r.id) from evaluation_request r where r.cycle_id = c.id) as tasks
     from evaluation_cycle c join agency a on a.id = c.agency_id order by c.id`,
  );
const registeredOn = (taskId: number, day: string) =>
  gov.rows(
    `alter table task_event disable trigger user; update task_event set occurred_at = '${day}T01:00:00Z' where task_id = ${taskId};
     alter table task_event enable trigger user`,
  );

describe('the job', () => {
  it('opens a year-end evaluation for every agency that takes part, a request for each side (제44조②)', async () => {
    const { haneul, seojun, jiu, minjun } = gov.people;
    const one = await seedTask(gov, { lead: haneul, partners: [jiu] });
    const two = await seedTask(gov, { lead: jiu, partners: [seojun, minjun] }, { state: 'delayed' });
    expect(await openDueCycles(gov.database, OPENING)).toEqual({ cycles: 3, requests: 5 });
    const common = {
      kind: 'year_end',
      period: '2026',
      title: '2026년 연말 평가',
      due_on: '2026-11-30',
      opened_by: null,
    };
    expect(await cycles()).toEqual([
      { agency: '중기부', ...common, tasks: [one.id, two.id] },
      { agency: '행안부', ...common, tasks: [one.id, two.id] },
      { agency: '서울시', ...common, tasks: [two.id] },
    ]);
    const asked = await gov.rows<{ party_id: number }>(
      'select party_id from evaluation_request order by party_id',
    );
    expect(asked.map(({ party_id }) => party_id)).toEqual([...one.parties, ...two.parties]);
    expect(await gov.value('select count(*)::int from outbox')).toBe(0);
  });

  it('asks an agency with two sides of a task about each', async () => {
    const { haneul, cco, jiu } = gov.people;
    const { id } = await seedTask(gov, { lead: haneul, partners: [cco, jiu] });
    await openDueCycles(gov.database, OPENING);
    expect(await cycles()).toMatchObject([{ tasks: [id, id] }, { tasks: [id] }]);
  });

  it('opens once, however many processes and ticks there are', async () => {
    const { haneul, jiu } = gov.people;
    await seedTask(gov, { lead: haneul, partners: [jiu] });
    // All of them have seen that nothing is open before the first may write.
    const client = await gov.owner.connect();
    await client.query('begin; lock table evaluation_cycle in share mode');
    const racing = Promise.all(Array.from({ length: 8 }, () => openDueCycles(gov.database, OPENING)));
    try {
      await seen('that all wait', async () => (await gov.countWaitingFor('evaluation_cycle')) === 8);
      await client.query('commit');
    } finally {
      client.release(true);
    }
    const runs = await racing;
    expect(runs.reduce((sum, run) => sum + run.cycles, 0)).toBe(2);
    expect(runs.reduce((sum, run) => sum + run.requests, 0)).toBe(2);
    expect(await openDueCycles(gov.database, seoul('2026-11-30 23:05:00.000'))).toEqual({
      cycles: 0,
      requests: 0,
    });
    expect(await gov.value('select count(*)::int from evaluation_request')).toBe(2);
  });

  it('reviews the quarter that ended (제44조①): tasks registered in it, not those completed or newer', async () => {
    const { haneul, jiu } = gov.people;
    const sides = { lead: haneul, partners: [jiu] };
    const states = ['registered', 'active', 'delayed', 'on_hold'] as const;
    const running: number[] = [];
    for (const state of states) running.push((await seedTask(gov, sides, { state })).id);
    const others: number[] = [];
    for (const state of ['completed', 'cancelled', 'proposed'] as const) {
      others.push((await seedTask(gov, sides, { state })).id);
    }
    const newer = await seedTask(gov, sides);
    for (const id of [...running, ...others.slice(0, 2)]) await registeredOn(id, '2026-12-31');
    await registeredOn(newer.id, '2027-01-01');
    await openDueCycles(gov.database, seoul('2027-01-01 00:05:00.000'));
    expect(await cycles()).toMatchObject(
      ['중기부', '행안부'].map((agency) => ({
        agency,
        kind: 'review',
        period: '2026-Q4',
        title: '2026년 4분기 점검',
        due_on: '2027-01-15',
        tasks: running,
      })),
    );
  });

  it('evaluates at the year’s end what was completed since the last time, and nothing that was cancelled', async () => {
    const { haneul, jiu } = gov.people;
    const sides = { lead: haneul, partners: [jiu] };
    const completed = async (day: string) => {
      const { id } = await seedTask(gov, sides, { state: 'completed' });
      await registeredOn(id, '2025-02-01');
      await gov.rows(
        `insert into task_event (task_id, sequence, kind, from_state, to_state, note, occurred_at)
         values ($1, 2, 'status', 'active', 'completed', '마쳤습니다.', $2)`,
        [id, `${day}T01:00:00Z`],
      );
      return id;
    };
    await completed('2025-10-30');
    const lately = await completed('2025-10-31');
    await seedTask(gov, sides, { state: 'cancelled' });
    await openDueCycles(gov.database, OPENING);
    expect(await cycles()).toMatchObject([{ tasks: [lately] }, { tasks: [lately] }]);
  });

  it('opens nothing where there is nothing to ask, and opens it once there is', async () => {
    const { haneul, jiu, minjun } = gov.people;
    await seedTask(gov, { lead: haneul, partners: [jiu] }, { state: 'proposed' });
    expect(await openDueCycles(gov.database, OPENING)).toEqual({ cycles: 0, requests: 0 });
    await seedTask(gov, { lead: minjun, partners: [jiu] });
    expect(await openDueCycles(gov.database, OPENING)).toEqual({ cycles: 2, requests: 2 });
  });

  it('takes each agency’s own policy, and keeps the due day when it changes afterwards', async () => {
    const { haneul, jiu } = gov.people;
    await seedTask(gov, { lead: haneul, partners: [jiu] });
    await gov.setPolicy('interior', '2026-01-01', { evaluationDueMonth: 12, evaluationDueDay: 15 });
    await openDueCycles(gov.database, OPENING);
    expect(await cycles()).toMatchObject([{ agency: '중기부', due_on: '2026-11-30' }]);
    await gov.setPolicy('smes', '2026-11-01', { evaluationDueDay: 20 });
    await openDueCycles(gov.database, seoul('2026-11-16 00:05:00.000'));
    expect(await cycles()).toMatchObject([
      { agency: '중기부', due_on: '2026-11-30' },
      { agency: '행안부', due_on: '2026-12-15' },
    ]);
  });

  it('makes up for an outage, but not for one that is long over', async () => {
    const { haneul, jiu } = gov.people;
    await seedTask(gov, { lead: haneul, partners: [jiu] });
    expect(await openDueCycles(gov.database, seoul('2026-12-08 00:05:00.000'))).toMatchObject({ cycles: 0 });
    expect(await openDueCycles(gov.database, seoul('2026-12-07 23:05:00.000'))).toMatchObject({ cycles: 2 });
  });

  it('leaves out agencies that are no more', async () => {
    const { haneul, jiu } = gov.people;
    await seedTask(gov, { lead: haneul, partners: [jiu] });
    await gov.rows(`update agency set during = daterange(null, '2026-10-01') where id = $1`, [
      gov.agencies.interior,
    ]);
    await openDueCycles(gov.database, OPENING);
    expect(await cycles()).toMatchObject([{ agency: '중기부' }]);
  });

  it('is the one named open-cycles', async () => {
    const { haneul, jiu } = gov.people;
    await seedTask(gov, { lead: haneul, partners: [jiu] });
    const said: unknown[] = [];
    const jobs = createEvaluationJobs({
      database: gov.database,
      now: () => OPENING,
      log: { info: (facts: unknown) => void said.push(facts) } as never,
    });
    await jobs['open-cycles']?.({} as never, {} as never);
    await jobs['open-cycles']?.({} as never, {} as never);
    expect(said).toEqual([{ cycles: 2, requests: 2 }]);
  });
});

describe('opening one by hand', () => {
  const NOW = seoul('2026-11-23 10:00:00.000');
  let keys = 0;
  const open = (
    who: PersonKey,
    more: Partial<{ title: string; dueOn: string; taskIds: number[]; requestKey: string }> = {},
  ) => {
    keys += 1;
    return openCycleByHand(
      gov.database,
      {
        actorId: gov.people[who].id,
        teamId: TEAM,
        requestKey: `open-${keys}`,
        title: '현장 점검',
        dueOn: '2026-12-04',
        taskIds: [1],
        ...more,
      },
      NOW,
    );
  };
  beforeEach(() => seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] }));

  it('asks the own agency’s side of the chosen tasks', async () => {
    const { haneul, jiu, minjun } = gov.people;
    const done = await seedTask(gov, { lead: jiu, partners: [haneul, minjun] }, { state: 'completed' });
    await seedTask(gov, { lead: haneul, partners: [jiu] });
    expect(await open('cco', { taskIds: [done.id, 1, 1], title: ' 현장\n점검 ' })).toEqual({
      kind: 'opened',
      repeat: false,
      cycle: {
        id: 1,
        agencyId: gov.agencies.smes,
        openedBy: gov.people.cco.id,
        title: '현장 점검',
        dueOn: '2026-12-04',
        requests: 2,
        people: 1,
      },
      reminders: { days: 7 },
    });
    expect(await cycles()).toEqual([
      {
        agency: '중기부',
        kind: 'by_hand',
        period: '2026-11-23',
        title: '현장 점검',
        due_on: '2026-12-04',
        opened_by: gov.people.cco.id,
        tasks: [1, done.id],
      },
    ]);
  });

  it.each<[PersonKey, string]>([
    ['operator', 'opened'],
    ['cco', 'opened'],
    ['otherOperator', 'opened'],
    ['haneul', 'not_keeper'],
    ['auditor', 'not_keeper'],
    ['admin', 'not_keeper'],
    ['gone', 'not_keeper'],
  ])('by %s: %s', async (who, expected) => {
    expect(reasonsOf(await open(who))).toBe(expected);
    expect(await gov.value('select count(*)::int from evaluation_cycle')).toBe(expected === 'opened' ? 1 : 0);
  });

  it('never asks about another agency’s task, and does not tell whether there is one', async () => {
    const { jiu, minjun } = gov.people;
    const foreign = await seedTask(gov, { lead: jiu, partners: [minjun] });
    const proposal = await seedTask(gov, { lead: gov.people.haneul, partners: [jiu] }, { state: 'proposed' });
    const taskIds = [1, foreign.id, 999, proposal.id];
    expect(await open('operator', { taskIds })).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'task_not_ours', numbers: [foreign.id, 999, proposal.id] }],
    });
    expect(await cycles()).toEqual([]);
  });

  it.each([
    [{ title: '​ ', dueOn: '내일', taskIds: [] }, 'title_missing due_unreadable tasks_missing'],
    [{ title: '가'.repeat(61), dueOn: '2026-11-22' }, 'title_long due_past'],
    [{ dueOn: '2027-11-25', taskIds: Array.from({ length: 101 }, (_, id) => id + 1) }, 'due_far tasks_many'],
    [{ title: '가'.repeat(60), dueOn: '2027-11-24' }, 'opened'],
    [{ dueOn: '2026-11-23' }, 'opened'],
  ])('%j: %s', async (more, expected) => {
    expect(reasonsOf(await open('operator', more))).toBe(expected);
  });

  it('happens once for one act, and is nobody else’s', async () => {
    const requestKey = 'one-act';
    const outcomes = await Promise.all([1, 2, 3].map(() => open('operator', { requestKey })));
    expect(outcomes.map(reasonsOf)).toEqual(['opened', 'opened', 'opened']);
    expect(await gov.value('select count(*)::int from evaluation_request')).toBe(1);
    expect(reasonsOf(await open('secondOperator', { requestKey }))).toBe('key_reused');
  });

  it('with other words under the key of one that was opened is refused, not swallowed', async () => {
    const { haneul, jiu } = gov.people;
    const other = await seedTask(gov, { lead: haneul, partners: [jiu] });
    const act = { requestKey: 'one-act', taskIds: [1, other.id] };
    expect(reasonsOf(await open('operator', act))).toBe('opened');
    for (const more of [
      { title: '다른 점검' },
      { dueOn: '2026-12-05' },
      { taskIds: [1] },
      { taskIds: [1, 999] },
    ]) {
      expect(reasonsOf(await open('operator', { ...act, ...more }))).toBe('key_reused');
    }
    const again = await open('operator', { ...act, title: ' 현장 점검 ', taskIds: [other.id, 1, 1] });
    expect(again).toMatchObject({ kind: 'opened', repeat: true });
  });
});

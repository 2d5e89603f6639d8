import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerDispute, type DisputeAnswer } from '../../src/tasks/answer-dispute.ts';
import { type DisputeAnswerKind, decideAnswer } from '../../src/tasks/dispute-rules.ts';
import { createTaskJobs } from '../../src/tasks/jobs.ts';
import { raiseDispute } from '../../src/tasks/raise-dispute.ts';
import { referOverdueDisputes } from '../../src/tasks/refer-disputes.ts';
import type { Refusal, TaskOutcome, TaskState } from '../../src/tasks/task.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { eventsOf, seedTask, toldOf } from './seed-task.ts';

/** A Monday. */
const NOW = seoul('2026-11-23 10:00:00.000');
const PROBLEM = '자료 제공 범위에 대한 해석이 다릅니다.';
const WISH = '월별 통계까지 제공해 주시기를 바랍니다.';

let gov: TestGovernment;
let task: { id: number; parties: number[] };
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  await gov.setRole(gov.people.yuna, 'cco');
  task = await seedTask(gov, { lead: gov.people.haneul, partners: [gov.people.jiu] });
});

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `dispute-test-${keys}` };
};
const raise = (who: PersonKey, more: Partial<Parameters<typeof raiseDispute>[1]> = {}, now = NOW) =>
  raiseDispute(gov.database, { ...act(who), taskId: task.id, problem: PROBLEM, wish: WISH, ...more }, now);
const answer = (who: PersonKey, kind: DisputeAnswerKind, more: Partial<DisputeAnswer> = {}, now = NOW) =>
  answerDispute(gov.database, { ...act(who), disputeId: 1, kind, note: '확인했습니다.', ...more }, now);
const reasonsOf = (outcome: TaskOutcome) =>
  outcome.kind === 'refused'
    ? (outcome as { refusals: Refusal[] }).refusals.map(({ reason }) => reason).join(' ')
    : outcome.kind;
const disputes = () =>
  gov.rows<{ step: string; due_on: string }>('select step, due_on::text from dispute order by id');
const lane = (who: PersonKey) => `official:${gov.people[who].id}`;
const forget = () => gov.rows('delete from outbox');

describe('raising a dispute (행정업무규정 제44조④)', () => {
  it('opens it with a deadline of five working days and puts it before the CCOs of both agencies and the other side', async () => {
    const outcome = await raise('haneul');
    expect(outcome).toMatchObject({
      kind: 'dispute_raised',
      repeat: false,
      card: { dispute: { problem: PROBLEM, wish: WISH, step: 'cco', dueOn: '2026-11-30', answers: [] } },
    });
    expect(await eventsOf(gov, task.id)).toEqual(['dispute']);
    expect(await toldOf(gov)).toEqual(
      ['cco', 'jiu', 'yuna'].map((who) => `task-dispute-asked ${lane(who as PersonKey)}`).sort(),
    );
    expect(await gov.value('select distinct subject_id from outbox')).toBe(1);
  });

  it('counts working days of the calendar with its overrides, by the policy of the agency that raises it', async () => {
    await gov.setPolicy('interior', '2026-11-01', { disputeConsultDays: 2 });
    await gov.rows(
      "insert into holiday_override (day, holiday, name) values ('2026-11-24', true, '임시공휴일')",
    );
    await raise('jiu');
    expect(await disputes()).toEqual([{ step: 'cco', due_on: '2026-11-26' }]);
  });

  it('is asked of the operators where an agency has no CCO', async () => {
    await gov.setRole(gov.people.yuna, 'member');
    await raise('haneul');
    expect(await toldOf(gov)).toContain(`task-dispute-asked ${lane('otherOperator')}`);
  });

  it('is done once for one act, and a key of another act is refused', async () => {
    const one = { ...act('haneul'), taskId: task.id, problem: PROBLEM, wish: WISH };
    await raiseDispute(gov.database, one, NOW);
    const told = await toldOf(gov);
    expect(await raiseDispute(gov.database, one, NOW)).toMatchObject({
      kind: 'dispute_raised',
      repeat: true,
    });
    expect(await eventsOf(gov, task.id)).toEqual(['dispute']);
    expect(await toldOf(gov)).toEqual(told);
    expect(reasonsOf(await raise('jiu', { requestKey: one.requestKey }))).toBe('key_reused');
    const answering = { ...act('cco'), disputeId: 1, kind: 'opinion' as const, note: '의견' };
    expect(
      reasonsOf(await answerDispute(gov.database, { ...answering, requestKey: one.requestKey }, NOW)),
    ).toBe('key_reused');
  });

  it('says all that is wrong at once, and only one dispute of a task is open', async () => {
    await raise('haneul');
    expect(reasonsOf(await raise('jiu', { problem: ' ', wish: '가'.repeat(1_001) }))).toBe(
      'dispute_open text_missing text_long',
    );
    expect(await disputes()).toHaveLength(1);
  });

  it.each<[TaskState, string]>([
    ['proposed', 'state_not_from'],
    ['registered', 'dispute_raised'],
    ['active', 'dispute_raised'],
    ['delayed', 'dispute_raised'],
    ['on_hold', 'dispute_raised'],
    ['completed', 'state_not_from'],
    ['cancelled', 'state_not_from'],
  ])('of a task that is %s: %s', async (state, expected) => {
    await gov.rows('update task set state = $1', [state]);
    expect(reasonsOf(await raise('jiu'))).toBe(expected);
  });

  it('by both sides at once opens one', async () => {
    const outcomes = await Promise.all([raise('haneul'), raise('jiu'), raise('haneul'), raise('jiu')]);
    expect(outcomes.map(reasonsOf).sort()).toEqual([
      'dispute_open',
      'dispute_open',
      'dispute_open',
      'dispute_raised',
    ]);
    expect(await disputes()).toHaveLength(1);
    expect(await eventsOf(gov, task.id)).toEqual(['dispute']);
  });
});

describe('answering a dispute (행정업무규정 제44조④, 2015 plan)', () => {
  beforeEach(async () => {
    await raise('haneul');
    await forget();
  });

  it('records every answer, and an opinion settles nothing', async () => {
    const outcome = await answer('cco', 'opinion', { note: '범위를 다시 정합시다.' });
    expect(outcome).toMatchObject({
      kind: 'dispute_answered',
      card: { dispute: { step: 'cco', answers: [{ kind: 'opinion', note: '범위를 다시 정합시다.' }] } },
    });
    expect(await toldOf(gov)).toEqual(
      ['haneul', 'jiu', 'yuna'].map((who) => `task-dispute-answered ${lane(who as PersonKey)}`).sort(),
    );
    expect(reasonsOf(await answer('cco', 'opinion'))).toBe('dispute_answered');
    expect(await eventsOf(gov, task.id)).toEqual(['dispute', 'dispute_answer', 'dispute_answer']);
    expect(
      (await toldOf(gov)).filter((line) => line.includes('referred') || line.includes('settled')),
    ).toEqual([]);
  });

  it('settles it once every agency has said so, and tells owners and CCOs', async () => {
    expect(await answer('cco', 'settle')).toMatchObject({ card: { dispute: { step: 'cco' } } });
    expect(reasonsOf(await answer('cco', 'settle'))).toBe('already_answered');
    expect(await answer('yuna', 'settle')).toMatchObject({ card: { dispute: { step: 'settled' } } });
    expect((await eventsOf(gov, task.id)).slice(1)).toEqual([
      'dispute_answer',
      'dispute_answer',
      'dispute_settled',
    ]);
    expect((await toldOf(gov)).filter((line) => !line.startsWith('task-dispute-answered'))).toEqual(
      ['haneul', 'jiu', 'cco'].map((who) => `task-dispute-settled ${lane(who as PersonKey)}`).sort(),
    );
    expect(reasonsOf(await answer('cco', 'opinion'))).toBe('no_dispute');
    // A new one may be raised then.
    expect(reasonsOf(await raise('jiu'))).toBe('dispute_raised');
    expect(reasonsOf(await answer('cco', 'opinion'))).toBe('no_dispute');
    expect(reasonsOf(await answer('cco', 'opinion', { disputeId: 2 }))).toBe('dispute_answered');
  });

  it('an agency with two sides of the task answers once, and three agencies all have to agree', async () => {
    await gov.rows(
      `insert into task_party (task_id, side, agency_id, department_id, owner_id, consent, asked_at)
       select $1, 'partner', d.agency_id, d.id, o.id, 'agreed', now() from department d, official o
       where (d.id, o.id) in (($2, $3), ($4, $5))`,
      [task.id, gov.departments.startup, gov.people.cco.id, gov.departments.traffic, gov.people.minjun.id],
    );
    await gov.setRole(gov.people.minjun, 'cco');
    expect(await answer('cco', 'settle')).toMatchObject({ card: { dispute: { step: 'cco' } } });
    expect(await answer('yuna', 'settle')).toMatchObject({ card: { dispute: { step: 'cco' } } });
    expect(await answer('minjun', 'settle')).toMatchObject({ card: { dispute: { step: 'settled' } } });
  });

  it('by one CCO refers it to the committee with ten more working days, once', async () => {
    expect(await answer('yuna', 'refer', { note: '기관 사이에서는 어렵습니다.' })).toMatchObject({
      card: { dispute: { step: 'committee', dueOn: '2026-12-07' } },
    });
    expect((await eventsOf(gov, task.id)).slice(1)).toEqual(['dispute_answer', 'dispute_referred']);
    expect(await toldOf(gov)).toEqual(
      ['haneul', 'jiu', 'cco'].map((who) => `task-dispute-referred ${lane(who as PersonKey)}`).sort(),
    );
    expect(reasonsOf(await answer('cco', 'refer'))).toBe('already_referred');
  });

  it('in the committee’s step: the outcome is recorded by any CCO, whoever agreed before', async () => {
    await answer('cco', 'settle');
    await answer('yuna', 'refer');
    expect(await answer('yuna', 'opinion')).toMatchObject({ card: { dispute: { step: 'committee' } } });
    expect(await answer('cco', 'settle', { note: '위원회 결정: 월별 통계를 제공한다.' })).toMatchObject({
      card: { dispute: { step: 'settled' } },
    });
    const notes = await gov.rows<{ note: string }>(
      `select note from task_event where kind in ('dispute_referred', 'dispute_settled') order by id`,
    );
    expect(notes.map(({ note }) => note)).toEqual([
      '협업 전문위원회로 넘겼습니다. 새 기한은 12월 7일입니다.',
      '협업 전문위원회 단계에서 해결했습니다.',
    ]);
  });

  it('is done once for one act', async () => {
    const one = { ...act('yuna'), disputeId: 1, kind: 'refer' as const, note: '넘깁니다.' };
    await answerDispute(gov.database, one, NOW);
    const told = await toldOf(gov);
    expect(await answerDispute(gov.database, one, NOW)).toMatchObject({
      kind: 'dispute_answered',
      repeat: true,
      card: { dispute: { step: 'committee' } },
    });
    expect(await toldOf(gov)).toEqual(told);
    expect(await gov.value('select count(*)::int from dispute_answer')).toBe(1);
  });

  it('needs a task that is not over', async () => {
    await gov.rows(`update task set state = 'cancelled'`);
    expect(reasonsOf(await answer('cco', 'settle'))).toBe('state_not_from');
    expect(await gov.value('select count(*)::int from dispute_answer')).toBe(0);
  });

  it('needs a note, and a dispute that is there', async () => {
    expect(reasonsOf(await answer('cco', 'settle', { note: '​ ' }))).toBe('text_missing');
    expect(reasonsOf(await answer('cco', 'settle', { disputeId: 99 }))).toBe('no_dispute');
    expect(await eventsOf(gov, task.id)).toEqual(['dispute']);
  });

  it('by both CCOs at once settles it once', async () => {
    const outcomes = await Promise.all([
      answer('cco', 'settle'),
      answer('yuna', 'settle'),
      answer('cco', 'settle'),
      answer('yuna', 'settle'),
    ]);
    expect(outcomes.map(reasonsOf).filter((reason) => reason === 'dispute_answered')).toHaveLength(2);
    const events = await eventsOf(gov, task.id);
    expect(events.filter((kind) => kind === 'dispute_settled')).toHaveLength(1);
    expect(await gov.value('select count(*)::int from dispute_answer')).toBe(2);
  });

  it('with settling and referring at once, has one order and one end', async () => {
    await answer('cco', 'settle');
    const outcomes = await Promise.all([answer('yuna', 'settle'), answer('cco', 'refer')]);
    const events = (await eventsOf(gov, task.id)).slice(2);
    const [{ step } = { step: '' }] = await disputes();
    if (step === 'settled' && events.length === 2) {
      expect(outcomes.map(reasonsOf)).toEqual(['dispute_answered', 'no_dispute']);
    } else {
      // Referred first: the other's word is then the committee's outcome.
      expect(events).toEqual(['dispute_answer', 'dispute_referred', 'dispute_answer', 'dispute_settled']);
    }
    expect(step).toBe('settled');
  });
});

describe('roles', () => {
  const ANSWERS = 'answers';
  /** By person: raising a dispute of the task, and answering it. */
  const TABLE: Array<[PersonKey, string, string]> = [
    ['haneul', 'dispute_raised', 'not_yours'],
    ['jiu', 'dispute_raised', 'not_yours'],
    ['seojun', 'not_yours', 'not_yours'],
    ['cco', 'not_yours', ANSWERS],
    ['yuna', 'not_yours', ANSWERS],
    ['operator', 'not_yours', 'not_yours'],
    ['otherOperator', 'not_yours', 'not_yours'],
    ['auditor', 'not_yours', 'not_yours'],
    ['admin', 'not_found', 'no_dispute'],
    ['minjun', 'not_found', 'no_dispute'],
    ['onLeave', 'not_found', 'no_dispute'],
    ['gone', 'not_found', 'no_dispute'],
  ];
  it.each(TABLE)('%s: raising %s, answering %s', async (who, raising, answering) => {
    const outcome = reasonsOf(await raise(who));
    expect(outcome).toBe(raising);
    if (outcome !== 'dispute_raised') expect(await disputes()).toEqual([]);
    if (outcome !== 'dispute_raised') await raise('haneul');
    const before = await gov.value('select count(*)::int from task_event');
    for (const kind of ['opinion', 'settle', 'refer'] as const) {
      expect(reasonsOf(await answer(who, kind))).toBe(answering === ANSWERS ? 'dispute_answered' : answering);
    }
    const after = await gov.value('select count(*)::int from task_event');
    expect(after === before).toBe(answering !== ANSWERS);
  });

  it('a CCO of an agency that takes no part neither sees nor answers it', async () => {
    await gov.setRole(gov.people.minjun, 'cco');
    await raise('haneul');
    expect(reasonsOf(await answer('minjun', 'settle'))).toBe('no_dispute');
  });

  it('the operator answers while the CCO is on leave (휴직)', async () => {
    await gov.setStatus(gov.people.yuna, 'leave');
    await raise('haneul');
    expect(reasonsOf(await answer('otherOperator', 'opinion'))).toBe('dispute_answered');
  });

  it('the operator answers while the agency has no CCO, and no longer', async () => {
    await gov.setRole(gov.people.yuna, 'member');
    await raise('haneul');
    expect(reasonsOf(await answer('otherOperator', 'opinion'))).toBe('dispute_answered');
    await gov.setRole(gov.people.yuna, 'cco');
    expect(reasonsOf(await answer('otherOperator', 'opinion'))).toBe('not_yours');
  });

  it('a CCO who moved to another agency answers no more for the old one', async () => {
    await gov.transfer(gov.people.cco, 'traffic', '2026-11-23');
    await raise('haneul');
    expect(reasonsOf(await answer('cco', 'settle'))).toBe('no_dispute');
    expect(await toldOf(gov)).not.toContain(`task-dispute-asked ${lane('cco')}`);
  });

  it('whoever follows in the post raises it for an owner who left', async () => {
    await gov.setStatus(gov.people.jiu, 'left');
    await gov.rows(`update posting set position = '협업정책과장' where official_id = $1`, [
      gov.people.yuna.id,
    ]);
    expect(reasonsOf(await raise('jiu'))).not.toBe('dispute_raised');
    expect(reasonsOf(await raise('yuna'))).toBe('dispute_raised');
  });
});

describe('a deadline that has passed', () => {
  const DAY_AFTER = seoul('2026-12-01 00:05:00.000');
  beforeEach(async () => {
    await raise('haneul');
    await forget();
  });

  it('refers the dispute on, as the bot, and tells owners and CCOs within working hours', async () => {
    await gov.rows("insert into task_channel values ($1, $2, 'C1')", [gov.agencies.smes, TEAM]);
    expect(await referOverdueDisputes(gov.database, DAY_AFTER)).toEqual({ referred: 1, teamIds: [TEAM] });
    expect(await disputes()).toEqual([{ step: 'committee', due_on: '2026-12-15' }]);
    expect(await gov.rows(`select kind, actor_id, note from task_event order by id desc limit 1`)).toEqual([
      {
        kind: 'dispute_referred',
        actor_id: null,
        note: 'CCO(혁신책임관) 협의 기한 11월 30일이 지나 협업 전문위원회로 넘겼습니다. 새 기한은 12월 15일입니다.',
      },
    ]);
    const told = ['cco', 'haneul', 'jiu', 'yuna'] as const;
    expect((await toldOf(gov)).filter((line) => line.startsWith('task-dispute'))).toEqual(
      told.map((who) => `task-dispute-referred ${lane(who)}`).sort(),
    );
    expect(await gov.value<Date>('select distinct due_at from outbox')).toEqual(
      seoul('2026-12-01 09:00:00.000'),
    );
  });

  it('is the end of its day, not before', async () => {
    expect(await referOverdueDisputes(gov.database, seoul('2026-11-30 23:59:59.999'))).toMatchObject({
      referred: 0,
    });
    expect(await disputes()).toMatchObject([{ step: 'cco' }]);
  });

  it('is acted on once, by three processes at once and by the next tick', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => referOverdueDisputes(gov.database, DAY_AFTER)));
    expect(runs.map(({ referred }) => referred).sort()).toEqual([0, 0, 1]);
    expect(await referOverdueDisputes(gov.database, seoul('2027-03-01 00:05:00.000'))).toMatchObject({
      referred: 0,
    });
    expect(await eventsOf(gov, task.id)).toEqual(['dispute', 'dispute_referred']);
    expect(await toldOf(gov)).toHaveLength(4);
  });

  it('changes nothing where it was settled, or its task is over', async () => {
    const other = await seedTask(gov, { lead: gov.people.jiu, partners: [gov.people.haneul] });
    await raise('jiu', { taskId: other.id });
    await gov.rows(`update task set state = 'cancelled' where id = $1`, [other.id]);
    await answer('cco', 'settle');
    await answer('yuna', 'settle');
    expect(await referOverdueDisputes(gov.database, DAY_AFTER)).toMatchObject({ referred: 0 });
  });

  it('races with a CCO who settles it: settled or referred, in one order', async () => {
    await answer('cco', 'settle');
    const [outcome, { referred }] = await Promise.all([
      answer('yuna', 'settle', {}, DAY_AFTER),
      referOverdueDisputes(gov.database, DAY_AFTER),
    ]);
    expect(reasonsOf(outcome)).toBe('dispute_answered');
    const events = await eventsOf(gov, task.id);
    expect(events.filter((kind) => kind === 'dispute_referred')).toHaveLength(referred);
    expect(events.at(-1)).toBe('dispute_settled');
    expect(await disputes()).toMatchObject([{ step: 'settled' }]);
  });

  it('is found by the job, which wakes the workspace', async () => {
    const woken: string[] = [];
    const jobs = createTaskJobs({
      database: gov.database,
      now: () => DAY_AFTER,
      log: { info: () => undefined } as never,
      wake: (teamId) => void woken.push(teamId),
    });
    await jobs['refer-disputes']?.({} as never, {} as never);
    await jobs['refer-disputes']?.({} as never, {} as never);
    expect(woken).toEqual([TEAM]);
    expect(await disputes()).toMatchObject([{ step: 'committee' }]);
  });
});

describe('where an answer leads', () => {
  const kinds = fc.constantFrom<DisputeAnswerKind>('opinion', 'settle', 'refer');
  it('whatever the order: settled only by all agencies or in the committee, referred at most once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.record({ agency: fc.nat({ max: 3 }), kind: kinds }), { maxLength: 25 }),
        (count, asked) => {
          const agencyIds = Array.from({ length: count }, (_, index) => index);
          const answers: Array<{ step: 'cco' | 'committee'; agencyId: number; kind: DisputeAnswerKind }> = [];
          let step: 'cco' | 'committee' | 'settled' = 'cco';
          let referrals = 0;
          for (const { agency, kind } of asked.filter((one) => one.agency < count)) {
            const decision = decideAnswer({ step, answers, agencyIds }, agency, kind, '의견');
            if ('refusals' in decision) continue;
            if (step === 'settled') throw new Error('answered after its end');
            answers.push({ step, agencyId: agency, kind });
            if (decision.step === 'committee' && step === 'cco') referrals += 1;
            if (decision.step === 'settled' && step === 'cco') {
              const agreed = answers.filter((one) => one.kind === 'settle').map((one) => one.agencyId);
              expect([...new Set(agreed)].sort()).toEqual(agencyIds);
            }
            if (decision.step === 'settled') expect(kind).toBe('settle');
            step = decision.step;
          }
          expect(referrals).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeToTask, objectToTask } from '../../src/tasks/answer-consent.ts';
import { proposeTask } from '../../src/tasks/propose-task.ts';
import { reviseTask } from '../../src/tasks/revise-task.ts';
import type { TaskForm } from '../../src/tasks/task.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { askingOf, cameTo, eventsOf, everythingOf, formOf, toldOf } from './seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const LATER = seoul('2026-11-24 10:00:00.000');

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 8 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `propose-test-${keys}` };
};
const form = (partners: PersonKey[] = ['jiu'], more: Partial<TaskForm> = {}) =>
  formOf(
    partners.map((who) => gov.people[who]),
    more,
  );
const propose = (who: PersonKey = 'haneul', partners: PersonKey[] = ['jiu'], more: Partial<TaskForm> = {}) =>
  proposeTask(gov.database, { ...act(who), form: form(partners, more) }, NOW);
const agree = async (who: PersonKey, partyId: number) =>
  agreeToTask(gov.database, { ...act(who), partyId, askedAt: await askingOf(gov, partyId) }, NOW);
const object = async (who: PersonKey, partyId: number, text = '목적을 더 밝혀 주십시오.') =>
  objectToTask(gov.database, { ...act(who), partyId, askedAt: await askingOf(gov, partyId), text }, NOW);
const revise = (who: PersonKey, more: Partial<TaskForm> = {}, partners: PersonKey[] = ['jiu'], now = NOW) =>
  reviseTask(gov.database, { ...act(who), taskId: 1, form: form(partners, more) }, now);
const withdraw = (who: PersonKey) =>
  updateTask(
    gov.database,
    { ...act(who), taskId: 1, to: 'cancelled', note: '예산이 없습니다.' },
    NOW,
    async () => {
      throw new Error('nothing was completed');
    },
  );
const lane = (who: PersonKey) => `official:${gov.people[who].id}`;
const forget = () => gov.rows('delete from outbox');
const stateOf = () => gov.value<string>('select state from task where id = 1');
const consents = () =>
  gov.rows<{ id: number; owner: string; consent: string }>(
    `select p.id::int, o.name as owner, p.consent from task_party p join official o on o.id = p.owner_id
     where side = 'partner' order by p.id`,
  );

describe('proposing a task (행정업무규정 제42조의2)', () => {
  it('keeps every field of the decree, with the proposer’s department of the day as lead', async () => {
    const outcome = await propose('haneul', ['jiu', 'minjun']);
    expect(outcome).toMatchObject({
      kind: 'proposed',
      repeat: false,
      card: {
        task: {
          id: 1,
          title: '청년 일자리 연계',
          purpose: '중소기업과 청년을 잇는다.',
          content: '두 기관의 자료를 모아 공고를 함께 낸다.',
          history: '2026년 3월 실무 협의',
          relatedTask: '청년 고용 지원',
          dueOn: '2026-12-31',
          state: 'proposed',
          progress: 0,
          parties: [
            {
              side: 'lead',
              agency: { shortName: '중기부' },
              department: { name: '인력정책과' },
              owner: { name: '김하늘' },
              answers: { name: '김하늘' },
              consent: undefined,
            },
            { side: 'partner', agency: { shortName: '행안부' }, owner: { name: '정지우' }, consent: 'asked' },
            { side: 'partner', agency: { shortName: '서울시' }, owner: { name: '조민준' }, consent: 'asked' },
          ],
        },
        measures: [{ name: '환경영향평가 기간', unit: '개월', before: '12', target: '4', latest: undefined }],
        ownPartyId: 1,
      },
    });
    expect('card' in outcome && [...outcome.card.rights].sort()).toEqual([
      'decline',
      'hand_over',
      'revise',
      'view',
    ]);
    expect(await gov.rows('select kind, note, detail, to_state from task_event')).toEqual([
      {
        kind: 'proposed',
        note: '협업 기관에 동의를 요청했습니다: 행안부 협업정책과 정지우, 서울시 교통정책과 조민준',
        detail: expect.objectContaining({ title: '청년 일자리 연계', dueOn: '2026-12-31' }),
        to_state: 'proposed',
      },
    ]);
  });

  it('asks the partners’ owners, each about their own side, and nobody else', async () => {
    await propose('haneul', ['jiu', 'minjun']);
    const rows = await gov.rows<{ kind: string; lane: string; subject_id: number }>(
      'select kind, lane, subject_id from outbox order by id',
    );
    expect(rows).toEqual([
      { kind: 'task-consent-asked', lane: lane('jiu'), subject_id: 2 },
      { kind: 'task-consent-asked', lane: lane('minjun'), subject_id: 3 },
    ]);
  });

  it('keeps the post that each owner holds', async () => {
    await gov.rows(`update posting set position = '협업담당' where official_id = $1`, [gov.people.jiu.id]);
    await propose();
    expect(await gov.rows('select position from task_party order by id')).toEqual([
      { position: '' },
      { position: '협업담당' },
    ]);
  });

  it('keeps numbers to the last digit, and texts clean', async () => {
    await propose('haneul', ['jiu'], {
      title: ' 크루즈\n관광​ ',
      measures: [
        { name: '크루즈 관광객', unit: '만명', before: '27.40', target: '86' },
        { name: '비용', unit: '억원', before: '3300', target: undefined },
      ],
    });
    expect(await gov.value('select title from task')).toBe('크루즈 관광');
    expect(await gov.rows('select before::text, target::text from task_measure order by position')).toEqual([
      { before: '27.40', target: '86' },
      { before: '3300', target: null },
    ]);
  });

  it('may be linked to a pair of the exchange', async () => {
    await gov.rows(
      `insert into exchange_pair (round, pair, level, task) values (1, 3, '국장급', '용수 공급')`,
    );
    expect(await propose('haneul', ['jiu'], { pairId: 1 })).toMatchObject({
      card: { task: { pair: { id: 1, round: 1, pair: 3, task: '용수 공급' } } },
    });
    expect(cameTo(await propose('haneul', ['jiu'], { pairId: 2 }))).toBe('pair_unknown');
  });

  it('is of no pair that agencies exchange none of which takes part, neither proposed nor revised', async () => {
    await gov.rows(
      `insert into exchange_pair (round, pair, level, task) values (1, 3, '국장급', '용수 공급')`,
    );
    const position = (side: string, agency: number | null) =>
      gov.rows(
        `insert into exchange_position (pair_id, side, agency_name, agency_id, title) values (1, $1, '기관', $2, '과장')`,
        [side, agency],
      );
    await position('a', gov.people.minjun.agency ?? null);
    await position('b', null);
    expect(cameTo(await propose('haneul', ['jiu'], { pairId: 1 }))).toBe('pair_elsewhere');
    expect(cameTo(await propose('haneul', ['jiu', 'minjun'], { pairId: 1 }))).toBe('proposed');
    expect(cameTo(await revise('haneul', { pairId: 1 }, ['jiu']))).toBe('pair_elsewhere');
    await gov.rows(`update exchange_position set agency_id = $1 where side = 'b'`, [
      gov.people.haneul.agency,
    ]);
    expect(cameTo(await revise('haneul', { pairId: 1 }, ['jiu']))).toBe('revised');
    await gov.rows('update exchange_position set agency_id = null');
    expect(cameTo(await propose('haneul', ['jiu'], { pairId: 1 }))).toBe('proposed');
  });

  it('is refused with every reason at once, and nothing is written', async () => {
    const before = await everythingOf(gov);
    expect(cameTo(await propose('haneul', ['onLeave'], { title: '', dueOn: '2026-11-22' }))).toBe(
      'text_missing due_past partner_inactive',
    );
    expect(cameTo(await propose('haneul', ['cco']))).toBe('partner_same_agency');
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('is not for those without a posting or who have left', async () => {
    expect(cameTo(await propose('gone'))).toBe('no_posting');
    await gov.rows('delete from posting where official_id = $1', [gov.people.haneul.id]);
    expect(cameTo(await propose())).toBe('no_posting');
  });

  it('is done once for one act, and another act under its key is refused', async () => {
    const one = { ...act('haneul'), form: form() };
    await proposeTask(gov.database, one, NOW);
    const before = await everythingOf(gov);
    expect(await proposeTask(gov.database, { ...one, teamId: 'T2' }, LATER)).toMatchObject({
      kind: 'proposed',
      repeat: true,
      card: { task: { id: 1 } },
    });
    const others = [
      { ...one, form: form(['jiu'], { title: '다른 과제' }) },
      { ...one, form: form(['minjun']) },
      { ...one, actorId: gov.people.seojun.id },
    ];
    for (const other of others)
      expect(cameTo(await proposeTask(gov.database, other, NOW))).toBe('key_reused');
    expect(
      cameTo(
        await agreeToTask(
          gov.database,
          { ...one, ...{ form: undefined }, actorId: gov.people.jiu.id, partyId: 2, askedAt: NOW.getTime() },
          NOW,
        ),
      ),
    ).toBe('key_reused');
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('sent five times at once is one task', async () => {
    const one = { ...act('haneul'), form: form() };
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => proposeTask(gov.database, one, NOW)));
    expect(outcomes.filter((outcome) => 'repeat' in outcome && !outcome.repeat)).toHaveLength(1);
    expect(outcomes.map(cameTo)).toEqual(Array.from({ length: 5 }, () => 'proposed'));
    expect(await gov.value('select count(*)::int from task')).toBe(1);
    expect(await toldOf(gov)).toHaveLength(1);
  });
});

describe('the partners’ agreement (행정업무규정 제42조의2)', () => {
  beforeEach(async () => {
    await propose('haneul', ['jiu', 'minjun']);
    await forget();
  });

  it('registers the task when the last of them agreed, not before', async () => {
    expect(await agree('jiu', 2)).toMatchObject({ kind: 'agreed', card: { task: { state: 'proposed' } } });
    expect(await stateOf()).toBe('proposed');
    expect(await toldOf(gov)).toEqual([`task-agreed ${lane('haneul')}`]);
    await forget();
    expect(await agree('minjun', 3)).toMatchObject({
      kind: 'registered',
      card: { task: { state: 'registered' } },
    });
    expect(await eventsOf(gov, 1)).toEqual(['proposed', 'agreed', 'agreed', 'registered']);
    expect(
      await gov.rows('select from_state, to_state, note from task_event order by id desc limit 1'),
    ).toEqual([
      { from_state: 'proposed', to_state: 'registered', note: '모든 협업 기관이 동의하여 등록했습니다.' },
    ]);
    expect(await toldOf(gov)).toEqual(
      ['haneul', 'jiu'].map((who) => `task-registered ${lane(who as PersonKey)}`).sort(),
    );
  });

  it('given again says so, in every state', async () => {
    await agree('jiu', 2);
    expect(cameTo(await agree('jiu', 2))).toBe('already_answered');
    expect(cameTo(await object('jiu', 2))).toBe('already_answered');
    await agree('minjun', 3);
    expect(cameTo(await agree('jiu', 2))).toBe('already_answered');
  });

  it('is given to the terms that were asked for: an old button agrees to nothing that was changed since', async () => {
    const old = { ...act('jiu'), partyId: 2, askedAt: NOW.getTime() };
    await revise('haneul', { purpose: '다른 목적' }, ['jiu', 'minjun'], LATER);
    const before = await everythingOf(gov);
    expect(cameTo(await agreeToTask(gov.database, old, LATER))).toBe('terms_changed');
    expect(cameTo(await objectToTask(gov.database, { ...old, text: '의견' }, LATER))).toBe('terms_changed');
    expect(cameTo(await agreeToTask(gov.database, { ...old, askedAt: 0 }, LATER))).toBe('terms_changed');
    expect(await everythingOf(gov)).toEqual(before);
    expect(cameTo(await agreeToTask(gov.database, { ...old, askedAt: LATER.getTime() }, LATER))).toBe(
      'agreed',
    );
  });

  it('once the task is registered is neither given nor withheld any more, and nothing is revised', async () => {
    await agree('jiu', 2);
    await agree('minjun', 3);
    await gov.rows(`update task_party set consent = 'objected' where id = 2`);
    for (const state of ['registered', 'completed']) {
      await gov.rows('update task set state = $1', [state]);
      for (const outcome of [await agree('jiu', 2), await object('jiu', 2), await revise('haneul')]) {
        expect(outcome).toEqual({ kind: 'refused', refusals: [{ reason: 'not_proposed', state }] });
      }
    }
  });

  it('the same act again gives what it came to the first time', async () => {
    const first = { ...act('jiu'), partyId: 2, askedAt: NOW.getTime() };
    const last = { ...act('minjun'), partyId: 3, askedAt: NOW.getTime() };
    await agreeToTask(gov.database, first, NOW);
    await agreeToTask(gov.database, last, NOW);
    const before = await everythingOf(gov);
    expect(await agreeToTask(gov.database, first, LATER)).toMatchObject({ kind: 'agreed', repeat: true });
    expect(await agreeToTask(gov.database, last, LATER)).toMatchObject({ kind: 'registered', repeat: true });
    expect(cameTo(await objectToTask(gov.database, { ...first, text: '반대합니다.' }, LATER))).toBe(
      'key_reused',
    );
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('is each partner’s own: nobody agrees for another, the lead for nobody', async () => {
    const before = await everythingOf(gov);
    for (const [who, partyId] of [
      ['jiu', 3],
      ['jiu', 1],
      ['haneul', 1],
      ['haneul', 2],
      ['yuna', 2],
    ] as const) {
      expect(cameTo(await agree(who, partyId))).toBe('not_yours');
      expect(cameTo(await object(who, partyId))).toBe('not_yours');
    }
    // Who has no part in the task is not told which number it has.
    expect(cameTo(await agree('onLeave', 2))).toBe('party_gone');
    expect(cameTo(await agree('jiu', 99))).toBe('party_gone');
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('an objection goes back to the lead with its text, and the task stays a proposal', async () => {
    expect(await object('jiu', 2, '  목적을 더\n밝혀 주십시오. ')).toMatchObject({
      kind: 'objected',
      card: {
        task: { state: 'proposed' },
        events: [{ kind: 'objected', note: '목적을 더\n밝혀 주십시오.', partyId: 2 }, {}],
      },
    });
    const [row] = await gov.rows<{ subject_id: number; lane: string; kind: string }>('select * from outbox');
    expect(row).toMatchObject({ kind: 'task-objected', lane: lane('haneul'), subject_id: 2 });
    await agree('minjun', 3);
    expect(await stateOf()).toBe('proposed');
  });

  it('an objection needs its text, and may give way to agreement', async () => {
    expect(cameTo(await object('jiu', 2, ' ​'))).toBe('text_missing');
    expect(cameTo(await object('jiu', 2, '가'.repeat(501)))).toBe('text_long');
    await object('jiu', 2);
    expect(cameTo(await object('jiu', 2, '한 가지 더 있습니다.'))).toBe('objected');
    await agree('minjun', 3);
    expect(cameTo(await agree('jiu', 2))).toBe('registered');
  });
});

describe('revising a proposal', () => {
  beforeEach(async () => {
    await propose('haneul', ['jiu', 'minjun']);
    await agree('jiu', 2);
    await object('minjun', 3);
    await forget();
  });

  it('asks all partners anew, also those who agreed to what it was before', async () => {
    const outcome = await revise('haneul', { purpose: '목적을 더 밝힌다.' }, ['jiu', 'minjun'], LATER);
    expect(outcome).toMatchObject({
      kind: 'revised',
      repeat: false,
      card: {
        task: { purpose: '목적을 더 밝힌다.', state: 'proposed' },
        events: [{ kind: 'revised' }, {}, {}, {}],
      },
    });
    expect(await consents()).toEqual([
      { id: 2, owner: '정지우', consent: 'asked' },
      { id: 3, owner: '조민준', consent: 'asked' },
    ]);
    expect(await gov.rows(`select distinct asked_at from task_party where side = 'partner'`)).toEqual([
      { asked_at: LATER },
    ]);
    expect(await toldOf(gov)).toEqual(
      ['jiu', 'minjun'].map((who) => `task-consent-asked ${lane(who as PersonKey)}`).sort(),
    );
    expect(await gov.value(`select note from task_event where kind = 'revised'`)).toBe(
      '고친 항목: 목적\n협업 기관에 다시 동의를 요청했습니다: 행안부 협업정책과 정지우, 서울시 교통정책과 조민준',
    );
    await agree('minjun', 3);
    expect(await stateOf()).toBe('proposed');
  });

  it('takes partners in and out, and replaces the measures', async () => {
    const measures = [{ name: '이용자', unit: '명', before: undefined, target: '1000' }];
    await revise('haneul', { measures }, ['otherOperator', 'minjun']);
    expect(await consents()).toEqual([
      { id: 3, owner: '조민준', consent: 'asked' },
      { id: 4, owner: '오운영', consent: 'asked' },
    ]);
    expect(await gov.rows('select name, target::text from task_measure')).toEqual([
      { name: '이용자', target: '1000' },
    ]);
    expect(await gov.value(`select note from task_event where kind = 'revised'`)).toContain(
      '고친 항목: 성과지표, 협업 기관',
    );
    // Who was taken out finds the request gone, and the task as well.
    expect(cameTo(await agree('jiu', 2))).toBe('party_gone');
    await agree('minjun', 3);
    expect(cameTo(await agree('otherOperator', 4))).toBe('registered');
  });

  it('of a side for which the CCO stands in keeps its department and owner (업무 승계)', async () => {
    const sides = () =>
      gov.rows('select id, department_id, agency_id, owner_id, position from task_party order by id');
    const before = await sides();
    await gov.setRole(gov.people.otherOperator, 'cco');
    await gov.setStatus(gov.people.jiu, 'left');
    expect(cameTo(await revise('haneul', { purpose: '다른 목적' }, ['otherOperator', 'minjun'], LATER))).toBe(
      'revised',
    );
    expect(await sides()).toEqual(before);
    expect(await gov.value(`select note from task_event where kind = 'revised'`)).toContain(
      '고친 항목: 목적\n',
    );
    expect((await eventsOf(gov, 1)).at(-1)).toBe('revised');
    expect(await toldOf(gov)).toContain(`task-consent-asked ${lane('otherOperator')}`);
    expect(cameTo(await agree('otherOperator', 2))).toBe('agreed');
  });

  it('naming another owner of the same department is an event of its own, and the new one is asked', async () => {
    await revise('haneul', {}, ['yuna', 'minjun']);
    expect(await consents()).toMatchObject([{ id: 2, owner: '한유나' }, { id: 3 }]);
    expect((await eventsOf(gov, 1)).slice(-2)).toEqual(['revised', 'owner']);
    expect(await gov.value(`select note from task_event where kind = 'owner'`)).toBe('정지우 → 한유나');
    expect(await toldOf(gov)).toEqual(
      ['yuna', 'minjun'].map((who) => `task-consent-asked ${lane(who as PersonKey)}`).sort(),
    );
    expect(cameTo(await agree('jiu', 2))).toBe('not_yours');
  });

  it('is judged like a proposal, and a refusal changes nothing', async () => {
    const before = await everythingOf(gov);
    expect(cameTo(await revise('haneul', { title: '', dueOn: '2026-11-01' }, ['seojun']))).toBe(
      'text_missing due_past partner_twice',
    );
    for (const who of ['jiu', 'seojun', 'cco', 'operator'] as const)
      expect(cameTo(await revise(who))).toBe('not_yours');
    expect(cameTo(await revise('onLeave'))).toBe('not_found');
    expect(await everythingOf(gov)).toEqual(before);
  });

  it('is over once the task is registered', async () => {
    await agree('minjun', 3);
    expect(await stateOf()).toBe('registered');
    expect(cameTo(await revise('haneul', { title: '새 제목' }))).toBe('not_proposed');
    expect(await gov.value('select title from task')).toBe('청년 일자리 연계');
  });

  it('is done once for one act', async () => {
    const one = { ...act('haneul'), taskId: 1, form: form(['jiu']) };
    await reviseTask(gov.database, one, NOW);
    const before = await everythingOf(gov);
    expect(await reviseTask(gov.database, one, LATER)).toMatchObject({ kind: 'revised', repeat: true });
    expect(cameTo(await reviseTask(gov.database, { ...one, form: form(['minjun']) }, LATER))).toBe(
      'key_reused',
    );
    expect(await everythingOf(gov)).toEqual(before);
  });
});

describe('withdrawing a proposal', () => {
  beforeEach(async () => {
    await propose('haneul', ['jiu', 'minjun']);
    await agree('jiu', 2);
    await forget();
  });

  it('by the lead ends it, and the partners who were asked are told', async () => {
    expect(await withdraw('haneul')).toMatchObject({
      kind: 'cancelled',
      card: { task: { state: 'cancelled' } },
    });
    expect(await toldOf(gov)).toEqual(
      ['jiu', 'minjun'].map((who) => `task-withdrawn ${lane(who as PersonKey)}`).sort(),
    );
    expect((await eventsOf(gov, 1)).at(-1)).toBe('status');
    expect(cameTo(await agree('minjun', 3))).toBe('not_proposed');
    expect(cameTo(await revise('haneul'))).toBe('not_proposed');
    expect(await stateOf()).toBe('cancelled');
  });

  it('is not the partners’', async () => {
    expect(cameTo(await withdraw('jiu'))).toBe('not_yours');
    expect(cameTo(await withdraw('cco'))).toBe('not_yours');
    expect(await stateOf()).toBe('proposed');
  });

  it('is all that can be done to its state: it is neither begun nor completed before the partners agreed', async () => {
    for (const to of ['registered', 'active', 'completed', undefined] as const) {
      const update = { ...act('haneul'), taskId: 1, to, note: '시작합니다.', progress: '10' };
      expect(cameTo(await updateTask(gov.database, update, NOW, async () => undefined))).toBe(
        'state_not_from',
      );
    }
    expect(await stateOf()).toBe('proposed');
  });
});

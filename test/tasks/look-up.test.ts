import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handOver } from '../../src/tasks/hand-over.ts';
import {
  listPairs,
  lookUpCard,
  lookUpDispute,
  lookUpHistory,
  lookUpParty,
  lookUpTasks,
} from '../../src/tasks/look-up.ts';
import type { ListView } from '../../src/tasks/parse.ts';
import { raiseDispute } from '../../src/tasks/raise-dispute.ts';
import { recordResult } from '../../src/tasks/record-result.ts';
import type { TaskState } from '../../src/tasks/task.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { seedMeasure, seedTask } from './seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 4 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `look-up-test-${keys}` };
};
const seed = async (
  lead: PersonKey,
  partners: PersonKey[],
  more: { state?: TaskState; title?: string; dueOn?: string } = {},
) => {
  const task = await seedTask(
    gov,
    { lead: gov.people[lead], partners: partners.map((who) => gov.people[who]) },
    more,
  );
  if (more.state === 'proposed') {
    await gov.rows(`update task_party set consent = 'asked' where side = 'partner' and task_id = $1`, [
      task.id,
    ]);
  }
  return task.id;
};
const list = (who: PersonKey, view: Partial<ListView> = {}, now = NOW) =>
  lookUpTasks(gov.database, gov.people[who].id, { scope: 'mine', state: 'open', page: 0, ...view }, now);
const ids = async (who: PersonKey, view: Partial<ListView> = {}) =>
  (await list(who, view)).lines.map(({ id }) => id);

describe('a list of tasks', () => {
  it('shows what I answer for, or those of them that another side leads', async () => {
    const own = await seed('haneul', ['jiu']);
    const joined = await seed('minjun', ['haneul', 'jiu']);
    await seed('minjun', ['jiu']);
    expect(await ids('haneul')).toEqual([own, joined]);
    expect(await ids('haneul', { scope: 'partner' })).toEqual([joined]);
    expect(await ids('seojun')).toEqual([]);
    expect(await ids('minjun', { scope: 'partner' })).toEqual([]);
  });

  it('says of each line what it needs', async () => {
    const id = await seed('haneul', ['jiu', 'minjun'], {
      title: '용수 공급',
      dueOn: '2026-11-22',
      state: 'delayed',
    });
    await gov.rows('update task set progress = 40');
    expect(await list('jiu')).toEqual({
      lines: [
        {
          id,
          title: '용수 공급',
          state: 'delayed',
          progress: 40,
          dueOn: '2026-11-22',
          lead: { agency: '중기부', department: '인력정책과', answers: '김하늘' },
          partners: [
            { agency: '행안부', department: '협업정책과', answers: '정지우' },
            { agency: '서울시', department: '교통정책과', answers: '조민준' },
          ],
          updatedAt: new Date('2026-11-02T00:00:00Z'),
          waiting: false,
          overdue: true,
        },
      ],
      total: 1,
      view: { scope: 'mine', state: 'open', page: 0 },
      scopes: ['mine', 'partner'],
    });
  });

  it('of a state: open, late, done or all', async () => {
    const STATES: TaskState[] = [
      'proposed',
      'registered',
      'active',
      'delayed',
      'on_hold',
      'completed',
      'cancelled',
    ];
    const of: Record<string, number> = {};
    for (const state of STATES) of[state] = await seed('haneul', ['jiu'], { state });
    of.past = await seed('haneul', ['jiu'], { dueOn: '2026-11-22' });
    of.today = await seed('haneul', ['jiu'], { dueOn: '2026-11-23' });
    of.pastDone = await seed('haneul', ['jiu'], { dueOn: '2026-11-20', state: 'completed' });
    const names = async (state: ListView['state']) =>
      (await ids('haneul', { state })).map((id) => Object.keys(of).find((key) => of[key] === id));
    expect(await names('open')).toEqual([
      'past',
      'today',
      'proposed',
      'registered',
      'active',
      'delayed',
      'on_hold',
    ]);
    expect(await names('late')).toEqual(['past', 'delayed']);
    // What is over: the latest first.
    expect(await names('done')).toEqual(['completed', 'cancelled', 'pastDone']);
    expect(await names('all')).toEqual([
      'past',
      'today',
      'proposed',
      'registered',
      'active',
      'delayed',
      'on_hold',
      'completed',
      'cancelled',
      'pastDone',
    ]);
  });

  it('has first what waits for my consent, then by due date, then by number', async () => {
    const late = await seed('haneul', ['jiu'], { dueOn: '2027-01-10' });
    const same = await seed('haneul', ['jiu'], { dueOn: '2027-01-10' });
    const early = await seed('minjun', ['jiu'], { dueOn: '2026-12-01' });
    const asked = await seed('minjun', ['jiu', 'haneul'], { dueOn: '2027-12-01', state: 'proposed' });
    const agreed = await seed('minjun', ['jiu'], { dueOn: '2026-11-30', state: 'proposed' });
    await gov.rows(`update task_party set consent = 'agreed' where side = 'partner' and task_id = $1`, [
      agreed,
    ]);
    expect(await ids('jiu')).toEqual([asked, agreed, early, late, same]);
    expect((await list('jiu')).lines.map(({ waiting }) => waiting)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect((await list('minjun')).lines.map(({ waiting }) => waiting)).toEqual([false, false, false]);
  });

  it('has what waits for me on its first page, however late it is due', async () => {
    for (let index = 0; index < 11; index += 1) await seed('jiu', ['minjun']);
    const asked = await seed('minjun', ['jiu'], { dueOn: '2028-01-01', state: 'proposed' });
    expect((await ids('jiu'))[0]).toBe(asked);
    expect(await ids('jiu', { page: 1 })).toHaveLength(2);
  });

  it('goes on page by page, ten each, and a page beyond the last is the last', async () => {
    const all: number[] = [];
    for (let index = 0; index < 23; index += 1) all.push(await seed('haneul', ['jiu']));
    const pages = await Promise.all([0, 1, 2, 3, 999_999].map((page) => list('haneul', { page })));
    expect(pages.map(({ lines }) => lines.length)).toEqual([10, 10, 3, 3, 3]);
    expect(pages.map(({ view }) => view.page)).toEqual([0, 1, 2, 2, 2]);
    expect(pages.map(({ total }) => total)).toEqual([23, 23, 23, 23, 23]);
    expect(pages.slice(0, 3).flatMap(({ lines }) => lines.map(({ id }) => id))).toEqual(all);
    expect(await list('haneul', { state: 'done', page: 7 })).toMatchObject({
      lines: [],
      total: 0,
      view: { page: 0 },
    });
  });

  it('of the agency is for its CCO and operators; auditors see every agency’s, others have none', async () => {
    const own = await seed('haneul', ['jiu']);
    const foreign = await seed('jiu', ['minjun']);
    for (const who of ['cco', 'operator'] as const)
      expect(await ids(who, { scope: 'agency' })).toEqual([own]);
    expect(await ids('otherOperator', { scope: 'agency' })).toEqual([own, foreign]);
    expect(await ids('auditor', { scope: 'agency' })).toEqual([own, foreign]);
    expect((await list('cco')).scopes).toEqual(['mine', 'partner', 'agency']);
    for (const who of ['haneul', 'admin', 'minjun'] as const) {
      // A crafted button asks for it all the same.
      const page = await list(who, { scope: 'agency' });
      expect(page).toMatchObject({ scopes: ['mine', 'partner'], view: { scope: 'mine' } });
      expect(page.lines.map(({ id }) => id)).toEqual(await ids(who));
    }
    await gov.setRole(gov.people.minjun, 'cco');
    expect(await ids('minjun', { scope: 'agency' })).toEqual([foreign]);
  });

  it('has tasks of a predecessor, a declined one not any more, and nothing for those who left', async () => {
    const id = await seed('haneul', ['jiu']);
    expect(await ids('cco')).toEqual([]);
    await gov.setStatus(gov.people.haneul, 'left');
    expect(await ids('cco')).toEqual([id]);
    expect(await list('haneul', { scope: 'agency' })).toMatchObject({ lines: [], total: 0, scopes: [] });
    await gov.rows(`update posting set position = '인력정책과장' where official_id = $1`, [
      gov.people.seojun.id,
    ]);
    expect(await ids('cco')).toEqual([]);
    expect(await ids('seojun')).toEqual([id]);
    await gov.rows(
      `insert into task_refusal (party_id, official_id, reason, event_id)
       select p.id, $1, '아님', e.id from task_party p, task_event e where p.side = 'lead'`,
      [gov.people.seojun.id],
    );
    expect(await ids('seojun')).toEqual([]);
    expect(await ids('cco')).toEqual([id]);
  });
});

describe('a card', () => {
  it('shows measures before and now, the last ten events, what is due and what this person may do', async () => {
    const id = await seed('haneul', ['jiu']);
    await seedMeasure(gov, id, '크루즈 관광객', '만명', '27.40');
    const result = {
      name: '',
      before: undefined,
      after: '86',
      units: [],
      measuredOn: undefined,
      evidence: '',
    };
    await recordResult(gov.database, { ...act('jiu'), taskId: id, result }, NOW);
    for (let index = 1; index <= 10; index += 1) {
      await updateTask(
        gov.database,
        { ...act('haneul'), taskId: id, progress: `${index}`, note: `경과 ${index}` },
        NOW,
        async () => undefined,
      );
    }
    const [cycle] = await gov.rows<{ id: number }>(
      `insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
       values ($1, 'review', '2026-Q4', '4분기 점검', '2026-11-30', 'k', now()) returning id`,
      [gov.agencies.smes],
    );
    await gov.rows(
      `insert into evaluation_request (cycle_id, task_id, party_id, answered)
       select $1, task_id, id, side = 'partner' from task_party where task_id = $2`,
      [cycle?.id, id],
    );
    const card = await lookUpCard(gov.database, gov.people.jiu.id, id, NOW);
    if ('refusals' in card) throw new Error('the owner sees it');
    expect(card.measures).toMatchObject([
      {
        name: '크루즈 관광객',
        before: '27.40',
        latest: { before: '27.40', after: '86', measuredOn: '2026-11-23' },
      },
    ]);
    expect(card.events.map(({ note }) => note)).toEqual(
      Array.from({ length: 10 }, (_, index) => `경과 ${10 - index}`),
    );
    expect(card.more).toBe(true);
    expect(card.due).toMatchObject([
      { title: '4분기 점검', dueOn: '2026-11-30', answers: { name: '김하늘' } },
    ]);
    expect([...card.rights].sort()).toEqual(['decline', 'dispute', 'hand_over', 'record', 'update', 'view']);
    expect(card.ownPartyId).toBe(card.task.parties[1]?.id);
  });

  it('is told not to be there to those who may not view it, as one that is not there', async () => {
    const id = await seed('haneul', ['jiu']);
    for (const number of [id, 99]) {
      expect(await lookUpCard(gov.database, gov.people.minjun.id, number, NOW)).toEqual({
        refusals: [{ reason: 'not_found', number }],
      });
    }
  });

  it('of a party is there while the party is', async () => {
    const id = await seed('haneul', ['jiu']);
    const partner = await gov.value<number>(`select id from task_party where side = 'partner'`);
    expect(await lookUpParty(gov.database, gov.people.jiu.id, partner, NOW)).toMatchObject({
      card: { task: { id } },
      party: { id: partner, side: 'partner', owner: { name: '정지우' } },
    });
    expect(await lookUpParty(gov.database, gov.people.jiu.id, 99, NOW)).toEqual({
      refusals: [{ reason: 'party_gone' }],
    });
  });

  it('of a dispute is there while that dispute is open', async () => {
    const id = await seed('haneul', ['jiu']);
    await raiseDispute(
      gov.database,
      { ...act('jiu'), taskId: id, problem: '문제가 있다', wish: '바란다' },
      NOW,
    );
    const look = (who: PersonKey, disputeId: number) =>
      lookUpDispute(gov.database, gov.people[who].id, disputeId, NOW);
    expect(await look('cco', 1)).toMatchObject({ task: { id }, dispute: { id: 1, step: 'cco' } });
    const none = { refusals: [{ reason: 'no_dispute' }] };
    expect(await look('cco', 2)).toEqual(none);
    await gov.rows(`update dispute set step = 'settled'`);
    expect(await look('cco', 1)).toEqual(none);
    await raiseDispute(gov.database, { ...act('jiu'), taskId: id, problem: '또 있다', wish: '바란다' }, NOW);
    expect(await look('cco', 1)).toEqual(none);
    expect(await look('cco', 2)).toMatchObject({ dispute: { id: 2 } });
  });
});

describe('the history of a task', () => {
  it('is all there page by page, newest first, with names as they acted', async () => {
    const id = await seed('haneul', ['jiu']);
    for (let index = 1; index <= 12; index += 1) {
      await updateTask(
        gov.database,
        { ...act(index % 2 ? 'haneul' : 'jiu'), taskId: id, note: `경과 ${index}` },
        NOW,
        async () => undefined,
      );
    }
    const partyId = await gov.value<number>(`select id from task_party where side = 'partner'`);
    await handOver(
      gov.database,
      { ...act('jiu'), partyId, ownerId: gov.people.yuna.id, reason: '인사이동' },
      NOW,
    );
    const look = (page: number) =>
      lookUpHistory(gov.database, gov.people.seojun.id, { taskId: id, page }, NOW);
    const pages = await Promise.all([look(0), look(1), look(2)]);
    const events = pages.map((page) => ('events' in page ? page.events.map(({ sequence }) => sequence) : []));
    // A page that there is not gives way to the last one.
    expect(events).toEqual([
      [14, 13, 12, 11, 10, 9, 8, 7, 6, 5],
      [4, 3, 2, 1],
      [4, 3, 2, 1],
    ]);
    expect(pages.map((page) => 'page' in page && page.page)).toEqual([0, 1, 1]);
    expect(pages.map((page) => 'more' in page && page.more)).toEqual([true, false, false]);
    expect(pages[0]).toMatchObject({
      task: { id },
      events: [
        { kind: 'owner', actor: { name: '정지우' }, note: '정지우 → 한유나\n인사이동' },
        { note: '경과 12', actor: { name: '정지우' } },
        { note: '경과 11', actor: { name: '김하늘' } },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    });
  });
});

describe('the pairs of the exchange', () => {
  it('are listed to choose from, the latest round first', async () => {
    await gov.rows(
      `insert into exchange_pair (round, pair, level, task)
       values (1, 2, '국장급', '가'), (2, 2, '국장급', '나'), (2, 1, '과장급', '다')`,
    );
    expect((await listPairs(gov.database)).map(({ round, pair }) => `${round}-${pair}`)).toEqual([
      '2-1',
      '2-2',
      '1-2',
    ]);
  });
});

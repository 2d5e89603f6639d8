import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/calendar/seoul.ts';
import type { Locale } from '../../src/messenger/locale.ts';
import type { OutboxItem, Render } from '../../src/messenger/outbox.ts';
import { agreeToTask, objectToTask } from '../../src/tasks/answer-consent.ts';
import { answerDispute } from '../../src/tasks/answer-dispute.ts';
import { createTaskRenderers } from '../../src/tasks/deliveries.ts';
import { declineParty, handOver } from '../../src/tasks/hand-over.ts';
import { proposeTask } from '../../src/tasks/propose-task.ts';
import { raiseDispute } from '../../src/tasks/raise-dispute.ts';
import { reviseTask } from '../../src/tasks/revise-task.ts';
import type { TaskForm, TaskState } from '../../src/tasks/task.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import { expectPostable, outline } from '../points/outline.ts';
import {
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { NASTY } from './samples.ts';
import { askingOf } from './seed-task.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  await gov.setRole(gov.people.yuna, 'cco');
});

let keys = 0;
const act = (who: PersonKey) => {
  keys += 1;
  return { actorId: gov.people[who].id, teamId: TEAM, requestKey: `deliveries-${keys}` };
};
const form = (partners: PersonKey[], more: Partial<TaskForm> = {}): TaskForm => ({
  title: '환경영향평가 협의 기간 단축',
  purpose: '협의를 빨리 마쳐 사업을 앞당깁니다.',
  content: '두 부처가 함께 검토합니다.',
  history: '',
  relatedTask: '',
  dueOn: addDays('2026-11-23', 38),
  measures: [{ name: '환경영향평가 기간', unit: '개월', before: '12', target: '4' }],
  partnerIds: partners.map((who) => gov.people[who].id),
  ...more,
});
const propose = async (partners: PersonKey[] = ['jiu'], more: Partial<TaskForm> = {}) => {
  const outcome = await proposeTask(gov.database, { ...act('haneul'), form: form(partners, more) }, NOW);
  if (!('card' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.card.task;
};
const partyOf = (who: PersonKey) =>
  gov.value<number>('select id::int from task_party where department_id = $1', [gov.people[who].department]);
const asked = async (who: PersonKey) => {
  const partyId = await partyOf(who);
  return { ...act(who), partyId, askedAt: await askingOf(gov, partyId) };
};
const agree = async (who: PersonKey) => agreeToTask(gov.database, await asked(who), minutes(1));
const update = (taskId: number, to: TaskState, note = '사유', who: PersonKey = 'haneul') =>
  updateTask(
    gov.database,
    {
      ...act(who),
      taskId,
      to,
      note,
      results: [{ name: '', before: undefined, after: '4', units: [], measuredOn: undefined, evidence: '' }],
    },
    minutes(2),
    async () => {},
  );

/** What is told to somebody by the newest row of a kind in the outbox, as they read it; undefined: nothing. */
async function told(kind: string, who: PersonKey, locale: Locale = 'ko'): Promise<string | undefined> {
  const rows = await gov.rows<{ id: number; subject_id: number; due_at: Date; recorded_at: Date }>(
    'select id, subject_id::int, due_at, recorded_at from outbox where kind = $1 and lane = $2 order by id desc',
    [kind, `official:${gov.people[who].id}`],
  );
  expect(rows.length, `${kind} to ${who}`).toBeGreaterThan(0);
  const row = rows[0] as (typeof rows)[number];
  return render(
    kind,
    who,
    { id: row.id, subjectId: row.subject_id, dueAt: row.due_at, recordedAt: row.recorded_at },
    locale,
  );
}

async function render(
  kind: string,
  who: PersonKey,
  row: Pick<OutboxItem, 'id' | 'subjectId' | 'dueAt' | 'recordedAt'>,
  locale: Locale,
): Promise<string | undefined> {
  const renderer = createTaskRenderers({ database: gov.database, now: () => minutes(5) })[kind] as Render;
  const item: OutboxItem = {
    teamId: TEAM,
    lane: `official:${gov.people[who].id}`,
    kind,
    payload: {},
    ...row,
  };
  const rendered = await renderer([item], { locale });
  if (!rendered) return undefined;
  if (!('blocks' in rendered)) throw new Error('postponed');
  expectPostable(rendered);
  expect(rendered.covers).toBe(1);
  // When an answer was recorded is the database's own clock.
  return outline(rendered).replace(/• \d+월 \d+일 \d+:\d+ ·/g, '• … ·');
}

describe('asking for consent (행정업무규정 제42조의2)', () => {
  it('says what it is about, and has both buttons', async () => {
    await propose();
    expect(await told('task-consent-asked', 'jiu')).toMatchInlineSnapshot(`
      "*중기부 인력정책과 김하늘 님이 협업과제에 동의를 요청했습니다.*
      과제 1번 · 환경영향평가 협의 기간 단축
      기한 2026년 12월 31일(목)
      주관 · 중기부 인력정책과 김하늘
      협업 · 행안부 협업정책과 정지우
      *목적*
      > 협의를 빨리 마쳐 사업을 앞당깁니다.
      *내용*
      > 두 부처가 함께 검토합니다.
      *성과*
      • 환경영향평가 기간: 이전 12개월 · 아직 결과 없음 · 목표 4개월
      [!동의 → agree_party:2 = 2:1795395600000:own] [의견 → object_party:2 = 2:1795395600000:own] [과제 보기 → show_task:1 = 1]
        협업 부서가 모두 동의하면 과제가 등록됩니다. 고칠 점이 있으면 의견을 내 주십시오(행정업무규정 제42조의2)."
    `);
    expect(await told('task-consent-asked', 'jiu', 'en')).toContain('asks you to agree');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['answered', () => agree('jiu')],
    ['objected to', async () => objectToTask(gov.database, { ...(await asked('jiu')), text: '의견' }, NOW)],
    ['withdrawn', async () => update(await gov.value('select max(id)::int from task'), 'cancelled')],
    [
      'somebody else’s',
      async () =>
        declineParty(gov.database, { ...act('jiu'), partyId: await partyOf('jiu'), reason: '아님' }, NOW),
    ],
    [
      'taken out',
      async () =>
        reviseTask(
          gov.database,
          {
            ...act('haneul'),
            taskId: await gov.value('select max(id)::int from task'),
            form: form(['minjun']),
          },
          NOW,
        ),
    ],
  ])('says nothing once it is %s', async (_, change) => {
    await propose(['jiu', 'minjun']);
    const row = { id: 1, subjectId: await partyOf('jiu'), dueAt: NOW, recordedAt: NOW };
    expect(await render('task-consent-asked', 'jiu', row, 'ko')).toContain('agree_party');
    await change();
    expect(await render('task-consent-asked', 'jiu', row, 'ko')).toBeUndefined();
  });

  it('says of a revision that it asks anew and what was changed, to whoever was asked before', async () => {
    const { id } = await propose();
    const more = { content: '세 부처가 함께 검토합니다.', dueOn: '2027-02-24' };
    const revision = { ...act('haneul'), taskId: id, form: form(['jiu', 'minjun'], more) };
    await reviseTask(gov.database, revision, minutes(3));
    expect(await told('task-consent-asked', 'jiu')).toMatchInlineSnapshot(`
      "*중기부 인력정책과 김하늘 님이 협업과제를 고쳐 다시 동의를 요청했습니다.*
      과제 1번 · 환경영향평가 협의 기간 단축
      고친 항목: 내용, 기한, 협업 기관
      기한 2027년 2월 24일(수)
      주관 · 중기부 인력정책과 김하늘
      협업 · 행안부 협업정책과 정지우
      협업 · 서울시 교통정책과 조민준
      *목적*
      > 협의를 빨리 마쳐 사업을 앞당깁니다.
      *내용*
      > 세 부처가 함께 검토합니다.
      *성과*
      • 환경영향평가 기간: 이전 12개월 · 아직 결과 없음 · 목표 4개월
      [!동의 → agree_party:2 = 2:1795395780000:own] [의견 → object_party:2 = 2:1795395780000:own] [과제 보기 → show_task:1 = 1]
        협업 부서가 모두 동의하면 과제가 등록됩니다. 고칠 점이 있으면 의견을 내 주십시오(행정업무규정 제42조의2)."
    `);
    expect(await told('task-consent-asked', 'jiu', 'en')).toMatchInlineSnapshot(`
      "*중기부 인력정책과 김하늘 revised a collaboration task and asks you anew to agree.*
      Task 1 · 환경영향평가 협의 기간 단축
      Changed: content, due date, partners
      due Wed, 24 February 2027
      Lead · 중기부 인력정책과 김하늘
      Partner · 행안부 협업정책과 정지우
      Partner · 서울시 교통정책과 조민준
      *Purpose*
      > 협의를 빨리 마쳐 사업을 앞당깁니다.
      *Content*
      > 세 부처가 함께 검토합니다.
      *Outcomes*
      • 환경영향평가 기간: before 12개월 · no result yet · target 4개월
      [!Agree → agree_party:2 = 2:1795395780000:own] [Object → object_party:2 = 2:1795395780000:own] [Show the task → show_task:1 = 1]
        It is registered once all partners agree. If something should change, please object (art. 42-2)."
    `);
    const first = await told('task-consent-asked', 'minjun');
    expect(first).toContain('님이 협업과제에 동의를 요청했습니다');
    expect(first).not.toContain('고친 항목');
  });

  it('is said once when it was asked anew before the first message went out', async () => {
    const { id } = await propose();
    const row = { id: 1, subjectId: await partyOf('jiu'), dueAt: NOW, recordedAt: NOW };
    await reviseTask(
      gov.database,
      { ...act('haneul'), taskId: id, form: form(['jiu'], { title: '새 이름' }) },
      minutes(3),
    );
    expect(await render('task-consent-asked', 'jiu', row, 'ko')).toBeUndefined();
    expect(await told('task-consent-asked', 'jiu')).toContain('새 이름');
  });

  it('is what Slack takes, whatever was written', async () => {
    const long = `${NASTY}${'가&<'.repeat(600)}`;
    await propose(['jiu'], { title: NASTY, purpose: long, content: long, history: long });
    expect(await told('task-consent-asked', 'jiu')).toContain('agree_party');
  });
});

it('the lead hears who agreed and whose agreement is still awaited, and all hear of the registration', async () => {
  await propose(['jiu', 'minjun']);
  await agree('jiu');
  expect(await told('task-agreed', 'haneul')).toMatchInlineSnapshot(`
    "*행안부 협업정책과 정지우 님이 과제에 동의했습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    남은 동의: 서울시 교통정책과 조민준
    [과제 보기 → show_task:1 = 1]"
  `);
  await agree('minjun');
  // The task is registered by now: who agreed first is no news any more.
  expect(await told('task-agreed', 'haneul')).toBeUndefined();
  expect(await told('task-registered', 'jiu')).toMatchInlineSnapshot(`
    "*모두 동의해 협업과제가 등록되었습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    등록 · □□□□□□□□□□ 0% · 기한 2026년 12월 31일(목)
    [과제 보기 → show_task:1 = 1]
      이제 진행 상황을 기록해 주십시오. 예: /협업 과제 1 진행 10 첫 회의를 마침"
  `);
});

it('the lead gets an objection as it was written, until it is taken up', async () => {
  const { id } = await propose();
  await objectToTask(gov.database, { ...(await asked('jiu')), text: `기한을 늦춰 주십시오. ${NASTY}` }, NOW);
  expect(await told('task-objected', 'haneul')).toMatchInlineSnapshot(`
    "*행안부 협업정책과 정지우 님이 과제에 의견을 냈습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    > 기한을 늦춰 주십시오. &lt;!channel&gt; ∗굵게∗ &lt;https://evil.example|여기&gt; ˋxˋ ∶tada: &amp;amp;
    > › 인용
    [!고치기 → revise_task:1 = 1] [과제 보기 → show_task:1 = 1]
      과제를 고치면 협업 부서의 담당자 모두에게 다시 동의를 요청합니다."
  `);
  await reviseTask(gov.database, { ...act('haneul'), taskId: id, form: form(['jiu']) }, minutes(3));
  expect(await told('task-objected', 'haneul')).toBeUndefined();
});

it('those who were asked hear that a proposal was withdrawn', async () => {
  const { id } = await propose();
  await update(id, 'cancelled', '다시 준비합니다.');
  expect(await told('task-withdrawn', 'jiu')).toMatchInlineSnapshot(`
    "*중기부 인력정책과 김하늘 님이 협업과제 제안을 철회했습니다. 더 하실 일은 없습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    > 다시 준비합니다.
    [과제 보기 → show_task:1 = 1]"
  `);
});

it('the other side hears of a change of state, unless it has changed again', async () => {
  const { id } = await propose();
  await agree('jiu');
  await update(id, 'delayed', '회신 대기');
  expect(await told('task-updated', 'jiu')).toMatchInlineSnapshot(`
    "*중기부 인력정책과 김하늘 님이 과제의 상태를 바꾸었습니다: 등록 → 지연*
    과제 1번 · 환경영향평가 협의 기간 단축
    > 회신 대기
    [과제 보기 → show_task:1 = 1]"
  `);
  expect(await told('task-updated', 'jiu', 'en')).toContain('Registered → Delayed');
  await update(id, 'completed', '모두 마침');
  expect(await told('task-updated', 'jiu')).toMatchInlineSnapshot(`
    "*중기부 인력정책과 김하늘 님이 과제의 상태를 바꾸었습니다: 지연 → 완료 100%*
    과제 1번 · 환경영향평가 협의 기간 단축
    > 모두 마침
    *성과*
    • 환경영향평가 기간: 12개월 → 4개월, 66.7% 단축 · 목표 4개월
    [과제 보기 → show_task:1 = 1]"
  `);
  const delayed = await gov.value<number>(
    "select subject_id::int from outbox where kind = 'task-updated' order by id limit 1",
  );
  const row = { id: 1, subjectId: delayed, dueAt: NOW, recordedAt: NOW };
  expect(await render('task-updated', 'jiu', row, 'ko')).toBeUndefined();
});

it('담당 아님 of a registered task reaches whoever answers next, who is asked to (업무 승계)', async () => {
  await propose();
  await agree('jiu');
  const partyId = await partyOf('jiu');
  await declineParty(gov.database, { ...act('jiu'), partyId, reason: '업무가 다릅니다.' }, minutes(3));
  expect(await told('task-declined', 'yuna')).toMatchInlineSnapshot(`
    "*정지우 님이 행안부 협업정책과의 담당이 아니라고 알렸습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    > 업무가 다릅니다.
    [담당 변경 → owner_party:2 = 2] [과제 보기 → show_task:1 = 1]
      새 담당자를 정할 때까지 직접 답해 주십시오."
  `);
  expect(await told('task-declined', 'yuna', 'en')).toContain('please answer for it');
  expect(await told('task-declined', 'haneul')).toContain('한유나 님이 답합니다');
});

it('a new owner and the lead hear of the change; 담당 아님 reaches the lead with its reason', async () => {
  await propose();
  await agree('jiu');
  const partyId = await partyOf('jiu');
  await handOver(gov.database, { ...act('jiu'), partyId, ownerId: gov.people.yuna.id, reason: '전보' }, NOW);
  expect(await told('task-owner', 'yuna')).toMatchInlineSnapshot(`
    "*행안부 협업정책과의 협업과제 담당자가 되셨습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    등록 · □□□□□□□□□□ 0% · 기한 2026년 12월 31일(목)
    > 정지우 → 한유나
    > 전보
    [과제 보기 → show_task:1 = 1]"
  `);
  expect(await told('task-owner', 'haneul')).toContain(
    '행안부 협업정책과의 담당자가 한유나 님으로 바뀌었습니다.',
  );
  await gov.setRole(gov.people.yuna, 'member');
  await declineParty(gov.database, { ...act('yuna'), partyId, reason: '업무가 다릅니다.' }, minutes(3));
  expect(await told('task-declined', 'haneul')).toMatchInlineSnapshot(`
    "*한유나 님이 행안부 협업정책과의 담당이 아니라고 알렸습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    > 업무가 다릅니다.
    [과제 보기 → show_task:1 = 1]
      답할 분이 없습니다. 담당자를 정해 주십시오."
  `);
});

it('CCOs and owners hear of a dispute, and only CCOs get the button to answer (행정업무규정 제44조④)', async () => {
  const { id } = await propose();
  await agree('jiu');
  await raiseDispute(
    gov.database,
    { ...act('jiu'), taskId: id, problem: '자료 범위가 다릅니다.', wish: '월별로 주십시오.' },
    NOW,
  );
  expect(await told('task-dispute-asked', 'cco')).toMatchInlineSnapshot(`
    "*정지우 님이 협업과제에 이견을 냈습니다. 협의 기한은 2026년 11월 30일(월)입니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    *이견 · 정지우*
    CCO(혁신책임관) 협의 중 · 2026년 11월 30일(월)까지
    이견:
    > 자료 범위가 다릅니다.
    바라는 결과:
    > 월별로 주십시오.
    [!이견에 답하기 → answer_dispute:1 = 1] [과제 보기 → show_task:1 = 1]"
  `);
  expect(await told('task-dispute-asked', 'haneul')).not.toContain('answer_dispute');
  const disputeId = await gov.value<number>('select max(id)::int from dispute');
  await answerDispute(
    gov.database,
    { ...act('cco'), disputeId, kind: 'opinion', note: `분기별은 어떻습니까? ${NASTY}` },
    NOW,
  );
  expect(await told('task-dispute-answered', 'yuna')).toMatchInlineSnapshot(`
    "*중기부 강혁신 님이 협업과제의 이견에 답했습니다(의견).*
    과제 1번 · 환경영향평가 협의 기간 단축
    CCO(혁신책임관) 협의 중 · 2026년 11월 30일(월)까지
    > 분기별은 어떻습니까? &lt;!channel&gt; ∗굵게∗ &lt;https://evil.example|여기&gt; ˋxˋ ∶tada: &amp;amp;
    > › 인용
    [!이견에 답하기 → answer_dispute:1 = 1] [과제 보기 → show_task:1 = 1]"
  `);
  expect(await told('task-dispute-answered', 'jiu', 'en')).toContain('answered the dispute');
  expect(await told('task-dispute-answered', 'haneul')).not.toContain('answer_dispute');
  await answerDispute(
    gov.database,
    { ...act('cco'), disputeId, kind: 'refer', note: '합의하지 못했습니다.' },
    NOW,
  );
  expect(await told('task-dispute-referred', 'yuna')).toContain('협업 전문위원회로 넘겼습니다');
  await answerDispute(
    gov.database,
    { ...act('yuna'), disputeId, kind: 'settle', note: '합의했습니다.' },
    minutes(3),
  );
  expect(await told('task-dispute-referred', 'yuna')).toBeUndefined();
  expect(await told('task-dispute-asked', 'cco')).toBeUndefined();
  expect(await told('task-dispute-answered', 'jiu')).toBeUndefined();
  expect(await told('task-dispute-settled', 'jiu')).toMatchInlineSnapshot(`
    "*협업과제의 이견이 해결되었습니다.*
    과제 1번 · 환경영향평가 협의 기간 단축
    *이견 · 정지우*
    해결되었습니다
    이견:
    > 자료 범위가 다릅니다.
    바라는 결과:
    > 월별로 주십시오.
    • … · 중기부 강혁신 · 의견
        분기별은 어떻습니까? &lt;!channel&gt; ∗굵게∗ &lt;https://evil.example|여기&gt; ˋxˋ ∶tada: &amp;amp;
    › 인용
    • … · 중기부 강혁신 · 전문위원회로 넘김
        합의하지 못했습니다.
    • … · 행안부 한유나 · 해결에 동의
        합의했습니다.
    [과제 보기 → show_task:1 = 1]"
  `);
});

it('nobody is told of a task that they may not view any more', async () => {
  await propose();
  await agree('jiu');
  await gov.transfer(gov.people.jiu, 'welfare', '2026-11-24');
  await gov.rows("update task_party set owner_id = $1 where side = 'partner'", [gov.people.yuna.id]);
  const renderer = createTaskRenderers({
    database: gov.database,
    now: () => seoul('2026-11-25 10:00:00.000'),
  });
  const eventId = await gov.value<number>("select max(id)::int from task_event where kind = 'registered'");
  const item = (who: PersonKey): OutboxItem => ({
    id: 1,
    teamId: TEAM,
    lane: `official:${gov.people[who].id}`,
    kind: 'task-registered',
    payload: {},
    subjectId: eventId,
    dueAt: NOW,
    recordedAt: NOW,
  });
  const registered = renderer['task-registered'] as Render;
  expect(await registered([item('jiu')], { locale: 'ko' })).toBeUndefined();
  expect(await registered([item('yuna')], { locale: 'ko' })).toBeDefined();
});

it('a request names who wrote it where nobody answers for the lead any more', async () => {
  await propose();
  await gov.setStatus(gov.people.haneul, 'left');
  await gov.setRole(gov.people.cco, 'member');
  expect(await told('task-consent-asked', 'jiu')).toContain('김하늘 님이 협업과제에 동의를 요청했습니다.');
});

it('what there is no such subject of says nothing', async () => {
  const kinds = Object.entries(createTaskRenderers({ database: gov.database, now: () => NOW }));
  expect(kinds.length).toBe(16);
  for (const [kind, renderer] of kinds) {
    if (typeof renderer !== 'function') continue;
    const row = { id: 1, subjectId: 999, dueAt: NOW, recordedAt: NOW };
    expect(await render(kind, 'haneul', row, 'ko'), kind).toBeUndefined();
  }
});

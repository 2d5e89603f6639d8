import { describe, expect, it } from 'vitest';
import { changeText } from '../../src/measures/messages.ts';
import { kindOfUnit } from '../../src/measures/units.ts';
import { renderCard } from '../../src/tasks/card-messages.ts';
import { measureText } from '../../src/tasks/measure-messages.ts';
import {
  renderChannelChosen,
  renderHistory,
  renderLineRefused,
  renderList,
  renderReceipt,
  renderRefusals,
  renderUpdateRefused,
  renderUsage,
} from '../../src/tasks/messages.ts';
import type { ListView } from '../../src/tasks/parse.ts';
import { parseCommand } from '../../src/tasks/parse.ts';
import type { Refusal, TaskRight, TaskState } from '../../src/tasks/task.ts';
import { progressBar } from '../../src/tasks/task-lines.ts';
import { textsOf } from '../../src/tasks/texts.ts';
import { buttonsOf, expectSound, outline } from '../points/outline.ts';
import {
  HANEUL,
  JIU,
  MEASURED,
  NASTY,
  PARTNER,
  sampleCard,
  sampleDispute,
  sampleEvent,
  sampleLine,
  sampleMeasure,
  sampleParty,
  sampleTask,
  YUNA,
} from './samples.ts';

const LOCALES = ['ko', 'en'] as const;
const ALL_RIGHTS: TaskRight[] = [
  'view',
  'update',
  'record',
  'revise',
  'consent',
  'hand_over',
  'decline',
  'dispute',
  'settle',
];

describe('a card', () => {
  it('shows state, progress, owners, what was measured, what is due, the exchange, the latest and buttons', () => {
    const card = sampleCard({
      task: sampleTask({
        pair: { id: 5, round: 2, pair: 1, task: '산업단지 환경영향평가' },
        relatedTask: '평가 제도 개선',
      }),
      measures: [
        MEASURED,
        sampleMeasure({ id: 32, name: '크루즈 관광객', unit: '만명', before: '27.4', target: '86' }),
      ],
      due: [
        { requestId: 91, title: '2026년 4분기 점검', dueOn: '2026-12-15', answers: HANEUL },
        { requestId: 92, title: '2026년 4분기 점검', dueOn: '2026-12-15', answers: JIU },
      ],
      more: true,
      rights: ['view', 'update', 'record', 'hand_over', 'decline', 'dispute'],
    });
    const message = renderCard(card, 'ko');
    expectSound(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*과제 12번 · 환경영향평가 협의 기간 단축*
      추진중 · ■■■■■■□□□□ 60% · 기한 2026년 12월 31일(목)
      *참여 부서*
      주관 · 중기부 인력정책과 김하늘
      협업 · 행안부 협업정책과 정지우 · 동의
      *목적*
      협의를 빨리 마쳐 사업을 앞당깁니다.
      *내용*
      두 부처가 함께 검토합니다.
      *관련 단위과제*
      평가 제도 개선
      전략적 인사교류 2-1 산업단지 환경영향평가
      [교류 보기 → show_pair:5 = 5]
      *성과*
      • *환경영향평가 기간*
          12개월 → 4개월, 66.7% 단축 · 목표 4개월
          2026년 11월 20일 측정 · 김하늘
      [근거 보기 → evidence:31]
      • *크루즈 관광객*
          이전 27.4만명 · 아직 결과 없음 · 목표 86만명
      *제출할 평가*
      • 2026년 4분기 점검 · 2026년 12월 15일(화)까지 · 김하늘
      [답하기 → answer_evaluation:91 = 91]
      • 2026년 4분기 점검 · 2026년 12월 15일(화)까지 · 정지우
      *최근 이력*
      • 11월 23일 10:00 · 진행 상황 · 등록 → 추진중 60% · 김하늘
          첫 협의를 마쳤습니다.
      [이력 모두 보기 → history_task:12:0 = 12:0]
      [!진행 상황 → update_task:12 = 12] [성과 기록 → result_task:12 = 12] [이견 제기 → dispute_task:12 = 12] [담당 변경 → owner_party:11 = 11] [담당 아님 → decline_party:11 = 11] [과제 목록 → my_tasks]
        11월 23일 10:00에 마지막으로 바뀌었습니다."
    `);
  });

  it('speaks English to whoever does', () => {
    const card = sampleCard({
      measures: [sampleMeasure({ unit: 'months', name: 'Assessment time' })],
      dispute: sampleDispute(),
      rights: ['view', 'update', 'record'],
    });
    const message = renderCard(card, 'en');
    expectSound(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*Task 12 · 환경영향평가 협의 기간 단축*
      Active · ■■■■■■□□□□ 60% · due Thu, 31 December 2026
      *Departments*
      Lead · 중기부 인력정책과 김하늘
      Partner · 행안부 협업정책과 정지우 · agreed
      *Purpose*
      협의를 빨리 마쳐 사업을 앞당깁니다.
      *Content*
      두 부처가 함께 검토합니다.
      *Outcomes*
      • *Assessment time*
          before 12 months · no result yet · target 4 months
      *Dispute · 정지우*
      the CCOs consult until Mon, 30 November 2026
      Problem:
      > 자료 범위가 다릅니다.
      Wished outcome:
      > 월별로 주십시오.
      *Latest*
      • 23 November, 10:00 KST · Status · Registered → Active 60% · 김하늘
          첫 협의를 마쳤습니다.
      [!Update → update_task:12 = 12] [Record a result → result_task:12 = 12] [All tasks → my_tasks]
        last changed 23 November, 10:00 KST"
    `);
  });

  it('of a proposal shows who agreed, and asks the partner that has not (행정업무규정 제42조의2)', () => {
    const waiting = { ...PARTNER, consent: 'asked' as const };
    const other = sampleParty({
      ...PARTNER,
      id: 13,
      department: { id: 103, name: '자치행정과' },
      answers: YUNA,
      owner: HANEUL,
    });
    const card = sampleCard({
      task: sampleTask({ state: 'proposed', progress: 0, parties: [sampleParty(), waiting, other] }),
      viewer: { id: JIU.id, agencyId: 2 },
      ownPartyId: 12,
      events: [],
      rights: ['view', 'consent', 'decline'],
    });
    expect(outline(renderCard(card, 'ko'))).toMatchInlineSnapshot(`
      "*과제 12번 · 환경영향평가 협의 기간 단축*
      협의중 · □□□□□□□□□□ 0% · 기한 2026년 12월 31일(목)
      *참여 부서*
      주관 · 중기부 인력정책과 김하늘
      협업 · 행안부 협업정책과 정지우 · 동의 대기
      협업 · 행안부 자치행정과 한유나 · 담당자 김하늘 님을 대신 · 동의
      *목적*
      협의를 빨리 마쳐 사업을 앞당깁니다.
      *내용*
      두 부처가 함께 검토합니다.
      *성과*
      성과지표가 없습니다.
      [!동의 → agree_party:12 = 12:1795136400000] [의견 → object_party:12 = 12:1795136400000] [담당 아님 → decline_party:12 = 12] [과제 목록 → my_tasks]
        11월 23일 10:00에 마지막으로 바뀌었습니다."
    `);
  });

  it('shows a dispute with its step, its deadline and the answers (행정업무규정 제44조④)', () => {
    const dispute = sampleDispute({
      step: 'committee',
      answers: [
        {
          step: 'cco',
          agency: { id: 1, shortName: '중기부' },
          actor: YUNA,
          kind: 'refer',
          note: '합의하지 못했습니다.',
          recordedAt: new Date('2026-11-24T01:00:00Z'),
        },
      ],
    });
    const card = sampleCard({ dispute, events: [], rights: ['view', 'settle', 'dispute'] });
    const shown = outline(renderCard(card, 'ko'));
    expect(shown).toMatchInlineSnapshot(`
      "*과제 12번 · 환경영향평가 협의 기간 단축*
      추진중 · ■■■■■■□□□□ 60% · 기한 2026년 12월 31일(목)
      *참여 부서*
      주관 · 중기부 인력정책과 김하늘
      협업 · 행안부 협업정책과 정지우 · 동의
      *목적*
      협의를 빨리 마쳐 사업을 앞당깁니다.
      *내용*
      두 부처가 함께 검토합니다.
      *성과*
      성과지표가 없습니다.
      *이견 · 정지우*
      협업 전문위원회 검토 중 · 2026년 11월 30일(월)까지
      이견:
      > 자료 범위가 다릅니다.
      바라는 결과:
      > 월별로 주십시오.
      • 11월 24일 10:00 · 중기부 한유나 · 전문위원회로 넘김
          합의하지 못했습니다.
      [!이견에 답하기 → answer_dispute:71 = 71] [과제 목록 → my_tasks]
        11월 23일 10:00에 마지막으로 바뀌었습니다."
    `);
    expect(shown).not.toContain('dispute_task');
  });

  it.each<[TaskRight, string[]]>([
    ['view', []],
    ['update', ['update_task:12']],
    ['record', ['result_task:12']],
    ['revise', ['revise_task:12', 'update_task:12']],
    ['consent', ['agree_party:12', 'object_party:12']],
    ['hand_over', ['owner_party:12']],
    ['decline', ['decline_party:12']],
    ['dispute', ['dispute_task:12']],
    ['settle', []],
  ])('with the right %s alone has the buttons %s', (right, expected) => {
    const card = sampleCard({
      task: sampleTask({ parties: [sampleParty(), { ...PARTNER, consent: 'asked' }] }),
      measures: [sampleMeasure()],
      viewer: { id: JIU.id, agencyId: 2 },
      ownPartyId: 12,
      rights: [right],
    });
    expect(buttonsOf(renderCard(card, 'ko')).map(({ action_id }) => action_id)).toEqual([
      ...expected,
      'my_tasks',
    ]);
  });

  it('asks whoever answers for several sides for those that have not agreed alone', () => {
    const side = (id: number, consent: 'asked' | 'agreed' | 'objected') => ({ ...PARTNER, id, consent });
    const sides = [
      sampleParty({ answers: JIU }),
      side(12, 'agreed'),
      side(13, 'asked'),
      side(14, 'objected'),
    ];
    const card = sampleCard({
      task: sampleTask({ state: 'proposed', parties: sides }),
      viewer: { id: JIU.id, agencyId: 2 },
      rights: ['view', 'consent'],
    });
    const asked = buttonsOf(renderCard(card, 'ko')).filter(({ action_id }) => action_id.startsWith('agree'));
    const askedAt = PARTNER.askedAt?.getTime();
    expect(asked.map(({ value }) => value)).toEqual([`13:${askedAt}`, `14:${askedAt}`]);
  });

  it('offers those who keep an agency the owners of its sides, each by name where there are several', () => {
    const sides = [
      sampleParty(),
      PARTNER,
      { ...PARTNER, id: 13, department: { id: 103, name: '자치행정과' }, answers: YUNA },
    ];
    const card = (agencyId: number) =>
      sampleCard({
        task: sampleTask({ parties: sides }),
        viewer: { id: 99, agencyId },
        ownPartyId: undefined,
        rights: ['view', 'hand_over'],
      });
    expect(outline(renderCard(card(2), 'ko'))).toContain(
      '[담당 변경(행안부 협업정책과) → owner_party:12 = 12] [담당 변경(행안부 자치행정과) → owner_party:13 = 13]',
    );
    expect(outline(renderCard(card(1), 'ko'))).toContain('[담당 변경 → owner_party:11 = 11]');
    expect(outline(renderCard(card(3), 'ko'))).not.toContain('owner_party');
  });

  it.each(LOCALES)('is what Slack takes, however much there is in it, and harmless (%s)', (locale) => {
    const long = `${NASTY}${'가&<'.repeat(1_000)}`;
    const agencies = Array.from({ length: 6 }, (_, index) =>
      sampleParty({
        ...(index === 0 ? {} : PARTNER),
        id: index + 1,
        agency: { id: 1, shortName: NASTY },
        department: { id: index, name: NASTY },
        consent: index === 0 ? undefined : 'objected',
      }),
    );
    const answers = Array.from({ length: 20 }, () => ({
      step: 'cco' as const,
      agency: { id: 1, shortName: NASTY },
      actor: { id: 9, name: NASTY },
      kind: 'opinion' as const,
      note: long,
      recordedAt: new Date('2026-11-24T01:00:00Z'),
    }));
    const card = sampleCard({
      task: sampleTask({
        title: long.slice(0, 500),
        purpose: long,
        content: long,
        history: long,
        relatedTask: long,
        pair: { id: 5, round: 2, pair: 1, task: long },
        parties: agencies,
      }),
      measures: Array.from({ length: 10 }, (_, index) =>
        sampleMeasure({ ...MEASURED, id: index, name: NASTY, unit: '<만명>' }),
      ),
      due: Array.from({ length: 30 }, (_, index) => ({
        requestId: index,
        title: long,
        dueOn: '2026-12-15',
        answers: HANEUL,
      })),
      events: Array.from({ length: 10 }, () => sampleEvent({ note: long })),
      dispute: sampleDispute({ problem: long, wish: long, answers }),
      rights: ALL_RIGHTS,
    });
    const message = renderCard(card, locale);
    expectSound(message);
    const ids = buttonsOf(message).map(({ action_id }) => action_id);
    expect(new Set(ids).size).toBeGreaterThan(15);
  });
});

describe('what was measured', () => {
  it.each<[string, string | undefined, string, string, string, string]>([
    ['개월', '12', '4', '12개월 → 4개월, 66.7% 단축', '12개월 → 4개월, 66.7% shorter', 'time'],
    ['일', '10', '15', '10일 → 15일, 50% 연장', '10일 → 15일, 50% longer', 'time'],
    ['months', '12', '4', '12 months → 4 months, 66.7% 단축', '12 months → 4 months, 66.7% shorter', 'time'],
    ['만명', '27.4', '86', '27.4만명 → 86만명, 213.9% 증가', '27.4만명 → 86만명, 213.9% more', 'count'],
    ['억원', '3300', '2970', '3,300억원 → 2,970억원, 10% 절감', '3,300억원 → 2,970억원, 10% saved', 'cost'],
    ['원', '1000', '1500', '1,000원 → 1,500원, 50% 증가', '1,000원 → 1,500원, 50% more', 'cost'],
    ['건', '120', '80', '120건 → 80건, 33.3% 감소', '120건 → 80건, 33.3% less', 'count'],
    ['위원', '10', '8', '10위원 → 8위원, 20% 감소', '10위원 → 8위원, 20% less', 'count'],
    ['%', '62.5', '75', '62.5% → 75%, 12.5%p 상승', '62.5% → 75%, 12.5 percentage points up', 'rate'],
    ['%', '5', '3.25', '5% → 3.25%, 1.75%p 하락', '5% → 3.25%, 1.75 percentage points down', 'rate'],
    ['점', '80', '90', '80점 → 90점, 12.5% 상승', '80점 → 90점, 12.5% up', 'score'],
    ['건', '0', '5', '0건 → 5건, 5건 증가', '0건 → 5건, 5건 more', 'count'],
    ['억원', '0', '3300', '0억원 → 3,300억원, 3,300억원 증가', '0억원 → 3,300억원, 3,300억원 more', 'cost'],
    ['원', '10000', '10001', '10,000원 → 10,001원, 1원 증가', '10,000원 → 10,001원, 1원 more', 'cost'],
    ['건', '7', '7.0', '7건 → 7.0건, 변화 없음', '7건 → 7.0건, no change', 'count'],
    ['억원', undefined, '3300', '3,300억원', '3,300억원', 'cost'],
  ])('in %s: %s → %s is worded right', (unit, before, after, ko, en, kind) => {
    const target = kind === 'cost' ? '0' : undefined;
    expect(changeText(textsOf('ko').changes, { before, after, unit, target })).toBe(ko);
    expect(changeText(textsOf('en').changes, { before, after, unit, target })).toBe(en);
    expect(kindOfUnit(unit)).toBe(kind);
  });

  it.each<[string, string, string, string | undefined, string]>([
    ['억원', '100', '80', '120', '20% 감소'],
    ['억원', '100', '80', '100', '20% 감소'],
    ['억원', '100', '80', undefined, '20% 감소'],
    ['억원', '100', '80', '90', '20% 절감'],
    ['개월', '12', '4', undefined, '66.7% 단축'],
    ['개월', '12', '4', '6', '66.7% 단축'],
    ['년', '10', '8', '15', '20% 감소'],
    ['%', '5', '4', '3', '1%p 하락'],
  ])('a fall in %s from %s to %s with the target %s is %s', (unit, before, after, target, word) => {
    const told = changeText(textsOf('ko').changes, { before, after, unit, target });
    expect(told.split(', ').at(-1)).toBe(word);
  });

  it('is shown with the target, and what is not measured yet says so', () => {
    const t = textsOf('ko');
    expect(measureText(t, MEASURED)).toBe('12개월 → 4개월, 66.7% 단축 · 목표 4개월');
    expect(measureText(t, sampleMeasure())).toBe('이전 12개월 · 아직 결과 없음 · 목표 4개월');
    expect(measureText(t, sampleMeasure({ before: undefined, target: undefined }))).toBe('아직 결과 없음');
    const latest = { ...MEASURED.latest, before: undefined } as NonNullable<typeof MEASURED.latest>;
    expect(measureText(t, { ...MEASURED, latest })).toContain('12개월 → 4개월');
  });

  it.each([
    [0, '□□□□□□□□□□'],
    [1, '■□□□□□□□□□'],
    [60, '■■■■■■□□□□'],
    [99, '■■■■■■■■■□'],
    [100, '■■■■■■■■■■'],
  ])('progress of %i per cent is %s', (progress, bar) => expect(progressBar(progress)).toBe(bar));
});

describe('a list', () => {
  const view: ListView = { scope: 'mine', state: 'open', page: 1 };
  const page = {
    lines: [
      sampleLine({ waiting: true, state: 'proposed', progress: 0 }),
      sampleLine({
        id: 9,
        overdue: true,
        partners: [{ agency: '서울시', department: '교통정책과', answers: undefined }],
      }),
    ],
    total: 25,
    view,
    scopes: ['mine', 'partner', 'agency'] as const,
  };

  it('has its filters in place, a button a task, and pages', () => {
    const message = renderList(page, 'ko');
    expectSound(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*내 과제*
      진행 중 · 25건 · 2/3쪽
      [!내 과제 → list_tasks:scope:mine:open:0 = mine:open:0] [협력 과제 → list_tasks:scope:partner:open:0 = partner:open:0] [우리 기관 → list_tasks:scope:agency:open:0 = agency:open:0] [!진행 중 → list_tasks:state:mine:open:0 = mine:open:0] [지연 → list_tasks:state:mine:late:0 = mine:late:0] [끝난 과제 → list_tasks:state:mine:done:0 = mine:done:0] [전체 → list_tasks:state:mine:all:0 = mine:all:0]
      *과제 12번 · 환경영향평가 협의 기간 단축*
      협의중 · □□□□□□□□□□ 0% · 기한 2026년 12월 31일(목) · 동의를 기다립니다
      중기부 인력정책과 김하늘 ↔ 행안부 협업정책과 정지우
      [자세히 → show_task:12 = 12]
      *과제 9번 · 환경영향평가 협의 기간 단축*
      추진중 · ■■■■■■□□□□ 60% · 기한 2026년 12월 31일(목) · 기한 지남
      중기부 인력정책과 김하늘 ↔ 서울시 교통정책과 담당자 없음
      [자세히 → show_task:9 = 9]
      [이전 쪽 → list_tasks:newer:mine:open:0 = mine:open:0] [다음 쪽 → list_tasks:older:mine:open:2 = mine:open:2] [과제 등록 → register_task]"
    `);
  });

  it('that is empty says what to do, and has the filters still', () => {
    const message = renderList(
      { ...page, lines: [], total: 0, view: { ...view, page: 0 }, scopes: ['mine'] },
      'en',
    );
    expectSound(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*My tasks*
      Open · 0
      [!Open → list_tasks:state:mine:open:0 = mine:open:0] [Late → list_tasks:state:mine:late:0 = mine:late:0] [Done → list_tasks:state:mine:done:0 = mine:done:0] [All → list_tasks:state:mine:all:0 = mine:all:0]
      No tasks here. Please choose another view above, or register a task.
      [Register a task → register_task]"
    `);
  });

  it('of ten long lines is what Slack takes, each button with an id of its own', () => {
    const lines = Array.from({ length: 10 }, (_, index) =>
      sampleLine({
        id: index,
        title: NASTY.repeat(5),
        lead: { agency: NASTY, department: NASTY, answers: NASTY },
      }),
    );
    const message = renderList({ ...page, lines }, 'ko');
    expectSound(message);
    const ids = buttonsOf(message).map(({ action_id }) => action_id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('a history names who did what when, and turns its pages', () => {
  const events = [
    sampleEvent({ note: NASTY }),
    sampleEvent({
      kind: 'points',
      fromState: undefined,
      toState: undefined,
      progress: undefined,
      actor: undefined,
    }),
    sampleEvent({ kind: 'status', fromState: undefined, toState: undefined, progress: 30 }),
  ];
  const message = renderHistory({ task: sampleTask(), events, page: 1, more: true }, 'ko');
  expectSound(message);
  expect(outline(message)).toMatchInlineSnapshot(`
    "*과제 12번 이력 · 환경영향평가 협의 기간 단축*
    • 11월 23일 10:00 · 진행 상황 · 등록 → 추진중 60% · 김하늘
        &lt;!channel&gt; ∗굵게∗ &lt;https://evil.example|여기&gt; ˋxˋ ∶tada: &amp;amp; / &gt; 인용
    • 11월 23일 10:00 · 특별협업포인트 · 이음
        첫 협의를 마쳤습니다.
    • 11월 23일 10:00 · 진행 상황 · 30% · 김하늘
        첫 협의를 마쳤습니다.
    [더 최근 → history_task:12:0 = 12:0:turn] [더 이전 → history_task:12:2 = 12:2:turn] [과제 보기 → show_task:12 = 12]"
  `);
  expectSound(renderHistory({ task: sampleTask(), events: [], page: 9, more: false }, 'en'));
});

describe('receipts', () => {
  const kinds = [
    'proposed',
    'revised',
    'agreed',
    'registered',
    'objected',
    'updated',
    'completed',
    'cancelled',
    'recorded',
    'handed_over',
    'declined',
    'dispute_raised',
    'dispute_answered',
  ] as const;
  it.each(kinds)('%s tells what was done and how the task stands, in both languages', (kind) => {
    for (const locale of LOCALES) {
      const message = renderReceipt(kind, sampleCard({ dispute: sampleDispute() }), locale);
      expectSound(message);
      expect(outline(message)).toContain('12');
      expect(outline(message)).toContain('show_task:12 = 12');
    }
  });

  it('of a completion has the results and the points that came of it', () => {
    const points = sampleEvent({
      kind: 'points',
      note: '중기부 김하늘: 특별협업포인트 50점',
      actor: undefined,
    });
    const card = sampleCard({
      task: sampleTask({ state: 'completed', progress: 100 }),
      measures: [MEASURED],
      events: [points, sampleEvent({ toState: 'completed' })],
    });
    expect(outline(renderReceipt('completed', card, 'ko'))).toMatchInlineSnapshot(`
      "*과제 12번을 완료했습니다. 수고하셨습니다.*
      환경영향평가 협의 기간 단축
      완료 · ■■■■■■■■■■ 100% · 기한 2026년 12월 31일(목)
      • 환경영향평가 기간: 12개월 → 4개월, 66.7% 단축 · 목표 4개월
      > 중기부 김하늘: 특별협업포인트 50점
      [과제 보기 → show_task:12 = 12]"
    `);
  });

  it('of a proposal that was cancelled says that it was withdrawn', () => {
    const card = sampleCard({ events: [sampleEvent({ fromState: 'proposed', toState: 'cancelled' })] });
    expect(renderReceipt('cancelled', card, 'ko').text).toBe(
      '과제 12번을 철회했습니다. 동의를 요청한 담당자에게 알립니다.',
    );
    expect(renderReceipt('cancelled', sampleCard(), 'ko').text).toBe('과제 12번을 중단했습니다.');
  });

  it('of a channel says what happens now', () => {
    for (const locale of LOCALES)
      for (const channel of ['C1', undefined]) expectSound(renderChannelChosen(channel, locale));
  });
});

describe('refusals', () => {
  const REFUSALS: Refusal[] = [
    { reason: 'not_found', number: 12 },
    { reason: 'not_found', number: 0 },
    { reason: 'no_posting' },
    ...ALL_RIGHTS.map((right): Refusal => ({ reason: 'not_yours', right })),
    { reason: 'text_missing', field: 'note' },
    { reason: 'text_short', field: 'title', length: 1, min: 2 },
    { reason: 'text_long', field: 'purpose', length: 2_001, max: 2_000 },
    { reason: 'due_past', dueOn: '2026-11-01' },
    { reason: 'partner_missing' },
    { reason: 'too_many', what: 'partners', count: 6, most: 5 },
    { reason: 'too_many', what: 'measures', count: 11, most: 10 },
    { reason: 'partner_same_agency' },
    { reason: 'partner_twice', name: '정지우' },
    { reason: 'partner_unknown' },
    { reason: 'partner_inactive', name: '임휴직' },
    { reason: 'party_gone' },
    { reason: 'pair_unknown' },
    { reason: 'pair_elsewhere' },
    { reason: 'measure_line', line: '기간 / 개월 / 열둘' },
    { reason: 'measure_twice', name: '기간' },
    { reason: 'measure_unknown', name: '기한' },
    { reason: 'measure_unknown', name: '' },
    { reason: 'measure_none' },
    { reason: 'number_unreadable', typed: '넷' },
    { reason: 'number_unreadable', typed: '' },
    { reason: 'unit_other', name: '기간', typed: '년', unit: '개월' },
    { reason: 'unit_other', name: '순위', typed: '위', unit: '' },
    { reason: 'day_unreadable', typed: '어제' },
    { reason: 'day_unreadable', typed: '' },
    { reason: 'day_future', day: '2026-12-24' },
    { reason: 'evidence_not_web', typed: 'C:\\자료' },
    { reason: 'progress_range', typed: '101' },
    { reason: 'state_same', state: 'completed' },
    { reason: 'state_not_from', from: 'active', to: 'registered', allowed: ['delayed', 'on_hold'] },
    { reason: 'state_not_from', from: 'proposed', to: 'active', allowed: ['cancelled'] },
    { reason: 'state_not_from', from: 'completed', to: 'completed', allowed: [] },
    { reason: 'results_missing', measures: ['기간', '관광객'] },
    { reason: 'dispute_open' },
    { reason: 'period_closed', day: '2026-10-31' },
    { reason: 'no_dispute' },
    { reason: 'already_answered' },
    { reason: 'terms_changed' },
    { reason: 'not_proposed', state: 'registered' },
    { reason: 'not_proposed', state: 'completed' },
    { reason: 'already_referred' },
    { reason: 'not_operator' },
    { reason: 'owner_same', name: '정지우' },
    { reason: 'owner_elsewhere', name: '정지우', department: '인력정책과' },
    { reason: 'key_reused' },
  ];

  it('say why and what to do', () => {
    expect(REFUSALS.map((refusal) => renderRefusals([refusal], 'ko').text).join('\n')).toMatchInlineSnapshot(`
      "과제 12번을 찾지 못했습니다. /협업 과제에서 번호를 확인해 주십시오.
      그런 과제가 없습니다. /협업 과제에서 번호를 확인해 주십시오.
      명부에 현재 소속이 없어 과제를 등록할 수 없습니다. 소속 기관의 운영자에게 명부를 확인해 달라고 요청해 주십시오.
      이 과제에 참여하는 분만 볼 수 있습니다. 과제 번호를 확인해 주십시오.
      과제의 진행 상황은 참여 부서의 담당자만 바꿀 수 있습니다. 과제 카드의 담당자에게 요청해 주십시오.
      성과는 참여 부서의 담당자만 적을 수 있습니다. 과제 카드의 담당자에게 요청해 주십시오.
      과제를 고치거나 철회하는 일은 주관 부서의 담당자만 할 수 있습니다. 주관 담당자에게 알려 주십시오.
      동의와 의견은 요청받은 협업 부서의 담당자만 낼 수 있습니다. 그 담당자에게 요청해 주십시오.
      담당자는 그 부서의 담당자나 소속 기관의 운영자·CCO(혁신책임관)만 바꿀 수 있습니다. 그분들께 요청해 주십시오.
      담당 아님은 지금 담당자로 되어 있는 분만 알릴 수 있습니다. 과제 카드에서 담당자를 확인해 주십시오.
      이견은 과제의 담당자만 낼 수 있습니다. 과제 카드의 담당자에게 요청해 주십시오.
      이견에는 참여 기관의 CCO(혁신책임관)만 답할 수 있습니다. 소속 기관의 CCO에게 알려 주십시오.
      설명을 적어 주십시오.
      과제명이 1자로 짧습니다. 2자 이상 적어 주십시오.
      목적이 2,001자로 깁니다. 2,000자 이하로 줄여 주십시오.
      기한 2026년 11월 1일이 이미 지났습니다. 오늘이나 그 뒤의 날을 골라 주십시오.
      협업 부서의 담당자를 한 명 이상 골라 주십시오. 협업과제는 상대 기관의 동의를 받아 등록합니다.
      협업 부서는 5곳까지 둘 수 있는데 6곳을 골랐습니다. 줄여 주십시오.
      성과지표는 10개까지 둘 수 있는데 11개를 적었습니다. 줄여 주십시오.
      협업과제는 기관 사이의 과제입니다. 다른 기관의 담당자를 한 명 이상 골라 주십시오.
      정지우 님의 부서는 이미 들어 있습니다. 한 부서에서는 담당자 한 명만 골라 주십시오.
      고른 담당자를 명부에서 찾지 못했습니다. 목록에서 다시 골라 주십시오.
      임휴직 님은 휴직 중이거나 현재 소속이 없습니다. 같은 부서의 다른 분을 골라 주십시오.
      지금은 이 과제에 없는 부서이거나 끝난 요청입니다. /협업 과제에서 과제를 다시 열어 주십시오.
      그런 교류 직위가 없습니다. 목록에서 다시 골라 주십시오.
      고른 교류 직위는 이 과제에 참여하는 기관의 것이 아닙니다. 참여 기관의 교류 직위를 고르거나 ‘해당 없음’을 골라 주십시오.
      성과지표 ‘기간 / 개월 / 열둘’을 읽지 못했습니다. ‘환경영향평가 기간 / 개월 / 12 / 4’처럼 이름, 단위, 이전, 목표를 차례로 적어 주십시오.
      성과지표 ‘기간’이 두 번 나옵니다. 이름을 다르게 적어 주십시오.
      성과지표 ‘기한’이 이 과제에 없습니다. 과제 카드에 나오는 이름대로 적어 주십시오.
      어느 성과지표의 결과인지 알 수 없습니다. 성과지표의 이름을 함께 적어 주십시오.
      이 과제에는 성과지표가 없습니다. 성과는 진행 상황의 설명에 적어 주십시오.
      ‘넷’을 숫자로 읽지 못했습니다. 3,300이나 27.4처럼 적어 주십시오.
      성과를 숫자로 적어 주십시오. 예: 27.4
      성과지표 ‘기간’의 단위는 개월입니다. ‘년’을 그 단위로 바꾸어 적어 주십시오.
      성과지표 ‘순위’에는 단위가 없습니다. ‘위’ 없이 숫자만 적어 주십시오.
      ‘어제’는 날짜가 아닙니다. 2026-11-20처럼 적어 주십시오.
      날짜를 골라 주십시오.
      측정한 날 2026년 12월 24일은 아직 오지 않았습니다. 오늘이나 그 전의 날을 골라 주십시오.
      근거 자료 ‘C:\\자료’는 웹 주소가 아닙니다. https://로 시작하는 주소를 적거나 비워 두십시오.
      진행률 ‘101’은 쓸 수 없습니다. 0에서 100까지의 정수로 적어 주십시오.
      이미 ‘완료’ 상태입니다. 더 하실 일은 없습니다.
      ‘추진중’에서 ‘등록’으로 바꿀 수 없습니다. 지금 고를 수 있는 상태: 지연, 보류
      ‘협의중’에서 ‘추진중’으로 바꿀 수 없습니다. 협업 기관이 모두 동의해 등록된 뒤에 할 수 있습니다.
      지금은 ‘완료’ 상태여서 할 수 없습니다. 끝난 과제는 바꾸지 않습니다.
      완료하려면 성과를 모두 적어야 합니다. 결과가 없는 성과지표: 기간, 관광객
      풀리지 않은 이견이 있습니다. 이견이 해결된 뒤에 다시 해 주십시오.
      2026년 10월은 이미 마감되어 그달로는 완료를 기록할 수 없습니다. 바뀐 것은 없습니다. 다시 해 주시면 오늘 날짜로 기록됩니다. 그래도 같은 답이 나오면 관리자에게 서버 시각을 확인해 달라고 요청해 주십시오.
      답할 이견이 없습니다. 이미 해결되었는지 과제 카드를 확인해 주십시오.
      이미 답이 기록되어 있습니다.
      과제 내용이 그 뒤에 고쳐졌습니다. 새 요청을 확인해 주십시오.
      이미 등록되어 제안을 고치거나 동의할 수 없습니다. 바뀐 내용은 진행 상황에 적어 주십시오.
      이미 ‘완료’ 상태로 끝나 제안을 고치거나 동의할 수 없습니다. 더 하실 일은 없습니다.
      이미 협업 전문위원회로 넘긴 이견입니다. 의견을 남기거나 해결을 기록해 주십시오.
      소속 기관의 운영자만 할 수 있습니다. 기관 운영자에게 요청해 주십시오.
      이미 정지우 님이 담당자입니다. 더 하실 일은 없습니다.
      정지우 님은 인력정책과 소속이 아닙니다. 같은 부서의 분을 골라 주십시오.
      같은 요청이 이미 다른 내용으로 처리되었습니다. 과제 카드를 확인하고, 더 하실 일이 있으면 새로 시작해 주십시오."
    `);
  });

  it('have English words for each', () => {
    expect(REFUSALS.map((refusal) => renderRefusals([refusal], 'en').text).join('\n')).toMatchInlineSnapshot(`
      "There is no task 12. Please look it up with /collab task.
      There is no such task. Please look it up with /collab task.
      The directory has no current post of yours, so you cannot register a task. Please ask your agency’s operator to check it.
      Only those who take part in this task may see it. Please check the number.
      Only the owners of the departments that take part may update this task. Please ask one of them; the card names them.
      Only the owners of the departments that take part may record results. Please ask one of them; the card names them.
      Only the owner of the lead department may change or withdraw this proposal. Please tell them.
      Only the owner of the department that was asked may agree or object. Please ask them.
      Only the owner of that department, or the operator or CCO of its agency, may name another owner. Please ask one of them.
      Only whoever is the owner now may say “not mine”. The card names the owners.
      Only the owners of this task may raise a dispute. Please ask one of them; the card names them.
      Only the CCOs of the agencies that take part may answer a dispute. Please tell your CCO.
      Please fill in the note.
      The title is short (characters: 1). Please write at least 2.
      The purpose is long: 2,001 characters. Please shorten it to 2,000.
      The due date 1 November 2026 is over. Please choose today or a later day.
      Please choose at least one partner’s owner: a task is registered once the other agency agreed.
      A task may have up to 5 partners, and you gave 6. Please take some away.
      A task may have up to 10 measures, and you gave 11. Please take some away.
      A collaboration task is one between agencies. Please choose at least one owner in another agency.
      The department of 정지우 takes part already. Please choose one owner a department.
      One of the owners chosen is not in the directory. Please choose again from the list.
      임휴직 is on leave or holds no post now. Please choose someone else of the department.
      That department is no part of this task now, or the request is over. Please open the task again with /collab task.
      There is no such pair of exchange positions. Please choose again from the list.
      That pair of exchange positions belongs to none of the agencies of this task. Please choose one of theirs, or ‘None’.
      The measure ‘기간 / 개월 / 열둘’ could not be read. Please write name, unit, before and target in turn: ‘Assessment time / months / 12 / 4’.
      The measure ‘기간’ is there twice. Please give each a name of its own.
      This task has no measure ‘기한’. Please write its name as the card has it.
      Which measure is meant? Please write its name too.
      This task has no measures. Please write its outcome into the note of an update.
      ‘넷’ is no number. Please write it like 3,300 or 27.4.
      Please write the result as a number, such as 27.4.
      The measure ‘기간’ is in 개월. Please convert what you wrote in ‘년’.
      The measure ‘순위’ has no unit. Please write the number without ‘위’.
      ‘어제’ is no date. Please write it like 2026-11-20.
      Please choose a date.
      The day of measuring, 24 December 2026, is yet to come. Please choose today or an earlier day.
      The evidence ‘C:\\자료’ is no web address. Please write one that begins with https://, or leave it empty.
      The progress ‘101’ will not do. Please write a whole number from 0 to 100.
      The task is ‘Completed’ already. There is nothing left to do.
      A task cannot go from ‘Active’ to ‘Registered’. It may become: Delayed, On hold
      A task cannot go from ‘Proposed’ to ‘Active’. Please wait until all partners agreed and the task is registered.
      This cannot be done while the task is ‘Completed’. A task that is over is not changed.
      Completing a task needs a result for each measure. Missing: 기간, 관광객
      A dispute is open. Please try again once it is settled.
      October 2026 is closed already, so no task is completed in it any more. Nothing has changed. Please try again: it is then completed on today’s date. If you get this answer again, please ask your administrator to check the server’s clock.
      There is no dispute to answer. The card tells whether it has been settled.
      An answer is on record already.
      The task has been revised since. Please look at the new request.
      The task is registered: it can no longer be revised or agreed to. Please write what changes into a status update.
      The task is over (‘Completed’): it can no longer be revised or agreed to. There is nothing left to do.
      This dispute has been referred to the committee already. Please give an opinion or record that it is settled.
      Only an operator of your agency may do this. Please ask one.
      정지우 is the owner already. There is nothing left to do.
      정지우 does not belong to 인력정책과. Please choose someone of that department.
      The same request was already processed with other content. Please look at the card, and begin anew if something is left to do."
    `);
  });

  it.each<[TaskState, string]>([
    ['registered', '등록’으로'],
    ['active', '추진중’으로'],
    ['delayed', '지연’으로'],
    ['on_hold', '보류’로'],
    ['completed', '완료’로'],
    ['cancelled', '중단’으로'],
  ])('have the right particle behind %s', (to, expected) => {
    expect(
      renderRefusals([{ reason: 'state_not_from', from: 'proposed', to, allowed: [] }], 'ko').text,
    ).toContain(expected);
  });

  it('are harmless and short whatever was typed', () => {
    const typed = NASTY.repeat(1_000);
    for (const locale of LOCALES) {
      for (const refusal of [
        { reason: 'measure_line', line: typed },
        { reason: 'measure_unknown', name: typed },
        { reason: 'measure_twice', name: typed },
        { reason: 'number_unreadable', typed },
        { reason: 'unit_other', name: typed, typed, unit: typed },
        { reason: 'day_unreadable', typed },
        { reason: 'evidence_not_web', typed },
        { reason: 'progress_range', typed },
        { reason: 'results_missing', measures: [typed, typed] },
      ] satisfies Refusal[]) {
        const message = renderRefusals([refusal], locale);
        expectSound(message);
        expect(message.text.length).toBeLessThan(500);
      }
    }
  });

  it('of several are a list', () => {
    const message = renderRefusals(
      [{ reason: 'partner_missing' }, { reason: 'text_missing', field: 'title' }],
      'ko',
    );
    expect(outline(message)).toMatchInlineSnapshot(`
      "*처리하지 않았습니다.*
      • 협업 부서의 담당자를 한 명 이상 골라 주십시오. 협업과제는 상대 기관의 동의를 받아 등록합니다.
      • 과제명을 적어 주십시오."
    `);
  });

  it('of a completion that lacks results offer the dialog with the note, others do not', () => {
    const asked = { taskId: 12, note: '모두 마침', typed: '12 완료 모두 마침' };
    const missing: Refusal[] = [{ reason: 'results_missing', measures: ['기간'] }];
    const message = renderUpdateRefused(missing, asked, 'ko');
    expectSound(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "완료하려면 성과를 모두 적어야 합니다. 결과가 없는 성과지표: 기간
      [!성과 적고 완료하기 → update_task:12 = 12:completed:모두 마침]
      적으신 것:
      > 12 완료 모두 마침"
    `);
    expect(buttonsOf(renderUpdateRefused([{ reason: 'dispute_open' }], asked, 'ko'))).toEqual([]);
  });

  it('of a line show all of it back, however long', () => {
    const typed = `12 진행 ${'가나다라마바사아자차'.repeat(300)} ${NASTY} 끝`;
    for (const locale of LOCALES) {
      for (const message of [
        renderLineRefused([{ reason: 'progress_range', typed: '101' }], typed, locale),
        renderUpdateRefused(
          [{ reason: 'state_same', state: 'active' }],
          { taskId: 12, note: '', typed },
          locale,
        ),
      ]) {
        expectSound(message);
        expect(outline(message).match(/가/g)).toHaveLength(300);
        expect(outline(message)).toMatch(/끝$/);
      }
    }
    expect(
      outline(
        renderLineRefused([{ reason: 'progress_range', typed: '60.5' }], '12 진행 60.5 협의 완료', 'ko'),
      ),
    ).toMatchInlineSnapshot(`
      "진행률 ‘60.5’는 쓸 수 없습니다. 0에서 100까지의 정수로 적어 주십시오.
      적으신 것:
      > 12 진행 60.5 협의 완료"
    `);
  });
});

it('how a command is written is shown with what was typed', () => {
  const usage = parseCommand(`과제 12 완뇨 ${NASTY}`);
  if (usage.kind !== 'usage') throw new Error('understood');
  for (const locale of LOCALES) expectSound(renderUsage(usage, locale));
  const channel = parseCommand('과제 채널');
  if (channel.kind !== 'usage') throw new Error('understood');
  expect(outline(renderUsage(channel, 'ko'))).toMatchInlineSnapshot(`
    "*과제의 진행 상황을 올릴 채널을 적어 주십시오.*
    \`/협업 과제 채널 #협업과제\`
    \`/협업 과제 채널 끔\`
      적으신 것: 채널"
  `);
  expect(outline(renderUsage({ ...usage, typed: '12 완뇨 끝' }, 'ko'))).toMatchInlineSnapshot(`
    "*과제 번호 뒤에 상태와 설명을 적어 주십시오.*
    혹시 ‘완료’를 찾으셨습니까?
    \`/협업 과제 12 진행 60 환경영향평가 협의 완료\`
    \`/협업 과제 12 지연 관계 기관 회신 대기\`
    \`/협업 과제 12 완료 모든 협의를 마침\`
      적으신 것: 12 완뇨 끝"
  `);
});

import { expect, test } from 'vitest';
import type { EvaluationLine } from '../../src/evaluations/evaluation.ts';
import { renderHome } from '../../src/home/messages.ts';
import type { TaskLine } from '../../src/tasks/task.ts';
import { buttonsOf, expectSound, outline } from '../points/outline.ts';
import { gift, NOON, summary } from '../points/samples.ts';

const task: TaskLine = {
  id: 12,
  title: '용인 반도체 산단 신속 조성',
  state: 'active',
  progress: 60,
  dueOn: '2026-12-31',
  lead: { agency: '중기부', department: '인력정책과', answers: '이도윤' },
  partners: [{ agency: '행안부', department: '협업정책과', answers: undefined }],
  updatedAt: NOON,
  waiting: false,
  overdue: false,
};
const tasks = {
  lines: [
    { ...task, id: 13, title: '자료 공유', state: 'proposed' as const, progress: 0, waiting: true },
    { ...task, dueOn: '2026-11-20', overdue: true },
  ],
  total: 2,
};
const evaluation: EvaluationLine = {
  id: 7,
  kind: 'year_end',
  period: '2026',
  title: '',
  dueOn: '2026-11-30',
  left: 5,
  taskId: 12,
  task: '용인 반도체 산단 신속 조성',
  agency: '중기부',
  department: '인력정책과',
  answers: '이도윤',
  answered: false,
  late: false,
  drafted: false,
  grade: undefined,
  outdated: false,
};

const home = {
  name: '이도윤',
  summary,
  recent: [gift()],
  officialId: 1,
  approvals: [],
  operator: false,
  tasks,
  evaluations: { toAnswer: [evaluation], toGrade: [], totals: { toAnswer: 1, toGrade: 0 } },
  now: NOON,
};

test('App Home shows where one stands, tasks and evaluations that wait, the latest thanks and the time', () => {
  expect(outline(renderHome(home, 'ko'))).toMatchInlineSnapshot(`
    "이도윤 님의 협업
    *이번 달 남은 포인트*
    190점 / 200점
    *이번 달 보낸 포인트*
    10점
    *이번 달 받은 포인트*
    30점
    *올해 받은 포인트*
    1,250점
    *올해 특별협업포인트*
    50점
    [!보내기 → open_give] [내역 → show_statement] [순위 → show_ranking] [게시판 → show_board]
      남은 포인트는 이달 말에 사라지고 12월 1일에 새로 들어옵니다.
    ---
    *내 과제 2건*
    *과제 13번 · 자료 공유*
    협의중 · □□□□□□□□□□ 0% · 기한 2026년 12월 31일(목) · 동의를 기다립니다
    [자세히 → show_task:13 = 13]
    *과제 12번 · 용인 반도체 산단 신속 조성*
    추진중 · ■■■■■■□□□□ 60% · 기한 2026년 11월 20일(금) · 기한 지남
    [자세히 → show_task:12 = 12]
    [과제 목록 → my_tasks] [과제 등록 → register_task] [인사교류 → show_exchange]
    ---
    *답할 것*
    *2026년 연말 평가 · 과제 12 용인 반도체 산단 신속 조성*
    중기부 인력정책과 · 이도윤
    11월 30일(월)까지 · 근무일로 5일 남음 · 미제출
    [!답하기 → answer_evaluation:7 = 7]
    [점검·평가 → my_evaluations] [알림 설정 → reminder_settings]
    ---
    *최근 주고받은 감사 인사*
    보냄 → *김하늘* (중기부 인력정책과) 10점 · 11월 23일 14:05 · 번호 123
    > 고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.
    > 정말 고맙습니다.
      11월 23일 14:05 기준"
  `);
  expect(
    outline(
      renderHome(
        {
          ...home,
          recent: [],
          tasks: { lines: [], total: 0 },
          evaluations: { toAnswer: [], toGrade: [], totals: { toAnswer: 0, toGrade: 0 } },
        },
        'en',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "Collaboration of 이도윤
    *Left to give this month*
    190 of 200 points
    *Sent this month*
    10 points
    *Received this month*
    30 points
    *Received this year*
    1,250 points
    *Special points this year*
    50 points
    [!Give points → open_give] [Statement → show_statement] [Ranking → show_ranking] [Board → show_board]
      What is left lapses at the end of the month; new points come on 1 December.
    ---
    *My tasks*
    You answer for no task. If there is something to do with another agency, please register it.
    [All tasks → my_tasks] [Register a task → register_task] [Exchanges → show_exchange]
    ---
    *Reviews and evaluations*
    Nothing waits for your answer or your grade.
    [Reviews and evaluations → my_evaluations] [Reminders → reminder_settings]
    ---
    *Latest thanks*
    No thanks sent or received this month yet. Be the first to thank a colleague.
      as of 23 November, 14:05 KST"
  `);
});

test('an operator’s App Home also shows what waits for approval', () => {
  const view = renderHome({ ...home, approvals: [7, 8], operator: true }, 'ko');
  expect(outline(view)).toContain('[요청 7 보기 → show_approval:7 = 7] [요청 8 보기 → show_approval:8 = 8]');
  expect(outline(view)).toContain(
    '[포인트 기준 → open_policy = points] [과제·교류·평가 기준 → show_policy = tasks]',
  );
  expectSound(view);
});

test('App Home shows the first five of a list, and how many tasks are left', () => {
  const view = renderHome(
    {
      ...home,
      tasks: { lines: Array.from({ length: 10 }, (_, id) => ({ ...task, id: id + 1 })), total: 23 },
      evaluations: {
        toAnswer: Array.from({ length: 10 }, (_, id) => ({ ...evaluation, id: id + 1 })),
        toGrade: Array.from({ length: 10 }, (_, id) => ({ ...evaluation, id: id + 21, answered: true })),
        totals: { toAnswer: 12, toGrade: 10 },
      },
    },
    'ko',
  );
  const ids = buttonsOf(view).map(({ action_id }) => action_id);
  for (const [of, from] of [
    ['show_task', 1],
    ['answer_evaluation', 1],
    ['grade_evaluation', 21],
  ] as const)
    expect(ids.filter((id) => id.startsWith(of))).toEqual(
      Array.from({ length: 5 }, (_, n) => `${of}:${from + n}`),
    );
  expect(outline(view).match(/외 \d+건이 더/g)).toEqual(['외 7건이 더', '외 5건이 더']);
  expect(outline(view)).toContain('*내 과제 23건*');
  expect(outline(view)).toContain('그 밖에 과제 18건은 과제 목록에 있습니다.');
  expect(new Set(ids).size).toBe(ids.length);
  expectSound(view);
});

test('App Home stays within limits, whatever people write', () => {
  const wild = gift({
    message: '<!channel>&'.repeat(90),
    giver: '*'.repeat(300),
    recipientDepartment: '<'.repeat(300),
  });
  expectSound(
    renderHome(
      {
        ...home,
        name: '가'.repeat(400),
        recent: Array(10).fill(wild),
        approvals: Array.from({ length: 40 }, (_, id) => id),
        tasks: { lines: Array(10).fill({ ...task, title: '<!channel>&*'.repeat(40) }), total: 400 },
        evaluations: {
          toAnswer: Array(10).fill({ ...evaluation, task: '<@U1>&'.repeat(60), department: '*'.repeat(200) }),
          toGrade: Array(10).fill({ ...evaluation, kind: 'by_hand', title: '`'.repeat(200) }),
          totals: { toAnswer: 400, toGrade: 400 },
        },
        operator: true,
      },
      'ko',
    ),
  );
  expectSound(renderHome({ ...home, name: '' }, 'en'));
});

import { describe, expect, it, test } from 'vitest';
import { answerView } from '../../src/evaluations/answer-view.ts';
import type {
  Answer,
  Evaluation,
  EvaluationCard,
  EvaluationLine,
  EvaluationRight,
  FirstReminder,
  Grade,
  Refusal,
} from '../../src/evaluations/evaluation.ts';
import { gradeView, nameView, openingView, taskOption } from '../../src/evaluations/keeper-views.ts';
import { renderAgency, renderMine, renderMyEvaluationBlocks } from '../../src/evaluations/list-messages.ts';
import {
  refusalText,
  renderChangedNotice,
  renderDone,
  renderEvaluation,
  renderEvaluatorNotice,
  renderGradedNotice,
  renderOpened,
  renderRefusals,
  renderUsage,
} from '../../src/evaluations/messages.ts';
import { renderVersions } from '../../src/evaluations/version-messages.ts';
import type { Locale } from '../../src/messenger/locale.ts';
import { buttonsOf, expectPostable, expectSound, outline } from '../points/outline.ts';
import { seoul } from '../support/government.ts';

const LOCALES: Locale[] = ['ko', 'en'];
const HOSTILE = '<!channel> *굵게* `x` & <https://evil.example|여기> @here :tada:';

const answer: Answer = {
  id: 31,
  version: 2,
  draft: false,
  late: false,
  progress: '합동 점검 12곳 가운데 9곳을 마쳤습니다.\n남은 곳은 12월에 합니다.',
  results: [{ measureId: 5, measure: '환경영향평가 기간', text: '12개월 → 4개월' }],
  difficulties: '자료 연계가 늦었습니다.',
  nextPlan: '남은 3곳을 점검합니다.',
  actor: { id: 1, name: '김하늘' },
  at: seoul('2026-11-20 10:30:00.000'),
};
const grade: Grade = {
  id: 8,
  answerId: 31,
  grade: '우수',
  comment: '기간을 크게 줄였습니다.',
  recommended: true,
  actor: { id: 5, name: '강혁신' },
  at: seoul('2026-12-03 14:00:00.000'),
};
const open: Evaluation = {
  id: 12,
  cycle: {
    id: 3,
    kind: 'year_end',
    period: '2026',
    title: '2026년 연말 평가',
    dueOn: '2026-11-30',
    openedOn: '2026-10-31',
  },
  task: { id: 7, title: '수변도시 환경영향평가 단축', state: 'active', progress: 75 },
  party: {
    partyId: 1,
    agency: { id: 1, shortName: '중기부' },
    department: '인력정책과',
    departmentId: 11,
    owner: { id: 1, name: '김하늘' },
    answers: { id: 1, name: '김하늘' },
  },
  others: [],
  measures: [
    { id: 5, name: '환경영향평가 기간', unit: '개월', before: '12', target: '3', after: '4' },
    { id: 6, name: '관광객', unit: '만명', before: undefined, target: undefined, after: undefined },
  ],
  submitted: undefined,
  draft: undefined,
  versions: 0,
  evaluator: undefined,
  grade: undefined,
  grades: 0,
};
const graded: Evaluation = {
  ...open,
  submitted: answer,
  versions: 2,
  evaluator: { id: 8, name: '한유나', agency: '행안부', agencyId: 2, left: false },
  grade,
  grades: 1,
};
const viewOf = (
  evaluation: Evaluation,
  rights: EvaluationRight[] = [],
  today = '2026-11-23',
): EvaluationCard => ({ evaluation, rights: new Set(rights), today, left: 5, seesTask: true });
const line: EvaluationLine = {
  id: 12,
  kind: 'year_end',
  period: '2026',
  title: '2026년 연말 평가',
  dueOn: '2026-11-30',
  left: 5,
  taskId: 7,
  task: '수변도시 환경영향평가 단축',
  agency: '중기부',
  department: '인력정책과',
  answers: '김하늘',
  answered: false,
  late: false,
  drafted: false,
  grade: undefined,
  outdated: false,
};
const review: EvaluationLine = {
  ...line,
  id: 13,
  kind: 'review',
  period: '2026-Q3',
  title: '2026년 3분기 점검',
  dueOn: '2026-10-16',
  left: 'over',
};

describe('the card', () => {
  it('of what is open, for its owner', () => {
    const message = renderEvaluation(viewOf(open, ['answer']), 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      기한 2026년 11월 30일 · 근무일로 5일 남음
      아직 제출하지 않았습니다.
      [!답하기 → answer_evaluation:12 = 12] [과제 보기 → show_task:7 = 7] [내 점검·평가 → my_evaluations]
        평가 12번"
    `);
    expect(outline(renderEvaluation(viewOf(open, ['answer']), 'en'))).toMatchInlineSnapshot(`
      "*Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      Due 30 November 2026 · 5 working days left
      Not submitted yet.
      [!Answer → answer_evaluation:12 = 12] [Show the task → show_task:7 = 7] [My evaluations → my_evaluations]
        Evaluation 12"
    `);
  });

  it('of what was graded, for the CCO', () => {
    const message = renderEvaluation(viewOf(graded, ['grade', 'name_evaluator'], '2026-12-04'), 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      기한 2026년 11월 30일
      제출: 김하늘 · 11월 20일 10:30 · 2번째 제출본
      평가자: 행안부 한유나
      *계획 대비 진행 상황*
      > 합동 점검 12곳 가운데 9곳을 마쳤습니다.
      > 남은 곳은 12월에 합니다.
      *성과*
      • 환경영향평가 기간: 12개월 → 4개월
      *어려운 점*
      > 자료 연계가 늦었습니다.
      *다음 분기 계획*
      > 남은 3곳을 점검합니다.
      *등급: 우수*
      평가: 강혁신 · 12월 3일 14:00
      > 기간을 크게 줄였습니다.
      평가수당 우대를 추천합니다.
      [다시 평가 → grade_evaluation:12 = 12] [평가자 지정 → name_evaluator:12 = 12] [지난 제출본 → evaluation_versions:12 = 12] [과제 보기 → show_task:7 = 7] [내 점검·평가 → my_evaluations]
        평가 12번"
    `);
    expect(outline(renderEvaluation(viewOf(graded, ['grade']), 'en'))).toMatchInlineSnapshot(`
      "*Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      Due 30 November 2026
      Submitted: 김하늘 · 20 November, 10:30 KST · version 2
      Evaluator: 한유나, 행안부
      *Progress against the plan*
      > 합동 점검 12곳 가운데 9곳을 마쳤습니다.
      > 남은 곳은 12월에 합니다.
      *Result*
      • 환경영향평가 기간: 12개월 → 4개월
      *Difficulties*
      > 자료 연계가 늦었습니다.
      *Next quarter*
      > 남은 3곳을 점검합니다.
      *Grade: 우수*
      Graded: 강혁신 · 3 December, 14:00 KST
      > 기간을 크게 줄였습니다.
      Allowance preference is recommended.
      [Grade again → grade_evaluation:12 = 12] [Earlier versions → evaluation_versions:12 = 12] [Show the task → show_task:7 = 7] [My evaluations → my_evaluations]
        Evaluation 12"
    `);
  });

  it('of a late answer without difficulties, changed after the grade, with nobody in the post', () => {
    const late = { ...answer, id: 32, late: true, difficulties: '', nextPlan: '', results: [] };
    const evaluation = {
      ...graded,
      submitted: late,
      draft: { ...answer, draft: true },
      party: { ...open.party, answers: undefined },
    };
    const text = outline(renderEvaluation(viewOf(evaluation), 'ko'));
    expect(text).toContain('기한 뒤 제출: 김하늘');
    expect(text).toContain('담당자 없음');
    expect(text).toContain('평가 뒤 답변이 고쳐졌습니다');
    expect(text).toContain('임시 저장: 김하늘');
    expect(text).not.toContain('어려운 점');
  });

  it('leads to the task and to the versions only where there is something to see', () => {
    const idsOf = (card: EvaluationCard) =>
      buttonsOf(renderEvaluation(card, 'ko')).map((one) => one.action_id);
    expect(idsOf(viewOf(graded))).toEqual(['evaluation_versions:12', 'show_task:7', 'my_evaluations']);
    expect(idsOf({ ...viewOf(graded), seesTask: false })).toEqual([
      'evaluation_versions:12',
      'my_evaluations',
    ]);
    expect(idsOf(viewOf({ ...graded, versions: 1 }))).toEqual(['show_task:7', 'my_evaluations']);
  });

  it.each<[EvaluationCard['left'], string, string]>([
    [1, '기한 2026년 11월 30일 · 근무일로 1일 남음', 'Due 30 November 2026 · 1 working day left'],
    [2, '기한 2026년 11월 30일 · 근무일로 2일 남음', 'Due 30 November 2026 · 2 working days left'],
    ['today', '기한 2026년 11월 30일 · 오늘까지', 'Due 30 November 2026 · today'],
    ['over', '기한 2026년 11월 30일 · 기한 지남', 'Due 30 November 2026 · overdue'],
    ['days_off', '기한 2026년 11월 30일\n', 'Due 30 November 2026\n'],
  ])('with %s left', (left, korean, english) => {
    expect(outline(renderEvaluation({ ...viewOf(open), left }, 'ko'))).toContain(korean);
    expect(outline(renderEvaluation({ ...viewOf(open), left }, 'en'))).toContain(english);
  });

  it('with hostile and the longest texts stays sound', () => {
    const long = '&<*'.repeat(330);
    for (const text of [HOSTILE, long]) {
      const evaluation: Evaluation = {
        ...graded,
        task: { ...graded.task, title: text },
        submitted: {
          ...answer,
          progress: text,
          difficulties: text.slice(0, 500),
          nextPlan: text.slice(0, 500),
          results: Array.from({ length: 10 }, (_, id) => ({
            measureId: id,
            measure: text.slice(0, 60),
            text: text.slice(0, 200),
          })),
        },
        grade: { ...grade, comment: text.slice(0, 500) },
      };
      for (const locale of LOCALES) {
        expectSound(renderEvaluation(viewOf(evaluation, ['answer', 'grade', 'name_evaluator']), locale));
        expectPostable(renderGradedNotice(evaluation, locale));
        expectPostable(renderEvaluatorNotice(evaluation, locale));
        expectSound(answerView(viewOf(evaluation), 'key', locale));
        expectSound(gradeView({ ...viewOf(evaluation), scale: ['우수', '보통'] }, 'key', locale));
        expectSound(nameView(viewOf(evaluation), 'key', locale));
      }
    }
  });
});

describe('the versions', () => {
  const first = {
    ...answer,
    id: 30,
    version: 1,
    progress: '처음 낸 것',
    results: [],
    at: seoul('2026-11-18 09:00'),
  };
  const page = { evaluation: graded, versions: [answer, first], page: 0, first: 2, more: false };

  it('are listed by whom and when, the latest first', () => {
    const message = renderVersions(page, 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*제출본 기록*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      *2번째 제출본 · 지금 답변 · 평가한 답변*
      제출: 김하늘 · 11월 20일 10:30
      • 계획 대비 진행 상황: 합동 점검 12곳 가운데 9곳을 마쳤습니다. 남은 곳은 12월에 합니다.
      • 환경영향평가 기간: 12개월 → 4개월
      • 어려운 점: 자료 연계가 늦었습니다.
      • 다음 분기 계획: 남은 3곳을 점검합니다.
      *1번째 제출본*
      제출: 김하늘 · 11월 18일 09:00
      • 계획 대비 진행 상황: 처음 낸 것
      • 어려운 점: 자료 연계가 늦었습니다.
      • 다음 분기 계획: 남은 3곳을 점검합니다.
      [자세히 → show_evaluation:12 = 12]
        평가 12번"
    `);
    expect(outline(renderVersions({ ...page, page: 1, first: 7, more: true }, 'en'))).toMatchInlineSnapshot(`
      "*All that was submitted*
      Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축
      *Version 7 · the answer now · was graded*
      Submitted: 김하늘 · 20 November, 10:30 KST
      • Progress against the plan: 합동 점검 12곳 가운데 9곳을 마쳤습니다. 남은 곳은 12월에 합니다.
      • 환경영향평가 기간: 12개월 → 4개월
      • Difficulties: 자료 연계가 늦었습니다.
      • Next quarter: 남은 3곳을 점검합니다.
      *Version 6*
      Submitted: 김하늘 · 18 November, 09:00 KST
      • Progress against the plan: 처음 낸 것
      • Difficulties: 자료 연계가 늦었습니다.
      • Next quarter: 남은 3곳을 점검합니다.
      [Previous → evaluation_versions:12:0 = 12:0] [Next → evaluation_versions:12:2 = 12:2]
      [Details → show_evaluation:12 = 12]
        Evaluation 12"
    `);
  });

  it('are cut short, and stay sound whatever was written', () => {
    const text = '&<*'.repeat(330);
    const results = Array.from({ length: 10 }, (_, measureId) => ({ measureId, measure: text, text }));
    const long = { ...answer, progress: text, results, difficulties: text, nextPlan: text };
    for (const locale of LOCALES) {
      expectPostable(renderVersions({ ...page, versions: Array(4).fill(long), page: 1, more: true }, locale));
    }
    const one = { ...answer, progress: '가'.repeat(1_000), results: [], difficulties: '', nextPlan: '' };
    const cut = outline(renderVersions({ ...page, versions: [one] }, 'ko'));
    expect(cut).toContain(`${'가'.repeat(399)}…`);
  });
});

describe('lists', () => {
  const page = {
    toAnswer: [line],
    toGrade: [{ ...line, id: 14, answered: true }],
    answered: [{ ...review, answered: true }],
    totals: { toAnswer: 1, toGrade: 1 },
    page: 0,
    before: 0,
  };
  it('of what waits for me', () => {
    const message = renderMine({ ...page, seesAgency: true, mayOpen: true }, 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*점검·평가*
      *답할 것*
      *2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      11월 30일(월)까지 · 근무일로 5일 남음 · 미제출
      [!답하기 → answer_evaluation:12 = 12]
      *평가할 것*
      *2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      11월 30일(월)까지 · 제출
      [평가하기 → grade_evaluation:14 = 14]
      *최근 제출한 것*
      *2026년 3분기 점검 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      10월 16일(금)까지 · 제출
      [자세히 → show_evaluation:13 = 13]
      [우리 기관 → list_evaluations:open:0 = open:0] [새 점검 열기 → open_cycle]"
    `);
    const english = renderMine({ ...page, seesAgency: false, mayOpen: false }, 'en');
    expect(outline(english)).toMatchInlineSnapshot(`
      "*Reviews and evaluations*
      *To answer*
      *Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      due Mon, 30 November · 5 working days left · not submitted
      [!Answer → answer_evaluation:12 = 12]
      *To grade*
      *Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      due Mon, 30 November · submitted
      [Grade → grade_evaluation:14 = 14]
      *Submitted lately*
      *Review Q3 2026 · Task 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      due Fri, 16 October · submitted
      [Details → show_evaluation:13 = 13]"
    `);
  });

  it('longer than a page say how many more there are, and turn', () => {
    const lines = (from: number) => Array.from({ length: 10 }, (_, index) => ({ ...line, id: from + index }));
    const long = { toAnswer: lines(100), toGrade: lines(200), totals: { toAnswer: 25, toGrade: 10 } };
    const more = { ...page, ...long, seesAgency: true, mayOpen: true };
    const message = renderMine(
      {
        ...more,
        answered: Array(5)
          .fill(review)
          .map((one, id) => ({ ...one, id })),
      },
      'ko',
    );
    expectPostable(message);
    expect(outline(message).match(/외 \d+건이 더 있습니다/g)).toEqual(['외 15건이 더 있습니다']);
    expect(outline(message)).toContain('[다음 쪽 → my_evaluations:1 = 1]');
    const second = outline(renderMine({ ...more, toGrade: [], answered: [], page: 1, before: 10 }, 'ko'));
    expect(second).toContain('외 5건이 더 있습니다');
    expect(second).toContain('[앞 쪽 → my_evaluations:0 = 0] [다음 쪽 → my_evaluations:2 = 2]');
    expect(second).not.toContain('평가할 것');
    const last = outline(
      renderMine(
        { ...more, toAnswer: lines(1).slice(0, 5), toGrade: [], answered: [], page: 2, before: 20 },
        'en',
      ),
    );
    expect(last).toContain('[Previous → my_evaluations:1 = 1]');
    expect(last).not.toMatch(/Next|more/);
  });

  it('of nothing says so; on App Home it is nothing', () => {
    const nothing = { toAnswer: [], toGrade: [], totals: { toAnswer: 0, toGrade: 0 } };
    const mine = { ...nothing, answered: [], page: 0, before: 0, seesAgency: false, mayOpen: false };
    expect(outline(renderMine(mine, 'ko'))).toBe('*점검·평가*\n지금 답하거나 평가할 것이 없습니다.');
    expect(renderMyEvaluationBlocks(nothing, 'ko')).toEqual([]);
  });

  it('on App Home are the lines with their buttons', () => {
    const blocks = renderMyEvaluationBlocks(page, 'ko');
    expect(outline({ blocks })).toContain('[!답하기 → answer_evaluation:12 = 12]');
    expect(outline({ blocks })).toContain('[평가하기 → grade_evaluation:14 = 14]');
  });

  it('of the agency, with filters, pages, and every state', () => {
    const lines = [
      line,
      review,
      { ...line, id: 15, drafted: true },
      { ...line, id: 16, answered: true, late: true },
      { ...line, id: 17, answered: true, grade: '우수', outdated: true },
      { ...line, id: 18, kind: 'by_hand' as const, title: HOSTILE, answers: undefined },
    ];
    const counts = { open: 21, late: 1, answered: 2, to_grade: 1, graded: 1 };
    const message = renderAgency({ filter: 'open', page: 1, lines, more: true, counts, mayOpen: true }, 'ko');
    expectPostable(message);
    expect(outline(message)).toMatchInlineSnapshot(`
      "*우리 기관의 점검·평가 · 답변 대기*
      [!답변 대기 21 → list_evaluations:open:0 = open:0] [기한 지남 1 → list_evaluations:late:0 = late:0] [제출 2 → list_evaluations:answered:0 = answered:0] [평가 대기 1 → list_evaluations:to_grade:0 = to_grade:0] [평가 완료 1 → list_evaluations:graded:0 = graded:0]
      *2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      11월 30일(월)까지 · 근무일로 5일 남음 · 미제출
      [자세히 → show_evaluation:12 = 12]
      *2026년 3분기 점검 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      10월 16일(금)까지 · 기한 지남 · 미제출
      [자세히 → show_evaluation:13 = 13]
      *2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      11월 30일(월)까지 · 근무일로 5일 남음 · 임시 저장
      [자세히 → show_evaluation:15 = 15]
      *2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      11월 30일(월)까지 · 기한 뒤 제출
      [자세히 → show_evaluation:16 = 16]
      *2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 김하늘
      11월 30일(월)까지 · 제출 · 등급 우수 · 평가 뒤 답변이 고쳐졌습니다
      [자세히 → show_evaluation:17 = 17]
      *&lt;!channel&gt; ∗굵게∗ ˋxˋ &amp; &lt;https://evil.example|여기&gt; ＠here ∶tada: · 과제 7 수변도시 환경영향평가 단축*
      중기부 인력정책과 · 담당자 없음
      11월 30일(월)까지 · 근무일로 5일 남음 · 미제출
      [자세히 → show_evaluation:18 = 18]
      [앞 쪽 → list_evaluations:open:0:page = open:0] [다음 쪽 → list_evaluations:open:2:page = open:2]
      [내 점검·평가 → my_evaluations] [새 점검 열기 → open_cycle]
        이렇게 적어 주십시오: /협업 평가(내 점검·평가), /협업 평가 12(12번), /협업 평가 기관(우리 기관), /협업 평가 열기(새 점검)"
    `);
    const empty = renderAgency(
      { filter: 'graded', page: 0, lines: [], more: false, counts, mayOpen: false },
      'en',
    );
    expect(outline(empty)).toMatchInlineSnapshot(`
      "*My agency’s evaluations · Graded*
      [Waiting 21 → list_evaluations:open:0 = open:0] [Overdue 1 → list_evaluations:late:0 = late:0] [Submitted 2 → list_evaluations:answered:0 = answered:0] [To grade 1 → list_evaluations:to_grade:0 = to_grade:0] [!Graded 1 → list_evaluations:graded:0 = graded:0]
      Nothing is under “Graded”.
      [My evaluations → my_evaluations]
        Please type /collab evaluation (mine), /collab evaluation 12 (number 12), /collab evaluation agency (my agency) or /collab evaluation open (a new review)."
    `);
  });
});

describe('dialogs', () => {
  it('for an answer begins with the task’s measurements', () => {
    const view = answerView(viewOf(open), 'key', 'ko');
    expectSound(view);
    expect(outline(view)).toMatchInlineSnapshot(`
      "*2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      2026년 11월 30일 밤 12시까지 몇 번이든 고칠 수 있습니다.
      계획 대비 진행 상황 | <progress: plain_text_input value> | 과제에 적힌 진행률은 75%입니다. ‘임시 저장’이 아니면 꼭 적습니다.
      성과: 환경영향평가 기간 | <result_5: plain_text_input value> | = 12개월 → 4개월 | 목표 12개월 → 3개월
      성과: 관광객 | <result_6: plain_text_input value> | 측정한 값과 시점을 적습니다.
      어려운 점 | <difficulties: plain_text_input value> | 없으면 비워 두어도 됩니다.
      다음 분기 계획 | <next_plan: plain_text_input value> | 없으면 비워 두어도 됩니다.
      저장 방식 | <draft: checkboxes value> | of 1
        비공개 자료와 개인정보는 적지 마십시오. 기관의 CCO(혁신책임관)와 평가자, 감사 담당자가 봅니다."
    `);
    expect(outline(answerView(viewOf(open), 'key', 'en'))).toMatchInlineSnapshot(`
      "*Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축*
      It may be changed until the end of 30 November 2026.
      Progress against the plan | <progress: plain_text_input value> | The task stands at 75%. Needed unless you only save a draft.
      Result: 환경영향평가 기간 | <result_5: plain_text_input value> | = 12개월 → 4개월 | Target 12개월 → 3개월
      Result: 관광객 | <result_6: plain_text_input value> | What was measured, and when.
      Difficulties | <difficulties: plain_text_input value> | May be left empty.
      Next quarter | <next_plan: plain_text_input value> | May be left empty.
      How to save | <draft: checkboxes value> | of 1
        No confidential material and no personal data, please. CCOs, evaluators and auditors will read it."
    `);
  });

  it('for an answer goes on with the draft, ticked as one, and with the version before it', () => {
    const draft = { ...answer, draft: true, progress: '초안' };
    const drafted = answerView(viewOf({ ...open, draft }), 'key', 'ko');
    expect(outline(drafted)).toContain('= 초안');
    expect(JSON.stringify(drafted)).toContain('initial_options');
    const again = answerView(viewOf(graded), 'key', 'ko');
    expect(outline(again)).toContain('합동 점검 12곳');
    expect(JSON.stringify(again)).not.toContain('initial_options');
  });

  it('for an answer after the due day says that it counts once', () => {
    expect(outline(answerView(viewOf(open, [], '2026-12-01'), 'key', 'ko'))).toContain(
      '기한(2026년 11월 30일)이 지나 한 번만 제출할 수 있고, 기한 뒤 제출로 표시됩니다.',
    );
  });

  it('keeps what was typed under all that is wrong', () => {
    const typed = {
      progress: '',
      results: new Map([[5, '4개월']]),
      difficulties: 'ㄱ'.repeat(5_000),
      nextPlan: HOSTILE,
      draft: true,
    };
    const refusals: Refusal[] = [
      { reason: 'answer_missing', field: 'progress' },
      { reason: 'answer_long', field: 'difficulties', length: 5_000, max: 500 },
    ];
    const view = answerView(viewOf(open), 'key', 'ko', typed, refusals);
    expectSound(view);
    const text = outline(view);
    expect(text).toContain(
      '• 계획 대비 진행 상황을 적어 주십시오.\n• 어려운 점이 5,000자로 깁니다. 500자 이하로 줄여 주십시오.',
    );
    expect(text).toContain('= 4개월');
    expect(text).not.toContain('= 12개월');
    expect(JSON.stringify(view)).toContain('initial_options');
  });

  it('for a grade shows the answer, the scale, and the grade before', () => {
    const scale = ['우수', '보통', '미흡'];
    const view = gradeView({ ...viewOf(graded), scale }, 'key', 'ko');
    expectSound(view);
    expect(view.private_metadata).toBe(`${graded.id} key ${graded.submitted?.id}`);
    expect(outline(view)).toMatchInlineSnapshot(`
      "*2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      *계획 대비 진행 상황*
      > 합동 점검 12곳 가운데 9곳을 마쳤습니다.
      > 남은 곳은 12월에 합니다.
      *성과*
      • 환경영향평가 기간: 12개월 → 4개월
      *어려운 점*
      > 자료 연계가 늦었습니다.
      *다음 분기 계획*
      > 남은 3곳을 점검합니다.
      등급 | <grade: radio_buttons value> | = 우수 | of 3
      평가 의견 | <comment: plain_text_input value> | = 기간을 크게 줄였습니다. | 500자까지. 담당자와 CCO(혁신책임관)에게 전달됩니다.
      평가수당 우대 | <recommended: checkboxes value> | of 1 | 추천만 기록합니다. 금액은 다루지 않습니다."
    `);
    const first = gradeView({ ...viewOf({ ...graded, grade: undefined }), scale }, 'key', 'en', undefined, [
      { reason: 'comment_missing' },
    ]);
    expect(outline(first)).toMatchInlineSnapshot(`
      "*Not graded. Please correct this and try again.*
      • Please add a comment. The owner and the CCO read it.
      *Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축*
      *Progress against the plan*
      > 합동 점검 12곳 가운데 9곳을 마쳤습니다.
      > 남은 곳은 12월에 합니다.
      *Result*
      • 환경영향평가 기간: 12개월 → 4개월
      *Difficulties*
      > 자료 연계가 늦었습니다.
      *Next quarter*
      > 남은 3곳을 점검합니다.
      Grade | <grade: radio_buttons value> | of 3
      Comment | <comment: plain_text_input value> | Up to 500 characters. The owner and the CCO read it.
      Allowance preference | <recommended: checkboxes value> | of 1 | Only the recommendation is recorded, never an amount."
    `);
  });

  it('for an evaluator and for a cycle by hand', () => {
    const naming = nameView(viewOf(graded), 'key', 'ko');
    expectSound(naming);
    expect(outline(naming)).toMatchInlineSnapshot(`
      "*2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축*
      지금 평가자는 한유나 님입니다. 새로 지정하면 바뀝니다.
      평가자 | <evaluator: external_select evaluator> | 이 과제에 함께하는 상대 기관의 직원 이름을 적으면 찾아 드립니다. 과제 담당자는 될 수 없습니다."
    `);
    const tasks = [taskOption({ id: 7, title: 'ㄱ'.repeat(200) }, 'ko')];
    const opening = openingView('key', 'ko', { title: '현장', dueOn: '내일', tasks }, [
      { reason: 'due_unreadable' },
    ]);
    expectSound(opening);
    expect(outline(opening)).toMatchInlineSnapshot(`
      "*열지 못했습니다. 고친 뒤 다시 눌러 주십시오.*
      • 기한을 2026-11-30처럼 적어 주십시오.
      고른 과제의 우리 기관 담당자에게 점검을 요청합니다. 담당자에게는 알림으로 전달됩니다.
      점검 이름 | <title: plain_text_input value> | = 현장 | 예: 하반기 현장 점검
      과제 | <tasks: multi_external_select evaluation_tasks> | 우리 기관이 함께하는 과제를 제목이나 번호로 찾습니다.
      기한 | <due_on: datepicker value> | 이날 밤 12시까지 답하면 됩니다."
    `);
    expect(JSON.stringify(opening)).toContain('task:7');
    expect(JSON.stringify(opening)).not.toContain('initial_date');
    expect(outline(openingView('key', 'en'))).toMatchInlineSnapshot(`
      "Asks your agency’s owners of the chosen tasks. They hear of it by their reminders.
      Name | <title: plain_text_input value> | e.g. On-site review
      Tasks | <tasks: multi_external_select evaluation_tasks> | Find tasks in which your agency takes part by title or number.
      Due day | <due_on: datepicker value> | Answers are in time until the end of that day."
    `);
  });
});

describe('what is said afterwards', () => {
  it('to whoever acted', () => {
    const said = (['answered', 'drafted', 'graded', 'named'] as const).map((kind) =>
      outline(renderDone(kind, viewOf(graded), 'ko')),
    );
    expect(said.join('\n\n')).toMatchInlineSnapshot(`
      "*답변을 제출했습니다.*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      2026년 11월 30일까지 고칠 수 있고, 알림은 더 보내지 않습니다.
      [자세히 → show_evaluation:12 = 12]

      *임시 저장했습니다.*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      [자세히 → show_evaluation:12 = 12]

      *평가했습니다.*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      담당자와 CCO(혁신책임관)에게 알립니다.
      [자세히 → show_evaluation:12 = 12]

      *한유나 님을 평가자로 지정했습니다.*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      평가자에게 알립니다.
      [자세히 → show_evaluation:12 = 12]"
    `);
    expect(outline(renderDone('drafted', viewOf(open), 'ko'))).toContain('아직 제출한 것이 아닙니다.');
    const late = viewOf({ ...graded, submitted: { ...answer, late: true } });
    expect(outline(renderDone('answered', late, 'en'))).toContain('marked late');
    const cycle = {
      id: 1,
      agencyId: 1,
      openedBy: 5,
      title: '현장 점검',
      dueOn: '2026-12-04',
      requests: 1,
      people: 1,
    };
    expect(outline(renderOpened(cycle, { days: 7 }, 'ko'))).toMatchInlineSnapshot(`
      "*‘현장 점검’을 열었습니다.*
      담당자 1명에게 답변을 요청했습니다.
      알림은 기한 7일 전(근무일)부터 갑니다.
      기한 2026년 12월 4일
      [내 점검·평가 → my_evaluations]"
    `);
  });

  it.each<[FirstReminder, string, string]>([
    [{ days: 7 }, '알림은 기한 7일 전(근무일)부터 갑니다.', 'from 7 working days before the due day'],
    [{ days: 1 }, '알림은 기한 1일 전(근무일)부터 갑니다.', 'from 1 working day before the due day'],
    [{ days: 0 }, '알림은 기한 당일에 갑니다.', 'on the due day'],
    [{ days: -2 }, '알림은 기한 2일 뒤(근무일)에 갑니다.', '2 working days after the due day'],
    ['soon', '기한이 가까워 알림이 곧 갑니다.', 'reminders go out soon'],
    ['never', '알림은 가지 않습니다.', 'has no reminders'],
  ])('of a cycle by hand, whose reminders begin %j', (reminders, korean, english) => {
    const cycle = { id: 1, agencyId: 1, openedBy: 5, title: '현장', dueOn: '2026-12-04', requests: 3 };
    const of = (people: number, locale: Locale) =>
      outline(renderOpened({ ...cycle, people }, reminders, locale));
    expect(of(2, 'ko')).toContain(korean);
    expect(of(2, 'en')).toContain(english);
    expect(of(2, 'ko')).toContain('담당자 2명에게 답변 3건을 요청했습니다.');
    expect(of(2, 'en')).toContain('2 owners are asked for 3 answers.');
    expect(of(3, 'ko')).toContain('담당자 3명에게 답변을 요청했습니다.');
    expect(of(0, 'ko')).toContain('지금 답할 담당자가 없습니다.');
    expect(of(0, 'en')).toContain('Nobody answers for it now.');
    // Nothing is sent at once.
    expect(of(2, 'ko')).not.toContain('보냅니다');
  });

  it('to whoever graded, when the answer was changed', () => {
    const changed = { ...graded, submitted: { ...answer, id: 32 } };
    for (const locale of LOCALES) expectPostable(renderChangedNotice(changed, locale));
    expect(outline(renderChangedNotice(changed, 'ko'))).toMatchInlineSnapshot(`
      "*평가한 답변이 고쳐졌습니다.*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      김하늘 님이 답변을 고쳤습니다. 지금 등급은 ‘우수’입니다. 고친 답변을 보고 다시 평가할 수 있습니다.
      [!다시 평가 → grade_evaluation:12 = 12] [자세히 → show_evaluation:12 = 12]"
    `);
    expect(outline(renderChangedNotice(changed, 'en'))).toMatchInlineSnapshot(`
      "*An answer was changed after it was graded.*
      Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축
      김하늘 changed the answer. The grade is still “우수”. You may read it and grade again.
      [!Grade again → grade_evaluation:12 = 12] [Details → show_evaluation:12 = 12]"
    `);
  });

  it('to owners, their CCO and the evaluator', () => {
    for (const message of [renderGradedNotice(graded, 'ko'), renderEvaluatorNotice(open, 'ko')])
      expectPostable(message);
    expect(outline(renderGradedNotice(graded, 'ko'))).toMatchInlineSnapshot(`
      "*평가 결과가 나왔습니다: 우수*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      > 기간을 크게 줄였습니다.
      평가수당 우대를 추천합니다.
      평가: 강혁신 · 12월 3일 14:00
      [자세히 → show_evaluation:12 = 12]"
    `);
    expect(outline(renderGradedNotice(graded, 'en'))).toMatchInlineSnapshot(`
      "*An evaluation was graded: 우수*
      Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축
      > 기간을 크게 줄였습니다.
      Allowance preference is recommended.
      Graded: 강혁신 · 3 December, 14:00 KST
      [Details → show_evaluation:12 = 12]"
    `);
    expect(outline(renderEvaluatorNotice(graded, 'ko'))).toMatchInlineSnapshot(`
      "*평가자로 지정되었습니다.*
      2026년 연말 평가 · 과제 7 수변도시 환경영향평가 단축
      담당자의 답변을 보고 등급과 의견을 남겨 주십시오.
      [!평가하기 → grade_evaluation:12 = 12] [자세히 → show_evaluation:12 = 12]"
    `);
    expect(outline(renderEvaluatorNotice(open, 'en'))).toMatchInlineSnapshot(`
      "*You were named as an evaluator.*
      Year-end evaluation 2026 · Task 7 수변도시 환경영향평가 단축
      You can grade it once the owner has submitted an answer.
      [Details → show_evaluation:12 = 12]"
    `);
  });
});

describe('refusals', () => {
  const ALL: Record<Refusal['reason'], Refusal> = {
    evaluation_not_found: { reason: 'evaluation_not_found' },
    not_answerer: { reason: 'not_answerer', answers: '이서준' },
    task_cancelled: { reason: 'task_cancelled' },
    answer_closed: { reason: 'answer_closed', dueOn: '2026-11-30' },
    answer_missing: { reason: 'answer_missing', field: 'result', measure: '관광객' },
    answer_long: { reason: 'answer_long', field: 'progress', length: 1_001, max: 1_000 },
    draft_empty: { reason: 'draft_empty' },
    not_graded_kind: { reason: 'not_graded_kind' },
    not_grader: { reason: 'not_grader' },
    own_task: { reason: 'own_task' },
    not_answered: { reason: 'not_answered' },
    answer_changed: { reason: 'answer_changed' },
    grade_unknown: { reason: 'grade_unknown', scale: ['우수', '보통', '미흡'] },
    comment_missing: { reason: 'comment_missing' },
    comment_long: { reason: 'comment_long', length: 501, max: 500 },
    not_cco: { reason: 'not_cco' },
    evaluator_unknown: { reason: 'evaluator_unknown' },
    evaluator_inactive: { reason: 'evaluator_inactive', name: '임휴직' },
    evaluator_elsewhere: { reason: 'evaluator_elsewhere', name: '조민준' },
    evaluator_owner: { reason: 'evaluator_owner', name: '정지우' },
    not_keeper: { reason: 'not_keeper' },
    title_missing: { reason: 'title_missing' },
    title_long: { reason: 'title_long', length: 61, max: 60 },
    due_unreadable: { reason: 'due_unreadable' },
    due_past: { reason: 'due_past', today: '2026-11-23' },
    due_far: { reason: 'due_far', latest: '2027-11-24' },
    tasks_missing: { reason: 'tasks_missing' },
    tasks_many: { reason: 'tasks_many', count: 101, most: 100 },
    task_not_ours: { reason: 'task_not_ours', numbers: [3, 4] },
    key_reused: { reason: 'key_reused' },
  };

  test.each(LOCALES)('each has words of its own in %s that say what to do', (locale) => {
    const texts = Object.values(ALL).map((refusal) => refusalText(refusal, locale));
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) {
      expect(text).toMatch(locale === 'ko' ? /[가-힣].*(다|오)\.$/u : /^\S.* .*\.$/);
      expect(text).not.toMatch(/undefined|\[object/);
    }
    expectPostable(renderRefusals(Object.values(ALL).slice(0, 5), locale));
    expectPostable(renderUsage(locale));
  });

  test('in Korean they read so', () => {
    expect(
      Object.values(ALL)
        .map((refusal) => refusalText(refusal, 'ko'))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "그런 점검·평가를 찾지 못했습니다. /협업 평가로 볼 수 있는 것을 확인해 주십시오.
      지금 이 과제의 담당자인 이서준 님만 답할 수 있습니다. 담당이 바뀌었으면 과제 화면에서 담당자를 고쳐 주십시오.
      중단된 과제여서 더 받지 않습니다. 따로 하실 일은 없습니다.
      기한(2026년 11월 30일)이 지나 제출한 답을 고칠 수 없습니다. 꼭 고쳐야 하면 기관 운영자에게 새 점검을 열어 달라고 요청해 주십시오.
      성과(관광객)를 적어 주십시오.
      계획 대비 진행 상황이 1,001자로 깁니다. 1,000자 이하로 줄여 주십시오.
      저장할 내용이 없습니다. 한 곳이라도 적은 뒤 저장해 주십시오.
      등급은 연말 평가에만 매깁니다. 점검은 답변으로 끝납니다.
      평가는 기관의 CCO(혁신책임관)나 지정된 평가자만 할 수 있습니다. 필요하면 CCO(혁신책임관)에게 요청해 주십시오.
      본인이 담당하는 과제는 평가할 수 없습니다. 상대 기관의 평가자를 지정하거나 다른 분에게 맡겨 주십시오.
      아직 답변이 없어 평가할 수 없습니다. 담당자가 제출한 뒤 다시 시도해 주십시오.
      그사이 답변이 고쳐졌습니다. 새 답변을 확인하고 다시 평가해 주십시오.
      등급을 우수, 보통, 미흡 중에서 골라 주십시오.
      평가 의견을 적어 주십시오. 담당자와 CCO(혁신책임관)에게 전달됩니다.
      평가 의견이 501자로 깁니다. 500자 이하로 줄여 주십시오.
      평가자는 기관의 CCO(혁신책임관)만 지정할 수 있습니다. 필요하면 CCO(혁신책임관)에게 요청해 주십시오.
      평가자를 찾지 못했습니다. 목록에서 다시 골라 주십시오.
      임휴직 님은 지금 근무 중이 아닙니다. 다른 분을 골라 주십시오.
      조민준 님은 이 과제에 함께하는 상대 기관 소속이 아닙니다. 상대 기관에서 골라 주십시오.
      정지우 님은 이 과제의 담당자입니다. 담당자가 아닌 분을 골라 주십시오.
      기관의 점검·평가는 CCO(혁신책임관)와 운영자만 다룰 수 있습니다. 필요하면 기관 운영자에게 요청해 주십시오.
      점검 이름을 적어 주십시오.
      점검 이름이 61자로 깁니다. 60자 이하로 줄여 주십시오.
      기한을 2026-11-30처럼 적어 주십시오.
      지난 날은 기한이 될 수 없습니다. 2026년 11월 23일 또는 그 뒤의 날을 골라 주십시오.
      기한이 너무 멉니다. 2027년 11월 24일까지의 날을 골라 주십시오.
      점검할 과제를 하나 이상 골라 주십시오.
      과제 101건은 한 번에 열 수 없습니다. 100건 이하로 나누어 열어 주십시오.
      과제 3, 4번은 우리 기관이 추진하는 과제가 아닙니다. 목록에서 다시 골라 주십시오.
      이미 처리된 창입니다. 창을 닫고 다시 열어 주십시오."
    `);
  });

  test('whoever stands in for nobody is told what to do first', () => {
    expect(refusalText({ reason: 'not_answerer', answers: undefined }, 'ko')).toContain('담당자를 먼저 지정');
  });
});

import type { Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { withParticle } from '../messenger/particles.ts';
import type { AgencyFilter, AnswerField, CycleKind, FirstReminder, Refusal, TimeLeft } from './evaluation.ts';
import { cycleTitle } from './record-text.ko.ts';

/** Words for every reason of a refusal, each with what to do next. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { fullDay, weekday, moment } = daysOf('ko');

const fields: Record<AnswerField, string> = {
  progress: '계획 대비 진행 상황',
  result: '성과',
  difficulties: '어려운 점',
  next_plan: '다음 분기 계획',
};
const fieldOf = (field: AnswerField, measure: string | undefined) =>
  measure === undefined ? fields[field] : `성과(${measure})`;

const refusals: RefusalTexts = {
  evaluation_not_found: () =>
    '그런 점검·평가를 찾지 못했습니다. /협업 평가로 볼 수 있는 것을 확인해 주십시오.',
  not_answerer: ({ answers }) =>
    answers === undefined
      ? '지금 이 과제를 맡은 담당자만 답할 수 있습니다. 과제 화면에서 담당자를 먼저 지정해 주십시오.'
      : `지금 이 과제의 담당자인 ${answers} 님만 답할 수 있습니다. 담당이 바뀌었으면 과제 화면에서 담당자를 고쳐 주십시오.`,
  task_cancelled: () => '중단된 과제여서 더 받지 않습니다. 따로 하실 일은 없습니다.',
  answer_closed: ({ dueOn }) =>
    `기한(${fullDay(dueOn)})이 지나 제출한 답을 고칠 수 없습니다. 꼭 고쳐야 하면 기관 운영자에게 새 점검을 열어 달라고 요청해 주십시오.`,
  answer_missing: ({ field, measure }) => `${withParticle(fieldOf(field, measure), '을/를')} 적어 주십시오.`,
  answer_long: ({ field, measure, length, max }) =>
    `${withParticle(fieldOf(field, measure), '이/가')} ${grouped(length)}자로 깁니다. ${grouped(max)}자 이하로 줄여 주십시오.`,
  draft_empty: () => '저장할 내용이 없습니다. 한 곳이라도 적은 뒤 저장해 주십시오.',
  not_graded_kind: () => '등급은 연말 평가에만 매깁니다. 점검은 답변으로 끝납니다.',
  not_grader: () =>
    '평가는 기관의 CCO(혁신책임관)나 지정된 평가자만 할 수 있습니다. 필요하면 CCO(혁신책임관)에게 요청해 주십시오.',
  own_task: () =>
    '본인이 담당하는 과제는 평가할 수 없습니다. 상대 기관의 평가자를 지정하거나 다른 분에게 맡겨 주십시오.',
  answer_changed: () => '그사이 답변이 고쳐졌습니다. 새 답변을 확인하고 다시 평가해 주십시오.',
  not_answered: () => '아직 답변이 없어 평가할 수 없습니다. 담당자가 제출한 뒤 다시 시도해 주십시오.',
  grade_unknown: ({ scale }) => `등급을 ${scale.join(', ')} 중에서 골라 주십시오.`,
  comment_missing: () => '평가 의견을 적어 주십시오. 담당자와 CCO(혁신책임관)에게 전달됩니다.',
  comment_long: ({ length, max }) =>
    `평가 의견이 ${grouped(length)}자로 깁니다. ${grouped(max)}자 이하로 줄여 주십시오.`,
  not_cco: () =>
    '평가자는 기관의 CCO(혁신책임관)만 지정할 수 있습니다. 필요하면 CCO(혁신책임관)에게 요청해 주십시오.',
  evaluator_unknown: () => '평가자를 찾지 못했습니다. 목록에서 다시 골라 주십시오.',
  evaluator_inactive: ({ name }) => `${name} 님은 지금 근무 중이 아닙니다. 다른 분을 골라 주십시오.`,
  evaluator_elsewhere: ({ name }) =>
    `${name} 님은 이 과제에 함께하는 상대 기관 소속이 아닙니다. 상대 기관에서 골라 주십시오.`,
  evaluator_owner: ({ name }) => `${name} 님은 이 과제의 담당자입니다. 담당자가 아닌 분을 골라 주십시오.`,
  not_keeper: () =>
    '기관의 점검·평가는 CCO(혁신책임관)와 운영자만 다룰 수 있습니다. 필요하면 기관 운영자에게 요청해 주십시오.',
  title_missing: () => '점검 이름을 적어 주십시오.',
  title_long: ({ length, max }) =>
    `점검 이름이 ${grouped(length)}자로 깁니다. ${grouped(max)}자 이하로 줄여 주십시오.`,
  due_unreadable: () => '기한을 2026-11-30처럼 적어 주십시오.',
  due_past: ({ today }) =>
    `지난 날은 기한이 될 수 없습니다. ${fullDay(today)} 또는 그 뒤의 날을 골라 주십시오.`,
  due_far: ({ latest }) => `기한이 너무 멉니다. ${fullDay(latest)}까지의 날을 골라 주십시오.`,
  tasks_missing: () => '점검할 과제를 하나 이상 골라 주십시오.',
  tasks_many: ({ count, most }) =>
    `과제 ${count}건은 한 번에 열 수 없습니다. ${most}건 이하로 나누어 열어 주십시오.`,
  task_not_ours: ({ numbers }) =>
    `과제 ${numbers.slice(0, 10).join(', ')}번은 우리 기관이 추진하는 과제가 아닙니다. 목록에서 다시 골라 주십시오.`,
  key_reused: () => '이미 처리된 창입니다. 창을 닫고 다시 열어 주십시오.',
};

const filters: Record<AgencyFilter, string> = {
  open: '답변 대기',
  late: '기한 지남',
  answered: '제출',
  to_grade: '평가 대기',
  graded: '평가 완료',
};

export const ko = {
  refusals,
  refused: '처리하지 않았습니다.',
  usage:
    '이렇게 적어 주십시오: /협업 평가(내 점검·평가), /협업 평가 12(12번), /협업 평가 기관(우리 기관), /협업 평가 열기(새 점검)',
  title: '점검·평가',
  fields,
  filters,
  filter: (name: string, count: number) => `${name} ${count}`,
  /** As a cycle is called; one opened by hand has a name of its own. */
  cycle: (kind: CycleKind, period: string, title: string) =>
    kind === 'by_hand' ? title : cycleTitle(kind, period),
  task: (id: number, title: string) => `과제 ${id} ${title}`,
  number: (id: number) => `평가 ${id}번`,
  toAnswer: '답할 것',
  toGrade: '평가할 것',
  answeredLately: '최근 제출한 것',
  nothing: '지금 답하거나 평가할 것이 없습니다.',
  due: (day: Day) => `${weekday(day)}까지`,
  dueFull: (day: Day) => `기한 ${fullDay(day)}`,
  /** Empty where only days off lie before the due day, which is named beside it. */
  left: (left: TimeLeft) => {
    if (typeof left === 'number') return `근무일로 ${left}일 남음`;
    return { today: '오늘까지', over: '기한 지남', days_off: '' }[left];
  },
  who: (agency: string, department: string, name: string | undefined) =>
    `${agency} ${department} · ${name === undefined ? '담당자 없음' : name}`,
  unanswered: '미제출',
  draft: '임시 저장',
  answered: '제출',
  answeredLate: '기한 뒤 제출',
  graded: (grade: string) => `등급 ${grade}`,
  outdated: '평가 뒤 답변이 고쳐졌습니다',
  answer: '답하기',
  edit: '고치기',
  continueDraft: '이어 쓰기',
  grade: '평가하기',
  regrade: '다시 평가',
  show: '자세히',
  showTask: '과제 보기',
  name: '평가자 지정',
  agencyList: '우리 기관',
  myList: '내 점검·평가',
  openCycle: '새 점검 열기',
  more: (count: number) => `외 ${count}건이 더 있습니다.`,
  versions: '지난 제출본',
  versionsTitle: '제출본 기록',
  version: (ordinal: number) => `${ordinal}번째 제출본`,
  versionNow: '지금 답변',
  versionGraded: '평가한 답변',
  newer: '앞 쪽',
  older: '다음 쪽',
  agencyTitle: '우리 기관의 점검·평가',
  agencyNone: (filter: string) => `‘${filter}’에 해당하는 점검·평가가 없습니다.`,
  submittedBy: (name: string, at: Date, late: boolean, versions: number) =>
    `${late ? '기한 뒤 제출' : '제출'}: ${name} · ${moment(at)}${versions > 1 ? ` · ${versions}번째 제출본` : ''}`,
  draftBy: (name: string, at: Date) => `임시 저장: ${name} · ${moment(at)} (담당자에게만 보입니다)`,
  notYet: '아직 제출하지 않았습니다.',
  evaluator: (name: string, agency: string) => `평가자: ${[agency, name].filter(Boolean).join(' ')}`,
  gradeHead: (grade: string) => `등급: ${grade}`,
  gradeBy: (name: string, at: Date, count: number) =>
    `평가: ${name} · ${moment(at)}${count > 1 ? ` · ${count}번째 평가` : ''}`,
  recommended: '평가수당 우대를 추천합니다.',
  answerDialog: {
    title: (kind: CycleKind): string => (kind === 'year_end' ? '연말 평가 답변' : '점검 답변'),
    submit: '보내기',
    close: '닫기',
    refused: '보내지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
    editable: (day: Day) => `${fullDay(day)} 밤 12시까지 몇 번이든 고칠 수 있습니다.`,
    lateOnce: (day: Day) => `기한(${fullDay(day)})이 지나 한 번만 제출할 수 있고, 기한 뒤 제출로 표시됩니다.`,
    progress: (percent: number) =>
      `과제에 적힌 진행률은 ${percent}%입니다. ‘임시 저장’이 아니면 꼭 적습니다.`,
    optional: '없으면 비워 두어도 됩니다.',
    measure: (name: string) => `성과: ${name}`,
    measureHint: (target: string) => (target === '' ? '측정한 값과 시점을 적습니다.' : `목표 ${target}`),
    draft: '저장 방식',
    draftOption: '임시 저장만 하고 제출하지 않습니다',
    warning: '비공개 자료와 개인정보는 적지 마십시오. 기관의 CCO(혁신책임관)와 평가자, 감사 담당자가 봅니다.',
  },
  gradeDialog: {
    title: '연말 평가',
    submit: '평가하기',
    refused: '평가하지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
    grade: '등급',
    comment: '평가 의견',
    commentHint: (max: number) => `${grouped(max)}자까지. 담당자와 CCO(혁신책임관)에게 전달됩니다.`,
    preference: '평가수당 우대',
    preferenceOption: '우대를 추천합니다',
    preferenceHint: '추천만 기록합니다. 금액은 다루지 않습니다.',
  },
  nameDialog: {
    title: '평가자 지정',
    submit: '지정하기',
    refused: '지정하지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
    evaluator: '평가자',
    hint: '이 과제에 함께하는 상대 기관의 직원 이름을 적으면 찾아 드립니다. 과제 담당자는 될 수 없습니다.',
    placeholder: '이름이나 초성',
    now: (name: string) => `지금 평가자는 ${name} 님입니다. 새로 지정하면 바뀝니다.`,
  },
  openDialog: {
    title: '새 점검 열기',
    submit: '열기',
    refused: '열지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
    intro: '고른 과제의 우리 기관 담당자에게 점검을 요청합니다. 담당자에게는 알림으로 전달됩니다.',
    name: '점검 이름',
    namePlaceholder: '예: 하반기 현장 점검',
    tasks: '과제',
    tasksHint: '우리 기관이 함께하는 과제를 제목이나 번호로 찾습니다.',
    tasksPlaceholder: '제목이나 번호',
    dueOn: '기한',
    dueHint: '이날 밤 12시까지 답하면 됩니다.',
  },
  done: {
    answered: '답변을 제출했습니다.',
    answeredLate: '답변을 기한 뒤 제출로 받았습니다. 더는 고칠 수 없습니다.',
    editable: (day: Day) => `${fullDay(day)}까지 고칠 수 있고, 알림은 더 보내지 않습니다.`,
    drafted: '임시 저장했습니다.',
    stillOpen: '아직 제출한 것이 아닙니다. 기한 안에 마저 적어 제출해 주십시오.',
    graded: '평가했습니다.',
    gradedNext: '담당자와 CCO(혁신책임관)에게 알립니다.',
    named: (name: string) => `${withParticle(`${name} 님`, '을/를')} 평가자로 지정했습니다.`,
    namedNext: '평가자에게 알립니다.',
    opened: (title: string) => `${withParticle(`‘${title}’`, '을/를')} 열었습니다.`,
    asked: (people: number, requests: number) => {
      if (people === 0) return '지금 답할 담당자가 없습니다. 과제 화면에서 담당자를 지정해 주십시오.';
      return people === requests
        ? `담당자 ${people}명에게 답변을 요청했습니다.`
        : `담당자 ${people}명에게 답변 ${requests}건을 요청했습니다.`;
    },
    reminders: (first: FirstReminder) => {
      if (first === 'soon') return '기한이 가까워 알림이 곧 갑니다.';
      if (first === 'never')
        return '기관 기준에 따라 알림은 가지 않습니다. 담당자는 /협업 평가에서 볼 수 있습니다.';
      if (first.days === 0) return '알림은 기한 당일에 갑니다.';
      return first.days > 0
        ? `알림은 기한 ${first.days}일 전(근무일)부터 갑니다.`
        : `알림은 기한 ${-first.days}일 뒤(근무일)에 갑니다.`;
    },
  },
  notice: {
    graded: (grade: string) => `평가 결과가 나왔습니다: ${grade}`,
    changed: '평가한 답변이 고쳐졌습니다.',
    changedBy: (name: string, grade: string) =>
      `${name} 님이 답변을 고쳤습니다. 지금 등급은 ‘${grade}’입니다. 고친 답변을 보고 다시 평가할 수 있습니다.`,
    named: '평가자로 지정되었습니다.',
    namedNext: '담당자의 답변을 보고 등급과 의견을 남겨 주십시오.',
    namedWaiting: '담당자가 답변을 제출하면 평가할 수 있습니다.',
  },
  exported: '점검·평가',
};

export type Texts = typeof ko;

import { isoWeekOf } from '../calendar/iso-week.ts';
import { addDays, type Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { withParticle } from '../messenger/particles.ts';
import { echoed, STALE_BUTTON } from '../messenger/typed.ts';
import type { Section, TaskState } from './digest.ts';
import type { Comparison, Refusal } from './rules.ts';

/** Words for every reason of a refusal, each with what to do next. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { day, fullDay, weekday, fullMoment } = daysOf('ko');
const points = (count: number) => `${grouped(count)}점`;
const weekName = (week: Day) => `${isoWeekOf(week).slice(0, 4)}년 ${Number(isoWeekOf(week).slice(6))}주`;

const oldestOf = (week: Day | undefined) =>
  week === undefined
    ? '이 기관의 주간 보고는 아직 하나도 만들어지지 않았습니다.'
    : `가장 오래된 보고는 ${weekName(week)}(${isoWeekOf(week)})의 것입니다.`;

const refusals: RefusalTexts = {
  not_entitled: () =>
    '주간 보고는 그 기관의 CCO(혁신책임관)와 운영자, 감사 담당자만 볼 수 있습니다. 필요하면 기관 운영자에게 문의해 주십시오.',
  other_agency: () =>
    '다른 기관의 주간 보고는 볼 수 없습니다. 기관 이름 없이 /협업 주간보고라고 적으면 우리 기관의 보고가 보입니다.',
  agency_unknown: ({ name }) =>
    `기관 ${withParticle(echoed(name), '을/를')} 찾지 못했습니다. 정식 이름이나 줄임 이름으로 적어 주십시오.`,
  agency_missing: () => '어느 기관인지 적어 주십시오. 예: /협업 주간보고 고용노동부 2026-W47',
  week_unreadable: ({ text }) =>
    `${withParticle(echoed(text), '을/를')} 주로 읽지 못했습니다. 2026-W47처럼 적어 주십시오.`,
  no_digest: ({ week }) =>
    week === undefined
      ? '아직 주간 보고가 없습니다. 첫 보고는 다음 월요일(쉬는 날이면 다음 근무일) 09:00에 갑니다.'
      : `${weekName(week)}의 주간 보고가 없습니다. 주가 끝난 다음 월요일(쉬는 날이면 다음 근무일) 09:00에 만들어집니다.`,
  week_without_digest: ({ week, oldest }) => `${weekName(week)}의 주간 보고는 없습니다. ${oldestOf(oldest)}`,
  agency_abolished: ({ agency, last, successors, oldest }) =>
    [
      `${withParticle(agency, '은/는')} ${fullDay(last)}까지 있던 기관이어서, 찾으시는 주간 보고가 없습니다.`,
      ...(oldest === undefined ? [] : [oldestOf(oldest)]),
      ...(successors.length === 0 ? [] : [`이어받은 기관: ${successors.join(', ')}`]),
    ].join(' '),
  stale_button: () => STALE_BUTTON.ko,
  not_operator: () => '미리 보기는 그 기관의 운영자만 할 수 있습니다. 기관 운영자에게 요청해 주십시오.',
};

const states: Record<TaskState, string> = {
  proposed: '협의중',
  registered: '등록',
  active: '추진중',
  delayed: '지연',
  on_hold: '보류',
  completed: '완료',
  cancelled: '중단',
};

const sections: Record<Section, string> = {
  standing: '사람·부서 순위',
  agencies: '기관 사이',
  thanks: '고마운 말',
  tasks: '과제',
  evaluations: '평가',
  waiting: '기다리는 일',
  patterns: '살펴볼 점',
  weeks: '12주 수치',
};

const change = (count: number) =>
  count === 0
    ? '전주와 같음'
    : count > 0
      ? `전주보다 ${points(count)} 많음`
      : `전주보다 ${points(-count)} 적음`;

export const ko = {
  refusals,
  refused: '보여 드릴 수 없습니다.',
  usage: '이렇게 적어 주십시오: /협업 주간보고(최근 주), /협업 주간보고 2026-W47(지난 주)',
  states,
  sections,
  points,
  title: (agency: string, week: Day) => `${agency} 주간 협업 보고 · ${weekName(week)}`,
  previewTitle: (agency: string, week: Day) => `${agency} 주간 협업 보고 미리 보기 · ${weekName(week)}`,
  period: (week: Day) => `${weekday(week)}~${weekday(addDays(week, 6))}`,
  late: '제날짜에 보내지 못해 늦게 보냅니다.',
  preview: '아직 끝나지 않은 주의 지금 수치입니다. 아무에게도 보내지 않았고, 저장하지 않았습니다.',
  notification: (agency: string, week: Day, received: number, sent: number) =>
    `${agency} ${weekName(week)} 협업: 받은 포인트 ${points(received)}, 보낸 포인트 ${points(sent)}`,
  quiet: '이 주에는 주고받은 포인트가 없고 기다리는 일도 없습니다. 조용한 주였습니다.',
  quietPoints: '이 주에는 주고받은 포인트가 없습니다.',
  received: '받은 포인트',
  sent: '보낸 포인트',
  compared: ({ now, change: by, average }: Comparison, known: number) =>
    [
      points(now),
      change(by),
      ...(average === undefined ? [] : [`최근 ${known}주 평균 ${points(average)}`]),
    ].join(' · '),
  within: (count: number) => `기관 안에서 주고받은 ${points(count)}이 양쪽에 들어 있습니다.`,
  mostPeople: { received: '많이 받은 사람', sent: '많이 보낸 사람' },
  mostDepartments: { received: '많이 받은 부서', sent: '많이 보낸 부서' },
  ranked: (rank: number, name: string, count: number) => `${rank}. ${name} ${points(count)}`,
  moreTied: (of: 'people' | 'departments', count: number, orMore: boolean) =>
    `외 동점 ${grouped(count)}${of === 'people' ? '명' : '개 부서'}${orMore ? ' 이상' : ''}`,
  named: (name: string, department: string) => `${name}(${department})`,
  helpedUs: '우리를 도운 기관',
  helpedUsHint: '우리 직원이 감사를 보낸 기관입니다.',
  weHelped: '우리가 도운 기관',
  weHelpedHint: '우리 직원에게 감사를 보낸 기관입니다.',
  neighbour: (agency: string, count: number, gifts: number) =>
    `${agency} ${points(count)}(${grouped(gifts)}번)`,
  nobody: '없음',
  more: (count: number) => `그 밖에 ${grouped(count)}건`,
  moreAgencies: (count: number) => `그 밖에 ${grouped(count)}개 기관`,
  thanksFrom: (giver: string, agency: string, recipient: string) => `${agency} ${giver} → ${recipient}`,
  noThanks: '지금 보여 드릴 수 있는 고마운 말이 없습니다.',
  work: {
    tasks: '과제',
    changed: (count: number) => `상태 바뀜 ${count}건`,
    completed: (count: number) => `완료 ${count}건`,
    late: (count: number) => `지연·기한 지남 ${count}건`,
    stale: (count: number) => `소식 없음 ${count}건`,
    evaluations: '평가',
    due: (count: number) => `7일 안 마감 ${count}건`,
    overdue: (count: number, names: string) => `기한 지남 ${count}건${names === '' ? '' : `(${names})`}`,
    waiting: 'CCO(혁신책임관)가 살필 일',
    disputes: (count: number) => `답할 이견 ${count}건`,
    consents: (count: number) => `동의를 기다리는 과제 ${count}건`,
    ending: (count: number) => `곧 끝나는 인사교류 ${count}건`,
    patterns: '살펴볼 점',
    patternCount: (count: number) => `${count}건`,
  },
  /** Never an accusation: there may be good reasons for each. */
  patternsHint:
    '정해진 기준에 맞는 흐름을 보여 드릴 뿐, 잘못이 있다는 뜻은 아닙니다. 협업이 많아서 그럴 수도 있습니다. 자동으로 바뀌는 것은 없습니다.',
  patterns: {
    reciprocal: '한 주에 서로 주고받은 분들',
    dumping: '월말 사흘에 몰아서 보낸 분들',
    concentration: '받은 포인트가 많이 모인 분들',
    pair: (a: string, b: string, aToB: number, bToA: number) =>
      `${a} → ${b} ${points(aToB)}, ${b} → ${a} ${points(bToA)}`,
    dump: (name: string, total: number, last: number) =>
      `${name}: 그달 ${points(total)} 가운데 ${points(last)}`,
    share: (name: string, count: number, percent: number) =>
      `${name}: ${points(count)}(기관이 받은 포인트의 ${percent}%)`,
  },
  tasks: {
    changed: '상태가 바뀐 과제',
    completed: '완료한 과제',
    late: '지연되었거나 기한이 지난 과제',
    stale: '오래 소식이 없는 과제',
    task: (id: number, title: string) => `과제 ${id} ${title}`,
    change: (from: string | undefined, to: string, at: Day) =>
      `${from === undefined ? `새로 ${to}` : `${from} → ${to}`} · ${day(at)}`,
    due: (state: string, due: Day) => `${state} · 기한 ${day(due)}`,
    since: (since: Day) => `마지막 소식 ${day(since)}`,
    noResult: '측정 결과 없음',
  },
  evaluations: { due: '7일 안에 마감하는 평가', overdue: '기한이 지난 평가' },
  evaluation: (round: string, due: Day) => `${round} · 마감 ${day(due)}`,
  waiting: {
    disputes: 'CCO(혁신책임관)가 답할 이견',
    consents: '우리 기관의 동의를 기다리는 과제',
    ending: '곧 끝나는 인사교류',
  },
  dispute: (step: 'cco' | 'committee', due: Day) =>
    `${step === 'cco' ? '기관 간 협의' : '조정 요청'} · ${day(due)}까지`,
  consent: (since: Day) => `${day(since)}부터 기다림`,
  term: (name: string, position: string, last: Day) => `${name} · ${position} · ${day(last)} 종료`,
  answers: (name: string | undefined) => `담당 ${name ?? '없음'}`,
  chart: {
    title: (agency: string) => `${agency} 주간 협업포인트`,
    week: (week: Day) => `${Number(isoWeekOf(week).slice(6))}주`,
    received: '받은 포인트',
    sent: '보낸 포인트',
    line: (week: Day, received: number, sent: number) =>
      `${Number(isoWeekOf(week).slice(6))}주(${day(week)}부터) 받음 ${grouped(received)} · 보냄 ${grouped(sent)}`,
    alt: (agency: string, lines: string) => `${agency}의 12주 막대그래프. ${lines}`,
    heading: '최근 12주',
  },
  asOf: (at: Date, position: number) => `${fullMoment(at)} 기준 · 장부 위치 ${grouped(position)}`,
  proof: (position: number, head: string) =>
    `장부 확인: 이 메시지를 보관했다가 ieum verify --head ${position}:${head}로 견줄 수 있습니다.`,
  details: '자세히',
  previewButton: '이번 주 미리 보기',
  csvButton: 'CSV 내려받기',
  none: '없습니다.',
  exported: '주간 협업 보고(자세한 내용)',
};

export type Texts = typeof ko;

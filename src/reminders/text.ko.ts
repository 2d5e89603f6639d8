import type { Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { withParticle } from '../messenger/particles.ts';
import type { MissingAnswer, ReminderKind } from './reminder.ts';
import type { Refusal } from './settings-rules.ts';

/** Words for every reason of a refusal, each with what to do next. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { weekday } = daysOf('ko');
/** 2026년 11월 30일(월) */
const date = (day: Day) => `${day.slice(0, 4)}년 ${weekday(day)}`;
const range = (first: Day, last: Day) => (first === last ? date(first) : `${date(first)}~${date(last)}`);

const kinds: Record<ReminderKind, string> = {
  evaluation: '점검·평가 답변',
  overdue: '기한이 지난 점검·평가',
  consent: '협업과제 동의 요청',
  stale: '소식이 뜸한 과제',
  dispute: '이견 협의',
  exchange: '인사교류 종료',
};

/** 9시~11시, 13시~17시 */
function hourRanges(hours: readonly number[]): string {
  return hours
    .reduce<number[][]>((groups, hour) => {
      const last = groups.at(-1);
      if (last?.at(-1) === hour - 1) last.push(hour);
      else groups.push([hour]);
      return groups;
    }, [])
    .map((group) => (group.length === 1 ? `${group[0]}시` : `${group[0]}시~${group.at(-1)}시`))
    .join(', ');
}

const refusals: RefusalTexts = {
  not_waiting: () =>
    '지금은 기다리는 일이 아니어서 미룰 것이 없습니다. 이미 처리되었거나 담당이 바뀌었을 수 있습니다.',
  hour_outside: ({ hours }) =>
    `기관에서 알림을 보내는 시각이 아닙니다. ${hourRanges(hours)} 가운데에서 골라 주십시오.`,
  kind_unknown: ({ word }) =>
    `‘${word}’ 알림은 없습니다. 켜고 끌 수 있는 알림은 ‘과제’(${kinds.stale})와 ‘교류’(${kinds.exchange})입니다.`,
  kind_mandatory: ({ kind }) =>
    `${withParticle(`‘${kinds[kind]}’`, '은/는')} 꼭 필요한 알림이라 끌 수 없습니다. 받는 시각은 /협업 알림 10시처럼 바꿀 수 있습니다.`,
  leave_unreadable: () =>
    '휴가 날짜를 2026-12-24처럼 적어 주십시오. 예: /협업 알림 휴가 2026-12-24 2026-12-26',
  leave_reversed: ({ first, last }) =>
    `휴가 마지막 날(${date(last)})이 첫날(${date(first)})보다 앞섭니다. 순서를 바꿔 주십시오.`,
  leave_past: ({ today }) => `이미 지난 휴가입니다. 오늘(${date(today)}) 이후의 날을 골라 주십시오.`,
  leave_far: ({ latest }) => `너무 먼 날입니다. 연도를 확인하고 ${date(latest)}까지의 날을 골라 주십시오.`,
  leave_long: ({ days, max }) =>
    `휴가가 ${days}일로 깁니다. 한 번에 ${max}일까지 넣을 수 있습니다. 휴직은 기관의 인사 담당에게 알려 주십시오.`,
  leave_overlaps: ({ first, last }) =>
    `이미 넣은 휴가(${range(first, last)})와 겹칩니다. 겹치지 않는 날로 고르거나 그 휴가를 먼저 지워 주십시오.`,
  leaves_many: ({ max }) => `휴가는 ${max}건까지 넣을 수 있습니다. 필요 없는 휴가를 먼저 지워 주십시오.`,
  leave_not_found: () => '그런 휴가가 없습니다. 이미 지웠을 수 있습니다. /협업 알림에서 확인해 주십시오.',
  not_keeper: () => '휴일은 운영자와 관리자만 바꿀 수 있습니다. 기관 운영자에게 요청해 주십시오.',
  holiday_unreadable: () => '날짜를 2026-12-31처럼 적어 주십시오. 예: /협업 휴일 2026-12-31 쉼 임시공휴일',
  holiday_past: ({ today }) => `지난 날은 바꿀 수 없습니다. 오늘(${date(today)}) 이후의 날을 적어 주십시오.`,
  holiday_far: ({ latest }) => `너무 먼 날입니다. 연도를 확인하고 ${date(latest)}까지의 날을 적어 주십시오.`,
  holiday_weekend: ({ day }) =>
    `${withParticle(weekday(day), '은/는')} 주말이라 늘 쉬는 날입니다. 평일을 적어 주십시오.`,
  holiday_same: ({ day, holiday, names }) =>
    holiday
      ? `${withParticle(weekday(day), '은/는')} 이미 공휴일(${names.join(', ')})입니다. 따로 정하지 않아도 됩니다.`
      : `${withParticle(weekday(day), '은/는')} 이미 근무일입니다. 따로 정하지 않아도 됩니다.`,
  holiday_reason_missing: () =>
    '사유를 적어 주십시오. 모두에게 보이고 기록에 남습니다. 예: /협업 휴일 2026-12-31 쉼 임시공휴일',
  holiday_reason_long: ({ length, max }) => `사유가 ${length}자로 깁니다. ${max}자 이하로 줄여 주십시오.`,
  holiday_not_set: ({ day }) =>
    `${date(day)}에는 따로 정한 것이 없습니다. /협업 휴일에서 정해 둔 날을 확인해 주십시오.`,
};

/** 기한 11월 30일(월), 근무일로 3일 남음 */
function due(day: string, left: number): string {
  if (left === 0) return `기한이 오늘 ${day}입니다.`;
  return left > 0 ? `기한 ${day}, 근무일로 ${left}일 남음` : `기한 ${day}, 근무일로 ${-left}일 지남`;
}

/** 노동부 기업일자리지원과 배누리 님의 답변이 아직 없습니다. */
function missingOf({ agency, department, name }: MissingAnswer): string {
  const where = `${agency} ${department}`;
  return name === undefined
    ? `${where}에는 답할 담당자가 없습니다.`
    : `${where} ${name} 님의 답변이 아직 없습니다.`;
}

export const ko = {
  refusals,
  refused: '처리하지 않았습니다.',
  kinds,
  date,
  range,
  /** A day within sight: 11월 30일(월), with its year when that is another. */
  near: (day: Day, today: Day) => (day.slice(0, 4) === today.slice(0, 4) ? weekday(day) : date(day)),
  hourRanges,
  morning: {
    title: (name: string, day: string, count: number) =>
      `${name} 님, 오늘 ${day}에 살펴보실 일이 ${count}건 있습니다.`,
    heading: (kind: ReminderKind, title: string, detail: string) => {
      if (kind === 'evaluation') return `${detail} · ${title}`;
      if (kind === 'overdue') return `답변을 기다리는 평가 · ${detail} · ${title}`;
      return `${kinds[kind]} · ${title}`;
    },
    lines: {
      evaluation: (day: string, left: number) =>
        left < 0 ? `${due(day, left)}. 지금 답하셔도 됩니다.` : due(day, left),
      overdue: (day: string, left: number, missing: MissingAnswer | undefined) =>
        [
          missing === undefined ? '' : missingOf(missing),
          `${due(day, left)}.`,
          '담당 부서를 도와주시면 좋겠습니다.',
        ]
          .filter(Boolean)
          .join(' '),
      consent: (day: string) => `${day}부터 동의를 기다리고 있습니다.`,
      stale: (day: string, task: number | undefined) =>
        `${day} 뒤로 새 소식이 없습니다. 한 줄이면 됩니다: /협업 과제 ${task ?? '번호'} 진행 60 협의 마침`,
      dispute: (day: string, left: number, step: string) =>
        step === 'committee' ? `위원회 조정 · ${due(day, left)}` : `CCO(혁신책임관) 협의 · ${due(day, left)}`,
      exchange: (day: string, left: number, holder: string) =>
        left <= 0
          ? `${holder} 님의 교류가 ${day}까지입니다.`
          : `${holder} 님의 교류가 ${day}까지입니다. ${left}일 남았습니다.`,
    },
    buttons: {
      answer: '답하기',
      agree: '동의',
      object: '의견',
      show: '보기',
      update: '소식 남기기',
      tomorrow: '내일 다시',
      inThreeDays: '3일 뒤',
      notMine: '담당 아님',
      tasks: '내 과제',
      evaluations: '내 점검·평가',
      settings: '알림 설정',
    },
    more: (count: number) => `외 ${count}건이 더 있습니다. 목록에서 모두 볼 수 있습니다.`,
    footer: '‘내일 다시’와 ‘3일 뒤’는 근무일로 셉니다. 답하시면 남은 알림은 오지 않습니다.',
  },
  snoozed: {
    until: (title: string, day: string) => `‘${title}’ 알림은 ${day}에 다시 보내 드립니다.`,
    due: '그날까지 마쳐야 하는 일이라 더 미루지 않았습니다.',
    overdue: '기한이 된 일이라 다음 근무일까지만 미뤘습니다.',
  },
};

export type Texts = typeof ko;

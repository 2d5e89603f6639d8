import type { Day } from '../calendar/seoul.ts';
import { changes } from '../measures/text.ko.ts';
import { daysOf } from '../messenger/days.ts';
import type { TaskState } from './exchange.ts';
import type { Refusal } from './rules.ts';

/** Words for every reason of a refusal, each with what to do next. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { fullDay } = daysOf('ko');
const term = (first: Day, last: Day) => `${fullDay(first)}~${fullDay(last)}`;
const number = (round: number, pair: number) => `${round}-${pair}`;

const refusals: RefusalTexts = {
  round_not_found: ({ round }) =>
    `${round}차 인사교류는 등록되어 있지 않습니다. /협업 교류로 등록된 차수를 확인해 주십시오.`,
  pair_not_found: () => '그런 교류 직위가 없습니다. /협업 교류로 차수와 번호를 확인해 주십시오.',
  term_not_found: () => '그런 교류 기간이 없습니다. /협업 교류에서 다시 골라 주십시오.',
  not_operator: () => '교류 기간은 두 기관의 운영자만 연장할 수 있습니다. 기관 운영자에게 요청해 주십시오.',
  own_case: () => '본인이 관련된 교류는 직접 연장할 수 없습니다. 다른 운영자에게 맡겨 주십시오.',
  end_unreadable: () => '새 종료일을 2027-06-30처럼 적어 주십시오.',
  end_not_later: ({ last }) => `지금 종료일(${fullDay(last)})보다 뒤의 날을 골라 주십시오.`,
  end_past: ({ today }) =>
    `이미 지난 날까지 연장할 수는 없습니다. ${fullDay(today)}이나 그 뒤의 날을 골라 주십시오.`,
  beyond_cap: ({ latest, months }) =>
    `교류는 시작일부터 ${months}개월을 넘을 수 없습니다. ${fullDay(latest)}까지의 날을 골라 주십시오.`,
  reason_missing: () =>
    '연장하는 사유를 적어 주십시오. 기록에 남고 교류자와 두 기관의 CCO(혁신책임관)에게 전달됩니다.',
  reason_long: ({ length, max }) => `사유가 ${length}자로 깁니다. ${max}자 이하로 줄여 주십시오.`,
  position_taken: ({ name, first, last }) =>
    `같은 직위에 ${name} 님의 교류 기간(${term(first, last)})이 이미 있어 겹칩니다. 그 전날까지의 날을 고르거나, 관리자에게 그 기간을 고쳐 달라고 요청해 주십시오.`,
  person_taken: ({ name, round, number: pair, first, last }) =>
    `${name} 님의 다른 교류 기간(${number(round, pair)}, ${term(first, last)})과 겹칩니다. 그 전날까지의 날을 고르거나, 관리자에게 그 기간을 고쳐 달라고 요청해 주십시오.`,
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

export const ko = {
  changes,
  refusals,
  refused: '처리하지 않았습니다.',
  states,
  usage: '이렇게 적어 주십시오: /협업 교류(모두), /협업 교류 2(2차), /협업 교류 2-1(2차 1번)',
  title: '전략적 인사교류',
  none: '등록된 인사교류가 없습니다. 관리자가 ieum import로 교류 직위(exchange_positions.csv)를 등록하면 여기에 보입니다.',
  round: (round: number, pairs: number) => `${round}차 인사교류 · ${pairs}개 조`,
  showRound: (round: number) => `${round}차 보기`,
  listNext: '조마다 자세히 보려면 단추를 누르거나 /협업 교류 2-1처럼 적어 주십시오.',
  morePairs: (count: number, round: number) => `${round}차에 ${count}개 조가 더 있습니다.`,
  number,
  details: '자세히',
  showList: '교류 목록',
  level: (round: number, level: string) => `${round}차 인사교류 · ${level}`,
  source: (source: string) => `출처: ${source}`,
  today: (names: readonly string[]) => `현 ${names.join('·')}`,
  positions: (a: string, b: string) => `${a} ⇄ ${b}`,
  holders: '교류자',
  noHolder: '등록된 교류자가 없습니다.',
  hidden: '교류자와 기간은 교류 당사자, 두 기관의 CCO(혁신책임관)와 운영자, 감사 담당자에게만 보입니다.',
  companion: '동반 교류',
  /** A term and how long it is. */
  lasting: (first: Day, last: Day, months: number, days: number) =>
    `${term(first, last)}(${[months > 0 ? `${months}개월` : '', days > 0 ? `${days}일` : ''].filter(Boolean).join(' ')})`,
  until: (name: string, last: Day, left: string) => `${name} · ${fullDay(last)}까지 · ${left}`,
  daysLeft: (days: number) => (days === 0 ? '오늘 종료(D-day)' : `D-${days}`),
  starts: (first: Day) => `${fullDay(first)} 시작 예정`,
  over: '종료',
  moreTerms: (count: number) => `지난 교류 ${count}건이 더 있습니다.`,
  change: (old: Day, now: Day, at: Day) => `${fullDay(at)} 변경: ${fullDay(old)} → ${fullDay(now)}`,
  changeBy: (actor: string, reason: string) => `${actor} · ${reason}`,
  byImport: '명부 가져오기',
  moreChanges: (count: number) => `그 전에 ${count}번 바뀌었습니다.`,
  tasks: '함께하는 과제',
  noTask: '아직 이어진 과제가 없습니다. /협업 과제 등록에서 이 교류를 고르면 여기에 보입니다.',
  task: (id: number, title: string, state: string, progress: number) =>
    `과제 ${id} ${title} · ${state} ${progress}%`,
  moreResults: (count: number) => `그 밖에 결과 ${count}건`,
  moreTasks: (count: number) => `그 밖에 과제 ${count}건`,
  showTask: (id: number) => `과제 ${id} 보기`,
  extend: '연장',
  dialog: {
    title: '교류 기간 연장',
    submit: '연장',
    close: '닫기',
    refused: '연장하지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
    now: (name: string, first: Day, last: Day) => `${name} 님의 지금 기간: ${term(first, last)}`,
    latest: (latest: Day, months: number) =>
      `시작일부터 ${months}개월인 ${fullDay(latest)}까지 연장할 수 있습니다.`,
    full: (months: number) => `이미 한도(${months}개월)까지 연장되어 더 연장할 수 없습니다.`,
    companions: (names: string) => `종료일이 같은 동반 교류(${names})도 함께 연장됩니다.`,
    newEnd: '새 종료일',
    newEndHint: '교류하는 마지막 날입니다.',
    reason: '사유',
    reasonHint: (max: number) =>
      `${max}자까지. 기록에 남고 교류자와 두 기관의 CCO(혁신책임관)에게 전달됩니다.`,
  },
  extended: {
    done: (name: string, end: Day) => `${name} 님의 교류 기간을 ${fullDay(end)}까지 연장했습니다.`,
    doneNext: '교류자와 두 기관의 CCO(혁신책임관)에게 알립니다.',
    own: (end: Day) => `교류 기간이 ${fullDay(end)}까지 연장되었습니다.`,
    other: (name: string, end: Day) => `${name} 님의 교류 기간이 ${fullDay(end)}까지 연장되었습니다.`,
    ends: (old: Day, now: Day) => `종료일: ${fullDay(old)} → ${fullDay(now)}`,
    companion: (name: string, end: Day) => `동반 교류 ${name} 님: ${fullDay(end)}까지`,
    by: (actor: string, reason: string) => `처리: ${actor} · 사유: ${reason}`,
    show: '교류 보기',
  },
};

export type Texts = typeof ko;

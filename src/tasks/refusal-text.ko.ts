import { clip } from '../messenger/blocks.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { withParticle } from '../messenger/particles.ts';
import type { Refusal, TaskField, TaskRight } from './task.ts';
import { thread } from './thread-text.ko.ts';

/** Words for every reason of a refusal, each with what to do next. Plain text. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const { fullDay, month } = daysOf('ko');
/** What somebody typed is shown back so far. */
const shown = (typed: string) => `‘${clip(typed, 60)}’`;
const { states } = thread;

export const fields: Record<TaskField, string> = {
  title: '과제명',
  purpose: '목적',
  content: '내용',
  history: '추진 경과',
  related_task: '관련 단위과제',
  note: '설명',
  problem: '이견 내용',
  wish: '바라는 결과',
  reason: '사유나 의견',
  measure: '성과지표 이름',
  unit: '성과지표 단위',
};

const notYours: Record<TaskRight, string> = {
  view: '이 과제에 참여하는 분만 볼 수 있습니다. 과제 번호를 확인해 주십시오.',
  update: '과제의 진행 상황은 참여 부서의 담당자만 바꿀 수 있습니다. 과제 카드의 담당자에게 요청해 주십시오.',
  record: '성과는 참여 부서의 담당자만 적을 수 있습니다. 과제 카드의 담당자에게 요청해 주십시오.',
  revise: '과제를 고치거나 철회하는 일은 주관 부서의 담당자만 할 수 있습니다. 주관 담당자에게 알려 주십시오.',
  consent: '동의와 의견은 요청받은 협업 부서의 담당자만 낼 수 있습니다. 그 담당자에게 요청해 주십시오.',
  hand_over:
    '담당자는 그 부서의 담당자나 소속 기관의 운영자·CCO(혁신책임관)만 바꿀 수 있습니다. 그분들께 요청해 주십시오.',
  decline:
    '담당 아님은 지금 담당자로 되어 있는 분만 알릴 수 있습니다. 과제 카드에서 담당자를 확인해 주십시오.',
  dispute: '이견은 과제의 담당자만 낼 수 있습니다. 과제 카드의 담당자에게 요청해 주십시오.',
  settle: '이견에는 참여 기관의 CCO(혁신책임관)만 답할 수 있습니다. 소속 기관의 CCO에게 알려 주십시오.',
};

export const refusals: RefusalTexts = {
  not_found: ({ number }) =>
    number === 0
      ? '그런 과제가 없습니다. /협업 과제에서 번호를 확인해 주십시오.'
      : `과제 ${number}번을 찾지 못했습니다. /협업 과제에서 번호를 확인해 주십시오.`,
  no_posting: () =>
    '명부에 현재 소속이 없어 과제를 등록할 수 없습니다. 소속 기관의 운영자에게 명부를 확인해 달라고 요청해 주십시오.',
  not_yours: ({ right }) => notYours[right],
  text_missing: ({ field }) => `${withParticle(fields[field], '을/를')} 적어 주십시오.`,
  text_short: ({ field, length, min }) =>
    `${withParticle(fields[field], '이/가')} ${length}자로 짧습니다. ${min}자 이상 적어 주십시오.`,
  text_long: ({ field, length, max }) =>
    `${withParticle(fields[field], '이/가')} ${grouped(length)}자로 깁니다. ${grouped(max)}자 이하로 줄여 주십시오.`,
  due_past: ({ dueOn }) =>
    `기한 ${withParticle(fullDay(dueOn), '이/가')} 이미 지났습니다. 오늘이나 그 뒤의 날을 골라 주십시오.`,
  partner_missing: () =>
    '협업 부서의 담당자를 한 명 이상 골라 주십시오. 협업과제는 상대 기관의 동의를 받아 등록합니다.',
  too_many: ({ what, count, most }) =>
    what === 'partners'
      ? `협업 부서는 ${most}곳까지 둘 수 있는데 ${count}곳을 골랐습니다. 줄여 주십시오.`
      : `성과지표는 ${most}개까지 둘 수 있는데 ${count}개를 적었습니다. 줄여 주십시오.`,
  partner_same_agency: () =>
    '협업과제는 기관 사이의 과제입니다. 다른 기관의 담당자를 한 명 이상 골라 주십시오.',
  partner_twice: ({ name }) =>
    `${name} 님의 부서는 이미 들어 있습니다. 한 부서에서는 담당자 한 명만 골라 주십시오.`,
  partner_unknown: () => '고른 담당자를 명부에서 찾지 못했습니다. 목록에서 다시 골라 주십시오.',
  partner_inactive: ({ name }) =>
    `${name} 님은 휴직 중이거나 현재 소속이 없습니다. 같은 부서의 다른 분을 골라 주십시오.`,
  party_gone: () =>
    '지금은 이 과제에 없는 부서이거나 끝난 요청입니다. /협업 과제에서 과제를 다시 열어 주십시오.',
  pair_unknown: () => '그런 교류 직위가 없습니다. 목록에서 다시 골라 주십시오.',
  pair_elsewhere: () =>
    '고른 교류 직위는 이 과제에 참여하는 기관의 것이 아닙니다. 참여 기관의 교류 직위를 고르거나 ‘해당 없음’을 골라 주십시오.',
  measure_line: ({ line }) =>
    `성과지표 ${withParticle(shown(line), '을/를')} 읽지 못했습니다. ‘환경영향평가 기간 / 개월 / 12 / 4’처럼 이름, 단위, 이전, 목표를 차례로 적어 주십시오.`,
  measure_twice: ({ name }) =>
    `성과지표 ${withParticle(shown(name), '이/가')} 두 번 나옵니다. 이름을 다르게 적어 주십시오.`,
  measure_unknown: ({ name }) =>
    name === ''
      ? '어느 성과지표의 결과인지 알 수 없습니다. 성과지표의 이름을 함께 적어 주십시오.'
      : `성과지표 ${withParticle(shown(name), '이/가')} 이 과제에 없습니다. 과제 카드에 나오는 이름대로 적어 주십시오.`,
  measure_none: () => '이 과제에는 성과지표가 없습니다. 성과는 진행 상황의 설명에 적어 주십시오.',
  number_unreadable: ({ typed }) =>
    typed.trim() === ''
      ? '성과를 숫자로 적어 주십시오. 예: 27.4'
      : `${withParticle(shown(typed), '을/를')} 숫자로 읽지 못했습니다. 3,300이나 27.4처럼 적어 주십시오.`,
  unit_other: ({ name, typed, unit }) =>
    unit === ''
      ? `성과지표 ${shown(name)}에는 단위가 없습니다. ${shown(typed)} 없이 숫자만 적어 주십시오.`
      : `성과지표 ${shown(name)}의 단위는 ${clip(unit, 20)}입니다. ${withParticle(shown(typed), '을/를')} 그 단위로 바꾸어 적어 주십시오.`,
  day_unreadable: ({ typed }) =>
    typed.trim() === ''
      ? '날짜를 골라 주십시오.'
      : `${withParticle(shown(typed), '은/는')} 날짜가 아닙니다. 2026-11-20처럼 적어 주십시오.`,
  day_future: ({ day }) =>
    `측정한 날 ${withParticle(fullDay(day), '은/는')} 아직 오지 않았습니다. 오늘이나 그 전의 날을 골라 주십시오.`,
  evidence_not_web: ({ typed }) =>
    `근거 자료 ${withParticle(shown(typed), '은/는')} 웹 주소가 아닙니다. https://로 시작하는 주소를 적거나 비워 두십시오.`,
  progress_range: ({ typed }) =>
    `진행률 ${withParticle(shown(typed), '은/는')} 쓸 수 없습니다. 0에서 100까지의 정수로 적어 주십시오.`,
  state_same: ({ state }) => `이미 ‘${states[state]}’ 상태입니다. 더 하실 일은 없습니다.`,
  state_not_from: ({ from, to, allowed }) => {
    const now =
      from === to
        ? `지금은 ‘${states[from]}’ 상태여서 할 수 없습니다.`
        : `‘${states[from]}’에서 ${withParticle(`‘${states[to]}’`, '으로/로')} 바꿀 수 없습니다.`;
    if (allowed.length === 0) return `${now} 끝난 과제는 바꾸지 않습니다.`;
    return from === 'proposed'
      ? `${now} 협업 기관이 모두 동의해 등록된 뒤에 할 수 있습니다.`
      : `${now} 지금 고를 수 있는 상태: ${allowed.map((state) => states[state]).join(', ')}`;
  },
  results_missing: ({ measures }) =>
    `완료하려면 성과를 모두 적어야 합니다. 결과가 없는 성과지표: ${measures.map((name) => clip(name, 60)).join(', ')}`,
  dispute_open: () => '풀리지 않은 이견이 있습니다. 이견이 해결된 뒤에 다시 해 주십시오.',
  period_closed: ({ day }) =>
    `${month(day)}은 이미 마감되어 그달로는 완료를 기록할 수 없습니다. 바뀐 것은 없습니다. 다시 해 주시면 오늘 날짜로 기록됩니다. 그래도 같은 답이 나오면 관리자에게 서버 시각을 확인해 달라고 요청해 주십시오.`,
  no_dispute: () => '답할 이견이 없습니다. 이미 해결되었는지 과제 카드를 확인해 주십시오.',
  already_answered: () => '이미 답이 기록되어 있습니다.',
  terms_changed: () => '과제 내용이 그 뒤에 고쳐졌습니다. 새 요청을 확인해 주십시오.',
  not_proposed: ({ state }) =>
    state === 'completed' || state === 'cancelled'
      ? `이미 ‘${states[state]}’ 상태로 끝나 제안을 고치거나 동의할 수 없습니다. 더 하실 일은 없습니다.`
      : '이미 등록되어 제안을 고치거나 동의할 수 없습니다. 바뀐 내용은 진행 상황에 적어 주십시오.',
  already_referred: () => '이미 협업 전문위원회로 넘긴 이견입니다. 의견을 남기거나 해결을 기록해 주십시오.',
  not_operator: () => '소속 기관의 운영자만 할 수 있습니다. 기관 운영자에게 요청해 주십시오.',
  owner_same: ({ name }) => `이미 ${name} 님이 담당자입니다. 더 하실 일은 없습니다.`,
  owner_elsewhere: ({ name, department }) =>
    `${name} 님은 ${department} 소속이 아닙니다. 같은 부서의 분을 골라 주십시오.`,
  key_reused: () =>
    '같은 요청이 이미 다른 내용으로 처리되었습니다. 과제 카드를 확인하고, 더 하실 일이 있으면 새로 시작해 주십시오.',
};

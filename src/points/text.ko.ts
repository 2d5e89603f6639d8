import { addDays, type Day, type Month, type Period } from '../calendar/seoul.ts';
import { type Mrkdwn, mrkdwn } from '../messenger/blocks.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { withParticle } from '../messenger/particles.ts';
import { STALE_BUTTON, unclearPerson } from '../messenger/typed.ts';
import { commands } from './command-text.ko.ts';
import type { Refusal } from './refusal.ts';

/** One sentence or more for each reason: why, and what to do next. Plain text. */
export type RefusalTexts = { [R in Refusal as R['reason']]: (refusal: R) => string };

const points = (count: number) => `${grouped(count)}점`;
const { day, fullDay, month, moment } = daysOf('ko');
const period = ({ from, until }: Period) => `${day(from)}~${day(addDays(until, -1))}`;
const number = (id: number) => `번호 ${id}`;

const refusals: RefusalTexts = {
  giver_inactive: () =>
    '명부에 현재 소속이 없어 포인트를 보낼 수 없습니다. 소속 기관의 운영자에게 명부를 확인해 달라고 요청해 주십시오.',
  recipient_inactive: () =>
    '받는 분이 퇴직했거나 현재 소속이 없어 보낼 수 없습니다. 다른 분을 골라 주십시오.',
  recipient_unknown: () =>
    '받는 분을 명부에서 찾지 못했습니다. 이름과 부서를 확인하거나 전자우편 주소로 다시 적어 주십시오.',
  too_many: ({ count, most }) =>
    `한 번에 ${most}명까지 보낼 수 있는데 ${count}명을 적어 아무에게도 보내지 않았습니다. 나누어 보내 주십시오.`,
  self: () => '자신에게는 보낼 수 없습니다. 도움을 준 다른 동료를 골라 주십시오.',
  same_department: ({ department }) =>
    `같은 부서(${department}) 동료에게는 보낼 수 없습니다. 다른 부서나 기관의 동료를 골라 주십시오.`,
  department_closed: () =>
    '우리 기관에서는 부서 앞으로 보낼 수 없습니다. 그 부서에서 도움을 준 분을 골라 주십시오.',
  message_short: ({ length, min }) =>
    length === 0
      ? `감사의 말이 없습니다. 어떤 도움을 받았는지 ${min}자 이상 적어 주십시오.`
      : `감사의 말이 ${length}자로 짧습니다. 어떤 도움을 받았는지 ${min}자 이상 적어 주십시오.`,
  message_long: ({ length, max }) => `감사의 말이 ${length}자로 깁니다. ${max}자 이하로 줄여 주십시오.`,
  allowance: ({ left, points: needed, renewsOn }) =>
    left === 0
      ? `이번 달 포인트를 모두 보냈습니다. 새 포인트가 들어오는 ${day(renewsOn)}부터 다시 보내 주십시오.`
      : `이번 달에 남은 포인트가 ${points(left)}이어서 ${points(needed)}을 보낼 수 없습니다. 새 포인트가 들어오는 ${day(renewsOn)}부터 다시 보내 주십시오.`,
  pair_limit: ({ limit, renewsOn }) =>
    `같은 상대에게는 한 달에 ${limit}번까지 보낼 수 있고, 이번 달에는 모두 보냈습니다. ${day(renewsOn)}부터 다시 보내 주십시오.`,
  key_reused: () =>
    '같은 요청이 이미 다른 내용으로 처리되었습니다. 내역을 확인하고, 더 보내려면 새로 시작해 주십시오.',
  period_closed: ({ day: of }) =>
    `${month(of)}은 이미 마감되어 그달로는 기록할 수 없습니다. 처음부터 다시 해 주시면 오늘 날짜로 기록됩니다. 그래도 같은 답이 나오면 관리자에게 서버 시각을 확인해 달라고 요청해 주십시오.`,
  not_found: ({ number: id }) =>
    `번호 ${withParticle(String(id), '을/를')} 찾지 못했습니다. 내역이나 게시판에서 번호를 확인해 주십시오.`,
  already_reversed: ({ number: id }) =>
    `번호 ${withParticle(String(id), '은/는')} 이미 되돌렸습니다. 더 하실 일은 없습니다.`,
  too_late: ({ minutes }) =>
    minutes === 0
      ? '우리 기관에서는 보낸 분이 직접 되돌릴 수 없습니다. 꼭 필요하면 기관 운영자에게 사유를 알려 주십시오.'
      : `보낸 지 ${minutes}분이 지나 직접 되돌릴 수 없습니다. 꼭 필요하면 기관 운영자에게 사유를 알려 주십시오.`,
  not_yours: () =>
    '직접 보낸 것만 되돌릴 수 있습니다. 번호를 확인해 주시고, 문제가 있으면 기관 운영자에게 알려 주십시오.',
  own_case: () => '본인이 관련된 일은 직접 처리할 수 없습니다. 다른 운영자에게 맡겨 주십시오.',
  reason_missing: () => '사유가 없습니다. 기록에 남으므로 사유를 함께 적어 주십시오.',
  not_operator: () => '협업포인트 운영자만 할 수 있습니다. 기관 운영자에게 요청해 주십시오.',
  month_future: ({ month: of }) =>
    `${month(of)}은 아직 시작하지 않았습니다. 이번 달이나 그 전의 달을 적어 주십시오.`,
  viewer_left: () =>
    '명부에 현재 소속이 없어 순위와 게시판을 볼 수 없습니다. 소속 기관의 운영자에게 명부를 확인해 달라고 요청해 주십시오.',
  stale_button: () => STALE_BUTTON.ko,
  statement_not_yours: () =>
    '다른 사람의 내역은 그 사람 기관의 운영자와 CCO(혁신책임관), 감사 담당자만 볼 수 있습니다. 본인 것은 /협업 내역으로 봅니다.',
  person_unclear: ({ typed, several }) => {
    const problem =
      typed.trim() === ''
        ? '누구의 내역인지 알 수 없습니다. @로 한 사람을 골라 주십시오.'
        : unclearPerson(typed, several, 'ko');
    return `${problem} 달은 2026-11처럼 적습니다. 예: /협업 내역 김하늘(중기부) 2026-11`;
  },
  other_agency: ({ agency }) =>
    `다른 기관(${agency})의 일은 처리할 수 없습니다. 그 기관의 운영자에게 요청해 주십시오.`,
  special_points: ({ max }) =>
    `특별협업포인트는 한 번에 한 사람에게 1점부터 ${points(max)}까지 줄 수 있습니다. 점수를 고쳐 주십시오.`,
  special_pool: ({ left, total }) =>
    `${points(total)}이 필요한데 올해 남은 특별협업포인트는 ${points(left)}입니다. 점수나 대상을 줄여 주십시오.`,
  nobody: () => '받을 수 있는 분이 없습니다. 이름이나 부서를 확인해 주십시오.',
  visibility_same: ({ hidden }) =>
    hidden
      ? '이미 비공개인 메시지입니다. 더 하실 일은 없습니다.'
      : '이미 공개된 메시지입니다. 더 하실 일은 없습니다.',
  approval_settled: () => '이미 결정된 요청입니다. 더 하실 일은 없습니다.',
  approval_own: () => '본인이 올린 요청은 직접 승인할 수 없습니다. 다른 운영자의 결정을 기다려 주십시오.',
  policy_past: ({ earliest }) =>
    `이미 시작한 달의 기준은 바꿀 수 없습니다. 적용일을 ${fullDay(earliest)} 이후의 매월 1일로 골라 주십시오.`,
  policy_values: () => '허용 범위를 벗어난 값이 있습니다. 범위 안에서 고쳐 주십시오.',
};

export const ko = {
  points,
  day,
  fullDay,
  month,
  moment,
  period,
  number,
  refusals,
  ...commands,
  place: (agency: string, department: string) => [agency, department].filter(Boolean).join(' '),
  buttons: {
    give: '보내기',
    allowance: '잔여',
    statement: '내역',
    ranking: '순위',
    board: '게시판',
    undo: '되돌리기',
    older: '이전 글 더 보기',
    previousMonth: '이전 달',
    nextMonth: '다음 달',
    newer: '이전 쪽',
    previous: '다음 쪽',
  },
  undoConfirmation: {
    title: '되돌릴까요?',
    text: '포인트가 돌아오고, 받은 분과 게시판에도 되돌린 것으로 알립니다.',
    yes: '되돌리기',
    no: '그대로 두기',
  },
  give: {
    fallback: (given: number, refused: number) =>
      given === 0
        ? '협업포인트를 보내지 못했습니다.'
        : refused === 0
          ? '협업포인트를 보냈습니다.'
          : `협업포인트 ${given}건을 보냈고, ${refused}건은 보내지 못했습니다.`,
    sent: (count: number) => `협업포인트 ${points(count)}을 보냈습니다.`,
    notSent: '보내지 못했습니다.',
    left: (count: number) => `이번 달 남은 포인트 ${points(count)}`,
    undoUntil: (minutes: number, at: Date) => `${minutes}분 안에(${moment(at)}까지) 되돌릴 수 있습니다.`,
    undoByCommand: (minutes: number) => `${minutes}분 안에 /협업 취소 번호로 되돌릴 수 있습니다.`,
  },
  refused: '처리하지 않았습니다.',
  allowance: {
    title: (left: number) => `이번 달 남은 포인트 ${points(left)}`,
    detail: (sent: number, allowance: number) =>
      `기본 포인트 ${points(allowance)} 가운데 ${points(sent)}을 보냈습니다.`,
    lapses: (renewsOn: Day) =>
      `남은 포인트는 이달 말에 사라지고 ${day(renewsOn)}에 새 기본 포인트가 들어옵니다. 받은 포인트와는 따로 셉니다.`,
    received: (thisMonth: number, thisYear: number) =>
      `받은 포인트: 이번 달 ${points(thisMonth)}, 올해 ${points(thisYear)}`,
    special: (thisYear: number) => `특별협업포인트: 올해 ${points(thisYear)}`,
  },
  disposed: '(보존기간이 지나 폐기됨)',
  statement: {
    title: (of: Month) => `${month(of)} 내역`,
    titleOf: (name: string, of: Month) => `${name} 님의 ${month(of)} 내역`,
    logged: '다른 사람의 내역을 본 사실은 열람 기록에 남습니다.',
    count: (total: number, page: number, pages: number) =>
      pages > 1 ? `모두 ${total}건, ${pages}쪽 가운데 ${page}쪽` : `모두 ${total}건`,
    sent: '보냄 →',
    received: '받음 ←',
    reversed: '되돌림',
    hidden: '게시판에는 비공개',
    empty: '이 달에는 보내거나 받은 포인트가 없습니다.',
    summary: (left: number, received: number) =>
      `이번 달 남은 포인트 ${points(left)} · 이번 달 받은 포인트 ${points(received)}`,
  },
  ranking: {
    subjects: { person: '개인', department: '부서' },
    spans: { month: '이번 달', half: '반기', year: '올해' },
    scopes: { agency: '우리 기관', government: '전체 기관' },
    sideTitles: { received: '받은 포인트 순위', sent: '보낸 포인트 순위' },
    asOf: (at: Date) => `${moment(at)} 기준`,
    rank: (rank: number, tied: boolean) => (tied ? `공동 ${rank}위` : `${rank}위`),
    own: { person: '나', department: '우리 부서' },
    empty: '이 기간에는 아직 기록이 없습니다.',
    pastYear: (year: string) => `${year}년`,
    archived: (year: string) => `${year}년 12월 31일 마감 기준 · 보관한 기록이어서 더는 바뀌지 않습니다.`,
    noArchive: (year: string) => `${year}년의 기록은 없습니다.`,
    specialApart: '특별협업포인트는 넣지 않았습니다.',
    show: {
      subject: { person: '개인 순위', department: '부서 순위' },
      side: { received: '받은 포인트', sent: '보낸 포인트' },
      span: { month: '이번 달', half: '반기', year: '올해' },
      scope: { agency: '우리 기관', government: '전체 기관' },
    },
  },
  board: {
    title: '현황 게시판',
    fallback: (count: number) => `현황 게시판: 감사 인사 ${count}건`,
    empty: '아직 공개된 감사 인사가 없습니다. 첫 감사 인사를 보내 보십시오.',
    posted: (count: number) => `🤝 감사 인사 ${count}건`,
    // One message for many: who, to whom; the words follow in the blocks.
    postFallback: (giver: string, recipient: string, count: number) =>
      `${giver} → ${recipient} ${points(count)}`,
    postFallbackMany: (count: number) => `감사 인사 ${count}건이 올라왔습니다.`,
    gift: (count: number) => `협업포인트 ${points(count)}`,
    hidden: '운영자가 비공개로 바꾼 메시지입니다.',
    reversed: '되돌린 포인트입니다.',
  },
  reversal: {
    byGiver: (id: number) => `번호 ${withParticle(String(id), '을/를')} 되돌렸습니다.`,
    byOperator: (id: number, count: number) => `번호 ${id}(${points(count)})을 되돌렸습니다.`,
    returned: (count: number, left: number) =>
      `${points(count)}이 돌아와 이번 달 남은 포인트는 ${points(left)}입니다.`,
    notReturned: '지난달의 포인트여서 이번 달 포인트는 그대로입니다.',
    told: '당사자에게는 사유와 함께 알립니다.',
  },
  approvalAsked: (id: number) =>
    `기준을 넘는 포인트여서 다른 운영자에게 승인을 요청했습니다(요청 ${id}). 결정되면 알려 드립니다.`,
  offer: {
    title: (author: string) => `${author} 님에게 협업포인트를 보낼까요?`,
    why: '이모지만으로는 포인트가 가지 않습니다. 감사의 말을 함께 적어 주십시오.',
    open: '감사의 말 쓰기',
  },
  received: {
    title: (giver: Mrkdwn, count: number) =>
      mrkdwn`🤝 ${giver} 님이 협업포인트 ${points(count)}을 보냈습니다.`,
    fallback: (giver: string, count: number) => `${giver} 님이 협업포인트 ${points(count)}을 보냈습니다.`,
    reversed: '보낸 분이나 운영자가 되돌린 포인트입니다.',
  },
  giftReversed: {
    giver: (recipient: Mrkdwn, count: number) =>
      mrkdwn`${recipient} 앞으로 보낸 협업포인트 ${points(count)}을 운영자가 되돌렸습니다.`,
    recipient: (giver: Mrkdwn, count: number) =>
      mrkdwn`${giver} 님에게서 받은 협업포인트 ${points(count)}이 되돌려졌습니다.`,
    fallback: (count: number) => `협업포인트 ${points(count)}을 되돌렸습니다.`,
    reason: '사유',
    askGiver:
      '같은 달에 보낸 포인트라면 다시 쓸 수 있게 돌아왔습니다. 궁금한 점은 기관 운영자에게 문의해 주십시오.',
    askRecipient: '궁금한 점은 기관 운영자에게 문의해 주십시오.',
  },
  specialReceived: {
    title: (agency: string, count: number) => `${agency}에서 특별협업포인트 ${points(count)}을 받았습니다.`,
    apart: '동료에게서 받은 포인트와는 따로 셉니다.',
    reason: '사유',
    reversed: (agency: string, count: number) =>
      `${agency}에서 받은 특별협업포인트 ${points(count)}을 운영자가 되돌렸습니다.`,
  },
  dialog: {
    title: '협업포인트 보내기',
    submit: '보내기',
    close: '닫기',
    status: (left: number, each: number) =>
      `이번 달 남은 포인트 ${points(left)} · 한 번에 ${points(each)}을 보냅니다.`,
    recipient: '받는 분',
    recipientPlaceholder: '이름, 기관, 부서로 찾기',
    recipientHint: '초성으로도 찾을 수 있습니다. 예: ㄱㅎㄴ, ㅈㄱㅂ',
    message: '감사의 말',
    messagePlaceholder: '어떤 도움을 받았는지 적어 주십시오.',
    messageHint: (min: number, max: number) => `${min}자 이상 ${max}자 이하`,
    warning: '⚠️ 감사의 말은 현황 게시판에 공개됩니다. 비공개 자료와 개인정보는 적지 마십시오.',
    refused: '보내지 못했습니다. 고친 뒤 다시 보내 주십시오.',
    department: '부서',
  },
  exports: {
    gifts: '선물(준 것과 받은 것)',
    balances: '개인별 월 잔액',
    received: '받은 포인트(특별포인트 구분)',
    departmentDays: '부서 일별 점수',
    archive: '연도별 확정 결과',
  },
};

/** Every language says all of it. */
export type Texts = typeof ko;

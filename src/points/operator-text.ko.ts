import { type Mrkdwn, mrkdwn } from '../messenger/blocks.ts';
import { withParticle } from '../messenger/particles.ts';
import type { PolicyKey } from '../policy/policy.ts';
import { ko as words } from './text.ko.ts';

const { points } = words;
const allowed = (value: boolean): string => (value ? '허용' : '허용하지 않음');

/** What an operator reads. */
export const ko = {
  policyLabels: {
    monthlyAllowance: '매월 기본 포인트',
    pointsPerGift: '한 번에 보내는 포인트',
    giftsPerRecipientPerMonth: '같은 상대에게 한 달에 보내는 횟수',
    sameDepartmentAllowed: '같은 부서 동료에게 보내기',
    departmentsMayReceive: '부서 앞으로 보내기',
    messageMinLength: '감사의 말 최소 길이',
    messageMaxLength: '감사의 말 최대 길이',
    undoMinutes: '보낸 분이 되돌릴 수 있는 시간',
    specialPoolPerYear: '특별협업포인트 한 해 총량',
    specialPerPerson: '특별협업포인트 한 사람 한도(한 번)',
    secondPersonAbove: '다른 운영자의 승인이 필요한 점수(초과)',
  } satisfies Record<PolicyKey, string>,
  policyUnits: {
    monthlyAllowance: points,
    pointsPerGift: points,
    giftsPerRecipientPerMonth: (count: number) => `${count}번`,
    messageMinLength: (count: number) => `${count}자`,
    messageMaxLength: (count: number) => `${count}자`,
    undoMinutes: (count: number) => `${count}분`,
    specialPoolPerYear: points,
    specialPerPerson: points,
    secondPersonAbove: points,
  } as Partial<Record<PolicyKey, (count: number) => string>>,
  allowed,
  policy: {
    title: (agency: string) => `${agency || '우리 기관'} 협업포인트 기준`,
    fallback: '협업포인트 기준',
    upcoming: '바뀔 예정',
    from: (day: string) => `${day}부터`,
    earliest: (day: string) => `지금 바꾸면 ${day}부터 적용됩니다. 이미 시작한 달의 기준은 바뀌지 않습니다.`,
    open: '기준 바꾸기',
    changed: (day: string) => `${day}부터 기준이 바뀝니다.`,
    nothing: '바뀌는 값이 없습니다.',
    faults: '저장하지 못했습니다. 고친 뒤 다시 저장해 주십시오.',
    within: (label: string, range: string) => `${label}: ${range}만 쓸 수 있습니다.`,
    range: (min: string, max: string) => `${min}부터 ${max}까지`,
    standard: (value: string) => `기본값 ${value}`,
    dialogTitle: '협업포인트 기준',
    submit: '저장',
    close: '닫기',
    effectiveFrom: '적용일',
    effectiveHint: '고른 날부터 새 기준이 적용되고, 그 전까지는 지금 기준을 따릅니다.',
    intro: '운영규정 제7조에 따라 기관에 맞게 조정할 수 있습니다.',
  },
  boardChosen: (channel: Mrkdwn) => mrkdwn`현황 게시판 채널을 정했습니다: ${channel}`,
  boardChosenNext: '이제부터 감사 인사가 그 채널에 올라옵니다. 이음이 그 채널에 들어 있는지 확인해 주십시오.',
  special: {
    granted: (label: string, persons: number) =>
      persons === 1
        ? `${label} 님에게 특별협업포인트를 주었습니다.`
        : `${label} ${persons}명에게 특별협업포인트를 주었습니다.`,
    detail: (each: number, total: number, persons: number) =>
      persons === 1 ? points(total) : `한 사람에 ${points(each)}, 모두 ${points(total)}`,
    left: (left: number) => `올해 남은 특별협업포인트 ${points(left)}`,
    numbers: (first: number, last: number) =>
      first === last
        ? `번호 ${first}. 되돌리려면 /협업 취소 ${first} 사유`
        : `번호 ${first}~${last}. 되돌리려면 한 사람씩 /협업 취소 번호 사유`,
  },
  visibility: {
    hidden: (id: number) => `번호 ${id}의 메시지를 비공개로 바꿨습니다.`,
    shown: (id: number) => `번호 ${id}의 메시지를 다시 공개했습니다.`,
    next: '포인트는 그대로이고, 게시판의 글은 곧 바뀝니다.',
  },
  approval: {
    asked: (id: number) => `승인 요청 ${id}`,
    fallback: (asker: string) => `${asker} 님이 승인을 요청했습니다.`,
    special: (asker: string) => `${asker} 님이 특별협업포인트를 주려고 합니다.`,
    reversal: (asker: string, id: number) =>
      `${asker} 님이 번호 ${withParticle(String(id), '을/를')} 되돌리려고 합니다.`,
    target: '대상',
    amount: '점수',
    perPerson: (each: number, persons: number) =>
      persons === 1
        ? points(each)
        : `한 사람에 ${points(each)}, ${persons}명에게 모두 ${points(each * persons)}`,
    reason: '사유',
    why: '기준을 넘는 점수여서 다른 운영자 한 분의 승인이 있어야 처리됩니다.',
    approve: '승인',
    reject: '반려',
    confirmApprove: {
      title: '승인할까요?',
      text: '승인하면 바로 처리되고 기록에 남습니다.',
      yes: '승인',
      no: '다시 보기',
    },
    confirmReject: {
      title: '반려할까요?',
      text: '반려하면 처리되지 않고 기록에 남습니다.',
      yes: '반려',
      no: '다시 보기',
    },
    approved: (id: number) => `요청 ${withParticle(String(id), '을/를')} 승인했습니다.`,
    approvedNext: '바로 처리했고, 요청한 운영자에게 알립니다.',
    rejected: (id: number) => `요청 ${withParticle(String(id), '을/를')} 반려했습니다.`,
    rejectedNext: '아무것도 처리하지 않았고, 요청한 운영자에게 알립니다.',
    settledApproved: (id: number) => `요청 ${withParticle(String(id), '이/가')} 승인되어 처리되었습니다.`,
    settledRejected: (id: number) =>
      `요청 ${withParticle(String(id), '이/가')} 반려되어 처리하지 않았습니다.`,
    open: (id: number) => `요청 ${withParticle(String(id), '은/는')} 아직 결정을 기다리고 있습니다.`,
  },
  patterns: {
    title: (agency: string, month: string) => `${agency} ${month} 살펴볼 만한 흐름`,
    intro:
      '잘못이라는 뜻이 아닙니다. 함께 일한 기간에는 자연스러운 경우가 많으니, 맥락을 아는 분과 확인해 주십시오.',
    reciprocal: '서로 주고받은 분들',
    dumping: '월말 사흘에 몰아서 보낸 분들',
    concentration: '받은 포인트가 많이 모인 분들',
    pair: (a: string, b: string, aToB: number, bToA: number) =>
      `${a} → ${b} ${points(aToB)}, ${b} → ${a} ${points(bToA)}`,
    dump: (name: string, total: number, last: number) => `${name}: ${points(total)} 가운데 ${points(last)}`,
    share: (name: string, count: number, percent: number) =>
      `${name}: ${points(count)}(기관이 받은 포인트의 ${percent}%)`,
    nothing: '이 달에는 살펴볼 만한 흐름이 없습니다.',
    more: (count: number) => `그 밖에 ${count}건`,
  },
  parked: {
    title: (count: number) => `보내지 못한 알림 ${count}건`,
    none: '보내지 못한 알림이 없습니다.',
    intro: '포인트는 기록에 그대로 있습니다. 알림만 전달되지 않았습니다.',
    more: (count: number) => `그 밖에 ${count}건이 더 있습니다.`,
    lanes: {
      channel: (id: string) => `게시판 채널 ${id}`,
      official: (id: string) => `직원 번호 ${id} 개인 메시지`,
      user: (id: string) => `메신저 계정 ${id} 개인 메시지`,
    },
    kinds: {
      'gift-board': '게시판 글',
      'gift-board-update': '게시판 글 고치기',
      'gift-received': '받은 포인트 알림',
      'gift-receipt': '보낸 포인트 확인',
      'gift-reversed': '되돌림 알림',
      'special-received': '특별협업포인트 알림',
      'approval-asked': '승인 요청',
      'approval-settled': '승인 결과',
      'unknown-person': '명부에 없는 분 알림',
    } as Record<string, string>,
    problems: {
      account_inactive: '받는 계정이 비활성 상태입니다. 명부에서 상태를 확인해 주십시오.',
      user_not_found: '받는 계정을 찾을 수 없습니다. 명부의 전자우편 주소를 확인해 주십시오.',
      channel_not_found: '채널을 찾을 수 없습니다. /협업 설정 게시판 #채널로 다시 정해 주십시오.',
      is_archived: '채널이 보관 처리되었습니다. 보관을 풀거나 다른 채널을 정해 주십시오.',
      not_in_channel: '이음이 채널에 없습니다. 채널에 이음을 초대해 주십시오.',
      restricted_action: '채널에 글을 쓸 권한이 없습니다. 채널 관리자에게 요청해 주십시오.',
    } as Record<string, string>,
    gaveUp: '하루 동안 여러 번 보냈으나 메신저가 받지 못했습니다. 관리자에게 알려 주십시오.',
    otherProblem: (code: string) => `메신저가 거절했습니다(${code}). 관리자에게 알려 주십시오.`,
  },
};

export type OperatorTexts = typeof ko;

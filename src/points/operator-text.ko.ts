import { type Mrkdwn, mrkdwn } from '../messenger/blocks.ts';
import { withParticle } from '../messenger/particles.ts';
import { ko as words } from './text.ko.ts';

const { points } = words;

/** What an operator reads. */
export const ko = {
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
      'disposal-asked': '기록 폐기 결정 요청',
      'disposal-settled': '기록 폐기 결정 알림',
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

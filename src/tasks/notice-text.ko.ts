import type { Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import type { ChangedField } from './form.ts';
import type { MissedGrant } from './task.ts';

const { fullWeekday } = daysOf('ko');

const fields: Record<ChangedField, string> = {
  title: '과제명',
  purpose: '목적',
  content: '내용',
  history: '추진 경과',
  relatedTask: '관련 단위과제',
  dueOn: '기한',
  pairId: '인사교류',
  measures: '성과지표',
  partners: '협업 기관',
};

/** What people are told by direct message. */
export const notices = {
  consentAsked: (who: string) => `${who} 님이 협업과제에 동의를 요청했습니다.`,
  consentRenewed: (who: string) => `${who} 님이 협업과제를 고쳐 다시 동의를 요청했습니다.`,
  changed: (changed: readonly ChangedField[]) =>
    `고친 항목: ${changed.map((field) => fields[field]).join(', ')}`,
  consentNext:
    '협업 부서가 모두 동의하면 과제가 등록됩니다. 고칠 점이 있으면 의견을 내 주십시오(행정업무규정 제42조의2).',
  agreed: (who: string) => `${who} 님이 과제에 동의했습니다.`,
  awaited: (who: string) => `남은 동의: ${who}`,
  objected: (who: string) => `${who} 님이 과제에 의견을 냈습니다.`,
  objectedNext: '과제를 고치면 협업 부서의 담당자 모두에게 다시 동의를 요청합니다.',
  registered: '모두 동의해 협업과제가 등록되었습니다.',
  registeredNext: (id: number) =>
    `이제 진행 상황을 기록해 주십시오. 예: /협업 과제 ${id} 진행 10 첫 회의를 마침`,
  withdrawn: (who: string) => `${who} 님이 협업과제 제안을 철회했습니다. 더 하실 일은 없습니다.`,
  updated: (who: string, change: string) => `${who} 님이 과제의 상태를 바꾸었습니다: ${change}`,
  pointsMissed: '과제 완료에 따른 특별협업포인트를 드리지 못했습니다.',
  missed: (grant: MissedGrant) => {
    const who = `${grant.agency} ${grant.names.join(', ')}`;
    switch (grant.kind) {
      case 'pool_short':
        return `${who}: 올해 남은 특별협업포인트 ${grouped(grant.left)}점으로는 ${grouped(grant.needed)}점을 드릴 수 없습니다.`;
      case 'second_person':
        return `${who}: 모두 ${grouped(grant.needed)}점이어서 운영자 두 사람의 결정이 필요합니다.`;
      case 'no_operator':
        return `${who}: 포인트를 처리할 다른 운영자가 없습니다.`;
    }
  },
  missedNext: '드릴지 기관에서 정한 뒤 특별협업포인트 주기로 직접 드릴 수 있습니다.',
  owner: (place: string, owner: string) => `${place}의 담당자가 ${owner} 님으로 바뀌었습니다.`,
  ownOwner: (place: string) => `${place}의 협업과제 담당자가 되셨습니다.`,
  declined: (place: string, who: string) => `${who} 님이 ${place}의 담당이 아니라고 알렸습니다.`,
  declinedNext: (who: string) => `새 담당자를 정할 때까지 ${who} 님이 답합니다.`,
  declinedYours: '새 담당자를 정할 때까지 직접 답해 주십시오.',
  declinedNobody: '답할 분이 없습니다. 담당자를 정해 주십시오.',
  disputeAsked: (who: string, due: Day) =>
    `${who} 님이 협업과제에 이견을 냈습니다. 협의 기한은 ${fullWeekday(due)}입니다.`,
  disputeAnswered: (who: string, kind: string | undefined) =>
    `${who} 님이 협업과제의 이견에 답했습니다${kind === undefined ? '' : `(${kind})`}.`,
  disputeReferred: (due: Day) => `이견을 협업 전문위원회로 넘겼습니다. 기한은 ${fullWeekday(due)}입니다.`,
  disputeSettled: '협업과제의 이견이 해결되었습니다.',
};

export type NoticeTexts = typeof notices;

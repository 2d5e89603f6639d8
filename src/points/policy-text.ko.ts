import { grouped } from '../messenger/grouped.ts';
import type { ListBounds, PolicyGroup, PolicyKey } from '../policy/policy.ts';
import { ko as words } from './text.ko.ts';

const { points } = words;
const characters = (count: number) => `${count}자`;
const workingDays = (count: number) => `근무일 ${count}일`;
const months = (count: number) => `${count}개월`;
const hour = (at: number) => `${at}시`;
const before = (days: number) => (days === 0 ? '당일' : `${days}일 전`);
const after = (days: number) => (days === 0 ? '당일' : `${days}일 뒤`);

/** The names and units of an agency's rules, and the words of their form. */
export const ko = {
  labels: {
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
    reviewEveryMonths: '정기 점검 간격',
    reviewDueDays: '정기 점검 답변 기한(점검 기간이 끝난 뒤)',
    evaluationDueMonth: '연말 평가 마감 월',
    evaluationDueDay: '연말 평가 마감 일',
    evaluationOpenCalendarDays: '연말 평가를 여는 때(마감 전, 달력 일수)',
    gradeScale: '평가 등급(높은 것부터)',
    remindBeforeDays: '마감 전에 알리는 때(근무일)',
    remindAfterDays: '마감 뒤에 알리는 때(근무일)',
    escalateAfterDays: '답변이 없을 때 CCO(혁신책임관)에게 알리는 때(마감 뒤)',
    staleAfterDays: '오래 갱신하지 않은 과제를 알리는 간격',
    consentReminderDays: '동의 요청을 다시 알리는 때(근무일)',
    disputeConsultDays: '이견을 CCO(혁신책임관)끼리 협의하는 기간',
    disputeCommitteeDays: '이견을 위원회에서 조정하는 기간',
    disputeReminderDays: '이견 기한 전에 알리는 때(근무일)',
    exchangeTermMonths: '인사교류 기본 기간',
    exchangeCapMonths: '인사교류 최대 기간(연장 포함)',
    exchangeAlertCalendarDays: '인사교류가 끝나기 전에 알리는 때(달력 일수)',
    sendFromHour: '알림을 보내기 시작하는 시각',
    sendUntilHour: '알림을 그만 보내는 시각',
    lunchFromHour: '점심 시작(알림 쉼)',
    lunchUntilHour: '점심 끝',
    completionPoints: '완료한 과제의 담당자에게 특별협업포인트 주기',
    completionPointsEach: '완료한 과제의 담당자 한 사람에게 주는 점수',
  } satisfies Record<PolicyKey, string>,
  units: {
    monthlyAllowance: points,
    pointsPerGift: points,
    giftsPerRecipientPerMonth: (count: number) => `${count}번`,
    messageMinLength: characters,
    messageMaxLength: characters,
    undoMinutes: (count: number) => `${count}분`,
    specialPoolPerYear: points,
    specialPerPerson: points,
    secondPersonAbove: points,
    reviewEveryMonths: (count: number) => `${count}개월마다`,
    reviewDueDays: workingDays,
    evaluationDueMonth: (month: number) => `${month}월`,
    evaluationDueDay: (day: number) => `${day}일`,
    evaluationOpenCalendarDays: before,
    remindBeforeDays: before,
    remindAfterDays: after,
    escalateAfterDays: workingDays,
    staleAfterDays: workingDays,
    consentReminderDays: after,
    disputeConsultDays: workingDays,
    disputeCommitteeDays: workingDays,
    disputeReminderDays: before,
    exchangeTermMonths: months,
    exchangeCapMonths: months,
    exchangeAlertCalendarDays: before,
    sendFromHour: hour,
    sendUntilHour: hour,
    lunchFromHour: hour,
    lunchUntilHour: hour,
    completionPointsEach: points,
  } as Partial<Record<PolicyKey, (count: number) => string>>,
  /** What a value must also be beside others; said when it is not. */
  relations: {
    messageMinLength: '최대 길이를 넘을 수 없습니다.',
    evaluationDueDay: '마감 월에 있는 날이어야 합니다.',
    exchangeTermMonths: '최대 기간을 넘을 수 없습니다.',
    sendFromHour: '점심이 시작되기 전이어야 합니다.',
    sendUntilHour: '점심이 끝난 뒤여야 합니다.',
    lunchFromHour: '점심이 끝나는 시각을 넘을 수 없습니다.',
  } as Partial<Record<PolicyKey, string>>,
  allowed: (value: boolean): string => (value ? '허용' : '허용하지 않음'),
  /** A list without entries, as it is shown and typed. */
  none: '없음',
  groups: {
    points: {
      title: (agency: string) => `${agency || '우리 기관'} 협업포인트 기준`,
      dialogTitle: '협업포인트 기준',
      intro: '운영규정 제7조에 따라 기관에 맞게 조정할 수 있습니다.',
      show: '협업포인트 기준 보기',
    },
    tasks: {
      title: (agency: string) => `${agency || '우리 기관'} 과제·교류·평가 기준`,
      dialogTitle: '과제·교류·평가 기준',
      intro:
        '협업과제, 인사교류, 점검·평가와 알림의 기준입니다. 기관에 맞게 조정할 수 있습니다. 알림은 근무일에만 나갑니다.',
      show: '과제·교류·평가 기준 보기',
    },
  } satisfies Record<PolicyGroup, unknown>,
  upcoming: '바뀔 예정',
  from: (day: string) => `${day}부터`,
  earliest: (day: string) => `지금 바꾸면 ${day}부터 적용됩니다. 이미 시작한 달의 기준은 바뀌지 않습니다.`,
  open: '기준 바꾸기',
  changed: (day: string) => `${day}부터 기준이 바뀝니다.`,
  nothing: '바뀌는 값이 없습니다.',
  faults: '저장하지 못했습니다. 고친 뒤 다시 저장해 주십시오.',
  within: (label: string, range: string) => `${label}: ${range}만 쓸 수 있습니다.`,
  choose: (label: string) => `${label}: 둘 가운데 하나를 골라 주십시오.`,
  numbersWithin: (label: string, { most, min, max }: ListBounds) =>
    `${label}: ${min}부터 ${max}까지의 숫자를 쉼표로 나누어 ${most}개까지 적어 주십시오. 예: 7, 3, 1`,
  wordsWithin: (label: string, { fewest, most, max }: ListBounds) =>
    `${label}: 서로 다른 말을 쉼표로 나누어 ${fewest}개부터 ${most}개까지, 하나에 ${max}자까지 적어 주십시오. 예: 우수, 보통, 미흡`,
  range: (min: number, max: number) => `${grouped(min)}부터 ${grouped(max)}까지`,
  numbersHint: ({ most, min, max }: ListBounds) =>
    `${min}부터 ${max}까지, 쉼표로 나누어 ${most}개까지. 없으면 ‘없음’`,
  wordsHint: ({ fewest, most, max }: ListBounds) =>
    `쉼표로 나누어 ${fewest}개부터 ${most}개까지, 하나에 ${max}자까지`,
  standard: (value: string) => `기본값 ${value}`,
  submit: '저장',
  close: '닫기',
  effectiveFrom: '적용일',
  effectiveHint: '고른 날부터 새 기준이 적용되고, 그 전까지는 지금 기준을 따릅니다.',
};

export type PolicyTexts = typeof ko;

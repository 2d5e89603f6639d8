import type { Recipient } from '../../src/directory/find-recipients.ts';
import type { Approval } from '../../src/points/approval-store.ts';
import type { Gift, Summary } from '../../src/points/gift.ts';
import type { GiveOutcome } from '../../src/points/give-points.ts';
import type { Refusal } from '../../src/points/refusal.ts';

export const NOON = new Date('2026-11-23T05:05:00Z');

export function gift(changes: Partial<Gift> = {}): Gift {
  return {
    id: 123,
    giverId: 1,
    giver: '이도윤',
    giverDepartment: '혁신기획과',
    giverAgency: '행안부',
    recipientId: 2,
    recipient: '김하늘',
    recipientDepartment: '인력정책과',
    recipientAgency: '중기부',
    points: 10,
    message: '고용지원 통계를 하루 만에 정리해 주셔서 부처 회의를 잘 마쳤습니다.\n정말 고맙습니다.',
    givenAt: NOON,
    hidden: false,
    reversed: false,
    ...changes,
  };
}

export const summary: Summary = {
  month: '2026-11',
  allowanceLeft: 190,
  monthlyAllowance: 200,
  sentThisMonth: 10,
  receivedThisMonth: 30,
  receivedThisYear: 1_250,
  specialThisYear: 50,
};

export const given: Extract<GiveOutcome, { kind: 'given' }> = {
  kind: 'given',
  giftId: 123,
  points: 10,
  allowanceLeft: 190,
  recipientName: '김하늘',
  recipientAgency: '중기부',
  recipientDepartment: '인력정책과',
  undoMinutes: 10,
  givenAt: NOON,
  repeated: false,
};

/** One refusal for each reason; the record makes the compiler miss a new one. */
export const everyRefusal: { [R in Refusal as R['reason']]: R } = {
  giver_inactive: { reason: 'giver_inactive' },
  recipient_inactive: { reason: 'recipient_inactive' },
  recipient_unknown: { reason: 'recipient_unknown' },
  too_many: { reason: 'too_many', count: 25, most: 20 },
  self: { reason: 'self' },
  same_department: { reason: 'same_department', department: '인력정책과' },
  department_closed: { reason: 'department_closed' },
  message_short: { reason: 'message_short', length: 3, min: 10 },
  message_long: { reason: 'message_long', length: 412, max: 300 },
  allowance: { reason: 'allowance', left: 5, points: 10, renewsOn: '2026-12-01' },
  pair_limit: { reason: 'pair_limit', limit: 2, renewsOn: '2026-12-01' },
  key_reused: { reason: 'key_reused' },
  period_closed: { reason: 'period_closed', day: '2026-10-31' },
  not_found: { reason: 'not_found', number: 123 },
  already_reversed: { reason: 'already_reversed', number: 124 },
  too_late: { reason: 'too_late', minutes: 10 },
  not_yours: { reason: 'not_yours' },
  own_case: { reason: 'own_case' },
  reason_missing: { reason: 'reason_missing' },
  month_future: { reason: 'month_future', month: '2026-12' },
  viewer_left: { reason: 'viewer_left' },
  stale_button: { reason: 'stale_button' },
  statement_not_yours: { reason: 'statement_not_yours' },
  person_unclear: { reason: 'person_unclear', typed: 'kim', several: false },
  not_operator: { reason: 'not_operator' },
  other_agency: { reason: 'other_agency', agency: '중기부' },
  special_points: { reason: 'special_points', max: 100 },
  special_pool: { reason: 'special_pool', left: 150, total: 1_200 },
  nobody: { reason: 'nobody' },
  visibility_same: { reason: 'visibility_same', hidden: true },
  approval_settled: { reason: 'approval_settled' },
  approval_own: { reason: 'approval_own' },
  policy_past: { reason: 'policy_past', earliest: '2026-12-01' },
  policy_values: { reason: 'policy_values', keys: ['monthlyAllowance', 'undoMinutes'] },
};

export function official(
  changes: { id?: number; name?: string; rank?: string; department?: string } = {},
): Recipient {
  return {
    kind: 'official',
    official: {
      id: changes.id ?? 2,
      email: 'haneul@korea.example',
      name: changes.name ?? '김하늘',
      role: 'member',
      status: 'active',
      posting: { id: 9, rank: changes.rank ?? '사무관', position: '' },
      department: { id: 7, name: changes.department ?? '인력정책과' },
      agency: { id: 3, name: '중소벤처기업부', shortName: '중기부' },
    },
  };
}

export const department: Recipient = {
  kind: 'department',
  department: { id: 7, name: '인력정책과', agency: { id: 3, name: '중소벤처기업부', shortName: '중기부' } },
};

export const specialApproval: Approval = {
  id: 7,
  kind: 'special_grant',
  agencyId: 3,
  requestedBy: 20,
  requestedByName: '박서연',
  act: {
    recipientIds: [1, 2, 3, 4, 5],
    pointsEach: 50,
    reason: '국정과제 합동 점검 지원',
    label: '인력정책과',
  },
  decision: undefined,
};

export const reversalApproval: Approval = {
  ...specialApproval,
  id: 8,
  kind: 'reversal',
  act: { number: 123, reason: '대상을 잘못 지정함' },
};

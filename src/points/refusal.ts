import type { Day, Month } from '../calendar/seoul.ts';

/** Why an act was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'giver_inactive' }
  | { reason: 'recipient_inactive' }
  | { reason: 'recipient_unknown' }
  | { reason: 'too_many'; count: number; most: number }
  | { reason: 'self' }
  | { reason: 'same_department'; department: string }
  | { reason: 'department_closed' }
  | { reason: 'message_short'; length: number; min: number }
  | { reason: 'message_long'; length: number; max: number }
  | { reason: 'allowance'; left: number; points: number; renewsOn: Day }
  | { reason: 'pair_limit'; limit: number; renewsOn: Day }
  | { reason: 'key_reused' }
  | { reason: 'period_closed'; day: Day }
  | { reason: 'not_found'; number: number }
  | { reason: 'already_reversed'; number: number }
  | { reason: 'too_late'; minutes: number }
  | { reason: 'not_yours' }
  | { reason: 'own_case' }
  | { reason: 'reason_missing' }
  | { reason: 'not_operator' }
  | { reason: 'statement_not_yours' }
  /** A month that has not begun has nothing to show. */
  | { reason: 'month_future'; month: Month }
  /** Who has left reads nothing that is for those in service. */
  | { reason: 'viewer_left' }
  | { reason: 'stale_button' }
  /** `several`: more than one goes by that name. */
  | { reason: 'person_unclear'; typed: string; several: boolean }
  | { reason: 'other_agency'; agency: string }
  | { reason: 'special_points'; max: number }
  | { reason: 'special_pool'; left: number; total: number }
  | { reason: 'nobody' }
  | { reason: 'visibility_same'; hidden: boolean }
  | { reason: 'approval_settled' }
  | { reason: 'approval_own' }
  | { reason: 'policy_past'; earliest: Day }
  | { reason: 'policy_values'; keys: string[] };

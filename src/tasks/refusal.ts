import type { Day } from '../calendar/seoul.ts';
import type { TaskRight, TaskState } from './task-state.ts';

/** Why an act on a task was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'not_found'; number: number }
  | { reason: 'no_posting' }
  | { reason: 'not_yours'; right: TaskRight }
  | { reason: 'text_missing'; field: TaskField }
  | { reason: 'text_short'; field: TaskField; length: number; min: number }
  | { reason: 'text_long'; field: TaskField; length: number; max: number }
  | { reason: 'due_past'; dueOn: Day }
  | { reason: 'partner_missing' }
  | { reason: 'too_many'; what: 'partners' | 'measures'; count: number; most: number }
  /** A task is between agencies: at least one partner of another agency, nobody twice. */
  | { reason: 'partner_same_agency' }
  | { reason: 'partner_twice'; name: string }
  | { reason: 'partner_unknown' }
  | { reason: 'partner_inactive'; name: string }
  /** The party that a button names is no part of the task (any more). */
  | { reason: 'party_gone' }
  /** There is no such pair of exchange positions. */
  | { reason: 'pair_unknown' }
  /** None of the pair's agencies takes part. */
  | { reason: 'pair_elsewhere' }
  | { reason: 'measure_line'; line: string }
  | { reason: 'measure_twice'; name: string }
  | { reason: 'measure_unknown'; name: string }
  /** The task has none to record a result of. */
  | { reason: 'measure_none' }
  | { reason: 'number_unreadable'; typed: string }
  /** Typed in another unit than the measure's ('' when it has none): nothing is converted. */
  | { reason: 'unit_other'; name: string; typed: string; unit: string }
  | { reason: 'day_unreadable'; typed: string }
  | { reason: 'day_future'; day: Day }
  | { reason: 'evidence_not_web'; typed: string }
  | { reason: 'progress_range'; typed: string }
  | { reason: 'state_same'; state: TaskState }
  | { reason: 'state_not_from'; from: TaskState; to: TaskState; allowed: TaskState[] }
  /** Completing asks for each measure that has no result. */
  | { reason: 'results_missing'; measures: string[] }
  | { reason: 'dispute_open' }
  /** The points that completing brings cannot be booked on this day any more. */
  | { reason: 'period_closed'; day: Day }
  | { reason: 'no_dispute' }
  | { reason: 'already_answered' }
  /** The terms that were to be agreed to were changed since. */
  | { reason: 'terms_changed' }
  /** It is no proposal any more: it is neither revised nor agreed to. */
  | { reason: 'not_proposed'; state: TaskState }
  | { reason: 'already_referred' }
  /** Only an operator of the agency, or an administrator, sets it up. */
  | { reason: 'not_operator' }
  | { reason: 'owner_same'; name: string }
  | { reason: 'owner_elsewhere'; name: string; department: string }
  | { reason: 'key_reused' };

export type TaskField =
  | 'title'
  | 'purpose'
  | 'content'
  | 'history'
  | 'related_task'
  | 'note'
  | 'problem'
  | 'wish'
  | 'reason'
  | 'measure'
  | 'unit';

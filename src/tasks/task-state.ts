/** 협의중 → 등록 → 추진중 ⇄ 지연, 보류 → 완료 / 중단 */
export type TaskState =
  | 'proposed'
  | 'registered'
  | 'active'
  | 'delayed'
  | 'on_hold'
  | 'completed'
  | 'cancelled';

/** What a person may do with a task. */
export type TaskRight =
  /** See the card. */
  | 'view'
  /** Change status and progress. */
  | 'update'
  /** Record results, also of a completed task. */
  | 'record'
  /** Change a proposal's fields and ask the partners anew, or withdraw it. */
  | 'revise'
  /** Agree or object, for one's own party. */
  | 'consent'
  /** Name another owner of one's own party. */
  | 'hand_over'
  /** Say 담당 아님 of one's own party. */
  | 'decline'
  /** Raise a dispute. */
  | 'dispute'
  /** Answer, settle or refer a dispute, for one's own agency. */
  | 'settle';

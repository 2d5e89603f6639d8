import type { Day } from '../calendar/seoul.ts';

/** 협의중 → 등록 → 추진중 ⇄ 지연, 보류 → 완료 / 중단 */
export type TaskState =
  | 'proposed'
  | 'registered'
  | 'active'
  | 'delayed'
  | 'on_hold'
  | 'completed'
  | 'cancelled';

export interface Named {
  id: number;
  name: string;
}

/** A side of a task. */
export interface Party {
  id: number;
  side: 'lead' | 'partner';
  agency: { id: number; shortName: string };
  department: Named;
  /** Who was named 담당자. */
  owner: Named;
  /** Who answers today: the owner, or whoever follows in the post; undefined when there is nobody. */
  answers: Named | undefined;
  consent: 'asked' | 'agreed' | 'objected' | undefined;
  /** Since when the consent is asked for: a revision asks anew. Undefined for the lead. */
  askedAt: Date | undefined;
}

/** A measurement. Numbers are decimals as text, so that they keep their precision. */
export interface Result {
  before: string | undefined;
  after: string;
  measuredOn: Day;
  /** An http(s) address, or ''. */
  evidence: string;
  actor: Named;
}

/** 성과지표: what the outcome is measured by. */
export interface Measure {
  id: number;
  name: string;
  unit: string;
  before: string | undefined;
  target: string | undefined;
  /** The latest measurement. */
  latest: Result | undefined;
}

export type TaskEventKind =
  | 'proposed'
  | 'revised'
  | 'agreed'
  | 'objected'
  | 'registered'
  | 'status'
  | 'result'
  | 'owner'
  | 'not_mine'
  | 'dispute'
  | 'dispute_answer'
  | 'dispute_referred'
  | 'dispute_settled'
  | 'points';

export interface TaskEvent {
  id: number;
  sequence: number;
  kind: TaskEventKind;
  fromState: TaskState | undefined;
  toState: TaskState | undefined;
  progress: number | undefined;
  note: string;
  /** Undefined: the bot, when a deadline passed. */
  actor: Named | undefined;
  partyId: number | undefined;
  occurredAt: Date;
}

export interface Dispute {
  id: number;
  raisedBy: Named;
  partyId: number;
  problem: string;
  wish: string;
  step: 'cco' | 'committee' | 'settled';
  dueOn: Day;
  raisedAt: Date;
  answers: Array<{
    step: 'cco' | 'committee';
    agency: { id: number; shortName: string };
    actor: Named;
    kind: 'opinion' | 'settle' | 'refer';
    note: string;
    recordedAt: Date;
  }>;
}

export interface Task {
  id: number;
  title: string;
  purpose: string;
  content: string;
  history: string;
  relatedTask: string;
  dueOn: Day;
  state: TaskState;
  /** Per cent. */
  progress: number;
  updatedAt: Date;
  pair: { id: number; round: number; pair: number; task: string } | undefined;
  /** The lead first. */
  parties: Party[];
}

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

/** Everything a card shows. */
export interface TaskCard {
  task: Task;
  measures: Measure[];
  /** Newest first, the last ten; `more` tells that there are earlier ones. */
  events: TaskEvent[];
  more: boolean;
  /** The open one, or the last one settled. */
  dispute: Dispute | undefined;
  /** Evaluations asked for and unanswered, due day first. */
  due: Array<{ requestId: number; title: string; dueOn: Day; answers: Named | undefined }>;
  rights: ReadonlySet<TaskRight>;
  /** The party that the viewer answers for (the lead before a partner). */
  ownPartyId: number | undefined;
  /** Who looks, and from which agency. */
  viewer: { id: number; agencyId: number | undefined };
}

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

/** A measure as somebody enters it; numbers are decimals as text. */
export interface MeasureInput {
  name: string;
  unit: string;
  before: string | undefined;
  target: string | undefined;
}

/** What a proposal is made of (행정업무규정 제42조의2). The lead is whoever proposes. */
export interface TaskForm {
  title: string;
  purpose: string;
  content: string;
  history: string;
  relatedTask: string;
  dueOn: Day;
  pairId?: number | undefined;
  measures: MeasureInput[];
  /** The partners' owners; their departments of today become the partners. */
  partnerIds: number[];
}

/** A side of a task in a list. */
export interface PartyLine {
  agency: string;
  department: string;
  /** Who answers today. */
  answers: string | undefined;
}

/** A line of a list. */
export interface TaskLine {
  id: number;
  title: string;
  state: TaskState;
  /** Per cent. */
  progress: number;
  dueOn: Day;
  lead: PartyLine;
  partners: PartyLine[];
  updatedAt: Date;
  /** Whether the viewer's consent is awaited. */
  waiting: boolean;
  /** Open and past the due date. */
  overdue: boolean;
}

/** What came of an act: the card as it stands afterwards, or every reason why not. `repeat`: the act had been done before. */
export type TaskOutcome<Kind extends string = string> =
  | { kind: Kind; card: TaskCard; repeat: boolean }
  | { kind: 'refused'; refusals: Refusal[] };

/** Who acts, from where, and the key of the act. */
export interface Act {
  actorId: number;
  teamId: string;
  /** The same act again under this key is no second one. */
  requestKey: string;
}

/** What a completed task brought those who answer for it in one agency, or why nothing: special points by policy (운영규정 제9조). */
export type CompletionGrant = { agency: string; names: string[] } & (
  | { kind: 'granted'; pointsEach: number }
  | { kind: 'pool_short'; needed: number; left: number }
  | { kind: 'second_person'; needed: number }
  | { kind: 'no_operator' }
);

/** A measurement as somebody enters it: numbers and the day as typed. */
export interface MeasurementInput {
  /** Before the name, where both are given. */
  measureId?: number | undefined;
  /** '': the only measure of the task. */
  name: string;
  /** Undefined or blank: the measure's own. */
  before: string | undefined;
  after: string;
  /** Units typed beside the numbers; each has to be the measure's. */
  units: string[];
  /** Undefined or blank: today. */
  measuredOn: string | undefined;
  /** An http(s) address, or ''. */
  evidence: string;
}

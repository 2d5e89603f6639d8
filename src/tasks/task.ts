import type { Day } from '../calendar/seoul.ts';
import type { Refusal, TaskField } from './refusal.ts';
import type { TaskRight, TaskState } from './task-state.ts';

export type { Refusal, TaskField, TaskRight, TaskState };

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

export type MissedGrant = Exclude<CompletionGrant, { kind: 'granted' }>;

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

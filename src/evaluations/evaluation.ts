import type { Day } from '../calendar/seoul.ts';

/** 점검 `review`, 연말 평가 `year_end`, or opened by an operator or CCO(혁신책임관). */
export type CycleKind = 'review' | 'year_end' | 'by_hand';

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

/** 성과지표 of the task, with its latest measurement; numbers are decimals as text. */
export interface Measure {
  id: number;
  name: string;
  unit: string;
  before: string | undefined;
  target: string | undefined;
  after: string | undefined;
}

/** What was said of one measure, under its name of that time. */
export interface MeasureResult {
  measureId: number;
  measure: string;
  text: string;
}

/** What an answer consists of. */
export interface AnswerForm {
  /** Progress against the plan. */
  progress: string;
  results: MeasureResult[];
  difficulties: string;
  /** What is to come next quarter. */
  nextPlan: string;
}

/** One version of an answer. */
export interface Answer extends AnswerForm {
  id: number;
  version: number;
  draft: boolean;
  /** Submitted after the due day. */
  late: boolean;
  actor: Named;
  at: Date;
}

export interface Grade {
  id: number;
  /** The version that was graded. */
  answerId: number;
  /** A word of the agency's scale at that time. */
  grade: string;
  comment: string;
  /** For 평가수당 우대: a recommendation, never an amount. */
  recommended: boolean;
  actor: Named;
  at: Date;
}

/** One side of the task: who is named owner, and who answers today. */
export interface PartyLine {
  partyId: number;
  agency: { id: number; shortName: string };
  department: string;
  departmentId: number;
  owner: Named;
  answers: Named | undefined;
}

/** One request of a cycle: what one owner is asked about one task, and all that came of it. */
export interface Evaluation {
  id: number;
  /** `openedOn` decides whose policy's scale holds, from its first grade to its last. */
  cycle: { id: number; kind: CycleKind; period: string; title: string; dueOn: Day; openedOn: Day };
  task: { id: number; title: string; state: TaskState; progress: number };
  /** Whose answer it is. */
  party: PartyLine;
  /** The other sides of the task. */
  others: PartyLine[];
  measures: Measure[];
  /** The latest that was submitted. */
  submitted: Answer | undefined;
  /** The latest version, when it is a draft. */
  draft: Answer | undefined;
  /** Of submitted ones. */
  versions: number;
  /** Who of another agency was named to grade; the latest. */
  evaluator: (Named & { agency: string; agencyId: number | undefined; left: boolean }) | undefined;
  /** The latest. */
  grade: Grade | undefined;
  /** How often it was graded. */
  grades: number;
}

/** What a person may do with an evaluation as it stands. */
export type EvaluationRight = 'answer' | 'grade' | 'name_evaluator';

/** An evaluation as somebody may see it. */
export interface EvaluationView {
  evaluation: Evaluation;
  rights: ReadonlySet<EvaluationRight>;
  today: Day;
}

/** Working days until the due day, counted as the reminders do; `days_off`: nothing but days off lies before it. */
export type TimeLeft = number | 'today' | 'over' | 'days_off';

/** An evaluation with all that its card shows. */
export interface EvaluationCard extends EvaluationView {
  left: TimeLeft;
  /** Whether this person may open the task's own card. */
  seesTask: boolean;
}

/** A page of what was submitted, the latest first. */
export interface VersionsPage {
  evaluation: Evaluation;
  versions: Answer[];
  /** From 0. */
  page: number;
  /** The ordinal of the first of them: 3 for the third that was submitted. */
  first: number;
  more: boolean;
}

/** A line of a list. */
export interface EvaluationLine {
  id: number;
  kind: CycleKind;
  period: string;
  title: string;
  dueOn: Day;
  left: TimeLeft;
  taskId: number;
  task: string;
  agency: string;
  department: string;
  /** Who answers today. */
  answers: string | undefined;
  answered: boolean;
  late: boolean;
  drafted: boolean;
  grade: string | undefined;
  /** Whether the answer was changed after the grade. */
  outdated: boolean;
}

/** What waits for a person. */
export interface MyEvaluations {
  toAnswer: EvaluationLine[];
  toGrade: EvaluationLine[];
  /** How many there are of each, with those that are not listed. */
  totals: { toAnswer: number; toGrade: number };
}

/** Which of the agency's evaluations a list shows. */
export type AgencyFilter = 'open' | 'late' | 'answered' | 'to_grade' | 'graded';

/** A cycle that somebody opened. */
export interface OpenedCycle {
  id: number;
  agencyId: number;
  openedBy: number | undefined;
  title: string;
  dueOn: Day;
  requests: number;
  /** Who is asked: so many people, as they answer today. */
  people: number;
}

/** When those who are asked hear of it: from so many working days before the due day (negative: after it), or at the next round. */
export type FirstReminder = { days: number } | 'soon' | 'never';

/** A task that can be chosen for a cycle by hand. */
export interface TaskChoice {
  id: number;
  title: string;
}

/** Who acts, from where, and the key of the act: the same act again under this key is no second one. */
export interface Act {
  actorId: number;
  teamId: string;
  requestKey: string;
}

export type AnswerField = 'progress' | 'result' | 'difficulties' | 'next_plan';

/** Why an act was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'evaluation_not_found' }
  /** Someone else answers for that side. */
  | { reason: 'not_answerer'; answers: string | undefined }
  | { reason: 'task_cancelled' }
  /** The due day is over, and what was answered stays. */
  | { reason: 'answer_closed'; dueOn: Day }
  | { reason: 'answer_missing'; field: AnswerField; measure?: string }
  | { reason: 'answer_long'; field: AnswerField; measure?: string; length: number; max: number }
  | { reason: 'draft_empty' }
  | { reason: 'not_graded_kind' }
  | { reason: 'not_grader' }
  /** Nobody grades a task of their own. */
  | { reason: 'own_task' }
  | { reason: 'not_answered' }
  /** Since the dialog was opened. */
  | { reason: 'answer_changed' }
  | { reason: 'grade_unknown'; scale: string[] }
  | { reason: 'comment_missing' }
  | { reason: 'comment_long'; length: number; max: number }
  /** Only the agency's CCO names an evaluator. */
  | { reason: 'not_cco' }
  | { reason: 'evaluator_unknown' }
  | { reason: 'evaluator_inactive'; name: string }
  /** Not of another agency that takes part in the task. */
  | { reason: 'evaluator_elsewhere'; name: string }
  | { reason: 'evaluator_owner'; name: string }
  /** Only operators and CCOs open a cycle or see the agency's. */
  | { reason: 'not_keeper' }
  | { reason: 'title_missing' }
  | { reason: 'title_long'; length: number; max: number }
  | { reason: 'due_unreadable' }
  | { reason: 'due_past'; today: Day }
  | { reason: 'due_far'; latest: Day }
  | { reason: 'tasks_missing' }
  | { reason: 'tasks_many'; count: number; most: number }
  /** No running or completed task of the agency: gone, somebody else's, or made up. */
  | { reason: 'task_not_ours'; numbers: number[] }
  | { reason: 'key_reused' };

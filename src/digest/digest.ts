import type { Day } from '../calendar/seoul.ts';

/** A list cut to what is worth showing, with how many there are. */
export interface Cut<T> {
  total: number;
  items: T[];
}

/** Points of a week, by its Monday. */
export interface WeekFigures {
  week: Day;
  received: number;
  sent: number;
}

/** Someone in a ranking of the week; ties share a rank. */
export interface RankedPerson {
  rank: number;
  name: string;
  department: string;
  points: number;
}

export interface RankedDepartment {
  rank: number;
  name: string;
  points: number;
}

/** Another agency, and the points that went there or came from there in the week. */
export interface Neighbour {
  agency: string;
  points: number;
  gifts: number;
}

export type TaskState =
  | 'proposed'
  | 'registered'
  | 'active'
  | 'delayed'
  | 'on_hold'
  | 'completed'
  | 'cancelled';

export interface TaskChange {
  id: number;
  title: string;
  from: TaskState | null;
  to: TaskState;
  day: Day;
}

/** Numbers are decimals as text. */
export interface Measured {
  measure: string;
  unit: string;
  before: string | null;
  after: string;
}

export interface CompletedTask {
  id: number;
  title: string;
  day: Day;
  results: Measured[];
}

export interface LateTask {
  id: number;
  title: string;
  state: TaskState;
  due: Day;
  /** Who answers for the agency's part; null when nobody does. */
  name: string | null;
}

export interface StaleTask {
  id: number;
  title: string;
  since: Day;
  name: string | null;
}

export interface DueEvaluation {
  taskId: number;
  title: string;
  /** The round it belongs to. */
  round: string;
  due: Day;
  name: string | null;
}

export interface WaitingDispute {
  taskId: number;
  title: string;
  step: 'cco' | 'committee';
  due: Day;
}

export interface WaitingConsent {
  taskId: number;
  title: string;
  since: Day;
  name: string | null;
}

export interface EndingTerm {
  pairId: number;
  name: string;
  position: string;
  task: string;
  last: Day;
}

/** What an operator may want to look at; by `summarisePatterns`, never a judgement. */
export interface Patterns {
  reciprocal: Cut<{ a: string; b: string; aToB: number; bToA: number }>;
  dumping: Cut<{ name: string; total: number; lastDays: number }>;
  concentration: Cut<{ name: string; points: number; sharePercent: number }>;
}

/** What a digest says, as it is stored: never changed, so only ever added to. */
export interface DigestContent {
  agency: string;
  shortName: string;
  /** The day on which what is open was looked at. */
  day: Day;
  /** The digest's week last, with the 12 before it. */
  weeks: WeekFigures[];
  /** How many of those 12 the books know: the average counts these. */
  knownWeeks: number;
  /** Points that stayed within the agency; part of both received and sent. */
  within: number;
  people: { received: RankedPerson[]; sent: RankedPerson[] };
  departments: { received: RankedDepartment[]; sent: RankedDepartment[] };
  /** Whoever thanks was helped: agencies that our people thanked, and agencies that thanked ours. */
  helpedUs: Cut<Neighbour>;
  weHelped: Cut<Neighbour>;
  /** Numbers of the gifts; their messages are read when they are shown. */
  thanks: number[];
  tasks: {
    changed: Cut<TaskChange>;
    completed: Cut<CompletedTask>;
    late: Cut<LateTask>;
    stale: Cut<StaleTask>;
  };
  evaluations: { due: Cut<DueEvaluation>; overdue: Cut<DueEvaluation> };
  waiting: { disputes: Cut<WaitingDispute>; consents: Cut<WaitingConsent> };
  ending: Cut<EndingTerm>;
  patterns: Patterns;
}

/** The digest of an agency and a week. `position` and `head` say which books it counts. */
export interface Digest {
  agencyId: number;
  week: Day;
  position: number;
  /** SHA-256 in hex. */
  head: string;
  asOf: Date;
  late: boolean;
  content: DigestContent;
}

/** A stored digest. */
export interface StoredDigest extends Digest {
  id: number;
  computedAt: Date;
}

/** A thank-you message as it may be shown today. */
export interface Thanks {
  id: number;
  giver: string;
  giverAgency: string;
  recipient: string;
  message: string;
}

/** The parts of a digest that have a button of their own. */
export const SECTIONS = [
  'standing',
  'agencies',
  'thanks',
  'tasks',
  'evaluations',
  'waiting',
  'patterns',
  'weeks',
] as const;
export type Section = (typeof SECTIONS)[number];

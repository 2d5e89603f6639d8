import type { Day } from '../calendar/seoul.ts';

/** One side of a pair: a position that is exchanged with the other's. */
export interface Position {
  id: number;
  side: 'a' | 'b';
  /** As it was called when the pair was made. */
  agencyName: string;
  title: string;
  /** Who keeps the position now; undefined when the directory does not know. */
  agencyId: number | undefined;
  /** The agency's name today where it is another; several after a split. */
  namesToday: string[];
}

/** 전략적 인사교류: two positions that swap their holders for a joint task. */
export interface Pair {
  id: number;
  round: number;
  number: number;
  level: string;
  task: string;
  source: string;
  a: Position;
  b: Position;
}

/** An end that was moved. */
export interface EndChange {
  oldEnd: Day;
  newEnd: Day;
  reason: string;
  /** Undefined: by import. */
  actor: string | undefined;
  at: Date;
}

/** Who holds a position, from the first day to the last, both included. */
export interface Term {
  id: number;
  pairId: number;
  positionId: number;
  officialId: number;
  name: string;
  first: Day;
  last: Day;
  /** The term that this one accompanies (동반 교류). */
  leadId: number | undefined;
  /** The oldest first. */
  changes: EndChange[];
}

export type TaskState =
  | 'proposed'
  | 'registered'
  | 'active'
  | 'delayed'
  | 'on_hold'
  | 'completed'
  | 'cancelled';

/** A joint task of a pair with its latest measurements; numbers are decimals as text. */
export interface JointTask {
  id: number;
  pairId: number;
  title: string;
  state: TaskState;
  /** Per cent. */
  progress: number;
  results: Array<{
    measure: string;
    unit: string;
    before: string | undefined;
    after: string;
    target: string | undefined;
  }>;
}

/** A pair as somebody may see it. `terms`: those visible to them. */
export interface PairView {
  pair: Pair;
  terms: Term[];
  tasks: JointTask[];
  /** Whether there are terms that they may not see. */
  hidden: boolean;
  mayExtend: boolean;
}

/** A term that was extended, as those concerned are told of it. */
export interface Extension {
  changeId: number;
  termId: number;
  pair: { id: number; round: number; number: number; task: string };
  position: string;
  holder: { id: number; name: string };
  oldEnd: Day;
  newEnd: Day;
  /** The term's end as it is now. */
  endNow: Day;
  reason: string;
  actor: string;
  /** Whose terms moved along. */
  companions: Array<{ name: string; newEnd: Day }>;
}

import type { Day } from '../calendar/seoul.ts';

/** What is kept for the same time and disposed of together; migrations/0011_records.sql knows the same. */
export const RECORD_CLASSES = [
  'messages',
  'tasks',
  'evaluations',
  'digests',
  'access_log',
  'deliveries',
] as const;
export type RecordClass = (typeof RECORD_CLASSES)[number];

/** 공공기록물 관리에 관한 법률 시행령 제26조①: the retention periods there are, in years. */
export const RETENTION_YEARS: readonly number[] = [1, 3, 5, 10, 30];

/** How long a class is kept, and a change of it that is decided for later. */
export interface Retention {
  class: RecordClass;
  years: number;
  upcoming: { years: number; from: Day } | undefined;
}

/** How many records there are of each kind: `message`, `hide_reason`, `task`, … */
export type Counts = Record<string, number>;

/** Records of a class and year whose time is over. */
export interface DueLine {
  class: RecordClass;
  year: number;
  counts: Counts;
}

/**
 * Where a proposal stands: `running` was begun and not finished; `replaced` by a newer one of its class and year, made because the
 * records had changed, so that at most one of them waits or can be carried out.
 */
export type ProposalState = 'open' | 'approved' | 'refused' | 'running' | 'done' | 'replaced';

export interface Proposal extends DueLine {
  id: number;
  reason: string;
  proposedBy: { id: number; name: string };
  proposedAt: Date;
  decidedBy: { id: number; name: string } | undefined;
  decidedAt: Date | undefined;
  finishedAt: Date | undefined;
  /** The newest proposal of the same class and year, when this is not it. */
  newerId: number | undefined;
  state: ProposalState;
}

/** One entry of the access log. */
export interface AccessEntry {
  id: number;
  at: Date;
  /** A name and the agency of that day, as in 김하늘(중기부); for the command line its label. */
  actor: string;
  action: string;
  /** What was looked at, with names, but of those whose data it was. */
  subject: string;
  /** Whose data it was; empty where it was not recorded. */
  people: string[];
  agencies: string[];
  reason: string;
  origin: string;
}

/** Of which entries a page is: both days included. */
export interface AccessFilter {
  officialId?: number | undefined;
  agencyId?: number | undefined;
  from?: Day | undefined;
  to?: Day | undefined;
}

import type { Day, Month, Period } from '../calendar/seoul.ts';

/** What a list of candidates is for: special step increase (특별승급) or an award (포상), 운영규정 제11조. */
export const PURPOSES = ['special_step', 'award'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Points of gifts by direction. Special points are counted apart (제9조) and are no side. */
export type Side = 'received' | 'sent';

/** The months of a year that are counted; with `fromMonth` after `toMonth` they begin in the year before. */
export interface MonthSpan {
  fromMonth: number;
  toMonth: number;
}

/** The rules of a list. */
export interface Criteria {
  cut: { by: 'top'; count: number } | { by: 'threshold'; points: number };
  /** Which points are counted; of both, their sum. Never empty. */
  counted: Side[];
  span: 'year' | 'half' | MonthSpan;
}

/** Criteria that an agency decided, with the first day (the first of a month) from which they hold. */
export interface CriteriaChange {
  purpose: Purpose;
  effectiveFrom: Day;
  criteria: Criteria;
  decidedBy: string;
}

/** The criteria that hold for a period; `decided` is absent while they are the defaults. */
export interface CriteriaInForce {
  criteria: Criteria;
  decided: { effectiveFrom: Day; by: string } | undefined;
  /** They began after the period had: whoever reads the list should know. */
  changedWithin: boolean;
}

/**
 * A part of a period within one calendar year, and what counts in it: gifts that were sealed up to `position` and not taken
 * back by then.
 */
export interface Part extends Period {
  position: number;
  /** The year is archived (제8조④): what was taken back on or after this day leaves it as it was. */
  closedBefore: Day | undefined;
}

/** Up to where the books were read. */
export interface Reach {
  position: number;
  asOf: Date;
  parts: Part[];
}

/** What a person received or sent as one of an agency's people. */
export interface Total {
  officialId: number;
  name: string;
  /** Where they were at the last gift that counts; of an archived year, at its end. */
  department: string;
  received: number;
  sent: number;
  /** Apart, 제9조. */
  special: number;
  gifts: number;
  /** How many different people or departments are on the other side, and of how many other agencies. */
  counterparts: number;
  otherAgencies: number;
  /** Where they are today. */
  today: { left: boolean; agencyId: number | undefined; agency: string; department: string };
}

/** A person's total with the points that the criteria count of it. */
export interface Line extends Total {
  points: number;
}

export interface Candidate extends Line {
  /** Ties share a rank. */
  rank: number;
  tied: boolean;
}

/** One thing behind a line: a gift, or a special award that stands apart. */
export interface EvidenceEntry {
  side: Side | 'special';
  /** A gift's number; of an award, its transfer's. */
  number: number;
  day: Day;
  points: number;
  other: string;
  otherPlace: string;
  /** The thank-you message, or an award's reason; absent when an operator made the message private (제10조). */
  words: string | undefined;
  /** Of an archived year, which it leaves as it was: taken back after its end, on this day. */
  takenBackLater: Day | undefined;
}

export interface Evidence {
  entries: EvidenceEntry[];
  total: number;
  /** Of all entries, not of the page's. */
  sums: { received: number; sent: number; special: number };
}

/** A department's points of a day or a sum of days. */
export interface Figures {
  received: number;
  sent: number;
  special: number;
  /** What came later for days that were fixed: taken back (less) or booked late (more). */
  receivedCorrection: number;
  sentCorrection: number;
  specialCorrection: number;
}

export interface DayFigures extends Figures {
  day: Day;
  members: number;
}

export interface MonthFigures extends Figures {
  month: Month;
}

/** One act behind a department's day; `points` are negative for what was taken back. */
export interface DayEntry extends Omit<EvidenceEntry, 'day' | 'takenBackLater'> {
  /** It concerns an earlier day, which is fixed (제8조②③). */
  correction: boolean;
  member: string;
}

/** Who headed a department, and when in the period asked for. */
export interface Head {
  name: string;
  rank: string;
  position: string;
  first: Day;
  last: Day | undefined;
}

export interface Place {
  rank: number;
  /** Another department has as many points. */
  tied: boolean;
  of: number;
}

/** Where a department stands by its fixed days; absent where it has no points. */
export interface Places {
  agency: { received: Place | undefined; sent: Place | undefined };
  government: { received: Place | undefined; sent: Place | undefined };
}

export interface Neighbour {
  agency: string;
  points: number;
  gifts: number;
}

export interface DepartmentRef {
  id: number;
  name: string;
  agency: { id: number; name: string; shortName: string };
}

import type { Day } from '../calendar/seoul.ts';

/** What a person may be reminded of; the kinds of `open_items` in the database. */
export type ReminderKind = 'evaluation' | 'overdue' | 'consent' | 'stale' | 'dispute' | 'exchange';

/** Whose answer is missing: the side of the task, and who answers for it today, if anybody does. */
export interface MissingAnswer {
  agency: string;
  department: string;
  name: string | undefined;
}

/** One thing that waits for the person, as the message of the day speaks of it. */
export interface ReminderItem {
  kind: ReminderKind;
  /** evaluation and overdue: request; consent: party; stale: task; dispute: dispute; exchange: term. */
  subjectId: number;
  taskId?: number;
  partyId?: number;
  /** Of an exchange: the pair whose term ends. */
  pairId?: number;
  /** Of a consent: since when it is asked for, which tells the button's terms. */
  askedAt?: Date;
  /** Of what is overdue. */
  missing?: MissingAnswer;
  /** Whose policy holds for it. */
  agencyId: number;
  title: string;
  /** The cycle's title, the dispute's step or the holder's name; empty for the others. */
  detail: string;
  /** What its stages are counted from: the day it is due, or the day since when it waits (consent, stale). */
  anchor: Day;
  /** 'D-7', 'D', 'D+1', 'CCO' when it is the CCO(혁신책임관) who hears, 'W14' for so many working days of silence. */
  stage: string;
  /** Working days until the anchor, for an exchange calendar days; 0 on it, negative after it. */
  daysLeft: number;
}

import type { Month } from '../calendar/seoul.ts';

/** Where a gift was asked for. */
export type GiftSource = 'command' | 'dialog' | 'message' | 'reaction';

/** What stands in the place of a message that was disposed of; the database's `disposed_mark()`. */
export const DISPOSED_MESSAGE = '(보존기간이 지나 폐기됨)';

/** A gift as people see it: who thanked whom for what. */
export interface Gift {
  id: number;
  giverId: number;
  giver: string;
  giverDepartment: string;
  giverAgency: string;
  /** Absent when a department received. */
  recipientId: number | undefined;
  recipient: string;
  recipientDepartment: string;
  recipientAgency: string;
  points: number;
  message: string;
  givenAt: Date;
  hidden: boolean;
  reversed: boolean;
}

/** An official's points at a glance. */
export interface Summary {
  month: Month;
  allowanceLeft: number;
  monthlyAllowance: number;
  sentThisMonth: number;
  receivedThisMonth: number;
  receivedThisYear: number;
  specialThisYear: number;
}

/** One line of a ranking. Ties share a rank. */
export interface RankingLine {
  rank: number;
  /** Official or department id, as the ranking's subject says. */
  id: number;
  name: string;
  department: string;
  agency: string;
  points: number;
}

/** A calendar year by its number, '2026'. */
export type PastYear = `20${number}`;

export interface RankingView {
  subject: 'person' | 'department';
  side: 'received' | 'sent';
  /** The month, half or year that runs now, or a year by its number. */
  span: 'month' | 'half' | 'year' | PastYear;
  /** 'agency': only the asker's; 'government': all. */
  scope: 'agency' | 'government';
}

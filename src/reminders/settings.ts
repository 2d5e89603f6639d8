import type { Day } from '../calendar/seoul.ts';
import type { SendHours } from '../calendar/workdays.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReminderKind } from './reminder.ts';

/** 휴가: days on which nothing is sent, both included. */
export interface Leave {
  id: number;
  first: Day;
  last: Day;
}

/** What an official chose about reminders. */
export interface Preference {
  /** From which hour of the day the message may come. */
  hour: number;
  muted: ReminderKind[];
}

/** The numbers of an agency's policy that say when somebody is reminded. */
export type ReminderPolicy = SendHours &
  Pick<
    Policy,
    | 'remindBeforeDays'
    | 'remindAfterDays'
    | 'escalateAfterDays'
    | 'staleAfterDays'
    | 'consentReminderDays'
    | 'disputeReminderDays'
    | 'exchangeAlertCalendarDays'
  >;

/** What one gets and when, and what may be changed about it. */
export interface Settings extends Preference {
  today: Day;
  /** Hours that the agency's send window lets one choose from. */
  hours: number[];
  policy: ReminderPolicy;
  /** Those that are not over, the next first. */
  leaves: Leave[];
  /** Whether what a CCO(혁신책임관) hears of may come to this person. */
  heads: boolean;
}

/** What was changed, for the words that confirm it. */
export type SettingsChange =
  | { kind: 'saved' }
  | { kind: 'hour'; hour: number }
  | { kind: 'switched'; what: ReminderKind; on: boolean }
  | { kind: 'leave_taken'; leave: Leave }
  | { kind: 'leave_cancelled'; leave: Leave };

/** An exception to the gazette's holidays, for the whole government. */
export interface Holiday {
  day: Day;
  holiday: boolean;
  /** Why: 임시공휴일 and the like. */
  name: string;
}

/** The days off to come, as people look at them. */
export interface HolidayPage {
  today: Day;
  overrides: Holiday[];
  /** By the gazette, without those that an exception speaks of. */
  gazette: Array<{ day: Day; names: readonly string[] }>;
  /** Years that lie ahead whose holidays are not known yet. */
  unknownYears: number[];
  mayChange: boolean;
}

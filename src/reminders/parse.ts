import { cleanText } from '../messenger/mrkdwn.ts';
import type { ReminderKind } from './reminder.ts';
import { REMINDER_KINDS } from './settings-rules.ts';

export type Command =
  | { kind: 'show' }
  | { kind: 'hour'; hour: number }
  /** `what` is undefined when `word` names no kind of reminder. */
  | { kind: 'switch'; what: ReminderKind | undefined; word: string; on: boolean }
  /** Days as typed, brought into the form 2026-12-24 where they can be read. */
  | { kind: 'take_leave'; first: string; last: string }
  | { kind: 'cancel_leave'; day: string }
  | { kind: 'usage' };

export type HolidayCommand =
  | { kind: 'list' }
  | { kind: 'set'; day: string; holiday: boolean; reason: string }
  | { kind: 'cancel'; day: string }
  | { kind: 'usage' };

export const REMINDER_WORDS: readonly string[] = ['알림', 'reminder', 'reminders'];
export const HOLIDAY_WORDS: readonly string[] = ['휴일', 'holiday', 'holidays'];

const SWITCHES: Record<string, boolean> = {
  끔: false,
  끄기: false,
  off: false,
  켬: true,
  켜기: true,
  on: true,
};
const LEAVE = /^(?:휴가|leave|vacation)(?:\s+|$)/i;
const CANCEL = /^(?:취소|삭제|cancel|delete)$/i;

const KIND_WORDS: Record<string, ReminderKind> = {
  평가: 'evaluation',
  점검: 'evaluation',
  점검·평가: 'evaluation',
  evaluation: 'evaluation',
  evaluations: 'evaluation',
  review: 'evaluation',
  기한: 'overdue',
  지연: 'overdue',
  overdue: 'overdue',
  동의: 'consent',
  consent: 'consent',
  과제: 'stale',
  갱신: 'stale',
  stale: 'stale',
  task: 'stale',
  tasks: 'stale',
  이견: 'dispute',
  dispute: 'dispute',
  disputes: 'dispute',
  교류: 'exchange',
  인사교류: 'exchange',
  exchange: 'exchange',
  exchanges: 'exchange',
};

/** Reads what follows `/협업`: `알림`, `알림 10시`, `알림 끔 교류`, `알림 휴가 2026-12-24 2026-12-26`. */
export function parseCommand(input: string): Command {
  const rest = afterFirst(cleanText(input));
  if (rest === '') return { kind: 'show' };
  const hour = parseHour(rest);
  if (hour !== undefined) return { kind: 'hour', hour };
  if (LEAVE.test(rest)) return parseLeave(rest.replace(LEAVE, ''));
  return parseSwitch(rest);
}

/** 10시, 10:00, 오후 2시, 10, 2pm; minutes are none of our hours. */
function parseHour(text: string): number | undefined {
  const [, before, digits, after] =
    /^(?:at\s+)?(오전|오후|am|pm)?\s*(\d{1,2})(?::00|시)?\s*(am|pm)?$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const half = (before ?? after)?.toLowerCase();
  const hour = Number(digits);
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === '오후' || half === 'pm' ? 12 : 0);
}

/** `끔 교류` and `교류 끔` alike. */
function parseSwitch(text: string): Command {
  const words = text.split(/\s+/);
  const at = [0, words.length - 1].find((index) => onOf(words[index]) !== undefined);
  const on = at === undefined ? undefined : onOf(words[at]);
  if (on === undefined || words.length < 2) return { kind: 'usage' };
  const word = words.filter((_, index) => index !== at).join(' ');
  return { kind: 'switch', what: lookUp(KIND_WORDS, word), word, on };
}

const onOf = (word: string | undefined) => lookUp(SWITCHES, word ?? '');

function lookUp<T>(words: Record<string, T>, word: string): T | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(words, key) ? words[key] : undefined;
}

/** `2026-12-24 2026-12-26`, also with ~ or 부터 … 까지; one day alone; `취소 2026-12-24`. */
function parseLeave(text: string): Command {
  if (text === '') return { kind: 'show' };
  const [first = '', last = first, ...more] = text
    .replace(/부터|까지|[~–〜∼]|\s+to\s+/gi, ' ')
    .trim()
    .split(/\s+/);
  if (more.length > 0) return { kind: 'usage' };
  if (!CANCEL.test(first)) return { kind: 'take_leave', first: dayOf(first), last: dayOf(last) };
  return first === last ? { kind: 'usage' } : { kind: 'cancel_leave', day: dayOf(last) };
}

/** 2026.12.24 and 2026/12/24 are written too; what is no day stays as it was. */
function dayOf(text: string): string {
  const [, year, month = '', day = ''] = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?$/.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Reads `휴일`, `휴일 2026-12-31 쉼 임시공휴일`, `휴일 2026-12-31 근무 사유` and `휴일 2026-12-31 취소`. */
export function parseHolidayCommand(input: string): HolidayCommand {
  const rest = afterFirst(cleanText(input));
  if (rest === '') return { kind: 'list' };
  const [day = '', verb = '', ...reason] = rest.split(/\s+/);
  if (CANCEL.test(verb)) return { kind: 'cancel', day: dayOf(day) };
  const holiday = lookUp(HOLIDAY_VERBS, verb);
  if (holiday === undefined) return { kind: 'usage' };
  return { kind: 'set', day: dayOf(day), holiday, reason: reason.join(' ') };
}

const HOLIDAY_VERBS: Record<string, boolean> = {
  쉼: true,
  휴일: true,
  휴무: true,
  off: true,
  holiday: true,
  근무: false,
  work: false,
  working: false,
};

/** Which of the two commands of this room it is. */
export function isHolidayCommand(input: string): boolean {
  return HOLIDAY_WORDS.includes(cleanText(input).split(' ')[0]?.toLowerCase() ?? '');
}

function afterFirst(text: string): string {
  return text.replace(/^\S+\s*/, '');
}

/** What a button for putting off holds, `KIND:SUBJECT:DAYS`; user input, so undefined for anything else. */
export function parseSnooze(
  value: string | undefined,
): { kind: ReminderKind; subjectId: number; days: 1 | 3 } | undefined {
  const [, word, subject, days] = /^([a-z]{1,20}):([1-9]\d{0,14}):([13])$/.exec(value ?? '') ?? [];
  const kind = REMINDER_KINDS.find((known) => known === word);
  return kind && { kind, subjectId: Number(subject), days: days === '1' ? 1 : 3 };
}

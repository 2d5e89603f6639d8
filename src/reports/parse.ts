import { type Day, isDay, isMonth, type Month, type Period } from '../calendar/seoul.ts';
import { cleanText, unescapeSlack } from '../messenger/mrkdwn.ts';
import { parseId } from '../messenger/parse-id.ts';
import { type AskedPeriod, parsePeriod, takePeriod } from './periods.ts';
import { PURPOSES, type Purpose } from './report.ts';

export type Command =
  | { kind: 'candidates'; agency: string | undefined; purpose: Purpose; period: AskedPeriod | undefined }
  | { kind: 'criteria'; agency: string | undefined }
  | { kind: 'performance'; department: string | undefined; period: AskedPeriod | undefined }
  | { kind: 'department'; department: string | undefined; month: Month | undefined }
  /** A word that is meant as a time and names none that fits. */
  | { kind: 'period_unreadable'; text: string };

const WORDS: Record<string, 'candidates' | 'performance' | 'department'> = {
  후보: 'candidates',
  candidates: 'candidates',
  실적: 'performance',
  performance: 'performance',
  부서: 'department',
  department: 'department',
};

/** First words this feature answers to, for the route table. */
export const REPORT_WORDS: readonly string[] = Object.keys(WORDS);

const PURPOSE_WORDS: Record<string, Purpose> = {
  특별승급: 'special_step',
  승급: 'special_step',
  step: 'special_step',
  포상: 'award',
  표창: 'award',
  award: 'award',
  awards: 'award',
};

const CRITERIA_WORDS = ['기준', 'criteria', 'rules'];

/**
 * Reads `/협업 후보 포상 2026 상반기`, `/협업 후보 기준`, `/협업 실적 인력정책과 2026` and `/협업 부서 인력정책과 2026-11`; auditors
 * name an agency too: `/협업 후보 중기부 포상`, `/협업 실적 중기부 인력정책과`.
 */
export function parseCommand(input: string): Command {
  const [first = '', ...words] = cleanText(unescapeSlack(input)).split(/\s+/);
  const kind = Object.hasOwn(WORDS, first.toLowerCase()) ? WORDS[first.toLowerCase()] : 'candidates';
  const at = words.findIndex((word) => CRITERIA_WORDS.includes(word.toLowerCase()));
  if (kind === 'candidates' && at >= 0) return { kind: 'criteria', agency: named(without(words, at)) };
  const { rest, period, unreadable } = takePeriod(words);
  if (unreadable !== undefined) return { kind: 'period_unreadable', text: unreadable };
  if (kind === 'candidates') return parseCandidates(rest, period);
  if (kind === 'performance') return { kind, department: named(rest), period };
  if (period !== undefined && period.kind !== 'month')
    return { kind: 'period_unreadable', text: words.slice(rest.length).join(' ') };
  return { kind: 'department', department: named(rest), month: period?.month };
}

function parseCandidates(words: string[], period: AskedPeriod | undefined): Command {
  const at = words.findIndex((word) => Object.hasOwn(PURPOSE_WORDS, word.toLowerCase()));
  const purpose = PURPOSE_WORDS[words[at]?.toLowerCase() ?? ''] ?? 'special_step';
  return { kind: 'candidates', agency: named(without(words, at)), purpose, period };
}

function without(words: string[], at: number): string[] {
  return words.filter((_, index) => index !== at);
}

function named(words: string[]): string | undefined {
  return words.length === 0 ? undefined : words.join(' ');
}

export function parsePurpose(text: string | undefined): Purpose | undefined {
  return PURPOSES.find((purpose) => purpose === text);
}

/** A list as a button holds it: agency, purpose, period, the position of the books, and a page of it. */
export interface ListTarget {
  agencyId: number;
  purpose: Purpose;
  period: Period;
  position: number | undefined;
  page: number;
  /** Whose line. */
  officialId: number;
}

/** Reads `AGENCY:PURPOSE:PERIOD:POSITION:OFFICIAL:PAGE`; undefined for what is none of ours. */
export function parseListTarget(value: string | undefined): ListTarget | undefined {
  const [agency, word, span = '', position = '', official, page = ''] = (value ?? '').split(':');
  const [purpose, period] = [parsePurpose(word), parsePeriod(span)];
  if (purpose === undefined || period === undefined || !/^\d{0,15}$/.test(position)) return undefined;
  return {
    agencyId: parseId(agency),
    purpose,
    period,
    position: position === '' ? undefined : Number(position),
    officialId: parseId(official),
    page: parsePage(page),
  };
}

/** Reads `DEPARTMENT:PERIOD`. */
export function parseSheetTarget(value: string | undefined): { id: number; period: Period } | undefined {
  const [id, span = ''] = (value ?? '').split(':');
  const period = parsePeriod(span);
  return period && { id: parseId(id), period };
}

/** Reads `DEPARTMENT:MONTH`. */
export function parseMonthTarget(value: string | undefined): { id: number; month: Month } | undefined {
  const [id, month = ''] = (value ?? '').split(':');
  return isMonth(month) ? { id: parseId(id), month } : undefined;
}

/** Reads `DEPARTMENT:DAY:PAGE`. */
export function parseDayTarget(
  value: string | undefined,
): { departmentId: number; day: Day; page: number } | undefined {
  const [id, day = '', page = ''] = (value ?? '').split(':');
  return isDay(day) && day.startsWith('20')
    ? { departmentId: parseId(id), day, page: parsePage(page) }
    : undefined;
}

function parsePage(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : 0;
}

import { cleanText } from '../messenger/mrkdwn.ts';
import { parseId } from '../messenger/parse-id.ts';
import type { AgencyFilter } from './evaluation.ts';

export type Command =
  | { kind: 'mine' }
  | { kind: 'agency' }
  | { kind: 'open' }
  | { kind: 'show'; id: number }
  | { kind: 'usage' };

/** First words this feature answers to, for the route table. */
export const EVALUATION_WORDS: readonly string[] = ['평가', '점검', 'evaluation', 'evaluations', 'review'];

const AGENCY = /^(?:기관|우리\s*기관|agency)$/i;
const OPEN = /^(?:열기|시작|open)$/i;

/** Reads `/협업 평가`, `/협업 평가 12`, `/협업 평가 기관` and `/협업 평가 열기`. */
export function parseCommand(input: string): Command {
  const rest = cleanText(input).replace(/^\S+\s*/, '');
  if (rest === '') return { kind: 'mine' };
  if (AGENCY.test(rest)) return { kind: 'agency' };
  if (OPEN.test(rest)) return { kind: 'open' };
  const id = parseId(/^#?(\d+)번?$/.exec(rest)?.[1]);
  return id === 0 ? { kind: 'usage' } : { kind: 'show', id };
}

export const AGENCY_FILTERS: readonly AgencyFilter[] = ['open', 'late', 'answered', 'to_grade', 'graded'];

/** Which of the agency's evaluations to show: `open:0`. What cannot be read is the first page of what is open. */
export function parseAgencyView(value: string | undefined): { filter: AgencyFilter; page: number } {
  const [, name, page] = /^([a-z_]{1,20}):(\d{1,4})$/.exec(value ?? '') ?? [];
  const filter = AGENCY_FILTERS.find((known) => known === name);
  return filter ? { filter, page: Number(page) } : { filter: 'open', page: 0 };
}

export function formatAgencyView({ filter, page }: { filter: AgencyFilter; page: number }): string {
  return `${filter}:${page}`;
}

/** What a dialog carries with it: the act that opened it, and the evaluation. User input when it comes back. */
export interface Metadata {
  key: string;
  id: number;
  /** The answer that is shown in it, to be graded. */
  answerId?: number | undefined;
}

export function formatMetadata({ key, id, answerId }: Metadata): string {
  return answerId === undefined ? `${id} ${key}` : `${id} ${key} ${answerId}`;
}

/** Undefined for what we cannot have written. */
export function parseMetadata(text: string): Metadata | undefined {
  const [, id, key, answer] = /^(\d{1,9}) ([\w.-]{1,100})(?: ([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (id === undefined || key === undefined) return undefined;
  return { id: Number(id), key, ...(answer === undefined ? {} : { answerId: Number(answer) }) };
}

/** A page of one's own list: `1`; what cannot be read is the first. */
export function parsePage(value: string | undefined): number {
  return /^\d{1,4}$/.test(value ?? '') ? Number(value) : 0;
}

/** The evaluation whose versions are asked for, and the page of them: `12` or `12:1`. */
export function parseVersionsView(value: string | undefined): { id: number; page: number } {
  const [, id, page] = /^(\d+)(?::(\d{1,4}))?$/.exec(value ?? '') ?? [];
  return { id: parseId(id), page: parsePage(page) };
}

/** The task that an option names: `task:12`; 0 for what is none. */
export function parseTaskValue(value: string | undefined): number {
  return parseId(/^task:(\d+)$/.exec(value ?? '')?.[1]);
}

import { addDays, addMonths, type Day, isDay, isMonth } from '../calendar/seoul.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import type { AccessFilter, RecordClass } from './record.ts';

export type Command =
  /** `who`: a person or an agency still to be looked up, '' for none. */
  | { kind: 'access'; who: string; from: Day | undefined; to: Day | undefined }
  | { kind: 'own_access'; from: Day | undefined; to: Day | undefined }
  /** The first day of a range is later than its last. */
  | { kind: 'days_reversed'; from: Day; to: Day }
  | { kind: 'disposal' }
  | { kind: 'propose'; class: RecordClass; year: number; reason: string }
  | { kind: 'retention' }
  | { kind: 'change_retention'; class: RecordClass; years: number; reason: string }
  | { kind: 'usage'; topic: 'access' | 'disposal' | 'retention' };

const VERBS: Record<string, 'access' | 'disposal' | 'retention'> = {
  열람기록: 'access',
  'access-log': 'access',
  폐기: 'disposal',
  disposal: 'disposal',
  보존: 'retention',
  retention: 'retention',
};

/** First words this room answers to, for the route table. */
export const RECORDS_WORDS: readonly string[] = Object.keys(VERBS);

const CLASS_WORDS: Record<string, RecordClass> = {
  감사말: 'messages',
  messages: 'messages',
  과제: 'tasks',
  tasks: 'tasks',
  평가: 'evaluations',
  evaluations: 'evaluations',
  주간보고: 'digests',
  digests: 'digests',
  열람기록: 'access_log',
  'access-log': 'access_log',
  전송: 'deliveries',
  deliveries: 'deliveries',
};

/**
 * Reads `/협업 열람기록 [@누구|기관] [2026-11|2026-11-01..2026-11-30]`, `/협업 열람기록 내`, `/협업 폐기 [제안 감사말 2019 사유]` and
 * `/협업 보존 [감사말 10 사유]`.
 */
export function parseCommand(input: string): Command {
  const [first = '', ...words] = cleanText(input).split(/\s+/);
  const topic = Object.hasOwn(VERBS, first.toLowerCase()) ? VERBS[first.toLowerCase()] : undefined;
  if (topic === 'access') return parseAccess(words);
  if (topic === 'disposal') return parseDisposal(words);
  return parseRetention(words);
}

function parseAccess(words: string[]): Command {
  const last = words.at(-1) ?? '';
  const range = parseRange(last);
  if (range && range.from > range.to) return { kind: 'days_reversed', ...range };
  if (range === undefined && /^\d/.test(last)) return { kind: 'usage', topic: 'access' };
  const who = (range === undefined ? words : words.slice(0, -1)).join(' ');
  const days = { from: range?.from, to: range?.to };
  return /^(내|나|mine|me)$/i.test(who) ? { kind: 'own_access', ...days } : { kind: 'access', who, ...days };
}

/** A month, a day, or two days with `..` between them, both included, in the order they were written in. */
function parseRange(text: string): { from: Day; to: Day } | undefined {
  if (/^\d{4}-\d{2}$/.test(text)) {
    return isMonth(text) ? { from: `${text}-01`, to: addDays(`${addMonths(text, 1)}-01`, -1) } : undefined;
  }
  const [from = '', to = from, ...rest] = text.split('..');
  return rest.length === 0 && isDay(from) && isDay(to) ? { from, to } : undefined;
}

function parseDisposal([verb = '', ...words]: string[]): Command {
  if (verb === '') return { kind: 'disposal' };
  const [of, year = '', ...reason] = words;
  const named = classOf(of);
  if (!/^(제안|propose)$/i.test(verb) || !named || !/^20\d{2}년?$/.test(year))
    return { kind: 'usage', topic: 'disposal' };
  return { kind: 'propose', class: named, year: Number.parseInt(year, 10), reason: reason.join(' ') };
}

function parseRetention([of, years = '', ...reason]: string[]): Command {
  if (of === undefined) return { kind: 'retention' };
  const named = classOf(of);
  if (!named || !/^\d{1,3}년?$/.test(years)) return { kind: 'usage', topic: 'retention' };
  return {
    kind: 'change_retention',
    class: named,
    years: Number.parseInt(years, 10),
    reason: reason.join(' '),
  };
}

function classOf(word: string | undefined): RecordClass | undefined {
  const key = (word ?? '').toLowerCase();
  return Object.hasOwn(CLASS_WORDS, key) ? CLASS_WORDS[key] : undefined;
}

/** What a page's button holds: `BEFORE|OFFICIAL|AGENCY|FROM|TO`, each empty or a value; user input. Undefined for anything else. */
export function parsePage(
  value: string | undefined,
): { filter: AccessFilter; before: number | undefined } | undefined {
  const found = /^(\d{0,15})\|(\d{0,9})\|(\d{0,9})\|([\d-]*)\|([\d-]*)$/.exec(value ?? '');
  if (!found) return undefined;
  const [before, officialId, agencyId] = found
    .slice(1, 4)
    .map((text) => (text === '' ? undefined : Number(text)));
  const [from, to] = found.slice(4).map((text) => (text === '' ? undefined : text));
  if ((from !== undefined && !isDay(from)) || (to !== undefined && !isDay(to))) return undefined;
  return { before, filter: { officialId, agencyId, from, to } };
}

/** The inverse of `parsePage`. */
export function formatPage(filter: AccessFilter, before: number | undefined): string {
  const { officialId, agencyId, from, to } = filter;
  return [before, officialId, agencyId, from, to].map((part) => part ?? '').join('|');
}

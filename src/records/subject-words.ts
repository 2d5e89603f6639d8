import { changeLines } from '../points/policy-messages.ts';
import type { PolicyTexts } from '../points/policy-text.ko.ts';
import { POLICY_KEYS } from '../policy/policy.ts';
import type { Criteria } from '../reports/report.ts';

/** What the words of an entry's subject are called. Whatever has no name here is shown as it is. */
export interface SubjectTexts {
  /** `award` */
  words: Record<string, string>;
  /** `task:12`: what stands before the colon, and how the rest is said with it; '': left out. */
  named: Record<string, (rest: string) => string>;
  /** `from 2026-12-01`, at the end of a change. */
  from: (day: string) => string;
  /** `directory from /path` */
  directory: (path: string) => string;
  /** `50×3`: so many points to so many people. */
  each: (points: string, people: string) => string;
  /** `{"pointsPerGift":5}`: an agency's rules that were changed, or the criteria of a list. */
  policy: PolicyTexts;
  criteria: (criteria: Criteria) => string;
}

/** What an entry of the access log is about, as people read it; what is stored stays as it is. */
export function subjectInWords(subject: string, texts: SubjectTexts): string {
  const [, path] = /^directory from (.+)$/.exec(subject) ?? [];
  if (path !== undefined) return texts.directory(path);
  const [, before = '', change, day] = /^(.*?)(\{.*\})? from (\d{4}-\d{2}-\d{2})$/.exec(subject) ?? [];
  const words = (day === undefined ? subject : before).split(' ').map((word) => wordOf(word, texts));
  return [
    ...words,
    ...(change === undefined ? [] : [changeOf(change, texts)]),
    ...(day === undefined ? [] : [texts.from(day)]),
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** What was not written by this program may be anything, and is shown as it is. */
function changeOf(json: string, { policy, criteria }: SubjectTexts): string {
  try {
    const change = JSON.parse(json);
    return ('cut' in change ? criteria(change) : changeLines(policy, change, POLICY_KEYS).join(', ')) || json;
  } catch {
    return json;
  }
}

function wordOf(word: string, { words, named, each }: SubjectTexts): string {
  const [, points, people] = /^(\d+)×(\d+)$/.exec(word) ?? [];
  if (points !== undefined && people !== undefined) return each(points, people);
  const [, kind = '', rest = ''] = /^([a-z_]+):(.+)$/.exec(word) ?? [];
  return lookUp(named, kind)?.(rest) ?? lookUp(words, word) ?? word;
}

/** Not what every object has by itself: a subject may hold any word. */
function lookUp<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** The page of a list, which is counted from 0; of the first one nothing is said. */
export function pageOf(rest: string, say: (page: number) => string): string {
  if (!/^\d{1,9}$/.test(rest)) return `page:${rest}`;
  return Number(rest) === 0 ? '' : say(Number(rest) + 1);
}

import { isDay } from '../calendar/seoul.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { nearestWord } from '../messenger/nearest-word.ts';
import type { TaskState } from './task.ts';

/** Whose tasks a list shows: those I answer for, those led by or partnered with my side, or all of my agency. */
export const LIST_SCOPES = ['mine', 'partner', 'agency'] as const;
export type ListScope = (typeof LIST_SCOPES)[number];
/** Which of them: not finished, those delayed or past their day, finished, or all. */
export const LIST_STATES = ['open', 'late', 'done', 'all'] as const;
export type ListState = (typeof LIST_STATES)[number];

export interface ListView {
  scope: ListScope;
  state: ListState;
  page: number;
}

/** A measured result as typed; numbers are still text. */
export interface TypedResult {
  /** '' when no measure is named: meant is the only one. */
  name: string;
  before: string | undefined;
  after: string;
  /** Units typed beside the numbers, to be compared with the measure's. */
  units: string[];
  measuredOn: string | undefined;
  evidence: string;
}

export type TaskDialog = 'status' | 'revise' | 'dispute' | 'owner';

export type Command =
  | { kind: 'list'; view: ListView }
  | { kind: 'register' }
  | { kind: 'card'; number: number }
  | { kind: 'update'; number: number; to: TaskState; progress: string | undefined; note: string }
  /** Progress alone: `60% 협의 완료`. */
  | { kind: 'progress'; number: number; progress: string; note: string }
  | { kind: 'result'; number: number; result: TypedResult }
  | { kind: 'history'; number: number; page: number }
  | { kind: 'open'; number: number; dialog: TaskDialog }
  /** Not understood; `typed` is shown back, so that nothing is lost. */
  | {
      kind: 'usage';
      topic: UsageTopic;
      typed: string;
      word: string | undefined;
      nearest: string | undefined;
    };

export type UsageTopic = 'task' | 'update' | 'result' | 'history';

/** First words this feature answers to, for the route table. */
export const TASK_WORDS: readonly string[] = ['과제', 'task', 'tasks'];

type Top = 'register' | 'list' | Partial<ListView>;
const TOPS: Record<string, Top> = {
  등록: 'register',
  새과제: 'register',
  register: 'register',
  new: 'register',
  목록: 'list',
  list: 'list',
  내과제: { scope: 'mine' },
  mine: { scope: 'mine' },
  협력: { scope: 'partner' },
  partner: { scope: 'partner' },
  기관: { scope: 'agency' },
  agency: { scope: 'agency' },
  지연: { state: 'late' },
  late: { state: 'late' },
  delayed: { state: 'late' },
  완료: { state: 'done' },
  done: { state: 'done' },
  전체: { state: 'all' },
  all: { state: 'all' },
};

type Verb = { to: TaskState } | TaskDialog | 'result' | 'history';
const VERBS: Record<string, Verb> = {
  진행: { to: 'active' },
  추진: { to: 'active' },
  재개: { to: 'active' },
  active: { to: 'active' },
  progress: { to: 'active' },
  resume: { to: 'active' },
  지연: { to: 'delayed' },
  delayed: { to: 'delayed' },
  delay: { to: 'delayed' },
  late: { to: 'delayed' },
  보류: { to: 'on_hold' },
  hold: { to: 'on_hold' },
  완료: { to: 'completed' },
  done: { to: 'completed' },
  complete: { to: 'completed' },
  completed: { to: 'completed' },
  중단: { to: 'cancelled' },
  철회: { to: 'cancelled' },
  cancel: { to: 'cancelled' },
  cancelled: { to: 'cancelled' },
  상태: 'status',
  status: 'status',
  update: 'status',
  수정: 'revise',
  revise: 'revise',
  결과: 'result',
  result: 'result',
  이견: 'dispute',
  dispute: 'dispute',
  담당: 'owner',
  owner: 'owner',
  이력: 'history',
  history: 'history',
};

/** Full-width digits and signs as ASCII, each in its place, so that positions stay the same. */
function narrow(text: string): string {
  return text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/** Reads what follows `/협업`, the word 과제 included, in plain text (`plainText`). Never throws. */
export function parseCommand(input: string): Command {
  const text = cleanText(input);
  const [, rest] = cut(text);
  const [first, after] = cut(rest);
  if (first === '') return list({});
  const number = parseNumber(first);
  if (number !== undefined) return parseOfTask(number, after, rest);
  return parseTop(rest);
}

function parseTop(typed: string): Command {
  let view: Partial<ListView> = {};
  for (const word of typed.split(/\s+/)) {
    const top = lookUp(TOPS, word);
    if (top === undefined) return usage('task', typed, word, Object.keys(TOPS));
    // What follows is kept for the person to copy into the dialog: a title typed here is no field of it.
    if (top === 'register') return { kind: 'register' };
    if (top !== 'list') view = { ...view, ...top };
  }
  return list(view);
}

function list(view: Partial<ListView>): Command {
  return { kind: 'list', view: { scope: 'mine', state: 'open', page: 0, ...view } };
}

function parseOfTask(number: number, text: string, typed: string): Command {
  if (text === '') return { kind: 'card', number };
  const alone = takeProgress(text, 'with-sign');
  if (alone) return { kind: 'progress', number, ...alone };
  const [word, rest] = cut(text);
  const verb = lookUp(VERBS, word);
  if (verb === undefined) return usage('update', typed, word, Object.keys(VERBS));
  switch (verb) {
    case 'result': {
      const result = parseResult(rest);
      return result ? { kind: 'result', number, result } : usage('result', typed);
    }
    case 'history': {
      const page = rest === '' ? 1 : parseNumber(rest);
      return page ? { kind: 'history', number, page: page - 1 } : usage('history', typed);
    }
    case 'status':
    case 'revise':
    case 'dispute':
    case 'owner':
      return { kind: 'open', number, dialog: verb };
    default: {
      // 진행 60 …; elsewhere a number without a sign begins the reason: 지연 3 개 기관의 회신 대기.
      const taken = takeProgress(rest, verb.to === 'active' ? 'any' : 'with-sign');
      return { kind: 'update', number, to: verb.to, progress: undefined, note: rest, ...taken };
    }
  }
}

/** Per cent at the head of a text: `60`, `60%`, `60 퍼센트`; a number that goes on (`2026년`) is none. */
function takeProgress(
  text: string,
  sign: 'any' | 'with-sign',
): { progress: string; note: string } | undefined {
  const found = /^(-?\d{1,9}(?:\.\d{1,9})?)(\s?(?:%|퍼센트|프로|percent))?(?=\s|$)/.exec(narrow(text));
  if (!found || (sign === 'with-sign' && found[2] === undefined)) return undefined;
  return { progress: found[1] ?? '', note: text.slice(found[0].length).trim() };
}

const NUMBER = String.raw`[-+−]?\d[\d,]*(?:\.\d+)?`;
const BEFORE = new RegExp(String.raw`^(?:(.*?)\s)?(${NUMBER})\s?([^\s\d]\S{0,19})?$`);
const AFTER = new RegExp(String.raw`^(${NUMBER})(?:\s?([^\s\d]\S{0,19}))?$`);
const WITHOUT_BEFORE = new RegExp(String.raw`^(.+?)\s(${NUMBER})(?:\s?([^\s\d]\S{0,19}))?$`);

/**
 * Reads `환경영향평가 기간 12 → 4 개월 2026-11-20 https://…`: the measure's name, before and after, the unit, and optionally
 * the day of measuring and the address of evidence. `->` and `=>` are arrows too; without one there is an after only.
 */
export function parseResult(text: string): TypedResult | undefined {
  const words = text.split(/\s+/).filter(Boolean);
  const links = words.filter((word) => /^https?:\/\//i.test(word));
  const days = words.map((word) => toDay(narrow(word))).filter((day) => day !== undefined);
  if (links.length > 1 || days.length > 1) return undefined;
  const figures = words
    .filter((word) => !links.includes(word) && toDay(narrow(word)) === undefined)
    .join(' ');
  const extra = { measuredOn: days[0], evidence: links[0] ?? '' };
  const arrow = /\s?(?:→|⇒|➔|->|=>)\s?/.exec(narrow(figures));
  if (!arrow) return readFigures(WITHOUT_BEFORE, undefined, figures, extra);
  const left = figures.slice(0, arrow.index);
  const right = figures.slice(arrow.index + arrow[0].length);
  return readFigures(BEFORE, left, right, extra);
}

function readFigures(
  form: RegExp,
  left: string | undefined,
  right: string,
  extra: { measuredOn: string | undefined; evidence: string },
): TypedResult | undefined {
  const head = form.exec(narrow(left ?? right));
  const tail = left === undefined ? head : AFTER.exec(narrow(right));
  if (!head || !tail) return undefined;
  const name = (left ?? right).slice(0, (head[1] ?? '').length);
  const [before, after] = left === undefined ? [undefined, head[2]] : [head[2], tail[1]];
  const units = left === undefined ? [head[3]] : [head[3], tail[2]];
  return { name, before, after: after ?? '', units: units.filter((unit) => unit !== undefined), ...extra };
}

/** 2026-11-20 or 2026.11.20. */
function toDay(word: string): string | undefined {
  const day = word.replace(/^(\d{4})\.(\d{1,2})\.(\d{1,2})\.?$/, (_, y: string, m: string, d: string) =>
    [y, m.padStart(2, '0'), d.padStart(2, '0')].join('-'),
  );
  return isDay(day) ? day : undefined;
}

/** A list's view out of an action id or a button's value, which is user input: `mine:open:0`. */
export function parseListView(value: string): ListView | undefined {
  const [scope, state, page, ...more] = value.split(':');
  const known = {
    scope: LIST_SCOPES.find((one) => one === scope),
    state: LIST_STATES.find((one) => one === state),
  };
  if (!known.scope || !known.state || more.length > 0 || !/^\d{1,6}$/.test(page ?? '')) return undefined;
  return { scope: known.scope, state: known.state, page: Number(page) };
}

/** The inverse of `parseListView`. */
export function formatListView({ scope, state, page }: ListView): string {
  return `${scope}:${state}:${page}`;
}

/** A number in an action id or a button's value, which is user input: `update_task:12` → 12. */
export function parseId(value: string | undefined): number | undefined {
  const digits = /^(?:[a-z_]+:)?(\d{1,15})(?::|$)/.exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function parseNumber(word: string): number | undefined {
  const digits = /^#?(\d{1,15})번?$/.exec(narrow(word))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function cut(text: string): [string, string] {
  const at = text.search(/\s/);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at).trim()];
}

// Words people type may be called like what every object inherits.
function lookUp<T>(table: Record<string, T>, word: string): T | undefined {
  const key = narrow(word).toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function usage(topic: UsageTopic, typed: string, word?: string, known: readonly string[] = []): Command {
  const nearest = word === undefined ? undefined : nearestWord(word.slice(0, 40), known);
  return { kind: 'usage', topic, typed, word, nearest };
}

import { narrow } from '../measures/decimals.ts';
import { clip } from '../messenger/blocks.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { nearestWord } from '../messenger/nearest-word.ts';
import { plainText } from '../messenger/slack-notation.ts';
import { parseResult, type TypedResult } from './result-parse.ts';
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

/** What was typed and not understood is shown back up to so many characters. */
const MOST_SHOWN = 600;

export type TaskDialog = 'status' | 'revise' | 'result' | 'dispute' | 'owner';

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
  /** The agency's channel for the threads of its tasks; null: none. */
  | { kind: 'channel'; channelId: string | null }
  /** Not understood; `typed` is shown back, so that nothing is lost. */
  | {
      kind: 'usage';
      topic: UsageTopic;
      typed: string;
      word: string | undefined;
      nearest: string | undefined;
    };

export type UsageTopic = 'task' | 'update' | 'result' | 'history' | 'channel';

/** First words this feature answers to, for the route table. */
export const TASK_WORDS: readonly string[] = ['과제', 'task', 'tasks'];

type Top = 'register' | 'list' | 'channel' | Partial<ListView>;
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
  채널: 'channel',
  channel: 'channel',
};

type Verb = { to: TaskState } | TaskDialog | 'history';
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

/** Reads what follows `/협업`, the word 과제 included, as Slack sends it. Never throws. */
export function parseCommand(input: string): Command {
  const [, sent] = cut(cleanText(input));
  const [word, channel] = cut(sent);
  if (lookUp(TOPS, word) === 'channel') return parseChannel(channel, plainText(sent));
  const rest = cleanText(plainText(sent));
  const [first, after] = cut(rest);
  if (first === '') return list({});
  const number = parseNumber(first);
  if (number !== undefined) return parseOfTask(number, after, rest);
  return parseTop(rest);
}

/** What followed the word 과제, to be shown back where it was refused. */
export function typedOf(input: string): string {
  return cleanText(plainText(cut(cleanText(input))[1]));
}

function parseChannel(text: string, typed: string): Command {
  if (/^(?:끔|끄기|off)$/i.test(text)) return { kind: 'channel', channelId: null };
  const channelId = /^<#([A-Z0-9]{1,20})(?:\|[^<>]*)?>$/.exec(text)?.[1];
  return channelId === undefined ? usage('channel', typed) : { kind: 'channel', channelId };
}

function parseTop(typed: string): Command {
  let view: Partial<ListView> = {};
  for (const word of typed.split(/\s+/)) {
    const top = lookUp(TOPS, word);
    if (top === undefined) return usage('task', typed, word, Object.keys(TOPS));
    // A title typed behind it is no field: the dialog asks for it.
    if (top === 'register') return { kind: 'register' };
    if (typeof top === 'object') view = { ...view, ...top };
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
      if (rest === '') return { kind: 'open', number, dialog: 'result' };
      const result = parseResult(rest);
      return result ? { kind: 'result', number, result } : usage('result', typed);
    }
    case 'history': {
      const page = rest === '' ? 1 : parseNumber(rest);
      return page && page <= MOST_PAGES
        ? { kind: 'history', number, page: page - 1 }
        : usage('history', typed);
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

/** Far more pages than a history has. */
const MOST_PAGES = 100_000;
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
  return { kind: 'usage', topic, typed: clip(typed, MOST_SHOWN), word: word && clip(word, 100), nearest };
}

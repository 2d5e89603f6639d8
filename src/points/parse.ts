import { isDeepStrictEqual } from 'node:util';
import { isMonth, type Month } from '../calendar/seoul.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { nearestWord } from '../messenger/nearest-word.ts';
import type { PolicyGroup } from '../policy/policy.ts';
import type { PastYear, RankingView } from './gift.ts';

/** Someone named without doubt: a mention or an e-mail address. */
export type Reference = { kind: 'user'; userId: string } | { kind: 'email'; email: string };

export type Command =
  | { kind: 'help' }
  | { kind: 'dialog' }
  /** `text` begins with a name still to be looked up when `named` is true, and is the message otherwise. */
  | { kind: 'give'; references: Reference[]; named: boolean; text: string }
  | { kind: 'statement'; month: Month | undefined }
  | { kind: 'statement_of'; references: Reference[]; named: boolean; text: string; month: Month | undefined }
  | { kind: 'allowance' }
  | { kind: 'ranking'; view: RankingView }
  | { kind: 'board' }
  | { kind: 'cancel'; number: number | undefined; reason: string }
  | { kind: 'special'; references: Reference[]; named: boolean; text: string }
  | { kind: 'hide'; number: number; hide: boolean; reason: string }
  | { kind: 'policy'; group: PolicyGroup }
  | { kind: 'choose_board'; channelId: string }
  | { kind: 'patterns'; month: Month | undefined }
  | { kind: 'parked' }
  | { kind: 'usage'; topic: UsageTopic }
  | { kind: 'unknown'; word: string; nearest: string | undefined };

export type UsageTopic =
  | 'give'
  | 'statement'
  | 'ranking'
  | 'cancel'
  | 'special'
  | 'hide'
  | 'policy'
  | 'patterns';

type Verb =
  | 'help'
  | 'give'
  | 'statement'
  | 'allowance'
  | 'ranking'
  | 'board'
  | 'cancel'
  | 'special'
  | 'hide'
  | 'show'
  | 'policy'
  | 'patterns'
  | 'parked';

const VERBS: Record<string, Verb> = {
  도움말: 'help',
  help: 'help',
  주기: 'give',
  보내기: 'give',
  선물: 'give',
  give: 'give',
  send: 'give',
  내역: 'statement',
  statement: 'statement',
  history: 'statement',
  잔여: 'allowance',
  allowance: 'allowance',
  balance: 'allowance',
  순위: 'ranking',
  ranking: 'ranking',
  rank: 'ranking',
  게시판: 'board',
  board: 'board',
  취소: 'cancel',
  되돌리기: 'cancel',
  cancel: 'cancel',
  undo: 'cancel',
  특별: 'special',
  special: 'special',
  숨김: 'hide',
  hide: 'hide',
  보이기: 'show',
  show: 'show',
  설정: 'policy',
  settings: 'policy',
  policy: 'policy',
  보고: 'patterns',
  report: 'patterns',
  전송실패: 'parked',
  parked: 'parked',
};

/** First words this feature answers to, for the route table. */
export const POINTS_WORDS: readonly string[] = Object.keys(VERBS);

/** Reads what follows `/협업` or `/collab`; Slack escapes mentions, channels and addresses in it (`should_escape`). */
export function parseCommand(input: string): Command {
  const text = cleanText(input);
  const [first = '', rest] = cut(text);
  if (first === '') return { kind: 'help' };
  const word = first.toLowerCase();
  const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined;
  switch (verb) {
    case 'help':
      return { kind: 'help' };
    case 'give':
      return rest === '' ? { kind: 'dialog' } : { kind: 'give', ...parseAddress(rest) };
    case 'statement':
      return parseStatement(rest);
    case 'allowance':
      return { kind: 'allowance' };
    case 'ranking':
      return parseRanking(rest);
    case 'board':
      return { kind: 'board' };
    case 'cancel': {
      const [number, reason] = cut(rest);
      if (rest !== '' && parseNumber(number) === undefined) return { kind: 'usage', topic: 'cancel' };
      return { kind: 'cancel', number: parseNumber(number), reason };
    }
    case 'special':
      return rest === '' ? { kind: 'usage', topic: 'special' } : { kind: 'special', ...parseAddress(rest) };
    case 'hide':
    case 'show': {
      const [word, reason] = cut(rest);
      const number = parseNumber(word);
      return number === undefined
        ? { kind: 'usage', topic: 'hide' }
        : { kind: 'hide', number, hide: verb === 'hide', reason };
    }
    case 'policy':
      return parsePolicy(rest);
    case 'patterns':
      return rest === '' || isMonth(rest)
        ? { kind: 'patterns', month: rest === '' ? undefined : rest }
        : { kind: 'usage', topic: 'patterns' };
    case 'parked':
      return { kind: 'parked' };
    default:
      return { kind: 'unknown', word: first, nearest: nearestWord(first, POINTS_WORDS) };
  }
}

function cut(text: string): [string, string] {
  const at = text.search(/\s/);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at).trim()];
}

/** One's own month, or somebody's: `@누구 2026-11`, `김하늘 2026-11`, `김하늘(중기부)`. Other words with digits are a month misspelt. */
function parseStatement(rest: string): Command {
  const { person, month } = splitMonth(rest);
  if (person === '') return { kind: 'statement', month };
  const address = parseAddress(person);
  const count = address.references.length + (address.text === '' ? 0 : 1);
  const isNamed = address.references.length > 0 || /^@|\(/.test(person) || !/\d/.test(person);
  return isNamed && count === 1
    ? { kind: 'statement_of', ...address, month }
    : { kind: 'usage', topic: 'statement' };
}

/** What stands before a month at the end. */
function splitMonth(text: string): { person: string; month: Month | undefined } {
  const last = text.slice(text.search(/\S*$/));
  return isMonth(last)
    ? { person: text.slice(0, text.length - last.length).trim(), month: last }
    : { person: text, month: undefined };
}

function parseNumber(word: string): number | undefined {
  const digits = /^#?(\d{1,15})번?$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const REFERENCE =
  /^(?:<@(?<user>[A-Z0-9]+)(?:\|[^>]*)?>|<mailto:(?<mailto>[^|>\s]+)(?:\|[^>]*)?>|(?<email>[^\s,<>@]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}))(?:님)?/u;

/** Takes the mentions and addresses at the head of `text`; what follows is the message or, after a comma, a name. */
export function parseAddress(text: string): { references: Reference[]; named: boolean; text: string } {
  const references: Reference[] = [];
  let rest = text;
  let named = true;
  for (;;) {
    const found = REFERENCE.exec(rest);
    if (!found) return { references, named, text: rest };
    const { user, mailto, email } = found.groups ?? {};
    references.push(
      user === undefined
        ? { kind: 'email', email: (mailto ?? email ?? '').toLowerCase() }
        : { kind: 'user', userId: user },
    );
    const after = rest.slice(found[0].length);
    const comma = /^\s*,\s*/.exec(after)?.[0];
    named = comma !== undefined;
    rest = after.slice(comma?.length ?? 0).trimStart();
  }
}

/**
 * Reads `포인트 사유` after the receiver of a special grant: `50 국정과제 지원` → 50 and the reason.
 */
export function parseGrant(text: string): { points: number; reason: string } | undefined {
  const found = /^(\d{1,6})(?:점|p|P)?(?:\s+([\s\S]*))?$/.exec(text.trim());
  return found ? { points: Number(found[1]), reason: (found[2] ?? '').trim() } : undefined;
}

const VIEW_WORDS: Record<string, Partial<RankingView>> = {
  개인: { subject: 'person' },
  person: { subject: 'person' },
  부서: { subject: 'department' },
  department: { subject: 'department' },
  받은: { side: 'received' },
  received: { side: 'received' },
  보낸: { side: 'sent' },
  sent: { side: 'sent' },
  이번달: { span: 'month' },
  이달: { span: 'month' },
  month: { span: 'month' },
  반기: { span: 'half' },
  half: { span: 'half' },
  올해: { span: 'year' },
  year: { span: 'year' },
  기관: { scope: 'agency' },
  agency: { scope: 'agency' },
  전체: { scope: 'government' },
  all: { scope: 'government' },
};

export const DEFAULT_VIEW: RankingView = {
  subject: 'person',
  side: 'received',
  span: 'month',
  scope: 'agency',
};

/** Of each kind one word at most: of two that differ, one would be dropped, and the answer not be what was asked for. */
function parseRanking(rest: string): Command {
  let asked: Partial<RankingView> = {};
  for (const word of rest.split(/\s+/).filter(Boolean)) {
    const part = viewPart(word.toLowerCase());
    const both = { ...asked, ...part };
    if (!part || !isDeepStrictEqual(both, { ...part, ...asked })) return { kind: 'usage', topic: 'ranking' };
    asked = both;
  }
  return { kind: 'ranking', view: { ...DEFAULT_VIEW, ...asked } };
}

/** A ranking's view out of a button's value, which is user input; undefined when it is not one. */
export function parseRankingView(value: string): RankingView | undefined {
  const view: RankingView = Object.assign({}, DEFAULT_VIEW, ...value.split(' ').map(viewPart));
  return formatRankingView(view) === value ? view : undefined;
}

// Words people type may be called like what every object inherits.
function viewPart(word: string): Partial<RankingView> | undefined {
  if (Object.hasOwn(VIEW_WORDS, word)) return VIEW_WORDS[word];
  const year = /^(20\d{2})년?$/.exec(word)?.[1];
  return year === undefined ? undefined : { span: year as PastYear };
}

/** The inverse of `parseRankingView`. */
export function formatRankingView(view: RankingView): string {
  return [view.subject, view.side, view.span, view.scope === 'government' ? 'all' : 'agency'].join(' ');
}

const GROUP_WORDS: Record<string, PolicyGroup> = {
  '': 'points',
  포인트: 'points',
  points: 'points',
  과제: 'tasks',
  task: 'tasks',
  tasks: 'tasks',
};

function parsePolicy(rest: string): Command {
  const word = rest.toLowerCase();
  const group = Object.hasOwn(GROUP_WORDS, word) ? GROUP_WORDS[word] : undefined;
  if (group !== undefined) return { kind: 'policy', group };
  const channel = /^(?:게시판|board)\s+<#([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(rest)?.[1];
  return channel === undefined
    ? { kind: 'usage', topic: 'policy' }
    : { kind: 'choose_board', channelId: channel };
}

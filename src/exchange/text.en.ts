import type { Day } from '../calendar/seoul.ts';
import { changes } from '../measures/text.en.ts';
import { daysOf } from '../messenger/days.ts';
import type { RefusalTexts, Texts } from './text.ko.ts';

const { fullDay } = daysOf('en');
const term = (first: Day, last: Day) => `${fullDay(first)} to ${fullDay(last)}`;
const number = (round: number, pair: number) => `${round}-${pair}`;
const months = (count: number) => `${count} ${count === 1 ? 'month' : 'months'}`;
const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;

const refusals: RefusalTexts = {
  round_not_found: ({ round }) => `There is no round ${round}. /collab exchange lists the rounds.`,
  pair_not_found: () => 'There is no such pair of positions. /collab exchange lists them with their numbers.',
  term_not_found: () => 'There is no such term. Please choose it again from /collab exchange.',
  not_operator: () => 'Only operators of the two agencies may extend a term. Please ask yours.',
  own_case: () => 'You cannot extend a term that concerns yourself. Please leave it to another operator.',
  end_unreadable: () => 'Please give the new last day as in 2027-06-30.',
  end_not_later: ({ last }) => `Please choose a day after the present end (${fullDay(last)}).`,
  end_past: ({ today }) =>
    `A term cannot be extended into the past. Please choose ${fullDay(today)} or a day after.`,
  beyond_cap: ({ latest, months: cap }) =>
    `An exchange lasts ${months(cap)} at most. Please choose ${fullDay(latest)} or a day before.`,
  reason_missing: () =>
    'Please state why. It is kept on record and told to the holder and to the CCOs of both agencies.',
  reason_long: ({ length, max }) => `The reason has ${length} characters. Please keep it within ${max}.`,
  position_taken: ({ name, first, last }) =>
    `It would overlap with ${name}’s term in the same position (${term(first, last)}). Please end the day before, or ask an administrator to change that term.`,
  person_taken: ({ name, round, number: pair, first, last }) =>
    `It would overlap with another term of ${name} (${number(round, pair)}, ${term(first, last)}). Please end the day before, or ask an administrator to change that term.`,
};

export const en: Texts = {
  changes,
  refusals,
  refused: 'Nothing was done.',
  states: {
    proposed: 'proposed',
    registered: 'registered',
    active: 'active',
    delayed: 'delayed',
    on_hold: 'on hold',
    completed: 'completed',
    cancelled: 'cancelled',
  },
  usage:
    'Please type /collab exchange (all), /collab exchange 2 (round 2) or /collab exchange 2-1 (pair 1 of round 2).',
  title: 'Strategic exchange',
  none: 'No exchange is known yet. They appear once an administrator has imported exchange_positions.csv by ieum import.',
  round: (round, pairs) => `Round ${round} · ${pairs} ${pairs === 1 ? 'pair' : 'pairs'}`,
  showRound: (round) => `Round ${round}`,
  listNext: 'For more of a pair press its button or type /collab exchange 2-1.',
  morePairs: (count, round) => `${count} more in round ${round}.`,
  number,
  details: 'Details',
  showList: 'All exchanges',
  level: (round, level) =>
    `Round ${round} · ${level === '국장급' ? 'director-general' : 'director'} level (${level})`,
  source: (source) => `Source: ${source}`,
  today: (names) => `now ${names.join(', ')}`,
  positions: (a, b) => `${a} ⇄ ${b}`,
  holders: 'Holders',
  noHolder: 'No holder is known.',
  hidden:
    'Holders and terms are shown to those who take part, to the CCOs and operators of both agencies, and to auditors.',
  companion: 'Companion',
  lasting: (first, last, whole, rest) =>
    `${term(first, last)} (${[whole > 0 ? months(whole) : '', rest > 0 ? days(rest) : ''].filter(Boolean).join(' ')})`,
  until: (name, last, left) => `${name} · until ${fullDay(last)} · ${left}`,
  daysLeft: (left) => (left === 0 ? 'ends today (D-day)' : `D-${left}`),
  starts: (first) => `begins on ${fullDay(first)}`,
  over: 'over',
  moreTerms: (count) => `${count} more that are over.`,
  change: (old, now, at) => `Changed on ${fullDay(at)}: ${fullDay(old)} → ${fullDay(now)}`,
  changeBy: (actor, reason) => `${actor} · ${reason}`,
  byImport: 'import',
  moreChanges: (count) => `Changed ${count} more ${count === 1 ? 'time' : 'times'} before.`,
  tasks: 'Joint tasks',
  noTask: 'No task is linked yet. Choose this exchange when you register a task, and it appears here.',
  task: (id, title, state, progress) => `Task ${id} ${title} · ${state}, ${progress}%`,
  moreResults: (count) => `${count} more ${count === 1 ? 'result' : 'results'}`,
  moreTasks: (count) => `${count} more ${count === 1 ? 'task' : 'tasks'}`,
  showTask: (id) => `Task ${id}`,
  extend: 'Extend',
  dialog: {
    title: 'Extend a term',
    submit: 'Extend',
    close: 'Close',
    refused: 'Not extended. Please correct this and try again.',
    now: (name, first, last) => `${name}’s present term: ${term(first, last)}`,
    latest: (latest, cap) => `It may be extended to ${fullDay(latest)}, ${months(cap)} from its first day.`,
    full: (cap) => `It has reached the most of ${months(cap)} and cannot be extended further.`,
    companions: (names) => `Companions with the same end move along: ${names}.`,
    newEnd: 'New last day',
    newEndHint: 'The last day of the exchange.',
    reason: 'Reason',
    reasonHint: (max) =>
      `Up to ${max} characters. It is kept on record and told to the holder and the CCOs of both agencies.`,
  },
  extended: {
    done: (name, end) => `${name}’s term now lasts until ${fullDay(end)}.`,
    doneNext: 'The holder and the CCOs of both agencies are told.',
    own: (end) => `Your exchange was extended to ${fullDay(end)}.`,
    other: (name, end) => `${name}’s exchange was extended to ${fullDay(end)}.`,
    ends: (old, now) => `Last day: ${fullDay(old)} → ${fullDay(now)}`,
    companion: (name, end) => `Companion ${name}: until ${fullDay(end)}`,
    by: (actor, reason) => `By ${actor} · Reason: ${reason}`,
    show: 'Show the exchange',
  },
};

import { isoWeekOf } from '../calendar/iso-week.ts';
import { addDays, type Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { echoed, STALE_BUTTON } from '../messenger/typed.ts';
import type { Texts } from './text.ko.ts';

const { day, fullDay, weekday, fullMoment } = daysOf('en');
const points = (count: number) => `${grouped(count)} points`;
const weekName = (week: Day) => `week ${Number(isoWeekOf(week).slice(6))} of ${isoWeekOf(week).slice(0, 4)}`;
const many = (count: number, one: string, more = `${one}s`) =>
  `${grouped(count)} ${count === 1 ? one : more}`;
const change = (count: number) =>
  count === 0
    ? 'as in the week before'
    : count > 0
      ? `${grouped(count)} more than the week before`
      : `${grouped(-count)} fewer than the week before`;

const oldestOf = (week: Day | undefined) =>
  week === undefined
    ? 'There is none of this agency yet.'
    : `The oldest one is that of ${weekName(week)} (${isoWeekOf(week)}).`;

export const en: Texts = {
  refusals: {
    not_entitled: () =>
      'Only the CCO (혁신책임관) and operators of an agency, and auditors, see its weekly report. Ask the operator of your agency.',
    other_agency: () =>
      'You cannot see the report of another agency. Leave its name out, /collab weekly, to see the one of yours.',
    agency_unknown: ({ name }) =>
      `There is no agency called ${echoed(name)}. Write its full or its short name.`,
    agency_missing: () => 'Say which agency: /collab weekly 고용노동부 2026-W47',
    week_unreadable: ({ text }) => `${echoed(text)} is not a week. Write it like 2026-W47.`,
    no_digest: ({ week }) =>
      week === undefined
        ? 'There is no weekly report yet. The first comes next Monday (or the next working day) at 09:00.'
        : `There is no report for ${weekName(week)}. It is made the Monday after (or the next working day) at 09:00.`,
    week_without_digest: ({ week, oldest }) =>
      `There is no report for ${weekName(week)}. ${oldestOf(oldest)}`,
    agency_abolished: ({ agency, last, successors, oldest }) =>
      [
        `${agency} was an agency until ${fullDay(last)}, and the report you ask for does not exist.`,
        ...(oldest === undefined ? [] : [oldestOf(oldest)]),
        ...(successors.length === 0 ? [] : [`It was succeeded by ${successors.join(', ')}.`]),
      ].join(' '),
    stale_button: () => STALE_BUTTON.en,
    not_operator: () => 'Only an operator of the agency can preview a report. Ask one of them.',
  },
  refused: 'This cannot be shown.',
  usage: 'Write: /collab weekly (the latest), /collab weekly 2026-W47 (an earlier one)',
  states: {
    proposed: 'proposed',
    registered: 'registered',
    active: 'active',
    delayed: 'delayed',
    on_hold: 'on hold',
    completed: 'completed',
    cancelled: 'cancelled',
  },
  sections: {
    standing: 'People and departments',
    agencies: 'Agencies',
    thanks: 'Thanks',
    tasks: 'Tasks',
    evaluations: 'Evaluations',
    waiting: 'Waiting',
    patterns: 'Worth a look',
    weeks: '12 weeks in figures',
  },
  points,
  title: (agency, week) => `${agency}: weekly collaboration report, ${weekName(week)}`,
  previewTitle: (agency, week) => `${agency}: preview of the weekly report, ${weekName(week)}`,
  period: (week) => `${weekday(week)} to ${weekday(addDays(week, 6))}`,
  late: 'Sent late: it could not be sent on its day.',
  preview: 'Figures of a week that is not over. Nothing was sent to anybody, nothing was stored.',
  notification: (agency, week, received, sent) =>
    `${agency}, ${weekName(week)}: ${points(received)} received, ${points(sent)} sent`,
  quiet: 'No points were given or received in this week, and nothing is waiting. A quiet week.',
  quietPoints: 'No points were given or received in this week.',
  received: 'Received',
  sent: 'Sent',
  compared: ({ now, change: by, average }, known) =>
    [
      points(now),
      change(by),
      ...(average === undefined ? [] : [`${grouped(average)} on average in the last ${many(known, 'week')}`]),
    ].join(' · '),
  within: (count) => `Both include ${points(count)} given within the agency.`,
  mostPeople: { received: 'People who received most', sent: 'People who sent most' },
  mostDepartments: { received: 'Departments that received most', sent: 'Departments that sent most' },
  ranked: (rank, name, count) => `${rank}. ${name} ${points(count)}`,
  moreTied: (_, count, orMore) => `and ${grouped(count)}${orMore ? ' or more others' : ' more'} with as many`,
  named: (name, department) => `${name} (${department})`,
  helpedUs: 'Agencies that helped us',
  helpedUsHint: 'Our people thanked theirs.',
  weHelped: 'Agencies we helped',
  weHelpedHint: 'Their people thanked ours.',
  neighbour: (agency, count, gifts) => `${agency} ${points(count)} (${many(gifts, 'gift')})`,
  nobody: 'none',
  more: (count) => `and ${grouped(count)} more`,
  moreAgencies: (count) => `and ${many(count, 'more agency', 'more agencies')}`,
  thanksFrom: (giver, agency, recipient) => `${giver} (${agency}) → ${recipient}`,
  noThanks: 'There is no thank-you message that can be shown now.',
  work: {
    tasks: 'Tasks',
    changed: (count) => `${count} changed state`,
    completed: (count) => `${count} completed`,
    late: (count) => `${count} late`,
    stale: (count) => `${count} without news`,
    evaluations: 'Evaluations',
    due: (count) => `${count} due within 7 days`,
    overdue: (count, names) => `${count} overdue${names === '' ? '' : ` (${names})`}`,
    waiting: 'For the CCO (혁신책임관)',
    disputes: (count) => many(count, 'dispute to answer', 'disputes to answer'),
    consents: (count) => many(count, 'task waiting for consent', 'tasks waiting for consent'),
    ending: (count) => many(count, 'exchange term ending soon', 'exchange terms ending soon'),
    patterns: 'Worth a look',
    patternCount: (count) => many(count, 'pattern'),
  },
  patternsHint:
    'These merely fit a rule; nobody is said to have done wrong. Much collaboration looks like this too. Nothing changes by itself.',
  patterns: {
    reciprocal: 'Gave to each other within the week',
    dumping: 'Gave mostly in the last three days of the month',
    concentration: 'Received a large share',
    pair: (a, b, aToB, bToA) => `${a} → ${b} ${points(aToB)}, ${b} → ${a} ${points(bToA)}`,
    dump: (name, total, last) => `${name}: ${grouped(last)} of ${points(total)} of that month`,
    share: (name, count, percent) => `${name}: ${points(count)} (${percent}% of what the agency received)`,
  },
  tasks: {
    changed: 'Changed state',
    completed: 'Completed',
    late: 'Late',
    stale: 'Without news for long',
    task: (id, title) => `Task ${id} ${title}`,
    change: (from, to, at) => `${from === undefined ? `new: ${to}` : `${from} → ${to}`} · ${day(at)}`,
    due: (state, due) => `${state} · due ${day(due)}`,
    since: (since) => `last news ${day(since)}`,
    noResult: 'no measured result',
  },
  evaluations: { due: 'Due within 7 days', overdue: 'Overdue' },
  evaluation: (round, due) => `${round} · due ${day(due)}`,
  waiting: {
    disputes: 'Disputes for the CCO (혁신책임관) to answer',
    consents: 'Tasks waiting for our consent',
    ending: 'Exchange terms ending soon',
  },
  dispute: (step, due) =>
    `${step === 'cco' ? 'consultation of the agencies' : 'referred'} · until ${day(due)}`,
  consent: (since) => `waiting since ${day(since)}`,
  term: (name, position, last) => `${name} · ${position} · ends ${day(last)}`,
  answers: (name) => (name === undefined ? 'nobody answers for it' : name),
  chart: {
    title: (agency) => `${agency}: points by week`,
    week: (week) => `W${Number(isoWeekOf(week).slice(6))}`,
    received: 'received',
    sent: 'sent',
    line: (week, received, sent) =>
      `W${Number(isoWeekOf(week).slice(6))} (from ${day(week)}) received ${grouped(received)} · sent ${grouped(sent)}`,
    alt: (agency, lines) => `Bar chart of 12 weeks of ${agency}. ${lines}`,
    heading: 'The last 12 weeks',
  },
  asOf: (at, position) => `As of ${fullMoment(at)} · ledger position ${grouped(position)}`,
  proof: (position, head) =>
    `Proof: keep this message and compare with ieum verify --head ${position}:${head}`,
  details: 'Details',
  previewButton: 'Preview this week',
  csvButton: 'Download CSV',
  none: 'None.',
  exported: 'Weekly reports in detail',
};

import type { Month, Period } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { STALE_BUTTON } from '../messenger/typed.ts';
import { nameOfPeriod } from './periods.ts';
import type { Criteria, DayEntry, Purpose, Side } from './report.ts';
import type { TakenBack } from './rules.ts';
import type { RefusalTexts, Texts } from './text.ko.ts';

const { day, fullDay, fullMoment, month, weekday } = daysOf('en');
const points = (count: number) => `${grouped(count)} ${count === 1 ? 'point' : 'points'}`;
const signed = (count: number) => (count > 0 ? `+${grouped(count)}` : `−${grouped(-count)}`);
const plural = (count: number, one: string, many: string) => `${grouped(count)} ${count === 1 ? one : many}`;
const enMonth = (of: number) => month(`2026-${String(of).padStart(2, '0')}`).split(' ')[0] ?? '';

const purposes: Record<Purpose, string> = { special_step: 'special step increase', award: 'award' };
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const refusals: RefusalTexts = {
  not_entitled: () =>
    'Only operators and the CCO of the agency, and auditors, may see candidates. Please ask your operator.',
  other_agency: () =>
    'You cannot see another agency’s data. Type /collab candidates without an agency for your own.',
  other_department: () =>
    'You may see your own department’s record only. For others see /collab ranking department, or ask that agency’s operator.',
  other_agency_department: () =>
    'You cannot see another agency’s data. Please name a department of your own agency, as in /collab performance 인력정책과.',
  gifts_not_entitled: () =>
    'Only operators and the CCO of the agency, and auditors, may see what is behind a day. Please ask your operator.',
  agency_missing: () => 'Please name the agency, as in /collab candidates 중기부 step.',
  agency_unknown: ({ name }) => `There is no agency “${name}”. Please type its full or short name.`,
  department_missing: () =>
    'The directory has no department for you. Please name one, as in /collab department 인력정책과.',
  department_unknown: ({ name, nearest }) =>
    nearest === undefined
      ? `There is no department “${name}”. Please type its name as the directory has it.`
      : `There is no department “${name}”. Did you mean ${nearest}?`,
  period_unreadable: ({ text }) =>
    `“${text}” is no period. Please type 2026, 2026 h1 or 2026-11. A department’s page is of one month.`,
  period_future: () => 'That period has not begun. Please name one that runs or is over.',
  line_gone: () => 'That person is not on this list. Please open it again by /collab candidates.',
  stale_button: () => STALE_BUTTON.en,
  not_operator: () => 'Only operators of the agency may change its criteria. Please ask yours.',
  criteria_past: ({ earliest }) =>
    `A month that has begun keeps its criteria. Please choose the first of a month from ${fullDay(earliest)} on.`,
  criteria_number: ({ by, max }) =>
    by === 'top'
      ? `Please give the last rank as a number from 1 to ${grouped(max)}.`
      : `Please give the least points as a number from 1 to ${grouped(max)}.`,
  criteria_counted: () => 'Please choose at least one kind of points.',
  criteria_months: () =>
    'Please give the months as two numbers from 1 to 12, as in 3-10; 12-11 begins in December of the year before.',
};

const sides: Record<Side, string> = { received: 'received', sent: 'sent' };
const entrySides: Record<DayEntry['side'], string> = {
  received: 'received ←',
  sent: 'sent →',
  special: 'special points',
};

function span(of: Criteria['span']): string {
  if (of === 'year') return 'a year';
  if (of === 'half') return 'half a year';
  const { fromMonth, toMonth } = of;
  return `${enMonth(fromMonth)}${fromMonth > toMonth ? ' of the year before' : ''} to ${enMonth(toMonth)}`;
}

const period = (of: Period) =>
  nameOfPeriod(of, {
    year: (year) => year,
    half: (year, half) => `${half === 1 ? 'first' : 'second'} half of ${year}`,
    month,
    other: (first, last) => `${month(first)} to ${month(last)}`,
  });

function takenBack({ archived, running }: TakenBack): string {
  const [year, second] = archived;
  if (year === undefined) return 'what was taken back';
  if (running) return `what was taken back (of ${year}, which is archived, by 31 December ${year})`;
  return `what was taken back by 31 December ${second === undefined ? year : 'of its year'}`;
}

export const en: Texts = {
  exports: { candidates: 'Candidates for step increase and awards', performance: 'Departments’ performance' },
  refusals,
  refused: 'This cannot be shown.',
  purposes,
  points,
  period,
  rank: (rank, tied) => (tied ? `${rank}=` : `${rank}.`),
  asOf: (at, position) => `As of ${fullMoment(at)} · ledger position ${grouped(position)}`,
  asOfClose: (year, position) =>
    `As of the end of 31 December ${year} · ledger position ${grouped(position)} · archived, and never changed any more.`,
  pages: (total, page, pages) =>
    `${plural(total, 'person', 'people')}${pages > 1 ? `, page ${page} of ${pages}` : ''}`,
  entries: (total, page, pages) =>
    `${plural(total, 'entry', 'entries')}${pages > 1 ? `, page ${page} of ${pages}` : ''}`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  evidence: 'Evidence',
  number: (id) => `no. ${id}`,
  hidden: 'This message was made private. Its points count all the same.',
  candidates: {
    title: (purpose, agency) => `Candidates for ${purposes[purpose]} · ${agency}`,
    none: 'Nobody meets the criteria in this period.',
    rules: 'Rules used',
    criteria: ({ cut, counted, span: of }) => {
      const kinds = `points ${counted.map((side) => sides[side]).join(' and ')}${counted.length > 1 ? ', added up' : ''}`;
      return cut.by === 'top'
        ? `most ${kinds} in ${span(of)}, down to rank ${cut.count}`
        : `at least ${points(cut.points)} in ${span(of)} (${kinds})`;
    },
    decided: (by, from) => `since ${fullDay(from)}, set by ${by}`,
    standard: 'the default (the agency has set none)',
    changedWithin: (from) => `The rules changed within this period, on ${fullDay(from)}.`,
    ownPeriod: (of) => `Counted over the period you asked for, not over that of the rules (${span(of)}).`,
    ties: (rank, count) =>
      `${count} share rank ${rank}, and all of them are listed: the list is longer than its number.`,
    decidesNothing: 'This list reports ranks; it decides nothing.',
    counts: (of) =>
      `Special points are in no rank and shown apart (Article 9). ${capital(takenBack(of))} does not count; points of private messages do. Gifts to a department are nobody’s own.`,
    of: { received: 'received', sent: 'sent' },
    special: (count) => `special ${grouped(count)} (apart)`,
    from: (people, agencies) =>
      `${plural(people, 'counterpart', 'counterparts')}${agencies === 0 ? '' : ` (${plural(agencies, 'other agency', 'other agencies')})`}`,
    left: 'has left or holds no post now',
    moved: (agency) => `now in another agency (${agency})`,
    transferred: (department) => `now in ${department}`,
    otherPurpose: (purpose) => `Candidates for ${purposes[purpose]}`,
    before: 'Period before',
    showCriteria: 'Show the criteria',
  },
  trace: {
    title: (name, purpose) => `${name} · evidence, ${purposes[purpose]}`,
    sum: (parts, total) => `${parts} = ${points(total)}`,
    part: {
      received: (count) => `received ${grouped(count)}`,
      sent: (count) => `sent ${grouped(count)}`,
    },
    sides: entrySides,
    takenBackLater: (on) => `taken back later (${fullDay(on)})`,
    back: 'Back to the list',
  },
  criteria: {
    title: (agency) => `Criteria for candidates · ${agency}`,
    upcoming: (from, text, by) => `From ${fullDay(from)}: ${text} (set by ${by})`,
    edit: (purpose) => `Change: ${purposes[purpose]}`,
    note: (earliest) =>
      `Criteria change from the first of a month, ${fullDay(earliest)} at the earliest, and never backwards. A period that is over keeps those of its last day.`,
    changed: (purpose, from) =>
      `${capital(purposes[purpose])}: the criteria change from ${fullDay(from)} on.`,
    dialog: {
      title: 'Criteria',
      submit: 'Change',
      close: 'Close',
      refused: 'Not changed. Please correct this and try again.',
      intro: (purpose) =>
        `How the list of candidates for ${purposes[purpose]} is made. It reports ranks and decides nothing, and says who set the rules and when.`,
      effectiveFrom: 'From',
      effectiveHint: 'The first of a month.',
      by: 'Cut by',
      byTop: 'rank',
      byThreshold: 'points',
      number: 'Last rank, or least points',
      numberHint: (top, threshold) =>
        `A rank from 1 to ${grouped(top)}, points from 1 to ${grouped(threshold)}. Ties are all listed.`,
      counted: 'Points counted',
      countedHint: 'Both are added up. Special points always stand apart (Article 9).',
      span: 'Period',
      spans: { year: 'a year', half: 'half a year', months: 'from one month to another' },
      months: 'Months (for the last choice)',
      monthsHint: 'As in 3-10. 12-11 is December of the year before to November.',
    },
  },
  sides,
  choose: { title: 'Several departments are called so. Which one?' },
  department: {
    title: (agency, name, of) => `${agency} ${name} · points of ${period(of)}`,
    none: 'No points on any fixed day.',
    figures: (received, sent, special) =>
      [
        `received ${grouped(received)}`,
        `sent ${grouped(sent)}`,
        ...(special === 0 ? [] : [`special ${grouped(special)}`]),
      ].join(' · '),
    members: (count) => plural(count, 'member', 'members'),
    day: weekday,
    corrections: (received, sent, special) =>
      [
        ...(received === 0 ? [] : [`received ${signed(received)}`]),
        ...(sent === 0 ? [] : [`sent ${signed(sent)}`]),
        ...(special === 0 ? [] : [`special ${signed(special)}`]),
      ].join(' · '),
    correction: 'Corrections',
    correctionNote:
      'A correction is what was taken back later of a day that was fixed, on the day it was taken back: fixed days never move (Article 8②③).',
    sum: 'Sum, corrections included',
    running: 'Not fixed yet',
    fixedThrough: (of, position) => `Fixed through ${fullDay(of)} · ledger position ${grouped(position)}`,
    fixedNone: 'No day is fixed yet. A day’s points are fixed at 00:15 on the next.',
    runningAsOf: (at) => `What is not fixed is as of ${fullMoment(at)} and may still change.`,
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    sheet: 'Performance sheet',
    chooseDay: 'Choose a day for its evidence',
  },
  dayPage: {
    title: (agency, name, of) => `${agency} ${name} · evidence of ${fullDay(of)}`,
    none: 'No points on this day.',
    fixed: (position) => `A fixed day · ledger position ${grouped(position)}`,
    open: (position) => `Not fixed yet · ledger position ${grouped(position)}`,
    back: 'Back to the month',
    whole: 'department',
    signed,
  },
  sheet: {
    title: (agency, name) => `Department’s performance in points · ${agency} ${name}`,
    purpose:
      'For a head’s performance contract (Article 12). It reports points and ranks; it neither grades nor decides.',
    heads: 'Head',
    head: (name, position, rank, first, last, whole) =>
      `${name} (${[position, rank].filter(Boolean).join(', ')})${whole ? '' : ` ${day(first)} to ${last === undefined ? 'now' : day(last)}`}`,
    noHead: 'The directory’s positions do not say who heads it.',
    members: (count, on) => `${plural(count, 'member', 'members')} (${day(on)})`,
    months: 'By month (sums of fixed days)',
    month: (of: Month) => month(of).split(' ')[0] ?? of,
    otherMonths: (told) => (told === 0 ? 'No points in any month.' : 'No points in the other months.'),
    places: 'Ranks, by fixed days',
    place: (side, agency, government) =>
      `${sides[side]}: in the agency ${agency} · government-wide ${government}`,
    rankOf: (place) =>
      place === undefined
        ? 'none'
        : `${place.rank}${place.tied ? '=' : ''} of ${plural(place.of, 'department', 'departments')} with points`,
    helpedUs: 'Agencies that helped us',
    weHelped: 'Agencies that we helped',
    neighbour: (agency, count, gifts) => `${agency} ${points(count)} (${plural(gifts, 'gift', 'gifts')})`,
    nobody: 'none',
    daysOf: (of: Month) => `${month(of).split(' ')[0]} evidence`,
    note: (of) => {
      const told =
        of.running || of.archived.length === 0
          ? `until today, without ${takenBack(of)}`
          : `as of the end of 31 December ${of.archived.at(-1)}, without what was taken back by then`;
      return `Points by agency are ${told}. Rankings take what was taken back off the month it was given in, so they may differ from this sheet. Special points are counted apart (Article 9).`;
    },
    before: 'Period before',
  },
};

import type { Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import type { MissingAnswer, ReminderKind } from './reminder.ts';
import type { RefusalTexts, Texts } from './text.ko.ts';

const { weekday } = daysOf('en');
const date = (day: Day) => `${weekday(day)} ${day.slice(0, 4)}`;
const range = (first: Day, last: Day) => (first === last ? date(first) : `${date(first)} to ${date(last)}`);
const count = (of: number, one: string, many = `${one}s`) => `${of} ${of === 1 ? one : many}`;

const kinds: Record<ReminderKind, string> = {
  evaluation: 'Answers to reviews and evaluations',
  overdue: 'Overdue evaluations',
  consent: 'Requests for consent to a task',
  stale: 'Tasks without news',
  dispute: 'Disputes to settle',
  exchange: 'Exchange about to end',
};

/** 9–11, 13–17 o’clock; with minutes, two colons in a line would look like an emoji's name. */
function hourRanges(hours: readonly number[]): string {
  const ranges = hours
    .reduce<number[][]>((groups, hour) => {
      const last = groups.at(-1);
      if (last?.at(-1) === hour - 1) last.push(hour);
      else groups.push([hour]);
      return groups;
    }, [])
    .map((group) => (group.length === 1 ? `${group[0]}` : `${group[0]}–${group.at(-1)}`));
  return `${ranges.join(', ')} o’clock`;
}

const refusals: RefusalTexts = {
  not_waiting: () =>
    'This is not waiting for you now, so there is nothing to put off. It may have been done already or have passed to somebody else.',
  hour_outside: ({ hours }) =>
    `Your agency sends no reminders at that hour. Please choose one of ${hourRanges(hours)}.`,
  kind_unknown: ({ word }) =>
    `There are no reminders called “${word}”. The ones you can switch are “task” (${kinds.stale}) and “exchange” (${kinds.exchange}).`,
  kind_mandatory: ({ kind }) =>
    `“${kinds[kind]}” cannot be switched off, as others rely on it. You may move it within the day: /collab reminders 10.`,
  leave_unreadable: () =>
    'Please give the days as in 2026-12-24. Example: /collab reminders leave 2026-12-24 2026-12-26',
  leave_reversed: ({ first, last }) =>
    `The last day (${date(last)}) is before the first (${date(first)}). Please swap them.`,
  leave_past: ({ today }) => `These days are over. Please choose days from today (${date(today)}) on.`,
  leave_far: ({ latest }) =>
    `This is too far ahead. Please check the year and choose days until ${date(latest)}.`,
  leave_long: ({ days, max }) =>
    `${days} days are too many: ${max} at most at a time. Please tell your personnel office of a longer leave.`,
  leave_overlaps: ({ first, last }) =>
    `This overlaps with days off noted before (${range(first, last)}). Please choose other days or delete those first.`,
  leaves_many: ({ max }) => `At most ${max} entries are kept. Please delete one that you do not need.`,
  leave_not_found: () =>
    'There are no such days off; they may have been deleted already. /collab reminders lists them.',
  not_keeper: () => 'Only operators and administrators may change holidays. Please ask your operator.',
  holiday_unreadable: () =>
    'Please give the day as in 2026-12-31. Example: /collab holidays 2026-12-31 off special holiday',
  holiday_past: ({ today }) =>
    `A day that is over cannot be changed. Please give a day from today (${date(today)}) on.`,
  holiday_far: ({ latest }) =>
    `This is too far ahead. Please check the year and give ${date(latest)} or a day before.`,
  holiday_weekend: ({ day }) => `${weekday(day)}, is a weekend and always off. Please give a weekday.`,
  holiday_same: ({ day, holiday, names }) =>
    holiday
      ? `${weekday(day)}, is a holiday already (${names.join(', ')}). There is nothing to set.`
      : `${weekday(day)}, is a working day already. There is nothing to set.`,
  holiday_reason_missing: () =>
    'Please say why; everybody sees it and it is kept on record. Example: /collab holidays 2026-12-31 off special holiday',
  holiday_reason_long: ({ length, max }) =>
    `The reason has ${length} characters. Please keep it within ${max}.`,
  holiday_not_set: ({ day }) =>
    `Nothing was set for ${date(day)}. /collab holidays lists the days that were.`,
};

function due(day: string, left: number): string {
  if (left === 0) return `Due today (${day})`;
  return left > 0
    ? `Due ${day}: ${count(left, 'working day')} left`
    : `Due ${day}: ${count(-left, 'working day')} ago`;
}

function missingOf({ agency, department, name }: MissingAnswer): string {
  const where = `${agency} ${department}`;
  return name === undefined
    ? `Nobody answers for ${where}.`
    : `The answer of ${name} (${where}) is still missing.`;
}

export const en: Texts = {
  refusals,
  refused: 'Nothing was done.',
  kinds,
  date,
  range,
  near: (day, today) => (day.slice(0, 4) === today.slice(0, 4) ? weekday(day) : date(day)),
  hourRanges,
  morning: {
    title: (name, day, items) =>
      `${name}, ${items === 1 ? 'one thing waits' : `${items} things wait`} for you today (${day}).`,
    heading: (kind, title, detail) => {
      if (kind === 'evaluation') return `${detail} · ${title}`;
      if (kind === 'overdue') return `An answer is awaited · ${detail} · ${title}`;
      const headings = {
        consent: 'Your consent is asked for',
        stale: 'A task without news',
        dispute: 'A dispute to settle',
        exchange: 'An exchange ends',
      };
      return `${headings[kind]} · ${title}`;
    },
    lines: {
      evaluation: (day, left) => (left < 0 ? `${due(day, left)}. You can still answer.` : due(day, left)),
      overdue: (day, left, missing) =>
        [
          missing === undefined ? '' : missingOf(missing),
          `${due(day, left)}.`,
          'The department would be glad of your help.',
        ]
          .filter(Boolean)
          .join(' '),
      consent: (day) => `It has waited for your consent since ${day}.`,
      stale: (day, task) =>
        `No news since ${day}. One line will do: /collab task ${task ?? 'NUMBER'} active 60 what was done`,
      dispute: (day, left, step) =>
        `${step === 'committee' ? 'With the committee' : 'Between the CCOs(혁신책임관)'} · ${due(day, left)}`,
      exchange: (day, left, holder) =>
        left <= 0
          ? `${holder}’s exchange lasts until ${day}.`
          : `${holder}’s exchange lasts until ${day}: ${count(left, 'day')} left.`,
    },
    buttons: {
      answer: 'Answer',
      agree: 'Agree',
      object: 'Comment',
      show: 'Show',
      update: 'Give news',
      tomorrow: 'Tomorrow',
      inThreeDays: 'In 3 days',
      notMine: 'Not mine',
      tasks: 'My tasks',
      evaluations: 'My evaluations',
      settings: 'Reminder settings',
    },
    more: (items) => `${items} more. The lists have them all.`,
    footer:
      '“Tomorrow” and “In 3 days” are counted in working days. Once you have answered, no more reminders come.',
  },
  snoozed: {
    until: (title, day) => `You will be reminded of “${title}” again on ${day}.`,
    due: 'It was not put off any further, as it should be done by then.',
    overdue: 'It was put off to the next working day only, as its day has come.',
  },
};

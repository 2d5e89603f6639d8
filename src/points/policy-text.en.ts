import { grouped } from '../messenger/grouped.ts';
import type { PolicyTexts } from './policy-text.ko.ts';
import { en as words } from './text.en.ts';

const { points } = words;
const counted = (one: string, many: string) => (count: number) => `${count} ${count === 1 ? one : many}`;
const times = counted('time', 'times');
const characters = counted('character', 'characters');
const days = counted('day', 'days');
const workingDays = counted('working day', 'working days');
const months = counted('month', 'months');
const hour = (at: number) => `${at}:00`;
const before = (count: number) => (count === 0 ? 'the day itself' : `${days(count)} before`);
const after = (count: number) => (count === 0 ? 'the day itself' : `${days(count)} after`);

export const en: PolicyTexts = {
  labels: {
    monthlyAllowance: 'Points to give each month',
    pointsPerGift: 'Points of one gift',
    giftsPerRecipientPerMonth: 'Gifts a month to the same receiver',
    sameDepartmentAllowed: 'Gifts within a department',
    departmentsMayReceive: 'Gifts to a department',
    messageMinLength: 'Shortest message',
    messageMaxLength: 'Longest message',
    undoMinutes: 'Time in which givers may take back',
    specialPoolPerYear: 'Special points a year',
    specialPerPerson: 'Special points to one person at a time',
    secondPersonAbove: 'A second operator must approve above',
    reviewEveryMonths: 'Reviews are opened',
    reviewDueDays: 'Reviews are due, after their period',
    evaluationDueMonth: 'Month in which the year-end evaluation is due',
    evaluationDueDay: 'Day on which it is due',
    evaluationOpenCalendarDays: 'It is opened (calendar days)',
    gradeScale: 'Grades, the best first',
    remindBeforeDays: 'Reminders before a due day (working days)',
    remindAfterDays: 'Reminders after a due day (working days)',
    escalateAfterDays: 'The CCO(혁신책임관) hears of what is unanswered, after the due day',
    staleAfterDays: 'Reminder of a task without an update, every',
    consentReminderDays: 'Reminders of a consent asked for (working days)',
    disputeConsultDays: 'Time of the CCOs(혁신책임관) for a dispute',
    disputeCommitteeDays: 'Time of the committee for a dispute',
    disputeReminderDays: 'Reminders before a dispute’s deadline (working days)',
    exchangeTermMonths: 'Term of an exchange',
    exchangeCapMonths: 'Longest term of an exchange, extended',
    exchangeAlertCalendarDays: 'Alerts before an exchange ends (calendar days)',
    sendFromHour: 'Reminders are sent from',
    sendUntilHour: 'Reminders are sent until',
    lunchFromHour: 'Lunch begins (no reminders)',
    lunchUntilHour: 'Lunch ends',
    completionPoints: 'Special points to the owners of a completed task',
    completionPointsEach: 'Special points to each owner of a completed task',
  },
  units: {
    monthlyAllowance: points,
    pointsPerGift: points,
    giftsPerRecipientPerMonth: times,
    messageMinLength: characters,
    messageMaxLength: characters,
    undoMinutes: counted('minute', 'minutes'),
    specialPoolPerYear: points,
    specialPerPerson: points,
    secondPersonAbove: points,
    reviewEveryMonths: (count) => `every ${months(count)}`,
    reviewDueDays: workingDays,
    evaluationDueMonth: (month) => `month ${month}`,
    evaluationDueDay: (day) => `day ${day}`,
    evaluationOpenCalendarDays: before,
    remindBeforeDays: before,
    remindAfterDays: after,
    escalateAfterDays: workingDays,
    staleAfterDays: workingDays,
    consentReminderDays: after,
    disputeConsultDays: workingDays,
    disputeCommitteeDays: workingDays,
    disputeReminderDays: before,
    exchangeTermMonths: months,
    exchangeCapMonths: months,
    exchangeAlertCalendarDays: before,
    sendFromHour: hour,
    sendUntilHour: hour,
    lunchFromHour: hour,
    lunchUntilHour: hour,
    completionPointsEach: points,
  },
  relations: {
    messageMinLength: 'It cannot exceed the longest message.',
    evaluationDueDay: 'The month must have that day.',
    exchangeTermMonths: 'It cannot exceed the longest term.',
    sendFromHour: 'It must be before lunch.',
    sendUntilHour: 'It must be after lunch.',
    lunchFromHour: 'It cannot be after the end of lunch.',
  },
  allowed: (value) => (value ? 'allowed' : 'not allowed'),
  none: 'none',
  groups: {
    points: {
      title: (agency) => `Rules of ${agency || 'your agency'}`,
      dialogTitle: 'Rules of the points',
      intro: 'Article 7 of the regulation lets your agency adjust these.',
      show: 'Rules of the points',
    },
    tasks: {
      title: (agency) => `Rules of ${agency || 'your agency'} for tasks`,
      dialogTitle: 'Rules of the tasks',
      intro:
        'Tasks, exchanges, reviews and reminders; your agency may adjust them. Reminders go out on working days only.',
      show: 'Rules of the tasks',
    },
  },
  upcoming: 'Decided for later',
  from: (day) => `From ${day}`,
  earliest: (day) => `What you change now holds from ${day}. Months that have begun keep their rules.`,
  open: 'Change the rules',
  changed: (day) => `The rules change on ${day}.`,
  nothing: 'No value changes.',
  faults: 'Not saved. Please correct this and save again.',
  within: (label, range) => `${label}: must be ${range}.`,
  choose: (label) => `${label}: please choose one of the two.`,
  numbersWithin: (label, { most, min, max }) =>
    `${label}: please write numbers from ${min} to ${max} with commas, ${most} at most. For example: 7, 3, 1`,
  wordsWithin: (label, { fewest, most, max }) =>
    `${label}: please write ${fewest} to ${most} different words with commas, each of ${max} characters at most. For example: 우수, 보통, 미흡`,
  range: (min, max) => `${grouped(min)} to ${grouped(max)}`,
  numbersHint: ({ most, min, max }) => `${min} to ${max}, with commas, ${most} at most; or “none”`,
  wordsHint: ({ fewest, most, max }) => `${fewest} to ${most} words with commas, ${max} characters each`,
  standard: (value) => `default ${value}`,
  submit: 'Save',
  close: 'Close',
  effectiveFrom: 'Holds from',
  effectiveHint: 'Until that day the present rules hold.',
};

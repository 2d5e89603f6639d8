import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import type { AnswerField } from './evaluation.ts';
import type { RefusalTexts, Texts } from './text.ko.ts';

const { fullDay, weekday, moment, month } = daysOf('en');

const fields: Record<AnswerField, string> = {
  progress: 'Progress against the plan',
  result: 'Result',
  difficulties: 'Difficulties',
  next_plan: 'Next quarter',
};
const fieldOf = (field: AnswerField, measure: string | undefined) =>
  measure === undefined ? `“${fields[field]}”` : `the result of “${measure}”`;

const refusals: RefusalTexts = {
  evaluation_not_found: () =>
    'There is no such evaluation, or it is not yours to see. /collab evaluation lists yours.',
  not_answerer: ({ answers }) =>
    answers === undefined
      ? 'Only whoever answers for the task may answer. Please name an owner on the task first.'
      : `Only ${answers}, who answers for the task today, may answer. If that has changed, please correct the owner on the task.`,
  task_cancelled: () => 'The task was cancelled, so nothing more is asked of you.',
  answer_closed: ({ dueOn }) =>
    `The due day (${fullDay(dueOn)}) is over, and what was submitted stays. If it must be corrected, ask an operator to open another review.`,
  answer_missing: ({ field, measure }) => `Please fill in ${fieldOf(field, measure)}.`,
  answer_long: ({ field, measure, length, max }) =>
    `Please keep ${fieldOf(field, measure)} within ${grouped(max)} characters; it has ${grouped(length)}.`,
  draft_empty: () => 'There is nothing to save yet. Please fill in something first.',
  not_graded_kind: () => 'Only year-end evaluations are graded. A review ends with its answer.',
  not_grader: () => 'Only the agency’s CCO or the named evaluator grades. Please ask the CCO.',
  own_task: () =>
    'You cannot grade a task of your own. Please name an evaluator of the other agency, or leave it to somebody else.',
  answer_changed: () => 'The answer was changed meanwhile. Please read the new answer and grade again.',
  not_answered: () => 'It is not answered yet. Please try again once the owner has submitted an answer.',
  grade_unknown: ({ scale }) => `Please choose one of ${scale.join(', ')}.`,
  comment_missing: () => 'Please add a comment. The owner and the CCO read it.',
  comment_long: ({ length, max }) =>
    `Please keep the comment within ${grouped(max)} characters; it has ${grouped(length)}.`,
  not_cco: () => 'Only the agency’s CCO names an evaluator. Please ask the CCO.',
  evaluator_unknown: () => 'That person was not found. Please choose again from the list.',
  evaluator_inactive: ({ name }) => `${name} is not at work at present. Please choose somebody else.`,
  evaluator_elsewhere: ({ name }) =>
    `${name} is not of another agency that takes part in the task. Please choose somebody of one.`,
  evaluator_owner: ({ name }) => `${name} is an owner of this task. Please choose somebody who is not.`,
  not_keeper: () => 'Only CCOs and operators see to the agency’s evaluations. Please ask yours.',
  title_missing: () => 'Please give the review a name.',
  title_long: ({ length, max }) =>
    `Please keep the name within ${grouped(max)} characters; it has ${grouped(length)}.`,
  due_unreadable: () => 'Please give the due day as in 2026-11-30.',
  due_past: ({ today }) => `The due day cannot be in the past. Please choose ${fullDay(today)} or later.`,
  due_far: ({ latest }) => `The due day is too far away. Please choose ${fullDay(latest)} or earlier.`,
  tasks_missing: () => 'Please choose at least one task.',
  tasks_many: ({ count, most }) => `${count} tasks are too many at once. Please choose ${most} at most.`,
  task_not_ours: ({ numbers }) =>
    `Your agency takes no part in task ${numbers.slice(0, 10).join(', ')}. Please choose again from the list.`,
  key_reused: () => 'This dialog was used already. Please close it and open it anew.',
};

/** Q3 2026, H1 2026, July 2026, January 2026 to May 2026; 2026 of a whole year. */
function periodOf(period: string): string {
  const part = /^(\d{4})-([QH]\d)$/.exec(period);
  if (part) return `${part[2]} ${part[1]}`;
  return period.length === 4 ? period : period.split('..').map(month).join(' to ');
}

export const en: Texts = {
  refusals,
  refused: 'Nothing was done.',
  usage:
    'Please type /collab evaluation (mine), /collab evaluation 12 (number 12), /collab evaluation agency (my agency) or /collab evaluation open (a new review).',
  title: 'Reviews and evaluations',
  fields,
  filters: {
    open: 'Waiting',
    late: 'Overdue',
    answered: 'Submitted',
    to_grade: 'To grade',
    graded: 'Graded',
  },
  filter: (name, count) => `${name} ${count}`,
  cycle: (kind, period, title) =>
    kind === 'by_hand'
      ? title
      : kind === 'year_end'
        ? `Year-end evaluation ${period}`
        : `Review ${periodOf(period)}`,
  task: (id, title) => `Task ${id} ${title}`,
  number: (id) => `Evaluation ${id}`,
  toAnswer: 'To answer',
  toGrade: 'To grade',
  answeredLately: 'Submitted lately',
  nothing: 'Nothing waits for your answer or grade.',
  due: (day) => `due ${weekday(day)}`,
  dueFull: (day) => `Due ${fullDay(day)}`,
  left: (left) => {
    if (typeof left === 'number') return `${left} working ${left === 1 ? 'day' : 'days'} left`;
    return { today: 'today', over: 'overdue', days_off: '' }[left];
  },
  who: (agency, department, name) => `${agency} ${department} · ${name ?? 'nobody answers'}`,
  unanswered: 'not submitted',
  draft: 'draft',
  answered: 'submitted',
  answeredLate: 'submitted late',
  graded: (grade) => `grade ${grade}`,
  outdated: 'answer changed after the grade',
  answer: 'Answer',
  edit: 'Change',
  continueDraft: 'Continue',
  grade: 'Grade',
  regrade: 'Grade again',
  show: 'Details',
  showTask: 'Show the task',
  name: 'Name an evaluator',
  agencyList: 'My agency',
  myList: 'My evaluations',
  openCycle: 'Open a review',
  more: (count) => `${count} more.`,
  versions: 'Earlier versions',
  versionsTitle: 'All that was submitted',
  version: (ordinal) => `Version ${ordinal}`,
  versionNow: 'the answer now',
  versionGraded: 'was graded',
  newer: 'Previous',
  older: 'Next',
  agencyTitle: 'My agency’s evaluations',
  agencyNone: (filter) => `Nothing is under “${filter}”.`,
  submittedBy: (name, at, late, versions) =>
    `${late ? 'Submitted late' : 'Submitted'}: ${name} · ${moment(at)}${versions > 1 ? ` · version ${versions}` : ''}`,
  draftBy: (name, at) => `Draft: ${name} · ${moment(at)} (shown to owners only)`,
  notYet: 'Not submitted yet.',
  evaluator: (name, agency) => `Evaluator: ${[name, agency].filter(Boolean).join(', ')}`,
  gradeHead: (grade) => `Grade: ${grade}`,
  gradeBy: (name, at, count) =>
    `Graded: ${name} · ${moment(at)}${count > 1 ? ` · ${count} times in all` : ''}`,
  recommended: 'Allowance preference is recommended.',
  answerDialog: {
    title: (kind) => (kind === 'year_end' ? 'Year-end evaluation' : 'Review'),
    submit: 'Send',
    close: 'Close',
    refused: 'Not sent. Please correct this and try again.',
    editable: (day) => `It may be changed until the end of ${fullDay(day)}.`,
    lateOnce: (day) => `The due day (${fullDay(day)}) is over: it can be submitted once, and is marked late.`,
    progress: (percent) => `The task stands at ${percent}%. Needed unless you only save a draft.`,
    optional: 'May be left empty.',
    measure: (name) => `Result: ${name}`,
    measureHint: (target) => (target === '' ? 'What was measured, and when.' : `Target ${target}`),
    draft: 'How to save',
    draftOption: 'Save a draft only, do not submit',
    warning:
      'No confidential material and no personal data, please. CCOs, evaluators and auditors will read it.',
  },
  gradeDialog: {
    title: 'Year-end evaluation',
    submit: 'Grade',
    refused: 'Not graded. Please correct this and try again.',
    grade: 'Grade',
    comment: 'Comment',
    commentHint: (max) => `Up to ${grouped(max)} characters. The owner and the CCO read it.`,
    preference: 'Allowance preference',
    preferenceOption: 'I recommend it',
    preferenceHint: 'Only the recommendation is recorded, never an amount.',
  },
  nameDialog: {
    title: 'Name an evaluator',
    submit: 'Name',
    refused: 'Not named. Please correct this and try again.',
    evaluator: 'Evaluator',
    hint: 'Type the name of somebody of another agency that takes part in the task; not of its owners.',
    placeholder: 'Name',
    now: (name) => `${name} is the evaluator now. Naming somebody else replaces them.`,
  },
  openDialog: {
    title: 'Open a review',
    submit: 'Open',
    refused: 'Not opened. Please correct this and try again.',
    intro: 'Asks your agency’s owners of the chosen tasks. They hear of it by their reminders.',
    name: 'Name',
    namePlaceholder: 'e.g. On-site review',
    tasks: 'Tasks',
    tasksHint: 'Find tasks in which your agency takes part by title or number.',
    tasksPlaceholder: 'Title or number',
    dueOn: 'Due day',
    dueHint: 'Answers are in time until the end of that day.',
  },
  done: {
    answered: 'Your answer is submitted.',
    answeredLate: 'Your answer is submitted, marked late. It cannot be changed any more.',
    editable: (day) => `You may change it until ${fullDay(day)}. There will be no more reminders.`,
    drafted: 'The draft is saved.',
    stillOpen: 'It is not submitted yet. Please complete it before it is due.',
    graded: 'The grade is recorded.',
    gradedNext: 'The owner and the CCO are told.',
    named: (name) => `${name} is now the evaluator.`,
    namedNext: 'They are told.',
    opened: (title) => `“${title}” is open.`,
    asked: (people, requests) => {
      if (people === 0) return 'Nobody answers for it now. Please name an owner on the task.';
      const whom = `${people} ${people === 1 ? 'owner is' : 'owners are'}`;
      return people === requests ? `${whom} asked to answer.` : `${whom} asked for ${requests} answers.`;
    },
    reminders: (first) => {
      if (first === 'soon') return 'The due day is near: reminders go out soon.';
      if (first === 'never')
        return 'Your agency’s policy has no reminders; /collab evaluation shows what is asked.';
      if (first.days === 0) return 'Reminders go out on the due day.';
      const days = Math.abs(first.days);
      const count = `${days} working ${days === 1 ? 'day' : 'days'}`;
      return first.days > 0
        ? `Reminders go out from ${count} before the due day.`
        : `Reminders go out ${count} after the due day.`;
    },
  },
  notice: {
    graded: (grade) => `An evaluation was graded: ${grade}`,
    changed: 'An answer was changed after it was graded.',
    changedBy: (name, grade) =>
      `${name} changed the answer. The grade is still “${grade}”. You may read it and grade again.`,
    named: 'You were named as an evaluator.',
    namedNext: 'Please read the owner’s answer and record a grade with a comment.',
    namedWaiting: 'You can grade it once the owner has submitted an answer.',
  },
  exported: 'Reviews and evaluations',
};

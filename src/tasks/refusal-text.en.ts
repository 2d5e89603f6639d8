import { clip } from '../messenger/blocks.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import type { RefusalTexts } from './refusal-text.ko.ts';
import type { TaskEventKind, TaskField, TaskRight, TaskState } from './task.ts';

const { fullDay, month } = daysOf('en');
const shown = (typed: string) => `‘${clip(typed, 60)}’`;

export const states: Record<TaskState, string> = {
  proposed: 'Proposed',
  registered: 'Registered',
  active: 'Active',
  delayed: 'Delayed',
  on_hold: 'On hold',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

export const events: Record<TaskEventKind, string> = {
  proposed: 'Proposed',
  revised: 'Proposal revised',
  agreed: 'Agreed',
  objected: 'Objected',
  registered: 'Registered',
  status: 'Status',
  result: 'Result',
  owner: 'Owner changed',
  not_mine: 'Not mine',
  dispute: 'Dispute raised',
  dispute_answer: 'Answer to the dispute',
  dispute_referred: 'Dispute referred to the committee',
  dispute_settled: 'Dispute settled',
  points: 'Special points',
};

export const fields: Record<TaskField, string> = {
  title: 'title',
  purpose: 'purpose',
  content: 'content',
  history: 'history',
  related_task: 'related unit task',
  note: 'note',
  problem: 'dispute',
  wish: 'wished outcome',
  reason: 'reason or objection',
  measure: 'name of a measure',
  unit: 'unit of a measure',
};

const notYours: Record<TaskRight, string> = {
  view: 'Only those who take part in this task may see it. Please check the number.',
  update:
    'Only the owners of the departments that take part may update this task. Please ask one of them; the card names them.',
  record:
    'Only the owners of the departments that take part may record results. Please ask one of them; the card names them.',
  revise: 'Only the owner of the lead department may change or withdraw this proposal. Please tell them.',
  consent: 'Only the owner of the department that was asked may agree or object. Please ask them.',
  hand_over:
    'Only the owner of that department, or the operator or CCO of its agency, may name another owner. Please ask one of them.',
  decline: 'Only whoever is the owner now may say “not mine”. The card names the owners.',
  dispute: 'Only the owners of this task may raise a dispute. Please ask one of them; the card names them.',
  settle: 'Only the CCOs of the agencies that take part may answer a dispute. Please tell your CCO.',
};

export const refusals: RefusalTexts = {
  not_found: ({ number }) =>
    number === 0
      ? 'There is no such task. Please look it up with /collab task.'
      : `There is no task ${number}. Please look it up with /collab task.`,
  no_posting: () =>
    'The directory has no current post of yours, so you cannot register a task. Please ask your agency’s operator to check it.',
  not_yours: ({ right }) => notYours[right],
  text_missing: ({ field }) => `Please fill in the ${fields[field]}.`,
  text_short: ({ field, length, min }) =>
    `The ${fields[field]} is short (characters: ${length}). Please write at least ${min}.`,
  text_long: ({ field, length, max }) =>
    `The ${fields[field]} is long: ${grouped(length)} characters. Please shorten it to ${grouped(max)}.`,
  due_past: ({ dueOn }) => `The due date ${fullDay(dueOn)} is over. Please choose today or a later day.`,
  partner_missing: () =>
    'Please choose at least one partner’s owner: a task is registered once the other agency agreed.',
  too_many: ({ what, count, most }) =>
    `A task may have up to ${most} ${what}, and you gave ${count}. Please take some away.`,
  partner_same_agency: () =>
    'A collaboration task is one between agencies. Please choose at least one owner in another agency.',
  partner_twice: ({ name }) =>
    `The department of ${name} takes part already. Please choose one owner a department.`,
  partner_unknown: () =>
    'One of the owners chosen is not in the directory. Please choose again from the list.',
  partner_inactive: ({ name }) =>
    `${name} is on leave or holds no post now. Please choose someone else of the department.`,
  party_gone: () =>
    'That department is no part of this task now, or the request is over. Please open the task again with /collab task.',
  pair_unknown: () => 'There is no such pair of exchange positions. Please choose again from the list.',
  pair_elsewhere: () =>
    'That pair of exchange positions belongs to none of the agencies of this task. Please choose one of theirs, or ‘None’.',
  measure_line: ({ line }) =>
    `The measure ${shown(line)} could not be read. Please write name, unit, before and target in turn: ‘Assessment time / months / 12 / 4’.`,
  measure_twice: ({ name }) =>
    `The measure ${shown(name)} is there twice. Please give each a name of its own.`,
  measure_unknown: ({ name }) =>
    name === ''
      ? 'Which measure is meant? Please write its name too.'
      : `This task has no measure ${shown(name)}. Please write its name as the card has it.`,
  measure_none: () => 'This task has no measures. Please write its outcome into the note of an update.',
  number_unreadable: ({ typed }) =>
    typed.trim() === ''
      ? 'Please write the result as a number, such as 27.4.'
      : `${shown(typed)} is no number. Please write it like 3,300 or 27.4.`,
  unit_other: ({ name, typed, unit }) =>
    unit === ''
      ? `The measure ${shown(name)} has no unit. Please write the number without ${shown(typed)}.`
      : `The measure ${shown(name)} is in ${clip(unit, 20)}. Please convert what you wrote in ${shown(typed)}.`,
  day_unreadable: ({ typed }) =>
    typed.trim() === ''
      ? 'Please choose a date.'
      : `${shown(typed)} is no date. Please write it like 2026-11-20.`,
  day_future: ({ day }) =>
    `The day of measuring, ${fullDay(day)}, is yet to come. Please choose today or an earlier day.`,
  evidence_not_web: ({ typed }) =>
    `The evidence ${shown(typed)} is no web address. Please write one that begins with https://, or leave it empty.`,
  progress_range: ({ typed }) =>
    `The progress ${shown(typed)} will not do. Please write a whole number from 0 to 100.`,
  state_same: ({ state }) => `The task is ‘${states[state]}’ already. There is nothing left to do.`,
  state_not_from: ({ from, to, allowed }) => {
    const now =
      from === to
        ? `This cannot be done while the task is ‘${states[from]}’.`
        : `A task cannot go from ‘${states[from]}’ to ‘${states[to]}’.`;
    if (allowed.length === 0) return `${now} A task that is over is not changed.`;
    return from === 'proposed'
      ? `${now} Please wait until all partners agreed and the task is registered.`
      : `${now} It may become: ${allowed.map((state) => states[state]).join(', ')}`;
  },
  results_missing: ({ measures }) =>
    `Completing a task needs a result for each measure. Missing: ${measures.map((name) => clip(name, 60)).join(', ')}`,
  dispute_open: () => 'A dispute is open. Please try again once it is settled.',
  period_closed: ({ day }) =>
    `${month(day)} is closed already, so no task is completed in it any more. Nothing has changed. Please try again: it is then completed on today’s date. If you get this answer again, please ask your administrator to check the server’s clock.`,
  no_dispute: () => 'There is no dispute to answer. The card tells whether it has been settled.',
  already_answered: () => 'An answer is on record already.',
  terms_changed: () => 'The task has been revised since. Please look at the new request.',
  not_proposed: ({ state }) =>
    state === 'completed' || state === 'cancelled'
      ? `The task is over (‘${states[state]}’): it can no longer be revised or agreed to. There is nothing left to do.`
      : 'The task is registered: it can no longer be revised or agreed to. Please write what changes into a status update.',
  already_referred: () =>
    'This dispute has been referred to the committee already. Please give an opinion or record that it is settled.',
  not_operator: () => 'Only an operator of your agency may do this. Please ask one.',
  owner_same: ({ name }) => `${name} is the owner already. There is nothing left to do.`,
  owner_elsewhere: ({ name, department }) =>
    `${name} does not belong to ${department}. Please choose someone of that department.`,
  key_reused: () =>
    'The same request was already processed with other content. Please look at the card, and begin anew if something is left to do.',
};

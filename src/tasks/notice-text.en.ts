import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import type { ChangedField } from './form.ts';
import type { NoticeTexts } from './notice-text.ko.ts';

const { fullWeekday } = daysOf('en');

const fields: Record<ChangedField, string> = {
  title: 'title',
  purpose: 'purpose',
  content: 'content',
  history: 'history',
  relatedTask: 'related unit task',
  dueOn: 'due date',
  pairId: 'exchange',
  measures: 'measures',
  partners: 'partners',
};

export const notices: NoticeTexts = {
  consentAsked: (who) => `${who} asks you to agree to a collaboration task.`,
  consentRenewed: (who) => `${who} revised a collaboration task and asks you anew to agree.`,
  changed: (changed) => `Changed: ${changed.map((field) => fields[field]).join(', ')}`,
  consentNext:
    'It is registered once all partners agree. If something should change, please object (art. 42-2).',
  agreed: (who) => `${who} agreed to the task.`,
  awaited: (who) => `Still awaited: ${who}`,
  objected: (who) => `${who} objected to the task.`,
  objectedNext: 'Once you revise the task, all partners’ owners are asked anew.',
  registered: 'All agreed: the task is registered.',
  registeredNext: (id) =>
    `Please keep its status up to date, such as: /collab task ${id} active 10 First meeting held`,
  withdrawn: (who) => `${who} withdrew the proposed task. There is nothing left to do.`,
  updated: (who, change) => `${who} changed the state of the task: ${change}`,
  pointsMissed: 'No special points could be given for a completed task.',
  missed: (grant) => {
    const who = `${grant.agency} ${grant.names.join(', ')}`;
    switch (grant.kind) {
      case 'pool_short':
        return `${who}: the ${grouped(grant.left)} special points left this year do not suffice for ${grouped(grant.needed)}.`;
      case 'second_person':
        return `${who}: ${grouped(grant.needed)} points together need the decision of two operators.`;
      case 'no_operator':
        return `${who}: there is no other operator to handle the points.`;
    }
  },
  missedNext: 'Once your agency has decided, you may give special points by hand.',
  owner: (place, owner) => `${owner} is now the owner at ${place}.`,
  ownOwner: (place) => `You are now the owner of a collaboration task at ${place}.`,
  declined: (place, who) => `${who} says that the task is not theirs (${place}).`,
  declinedNext: (who) => `Until a new owner is named, ${who} answers.`,
  declinedYours: 'Until a new owner is named, please answer for it.',
  declinedNobody: 'Nobody answers now. Please name an owner.',
  disputeAsked: (who, due) =>
    `${who} raised a dispute on a collaboration task. It is to be settled by ${fullWeekday(due)}.`,
  disputeAnswered: (who, kind) =>
    `${who} answered the dispute on a collaboration task${kind === undefined ? '' : ` (${kind})`}.`,
  disputeReferred: (due) => `The dispute was referred to the committee. The deadline is ${fullWeekday(due)}.`,
  disputeSettled: 'The dispute on a collaboration task is settled.',
};

import { mrkdwn } from '../messenger/blocks.ts';
import { grouped } from '../messenger/grouped.ts';
import type { OperatorTexts } from './operator-text.ko.ts';
import { en as words } from './text.en.ts';

const { points } = words;

export const en: OperatorTexts = {
  boardChosen: (channel) => mrkdwn`The board channel is now ${channel}`,
  boardChosenNext: 'Thanks appear there from now on. Please make sure that Ieum is a member of it.',
  special: {
    granted: (label, persons) =>
      persons === 1
        ? `Special points granted to ${label}.`
        : `Special points granted to ${persons} people of ${label}.`,
    detail: (each, total, persons) =>
      persons === 1 ? points(total) : `${points(each)} each, ${points(total)} in all`,
    left: (left) => `${grouped(left)} special points left this year`,
    numbers: (first, last) =>
      first === last
        ? `Number ${first}. To take it back: /collab cancel ${first} reason`
        : `Numbers ${first} to ${last}. To take one back: /collab cancel NUMBER reason`,
  },
  visibility: {
    hidden: (id) => `The message of number ${id} is private now.`,
    shown: (id) => `The message of number ${id} is public again.`,
    next: 'The points stay; the post on the board changes shortly.',
  },
  approval: {
    asked: (id) => `Approval request ${id}`,
    fallback: (asker) => `${asker} asks for an approval.`,
    special: (asker) => `${asker} wants to grant special points.`,
    reversal: (asker, id) => `${asker} wants to take back number ${id}.`,
    target: 'To',
    amount: 'Points',
    perPerson: (each, persons) =>
      persons === 1
        ? points(each)
        : `${points(each)} each to ${persons} people, ${points(each * persons)} in all`,
    reason: 'Reason',
    why: 'It is above the threshold: another operator has to approve before it is done.',
    approve: 'Approve',
    reject: 'Reject',
    confirmApprove: {
      title: 'Approve?',
      text: 'It is done at once and kept on record.',
      yes: 'Approve',
      no: 'Back',
    },
    confirmReject: {
      title: 'Reject?',
      text: 'It is not done, and that is kept on record.',
      yes: 'Reject',
      no: 'Back',
    },
    approved: (id) => `You approved request ${id}.`,
    approvedNext: 'It has been done, and the operator who asked is told.',
    rejected: (id) => `You rejected request ${id}.`,
    rejectedNext: 'Nothing has been done, and the operator who asked is told.',
    settledApproved: (id) => `Request ${id} has been approved and done.`,
    settledRejected: (id) => `Request ${id} has been rejected; nothing was done.`,
    open: (id) => `Request ${id} still waits for a decision.`,
  },
  patterns: {
    title: (agency, month) => `${agency}, ${month}: patterns worth a look`,
    intro:
      'None of this means that anything is wrong; among people who worked together it is often natural. Please ask someone who knows the context.',
    reciprocal: 'Gave to each other',
    dumping: 'Gave mostly in the last three days of the month',
    concentration: 'Received a large share',
    pair: (a, b, aToB, bToA) => `${a} → ${b} ${points(aToB)}, ${b} → ${a} ${points(bToA)}`,
    dump: (name, total, last) => `${name}: ${last} of ${points(total)}`,
    share: (name, count, percent) => `${name}: ${points(count)} (${percent}% of what the agency received)`,
    nothing: 'No such patterns this month.',
    more: (count) => `and ${count} more`,
  },
  parked: {
    title: (count) => `${count} ${count === 1 ? 'notification' : 'notifications'} not sent`,
    none: 'All notifications have been sent.',
    intro: 'The points are on record as they should be. Only the notifications did not arrive.',
    more: (count) => `There are ${count} more.`,
    lanes: {
      channel: (id) => `board channel ${id}`,
      official: (id) => `direct message to official ${id}`,
      user: (id) => `direct message to messenger user ${id}`,
    },
    kinds: {
      'gift-board': 'post on the board',
      'gift-board-update': 'change of a post on the board',
      'gift-received': 'notice of points received',
      'gift-receipt': 'receipt of a gift',
      'gift-reversed': 'notice of points taken back',
      'special-received': 'notice of special points',
      'approval-asked': 'approval request',
      'approval-settled': 'result of an approval',
      'disposal-asked': 'request to decide on a disposal',
      'disposal-settled': 'result of a disposal’s decision',
      'unknown-person': 'notice of an unknown person',
    },
    problems: {
      account_inactive: 'The account is not active. Please check the person’s status in the directory.',
      user_not_found: 'There is no such account. Please check the e-mail address in the directory.',
      channel_not_found: 'There is no such channel. Choose one with /collab settings board #channel.',
      is_archived: 'The channel is archived. Unarchive it or choose another.',
      not_in_channel: 'Ieum is not in the channel. Please invite it.',
      restricted_action: 'Ieum may not write in the channel. Please ask the channel’s administrator.',
    },
    gaveUp: 'It was tried for a day without success. Please tell your administrator.',
    otherProblem: (code) => `The messenger refused it (${code}). Please tell your administrator.`,
  },
};

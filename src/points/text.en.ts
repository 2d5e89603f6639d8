import { addDays } from '../calendar/seoul.ts';
import { mrkdwn } from '../messenger/blocks.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { STALE_BUTTON, unclearPerson } from '../messenger/typed.ts';
import { commands } from './command-text.en.ts';
import type { RefusalTexts, Texts } from './text.ko.ts';

const points = (count: number) => `${grouped(count)} ${count === 1 ? 'point' : 'points'}`;
const { day, fullDay, month, moment } = daysOf('en');
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

const refusals: RefusalTexts = {
  giver_inactive: () =>
    'The directory has no current department for you, so you cannot give points. Please ask your agency’s operator to check your entry.',
  recipient_inactive: () =>
    'The receiver has left or has no current department. Please choose somebody else.',
  recipient_unknown: () =>
    'The receiver is not in the directory. Please check name and department, or write their e-mail address.',
  too_many: ({ count, most }) =>
    `You named ${count} people and may give to ${most} at once, so nobody was given to. Please split the list.`,
  self: () => 'You cannot give points to yourself. Please choose the colleague who helped you.',
  same_department: ({ department }) =>
    `You cannot give points within your own department (${department}). Please choose a colleague of another department or agency.`,
  department_closed: () =>
    'In your agency, points cannot go to a whole department. Please choose the person who helped you.',
  message_short: ({ length, min }) =>
    length === 0
      ? `Your thanks are missing. Please say what help you received, in at least ${min} characters.`
      : `Your thanks have only ${length} characters. Please say what help you received, in at least ${min}.`,
  message_long: ({ length, max }) =>
    `Your thanks have ${length} characters. Please shorten them to ${max} at most.`,
  allowance: ({ left, points: needed, renewsOn }) =>
    left === 0
      ? `You have given all your points of this month. You get new ones on ${day(renewsOn)}.`
      : `You have ${points(left)} left this month and need ${needed}. You get new ones on ${day(renewsOn)}.`,
  pair_limit: ({ limit, renewsOn }) =>
    `You can give to the same receiver ${times(limit)} a month, and have done so. You can again from ${day(renewsOn)}.`,
  key_reused: () =>
    'This request was already carried out with other content. Please check your statement and start anew if you want to give more.',
  period_closed: ({ day: of }) =>
    `${month(of)} is closed already, so nothing is booked in it any more. Please start anew: it is then booked on today’s date. If you get this answer again, please ask your administrator to check the server’s clock.`,
  not_found: ({ number }) =>
    `There is no number ${number}. Please look it up in your statement or on the board.`,
  already_reversed: ({ number }) =>
    `Number ${number} has been taken back already. There is nothing left to do.`,
  too_late: ({ minutes }) =>
    minutes === 0
      ? 'In your agency, givers cannot take points back themselves. If it must be, tell your agency’s operator why.'
      : `More than ${minutes} minutes have passed, so you cannot take it back yourself. If it must be, tell your agency’s operator why.`,
  not_yours: () =>
    'You can only take back what you gave. Please check the number; if something is wrong, tell your agency’s operator.',
  own_case: () => 'You cannot decide a case of your own. Please leave it to another operator.',
  reason_missing: () => 'The reason is missing. It is kept on record, so please add one.',
  not_operator: () =>
    'Only an operator of collaboration points can do this. Please ask your agency’s operator.',
  month_future: ({ month: of }) => `${month(of)} has not begun. Please write this month or an earlier one.`,
  viewer_left: () =>
    'The directory has no current department for you, so you cannot look at the ranking or the board. Please ask your agency’s operator to check your entry.',
  stale_button: () => STALE_BUTTON.en,
  statement_not_yours: () =>
    'Another’s statement is for the operators and the CCO of that person’s agency and for auditors. Your own is at /collab statement.',
  person_unclear: ({ typed, several }) => {
    const problem =
      typed.trim() === ''
        ? 'It is not clear whose statement you mean. Please choose one person with @.'
        : unclearPerson(typed, several, 'en');
    return `${problem} Write the month like 2026-11: /collab statement @kim 2026-11.`;
  },
  other_agency: ({ agency }) =>
    `This belongs to another agency (${agency}). Please ask that agency’s operator.`,
  special_points: ({ max }) =>
    `One person can get 1 to ${max} special points at a time. Please change the points.`,
  special_pool: ({ left, total }) =>
    `This takes ${points(total)}, and ${left} special points are left this year. Please lower the points or the number of receivers.`,
  nobody: () => 'There is nobody who could receive. Please check the name or department.',
  visibility_same: ({ hidden }) =>
    hidden
      ? 'This message is private already. There is nothing left to do.'
      : 'This message is public already. There is nothing left to do.',
  approval_settled: () => 'This request has been decided already. There is nothing left to do.',
  approval_own: () => 'You cannot approve your own request. Please wait for another operator’s decision.',
  policy_past: ({ earliest }) =>
    `The rules of a month that has begun stay as they are. Please choose the first of a month from ${fullDay(earliest)} on.`,
  policy_values: () => 'Some values are out of range. Please correct them.',
};

export const en: Texts = {
  points,
  day,
  fullDay,
  month,
  moment,
  period: ({ from, until }) => `${day(from)} – ${day(addDays(until, -1))}`,
  number: (id) => `No. ${id}`,
  refusals,
  ...commands,
  place: (agency, department) => [agency, department].filter(Boolean).join(' '),
  buttons: {
    give: 'Give points',
    allowance: 'Allowance',
    statement: 'Statement',
    ranking: 'Ranking',
    board: 'Board',
    undo: 'Take back',
    older: 'Older thanks',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    newer: 'Newer',
    previous: 'Older',
  },
  undoConfirmation: {
    title: 'Take it back?',
    text: 'The points come back to you; the receiver and the board are told.',
    yes: 'Take back',
    no: 'Leave it',
  },
  give: {
    fallback: (given, refused) =>
      given === 0
        ? 'No collaboration points were sent.'
        : refused === 0
          ? 'Collaboration points sent.'
          : `Collaboration points: ${given} sent, ${refused} not sent.`,
    sent: (count) => `You sent ${points(count)}.`,
    notSent: 'Not sent.',
    left: (count) => `${points(count)} left this month`,
    undoUntil: (minutes, at) => `You can take it back within ${minutes} minutes (until ${moment(at)}).`,
    undoByCommand: (minutes) =>
      `You can take each back within ${minutes} minutes: /collab cancel and its number.`,
  },
  refused: 'Not carried out.',
  allowance: {
    title: (left) => `${points(left)} left to give this month`,
    detail: (sent, allowance) => `You have sent ${points(sent)} out of ${allowance}.`,
    lapses: (renewsOn) =>
      `What is left lapses at the end of the month; new points come on ${day(renewsOn)}. Points you received are counted apart.`,
    received: (thisMonth, thisYear) =>
      `Received: ${points(thisMonth)} this month, ${points(thisYear)} this year`,
    special: (thisYear) => `Special points: ${points(thisYear)} this year`,
  },
  disposed: '(disposed of, as its retention period is over)',
  statement: {
    title: (of) => `Statement of ${month(of)}`,
    titleOf: (name, of) => `Statement of ${name}, ${month(of)}`,
    logged: 'A look at somebody else’s statement goes into the access log.',
    count: (total, page, pages) =>
      pages > 1 ? `${total} in all, page ${page} of ${pages}` : `${total} in all`,
    sent: 'sent →',
    received: 'received ←',
    reversed: 'taken back',
    hidden: 'private on the board',
    empty: 'No points were sent or received in this month.',
    summary: (left, received) =>
      `${points(left)} left to give this month · ${points(received)} received this month`,
  },
  ranking: {
    subjects: { person: 'people', department: 'departments' },
    spans: { month: 'this month', half: 'half year', year: 'this year' },
    scopes: { agency: 'my agency', government: 'all agencies' },
    sideTitles: { received: 'Points received', sent: 'Points sent' },
    asOf: (at) => `as of ${moment(at)}`,
    rank: (rank, tied) => (tied ? `${rank}=` : `${rank}.`),
    own: { person: 'you', department: 'your department' },
    empty: 'Nothing on record for this period yet.',
    pastYear: (year) => year,
    archived: (year) => `as of the end of 31 December ${year} · archived, and never changed any more.`,
    noArchive: (year) => `Nothing on record for ${year}.`,
    specialApart: 'Special points are not included.',
    show: {
      subject: { person: 'People', department: 'Departments' },
      side: { received: 'Points received', sent: 'Points sent' },
      span: { month: 'This month', half: 'Half year', year: 'This year' },
      scope: { agency: 'My agency', government: 'All agencies' },
    },
  },
  board: {
    title: 'Board of thanks',
    fallback: (count) => `Board of thanks: ${count}`,
    empty: 'No public thanks yet. Be the first.',
    posted: (count) => `🤝 ${count} thanks`,
    postFallback: (giver, recipient, count) => `${giver} → ${recipient}, ${points(count)}`,
    postFallbackMany: (count) => `${count} new thanks on the board.`,
    gift: (count) => points(count),
    hidden: 'The operator has made this message private.',
    reversed: 'Taken back.',
  },
  reversal: {
    byGiver: (id) => `Number ${id} has been taken back.`,
    byOperator: (id, count) => `Number ${id} (${points(count)}) has been taken back.`,
    returned: (count, left) => `${points(count)} came back: ${left} left this month.`,
    notReturned: 'The points were of an earlier month, so this month’s allowance stays as it is.',
    told: 'Those concerned are told, with the reason.',
  },
  approvalAsked: (id) =>
    `This is above the threshold, so another operator has been asked to approve it (request ${id}). You will be told.`,
  offer: {
    title: (author) => `Give points to ${author}?`,
    why: 'The emoji alone gives no points. Please add your thanks in words.',
    open: 'Write thanks',
  },
  received: {
    title: (giver, count) => mrkdwn`🤝 ${giver} gave you ${points(count)}.`,
    fallback: (giver, count) => `${giver} gave you ${points(count)}.`,
    reversed: 'The giver or an operator has taken these points back.',
  },
  giftReversed: {
    giver: (recipient, count) =>
      mrkdwn`An operator has taken back the ${points(count)} that you gave to ${recipient}.`,
    recipient: (giver, count) => mrkdwn`The ${points(count)} from ${giver} have been taken back.`,
    fallback: (count) => `${points(count)} have been taken back.`,
    reason: 'Reason',
    askGiver:
      'If you gave them this month, you have them back to give. Your agency’s operator answers questions.',
    askRecipient: 'Your agency’s operator answers questions.',
  },
  specialReceived: {
    title: (agency, count) => `You received ${grouped(count)} special points from ${agency}.`,
    apart: 'They are counted apart from points received from colleagues.',
    reason: 'Reason',
    reversed: (agency, count) =>
      `An operator took back the ${grouped(count)} special points you received from ${agency}.`,
  },
  dialog: {
    title: 'Give points',
    submit: 'Give',
    close: 'Close',
    status: (left, each) => `${points(left)} left this month · each gift is ${points(each)}.`,
    recipient: 'To',
    recipientPlaceholder: 'Search by name, agency, department',
    recipientHint: 'Initial consonants work too: ㄱㅎㄴ, ㅈㄱㅂ',
    message: 'Your thanks',
    messagePlaceholder: 'What help did you receive?',
    messageHint: (min, max) => `${min} to ${max} characters`,
    warning: '⚠️ Your words are public on the board. Leave out non-public material and personal data.',
    refused: 'Not sent. Please correct this and send again.',
    department: 'department',
  },
  exports: {
    gifts: 'Gifts given and received',
    balances: 'Balances by person and month',
    received: 'Points received (special ones apart)',
    departmentDays: 'Daily scores of departments',
    archive: 'Archived years',
  },
};

import { seoulClock, seoulDay } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import { STALE_BUTTON, unclearPerson } from '../messenger/typed.ts';
import type { ProposalState, RecordClass } from './record.ts';
import { subject } from './subject-text.en.ts';
import { subjectInWords } from './subject-words.ts';
import type { RefusalTexts, Texts } from './text.ko.ts';

const { fullDay } = daysOf('en');

const classes: Record<RecordClass, string> = {
  messages: 'Thank-you messages',
  tasks: 'Tasks',
  evaluations: 'Evaluations',
  digests: 'Weekly digests',
  access_log: 'Access log',
  deliveries: 'Deliveries',
};

const refusals: RefusalTexts = {
  not_auditor: () =>
    'The access log is for auditors only. Who looked at your own data is at /collab access-log mine.',
  subject_unclear: ({ typed, several }) =>
    `${unclearPerson(typed, several, 'en')} Write an agency by its full or short name: /collab access-log 중기부 2026-11.`,
  days_reversed: ({ from, to }) =>
    `The first day (${fullDay(from)}) is later than the last (${fullDay(to)}). Please write the earlier day first: /collab access-log ${to}..${from}`,
  stale_button: () => STALE_BUTTON.en,
  not_record_keeper: () =>
    'Retention and disposal are for administrators, CCOs and auditors. Please ask an administrator.',
  not_admin: () => 'Only an administrator can do this. Please ask one.',
  not_second_person: () =>
    'A disposal is decided by another administrator or by the CCO of the proposer’s agency. Please ask them.',
  own_proposal: () =>
    'You proposed this yourself. Please leave the decision to another administrator or the CCO.',
  proposer_not_admin: ({ number }) =>
    `Whoever made proposal ${number} is no active administrator today, so it cannot be approved. Please refuse it, and have an administrator propose anew.`,
  reason_missing: () => 'Please state a reason in words; it is kept.',
  reason_long: ({ max }) => `Please shorten the reason to ${max} characters.`,
  not_due: ({ class: of, year, lastDue }) =>
    `${classes[of]} of ${year} are still to be kept. What can be disposed of today ends with ${lastDue}.`,
  nothing_left: ({ class: of, year }) =>
    `There is nothing of this kind left of ${year}: ${classes[of]}. Please look at /collab disposal for what is due.`,
  proposal_open: ({ number }) =>
    `The same is proposed already (proposal ${number}). Please look at /collab disposal.`,
  proposal_unknown: ({ number }) => `There is no proposal ${number}. Please look at /collab disposal.`,
  proposal_settled: ({ number, approved }) =>
    `Proposal ${number} was ${approved ? 'approved' : 'refused'} already. Please look at /collab disposal.`,
  proposal_replaced: ({ number, by }) =>
    `The records have changed, so proposal ${number} is replaced by proposal ${by}. Please look at /collab disposal for it.`,
  proposal_outdated: ({ number }) =>
    `The records have changed since proposal ${number}, so it cannot be approved. Please ask an administrator to propose anew.`,
  years_unknown: ({ years }) => `Please choose a retention period of ${years.join(', ')} years.`,
  years_same: ({ years }) => `It is kept for ${years} year(s) already. Please write another period.`,
};

const actions: Record<string, string> = {
  look_at_statement: 'looked at a statement',
  refused_statement: 'was refused a statement',
  look_at_patterns: 'looked at patterns of points',
  look_at_exchange: 'looked at an exchange',
  look_at_evaluation: 'looked at an evaluation',
  look_at_task: 'looked at another agency’s task',
  look_at_digest: 'looked at a weekly digest',
  preview_digest: 'previewed a weekly digest',
  refused_digest: 'was refused a weekly digest',
  look_at_access_log: 'looked at the access log',
  refused_access_log: 'was refused the access log',
  look_at_disposal: 'looked at what is due for disposal',
  refused_disposal: 'asked for a disposal act that is not allowed',
  propose_disposal: 'proposed a disposal',
  approve_disposal: 'approved a disposal',
  refuse_disposal: 'refused a disposal',
  dispose: 'carried out a disposal',
  change_retention: 'changed a retention period',
  refused_retention: 'was refused a change of a retention period',
  export: 'exported',
  import: 'imported the directory',
  change_role: 'changed a role',
  change_status: 'changed a status',
  change_policy: 'changed the rules',
  choose_board: 'chose the board channel',
  choose_task_channel: 'chose the task channel',
  set_holiday: 'set a holiday',
  remove_holiday: 'cancelled a holiday',
  hide_message: 'hid a message',
  show_message: 'showed a message again',
  grant_special: 'granted special points',
  reverse_gift: 'took points back',
  approve_request: 'approved a request',
  refuse_request: 'refused a request',
  extend_exchange: 'extended an exchange',
  open_evaluation_cycle: 'opened an evaluation',
  name_evaluator: 'named an evaluator',
  refused_export: 'was refused an export',
  look_at_candidates: 'looked at a list of candidates',
  refused_candidates: 'was refused a list of candidates',
  look_at_evidence: 'looked at the evidence of a candidate',
  change_criteria: 'changed the criteria for candidates',
  look_at_performance: 'looked at a performance sheet',
  refused_performance: 'was refused a performance sheet',
  look_at_department_days: 'looked at a department’s days',
  refused_department_days: 'was refused a department’s days',
  look_at_department_gifts: 'looked at the evidence of a department’s day',
  refused_department_gifts: 'was refused the evidence of a department’s day',
};

const kinds: Record<string, string> = {
  message: 'messages',
  hide_reason: 'reasons of hiding or showing',
  task: 'tasks',
  evaluation: 'evaluations',
  digest: 'digests',
  access_entry: 'entries',
  delivery: 'deliveries',
};

const states: Record<ProposalState, string> = {
  open: 'waits for its answer',
  approved: 'approved, not yet carried out',
  refused: 'refused',
  running: 'under way',
  done: 'disposed of',
  replaced: 'replaced by a newer one',
};

function originOf(origin: string): string {
  if (origin === '') return 'not recorded';
  if (/^slack(:|$)/.test(origin)) return 'Slack';
  const [, line] = /^officials\.csv:(\d+)$/.exec(origin) ?? [];
  return line === undefined ? `command line (${origin})` : `officials.csv, line ${line}`;
}

export const en: Texts = {
  refusals,
  refused: 'Nothing was done.',
  classes,
  moment: (at) => `${seoulDay(at)} ${seoulClock(at)} KST`,
  action: (action) => actions[action] ?? action,
  counts: (counts) =>
    Object.entries(counts)
      .map(([kind, count]) => `${kinds[kind] ?? kind}: ${grouped(count)}`)
      .join(', '),
  usage: {
    access:
      'Please write: /collab access-log, /collab access-log @kim 2026-11, /collab access-log 중기부 2026-11-01..2026-11-15, /collab access-log mine',
    disposal:
      'Please write: /collab disposal, /collab disposal propose messages 2020 retention period is over (messages, tasks, evaluations, digests, access-log, deliveries)',
    retention:
      'Please write: /collab retention, /collab retention messages 10 asked for by the audit (messages, tasks, evaluations, digests, access-log, deliveries)',
  },
  access: {
    title: 'Access log',
    ownTitle: 'Who looked at my data',
    range: (from, to) =>
      from === to ? fullDay(from ?? '') : `${from ? fullDay(from) : ''} – ${to ? fullDay(to) : ''}`,
    empty: 'There are no entries.',
    whose: (people, agencies) =>
      people.length > 0
        ? `data of ${people.join(', ')}${agencies.length > 0 ? ` (${agencies.join(', ')})` : ''}`
        : agencies.length > 0
          ? `data of ${agencies.join(', ')}`
          : '',
    reason: (reason) => `Reason: ${reason}`,
    subject: (of) => subjectInWords(of, subject),
    origin: (origin) => `From: ${originOf(origin)}`,
    older: 'Older',
    newest: 'Newest',
    logged: 'This look is logged too.',
    ownNote:
      'What others looked at or changed of your data. Please ask an auditor of your agency if you wonder why.',
  },
  disposal: {
    title: 'Disposal of records',
    due: 'Records whose retention period is over',
    nothingDue: 'No retention period is over.',
    line: (of, year, counts) => `${classes[of]} of ${year} · ${counts}`,
    proposals: 'Proposals',
    number: (id) => `Proposal ${id}`,
    state: (state) => states[state],
    by: (name, at) => `proposed by ${name} ${at}`,
    decided: (name, at, approved) => `${approved ? 'approved' : 'refused'} by ${name} ${at}`,
    finished: (at) => `carried out ${at}`,
    approve: 'Approve',
    reject: 'Refuse',
    confirm: {
      title: 'Approve a disposal',
      text: 'Once approved, it can be carried out on the command line. What is disposed of cannot be brought back.',
      yes: 'Approve',
      no: 'Close',
    },
    how: 'Nothing is removed by itself. To propose: /collab disposal propose messages 2020 reason',
    proposed: (id) => `The disposal is proposed (proposal ${id}).`,
    proposedNext: (told) =>
      `${told === 1 ? 'The one person who may decide was' : `All ${told} who may decide were`} told by direct message. Once one approves, ieum disposal dispose carries it out.`,
    nobodyDecides:
      'Nobody can decide on it today. Please name another administrator or your agency’s CCO in the directory, and ask them to decide at /collab disposal.',
    replaces: (id) =>
      `The records have changed since proposal ${id}, so it cannot be carried out. This one replaces it.`,
    replaced: (id, by) => `The records have changed: proposal ${id} is replaced by proposal ${by}.`,
    asked: (id) => `Please decide on a disposal of records (proposal ${id}).`,
    askedWhy:
      'A disposal takes a second person besides who proposed it. Nothing is removed by an approval alone. If somebody else decides first, there is nothing left to do.',
    approved: (id) => `Proposal ${id} is approved.`,
    approvedNext: (id) =>
      `On the server, ieum disposal dispose ${id} carries it out. Nothing is removed before.`,
    rejected: (id) => `Proposal ${id} is refused. The records stay.`,
    more: (count) => `There are ${count} more; ieum disposal lists them all.`,
  },
  retention: {
    title: 'Retention periods',
    line: (of, years) => `${classes[of]}: ${years} year${years === 1 ? '' : 's'}`,
    upcoming: (years, from) => `${years} from ${fullDay(from)}`,
    counted:
      'Counted from 1 January of the year after a record was over. The ledger itself is never removed.',
    changed: (of, years, from) => `${classes[of]} are kept for ${years} year(s) from ${fullDay(from)} on.`,
  },
  cli: {
    disposed: (id, records) => `Proposal ${id}: disposed of ${records}.`,
    records: (count) => `${grouped(count)} record${count === 1 ? '' : 's'}`,
    refused: {
      not_found: (id) => `There is no proposal ${id}.`,
      not_approved: (id) => `Proposal ${id} was not approved by a second person.`,
      already: (id) => `Proposal ${id} was carried out already.`,
      replaced: (id) =>
        `The records have changed, so a newer proposal stands in the place of proposal ${id}. See ieum disposal for its number.`,
      not_due: (id) => `The records of proposal ${id} are still to be kept.`,
      changed: (id) => `The records changed after proposal ${id} was approved. Please propose anew.`,
    },
  },
};

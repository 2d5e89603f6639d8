import { clip } from '../messenger/blocks.ts';
import { grouped } from '../messenger/grouped.ts';
import type { DialogTexts } from './dialog-text.ko.ts';

export const dialogs: DialogTexts = {
  close: 'Close',
  refused: 'Not done. Please correct it and try again.',
  warning:
    'No non-public material or personal data here, please: the departments that take part, their CCOs and operators, and auditors read it. Status notes also appear in the agencies’ task channels.',
  upTo: (most) => `up to ${grouped(most)} characters`,
  day: 'date',
  task: {
    register: 'Register a task',
    revise: 'Revise the task',
    submitNew: 'Ask partners',
    submitRevision: 'Ask anew',
    introNew:
      'The task is registered once all partners’ owners agreed (decree on administrative work, art. 42-2). Your department leads.',
    introRevision: 'All partners’ owners are asked anew.',
    title: 'Title',
    purpose: 'Purpose',
    content: 'Content',
    history: 'History',
    relatedTask: 'Related unit task',
    relatedHint: 'The unit task of the other agency that this one belongs with, if any.',
    dueOn: 'Due date',
    measures: 'Outcome measures',
    measuresHint:
      'One a line (or separated by ;): name / unit / before / target, such as Assessment time / months / 12 / 4',
    partner: (index) => (index === 1 ? 'Partner’s owner' : `Partner’s owner ${index}`),
    partnerHint:
      'Search by name, agency, department or initial consonants. Their department becomes the partner.',
    partnerPlaceholder: 'e.g. 행안부 정지우',
    pair: 'Strategic exchange',
    pairHint: 'If the task belongs to a pair of exchanged positions.',
    noPair: 'None',
    pairOption: (round, pair, task) => `${round}-${pair} ${task}`,
  },
  status: {
    title: 'Status',
    submit: 'Record',
    state: 'State',
    same: (state) => `As it is (${state})`,
    withdraw: 'Withdraw',
    progress: 'Progress (%)',
    progressHint: '0 to 100. Left empty, it stays as it is.',
    note: 'Note',
    noteHint: 'What changed, and why. It stays in the history.',
    resultsIntro: 'Completing the task needs a result for each measure.',
    result: (name, unit) => `Result of ${clip(name, 100)}${unit === '' ? '' : ` (${clip(unit, 20)})`}`,
    resultHint: (before, target) =>
      [
        ...(before === undefined ? ['before → after, or after alone'] : [`before ${before}`]),
        ...(target === undefined ? [] : [`target ${target}`]),
      ].join(' · '),
    measuredOn: 'Measured on',
    evidence: (name) => `Evidence for ${clip(name, 100)}`,
    evidenceHint: 'An address that begins with https://; empty if there is none.',
  },
  result: {
    title: 'Record a result',
    submit: 'Record',
    measure: 'Measure',
    before: 'Before',
    beforeHint: 'Left empty, the registered value counts.',
    after: 'After',
    afterHint: 'A number, such as 27.4 or 3,300',
    evidence: 'Address of evidence',
  },
  object: {
    title: 'Object',
    submit: 'Send',
    text: 'Objection',
    hint: 'What would have to change for you to agree? The lead’s owner gets it as it is.',
  },
  decline: {
    title: 'Not mine',
    submit: 'Tell',
    intro:
      'The lead’s owner is told the reason (of the lead itself: whoever answers next). Until a new owner is named, the head of the department or the CCO answers.',
    reason: 'Reason',
    hint: 'If you know whose it is, please write it.',
  },
  owner: {
    title: 'Change the owner',
    submit: 'Change',
    intro: (place, owner) => `Owner at ${place}: ${owner}`,
    owner: 'New owner',
    ownerHint: 'Found within the same department.',
    placeholder: 'Name or initial consonants',
    reason: 'Reason',
  },
  dispute: {
    title: 'Raise a dispute',
    submit: 'Raise',
    intro:
      'The CCOs of the agencies that take part get it with a deadline (decree on administrative work, art. 44 ④).',
    problem: 'What is in dispute',
    wish: 'Wished outcome',
  },
  answer: {
    title: 'Answer the dispute',
    submit: 'Answer',
    kind: 'Answer',
    kinds: {
      opinion: 'Give an opinion',
      settle: 'Agree that it is settled',
      refer: 'Refer it to the committee',
    },
    committeeSettle: 'Record that it is settled',
    note: 'Note',
    hint: 'Read by the owners and the CCOs; it stays in the record.',
  },
};

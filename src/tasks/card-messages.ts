import type { Button, KnownBlock } from '@slack/types';
import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { measureText } from './measure-messages.ts';
import type { Dispute, Measure, Party, TaskCard } from './task.ts';
import { eventLine, placeOf, standingText, whoAnswers } from './task-lines.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';
import { formatConsent } from './value-parse.ts';

/** A card is read at one go: long texts are in it in part, all of them in the dialogs and the history. */
const FACT_CHARACTERS = 500;
const NOTE_CHARACTERS = 150;
const SHOWN_EVENTS = 5;
const SHOWN_ANSWERS = 5;
const SHOWN_DUE = 5;

/** A task with all that there is to know of it, and buttons for what the viewer may do. */
export function renderCard(card: TaskCard, locale: Locale): Message {
  const t = textsOf(locale);
  const { task } = card;
  const title = t.title(task.id, task.title);
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), mrkdwn`${standingText(t, task)}`], '\n')),
    section(joinMrkdwn([bold(t.card.parties), ...task.parties.map((party) => partyLine(t, party))], '\n')),
    ...factBlocks(t, card),
    ...measureBlocks(t, card.measures),
    ...dueBlocks(t, card),
    ...(card.dispute ? disputeBlocks(t, card.dispute) : []),
    ...eventBlocks(t, card),
    actions(cardButtons(t, card)),
    context(mrkdwn`${t.card.updated(task.updatedAt)}`),
  ]);
}

function partyLine(t: Texts, party: Party): Mrkdwn {
  const { owner, answers, consent } = party;
  const notes = [
    ...(answers && answers.id !== owner.id ? [t.card.instead(owner.name)] : []),
    ...(consent === undefined ? [] : [t.card.consent[consent]]),
  ];
  return mrkdwn`${[`${t.side[party.side]} · ${whoAnswers(t, party)}`, ...notes].join(' · ')}`;
}

function factBlocks(t: Texts, { task }: TaskCard): KnownBlock[] {
  const { facts } = t.card;
  const entries = (['purpose', 'content', 'history', 'relatedTask'] as const).flatMap((fact) =>
    task[fact] === '' ? [] : [mrkdwn`${bold(facts[fact])}\n${clip(task[fact], FACT_CHARACTERS)}`],
  );
  const { pair } = task;
  if (!pair) return listSections(entries, 4);
  const label = t.card.pair(pair.round, pair.pair, clip(pair.task, 100));
  const show = button(`show_pair:${pair.id}`, t.buttons.pair, { value: String(pair.id) });
  return [...listSections(entries, 4), section(mrkdwn`${label}`, show)];
}

function measureBlocks(t: Texts, measures: readonly Measure[]): KnownBlock[] {
  const title = bold(t.card.measures);
  if (measures.length === 0) return [section(mrkdwn`${title}\n${t.card.noMeasures}`)];
  return [section(title), ...measures.map((measure) => measureBlock(t, measure))];
}

function measureBlock(t: Texts, measure: Measure): KnownBlock {
  const { latest } = measure;
  const lines = [
    mrkdwn`• ${bold(measure.name)}`,
    mrkdwn`    ${measureText(t, measure)}`,
    ...(latest ? [mrkdwn`    ${t.changes.measured(latest.measuredOn, latest.actor.name)}`] : []),
  ];
  // A link in a text could be made to look like another; a button shows nothing but its label.
  const evidence = latest?.evidence
    ? { ...button(`evidence:${measure.id}`, t.buttons.evidence), url: latest.evidence }
    : undefined;
  return section(joinMrkdwn(lines, '\n'), evidence);
}

function dueBlocks(t: Texts, { due, viewer }: TaskCard): KnownBlock[] {
  if (due.length === 0) return [];
  return [
    section(bold(t.card.due)),
    ...due.slice(0, SHOWN_DUE).map(({ requestId, title, dueOn, answers }) => {
      const own = answers?.id === viewer.id;
      const answer = button(`answer_evaluation:${requestId}`, t.buttons.answer, { value: String(requestId) });
      const line = t.card.dueLine(clip(title, 100), dueOn, answers?.name ?? t.nobody);
      return section(mrkdwn`• ${line}`, own ? answer : undefined);
    }),
  ];
}

/** What is in dispute, where it stands and until when, and what was answered. */
export function disputeBlocks(t: Texts, dispute: Dispute): KnownBlock[] {
  const { kinds, problem, wish, step, title } = t.dispute;
  const earlier = dispute.answers.slice(-SHOWN_ANSWERS).map((answer) => {
    const head = `${t.moment(answer.recordedAt)} · ${answer.agency.shortName} ${answer.actor.name} · ${kinds[answer.kind]}`;
    return mrkdwn`• ${head}\n    ${clip(answer.note, NOTE_CHARACTERS)}`;
  });
  return [
    section(
      joinMrkdwn(
        [
          bold(title(dispute.raisedBy.name)),
          mrkdwn`${step(dispute.step, dispute.dueOn)}`,
          mrkdwn`${problem}:\n${quote(clip(dispute.problem, FACT_CHARACTERS))}`,
          mrkdwn`${wish}:\n${quote(clip(dispute.wish, FACT_CHARACTERS))}`,
          ...earlier,
        ],
        '\n',
      ),
    ),
  ];
}

function eventBlocks(t: Texts, { events, more, task }: TaskCard): KnownBlock[] {
  if (events.length === 0) return [];
  const lines = events.slice(0, SHOWN_EVENTS).map((event) => eventLine(t, event, NOTE_CHARACTERS));
  const hasMore = more || events.length > SHOWN_EVENTS;
  const all = button(`history_task:${task.id}:0`, t.buttons.history, { value: `${task.id}:0` });
  return [section(joinMrkdwn([bold(t.card.events), ...lines], '\n'), hasMore ? all : undefined)];
}

/** Only what this person may do as the task stands; each act looks again. */
function cardButtons(t: Texts, card: TaskCard): Button[] {
  const { task, rights, viewer, dispute, ownPartyId } = card;
  const { buttons } = t;
  const of = (verb: string, id: number, label: string, style?: 'primary' | 'danger') =>
    button(`${verb}:${id}`, label, { value: String(id), ...(style ? { style } : {}) });
  const own = task.parties.filter((party) => party.answers?.id === viewer.id);
  const kept =
    ownPartyId === undefined ? task.parties.filter(({ agency }) => agency.id === viewer.agencyId) : own;
  const label = (party: Party, several: readonly Party[]) =>
    buttons.owner(several.length > 1 ? clip(placeOf(t, party), 40) : undefined);
  const open = dispute !== undefined && dispute.step !== 'settled';
  return [
    ...(rights.has('consent')
      ? own.filter(isAwaited).flatMap((party) => consentButtons(t, party, false))
      : []),
    ...(rights.has('update') ? [of('update_task', task.id, buttons.update, 'primary')] : []),
    ...(rights.has('record') && card.measures.length > 0 ? [of('result_task', task.id, buttons.result)] : []),
    ...(rights.has('revise') ? [of('revise_task', task.id, buttons.revise)] : []),
    ...(rights.has('revise') && !rights.has('update') ? [of('update_task', task.id, buttons.withdraw)] : []),
    ...(rights.has('dispute') && !open ? [of('dispute_task', task.id, buttons.dispute)] : []),
    ...(rights.has('settle') && open ? [of('answer_dispute', dispute.id, buttons.settle, 'primary')] : []),
    ...(rights.has('hand_over') ? kept.map((party) => of('owner_party', party.id, label(party, kept))) : []),
    ...(rights.has('decline')
      ? own.slice(0, 1).map((party) => of('decline_party', party.id, buttons.decline))
      : []),
    button('my_tasks', buttons.list),
  ];
}

const isAwaited = ({ side, consent }: Party) => side === 'partner' && consent !== 'agreed';

/**
 * 동의 and 의견, to the terms as they stand.
 * @param isOwn whether they stand in the message that asked
 */
export function consentButtons(t: Texts, party: Party, isOwn: boolean): Button[] {
  const value = formatConsent(party, isOwn);
  return [
    button(`agree_party:${party.id}`, t.buttons.agree, { value, style: 'primary' }),
    button(`object_party:${party.id}`, t.buttons.object, { value }),
  ];
}

/** 환경영향평가 기간: 12개월 → 4개월 …, for messages about a task. */
export function measureLines(t: Texts, measures: readonly Measure[]): Mrkdwn[] {
  return measures.map((measure) => mrkdwn`• ${clip(measure.name, 60)}: ${measureText(t, measure)}`);
}

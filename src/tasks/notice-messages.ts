import type { Button, KnownBlock } from '@slack/types';
import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { consentButtons, disputeBlocks, measureLines } from './card-messages.ts';
import type { ChangedField } from './form.ts';
import type { Dispute, MissedGrant, Party, TaskCard, TaskEvent } from './task.ts';
import { changeOf, placeOf, standingText, whoAnswers } from './task-lines.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

const TERMS_CHARACTERS = 600;
const TITLE_CHARACTERS = 200;

/** What is told by direct message, of a task as it stands when the message goes out. */
function notice(
  t: Texts,
  title: string,
  card: TaskCard,
  more: { lines?: Mrkdwn[]; blocks?: KnownBlock[]; buttons?: Button[]; next?: string },
): Message {
  const { task } = card;
  const name = t.title(task.id, clip(task.title, TITLE_CHARACTERS));
  const show = button(`show_task:${task.id}`, t.buttons.showTask, { value: String(task.id) });
  return message(mrkdwn`${title} ${name}`, [
    section(joinMrkdwn([bold(title), mrkdwn`${name}`, ...(more.lines ?? [])], '\n')),
    ...(more.blocks ?? []),
    actions([...(more.buttons ?? []), show]),
    ...(more.next === undefined ? [] : [context(mrkdwn`${more.next}`)]),
  ]);
}

/**
 * For whoever answers for a partner: agree or object (행정업무규정 제42조의2).
 * @param renewed what a revision changed since the party was asked before; undefined: it is asked for the first time
 */
export function renderConsentAsked(
  card: TaskCard,
  party: Party,
  renewed: readonly ChangedField[] | undefined,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { task, measures } = card;
  const who = whoAsks(t, card);
  const title = renewed ? t.notices.consentRenewed(who) : t.notices.consentAsked(who);
  const term = (fact: 'purpose' | 'content') =>
    section(mrkdwn`${bold(t.card.facts[fact])}\n${quote(clip(task[fact], TERMS_CHARACTERS))}`);
  return notice(t, title, card, {
    lines: [
      ...(renewed && renewed.length > 0 ? [mrkdwn`${t.notices.changed(renewed)}`] : []),
      mrkdwn`${t.due(task.dueOn)}`,
      ...task.parties.map((party) => mrkdwn`${t.side[party.side]} · ${whoAnswers(t, party)}`),
    ],
    blocks: [
      term('purpose'),
      term('content'),
      ...(measures.length === 0
        ? []
        : [section(joinMrkdwn([bold(t.card.measures), ...measureLines(t, measures)], '\n'))]),
    ],
    buttons: consentButtons(t, party, true),
    next: t.notices.consentNext,
  });
}

/** Whoever answers for the lead; where nobody does any more, who wrote the terms as they stand. */
function whoAsks(t: Texts, { task, events }: TaskCard): string {
  const [lead] = task.parties;
  if (!lead) return t.nobody;
  const terms = events.find(({ kind }) => kind === 'proposed' || kind === 'revised');
  return whoAnswers(t, { ...lead, answers: lead.answers ?? terms?.actor ?? lead.owner });
}

/** For the lead, while others are still awaited. */
export function renderAgreed(card: TaskCard, event: TaskEvent, locale: Locale): Message {
  const t = textsOf(locale);
  const awaited = card.task.parties.filter(({ side, consent }) => side === 'partner' && consent !== 'agreed');
  const who = awaited.map((party) => whoAnswers(t, party)).join(', ');
  return notice(t, t.notices.agreed(actorOf(t, card, event)), card, {
    lines: who === '' ? [] : [mrkdwn`${t.notices.awaited(who)}`],
  });
}

/** For the lead: what a partner objects, as it was written. */
export function renderObjected(card: TaskCard, event: TaskEvent, locale: Locale): Message {
  const t = textsOf(locale);
  const { id } = card.task;
  const revise = button(`revise_task:${id}`, t.buttons.revise, { value: String(id), style: 'primary' });
  return notice(t, t.notices.objected(actorOf(t, card, event)), card, {
    blocks: [section(quote(event.note))],
    buttons: card.rights.has('revise') ? [revise] : [],
    next: t.notices.objectedNext,
  });
}

/** For all who answer for the task. */
export function renderRegistered(card: TaskCard, locale: Locale): Message {
  const t = textsOf(locale);
  return notice(t, t.notices.registered, card, {
    lines: [mrkdwn`${standingText(t, card.task)}`],
    next: t.notices.registeredNext(card.task.id),
  });
}

/** For those who were asked to agree. */
export function renderWithdrawn(card: TaskCard, event: TaskEvent, locale: Locale): Message {
  const t = textsOf(locale);
  return notice(t, t.notices.withdrawn(actorOf(t, card, event)), card, {
    blocks: [section(quote(event.note))],
  });
}

/** For the other sides: a change of state that concerns them at once. */
export function renderUpdated(card: TaskCard, event: TaskEvent, locale: Locale): Message {
  const t = textsOf(locale);
  const { measures, task } = card;
  return notice(t, t.notices.updated(actorOf(t, card, event), changeOf(t, event)), card, {
    blocks: [
      section(quote(event.note)),
      ...(task.state === 'completed' && measures.length > 0
        ? [section(joinMrkdwn([bold(t.card.measures), ...measureLines(t, measures)], '\n'))]
        : []),
    ],
  });
}

/** For the operators of an agency whose members got no special points: which numbers stood against it is theirs to know. */
export function renderPointsMissed(card: TaskCard, grant: MissedGrant, locale: Locale): Message {
  const t = textsOf(locale);
  return notice(t, t.notices.pointsMissed, card, {
    lines: [mrkdwn`${t.notices.missed(grant)}`],
    next: t.notices.missedNext,
  });
}

/** For the new owner of a side, and for the lead. */
export function renderOwnerChanged(card: TaskCard, party: Party, event: TaskEvent, locale: Locale): Message {
  const t = textsOf(locale);
  const place = placeOf(t, party);
  const isOwn = party.owner.id === card.viewer.id;
  const title = isOwn ? t.notices.ownOwner(place) : t.notices.owner(place, party.owner.name);
  return notice(t, title, card, {
    lines: [mrkdwn`${standingText(t, card.task)}`],
    blocks: [section(quote(event.note))],
  });
}

/** For the lead, or for whoever answers next: somebody said 담당 아님. */
export function renderDeclined(card: TaskCard, party: Party, event: TaskEvent, locale: Locale): Message {
  const t = textsOf(locale);
  const { notices, buttons } = t;
  const mayName = card.rights.has('hand_over') && party.agency.id === card.viewer.agencyId;
  const name = button(`owner_party:${party.id}`, buttons.owner(undefined), { value: String(party.id) });
  return notice(t, notices.declined(placeOf(t, party), event.actor?.name ?? t.bot), card, {
    blocks: [section(quote(event.note))],
    buttons: mayName ? [name] : [],
    next: !party.answers
      ? notices.declinedNobody
      : party.answers.id === card.viewer.id
        ? notices.declinedYours
        : notices.declinedNext(party.answers.name),
  });
}

/** For the other CCOs(혁신책임관) and those who answer for the task: what one of them wrote of an open dispute, in full. */
export function renderDisputeAnswered(
  card: TaskCard,
  dispute: Dispute,
  event: TaskEvent,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const answer = dispute.answers.findLast(
    ({ actor, note }) => actor.id === event.actor?.id && note === event.note,
  );
  const name = event.actor?.name ?? t.bot;
  const who = answer ? `${answer.agency.shortName} ${name}` : name;
  return notice(t, t.notices.disputeAnswered(who, answer && t.dispute.kinds[answer.kind]), card, {
    lines: [mrkdwn`${t.dispute.step(dispute.step, dispute.dueOn)}`],
    blocks: [section(quote(event.note))],
    buttons: card.rights.has('settle') ? [answerButton(t, dispute)] : [],
  });
}

function answerButton(t: Texts, { id }: Dispute): Button {
  return button(`answer_dispute:${id}`, t.buttons.settle, { value: String(id), style: 'primary' });
}

/** For CCOs(혁신책임관) and those who answer for the task: a dispute raised, referred on or settled (행정업무규정 제44조④). */
export function renderDispute(
  kind: 'asked' | 'referred' | 'settled',
  card: TaskCard,
  dispute: Dispute,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { notices } = t;
  const title = {
    asked: notices.disputeAsked(dispute.raisedBy.name, dispute.dueOn),
    referred: notices.disputeReferred(dispute.dueOn),
    settled: notices.disputeSettled,
  }[kind];
  return notice(t, title, card, {
    blocks: disputeBlocks(t, dispute),
    buttons: card.rights.has('settle') ? [answerButton(t, dispute)] : [],
  });
}

/** 행안부 협업정책과 정지우; without a side whoever it was alone. */
function actorOf(t: Texts, { task }: TaskCard, { actor, partyId }: TaskEvent): string {
  const name = actor?.name ?? t.bot;
  const party =
    task.parties.find(({ id }) => id === partyId) ??
    task.parties.find(({ answers }) => answers?.id === actor?.id);
  return party ? `${placeOf(t, party)} ${name}` : name;
}

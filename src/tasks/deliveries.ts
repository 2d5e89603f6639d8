import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { Message } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { OutboxItem, Render, Renderer } from '../messenger/outbox.ts';
import { findCard } from './card-store.ts';
import { findTaskOfDispute } from './dispute-store.ts';
import { findEvent } from './event-store.ts';
import {
  renderAgreed,
  renderConsentAsked,
  renderDeclined,
  renderDispute,
  renderDisputeAnswered,
  renderObjected,
  renderOwnerChanged,
  renderPointsMissed,
  renderRegistered,
  renderUpdated,
  renderWithdrawn,
} from './notice-messages.ts';
import { findAsked, findMissedGrants, isOperator } from './notice-store.ts';
import type { Dispute, Party, TaskCard, TaskEvent } from './task.ts';
import { createThreadRenderers } from './thread-deliveries.ts';

interface Deps {
  database: Database;
  now: () => Date;
}

type OfEvent = (card: TaskCard, event: TaskEvent, locale: Locale) => Message | undefined;

/**
 * How the messages about tasks come to be. A row of the outbox names its subject only; the task is read when it is sent, as
 * the person told may see it then: what was answered, undone or taken from them meanwhile is not announced.
 */
export function createTaskRenderers(deps: Deps): Record<string, Renderer> {
  const ofEvent = (render: OfEvent) => eventRender(deps, render);
  return {
    ...createThreadRenderers(deps),
    'task-consent-asked': (items, { locale }) => renderAsked(deps, items, locale),
    'task-agreed': ofEvent((card, event, locale) =>
      card.task.state === 'proposed' ? renderAgreed(card, event, locale) : undefined,
    ),
    'task-objected': ofEvent((card, event, locale) =>
      partyOf(card, event)?.consent === 'objected' ? renderObjected(card, event, locale) : undefined,
    ),
    'task-registered': ofEvent((card, _, locale) => renderRegistered(card, locale)),
    'task-withdrawn': ofEvent(renderWithdrawn),
    'task-updated': ofEvent((card, event, locale) =>
      card.task.state === event.toState ? renderUpdated(card, event, locale) : undefined,
    ),
    'task-owner': ofEvent(ofParty(renderOwnerChanged)),
    'task-declined': ofEvent(ofParty(renderDeclined)),
    'task-points-missed': (items, { locale }) => renderMissed(deps, items, locale),
    'task-dispute-asked': disputeRender(deps, 'asked', ({ step }) => step !== 'settled'),
    'task-dispute-answered': ofEvent(({ dispute, ...card }, event, locale) =>
      dispute && dispute.step !== 'settled'
        ? renderDisputeAnswered({ ...card, dispute }, dispute, event, locale)
        : undefined,
    ),
    'task-dispute-referred': disputeRender(deps, 'referred', ({ step }) => step === 'committee'),
    'task-dispute-settled': disputeRender(deps, 'settled', ({ step }) => step === 'settled'),
  };
}

/** Nothing once it is answered, withdrawn, asked anew by a later message, or somebody else's to answer. */
async function renderAsked(deps: Deps, [item]: OutboxItem[], locale: Locale) {
  const partyId = item?.subjectId ?? 0;
  const asked = item && (await findAsked(deps.database, partyId));
  if (!asked || (asked.askedAt && item.dueAt < asked.askedAt)) return undefined;
  const card = await cardOf(deps, item, asked.taskId);
  const party = card?.task.parties.find(({ id }) => id === partyId);
  const isOpen = card?.task.state === 'proposed' && party?.consent === 'asked';
  if (!card || !isOpen || party.answers?.id !== card.viewer.id) return undefined;
  return { ...renderConsentAsked(card, party, asked.renewed, locale), covers: 1 };
}

/** To an operator what their own agency did not grant; nothing to who keeps another's points by now. */
async function renderMissed(deps: Deps, [item]: OutboxItem[], locale: Locale) {
  const eventId = item?.subjectId ?? 0;
  const found = item && (await findEvent(deps.database, eventId));
  const card = found && (await cardOf(deps, item, found.taskId));
  if (!card) return undefined;
  const own = card.task.parties.find(({ agency }) => agency.id === card.viewer.agencyId);
  const missed = await findMissedGrants(deps.database, eventId);
  const grant = missed.find(({ agency }) => agency === own?.agency.shortName);
  const keeps = await isOperator(deps.database, card.viewer.id);
  return grant && keeps ? { ...renderPointsMissed(card, grant, locale), covers: 1 } : undefined;
}

function eventRender(deps: Deps, render: OfEvent): Render {
  return async ([item], { locale }) => {
    const found = item && (await findEvent(deps.database, item.subjectId ?? 0));
    const card = found && (await cardOf(deps, item, found.taskId));
    const message = card && render(card, found.event, locale);
    return message && { ...message, covers: 1 };
  };
}

function ofParty(
  render: (card: TaskCard, party: Party, event: TaskEvent, locale: Locale) => Message,
): OfEvent {
  return (card, event, locale) => {
    const party = partyOf(card, event);
    return party && render(card, party, event, locale);
  };
}

const partyOf = ({ task }: TaskCard, { partyId }: TaskEvent) => task.parties.find(({ id }) => id === partyId);

function disputeRender(
  deps: Deps,
  kind: 'asked' | 'referred' | 'settled',
  holds: (dispute: Dispute) => boolean,
): Render {
  return async ([item], { locale }) => {
    const disputeId = item?.subjectId ?? 0;
    const taskId = item && (await findTaskOfDispute(deps.database, disputeId));
    const card = taskId === undefined ? undefined : await cardOf(deps, item, taskId);
    const dispute = card?.dispute;
    if (!dispute || dispute.id !== disputeId || !holds(dispute)) return undefined;
    return { ...renderDispute(kind, card, dispute, locale), covers: 1 };
  };
}

/** The task as the official of the lane may see it today. */
async function cardOf(
  { database, now }: Deps,
  item: OutboxItem | undefined,
  taskId: number,
): Promise<TaskCard | undefined> {
  const viewerId = Number(/^official:(\d{1,9})$/.exec(item?.lane ?? '')?.[1] ?? 0);
  const card = await findCard(database, taskId, viewerId, seoulDay(now()));
  return card?.rights.has('view') ? card : undefined;
}

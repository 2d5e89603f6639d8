import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { appendAccess } from '../directory/store.ts';
import { findCard } from './card-store.ts';
import { findTaskOfDispute } from './dispute-store.ts';
import { countEvents, findEvents } from './event-store.ts';
import { findPage, TASKS_ON_A_PAGE } from './list-store.ts';
import { LIST_SCOPES, type ListScope, type ListView } from './parse.ts';
import { isFinal, rightsOf, type Viewer } from './rules.ts';
import { findStanding, findTaskOfParty, findTasks, findViewer } from './store.ts';
import type { Party, PartyLine, Refusal, Task, TaskCard, TaskEvent, TaskLine } from './task.ts';

export { listPairs } from './list-store.ts';

const EVENTS_ON_A_PAGE = 10;

export interface TaskListPage {
  lines: TaskLine[];
  /** On all pages. */
  total: number;
  /** As it is shown: a page or scope that there is not gave way to one that there is. */
  view: ListView;
  /** Those this person has. */
  scopes: ListScope[];
}

/**
 * Tasks of a person: all that they answer for, those of them that another side leads, or those of their agency (for a CCO or
 * an operator; for an auditor of every agency). What waits for them comes first, then by due date; what is over last, the
 * latest first.
 */
export async function lookUpTasks(
  database: Database,
  viewerId: number,
  view: ListView,
  now: Date,
): Promise<TaskListPage> {
  const day = seoulDay(now);
  const viewer = await findViewer(database, viewerId, day);
  const scopes = viewer ? scopesOf(viewer) : [];
  const scope = scopes.find((one) => one === view.scope) ?? 'mine';
  if (!viewer || scopes.length === 0)
    return { lines: [], total: 0, view: { ...view, scope, page: 0 }, scopes };
  const { ids, waiting, total } = await findPage(database, viewer, { ...view, scope }, day);
  const tasks = new Map((await findTasks(database, ids, day)).map((task) => [task.id, task]));
  await logLook(database, viewer, [...tasks.values()]);
  const lines = ids.flatMap((id) => {
    const task = tasks.get(id);
    return task ? [lineOf(task, waiting.has(id), day)] : [];
  });
  const lastPage = Math.max(0, Math.ceil(total / TASKS_ON_A_PAGE) - 1);
  return { lines, total, view: { ...view, scope, page: Math.min(view.page, lastPage) }, scopes };
}

function scopesOf({ role, status, agencyId }: Viewer): ListScope[] {
  if (status === 'left') return [];
  const seesAgency =
    role === 'auditor' || ((role === 'cco' || role === 'operator') && agencyId !== undefined);
  return LIST_SCOPES.filter((scope) => scope !== 'agency' || seesAgency);
}

function lineOf(task: Task, waiting: boolean, day: string): TaskLine {
  const { id, title, state, progress, dueOn, updatedAt, parties } = task;
  const [lead, ...partners] = parties;
  if (!lead) throw new Error(`the task ${id} has no lead`);
  return {
    id,
    title,
    state,
    progress,
    dueOn,
    lead: partyLine(lead),
    partners: partners.map(partyLine),
    updatedAt,
    waiting,
    overdue: !isFinal(state) && dueOn < day,
  };
}

function partyLine({ agency, department, answers }: Party): PartyLine {
  return { agency: agency.shortName, department: department.name, answers: answers?.name };
}

/** A task with all that a card shows; whoever may not view it is told that there is none. */
export async function lookUpCard(
  database: Database,
  viewerId: number,
  taskId: number,
  now: Date,
): Promise<TaskCard | { refusals: Refusal[] }> {
  const card = await findVisible(database, viewerId, taskId, now);
  return card ?? { refusals: [{ reason: 'not_found', number: taskId }] };
}

/** The party that a button names, with its task. */
export async function lookUpParty(
  database: Database,
  viewerId: number,
  partyId: number,
  now: Date,
): Promise<{ card: TaskCard; party: Party } | { refusals: Refusal[] }> {
  const taskId = await findTaskOfParty(database, partyId);
  const card = taskId === undefined ? undefined : await findVisible(database, viewerId, taskId, now);
  const party = card?.task.parties.find(({ id }) => id === partyId);
  return card && party ? { card, party } : { refusals: [{ reason: 'party_gone' }] };
}

/** The task of a dispute, while the card shows that dispute and it is open. */
export async function lookUpDispute(
  database: Database,
  viewerId: number,
  disputeId: number,
  now: Date,
): Promise<TaskCard | { refusals: Refusal[] }> {
  const taskId = await findTaskOfDispute(database, disputeId);
  const card = taskId === undefined ? undefined : await findVisible(database, viewerId, taskId, now);
  const isOpen = card?.dispute?.id === disputeId && card.dispute.step !== 'settled';
  return card && isOpen ? card : { refusals: [{ reason: 'no_dispute' }] };
}

async function findVisible(
  database: Database,
  viewerId: number,
  taskId: number,
  now: Date,
): Promise<TaskCard | undefined> {
  const card = await findCard(database, taskId, viewerId, seoulDay(now));
  if (!card?.rights.has('view')) return undefined;
  await logLook(database, { officialId: viewerId, agencyId: card.viewer.agencyId }, [card.task]);
  return card;
}

/** Whoever takes part sees their own agency's tasks; an auditor's look at others' is logged before it is shown (안전성 확보조치 기준). */
async function logLook(
  database: Database,
  viewer: Pick<Viewer, 'officialId' | 'agencyId'>,
  tasks: readonly Task[],
): Promise<void> {
  const others = tasks.filter(
    ({ parties }) =>
      !parties.some(
        ({ agency, answers }) => agency.id === viewer.agencyId || answers?.id === viewer.officialId,
      ),
  );
  if (others.length === 0) return;
  const parties = others.flatMap((task) => task.parties);
  await appendAccess(database, {
    actorId: viewer.officialId,
    actorLabel: `official:${viewer.officialId}`,
    action: 'look_at_task',
    subject: others.map(({ id }) => `task:${id}`).join(' '),
    origin: 'slack',
    about: {
      officialIds: parties.flatMap(({ answers }) => answers?.id ?? []),
      agencyIds: parties.map(({ agency }) => agency.id),
    },
  });
}

/** Everything that happened to a task, newest first, page by page; a page beyond the last one gives way to that. */
export async function lookUpHistory(
  database: Database,
  viewerId: number,
  { taskId, page }: { taskId: number; page: number },
  now: Date,
): Promise<{ task: Task; events: TaskEvent[]; page: number; more: boolean } | { refusals: Refusal[] }> {
  const standing = await findStanding(database, taskId, viewerId, seoulDay(now));
  if (!standing || !rightsOf(standing.viewer, standing.facts).has('view')) {
    return { refusals: [{ reason: 'not_found', number: taskId }] };
  }
  await logLook(database, standing.viewer, [standing.task]);
  const total = await countEvents(database, taskId);
  const lastPage = Math.max(0, Math.ceil(total / EVENTS_ON_A_PAGE) - 1);
  const shown = Math.min(page, lastPage);
  const events = await findEvents(database, taskId, EVENTS_ON_A_PAGE, shown * EVENTS_ON_A_PAGE);
  return { task: standing.task, events, page: shown, more: shown < lastPage };
}

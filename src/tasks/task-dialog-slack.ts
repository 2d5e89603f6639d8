import { seoulDay } from '../calendar/seoul.ts';
import { searchRecipients } from '../directory/find-recipients.ts';
import type { Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { parsePersonValue, personOption } from '../messenger/people.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import { readForm } from './form-parse.ts';
import { listPairs, lookUpCard } from './look-up.ts';
import { formatMeasureLines } from './measures.ts';
import {
  type Asker,
  actOfView,
  answerView,
  endView,
  metadataOf,
  NO_TASK,
  refuse,
  refuseOpening,
  typedIn,
} from './outcome-slack.ts';
import { proposeTask } from './propose-task.ts';
import { reviseTask } from './revise-task.ts';
import type { TaskCard, TaskOutcome } from './task.ts';
import type { TaskDeps } from './task-deps.ts';
import { type TypedTask, taskView } from './task-view.ts';
import { parseId } from './value-parse.ts';
import { type Choice, choice } from './view-parts.ts';

const OPTIONS_AT_ONCE = 20;
const MOST_FIELDS = 5;

const EMPTY: TypedTask = {
  title: '',
  purpose: '',
  content: '',
  history: '',
  relatedTask: '',
  dueOn: '',
  measures: '',
  pair: '',
  partners: [],
};

/** The dialog for a new task and for revising a proposed one, and its search for the partners' owners. */
export function registerTaskDialog(on: Listeners, deps: TaskDeps): void {
  on.onAction('register_task', (act) => openRegistration(deps, act));
  on.onAction(/^revise_task:/, async (act) =>
    present(act, await openRevision(deps, act, parseId(act.value) ?? 0)),
  );
  on.onView('register_task', (act) => submitRegistration(deps, act));
  on.onView('revise_task', (act) => submitRevision(deps, act));
  on.onOptions('partner', async (act) => {
    const found = await searchRecipients(deps.database, act.typed, seoulDay(deps.now()), OPTIONS_AT_ONCE);
    return found.flatMap((one) =>
      one.kind === 'official' && one.official.id !== act.officialId ? [personOption(one.official)] : [],
    );
  });
}

export async function openRegistration(
  deps: TaskDeps,
  act: Asker & Parameters<typeof openDialog>[0],
): Promise<undefined> {
  const metadata = { key: act.triggerId, id: 0 };
  const pairs = await listPairs(deps.database);
  await openDialog(act, taskView({ purpose: 'register', metadata, typed: EMPTY, pairs }, act.locale));
}

/** Opens the dialog with what the proposal says now, or says why not. */
export async function openRevision(
  deps: TaskDeps,
  act: Asker & Parameters<typeof openDialog>[0],
  taskId: number,
): Promise<Reply | undefined> {
  const card = await lookUpCard(deps.database, act.officialId, taskId, deps.now());
  const refusals = 'refusals' in card ? card.refusals : refuseOpening(card, 'revise');
  if ('refusals' in card || refusals.length > 0) return refuse(deps, act, refusals);
  const pairs = await listPairs(deps.database);
  const metadata = { key: act.triggerId, id: taskId };
  await openDialog(act, taskView({ purpose: 'revise', metadata, typed: typedOf(card), pairs }, act.locale));
  return undefined;
}

function typedOf({ task, measures }: TaskCard): TypedTask {
  const partners = task.parties.filter(({ side }) => side === 'partner');
  return {
    ...task,
    measures: formatMeasureLines(measures),
    pair: task.pair === undefined ? '' : String(task.pair.id),
    partners: partners.map(({ owner, answers, agency, department }) => {
      const { id, name } = answers ?? owner;
      return choice(`${name} · ${agency.shortName} ${department.name}`, `official:${id}`);
    }),
  };
}

async function submitRegistration(deps: TaskDeps, act: ViewAct): Promise<ViewOutcome> {
  const metadata = metadataOf(act);
  if (!metadata) return endView(deps, act, NO_TASK);
  const typed = readTyped(act);
  const read = readForm(typed);
  const outcome: TaskOutcome<'proposed'> =
    'refusals' in read
      ? { kind: 'refused', ...read }
      : await proposeTask(deps.database, { ...actOfView(act, metadata), form: read.form }, deps.now());
  const pairs = await listPairs(deps.database);
  return answerView(deps, act, outcome, (refusals) =>
    taskView({ purpose: 'register', metadata, typed, pairs, refusals }, act.locale),
  );
}

async function submitRevision(deps: TaskDeps, act: ViewAct): Promise<ViewOutcome> {
  const metadata = metadataOf(act);
  if (!metadata) return endView(deps, act, NO_TASK);
  // Looked at first: whether somebody else's form reads well is nothing to be told.
  const card = await lookUpCard(deps.database, act.officialId, metadata.id, deps.now());
  if ('refusals' in card) return endView(deps, act, card.refusals);
  const typed = readTyped(act);
  const read = readForm(typed);
  const by = { ...actOfView(act, metadata), taskId: metadata.id };
  const outcome: TaskOutcome<'revised'> =
    'refusals' in read
      ? { kind: 'refused', ...read }
      : await reviseTask(deps.database, { ...by, form: read.form }, deps.now());
  const pairs = await listPairs(deps.database);
  return answerView(deps, act, outcome, (refusals) =>
    taskView({ purpose: 'revise', metadata, typed, pairs, refusals }, act.locale),
  );
}

function readTyped({ values }: ViewAct): TypedTask {
  const typed = (blockId: string) => typedIn(values, blockId);
  return {
    title: typed('title'),
    purpose: typed('purpose'),
    content: typed('content'),
    history: typed('history'),
    relatedTask: typed('related_task'),
    dueOn: typed('due_on'),
    measures: typed('measures'),
    pair: typed('pair'),
    partners: Array.from({ length: MOST_FIELDS }, (_, index) =>
      chosenIn(values, `partner${index + 1}`, 'partner'),
    ),
  };
}

/** Who was chosen in a search, as the dialog shows them; whether there is such a person is yet to be looked up. */
export function chosenIn(values: ViewAct['values'], blockId: string, actionId: string): Choice | undefined {
  const chosen = values?.[blockId]?.[actionId]?.selected_option;
  if (typeof chosen?.value !== 'string') return undefined;
  const label = typeof chosen.text?.text === 'string' ? chosen.text.text : '';
  // Slack takes 150 characters of a value; a crafted one is nobody, and is shown as nobody.
  return choice(label, parsePersonValue(chosen.value) === undefined ? 'official:0' : chosen.value);
}

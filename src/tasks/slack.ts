import type { ActionAct, CommandAct, Listeners } from '../messenger/listeners.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { renderCard } from './card-messages.ts';
import { chooseTaskChannel } from './choose-task-channel.ts';
import { openDispute, registerDisputes } from './dispute-slack.ts';
import { lookUpCard, lookUpHistory, lookUpTasks } from './look-up.ts';
import {
  renderChannelChosen,
  renderHistory,
  renderLineRefused,
  renderList,
  renderUpdateRefused,
  renderUsage,
} from './messages.ts';
import { type Asker, actOfCommand, answerOutcome, NO_TASK, refuse } from './outcome-slack.ts';
import { type Command, type ListView, parseCommand, parseListView, TASK_WORDS, typedOf } from './parse.ts';
import { openOwner, registerParties } from './party-slack.ts';
import { recordResult } from './record-result.ts';
import { checkText } from './rules.ts';
import { openResult, openStatus, registerStatus } from './status-slack.ts';
import type { TaskState } from './task.ts';
import type { TaskDeps } from './task-deps.ts';
import { openRegistration, openRevision, registerTaskDialog } from './task-dialog-slack.ts';
import { updateTask } from './update-task.ts';
import { parseId, parseTaskPage } from './value-parse.ts';

const MY_TASKS: ListView = { scope: 'mine', state: 'open', page: 0 };

/** Listens to everything the tasks feature answers to; returns the words of its commands for the route table. */
export function registerTasks(on: Listeners, deps: TaskDeps): CommandRoute {
  registerTaskDialog(on, deps);
  registerStatus(on, deps);
  registerParties(on, deps);
  registerDisputes(on, deps);
  const show = (actionId: string | RegExp, answer: (act: ActionAct) => Promise<Reply | undefined>) =>
    on.onAction(actionId, async (act) => present(act, await answer(act)));
  show('my_tasks', (act) => answerList(deps, act, MY_TASKS));
  show(/^list_tasks:/, async (act) => ({
    ...(await answerList(deps, act, parseListView(act.value ?? '') ?? MY_TASKS)),
    replaceOriginal: true,
  }));
  show(/^show_task:/, (act) => answerCard(deps, act, parseId(act.value) ?? 0));
  show(/^history_task:/, (act) => turnHistory(deps, act));
  // A link: Slack opens it and tells us, and there is nothing to do.
  on.onAction(/^evidence:/, async () => undefined);
  return { words: TASK_WORDS, handle: (act) => answerCommand(deps, act) };
}

async function answerCommand(deps: TaskDeps, act: CommandAct): Promise<Reply | undefined> {
  const command = parseCommand(act.text);
  switch (command.kind) {
    case 'list':
      return answerList(deps, act, command.view);
    case 'register':
      return openRegistration(deps, act);
    case 'card':
      return answerCard(deps, act, command.number);
    case 'update':
    case 'progress':
      return answerUpdate(deps, act, { to: undefined, ...command });
    case 'result':
      return answerResult(deps, act, command);
    case 'history':
      return answerHistory(deps, act, command.number, command.page);
    case 'open':
      return openOfTask(deps, act, command);
    case 'channel':
      return answerChannel(deps, act, command.channelId);
    case 'usage':
      return renderUsage(command, act.locale);
  }
}

async function answerList(deps: TaskDeps, act: Asker, view: ListView): Promise<Reply> {
  return renderList(await lookUpTasks(deps.database, act.officialId, view, deps.now()), act.locale);
}

async function answerCard(deps: TaskDeps, act: Asker, taskId: number): Promise<Reply> {
  const card = await lookUpCard(deps.database, act.officialId, taskId, deps.now());
  return 'refusals' in card ? refuse(deps, act, card.refusals) : renderCard(card, act.locale);
}

async function answerHistory(deps: TaskDeps, act: Asker, taskId: number, page: number): Promise<Reply> {
  const found = await lookUpHistory(deps.database, act.officialId, { taskId, page }, deps.now());
  return 'refusals' in found ? refuse(deps, act, found.refusals) : renderHistory(found, act.locale);
}

/** A page's button: `12:0`, user input. The card's button shows the first page below, the history's own turn it in place. */
async function turnHistory(deps: TaskDeps, act: ActionAct): Promise<Reply> {
  const asked = parseTaskPage(act.value);
  if (!asked) return refuse(deps, act, NO_TASK);
  const reply = await answerHistory(deps, act, asked.id, asked.page);
  return { ...reply, replaceOriginal: asked.turns };
}

/** A status in one line; what is refused is shown back. */
async function answerUpdate(
  deps: TaskDeps,
  act: CommandAct,
  asked: { number: number; to: TaskState | undefined; progress: string | undefined; note: string },
): Promise<Reply | undefined> {
  const { number: taskId, to, progress, note } = asked;
  const typed = typedOf(act.text);
  if (to === 'cancelled' && isWhole(note) && (await mayEnd(deps, act, taskId))) {
    // For good: the dialog, with all that was typed, is where it is confirmed.
    return openStatus(deps, act, taskId, { to, progress, note });
  }
  const outcome = await updateTask(
    deps.database,
    { ...actOfCommand(act), taskId, to, progress, note },
    deps.now(),
    deps.onCompleted,
  );
  if ('card' in outcome) return answerOutcome(deps, act, outcome);
  return refuse(deps, act, outcome.refusals, (refusals, locale) =>
    renderUpdateRefused(refusals, { taskId, note, typed }, locale),
  );
}

/** Whether a dialog takes all of a note: what is too long is refused and shown back. */
const isWhole = (note: string) =>
  checkText('note', cleanText(note)).every(({ reason }) => reason !== 'text_long');

/** Whether a task is registered, not over, and one that this person may end; a proposal is withdrawn. */
async function mayEnd(deps: TaskDeps, act: Asker, taskId: number): Promise<boolean> {
  const card = await lookUpCard(deps.database, act.officialId, taskId, deps.now());
  return 'task' in card && card.rights.has('update');
}

async function answerResult(
  deps: TaskDeps,
  act: CommandAct,
  { number: taskId, result }: Extract<Command, { kind: 'result' }>,
): Promise<Reply> {
  const by = actOfCommand(act);
  const outcome = await recordResult(deps.database, { ...by, taskId, result }, deps.now());
  if ('card' in outcome) return answerOutcome(deps, act, outcome);
  return refuse(deps, act, outcome.refusals, (refusals, locale) =>
    renderLineRefused(refusals, typedOf(act.text), locale),
  );
}

async function openOfTask(
  deps: TaskDeps,
  act: CommandAct,
  { number, dialog }: Extract<Command, { kind: 'open' }>,
): Promise<Reply | undefined> {
  switch (dialog) {
    case 'status':
      return openStatus(deps, act, number);
    case 'revise':
      return openRevision(deps, act, number);
    case 'result':
      return openResult(deps, act, number);
    case 'dispute':
      return openDispute(deps, act, number);
    case 'owner':
      return openOwnOwner(deps, act, number);
  }
}

/** The own party's owner; of several that an operator or a CCO(혁신책임관) keeps, the card has a button each. */
async function openOwnOwner(deps: TaskDeps, act: CommandAct, taskId: number): Promise<Reply | undefined> {
  const card = await lookUpCard(deps.database, act.officialId, taskId, deps.now());
  if ('refusals' in card) return refuse(deps, act, card.refusals);
  const kept = card.task.parties.filter(({ agency }) => agency.id === card.viewer.agencyId);
  const partyId = card.ownPartyId ?? (kept.length === 1 ? kept[0]?.id : undefined);
  return partyId === undefined ? renderCard(card, act.locale) : openOwner(deps, act, partyId);
}

/** `/협업 과제 채널 #채널|끔`, for the agency's operator. */
async function answerChannel(deps: TaskDeps, act: CommandAct, channelId: string | null): Promise<Reply> {
  const { officialId: actorId, teamId } = act;
  const outcome = await chooseTaskChannel(deps.database, { actorId, teamId, channelId }, deps.now());
  return outcome.kind === 'refused'
    ? refuse(deps, act, outcome.refusals)
    : renderChannelChosen(outcome.channelId, act.locale);
}

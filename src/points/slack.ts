import { seoulDay } from '../calendar/seoul.ts';
import type { ActionAct, CommandAct, Listeners } from '../messenger/listeners.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { findActor } from './actor.ts';
import { openGiveDialog, registerDialog } from './dialog-slack.ts';
import { answerGive, giveOne, parseChoice } from './give-slack.ts';
import { lookUpRanking, lookUpSummary } from './look-up.ts';
import {
  renderAllowance,
  renderBoard,
  renderGiveOutcomes,
  renderHelp,
  renderRanking,
  renderRefusals,
  renderReversal,
  renderUnknownWord,
  renderUsage,
} from './messages.ts';
import { answerOperator, note, refuse, registerOperator } from './operator-slack.ts';
import { DEFAULT_VIEW, POINTS_WORDS, parseCommand, parseRankingView } from './parse.ts';
import type { PointsDeps } from './points-deps.ts';
import type { Refusal } from './refusal.ts';
import { type ReversalOutcome, reverseGift } from './reverse-gift.ts';
import { refuseLeaver } from './rules.ts';
import { answerStatement, answerStatementOf, answerStatementPage } from './statement-slack.ts';
import { findBoard, findLastGiftOf } from './store.ts';

const BOARD_SIZE = 10;
const STALE: Refusal[] = [{ reason: 'stale_button' }];

/** Listens to everything the points feature answers to; returns the words of its commands for the route table. */
export function registerPoints(on: Listeners, deps: PointsDeps): CommandRoute {
  registerDialog(on, deps);
  registerOperator(on, deps);
  const show = (actionId: string | RegExp, answer: (act: ActionAct) => Promise<Reply | undefined>) =>
    on.onAction(actionId, async (act) => present(act, await answer(act)));
  show(/^undo_gift:/, (act) => answerUndo(deps, act));
  show(/^choose_recipient:/, (act) => answerChoice(deps, act));
  show('show_allowance', (act) => answerAllowance(deps, act));
  show('show_board', (act) => answerBoard(deps, act, undefined));
  show('board_older', (act) => answerOlderBoard(deps, act));
  show('show_statement', (act) => answerStatement(deps, act, undefined, 0));
  show(/^statement_page:/, (act) => answerStatementPage(deps, act));
  show('show_ranking', (act) => answerRanking(deps, act, DEFAULT_VIEW));
  show(/^ranking:/, async (act) => {
    const view = parseRankingView(act.value ?? '');
    return view
      ? { ...(await answerRanking(deps, act, view)), replaceOriginal: true }
      : refuse(deps, act, STALE);
  });
  return { words: POINTS_WORDS, handle: (act) => answerCommand(deps, act) };
}

/** One command line, already known to be for this feature or for none. */
async function answerCommand(deps: PointsDeps, act: CommandAct): Promise<Reply | undefined> {
  const command = parseCommand(act.text);
  switch (command.kind) {
    case 'help':
      return answerHelp(deps, act);
    case 'dialog':
      await openGiveDialog(deps, act);
      return undefined;
    case 'give':
      return answerGive(deps, act, command);
    case 'statement':
      return answerStatement(deps, act, command.month, 0);
    case 'statement_of':
      return answerStatementOf(deps, act, command);
    case 'allowance':
      return answerAllowance(deps, act);
    case 'ranking':
      return answerRanking(deps, act, command.view);
    case 'board':
      return answerBoard(deps, act, undefined);
    case 'cancel':
      return answerCancel(deps, act, command.number, command.reason);
    case 'usage':
      return renderUsage(command.topic, act.locale);
    case 'unknown':
      return renderUnknownWord(command.word, command.nearest, act.locale);
    default:
      return answerOperator(deps, act, command);
  }
}

type Asker = Pick<ActionAct, 'teamId' | 'userId' | 'officialId' | 'locale' | 'triggerId'>;

async function answerHelp(deps: PointsDeps, act: Asker): Promise<Reply> {
  const { role, status } = await findActor(deps.database, act.officialId, seoulDay(deps.now()));
  return renderHelp(status === 'left' ? 'member' : role, act.locale);
}

async function answerAllowance(deps: PointsDeps, act: Asker): Promise<Reply> {
  return renderAllowance(await lookUpSummary(deps.database, act.officialId, deps.now()), act.locale);
}

async function answerRanking(deps: PointsDeps, act: Asker, view: typeof DEFAULT_VIEW): Promise<Reply> {
  const page = await lookUpRanking(deps.database, act.officialId, view, deps.now(), deps.log);
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderRanking(page, act.locale);
}

/** The board from a gift on, or from the newest. */
async function answerBoard(deps: PointsDeps, act: Asker, before: number | undefined): Promise<Reply> {
  const left = refuseLeaver(await findActor(deps.database, act.officialId, seoulDay(deps.now())));
  if (left) return refuse(deps, act, [left]);
  const from = before === undefined ? {} : { before };
  return renderBoard(await findBoard(deps.database, { ...from, limit: BOARD_SIZE }), act.locale);
}

async function answerOlderBoard(deps: PointsDeps, act: ActionAct): Promise<Reply> {
  const before = Number(act.value);
  if (!Number.isSafeInteger(before) || before < 1) return refuse(deps, act, STALE);
  return { ...(await answerBoard(deps, act, before)), replaceOriginal: true };
}

/** Takes back the gift named or, without a number, one's last. */
async function answerCancel(
  deps: PointsDeps,
  act: Asker,
  number: number | undefined,
  reason: string,
): Promise<Reply> {
  const target = number ?? (await findLastGiftOf(deps.database, act.officialId));
  if (target === undefined) return renderUsage('cancel', act.locale);
  return renderReversal(await cancel(deps, act, target, reason), act.locale);
}

/** @param number a gift's, as typed or as a button holds it */
async function cancel(
  deps: PointsDeps,
  act: Asker,
  number: number,
  reason: string,
): Promise<ReversalOutcome> {
  const outcome = await reverseGift(
    deps.database,
    {
      requestKey: `reversal:${act.teamId}:${act.userId}:${act.triggerId}`,
      teamId: act.teamId,
      number: Number.isSafeInteger(number) ? number : 0,
      actorId: act.officialId,
      reason,
    },
    deps.now(),
  );
  note(deps, act, outcome);
  return outcome;
}

/** The button on a receipt; the receipt of one gift alone is replaced, so that its button goes too. */
async function answerUndo(deps: PointsDeps, act: ActionAct): Promise<Reply> {
  const outcome = await cancel(deps, act, Number(act.value), '');
  const replaceOriginal = outcome.kind === 'reversed' && act.action.action_id.endsWith(':only');
  return { ...renderReversal(outcome, act.locale), replaceOriginal };
}

/** Somebody was chosen among several of the same name: the gift of that command, once, whoever is chosen. */
async function answerChoice(deps: PointsDeps, act: ActionAct): Promise<Reply> {
  const choice = parseChoice(act.value, act.officialId);
  if (!choice) return renderRefusals([{ reason: 'recipient_unknown' }], act.locale);
  const outcome = await giveOne(deps, {
    requestKey: `choice:${act.teamId}:${act.userId}:${choice.triggerId}`,
    teamId: act.teamId,
    giverId: act.officialId,
    recipient: choice.recipient,
    message: choice.message,
    source: 'command',
  });
  return { ...renderGiveOutcomes([outcome], act.locale), replaceOriginal: true };
}

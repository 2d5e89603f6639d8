import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, CommandAct, Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { parseId } from '../messenger/parse-id.ts';
import { present } from '../messenger/present.ts';
import { type Reply, renderModal } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { extendTerm } from './extend-term.ts';
import { extendView } from './extend-view.ts';
import { lookUpExchange, lookUpExtension, lookUpPair, openExtension } from './look-up.ts';
import { renderExchange, renderExtended, renderPair, renderRefusals, renderUsage } from './messages.ts';
import { EXCHANGE_WORDS, parseCommand } from './parse.ts';
import type { Refusal } from './rules.ts';

type Asker = Pick<CommandAct, 'officialId' | 'teamId' | 'locale'>;

/** Listens to everything the exchange feature answers to; returns the words of its commands for the route table. */
export function registerExchange(on: Listeners, deps: FeatureDeps): CommandRoute {
  const show = (actionId: string | RegExp, answer: (act: ActionAct) => Promise<Reply>) =>
    on.onAction(actionId, async (act) => present(act, await answer(act)));
  show('show_exchange', (act) => answerList(deps, act, undefined));
  show(/^show_round:/, (act) => answerList(deps, act, parseId(act.value)));
  show(/^show_pair:/, (act) => answerPair(deps, act, { id: parseId(act.value) }));
  on.onAction(/^extend_term:/, (act) => showExtension(deps, act));
  on.onView('extend_term', (act) => submitExtension(deps, act));
  return { words: EXCHANGE_WORDS, handle: (act) => answerCommand(deps, act) };
}

async function answerCommand(deps: FeatureDeps, act: CommandAct): Promise<Reply> {
  const command = parseCommand(act.text);
  switch (command.kind) {
    case 'list':
      return answerList(deps, act, undefined);
    case 'round':
      return answerList(deps, act, command.round);
    case 'pair':
      return answerPair(deps, act, command);
    case 'usage':
      return renderUsage(act.locale);
  }
}

async function answerList(deps: FeatureDeps, act: Asker, round: number | undefined): Promise<Reply> {
  const page = await lookUpExchange(deps.database, act.officialId, { round, teamId: act.teamId }, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderExchange(page, act.locale);
}

async function answerPair(
  deps: FeatureDeps,
  act: Asker,
  pair: { id: number } | { round: number; number: number },
): Promise<Reply> {
  const page = await lookUpPair(deps.database, act.officialId, { pair, teamId: act.teamId }, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderPair(page, act.locale);
}

function refuse(deps: FeatureDeps, act: Asker, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}

async function showExtension(deps: FeatureDeps, act: ActionAct): Promise<Reply | undefined> {
  const ask = { termId: parseId(act.value), teamId: act.teamId };
  const page = await openExtension(deps.database, act.officialId, ask, deps.now());
  if ('refusals' in page) return present(act, refuse(deps, act, page.refusals));
  await openDialog(act, extendView(page, act.locale));
  return undefined;
}

/** Extends, or shows all that is wrong with what was typed still there. */
async function submitExtension(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const { database, now } = deps;
  const termId = parseId(act.view.private_metadata);
  const typed = {
    newEnd: textIn(act.values.new_end?.value?.selected_date),
    reason: textIn(act.values.reason?.value?.value),
  };
  const by = { actorId: act.officialId, teamId: act.teamId };
  const outcome = await extendTerm(database, { ...by, ...typed, termId }, now());
  if (outcome.kind === 'extended') {
    if (!outcome.repeat) deps.wake(act.teamId);
    const late = renderExtended(outcome.extension, act.locale);
    return { answer: { response_action: 'update', view: renderModal(late, act.locale) }, late };
  }
  const late = refuse(deps, act, outcome.refusals);
  const page = await lookUpExtension(database, act.officialId, termId, now());
  const view =
    'refusals' in page
      ? renderModal(late, act.locale)
      : extendView(page, act.locale, typed, outcome.refusals);
  return { answer: { response_action: 'update', view }, late };
}

/** A field's content, which whoever can forge it may make anything. */
function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, CommandAct, Listeners } from '../messenger/listeners.ts';
import { parseId } from '../messenger/parse-id.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { openOpening, refuse, registerDialogs } from './dialog-slack.ts';
import { renderAgency, renderMine } from './list-messages.ts';
import { lookUpAgency, lookUpEvaluation, lookUpMyPage, lookUpVersions } from './look-up.ts';
import { renderEvaluation, renderUsage } from './messages.ts';
import { EVALUATION_WORDS, parseAgencyView, parseCommand, parsePage, parseVersionsView } from './parse.ts';
import { renderVersions } from './version-messages.ts';

type Asker = Pick<CommandAct, 'officialId' | 'teamId' | 'locale'>;

/** Listens to everything the evaluations answer to; returns the words of their commands for the route table. */
export function registerEvaluations(on: Listeners, deps: FeatureDeps): CommandRoute {
  const show = (actionId: string | RegExp, answer: (act: ActionAct) => Promise<Reply>) =>
    on.onAction(actionId, async (act) => present(act, await answer(act)));
  show('my_evaluations', (act) => answerMine(deps, act));
  show(/^my_evaluations:/, (act) => answerMine(deps, act, parsePage(act.value)));
  show(/^list_evaluations:/, (act) => answerAgency(deps, act, parseAgencyView(act.value)));
  show(/^show_evaluation:/, (act) => answerOne(deps, act, parseId(act.value)));
  show(/^evaluation_versions:/, (act) => answerVersions(deps, act, parseVersionsView(act.value)));
  registerDialogs(on, deps);
  return { words: EVALUATION_WORDS, handle: (act) => answerCommand(deps, act) };
}

async function answerCommand(deps: FeatureDeps, act: CommandAct): Promise<Reply | undefined> {
  const command = parseCommand(act.text);
  switch (command.kind) {
    case 'mine':
      return answerMine(deps, act);
    case 'agency':
      return answerAgency(deps, act, parseAgencyView(undefined));
    case 'open':
      return openOpening(deps, { ...act, view: undefined });
    case 'show':
      return answerOne(deps, act, command.id);
    case 'usage':
      return renderUsage(act.locale);
  }
}

async function answerMine({ database, now }: FeatureDeps, act: Asker, page = 0): Promise<Reply> {
  return renderMine(await lookUpMyPage(database, act.officialId, now(), page), act.locale);
}

async function answerVersions(
  deps: FeatureDeps,
  act: Asker,
  view: ReturnType<typeof parseVersionsView>,
): Promise<Reply> {
  const ask = { ...view, teamId: act.teamId };
  const page = await lookUpVersions(deps.database, act.officialId, ask, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderVersions(page, act.locale);
}

async function answerAgency(
  deps: FeatureDeps,
  act: Asker,
  view: ReturnType<typeof parseAgencyView>,
): Promise<Reply> {
  const ask = { ...view, teamId: act.teamId };
  const page = await lookUpAgency(deps.database, act.officialId, ask, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderAgency(page, act.locale);
}

async function answerOne(deps: FeatureDeps, act: Asker, id: number): Promise<Reply> {
  const view = await lookUpEvaluation(deps.database, act.officialId, { id, teamId: act.teamId }, deps.now());
  return 'refusals' in view ? refuse(deps, act, view.refusals) : renderEvaluation(view, act.locale);
}

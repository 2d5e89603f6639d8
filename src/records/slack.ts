import { seoulDay } from '../calendar/seoul.ts';
import { findAgencyByName, findViewer } from '../directory/store.ts';
import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, CommandAct, Listeners } from '../messenger/listeners.ts';
import { parseId } from '../messenger/parse-id.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { plainText } from '../messenger/slack-notation.ts';
import { findPerson } from '../points/find-person.ts';
import { createFindUser } from '../points/give-slack.ts';
import { parseAddress } from '../points/parse.ts';
import { changeRetention } from './change-retention.ts';
import { decideDisposal } from './decide-disposal.ts';
import { type AccessAsk, lookUpAccess, lookUpOwnAccess } from './look-up-access.ts';
import { lookUpDisposal, lookUpRetention } from './look-up-disposal.ts';
import {
  renderAccess,
  renderDecision,
  renderDisposal,
  renderProposed,
  renderRefusals,
  renderRetention,
  renderRetentionChanged,
  renderUsage,
} from './messages.ts';
import { type Command, parseCommand, parsePage, RECORDS_WORDS } from './parse.ts';
import { proposeDisposal } from './propose-disposal.ts';
import type { AccessFilter } from './record.ts';
import { mayReadLog, type Refusal } from './rules.ts';

type Asker = Pick<CommandAct, 'officialId' | 'teamId' | 'locale'>;

/** Listens to everything about records; returns the words of its commands for the route table. */
export function registerRecords(on: Listeners, deps: FeatureDeps): CommandRoute {
  const show = (actionId: RegExp, answer: (act: ActionAct) => Promise<Reply | undefined>) =>
    on.onAction(actionId, async (act) => present(act, await answer(act)));
  show(/^access_page:/, (act) => turnPage(deps, act, (ask) => answerAccess(deps, act, ask)));
  show(/^own_access_page:/, (act) => turnPage(deps, act, (ask) => answerOwnAccess(deps, act, ask)));
  show(/^(approve|refuse)_disposal:/, (act) => answerDecision(deps, act));
  return { words: RECORDS_WORDS, handle: (act) => answerCommand(deps, act) };
}

async function answerCommand(deps: FeatureDeps, act: CommandAct): Promise<Reply> {
  const command = parseCommand(act.text);
  switch (command.kind) {
    case 'access':
      return answerSearch(deps, act, command);
    case 'own_access': {
      const { from, to } = command;
      return answerOwnAccess(deps, act, { filter: { from, to }, before: undefined, teamId: act.teamId });
    }
    case 'days_reversed':
      return refuse(deps, act, [{ reason: 'days_reversed', from: command.from, to: command.to }]);
    case 'disposal':
      return answerDisposal(deps, act);
    case 'propose':
      return answerProposal(deps, act, command);
    case 'retention':
      return answerRetention(deps, act);
    case 'change_retention':
      return answerChange(deps, act, command);
    case 'usage':
      return renderUsage(command.topic, act.locale);
  }
}

/** Finds out whose entries are meant: an agency by its name, or a person. */
async function answerSearch(
  deps: FeatureDeps,
  act: Asker,
  { who, from, to }: Extract<Command, { kind: 'access' }>,
): Promise<Reply> {
  const subject = who === '' ? {} : await findSubject(deps, act, who);
  if ('several' in subject)
    return refuse(deps, act, [{ reason: 'subject_unclear', typed: plainText(who), ...subject }]);
  const filter = { ...subject, from, to };
  return answerAccess(deps, act, { filter, before: undefined, teamId: act.teamId });
}

async function findSubject(
  deps: FeatureDeps,
  act: Asker,
  who: string,
): Promise<AccessFilter | { several: boolean }> {
  const { database } = deps;
  const day = seoulDay(deps.now());
  const agency = await findAgencyByName(database, who, day);
  if (agency) return { agencyId: agency.id };
  return findPerson(database, parseAddress(who), {
    findUser: createFindUser(deps, act.teamId),
    day,
    leavers: mayReadLog(await findViewer(database, act.officialId, day)),
  });
}

async function answerAccess(deps: FeatureDeps, act: Asker, ask: AccessAsk): Promise<Reply> {
  const page = await lookUpAccess(deps.database, act.officialId, ask, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderAccess(page, act.locale);
}

async function answerOwnAccess(deps: FeatureDeps, act: Asker, ask: AccessAsk): Promise<Reply> {
  return renderAccess(await lookUpOwnAccess(deps.database, act.officialId, ask), act.locale);
}

/** A page's button, whose value is user input; the right is looked up anew behind it. */
async function turnPage(
  deps: FeatureDeps,
  act: ActionAct,
  answer: (ask: AccessAsk) => Promise<Reply>,
): Promise<Reply> {
  const page = parsePage(act.value);
  if (!page) return refuse(deps, act, [{ reason: 'stale_button' }]);
  return { ...(await answer({ ...page, teamId: act.teamId })), replaceOriginal: true };
}

async function answerDisposal(deps: FeatureDeps, act: Asker): Promise<Reply> {
  const page = await lookUpDisposal(deps.database, act.officialId, act.teamId, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderDisposal(page, act.locale);
}

async function answerProposal(
  deps: FeatureDeps,
  act: Asker,
  { class: of, year, reason }: Extract<Command, { kind: 'propose' }>,
): Promise<Reply> {
  const by = { actorId: act.officialId, teamId: act.teamId };
  const request = { ...by, class: of, year, reason: plainText(reason) };
  const outcome = await proposeDisposal(deps.database, request, deps.now());
  if (outcome.kind === 'proposed') deps.wake(act.teamId);
  return outcome.kind === 'refused'
    ? refuse(deps, act, outcome.refusals)
    : renderProposed(outcome, act.locale);
}

/** The buttons of a proposal; they go with it once it is answered. */
async function answerDecision(deps: FeatureDeps, act: ActionAct): Promise<Reply> {
  const proposalId = parseId(act.value);
  if (proposalId === 0) return refuse(deps, act, [{ reason: 'stale_button' }]);
  const approve = act.action.action_id.startsWith('approve_');
  const by = { actorId: act.officialId, teamId: act.teamId };
  const outcome = await decideDisposal(deps.database, { ...by, proposalId, approve }, deps.now());
  if (outcome.kind === 'refused') return refuse(deps, act, outcome.refusals);
  deps.wake(act.teamId);
  return { ...renderDecision(outcome, act.locale), replaceOriginal: true };
}

async function answerRetention(deps: FeatureDeps, act: Asker): Promise<Reply> {
  const page = await lookUpRetention(deps.database, act.officialId, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderRetention(page.retentions, act.locale);
}

async function answerChange(
  deps: FeatureDeps,
  act: Asker,
  { class: of, years, reason }: Extract<Command, { kind: 'change_retention' }>,
): Promise<Reply> {
  const by = { actorId: act.officialId, teamId: act.teamId };
  const request = { ...by, class: of, years, reason: plainText(reason) };
  const outcome = await changeRetention(deps.database, request, deps.now());
  return outcome.kind === 'refused'
    ? refuse(deps, act, outcome.refusals)
    : renderRetentionChanged(outcome, act.locale);
}

function refuse(deps: FeatureDeps, act: Asker, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}

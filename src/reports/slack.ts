import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, CommandAct, Listeners } from '../messenger/listeners.ts';
import { parseId } from '../messenger/parse-id.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { renderCandidates, renderEvidence } from './candidates-messages.ts';
import { answerCriteria, registerCriteria } from './criteria-slack.ts';
import { renderDay, renderDepartment, renderSheet } from './department-messages.ts';
import { type AskedList, lookUpCandidates, lookUpEvidence } from './look-up-candidates.ts';
import { type AskedDepartment, lookUpDay, lookUpDepartment, lookUpSheet } from './look-up-departments.ts';
import { renderChoice, renderRefusals } from './messages.ts';
import {
  parseCommand,
  parseDayTarget,
  parseListTarget,
  parseMonthTarget,
  parsePurpose,
  parseSheetTarget,
  REPORT_WORDS,
} from './parse.ts';
import type { Refusal } from './rules.ts';

type Act = Pick<CommandAct, 'officialId' | 'teamId' | 'locale'>;

const STALE: Refusal[] = [{ reason: 'stale_button' }];

/** Listens to everything the reports answer to; returns the words of their commands for the route table. */
export function registerReports(on: Listeners, deps: FeatureDeps): CommandRoute {
  registerCriteria(on, deps);
  // Each page takes the place of the one it was asked for on, as reports are long; a refusal leaves that where it is.
  const show = (actionId: string | RegExp, answer: (act: ActionAct) => Promise<Reply>) =>
    on.onAction(actionId, async (act) => present(act, { replaceOriginal: true, ...(await answer(act)) }));
  show(/^candidates:/, (act) => answerListButton(deps, act));
  show(/^open_candidates:/, (act) => answerOpenButton(deps, act));
  show(/^candidate_evidence:/, (act) => answerEvidence(deps, act));
  show(/^performance:/, (act) => answerSheetButton(deps, act));
  show(/^department_month:/, (act) => answerMonthButton(deps, act));
  show(/^department_day/, (act) => answerDay(deps, act));
  return { words: REPORT_WORDS, handle: (act) => answerCommand(deps, act) };
}

async function answerCommand(deps: FeatureDeps, act: CommandAct): Promise<Reply> {
  const command = parseCommand(act.text);
  switch (command.kind) {
    case 'candidates': {
      const agency = named(command.agency);
      const { purpose, period } = command;
      return answerCandidates(deps, act, { agency, purpose, period, position: undefined, page: 0 });
    }
    case 'criteria':
      return answerCriteria(deps, act, named(command.agency));
    case 'performance':
      return answerSheet(deps, act, { department: named(command.department), period: command.period });
    case 'department':
      return answerDepartment(deps, act, { department: named(command.department), month: command.month });
    case 'period_unreadable':
      return refuse(deps, act, [{ reason: 'period_unreadable', text: command.text }]);
  }
}

function named(name: string | undefined): { name: string } | undefined {
  return name === undefined ? undefined : { name };
}

async function answerCandidates(
  deps: FeatureDeps,
  act: Act,
  ask: AskedList & { page: number },
): Promise<Reply> {
  const page = await lookUpCandidates(deps, act, ask);
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderCandidates(page, act.locale);
}

async function answerListButton(deps: FeatureDeps, act: ActionAct): Promise<Reply> {
  const target = parseListTarget(act.value);
  if (!target) return refuse(deps, act, STALE);
  return answerCandidates(deps, act, { ...target, agency: { id: target.agencyId } });
}

async function answerOpenButton(deps: FeatureDeps, act: ActionAct): Promise<Reply> {
  const [agency, word] = (act.value ?? '').split(':');
  const purpose = parsePurpose(word);
  if (!purpose) return refuse(deps, act, STALE);
  const ask = { agency: { id: parseId(agency) }, purpose, period: undefined, position: undefined, page: 0 };
  return answerCandidates(deps, act, ask);
}

async function answerEvidence(deps: FeatureDeps, act: ActionAct): Promise<Reply> {
  const target = parseListTarget(act.value);
  if (!target) return refuse(deps, act, STALE);
  const page = await lookUpEvidence(deps, act, { ...target, agency: { id: target.agencyId } });
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderEvidence(page, act.locale);
}

async function answerSheet(
  deps: FeatureDeps,
  act: Act,
  ask: Parameters<typeof lookUpSheet>[2],
): Promise<Reply> {
  const page = await lookUpSheet(deps, act, ask);
  if ('refusals' in page) return refuse(deps, act, page.refusals);
  return 'choices' in page ? renderChoice(page, 'sheet', act.locale) : renderSheet(page, act.locale);
}

async function answerSheetButton(deps: FeatureDeps, act: ActionAct): Promise<Reply> {
  const target = parseSheetTarget(act.value);
  if (!target) return refuse(deps, act, STALE);
  return answerSheet(deps, act, { department: { id: target.id }, period: target.period });
}

async function answerDepartment(
  deps: FeatureDeps,
  act: Act,
  ask: { department: AskedDepartment; month: string | undefined },
): Promise<Reply> {
  const page = await lookUpDepartment(deps, act, ask);
  if ('refusals' in page) return refuse(deps, act, page.refusals);
  return 'choices' in page ? renderChoice(page, 'month', act.locale) : renderDepartment(page, act.locale);
}

async function answerMonthButton(deps: FeatureDeps, act: ActionAct): Promise<Reply> {
  const target = parseMonthTarget(act.value);
  if (!target) return refuse(deps, act, STALE);
  return answerDepartment(deps, act, { department: { id: target.id }, month: target.month });
}

async function answerDay(deps: FeatureDeps, act: ActionAct): Promise<Reply> {
  const target = parseDayTarget(act.value);
  if (!target) return refuse(deps, act, STALE);
  const page = await lookUpDay(deps, act, target);
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderDay(page, act.locale);
}

function refuse(deps: FeatureDeps, act: Pick<Act, 'locale'>, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return { ...renderRefusals(refusals, act.locale), replaceOriginal: false };
}

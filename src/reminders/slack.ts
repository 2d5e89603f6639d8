import { seoulDay } from '../calendar/seoul.ts';
import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, Actor, CommandAct, Listeners } from '../messenger/listeners.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { plainText } from '../messenger/slack-notation.ts';
import { keepHoliday } from './keep-holidays.ts';
import { lookUpHolidays } from './look-up-settings.ts';
import { renderRefusals, renderSnoozed } from './messages.ts';
import {
  HOLIDAY_WORDS,
  isHolidayCommand,
  parseHolidayCommand,
  parseSnooze,
  REMINDER_WORDS,
} from './parse.ts';
import { renderHolidayKept, renderHolidays, renderHolidayUsage } from './settings-messages.ts';
import type { Refusal } from './settings-rules.ts';
import { answerReminders, registerSettings } from './settings-slack.ts';
import { snooze } from './snooze.ts';

/** Listens to everything the reminders answer to; returns the words of its two commands for the route table. */
export function registerReminders(on: Listeners, deps: FeatureDeps): CommandRoute {
  on.onAction(/^snooze:/, (act) => putOff(deps, act));
  registerSettings(on, deps);
  return {
    words: [...REMINDER_WORDS, ...HOLIDAY_WORDS],
    handle: (act) => (isHolidayCommand(act.text) ? answerHolidays(deps, act) : answerReminders(deps, act)),
  };
}

async function putOff(deps: FeatureDeps, act: ActionAct): Promise<Reply | undefined> {
  const now = deps.now();
  const outcome = await snooze(deps.database, act.officialId, parseSnooze(act.value), now);
  const reply =
    outcome.kind === 'refused'
      ? refuse(deps, act, outcome.refusals)
      : renderSnoozed({ ...outcome, today: seoulDay(now) }, act.locale);
  return present(act, reply);
}

/** `/협업 휴일 …`: the days off for all to see, and for operators to change. */
async function answerHolidays(deps: FeatureDeps, act: CommandAct): Promise<Reply> {
  const { database, now } = deps;
  const command = parseHolidayCommand(act.text);
  if (command.kind === 'usage') return renderHolidayUsage(act.locale);
  if (command.kind === 'list')
    return renderHolidays(await lookUpHolidays(database, act.officialId, now()), act.locale);
  const asked = command.kind === 'set' ? command : { ...command, holiday: undefined, reason: '' };
  const by = { actorId: act.officialId, teamId: act.teamId };
  const { day, holiday, reason } = asked;
  const outcome = await keepHoliday(database, { ...by, day, holiday, reason: plainText(reason) }, now());
  return outcome.kind === 'refused'
    ? refuse(deps, act, outcome.refusals)
    : renderHolidayKept(outcome, act.locale);
}

function refuse(deps: FeatureDeps, act: Pick<Actor, 'locale'>, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}

import type { ModalView } from '@slack/types';
import type { FeatureDeps } from '../messenger/feature.ts';
import type {
  ActionAct,
  Actor,
  CommandAct,
  Listeners,
  ViewAct,
  ViewOutcome,
} from '../messenger/listeners.ts';
import { parseId } from '../messenger/parse-id.ts';
import { present } from '../messenger/present.ts';
import { type Reply, renderModal } from '../messenger/replies.ts';
import { cancelLeave } from './cancel-leave.ts';
import { changeSettings } from './change-settings.ts';
import { lookUpSettings } from './look-up-settings.ts';
import { renderRefusals } from './messages.ts';
import { parseCommand } from './parse.ts';
import type { SettingsChange } from './settings.ts';
import { renderSettings, renderUsage } from './settings-messages.ts';
import { OPTIONAL_KINDS, type Refusal, type Switch } from './settings-rules.ts';
import { leaveView, settingsView } from './settings-view.ts';
import { takeLeave } from './take-leave.ts';

type Asker = Pick<Actor, 'officialId' | 'locale'>;

/** The page of one's own settings, its dialogs and its buttons. */
export function registerSettings(on: Listeners, deps: FeatureDeps): void {
  on.onAction('reminder_settings', async (act) => present(act, await show(deps, act)));
  on.onAction('open_reminder_settings', async (act) => {
    const settings = await lookUpSettings(deps.database, act.officialId, deps.now());
    return openForm(act, settingsView(settings, act.locale));
  });
  on.onAction('open_leave', (act) => openForm(act, leaveView({ first: '', last: '' }, act.locale)));
  on.onAction(/^delete_leave:/, (act) => deleteLeave(deps, act));
  on.onView('reminder_settings', (act) => submitSettings(deps, act));
  on.onView('leave', (act) => submitLeave(deps, act));
}

/** `/협업 알림 …` */
export async function answerReminders(deps: FeatureDeps, act: CommandAct): Promise<Reply> {
  const { database, now } = deps;
  const command = parseCommand(act.text);
  switch (command.kind) {
    case 'show':
      return show(deps, act);
    case 'hour':
      return change(deps, act, { hour: command.hour, switches: [] }, command);
    case 'switch': {
      const { what, on } = command;
      const said = what === undefined ? undefined : ({ kind: 'switched', what, on } as const);
      return change(deps, act, { switches: [command] }, said);
    }
    case 'take_leave': {
      const outcome = await takeLeave(database, act.officialId, command, now());
      return outcome.kind === 'refused'
        ? refuse(deps, act, outcome.refusals)
        : show(deps, act, { kind: 'leave_taken', leave: outcome.leave });
    }
    case 'cancel_leave':
      return cancel(deps, act, command.day);
    case 'usage':
      return renderUsage(act.locale);
  }
}

async function show(deps: FeatureDeps, act: Asker, done?: SettingsChange): Promise<Reply> {
  const settings = await lookUpSettings(deps.database, act.officialId, deps.now());
  return renderSettings(settings, act.locale, done);
}

async function change(
  deps: FeatureDeps,
  act: Asker,
  asked: { hour?: number; switches: Switch[] },
  done: SettingsChange | undefined,
): Promise<Reply> {
  const outcome = await changeSettings(deps.database, act.officialId, asked, deps.now());
  return outcome.kind === 'refused'
    ? refuse(deps, act, outcome.refusals)
    : renderSettings(outcome.settings, act.locale, done);
}

async function cancel(deps: FeatureDeps, act: Asker, day: string): Promise<Reply> {
  const outcome = await cancelLeave(deps.database, act.officialId, { day });
  return outcome.kind === 'refused'
    ? refuse(deps, act, outcome.refusals)
    : show(deps, act, { kind: 'leave_cancelled', leave: outcome.leave });
}

/** The page that the button was on shows what is left. */
async function deleteLeave(deps: FeatureDeps, act: ActionAct): Promise<Reply | undefined> {
  const outcome = await cancelLeave(deps.database, act.officialId, { id: parseId(act.value) });
  if (outcome.kind === 'refused') return present(act, refuse(deps, act, outcome.refusals));
  const page = await show(deps, act, { kind: 'leave_cancelled', leave: outcome.leave });
  return present(act, { ...page, replaceOriginal: true });
}

/** From the settings shown in a dialog, the form takes their place: what it changes is not left standing below. */
async function openForm(act: ActionAct, view: ModalView): Promise<undefined> {
  if (act.view?.type === 'modal') await act.client.views.update({ view_id: act.view.id, view });
  else await act.client.views.open({ trigger_id: act.triggerId, view });
}

async function submitSettings(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const { hour, kinds } = act.values;
  const chosen = (kinds?.value?.selected_options ?? []).map(({ value }) => value);
  const switches = OPTIONAL_KINDS.map((what) => ({ what, word: what, on: chosen.includes(what) }));
  const typed = hour?.value?.selected_option?.value ?? '';
  const asked = { hour: /^\d{1,2}$/.test(typed) ? Number(typed) : Number.NaN, switches };
  const outcome = await changeSettings(deps.database, act.officialId, asked, deps.now());
  if (outcome.kind === 'saved')
    return replaceBy(act, renderSettings(outcome.settings, act.locale, { kind: 'saved' }));
  const settings = await lookUpSettings(deps.database, act.officialId, deps.now());
  const muted = switches.flatMap(({ what, on }) => (on ? [] : [what]));
  const view = settingsView({ ...settings, muted }, act.locale, outcome.refusals);
  const late = refuse(deps, act, outcome.refusals);
  return { answer: { response_action: 'update', view }, late };
}

async function submitLeave(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const dayIn = (id: string) => act.values[id]?.value?.selected_date ?? '';
  const typed = { first: dayIn('first'), last: dayIn('last') };
  const outcome = await takeLeave(deps.database, act.officialId, typed, deps.now());
  if (outcome.kind === 'noted')
    return replaceBy(act, await show(deps, act, { kind: 'leave_taken', leave: outcome.leave }));
  const late = refuse(deps, act, outcome.refusals);
  return {
    answer: { response_action: 'update', view: leaveView(typed, act.locale, outcome.refusals) },
    late,
  };
}

/** The settings as they are now take the dialog's place. */
function replaceBy(act: ViewAct, late: Reply): ViewOutcome {
  return { answer: { response_action: 'update', view: renderModal(late, act.locale) }, late };
}

function refuse(deps: FeatureDeps, act: Asker, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}

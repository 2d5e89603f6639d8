import type { ActionAct, Actor, Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import type { Locale } from '../messenger/locale.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import { POLICY_GROUPS, type PolicyGroup } from '../policy/policy.ts';
import { changePolicy } from './change-policy.ts';
import { lookUpPolicy } from './look-up.ts';
import { refusalText, renderRefusals } from './messages.ts';
import type { PointsDeps } from './points-deps.ts';
import { renderPolicy, renderPolicyChanged } from './policy-messages.ts';
import { parsePolicyForm, parsePolicyGroup } from './policy-parse.ts';
import { policyView } from './policy-view.ts';
import type { Refusal } from './refusal.ts';

/** `/협업 설정` and `/협업 설정 과제`: the numbers in force, for the agency's operator. */
export async function answerPolicy(
  deps: PointsDeps,
  act: Pick<Actor, 'officialId' | 'locale'>,
  group: PolicyGroup,
): Promise<Reply> {
  const page = await lookUpPolicy(deps.database, act.officialId, deps.now());
  return 'refusals' in page
    ? renderRefusals(page.refusals, act.locale)
    : renderPolicy({ ...page, group }, act.locale);
}

/** The rules' pages and forms, a group each. */
export function registerPolicy(on: Listeners, deps: PointsDeps): void {
  on.onAction('show_policy', async (act) =>
    present(act, {
      ...(await answerPolicy(deps, act, parsePolicyGroup(act.value))),
      replaceOriginal: true,
    }),
  );
  on.onAction('open_policy', (act) => openPolicy(deps, act));
  on.onView('policy', (act) => submitPolicy(deps, act));
}

async function openPolicy(deps: PointsDeps, act: ActionAct): Promise<Reply | undefined> {
  const page = await lookUpPolicy(deps.database, act.officialId, deps.now());
  if ('refusals' in page) return present(act, renderRefusals(page.refusals, act.locale));
  const view = policyView({ ...page, group: parsePolicyGroup(act.value), locale: act.locale });
  // From the rules shown in a dialog, the form takes their place.
  if (act.view?.type === 'modal') await act.client.views.update({ view_id: act.view.id, view });
  else await act.client.views.open({ trigger_id: act.triggerId, view });
  return undefined;
}

async function submitPolicy(deps: PointsDeps, act: ViewAct): Promise<ViewOutcome> {
  const page = await lookUpPolicy(deps.database, act.officialId, deps.now());
  if ('refusals' in page) return { late: renderRefusals(page.refusals, act.locale) };
  const group = parsePolicyGroup(act.view.private_metadata);
  const typed = typedIn(act.values, group);
  const outcome = await changePolicy(
    deps.database,
    {
      actorId: act.officialId,
      teamId: act.teamId,
      changes: parsePolicyForm(typed, group, page.current),
      effectiveFrom: typed.effective_from ?? page.earliest,
    },
    deps.now(),
  );
  const late = renderPolicyChanged(outcome, act.locale);
  if (outcome.kind === 'changed') {
    await act.client.chat.postMessage({ channel: act.userId, text: late.text, blocks: late.blocks });
    return { late };
  }
  for (const { reason } of outcome.refusals) deps.metrics.countRefusal(reason);
  const faults = outcome.refusals.flatMap((refusal) => faultsOfForm(refusal, act.locale));
  const view = policyView({ ...page, group, locale: act.locale, typed, faults });
  return { answer: { response_action: 'update', view }, late };
}

/** The fields' contents as text, by key. */
function typedIn(values: ViewAct['values'], group: PolicyGroup): Partial<Record<string, string>> {
  return Object.fromEntries(
    ['effective_from', ...POLICY_GROUPS[group]].flatMap((key) => {
      const field = values[key]?.value;
      const text = field?.selected_option?.value ?? field?.value;
      return typeof text === 'string' ? [[key, text]] : [];
    }),
  );
}

function faultsOfForm(refusal: Refusal, locale: Locale): string[] {
  if (refusal.reason === 'policy_values') return refusal.keys;
  return [refusal.reason === 'policy_past' ? 'effective_from' : refusalText(refusal, locale)];
}

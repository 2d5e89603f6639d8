import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { parseId } from '../messenger/parse-id.ts';
import { present } from '../messenger/present.ts';
import { type Reply, renderModal } from '../messenger/replies.ts';
import { changeCriteria, lookUpCriteria, openCriteria } from './change-criteria.ts';
import { criteriaView, renderCriteria, renderCriteriaChanged, typedFrom } from './criteria-messages.ts';
import type { AskedList, Asker } from './look-up-candidates.ts';
import { renderRefusals } from './messages.ts';
import { parsePurpose } from './parse.ts';
import type { Purpose } from './report.ts';
import { DEFAULT_CRITERIA, type Refusal, type TypedCriteria } from './rules.ts';

/** The page and the dialog of an agency's criteria. */
export function registerCriteria(on: Listeners, deps: FeatureDeps): void {
  on.onAction('report_criteria', async (act) =>
    present(act, await answerCriteria(deps, act, { id: parseId(act.value) })),
  );
  on.onAction(/^edit_criteria:/, (act) => showDialog(deps, act));
  on.onView('report_criteria', (act) => submit(deps, act));
}

/** `/협업 후보 기준`: the criteria in words. */
export async function answerCriteria(
  deps: FeatureDeps,
  act: Asker & Pick<ActionAct, 'locale'>,
  agency: AskedList['agency'],
): Promise<Reply> {
  const page = await lookUpCriteria(deps.database, act, agency, deps.now());
  return 'refusals' in page ? refuse(deps, act, page.refusals) : renderCriteria(page, act.locale);
}

async function showDialog(deps: FeatureDeps, act: ActionAct): Promise<Reply | undefined> {
  const purpose = parsePurpose(act.value) ?? 'special_step';
  const page = await openCriteria(deps.database, act, deps.now());
  if ('refusals' in page) return present(act, refuse(deps, act, page.refusals));
  const { criteria } = page.lines.find((line) => line.purpose === purpose) ?? {
    criteria: DEFAULT_CRITERIA[purpose],
  };
  const typed = typedFrom(criteria, page.earliest);
  await openDialog(act, criteriaView({ purpose, earliest: page.earliest, typed }, act.locale));
  return undefined;
}

/** Changes the criteria, or shows all that is wrong with what was typed still there. */
async function submit(deps: FeatureDeps, act: ViewAct): Promise<ViewOutcome> {
  const purpose = parsePurpose(act.view.private_metadata) ?? 'special_step';
  const typed = typedIn(act.values);
  const outcome = await changeCriteria(deps.database, act, { purpose, typed }, deps.now());
  if (outcome.kind === 'changed') {
    const late = renderCriteriaChanged(outcome, act.locale);
    return { answer: { response_action: 'update', view: renderModal(late, act.locale) }, late };
  }
  const late = refuse(deps, act, outcome.refusals);
  const view = await refusedView(deps, act, { purpose, typed, refusals: outcome.refusals }, late);
  return { answer: { response_action: 'update', view }, late };
}

async function refusedView(
  deps: FeatureDeps,
  act: ViewAct,
  form: { purpose: Purpose; typed: TypedCriteria; refusals: Refusal[] },
  late: Reply,
) {
  const page = await openCriteria(deps.database, act, deps.now());
  return 'refusals' in page
    ? renderModal(late, act.locale)
    : criteriaView({ ...form, earliest: page.earliest }, act.locale);
}

/** The fields' contents, which whoever can forge them may make anything. */
function typedIn(values: ViewAct['values']): TypedCriteria {
  const text = (key: string) => {
    const field = values[key]?.value;
    const value = field?.selected_option?.value ?? field?.value;
    return typeof value === 'string' ? value : '';
  };
  const chosen: unknown = values.counted?.value?.selected_options;
  const counted = Array.isArray(chosen) ? chosen.map((option) => String(option?.value)) : [];
  return {
    by: text('by'),
    number: text('number'),
    counted,
    span: text('span'),
    months: text('months'),
    effectiveFrom: text('effective_from'),
  };
}

function refuse(deps: FeatureDeps, act: Pick<ActionAct, 'locale'>, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}

import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, CommandAct, Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { present } from '../messenger/present.ts';
import { type Reply, renderModal } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { exportView } from './export-view.ts';
import { fieldOf, refusalText, renderList, renderRefusals, renderUsage } from './messages.ts';
import { EXPORT_WORDS, parseCommand } from './parse.ts';
import { listExports, openForm, requestExport, type TypedExport, type Wanted } from './request-export.ts';
import type { Refusal } from './rules.ts';
import type { ExportSource } from './source.ts';

export interface ExportDeps extends FeatureDeps {
  sources: readonly ExportSource[];
  /** Tells the workers that an export waits; never fails, never waited for. */
  wakeExports: () => void;
}

type Asker = Pick<CommandAct, 'officialId' | 'teamId' | 'locale' | 'client' | 'triggerId'> & {
  view?: ActionAct['view'];
};

/** Listens to everything about exports; returns the words of its commands, and the dialog for features with a button of their own. */
export function registerExports(
  on: Listeners,
  deps: ExportDeps,
): CommandRoute & { open: (act: Asker, wanted: Wanted) => Promise<Reply | undefined> } {
  on.onAction('show_exports', async (act) => present(act, await answerList(deps, act)));
  on.onAction('refresh_exports', async (act) =>
    present(act, { ...(await answerList(deps, act)), replaceOriginal: true }),
  );
  on.onView('export', (act) => submitExport(deps, act));
  return {
    words: EXPORT_WORDS,
    handle: (act) => answerCommand(deps, act),
    open: (act, wanted) => openExport(deps, act, wanted),
  };
}

async function answerCommand(deps: ExportDeps, act: CommandAct): Promise<Reply | undefined> {
  switch (parseCommand(act.text).kind) {
    case 'ask':
      return openExport(deps, act, {});
    case 'list':
      return answerList(deps, act);
    case 'usage':
      return renderUsage(act.locale);
  }
}

async function openExport(deps: ExportDeps, act: Asker, wanted: Wanted): Promise<Reply | undefined> {
  const page = await openForm(deps.database, deps.sources, act, wanted, deps.now());
  if ('refusals' in page) return refuse(deps, act, page.refusals);
  await openDialog(act, exportView(page.form, act.locale));
  return undefined;
}

async function answerList(deps: ExportDeps, act: Pick<Asker, 'officialId' | 'locale'>): Promise<Reply> {
  return renderList(await listExports(deps.database, act.officialId), deps.sources, act.locale);
}

/** Asks for the export, or tells at each field what is wrong with it. */
async function submitExport(deps: ExportDeps, act: ViewAct): Promise<ViewOutcome> {
  const { database, sources, now, wakeExports } = deps;
  const { officialId: actorId, teamId, locale } = act;
  // The dialog is submitted once with success, however often Slack says so.
  const by = { actorId, teamId, requestKey: `${teamId}:${act.view.id}` };
  const outcome = await requestExport(database, sources, { ...by, ...typedIn(act) }, now());
  if (outcome.kind === 'requested') {
    if (!outcome.repeat) wakeExports();
    const late = renderList(await listExports(database, actorId), sources, locale, { begun: true });
    return { answer: { response_action: 'update', view: renderModal(late, locale) }, late };
  }
  const late = refuse(deps, act, outcome.refusals);
  const fields = outcome.refusals.map((refusal) => [fieldOf(refusal), refusalText(refusal, locale)] as const);
  if (fields.some(([field]) => field === undefined))
    return { answer: { response_action: 'update', view: renderModal(late, locale) }, late };
  // The first fault of a field stays.
  const errors = Object.fromEntries([...fields].reverse());
  return { answer: { response_action: 'errors', errors }, late };
}

/** What stands in the fields, which whoever can forge it may make anything. */
function typedIn({ values }: ViewAct): TypedExport {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const chosen = (block: string) => text(values[block]?.value?.selected_option?.value);
  return {
    kind: chosen('kind'),
    agency: text(values.agency?.value?.value),
    from: text(values.from?.value?.selected_date),
    to: text(values.to?.value?.selected_date),
    format: chosen('format') === 'xlsx' ? 'xlsx' : 'csv',
    bom: (values.bom?.value?.selected_options ?? []).length > 0,
    reason: text(values.reason?.value?.value),
  };
}

function refuse(deps: ExportDeps, act: Pick<Asker, 'locale'>, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}

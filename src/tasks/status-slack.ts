import { seoulDay } from '../calendar/seoul.ts';
import type { ActionAct, Listeners, ViewAct, ViewOutcome } from '../messenger/listeners.ts';
import { openDialog } from '../messenger/open-dialog.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import { lookUpCard } from './look-up.ts';
import {
  type Asker,
  actOfView,
  answerView,
  endView,
  metadataOf,
  NO_TASK,
  refuse,
  refuseOpening,
  typedIn,
} from './outcome-slack.ts';
import { recordResult } from './record-result.ts';
import { splitFigures } from './result-parse.ts';
import { settableStates } from './rules.ts';
import { resultView, SAME, statusView, type TypedMeasurement, type TypedStatus } from './status-view.ts';
import type { MeasurementInput, Refusal, TaskCard, TaskOutcome, TaskState } from './task.ts';
import type { TaskDeps } from './task-deps.ts';
import { updateTask } from './update-task.ts';
import { parseId, parseState, parseUpdate } from './value-parse.ts';

type Opener = Asker & Parameters<typeof openDialog>[0];

/** The dialogs for a status update, which asks for results where completing needs them, and for one result. */
export function registerStatus(on: Listeners, deps: TaskDeps): void {
  on.onAction(/^update_task:/, async (act) => {
    const { id = 0, ...begun } = parseUpdate(act.value);
    return present(act, await openStatus(deps, act, id, begun));
  });
  on.onAction(/^result_task:/, async (act: ActionAct) =>
    present(act, await openResult(deps, act, parseId(act.value) ?? 0)),
  );
  on.onView('update_task', (act) => submitStatus(deps, act));
  on.onView('result_task', (act) => submitResult(deps, act));
}

/** @param begun what the person has asked for already */
export async function openStatus(
  deps: TaskDeps,
  act: Opener,
  taskId: number,
  begun: { to?: TaskState | undefined; progress?: string | undefined; note?: string } = {},
): Promise<Reply | undefined> {
  const card = await lookUpCard(deps.database, act.officialId, taskId, deps.now());
  const refusals = 'refusals' in card ? card.refusals : refuseOpening(card, rightOf(card));
  if ('refusals' in card || refusals.length > 0) return refuse(deps, act, refusals);
  const typed = {
    to: begun.to ?? SAME,
    progress: begun.progress ?? '',
    note: begun.note ?? '',
    measuredOn: seoulDay(deps.now()),
    results: new Map(),
  };
  const metadata = { key: act.triggerId, id: taskId };
  const asksResults = begun.to === 'completed';
  await openDialog(act, statusView({ metadata, card, typed, asksResults }, act.locale));
  return undefined;
}

/** A proposal has no status yet: it can be withdrawn, by whoever may revise it. */
const rightOf = ({ task }: TaskCard) => (task.state === 'proposed' ? 'revise' : 'update');

async function submitStatus(deps: TaskDeps, act: ViewAct): Promise<ViewOutcome> {
  const { database, now } = deps;
  const metadata = metadataOf(act);
  const card = metadata && (await lookUpCard(database, act.officialId, metadata.id, now()));
  if (!metadata || !card) return endView(deps, act, NO_TASK);
  if ('refusals' in card) return endView(deps, act, card.refusals);
  const typed = readStatus(act, card);
  const by = { ...actOfView(act, metadata), taskId: metadata.id };
  const to = parseState(typed.to);
  const outcome: TaskOutcome<'updated' | 'completed' | 'cancelled'> =
    to === undefined && typed.to !== SAME
      ? { kind: 'refused', refusals: unknownState(card) }
      : await updateTask(
          database,
          { ...by, to, progress: typed.progress, note: typed.note, results: resultsOf(typed) },
          now(),
          deps.onCompleted,
        );
  const asksResults = to === 'completed' || typed.results.size > 0;
  return answerView(deps, act, outcome, (refusals) =>
    statusView({ metadata, card, typed, asksResults, refusals }, act.locale),
  );
}

function unknownState({ task: { state } }: TaskCard): Refusal[] {
  return [{ reason: 'state_not_from', from: state, to: state, allowed: settableStates(state) }];
}

function readStatus({ values }: ViewAct, { measures }: TaskCard): TypedStatus {
  const results = measures
    .map(({ id }) => ({
      id,
      figures: typedIn(values, `result_${id}`),
      evidence: typedIn(values, `evidence_${id}`),
    }))
    .filter(({ figures, evidence }) => figures !== '' || evidence !== '');
  return {
    to: typedIn(values, 'to'),
    progress: typedIn(values, 'progress'),
    note: typedIn(values, 'note'),
    measuredOn: typedIn(values, 'measured_on'),
    results: new Map(results.map(({ id, ...result }) => [id, result])),
  };
}

function resultsOf({ results, measuredOn }: TypedStatus): MeasurementInput[] {
  return [...results].map(([measureId, { figures, evidence }]) => ({
    measureId,
    name: '',
    ...splitFigures(figures),
    units: [],
    measuredOn,
    evidence,
  }));
}

export async function openResult(deps: TaskDeps, act: Opener, taskId: number): Promise<Reply | undefined> {
  const card = await lookUpCard(deps.database, act.officialId, taskId, deps.now());
  const refusals = 'refusals' in card ? card.refusals : refuseOpening(card, 'record');
  if ('refusals' in card || refusals.length > 0) return refuse(deps, act, refusals);
  // Nothing to measure by: a select without options is none that Slack takes.
  if (card.measures.length === 0) return refuse(deps, act, [{ reason: 'measure_none' }]);
  const typed = { measure: '', before: '', after: '', measuredOn: seoulDay(deps.now()), evidence: '' };
  const metadata = { key: act.triggerId, id: taskId };
  await openDialog(act, resultView({ metadata, card, typed }, act.locale));
  return undefined;
}

async function submitResult(deps: TaskDeps, act: ViewAct): Promise<ViewOutcome> {
  const metadata = metadataOf(act);
  const card = metadata && (await lookUpCard(deps.database, act.officialId, metadata.id, deps.now()));
  if (!metadata || !card) return endView(deps, act, NO_TASK);
  if ('refusals' in card) return endView(deps, act, card.refusals);
  const typed = readMeasurement(act);
  const { measure, ...figures } = typed;
  const outcome = await recordResult(
    deps.database,
    {
      ...actOfView(act, metadata),
      taskId: metadata.id,
      result: { measureId: parseId(measure) ?? 0, name: '', units: [], ...figures },
    },
    deps.now(),
  );
  return answerView(deps, act, outcome, (refusals) =>
    card.measures.length === 0 ? undefined : resultView({ metadata, card, typed, refusals }, act.locale),
  );
}

function readMeasurement({ values }: ViewAct): TypedMeasurement {
  return {
    measure: typedIn(values, 'measure'),
    before: typedIn(values, 'before'),
    after: typedIn(values, 'after'),
    measuredOn: typedIn(values, 'measured_on'),
    evidence: typedIn(values, 'evidence'),
  };
}

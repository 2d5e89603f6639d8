import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { figure } from '../measures/messages.ts';
import { bold, clip, context, joinMrkdwn, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { AnswerField, EvaluationView, Measure, Refusal } from './evaluation.ts';
import { refusalText, titleOf } from './messages.ts';
import { formatMetadata } from './parse.ts';
import { ANSWER_LENGTHS } from './rules.ts';
import { textsOf } from './texts.ts';

/** What was typed into the dialog; `results` by the measures' ids. */
export interface TypedAnswer {
  progress: string;
  results: ReadonlyMap<number, string>;
  difficulties: string;
  nextPlan: string;
  draft: boolean;
}

/**
 * The dialog for an answer: it begins with the latest version, and where there is none with the task's latest measurements. What
 * was refused stands at its top, all at once, with what was typed.
 */
export function answerView(
  { evaluation, today }: EvaluationView,
  key: string,
  locale: Locale,
  typed: TypedAnswer = typedSoFar(evaluation),
  refusals: readonly Refusal[] = [],
): ModalView {
  const t = textsOf(locale);
  const d = t.answerDialog;
  const { cycle, task, measures, id } = evaluation;
  const until = today > cycle.dueOn ? d.lateOnce(cycle.dueOn) : d.editable(cycle.dueOn);
  return {
    type: 'modal',
    callback_id: 'answer_evaluation',
    private_metadata: formatMetadata({ key, id }),
    title: plain(d.title(cycle.kind), 24),
    submit: plain(d.submit, 24),
    close: plain(d.close, 24),
    blocks: [
      ...faultBlocks(d.refused, refusals, locale),
      section(joinMrkdwn([bold(titleOf(t, evaluation)), mrkdwn`${until}`], '\n')),
      input('progress', t.fields.progress, d.progress(task.progress), 'progress', typed.progress),
      ...measures.map((measure) =>
        input(
          `result_${measure.id}`,
          d.measure(clip(measure.name, 100)),
          d.measureHint(targetOf(measure)),
          'result',
          typed.results.get(measure.id) ?? '',
        ),
      ),
      input('difficulties', t.fields.difficulties, d.optional, 'difficulties', typed.difficulties),
      input('next_plan', t.fields.next_plan, d.optional, 'next_plan', typed.nextPlan),
      {
        type: 'input',
        block_id: 'draft',
        optional: true,
        label: plain(d.draft, 200),
        element: checkbox(d.draftOption, 'draft', typed.draft),
      },
      context(mrkdwn`${d.warning}`),
    ],
  };
}

/** What was wrong, at the top of a dialog; nothing where nothing was. */
export function faultBlocks(title: string, refusals: readonly Refusal[], locale: Locale): KnownBlock[] {
  if (refusals.length === 0) return [];
  const lines = refusals.map((refusal) => mrkdwn`• ${refusalText(refusal, locale)}`);
  return [section(joinMrkdwn([bold(title), ...lines], '\n'))];
}

/** A single box to tick. */
export function checkbox(label: string, value: string, ticked: boolean): InputBlock['element'] {
  const option = { text: plain(label, 75), value };
  return {
    type: 'checkboxes',
    action_id: 'value',
    options: [option],
    ...(ticked ? { initial_options: [option] } : {}),
  };
}

// Slack would not let a draft go with an empty field, so all are optional to it; which are needed is ours to say.
function input(blockId: string, label: string, hint: string, field: AnswerField, value: string): InputBlock {
  // A little room: Slack counts some characters twice. The rule itself is ours to check and to explain.
  const most = ANSWER_LENGTHS[field] * 2;
  return {
    type: 'input',
    block_id: blockId,
    optional: true,
    label: plain(label, 200),
    hint: plain(hint, 200),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: field !== 'result',
      max_length: most,
      ...(value === '' ? {} : { initial_value: clip(value, most) }),
    },
  };
}

function typedSoFar(evaluation: EvaluationView['evaluation']): TypedAnswer {
  const { draft, submitted, measures } = evaluation;
  const latest = draft ?? submitted;
  const measured = measures.map((measure) => [measure.id, measuredOf(measure)] as const);
  const said = latest?.results.map(({ measureId, text }) => [measureId, text] as const);
  return {
    progress: latest?.progress ?? '',
    results: new Map(said ?? measured),
    difficulties: latest?.difficulties ?? '',
    nextPlan: latest?.nextPlan ?? '',
    draft: draft !== undefined && submitted === undefined,
  };
}

/** 12개월 → 4개월, where it was measured. */
function measuredOf({ before, after, unit }: Measure): string {
  if (after === undefined) return '';
  return [before, after]
    .filter((number) => number !== undefined)
    .map((number) => figure(number, unit))
    .join(' → ');
}

function targetOf({ before, target, unit }: Measure): string {
  if (target === undefined) return '';
  const aim = figure(target, unit);
  return before === undefined ? aim : `${figure(before, unit)} → ${aim}`;
}

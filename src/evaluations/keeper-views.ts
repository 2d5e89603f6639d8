import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { isDay } from '../calendar/seoul.ts';
import { bold, clip, joinMrkdwn, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { checkbox, faultBlocks } from './answer-view.ts';
import type { EvaluationView, Refusal, TaskChoice } from './evaluation.ts';
import { answerBlocks, titleOf } from './messages.ts';
import { formatMetadata } from './parse.ts';
import { COMMENT_MAX_LENGTH, TITLE_MAX_LENGTH } from './rules.ts';
import { textsOf } from './texts.ts';

export interface TypedGrade {
  grade: string;
  comment: string;
  recommended: boolean;
}

/** The dialog for a grade, over the answer that is graded. */
export function gradeView(
  { evaluation, scale }: EvaluationView & { scale: readonly string[] },
  key: string,
  locale: Locale,
  typed?: TypedGrade,
  refusals: readonly Refusal[] = [],
): ModalView {
  const t = textsOf(locale);
  const d = t.gradeDialog;
  const { grade, submitted, id } = evaluation;
  const begun = typed ?? grade ?? { grade: '', comment: '', recommended: false };
  const options = scale.map((word) => ({ text: plain(word, 75), value: word }));
  const chosen = options.find(({ value }) => value === begun.grade);
  return {
    ...frame(
      'grade_evaluation',
      formatMetadata({ key, id, answerId: submitted?.id }),
      d,
      t.answerDialog.close,
    ),
    blocks: [
      ...faultBlocks(d.refused, refusals, locale),
      section(bold(titleOf(t, evaluation))),
      ...answerBlocks(t, submitted),
      {
        type: 'input',
        block_id: 'grade',
        label: plain(d.grade, 200),
        element: {
          type: 'radio_buttons',
          action_id: 'value',
          options,
          ...(chosen === undefined ? {} : { initial_option: chosen }),
        },
      },
      textInput('comment', d.comment, d.commentHint(COMMENT_MAX_LENGTH), COMMENT_MAX_LENGTH, begun.comment),
      {
        type: 'input',
        block_id: 'recommended',
        optional: true,
        label: plain(d.preference, 200),
        hint: plain(d.preferenceHint, 200),
        element: checkbox(d.preferenceOption, 'recommended', begun.recommended),
      },
    ],
  };
}

/** The dialog for naming an evaluator. */
export function nameView(
  { evaluation }: EvaluationView,
  key: string,
  locale: Locale,
  chosen?: PlainTextOption,
  refusals: readonly Refusal[] = [],
): ModalView {
  const t = textsOf(locale);
  const d = t.nameDialog;
  const { evaluator, id } = evaluation;
  const now = evaluator ? [mrkdwn`${d.now(evaluator.name)}`] : [];
  return {
    ...frame('name_evaluator', formatMetadata({ key, id }), d, t.answerDialog.close),
    blocks: [
      ...faultBlocks(d.refused, refusals, locale),
      section(joinMrkdwn([bold(titleOf(t, evaluation)), ...now], '\n')),
      {
        type: 'input',
        block_id: 'evaluator',
        label: plain(d.evaluator, 200),
        hint: plain(d.hint, 200),
        element: {
          type: 'external_select',
          action_id: 'evaluator',
          min_query_length: 1,
          placeholder: plain(d.placeholder, 150),
          ...(chosen === undefined ? {} : { initial_option: chosen }),
        },
      },
    ],
  };
}

export interface TypedOpening {
  title: string;
  dueOn: string;
  /** As they were chosen. */
  tasks: PlainTextOption[];
}

/** The dialog for opening a cycle by hand. */
export function openingView(
  key: string,
  locale: Locale,
  typed: TypedOpening = { title: '', dueOn: '', tasks: [] },
  refusals: readonly Refusal[] = [],
): ModalView {
  const t = textsOf(locale);
  const d = t.openDialog;
  return {
    ...frame('open_cycle', formatMetadata({ key, id: 0 }), d, t.answerDialog.close),
    blocks: [
      ...faultBlocks(d.refused, refusals, locale),
      section(mrkdwn`${d.intro}`),
      textInput('title', d.name, d.namePlaceholder, TITLE_MAX_LENGTH, typed.title),
      {
        type: 'input',
        block_id: 'tasks',
        label: plain(d.tasks, 200),
        hint: plain(d.tasksHint, 200),
        element: {
          type: 'multi_external_select',
          action_id: 'evaluation_tasks',
          min_query_length: 0,
          placeholder: plain(d.tasksPlaceholder, 150),
          ...(typed.tasks.length === 0 ? {} : { initial_options: typed.tasks }),
        },
      },
      {
        type: 'input',
        block_id: 'due_on',
        label: plain(d.dueOn, 200),
        hint: plain(d.dueHint, 200),
        element: {
          type: 'datepicker',
          action_id: 'value',
          ...(isDay(typed.dueOn) ? { initial_date: typed.dueOn } : {}),
        },
      },
    ],
  };
}

/** A task to choose; the value is `task:12`. */
export function taskOption({ id, title }: TaskChoice, locale: Locale): PlainTextOption {
  return { text: plain(textsOf(locale).task(id, title), 75), value: `task:${id}` };
}

function frame(
  callbackId: string,
  metadata: string,
  words: { title: string; submit: string },
  close: string,
) {
  return {
    type: 'modal' as const,
    callback_id: callbackId,
    private_metadata: metadata,
    title: plain(words.title, 24),
    submit: plain(words.submit, 24),
    close: plain(close, 24),
  };
}

function textInput(blockId: string, label: string, hint: string, max: number, value: string): InputBlock {
  const most = max * 2;
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 200),
    hint: plain(hint, 200),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: blockId === 'comment',
      max_length: most,
      ...(value === '' ? {} : { initial_value: clip(value, most) }),
    },
  };
}

import type { KnownBlock, ModalView } from '@slack/types';
import { figure } from '../measures/messages.ts';
import { context, mrkdwn, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { mostCharacters, settableStates } from './rules.ts';
import type { Measure, Refusal, TaskCard } from './task.ts';
import { standingText } from './task-lines.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';
import type { Metadata } from './value-parse.ts';
import { choice, dateInput, modal, selectInput, textInput } from './view-parts.ts';

/** A state that stays as it is. */
export const SAME = 'same';
const ADDRESS_CHARACTERS = 1_000;
const FIGURE_CHARACTERS = 100;

/** What stands in the dialog for a status update. */
export interface TypedStatus {
  /** A state or `same`. */
  to: string;
  progress: string;
  note: string;
  measuredOn: string;
  /** By measure. */
  results: ReadonlyMap<number, { figures: string; evidence: string }>;
}

/**
 * The dialog for a status update.
 * @param input.asksResults whether it asks for each measure that has no result, as completing the task needs
 */
export function statusView(
  input: {
    metadata: Metadata;
    card: Pick<TaskCard, 'task' | 'measures'>;
    typed: TypedStatus;
    asksResults: boolean;
    refusals?: readonly Refusal[];
  },
  locale: Locale,
): ModalView {
  const t = textsOf(locale);
  const d = t.dialogs.status;
  const { metadata, card, typed, asksResults, refusals = [] } = input;
  const { task } = card;
  const withdraws = task.state === 'proposed';
  const open = asksResults ? card.measures.filter(({ latest }) => !latest) : [];
  const options = [
    ...(withdraws ? [] : [choice(d.same(t.states[task.state]), SAME)]),
    ...settableStates(task.state).map((state) => choice(withdraws ? d.withdraw : t.states[state], state)),
  ];
  return modal(
    {
      callbackId: 'update_task',
      metadata,
      title: d.title,
      submit: d.submit,
      refusals,
      blocks: [
        section(mrkdwn`${t.title(task.id, task.title)}\n${standingText(t, task)}`),
        selectInput('to', { label: d.state, options, typed: withdraws ? 'cancelled' : typed.to }),
        ...(withdraws
          ? []
          : [
              textInput('progress', {
                label: d.progress,
                hint: d.progressHint,
                typed: typed.progress,
                most: 10,
                optional: true,
              }),
            ]),
        textInput('note', {
          label: d.note,
          hint: `${d.noteHint} ${t.dialogs.upTo(mostCharacters('note'))}.`,
          typed: typed.note,
          most: mostCharacters('note'),
          multiline: true,
        }),
        ...(open.length === 0 ? [] : [section(mrkdwn`${d.resultsIntro}`)]),
        ...open.flatMap((measure) => resultInputs(t, measure, typed)),
        ...(open.length === 0
          ? []
          : [dateInput('measured_on', { label: d.measuredOn, typed: typed.measuredOn, optional: true })]),
        context(mrkdwn`${t.dialogs.warning}`),
      ],
    },
    locale,
  );
}

function resultInputs(
  t: Texts,
  { id, name, unit, before, target }: Measure,
  typed: TypedStatus,
): KnownBlock[] {
  const d = t.dialogs.status;
  const said = (number: string | undefined) => (number === undefined ? undefined : figure(number, unit));
  return [
    textInput(`result_${id}`, {
      label: d.result(name, unit),
      hint: d.resultHint(said(before), said(target)),
      typed: typed.results.get(id)?.figures ?? '',
      most: FIGURE_CHARACTERS,
      optional: true,
    }),
    textInput(`evidence_${id}`, {
      label: d.evidence(name),
      hint: d.evidenceHint,
      typed: typed.results.get(id)?.evidence ?? '',
      most: ADDRESS_CHARACTERS,
      optional: true,
    }),
  ];
}

/** What stands in the dialog for a result. */
export interface TypedMeasurement {
  /** A measure's id. */
  measure: string;
  before: string;
  after: string;
  measuredOn: string;
  evidence: string;
}

/** The dialog for one measured result; a measure that has none yet is proposed. */
export function resultView(
  input: {
    metadata: Metadata;
    card: Pick<TaskCard, 'task' | 'measures'>;
    typed: TypedMeasurement;
    refusals?: readonly Refusal[];
  },
  locale: Locale,
): ModalView {
  const t = textsOf(locale);
  const d = t.dialogs.result;
  const { metadata, card, typed, refusals = [] } = input;
  const { task, measures } = card;
  const options = measures.map(({ id, name, unit }) =>
    choice(unit === '' ? name : `${name} (${unit})`, String(id)),
  );
  const first = measures.find(({ latest }) => !latest) ?? measures[0];
  const proposed = typed.measure === '' ? String(first?.id ?? '') : typed.measure;
  return modal(
    {
      callbackId: 'result_task',
      metadata,
      title: d.title,
      submit: d.submit,
      refusals,
      blocks: [
        section(mrkdwn`${t.title(task.id, task.title)}`),
        selectInput('measure', { label: d.measure, options, typed: proposed }),
        textInput('after', {
          label: d.after,
          hint: d.afterHint,
          typed: typed.after,
          most: FIGURE_CHARACTERS,
        }),
        textInput('before', {
          label: d.before,
          hint: d.beforeHint,
          typed: typed.before,
          most: FIGURE_CHARACTERS,
          optional: true,
        }),
        dateInput('measured_on', { label: t.dialogs.status.measuredOn, typed: typed.measuredOn }),
        textInput('evidence', {
          label: d.evidence,
          hint: t.dialogs.status.evidenceHint,
          typed: typed.evidence,
          most: ADDRESS_CHARACTERS,
          optional: true,
        }),
        context(mrkdwn`${t.dialogs.warning}`),
      ],
    },
    locale,
  );
}

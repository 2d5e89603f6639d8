import type { ModalView } from '@slack/types';
import { clip, context, mrkdwn } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { MOST_PARTNERS } from './proposal-rules.ts';
import { mostCharacters } from './rules.ts';
import type { Refusal } from './task.ts';
import { textsOf } from './texts.ts';
import type { Metadata } from './value-parse.ts';
import { type Choice, choice, dateInput, modal, personInput, selectInput, textInput } from './view-parts.ts';

/** What stands in the dialog for a task. */
export interface TypedTask {
  title: string;
  purpose: string;
  content: string;
  history: string;
  relatedTask: string;
  dueOn: string;
  /** One a line. */
  measures: string;
  /** A pair's id, '' or `none`. */
  pair: string;
  /** The partners' owners, each in its field: Slack keeps what stands in a field, so none moves to another. */
  partners: Array<Choice | undefined>;
}

export const NO_PAIR = 'none';
/** A select of Slack's holds a hundred options, one of them for none. */
const MOST_PAIRS = 99;
const MEASURES_CHARACTERS = 1_500;
const LEAST_PARTNER_FIELDS = 3;

/** How many partners the dialog offers: a free one when all are filled. One field each, as not every client knows several in one. */
function partnerFields(partners: TypedTask['partners']): number {
  const last = partners.findLastIndex((one) => one !== undefined);
  return Math.min(MOST_PARTNERS, Math.max(LEAST_PARTNER_FIELDS, last + 2));
}

/** The dialog for a new task or for revising a proposed one, with the fields of 행정업무규정 제42조의2. */
export function taskView(
  input: {
    purpose: 'register' | 'revise';
    metadata: Metadata;
    typed: TypedTask;
    pairs: ReadonlyArray<{ id: number; round: number; pair: number; task: string }>;
    refusals?: readonly Refusal[];
  },
  locale: Locale,
): ModalView {
  const { dialogs } = textsOf(locale);
  const d = dialogs.task;
  const { purpose, metadata, typed, pairs, refusals = [] } = input;
  const isNew = purpose === 'register';
  const long = (field: 'purpose' | 'content' | 'history', optional = false) =>
    textInput(field, {
      label: d[field],
      hint: dialogs.upTo(mostCharacters(field)),
      typed: typed[field],
      most: mostCharacters(field),
      multiline: true,
      optional,
    });
  const options = [
    choice(d.noPair, NO_PAIR),
    ...pairs
      .slice(0, MOST_PAIRS)
      .map((pair) => choice(d.pairOption(pair.round, pair.pair, clip(pair.task, 60)), String(pair.id))),
  ];
  return modal(
    {
      callbackId: isNew ? 'register_task' : 'revise_task',
      metadata,
      title: isNew ? d.register : d.revise,
      submit: isNew ? d.submitNew : d.submitRevision,
      refusals,
      blocks: [
        context(mrkdwn`${isNew ? d.introNew : d.introRevision}`),
        textInput('title', { label: d.title, typed: typed.title, most: mostCharacters('title') }),
        long('purpose'),
        long('content'),
        ...Array.from({ length: partnerFields(typed.partners) }, (_, index) =>
          personInput(`partner${index + 1}`, {
            label: d.partner(index + 1),
            ...(index === 0 ? { hint: d.partnerHint } : { optional: true }),
            actionId: 'partner',
            placeholder: d.partnerPlaceholder,
            chosen: typed.partners[index],
          }),
        ),
        dateInput('due_on', { label: d.dueOn, typed: typed.dueOn }),
        textInput('measures', {
          label: d.measures,
          hint: d.measuresHint,
          typed: typed.measures,
          most: MEASURES_CHARACTERS,
          multiline: true,
          optional: true,
        }),
        long('history', true),
        textInput('related_task', {
          label: d.relatedTask,
          hint: d.relatedHint,
          typed: typed.relatedTask,
          most: mostCharacters('related_task'),
          optional: true,
        }),
        selectInput('pair', { label: d.pair, hint: d.pairHint, options, typed: typed.pair, optional: true }),
        context(mrkdwn`${dialogs.warning}`),
      ],
    },
    locale,
  );
}

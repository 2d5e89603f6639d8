import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { isDay } from '../calendar/seoul.ts';
import { bold, clip, joinMrkdwn, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { refusalText } from './messages.ts';
import type { Refusal } from './task.ts';
import { textsOf } from './texts.ts';
import type { Metadata } from './value-parse.ts';

/** Slack's own limit of a text field. */
const MOST_CHARACTERS = 3_000;

export type Choice = PlainTextOption & { value: string };

export function choice(label: string, value: string): Choice {
  return { text: plain(label, 75), value };
}

/** A dialog; what was refused stands at its top, all at once. Inputs keep their block ids, so that Slack keeps what was typed. */
export function modal(
  input: {
    callbackId: string;
    metadata: Metadata;
    title: string;
    submit: string;
    refusals: readonly Refusal[];
    blocks: KnownBlock[];
  },
  locale: Locale,
): ModalView {
  const { dialogs } = textsOf(locale);
  const faults = input.refusals.map((refusal) => mrkdwn`• ${refusalText(refusal, locale)}`);
  return {
    type: 'modal',
    callback_id: input.callbackId,
    private_metadata: JSON.stringify(input.metadata),
    title: plain(input.title, 24),
    submit: plain(input.submit, 24),
    close: plain(dialogs.close, 24),
    blocks: [
      ...(faults.length === 0 ? [] : [section(joinMrkdwn([bold(dialogs.refused), ...faults], '\n'))]),
      ...input.blocks,
    ],
  };
}

interface Field {
  label: string;
  hint?: string;
  optional?: boolean;
}

function input(
  blockId: string,
  { label, hint, optional }: Field,
  element: InputBlock['element'],
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 200),
    ...(hint === undefined || hint === '' ? {} : { hint: plain(hint, 300) }),
    ...(optional ? { optional: true } : {}),
    element,
  };
}

/** @param field.most of visible characters, by the rules; Slack counts some twice, so that the field takes more */
export function textInput(
  blockId: string,
  field: Field & { typed: string; most: number; multiline?: boolean },
): InputBlock {
  const most = Math.min(MOST_CHARACTERS, field.most * 2);
  return input(blockId, field, {
    type: 'plain_text_input',
    action_id: 'value',
    multiline: field.multiline ?? false,
    max_length: most,
    ...(field.typed === '' ? {} : { initial_value: clip(field.typed, most) }),
  });
}

export function dateInput(blockId: string, field: Field & { typed: string }): InputBlock {
  return input(blockId, field, {
    type: 'datepicker',
    action_id: 'value',
    ...(isDay(field.typed) ? { initial_date: field.typed } : {}),
  });
}

export function selectInput(
  blockId: string,
  field: Field & { options: Choice[]; typed: string },
): InputBlock {
  const chosen = field.options.find(({ value }) => value === field.typed);
  return input(blockId, field, {
    type: 'static_select',
    action_id: 'value',
    options: field.options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  });
}

/** Somebody to be searched for; `actionId` tells the search who is meant. */
export function personInput(
  blockId: string,
  field: Field & { actionId: string; placeholder: string; chosen: Choice | undefined },
): InputBlock {
  return input(blockId, field, {
    type: 'external_select',
    action_id: field.actionId,
    min_query_length: 1,
    placeholder: plain(field.placeholder, 150),
    ...(field.chosen === undefined ? {} : { initial_option: field.chosen }),
  });
}

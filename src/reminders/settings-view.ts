import type { ModalView, PlainTextOption } from '@slack/types';
import { isDay } from '../calendar/seoul.ts';
import { bold, joinMrkdwn, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { refusalText } from './messages.ts';
import type { Settings } from './settings.ts';
import { effectiveHour, LEAVE_MAX_DAYS, OPTIONAL_KINDS, type Refusal } from './settings-rules.ts';
import { settingsTextsOf, textsOf } from './texts.ts';

/** The dialog for the hour and for what may be switched off. What was refused stands at its top. */
export function settingsView(
  { hour, hours, muted }: Pick<Settings, 'hour' | 'hours' | 'muted'>,
  locale: Locale,
  refusals: readonly Refusal[] = [],
): ModalView {
  const { dialog } = settingsTextsOf(locale);
  const { kinds } = textsOf(locale);
  const hourOptions = hours.map((one) => option(dialog.hourOption(one), String(one)));
  const chosen = hourOptions.find(({ value }) => value === String(effectiveHour(hour, hours)));
  const kindOptions = OPTIONAL_KINDS.map((kind) => ({ kind, option: option(kinds[kind], kind) }));
  const on = kindOptions.filter(({ kind }) => !muted.includes(kind));
  return {
    type: 'modal',
    callback_id: 'reminder_settings',
    title: plain(dialog.title, 24),
    submit: plain(dialog.submit, 24),
    close: plain(dialog.close, 24),
    blocks: [
      ...faultBlocks(refusals, locale),
      {
        type: 'input',
        block_id: 'hour',
        label: plain(dialog.hour, 200),
        hint: plain(dialog.hourHint, 200),
        element: {
          type: 'static_select',
          action_id: 'value',
          options: hourOptions,
          ...(chosen ? { initial_option: chosen } : {}),
        },
      },
      {
        type: 'input',
        block_id: 'kinds',
        optional: true,
        label: plain(dialog.kinds, 200),
        hint: plain(dialog.kindsHint, 200),
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: kindOptions.map(({ option: one }) => one),
          // Slack refuses an empty list.
          ...(on.length === 0 ? {} : { initial_options: on.map(({ option: one }) => one) }),
        },
      },
    ],
  };
}

/** The dialog for days off; what was typed is kept. */
export function leaveView(
  typed: { first: string; last: string },
  locale: Locale,
  refusals: readonly Refusal[] = [],
): ModalView {
  const { dialog, leaveDialog } = settingsTextsOf(locale);
  const dateInput = (id: 'first' | 'last') => ({
    type: 'input' as const,
    block_id: id,
    label: plain(leaveDialog[id], 200),
    element: {
      type: 'datepicker' as const,
      action_id: 'value',
      ...(isDay(typed[id]) ? { initial_date: typed[id] } : {}),
    },
  });
  return {
    type: 'modal',
    callback_id: 'leave',
    title: plain(leaveDialog.title, 24),
    submit: plain(leaveDialog.submit, 24),
    close: plain(dialog.close, 24),
    blocks: [
      ...faultBlocks(refusals, locale),
      section(mrkdwn`${leaveDialog.hint(LEAVE_MAX_DAYS)}`),
      dateInput('first'),
      dateInput('last'),
    ],
  };
}

function faultBlocks(refusals: readonly Refusal[], locale: Locale) {
  if (refusals.length === 0) return [];
  const { refused } = settingsTextsOf(locale).dialog;
  const faults = refusals.map((refusal) => mrkdwn`• ${refusalText(refusal, locale)}`);
  return [section(joinMrkdwn([bold(refused), ...faults], '\n'))];
}

function option(label: string, value: string): PlainTextOption & { value: string } {
  return { text: plain(label, 75), value };
}

import type { ModalView } from '@slack/types';
import { isDay } from '../calendar/seoul.ts';
import { clip, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { ExportForm } from './request-export.ts';
import { FORMATS, REASON_MAX_LENGTH, REASON_MIN_LENGTH } from './rules.ts';
import type { ExportSource } from './source.ts';
import { textsOf } from './texts.ts';
import { byUsualDays } from './usual-days.ts';

/** The dialog for an export: the records that one may have, of one's own agency or, for an auditor, of any. */
export function exportView(form: ExportForm, locale: Locale): ModalView {
  const { dialog, formats } = textsOf(locale);
  const { begin } = form;
  const kinds = form.sources.map(({ kind, name }) => ({ text: plain(name[locale], 75), value: kind }));
  const kind = kinds.find(({ value }) => value === begin.kind) ?? kinds[0];
  const format = FORMATS.map((value) => ({ text: plain(formats[value], 75), value }));
  const day = (id: 'from' | 'to', hint?: string) => ({
    type: 'input' as const,
    block_id: id,
    optional: true,
    label: plain(dialog[id], 200),
    ...(hint === undefined ? {} : { hint: plain(hint, 400) }),
    element: {
      type: 'datepicker' as const,
      action_id: 'value',
      ...(isDay(begin[id] ?? '') ? { initial_date: begin[id] as string } : {}),
    },
  });
  return {
    type: 'modal',
    callback_id: 'export',
    title: plain(dialog.title, 24),
    submit: plain(dialog.submit, 24),
    close: plain(dialog.close, 24),
    blocks: [
      section(mrkdwn`${form.agency === undefined ? dialog.all : dialog.scope(form.agency.name)}`),
      {
        type: 'input',
        block_id: 'kind',
        label: plain(dialog.kind, 200),
        element: {
          type: 'static_select',
          action_id: 'value',
          options: kinds,
          ...(kind === undefined ? {} : { initial_option: kind }),
        },
      },
      ...(form.agency === undefined
        ? [
            {
              type: 'input' as const,
              block_id: 'agency',
              optional: true,
              label: plain(dialog.agency, 200),
              hint: plain(dialog.agencyHint, 200),
              element: {
                type: 'plain_text_input' as const,
                action_id: 'value',
                max_length: 100,
                ...(begin.agency ? { initial_value: clip(begin.agency, 100) } : {}),
              },
            },
          ]
        : []),
      day('from'),
      day('to', daysHint(form.sources, locale)),
      {
        type: 'input',
        block_id: 'format',
        label: plain(dialog.format, 200),
        element: {
          type: 'static_select',
          action_id: 'value',
          options: format,
          ...(format[0] ? { initial_option: format[0] } : {}),
        },
      },
      {
        type: 'input',
        block_id: 'bom',
        optional: true,
        label: plain(dialog.bom, 200),
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: [{ text: plain(dialog.bomOption, 75), value: 'bom' }],
        },
      },
      {
        type: 'input',
        block_id: 'reason',
        label: plain(dialog.reason, 200),
        hint: plain(dialog.reasonHint(REASON_MIN_LENGTH), 200),
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          // A little room: Slack counts some characters twice. The rule itself is ours to check and to explain.
          max_length: REASON_MAX_LENGTH * 2,
        },
      },
    ],
  };
}

/** Which days are meant when none are chosen: this month's, but for some kinds. */
function daysHint(sources: readonly ExportSource[], locale: Locale): string {
  const { dialog, usualDays } = textsOf(locale);
  const groups = byUsualDays(sources.map(({ name, usual }) => [name[locale], usual]));
  groups.delete('this_month');
  const others = [...groups].map(([usual, names]) => `${names.join(', ')}: ${usualDays[usual]}.`);
  return [dialog.daysHint(usualDays.this_month), ...others].join(' ');
}

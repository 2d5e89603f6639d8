import type { ModalView } from '@slack/types';
import { isDay } from '../calendar/seoul.ts';
import { bold, clip, joinMrkdwn, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { ExtensionPage } from './look-up.ts';
import { refusalText } from './messages.ts';
import { REASON_MAX_LENGTH, type Refusal } from './rules.ts';
import { textsOf } from './texts.ts';

/** What was typed into the dialog so far. */
export interface TypedExtension {
  newEnd: string;
  reason: string;
}

/** The dialog for a later end. What was refused stands at its top, all at once; a year more is proposed. */
export function extendView(
  { term, companions, latest, proposed, capMonths }: Omit<ExtensionPage, 'agencyIds'>,
  locale: Locale,
  typed?: TypedExtension,
  refusals: readonly Refusal[] = [],
): ModalView {
  const { dialog } = textsOf(locale);
  const along = companions.filter(({ last }) => last === term.last).map(({ name }) => name);
  const newEnd = typed?.newEnd ?? proposed ?? '';
  const reason = typed?.reason ?? '';
  // A little room: Slack counts some characters twice. The rule itself is ours to check and to explain.
  const most = REASON_MAX_LENGTH * 2;
  const faults = refusals.map((refusal) => mrkdwn`• ${refusalText(refusal, locale)}`);
  const facts = [
    dialog.now(term.name, term.first, term.last),
    proposed === undefined ? dialog.full(capMonths) : dialog.latest(latest, capMonths),
    ...(along.length > 0 ? [dialog.companions(along.join(', '))] : []),
  ];
  return {
    type: 'modal',
    callback_id: 'extend_term',
    private_metadata: String(term.id),
    title: plain(dialog.title, 24),
    submit: plain(dialog.submit, 24),
    close: plain(dialog.close, 24),
    blocks: [
      ...(faults.length === 0 ? [] : [section(joinMrkdwn([bold(dialog.refused), ...faults], '\n'))]),
      section(
        joinMrkdwn(
          facts.map((fact) => mrkdwn`${fact}`),
          '\n',
        ),
      ),
      {
        type: 'input',
        block_id: 'new_end',
        label: plain(dialog.newEnd, 200),
        hint: plain(dialog.newEndHint, 200),
        element: {
          type: 'datepicker',
          action_id: 'value',
          ...(isDay(newEnd) ? { initial_date: newEnd } : {}),
        },
      },
      {
        type: 'input',
        block_id: 'reason',
        label: plain(dialog.reason, 200),
        hint: plain(dialog.reasonHint(REASON_MAX_LENGTH), 200),
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: most,
          ...(reason === '' ? {} : { initial_value: clip(reason, most) }),
        },
      },
    ],
  };
}

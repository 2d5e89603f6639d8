import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Recipient } from '../directory/find-recipients.ts';
import { clip, context, joinMrkdwn, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Policy } from '../policy/policy.ts';
import { formatKey, toKey } from './address-gift.ts';
import { refusalText } from './messages.ts';
import type { Refusal } from './refusal.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** The dialog for giving. What was refused stands at its top, all at once; `message` is typed or quoted text to begin with. */
export function giveView(input: {
  metadata: string;
  allowanceLeft: number;
  policy: Policy;
  preset?: { value: string; label: string };
  message?: string;
  refusals?: Refusal[];
  locale: Locale;
}): ModalView {
  const t = textsOf(input.locale);
  const { dialog } = t;
  const { policy, refusals = [] } = input;
  return {
    type: 'modal',
    callback_id: 'give',
    private_metadata: input.metadata,
    title: plain(dialog.title, 24),
    submit: plain(dialog.submit, 24),
    close: plain(dialog.close, 24),
    blocks: [
      ...faultsBlock(
        dialog.refused,
        refusals.map((refusal) => refusalText(refusal, input.locale)),
      ),
      section(mrkdwn`${dialog.status(input.allowanceLeft, policy.pointsPerGift)}`),
      {
        type: 'input',
        block_id: 'recipient',
        label: plain(dialog.recipient, 200),
        hint: plain(dialog.recipientHint, 200),
        element: {
          type: 'external_select',
          action_id: 'recipient',
          min_query_length: 1,
          placeholder: plain(dialog.recipientPlaceholder, 150),
          ...(input.preset === undefined
            ? {}
            : { initial_option: option(input.preset.label, input.preset.value) }),
        },
      },
      messageInput(t, policy, input.message ?? ''),
      context(mrkdwn`${dialog.warning}`),
    ],
  };
}

function messageInput(t: Texts, policy: Policy, message: string): InputBlock {
  const { dialog } = t;
  // A little room: Slack counts some characters twice. The rule itself is ours to check and to explain.
  const most = Math.min(3_000, policy.messageMaxLength * 2);
  return {
    type: 'input',
    block_id: 'message',
    label: plain(dialog.message, 200),
    hint: plain(dialog.messageHint(policy.messageMinLength, policy.messageMaxLength), 200),
    element: {
      type: 'plain_text_input',
      action_id: 'message',
      multiline: true,
      max_length: most,
      placeholder: plain(dialog.messagePlaceholder, 150),
      ...(message === '' ? {} : { initial_value: clip(message, most) }),
    },
  };
}

/** What was wrong with a form, at its top; nothing where nothing was. */
export function faultsBlock(title: string, faults: string[]): KnownBlock[] {
  if (faults.length === 0) return [];
  const lines = faults.map((fault) => mrkdwn`• ${fault}`);
  return [section(joinMrkdwn([mrkdwn`*${title}*`, ...lines], '\n'))];
}

/** Recipients for the search: `official:12`, 김하늘 사무관 · 중기부 인력정책과. */
export function recipientOptions(recipients: Recipient[], locale: Locale): Choice[] {
  const t = textsOf(locale);
  return recipients
    .slice(0, 100)
    .map((recipient) => option(recipientLabel(t, recipient), formatKey(toKey(recipient))));
}

function recipientLabel(t: Texts, recipient: Recipient): string {
  if (recipient.kind === 'department') {
    const { name, agency } = recipient.department;
    return `${name} (${t.dialog.department}) · ${agency.shortName}`;
  }
  const { name, posting, agency, department } = recipient.official;
  const person = [name, posting?.rank ?? ''].filter(Boolean).join(' ');
  return [person, t.place(agency?.shortName ?? '', department?.name ?? '')].filter(Boolean).join(' · ');
}

type Choice = PlainTextOption & { value: string };

export function option(label: string, value: string): Choice {
  return { text: plain(label, 75), value };
}

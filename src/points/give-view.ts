import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { addMonths, type Day, monthOf } from '../calendar/seoul.ts';
import type { Recipient } from '../directory/find-recipients.ts';
import { clip, context, joinMrkdwn, mrkdwn, plain, section } from '../messenger/blocks.ts';
import { grouped } from '../messenger/grouped.ts';
import type { Locale } from '../messenger/locale.ts';
import { boundsOf, DEFAULT_POLICY, POLICY_KEYS, type Policy, type PolicyKey } from '../policy/policy.ts';
import { formatKey, toKey } from './address-gift.ts';
import { refusalText } from './messages.ts';
import { policyValue } from './operator-messages.ts';
import type { OperatorTexts } from './operator-text.ko.ts';
import type { Refusal } from './rules.ts';
import type { Texts } from './text.ko.ts';
import { operatorTextsOf, textsOf } from './texts.ts';

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

function faultsBlock(title: string, faults: string[]): KnownBlock[] {
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

function option(label: string, value: string): Choice {
  return { text: plain(label, 75), value };
}

/**
 * The form for an agency's numbers, one field a key of the policy.
 * @param input.faults keys at fault, `effective_from` included, or sentences; shown at the top
 */
export function policyView(input: {
  metadata: string;
  current: Policy;
  earliest: Day;
  locale: Locale;
  faults?: string[];
}): ModalView {
  const o = operatorTextsOf(input.locale);
  const { policy } = o;
  return {
    type: 'modal',
    callback_id: 'policy',
    private_metadata: input.metadata,
    title: plain(policy.dialogTitle, 24),
    submit: plain(policy.submit, 24),
    close: plain(policy.close, 24),
    blocks: [
      ...faultsBlock(
        policy.faults,
        (input.faults ?? []).map((fault) => faultText(fault, input.earliest, input.locale)),
      ),
      section(mrkdwn`${policy.intro}`),
      effectiveFromInput(o, input.earliest, input.locale),
      ...POLICY_KEYS.map((key) => policyInput(o, key, input.current[key])),
    ],
  };
}

function faultText(fault: string, earliest: Day, locale: Locale): string {
  const o = operatorTextsOf(locale);
  if (fault === 'effective_from') return refusalText({ reason: 'policy_past', earliest }, locale);
  const key = POLICY_KEYS.find((known) => known === fault);
  if (key === undefined) return fault;
  return o.policy.within(o.policyLabels[key], rangeOf(o, key) ?? '');
}

function rangeOf(o: OperatorTexts, key: PolicyKey): string | undefined {
  const bounds = boundsOf(key);
  return bounds && o.policy.range(grouped(bounds.min), grouped(bounds.max));
}

function effectiveFromInput(o: OperatorTexts, earliest: Day, locale: Locale): InputBlock {
  const t = textsOf(locale);
  const days = Array.from({ length: 12 }, (_, index) => `${addMonths(monthOf(earliest), index)}-01`);
  const options = days.map((day) => option(t.fullDay(day), day));
  const [first] = options;
  return {
    type: 'input',
    block_id: 'effective_from',
    label: plain(o.policy.effectiveFrom, 200),
    hint: plain(o.policy.effectiveHint, 200),
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(first === undefined ? {} : { initial_option: first }),
    },
  };
}

function policyInput(o: OperatorTexts, key: PolicyKey, value: Policy[PolicyKey]): InputBlock {
  const standard = o.policy.standard(policyValue(o, key, DEFAULT_POLICY[key]));
  const bounds = boundsOf(key);
  const hint = [rangeOf(o, key), standard].filter(Boolean).join(' · ');
  const block = {
    type: 'input' as const,
    block_id: key,
    label: plain(o.policyLabels[key], 200),
    hint: plain(hint, 200),
  };
  if (bounds === undefined) {
    const choices = [true, false].map((choice) => option(o.allowed(choice), String(choice)));
    const chosen = choices.find((choice) => choice.value === String(value));
    return {
      ...block,
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options: choices,
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      },
    };
  }
  return {
    ...block,
    element: {
      type: 'number_input',
      action_id: 'value',
      is_decimal_allowed: false,
      initial_value: String(value),
      min_value: String(bounds.min),
      max_value: String(bounds.max),
    },
  };
}

import type { InputBlock, ModalView } from '@slack/types';
import { addMonths, type Day, monthOf } from '../calendar/seoul.ts';
import { clip, mrkdwn, plain, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import {
  boundsOf,
  DEFAULT_POLICY,
  formOf,
  listBoundsOf,
  POLICY_GROUPS,
  POLICY_KEYS,
  type Policy,
  type PolicyGroup,
  type PolicyKey,
} from '../policy/policy.ts';
import { faultsBlock, option } from './give-view.ts';
import { refusalText } from './messages.ts';
import { policyValue } from './policy-messages.ts';
import type { PolicyTexts } from './policy-text.ko.ts';
import { policyTextsOf, textsOf } from './texts.ts';

const MOST_TYPED = 200;

/**
 * The form for one group of an agency's numbers, one field a key of the policy.
 * @param input.typed what was submitted, by key and `effective_from`: it stays in the form
 * @param input.faults keys at fault, `effective_from` included, or sentences; shown at the top
 */
export function policyView(input: {
  group: PolicyGroup;
  current: Policy;
  earliest: Day;
  locale: Locale;
  typed?: Partial<Record<string, string>>;
  faults?: string[];
}): ModalView {
  const p = policyTextsOf(input.locale);
  const { dialogTitle, intro } = p.groups[input.group];
  const { typed = {} } = input;
  return {
    type: 'modal',
    callback_id: 'policy',
    private_metadata: input.group,
    title: plain(dialogTitle, 24),
    submit: plain(p.submit, 24),
    close: plain(p.close, 24),
    blocks: [
      ...faultsBlock(
        p.faults,
        (input.faults ?? []).map((fault) => faultText(fault, input.earliest, input.locale)),
      ),
      section(mrkdwn`${intro}`),
      effectiveFromInput(p, input.earliest, typed.effective_from, input.locale),
      ...POLICY_GROUPS[input.group].map((key) => policyInput(p, key, input.current[key], typed[key])),
    ],
  };
}

function faultText(fault: string, earliest: Day, locale: Locale): string {
  if (fault === 'effective_from') return refusalText({ reason: 'policy_past', earliest }, locale);
  const key = POLICY_KEYS.find((known) => known === fault);
  if (key === undefined) return fault;
  const p = policyTextsOf(locale);
  return [boundsText(p, key), p.relations[key]].filter(Boolean).join(' ');
}

function boundsText(p: PolicyTexts, key: PolicyKey): string {
  const bounds = boundsOf(key);
  if (bounds) return p.within(p.labels[key], p.range(bounds.min, bounds.max));
  const list = listBoundsOf(key);
  if (!list) return p.choose(p.labels[key]);
  return formOf(key) === 'words' ? p.wordsWithin(p.labels[key], list) : p.numbersWithin(p.labels[key], list);
}

function effectiveFromInput(
  p: PolicyTexts,
  earliest: Day,
  typed: string | undefined,
  locale: Locale,
): InputBlock {
  const t = textsOf(locale);
  const days = Array.from({ length: 12 }, (_, index) => `${addMonths(monthOf(earliest), index)}-01`);
  const options = days.map((day) => option(t.fullDay(day), day));
  const chosen = options.find(({ value }) => value === typed) ?? options[0];
  return {
    type: 'input',
    block_id: 'effective_from',
    label: plain(p.effectiveFrom, 200),
    hint: plain(p.effectiveHint, 200),
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    },
  };
}

function policyInput(
  p: PolicyTexts,
  key: PolicyKey,
  value: Policy[PolicyKey],
  typed: string | undefined,
): InputBlock {
  const standard = p.standard(policyValue(p, key, DEFAULT_POLICY[key]));
  return {
    type: 'input' as const,
    block_id: key,
    label: plain(p.labels[key], 200),
    hint: plain([hintOf(p, key), standard].filter(Boolean).join(' · '), 200),
    element: policyElement(p, key, textOf(p, value), cleanText(typed ?? '')),
  };
}

function policyElement(p: PolicyTexts, key: PolicyKey, value: string, typed: string): InputBlock['element'] {
  const bounds = boundsOf(key);
  if (bounds) {
    return {
      type: 'number_input',
      action_id: 'value',
      is_decimal_allowed: false,
      // Slack takes nothing but a number within the bounds to begin with.
      initial_value: isWithin(typed, bounds) ? typed : value,
      min_value: String(bounds.min),
      max_value: String(bounds.max),
    };
  }
  if (formOf(key) === 'switch') {
    const choices = [true, false].map((choice) => option(p.allowed(choice), String(choice)));
    const chosen =
      choices.find((choice) => choice.value === typed) ?? choices.find((choice) => choice.value === value);
    return {
      type: 'radio_buttons',
      action_id: 'value',
      options: choices,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    };
  }
  return {
    type: 'plain_text_input',
    action_id: 'value',
    max_length: MOST_TYPED,
    initial_value: clip(typed === '' ? value : typed, MOST_TYPED),
  };
}

function isWithin(typed: string, { min, max }: { min: number; max: number }): boolean {
  return /^\d{1,6}$/.test(typed) && Number(typed) >= min && Number(typed) <= max;
}

function hintOf(p: PolicyTexts, key: PolicyKey): string | undefined {
  const bounds = boundsOf(key);
  if (bounds) return p.range(bounds.min, bounds.max);
  const list = listBoundsOf(key);
  if (!list) return undefined;
  return formOf(key) === 'words' ? p.wordsHint(list) : p.numbersHint(list);
}

/** A value as it is typed: `7, 3, 1, 0`. */
function textOf(p: PolicyTexts, value: Policy[PolicyKey]): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? p.none : value.join(', ');
}

import type { Day } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import {
  POLICY_GROUPS,
  POLICY_KEYS,
  type Policy,
  type PolicyChange,
  type PolicyChanges,
  type PolicyGroup,
  type PolicyKey,
} from '../policy/policy.ts';
import type { PolicyOutcome } from './change-policy.ts';
import { renderRefusals } from './messages.ts';
import type { PolicyTexts } from './policy-text.ko.ts';
import { policyTextsOf, textsOf } from './texts.ts';

/** A policy's value as people read it: 200점, 허용, 9시, 7일 전, 당일. */
export function policyValue(p: PolicyTexts, key: PolicyKey, value: Policy[PolicyKey]): string {
  if (typeof value === 'boolean') return p.allowed(value);
  const entries = Array.isArray(value) ? value : [value];
  if (entries.length === 0) return p.none;
  return entries
    .map((entry) => (typeof entry === 'number' ? (p.units[key]?.(entry) ?? String(entry)) : entry))
    .join(', ');
}

/** An agency's numbers in force, and what was decided for later (제7조), of one group. */
export function renderPolicy(
  input: {
    agencyName: string;
    group: PolicyGroup;
    current: Policy;
    upcoming: PolicyChange[];
    earliest: Day;
  },
  locale: Locale,
): Message {
  const p = policyTextsOf(locale);
  const t = textsOf(locale);
  const keys = POLICY_GROUPS[input.group];
  const other: PolicyGroup = input.group === 'points' ? 'tasks' : 'points';
  const title = p.groups[input.group].title(input.agencyName);
  const upcoming = input.upcoming.flatMap(({ effectiveFrom, changes }) => {
    const lines = changeLines(p, changes, keys);
    return lines.length === 0 ? [] : [mrkdwn`${bold(p.from(t.fullDay(effectiveFrom)))}\n${lines.join('\n')}`];
  });
  return message(mrkdwn`${title}`, [
    section(mrkdwn`${bold(title)}\n${changeLines(p, input.current, keys).join('\n')}`),
    ...(upcoming.length === 0 ? [] : [section(bold(p.upcoming)), ...listSections(upcoming, 10)]),
    actions([
      button('open_policy', p.open, { style: 'primary', value: input.group }),
      button('show_policy', p.groups[other].show, { value: other }),
    ]),
    context(mrkdwn`${p.earliest(t.fullDay(input.earliest))}`),
  ]);
}

export function renderPolicyChanged(outcome: PolicyOutcome, locale: Locale): Message {
  if (outcome.kind === 'refused') return renderRefusals(outcome.refusals, locale);
  const p = policyTextsOf(locale);
  const lines = changeLines(p, outcome.changes, POLICY_KEYS);
  const title = lines.length === 0 ? p.nothing : p.changed(textsOf(locale).fullDay(outcome.effectiveFrom));
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), ...lines.map((line) => mrkdwn`${line}`)], '\n')),
  ]);
}

/** Each of `keys` that was decided, by name and value. */
export function changeLines(p: PolicyTexts, changes: PolicyChanges, keys: readonly PolicyKey[]): string[] {
  return keys.flatMap((key) => {
    const value = changes[key];
    return value === undefined ? [] : [`${p.labels[key]}: ${policyValue(p, key, value)}`];
  });
}

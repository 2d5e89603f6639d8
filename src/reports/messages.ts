import {
  actions,
  bold,
  button,
  joinMrkdwn,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { createRefusals } from '../messenger/refusals.ts';
import type { Choice } from './look-up-departments.ts';
import { formatPeriod } from './periods.ts';
import type { Refusal } from './rules.ts';
import { textsOf } from './texts.ts';

/** Why not, and what to do, in plain text. */
export const { refusalText } = createRefusals<Refusal>(textsOf);

export function renderRefusals(refusals: readonly Refusal[], locale: Locale): Message {
  const lines = refusals.map((refusal) => mrkdwn`${refusalText(refusal, locale)}`);
  const said = lines[0] ?? mrkdwn`${textsOf(locale).refused}`;
  return message(said, [section(joinMrkdwn(lines, '\n'))]);
}

/** Several departments go by a name: a button for each, to the page that was asked for. */
export function renderChoice({ choices, period }: Choice, page: 'sheet' | 'month', locale: Locale): Message {
  const { title } = textsOf(locale).choose;
  const span = formatPeriod(period);
  const buttons = choices.map(({ id, name, agency }, index) => {
    const action = page === 'sheet' ? 'performance' : 'department_month';
    const value = page === 'sheet' ? `${id}:${span}` : `${id}:${span.slice(0, 7)}`;
    return button(`${action}:choice${index}`, `${name} · ${agency.shortName}`, { value });
  });
  return message(mrkdwn`${title}`, [section(bold(title)), actions(buttons)]);
}

/** Lines of one section. */
export function lines(parts: readonly Mrkdwn[]): Mrkdwn {
  return joinMrkdwn(parts, '\n');
}

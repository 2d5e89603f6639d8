import { mondayOfIsoWeek } from '../calendar/iso-week.ts';
import { type Day, isDay } from '../calendar/seoul.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { SECTIONS, type Section } from './digest.ts';

export type Command =
  | { kind: 'show'; agency: string | undefined; week: Day | undefined }
  /** A word with digits that names no week. */
  | { kind: 'week_unreadable'; text: string };

/** First words this feature answers to, for the route table. */
export const DIGEST_WORDS: readonly string[] = ['주간보고', 'weekly', 'digest'];

/** Reads `/협업 주간보고`, `/협업 주간보고 2026-W47` and, for auditors, `/협업 주간보고 고용노동부 2026-W47`. */
export function parseCommand(input: string): Command {
  const words = cleanText(input).split(/\s+/).slice(1);
  // The week may stand before the agency or behind it.
  const at = words.findIndex((word) => mondayOfIsoWeek(word) !== undefined);
  const week = at < 0 ? undefined : mondayOfIsoWeek(words[at] ?? '');
  const last = words.at(-1) ?? '';
  if (week === undefined && /^\d|^W\d/i.test(last)) return { kind: 'week_unreadable', text: last };
  const names = words.filter((_, index) => index !== at);
  return { kind: 'show', agency: names.length === 0 ? undefined : names.join(' '), week };
}

/** What a button holds: `AGENCY:WEEK:SECTION`, AGENCY and WEEK alone, or AGENCY; user input. Undefined for anything else. */
export function parseTarget(
  value: string | undefined,
): { agencyId: number; week: Day | undefined; section: Section | undefined } | undefined {
  const [, agency, week, section] =
    /^([1-9]\d{0,8})(?::(\d{4}-\d{2}-\d{2})(?::([a-z]+))?)?$/.exec(value ?? '') ?? [];
  if (agency === undefined || (week !== undefined && !isDay(week))) return undefined;
  const known = SECTIONS.find((one) => one === section);
  if (section !== undefined && known === undefined) return undefined;
  return { agencyId: Number(agency), week, section: known };
}

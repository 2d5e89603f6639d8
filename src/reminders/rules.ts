import { addDays, type Day } from '../calendar/seoul.ts';
import { daysFrom } from '../calendar/terms.ts';
import { listSendHours, type SendHours, type WorkCalendar } from '../calendar/workdays.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReminderItem, ReminderKind } from './reminder.ts';

/** What of an agency's policy decides when something is spoken of. */
export type StagePolicy = Pick<
  Policy,
  | 'remindBeforeDays'
  | 'remindAfterDays'
  | 'escalateAfterDays'
  | 'staleAfterDays'
  | 'consentReminderDays'
  | 'disputeReminderDays'
  | 'exchangeAlertCalendarDays'
>;

/**
 * The stages that anchors of a kind have reached by a day: an anchor's latest is that of the first step whose `until` is not
 * before it, and none when it is later than all.
 */
export interface StageLadder {
  kind: ReminderKind;
  /** The earliest anchors, and so the latest stage, first. */
  steps: Array<{ stage: string; until: Day }>;
}

/** Who has been silent for longer than this is told no more often than that. */
const LONGEST_SILENCE_DAYS = 1_826;

/**
 * The latest stage reached on `day`, for every anchor at once: what was missed is not made up for, only the newest counts.
 * Working days, but for exchanges; what falls on a day off is reached on it and said on the next working day.
 */
export function listStages(policy: StagePolicy, calendar: WorkCalendar, day: Day): StageLadder[] {
  const working = (offset: number) => latestAnchor(calendar, day, offset);
  const due = (offset: number) => (offset === 0 ? 'D' : offset < 0 ? `D${offset}` : `D+${offset}`);
  const ladder = (
    kind: ReminderKind,
    offsets: readonly number[],
    latest: (offset: number) => Day = working,
    name: (offset: number) => string = due,
  ): StageLadder => ({ kind, steps: climb(offsets, latest, name) });
  const ahead = (days: readonly number[]) => days.map((count) => 0 - count);
  return [
    ladder('evaluation', [...ahead(policy.remindBeforeDays), ...policy.remindAfterDays]),
    // By name, not by its number: a CCO(혁신책임관) who was told is not told again when the policy moves the day.
    ladder('overdue', [policy.escalateAfterDays], working, () => 'CCO'),
    ladder('consent', policy.consentReminderDays, working, (offset) => `W${offset}`),
    { kind: 'stale', steps: climbSilence(policy.staleAfterDays, calendar, day) },
    ladder('dispute', ahead(policy.disputeReminderDays)),
    ladder('exchange', ahead(policy.exchangeAlertCalendarDays), (offset) => addDays(day, -offset)),
  ];
}

/**
 * The latest anchor whose stage of so many working days after it (before it, when negative) is reached on `day`: the latest
 * for which `plusWorkingDays(anchor, offset)` is `day` or earlier.
 */
function latestAnchor(calendar: WorkCalendar, day: Day, offset: number): Day {
  if (offset <= 0) return calendar.plusWorkingDays(day, -offset);
  return addDays(calendar.plusWorkingDays(addDays(day, 1), -offset), -1);
}

function climb(
  offsets: readonly number[],
  latest: (offset: number) => Day,
  name: (offset: number) => string,
): StageLadder['steps'] {
  const descending = [...new Set(offsets)].sort((a, b) => b - a);
  const steps = descending.map((offset) => ({ stage: name(offset), until: latest(offset) }));
  // Two that are reached on the same day, as D and D+1 of a Saturday: the later one counts.
  return steps.filter(({ until }, index) => steps[index - 1]?.until !== until);
}

/** Silence has a stage after each so many working days, on and on. */
function climbSilence(every: number, calendar: WorkCalendar, day: Day): StageLadder['steps'] {
  const earliest = addDays(day, -LONGEST_SILENCE_DAYS);
  const steps: StageLadder['steps'] = [];
  let counted = addDays(day, 1);
  for (let offset = every; counted > earliest; offset += every) {
    counted = calendar.plusWorkingDays(counted, -every);
    steps.unshift({ stage: `W${offset}`, until: addDays(counted, -1) });
  }
  return steps;
}

/** How many days are left until the anchor: working days, counted as the stages are, and calendar days for an exchange. */
export function daysLeftOf(kind: ReminderKind, anchor: Day, calendar: WorkCalendar, day: Day): number {
  if (kind === 'exchange') return daysFrom(day, anchor);
  return anchor > day
    ? calendar.countWorkingDays(addDays(day, -1), addDays(anchor, -1))
    : 0 - calendar.countWorkingDays(anchor, day);
}

/** `2026-11-30 D-3`, and behind it until when the person had put it off, so that it is said once more. */
export function readStageKey(key: string): { anchor: Day; stage: string } {
  const [anchor = '', stage = ''] = key.split(' ');
  return { anchor, stage };
}

/**
 * The latest hour of preference whose time has come at `hour`; undefined while nothing may be sent. A preferred hour is
 * moved to the next one in which messages go out, and one after them all to the last of them.
 */
export function latestHourReached(hours: SendHours, hour: number): number | undefined {
  const open = listSendHours(hours);
  if (!open.includes(hour)) return undefined;
  return hour === open.at(-1) ? 23 : hour;
}

const DEADLINES: ReadonlySet<ReminderKind> = new Set(['evaluation', 'overdue', 'dispute']);
const RANKS: Record<ReminderKind, number> = {
  overdue: 0,
  dispute: 1,
  evaluation: 2,
  consent: 3,
  stale: 4,
  exchange: 5,
};

/** Most urgent first: deadlines by the days left, then consents and tasks by how long they have waited, then exchanges. */
export function byUrgency(a: ReminderItem, b: ReminderItem): number {
  const group = (item: ReminderItem) => (DEADLINES.has(item.kind) ? 0 : RANKS[item.kind]);
  return (
    group(a) - group(b) ||
    a.daysLeft - b.daysLeft ||
    RANKS[a.kind] - RANKS[b.kind] ||
    a.subjectId - b.subjectId
  );
}

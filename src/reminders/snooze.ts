import { monthOf, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { findPolicy } from '../policy/store.ts';
import type { ReminderKind } from './reminder.ts';
import { decideSnooze, isStale, type Refusal, type Snooze } from './settings-rules.ts';
import { findWaiting, saveSnooze } from './snooze-store.ts';

export type SnoozeOutcome =
  | ({ kind: 'snoozed'; title: string } & Snooze)
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * 내일 다시, 3일 뒤: puts off what waits for this person at this moment. Pressed again it says the same day; the last word
 * counts. Whatever does not wait for them, or is none, changes nothing and is answered alike.
 */
export async function snooze(
  database: Database,
  officialId: number,
  asked: { kind: ReminderKind; subjectId: number; days: 1 | 3 } | undefined,
  now: Date,
): Promise<SnoozeOutcome> {
  const today = seoulDay(now);
  const item = asked && (await findWaiting(database, officialId, asked, today));
  if (!item) return refuse({ reason: 'not_waiting' });
  const calendar = await findCalendar(database);
  if (item.kind === 'stale') {
    const { staleAfterDays } = await findPolicy(database, item.agencyId, monthOf(today));
    if (!isStale(item.anchor, staleAfterDays, calendar, today)) return refuse({ reason: 'not_waiting' });
  }
  const decision = decideSnooze(item, asked.days, calendar, today);
  await saveSnooze(database, officialId, { ...asked, until: decision.until });
  return { kind: 'snoozed', title: item.title, ...decision };
}

function refuse(refusal: Refusal): SnoozeOutcome {
  return { kind: 'refused', refusals: [refusal] };
}

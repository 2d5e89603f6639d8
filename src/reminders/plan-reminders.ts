import { addDays, monthOf, seoulClock, seoulDay } from '../calendar/seoul.ts';
import { isYearKnown, type WorkCalendar } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { ABSENCE_MS } from '../messenger/recipient.ts';
import { type Policy, policyOf } from '../policy/policy.ts';
import { type DueReminder, findAgencies, insertMessages, streamDue, type Timetable } from './plan-store.ts';
import { latestHourReached, listStages, type StageLadder } from './rules.ts';

/** People whose messages are written in one transaction. */
const PEOPLE_AT_ONCE = 1_000;
/** Deadlines so far ahead count working days of their own year. */
const LOOK_AHEAD_DAYS = 31;

export interface PlanOutcome {
  /** Messages put into the outbox by this call. */
  planned: number;
  /** A year of which the gazette's holidays are not known: only weekends and overrides count in it. */
  unknownYear: string | undefined;
}

/**
 * Says everything that has to be said now. Any number of processes may do so at once and as often as they like, late or not
 * at all for days: each finds what was not said yet, and the database lets nobody have two messages of a day.
 */
export async function planReminders(database: Database, teamId: string, now: Date): Promise<PlanOutcome> {
  const day = seoulDay(now);
  const unknown = [day, addDays(day, LOOK_AHEAD_DAYS)].find((one) => !isYearKnown(one));
  const unknownYear = unknown?.slice(0, 4);
  const calendar = await findCalendar(database);
  if (!calendar.isWorkingDay(day)) return { planned: 0, unknownYear };
  const timetable = await drawTimetable(database, calendar, now);
  if (timetable.agencies.every(({ latestHour }) => latestHour === undefined))
    return { planned: 0, unknownYear };

  let planned = 0;
  for await (const due of pagesOf(streamDue(database, teamId, timetable))) {
    planned += await insertMessages(database, { teamId, day, now, due });
  }
  return { planned, unknownYear };
}

/** Agencies are hundreds, their policies few: stages are worked out once for each that differs. */
async function drawTimetable(database: Database, calendar: WorkCalendar, now: Date): Promise<Timetable> {
  const day = seoulDay(now);
  const hour = Number(seoulClock(now).slice(0, 2));
  const known = new Map<string, number>();
  const stages: StageLadder[][] = [];
  const agencies = (await findAgencies(database)).map(({ id, changes }) => {
    const policy = policyOf(monthOf(day), changes);
    const key = stageKeyOf(policy);
    const index = known.get(key) ?? stages.push(listStages(policy, calendar, day)) - 1;
    known.set(key, index);
    return { id, stages: index, latestHour: latestHourReached(policy, hour) };
  });
  return { day, lookedForSince: new Date(now.getTime() - ABSENCE_MS), agencies, stages };
}

function stageKeyOf(policy: Policy): string {
  return JSON.stringify([
    policy.remindBeforeDays,
    policy.remindAfterDays,
    policy.escalateAfterDays,
    policy.staleAfterDays,
    policy.consentReminderDays,
    policy.disputeReminderDays,
    policy.exchangeAlertCalendarDays,
  ]);
}

/** Cuts what is ordered by person into pages; nobody is on two of them. */
async function* pagesOf(stream: AsyncIterable<DueReminder>): AsyncGenerator<DueReminder[]> {
  let page: DueReminder[] = [];
  let people = 0;
  let last: number | undefined;
  for await (const item of stream) {
    if (item.official_id !== last) {
      if (people === PEOPLE_AT_ONCE) {
        yield page;
        page = [];
        people = 0;
      }
      people += 1;
      last = item.official_id;
    }
    page.push(item);
  }
  if (page.length > 0) yield page;
}

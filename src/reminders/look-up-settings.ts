import { addDays, monthOf, seoulDay } from '../calendar/seoul.ts';
import { holidayNames, isYearKnown, listSendHours } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import { findOverrides } from '../directory/holiday-store.ts';
import { findOfficial } from '../directory/store.ts';
import { findPolicy } from '../policy/store.ts';
import type { HolidayPage, Settings } from './settings.ts';
import { mayKeepHolidays } from './settings-rules.ts';
import { findLeaves, findPreference } from './settings-store.ts';

/** How far ahead holidays are listed. */
const AHEAD_DAYS = 365;

/** What this person gets and when, by the policy of their agency today. */
export async function lookUpSettings(database: Database, officialId: number, now: Date): Promise<Settings> {
  const today = seoulDay(now);
  const official = await findOfficial(database, officialId, today);
  const [policy, preference, leaves] = await Promise.all([
    findPolicy(database, official?.agency?.id ?? 0, monthOf(today)),
    findPreference(database, officialId),
    findLeaves(database, officialId, today),
  ]);
  const heads = official?.role === 'cco' || official?.role === 'operator';
  return { ...preference, today, hours: listSendHours(policy), policy, leaves, heads };
}

/** The days off to come, which are no secret; whether this person may change them. */
export async function lookUpHolidays(
  database: Database,
  officialId: number,
  now: Date,
): Promise<HolidayPage> {
  const today = seoulDay(now);
  const official = await findOfficial(database, officialId, today);
  const overrides = await findOverrides(database, today);
  const days = Array.from({ length: AHEAD_DAYS + 1 }, (_, index) => addDays(today, index));
  const years = [...new Set(days.map((day) => Number(day.slice(0, 4))))];
  return {
    today,
    overrides,
    gazette: days
      .filter((day) => holidayNames(day).length > 0 && !overrides.some((override) => override.day === day))
      .map((day) => ({ day, names: holidayNames(day) })),
    unknownYears: years.filter((year) => !isYearKnown(`${year}-01-01`)),
    mayChange: official !== undefined && mayKeepHolidays(official),
  };
}

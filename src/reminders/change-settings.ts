import type { Database } from '../database/database.ts';
import { lookUpSettings } from './look-up-settings.ts';
import type { Settings } from './settings.ts';
import { type Refusal, refuseSettings, type Switch } from './settings-rules.ts';
import { savePreference } from './settings-store.ts';

export type SettingsOutcome =
  | { kind: 'saved'; settings: Settings }
  | { kind: 'refused'; refusals: Refusal[] };

/** Moves one's reminders within the day and switches optional kinds; all of it is saved, or nothing is. */
export async function changeSettings(
  database: Database,
  officialId: number,
  change: { hour?: number | undefined; switches: readonly Switch[] },
  now: Date,
): Promise<SettingsOutcome> {
  const { hours } = await lookUpSettings(database, officialId, now);
  const refusals = refuseSettings(change, hours);
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const kinds = (wanted: boolean) =>
    change.switches.flatMap(({ what, on }) => (what !== undefined && on === wanted ? [what] : []));
  await savePreference(database, officialId, { hour: change.hour, on: kinds(true), off: kinds(false) });
  return { kind: 'saved', settings: await lookUpSettings(database, officialId, now) };
}

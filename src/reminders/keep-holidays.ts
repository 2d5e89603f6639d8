import { seoulDay } from '../calendar/seoul.ts';
import { holidayNames } from '../calendar/workdays.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findOverride, removeOverride, saveOverride } from '../directory/holiday-store.ts';
import { findOfficial, logAct } from '../directory/store.ts';
import { cleanText, visibleLength } from '../messenger/mrkdwn.ts';
import type { Holiday } from './settings.ts';
import { mayKeepHolidays, type Refusal, refuseHoliday, refuseHolidayDay } from './settings-rules.ts';

export type HolidayOutcome =
  | { kind: 'set'; holiday: Holiday }
  | { kind: 'cancelled'; holiday: Holiday; names: readonly string[] }
  | { kind: 'refused'; refusals: Refusal[] };

export interface HolidayRequest {
  actorId: number;
  teamId: string;
  /** As typed. */
  day: string;
  /** Undefined takes the exception back. */
  holiday: boolean | undefined;
  reason: string;
}

/**
 * Makes a day a holiday or a working day for the whole government, or takes such an exception back; the access log has who
 * and why. The same again changes nothing and is not logged twice.
 */
export async function keepHoliday(
  database: Database,
  request: HolidayRequest,
  now: Date,
): Promise<HolidayOutcome> {
  const today = seoulDay(now);
  const official = await findOfficial(database, request.actorId, today);
  if (!official || !mayKeepHolidays(official)) return refuse([{ reason: 'not_keeper' }]);
  const { day, holiday } = request;
  const refusal = refuseHolidayDay(day, today);
  if (refusal) return refuse([refusal]);
  const name = cleanText(request.reason);
  const names = holidayNames(day);
  return inTransaction(database, async (tx): Promise<HolidayOutcome> => {
    const existing = await findOverride(tx, day);
    if (holiday === undefined) {
      const removed = await removeOverride(tx, day);
      if (!removed) return refuse([{ reason: 'holiday_not_set', day }]);
      await log(tx, request, 'remove_holiday', removed.name);
      return { kind: 'cancelled', holiday: removed, names };
    }
    const refusals = refuseHoliday({ day, holiday, reasonLength: visibleLength(name) }, { existing, names });
    if (refusals.length > 0) return refuse(refusals);
    const wanted = { day, holiday, name };
    if (await saveOverride(tx, wanted))
      await log(tx, request, 'set_holiday', `${holiday ? '쉼' : '근무'}: ${name}`);
    return { kind: 'set', holiday: wanted };
  });
}

function log(tx: Database, { actorId, teamId, day }: HolidayRequest, action: string, reason: string) {
  return logAct(tx, actorId, {
    action,
    subject: `holiday:${day}`,
    reason,
    teamId,
  });
}

function refuse(refusals: Refusal[]): HolidayOutcome {
  return { kind: 'refused', refusals };
}

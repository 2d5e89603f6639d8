import * as gazette from '@hyunbinseo/holidays-kr/all';
import { addDays, type Day, seoulClock, seoulDay, startOfDay } from './seoul.ts';

/**
 * A late 임시공휴일 or a local exception: says of one day that it is a holiday, or is none. A weekend stays one either way.
 */
export interface HolidayOverride {
  day: Day;
  holiday: boolean;
}

/** Which days are worked on: Monday to Friday without holidays (국가공무원 복무규정). Pure; built anew when an override changes. */
export interface WorkCalendar {
  isWorkingDay(day: Day): boolean;
  /**
   * The `count`-th working day after `day`, or before it when negative; 0 is the day itself, worked on or not. So D-3 of a
   * due day is `plusWorkingDays(due, -3)`.
   */
  plusWorkingDays(day: Day, count: number): Day;
  /** The first working day on or after `day`. */
  nextWorkingDay(day: Day): Day;
  /** Working days after `from` up to and with `to`; 0 when `to` is not later. */
  countWorkingDays(from: Day, to: Day): number;
}

const GAZETTE: Record<string, Record<string, readonly string[]>> = gazette;

/** Whether the gazette's holidays of this day's year are known; if not, only weekends and overrides count. */
export function isYearKnown(day: Day): boolean {
  return Object.hasOwn(GAZETTE, `y${day.slice(0, 4)}`);
}

/** The names of a day's holidays by the gazette, none for other days. */
export function holidayNames(day: Day): readonly string[] {
  return GAZETTE[`y${day.slice(0, 4)}`]?.[day] ?? [];
}

export function createCalendar(overrides: readonly HolidayOverride[] = []): WorkCalendar {
  const exceptions = new Map(overrides.map(({ day, holiday }) => [day, holiday]));
  const isHoliday = (day: Day) => exceptions.get(day) ?? holidayNames(day).length > 0;
  const known = new Map<Day, boolean>();

  function isWorkingDay(day: Day): boolean {
    let working = known.get(day);
    if (working === undefined) {
      // Noon in UTC falls on the same day as its name says.
      const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
      working = weekday !== 0 && weekday !== 6 && !isHoliday(day);
      known.set(day, working);
    }
    return working;
  }

  function nextWorkingDay(day: Day): Day {
    let at = day;
    while (!isWorkingDay(at)) at = addDays(at, 1);
    return at;
  }

  function plusWorkingDays(day: Day, count: number): Day {
    const step = Math.sign(count);
    let at = day;
    for (let left = Math.abs(count); left > 0; ) {
      at = addDays(at, step);
      if (isWorkingDay(at)) left -= 1;
    }
    return at;
  }

  function countWorkingDays(from: Day, to: Day): number {
    let count = 0;
    for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isWorkingDay(at)) count += 1;
    return count;
  }

  return { isWorkingDay, plusWorkingDays, nextWorkingDay, countWorkingDays };
}

/** Hours of the day in Seoul in which messages may go out, 0 to 24. */
export interface SendHours {
  sendFromHour: number;
  sendUntilHour: number;
  lunchFromHour: number;
  lunchUntilHour: number;
}

/** The hours of a working day in which messages may go out: 9, 10, 11, 13 … 17. */
export function listSendHours(hours: SendHours): number[] {
  return Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => isSendHour(hour, hours));
}

/** The hour of the day in Seoul, 0 to 23. */
function hourOf(instant: Date): number {
  return Number(seoulClock(instant).slice(0, 2));
}

function isSendHour(hour: number, hours: SendHours): boolean {
  const { sendFromHour, sendUntilHour, lunchFromHour, lunchUntilHour } = hours;
  return hour >= sendFromHour && hour < sendUntilHour && !(hour >= lunchFromHour && hour < lunchUntilHour);
}

/** Whether messages may go out now: on a working day within the hours, not over lunch (복무규정 제9조). */
export function isInSendWindow(calendar: WorkCalendar, hours: SendHours, instant: Date): boolean {
  return calendar.isWorkingDay(seoulDay(instant)) && isSendHour(hourOf(instant), hours);
}

/** The next instant at which messages may go out: `instant` itself when they may, otherwise the start of the next stretch. */
export function nextSendInstant(calendar: WorkCalendar, hours: SendHours, instant: Date): Date {
  if (isInSendWindow(calendar, hours, instant)) return instant;
  const day = seoulDay(instant);
  for (let hour = hourOf(instant) + 1; calendar.isWorkingDay(day) && hour < 24; hour++) {
    if (isSendHour(hour, hours)) return new Date(startOfDay(day).getTime() + hour * 3_600_000);
  }
  const next = calendar.nextWorkingDay(addDays(day, 1));
  return new Date(startOfDay(next).getTime() + hours.sendFromHour * 3_600_000);
}

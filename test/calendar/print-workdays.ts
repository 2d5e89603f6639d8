import { addDays, addMonths, periodOf, seoulClock, seoulDay, startOfDay } from '../../src/calendar/seoul.ts';
import { createCalendar, isInSendWindow, nextSendInstant } from '../../src/calendar/workdays.ts';
import { DEFAULT_POLICY } from '../../src/policy/policy.ts';

// Everything the calendar says of two years and a little, hour by hour. Run in hosts of other zones: the output must be equal.
const calendar = createCalendar([
  { day: '2026-12-31', holiday: true },
  { day: '2026-10-09', holiday: false },
]);
const HOUR_MS = 3_600_000;

const days: unknown[] = [];
for (let day = '2025-12-25'; day < '2028-02-01'; day = addDays(day, 1)) {
  days.push([
    day,
    calendar.isWorkingDay(day),
    [-14, -7, -3, -1, 1, 3].map((count) => calendar.plusWorkingDays(day, count)),
    calendar.nextWorkingDay(day),
    calendar.countWorkingDays('2026-01-01', day),
    startOfDay(day).toISOString(),
    addMonths(day.slice(0, 7), 1),
    periodOf(day, 'half'),
  ]);
}
const instants: unknown[] = [];
const end = startOfDay('2028-01-15').getTime();
for (let at = startOfDay('2025-12-30').getTime(); at < end; at += HOUR_MS) {
  const instant = new Date(at + 59_999);
  instants.push([
    seoulDay(instant),
    seoulClock(instant),
    isInSendWindow(calendar, DEFAULT_POLICY, instant),
    nextSendInstant(calendar, DEFAULT_POLICY, instant).toISOString(),
  ]);
}

process.stdout.write(JSON.stringify({ localHour: new Date(0).getHours(), days, instants }));

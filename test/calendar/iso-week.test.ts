import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoWeekOf, mondayOf, mondayOfIsoWeek } from '../../src/calendar/iso-week.ts';
import { addDays } from '../../src/calendar/seoul.ts';

const day = fc.integer({ min: 0, max: 36_000 }).map((count) => addDays('2001-01-01', count));

describe('ISO weeks', () => {
  it.each([
    ['2026-11-16', '2026-W47'],
    ['2026-11-22', '2026-W47'],
    // Thursday decides: the last days of a year may belong to week 1, the first to week 52 or 53.
    ['2026-01-01', '2026-W01'],
    ['2027-01-01', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
  ])('%s lies in %s', (one, week) => {
    expect(isoWeekOf(mondayOf(one))).toBe(week);
  });

  it('a week is found again by its name, and runs from Monday to Sunday', () => {
    fc.assert(
      fc.property(day, (one) => {
        const monday = mondayOf(one);
        expect(new Date(`${monday}T12:00:00Z`).getUTCDay()).toBe(1);
        expect([0, 1, 2, 3, 4, 5, 6].map((count) => addDays(monday, count))).toContain(one);
        expect(mondayOfIsoWeek(isoWeekOf(monday))).toBe(monday);
      }),
    );
  });

  it.each([
    ['2026-W5', '2026-01-26'],
    ['2026w47', '2026-11-16'],
    ['2026W47', '2026-11-16'],
    ['2026-W53', '2026-12-28'],
  ])('%s is understood', (text, monday) => {
    expect(mondayOfIsoWeek(text)).toBe(monday);
  });

  it.each(['2026-W54', '2027-W53', '2026-W00', '47', '2026-47', '', '2026-W477'])(
    '%s names no week',
    (text) => {
      expect(mondayOfIsoWeek(text)).toBeUndefined();
    },
  );
});

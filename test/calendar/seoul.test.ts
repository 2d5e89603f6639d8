import { TZDate } from '@date-fns/tz';
import { lightFormat } from 'date-fns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  isDay,
  isMonth,
  periodOf,
  seoulDay,
  startOfDay,
} from '../../src/calendar/seoul.ts';

describe('days and periods in Seoul', () => {
  it('puts the last millisecond before midnight in Seoul on its own day', () => {
    expect(seoulDay(new Date('2026-11-30T14:59:59.999Z'))).toBe('2026-11-30');
    expect(seoulDay(new Date('2026-11-30T15:00:00.000Z'))).toBe('2026-12-01');
  });

  it('agrees with the time zone database on every instant since 1989', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1989-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (instant) => {
          expect(seoulDay(instant)).toBe(lightFormat(new TZDate(instant, 'Asia/Seoul'), 'yyyy-MM-dd'));
        },
      ),
    );
  });

  it('turns the year at midnight in Seoul, not in UTC', () => {
    expect(seoulDay(new Date('2026-12-31T15:00:00Z'))).toBe('2027-01-01');
  });

  it('starts a day at the instant from which seoulDay names it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2015-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (instant) => {
          const start = startOfDay(seoulDay(instant)).getTime();
          expect(start).toBeLessThanOrEqual(instant.getTime());
          expect(instant.getTime() - start).toBeLessThan(86_400_000);
        },
      ),
    );
  });

  it('counts months over the turn of a year in both directions', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(addMonths('2026-11', 26)).toBe('2029-01');
  });

  it('gives month, half and year with their last day left out', () => {
    expect(periodOf('2026-12-31', 'month')).toEqual({ from: '2026-12-01', until: '2027-01-01' });
    expect(periodOf('2026-06-30', 'half')).toEqual({ from: '2026-01-01', until: '2026-07-01' });
    expect(periodOf('2026-07-01', 'half')).toEqual({ from: '2026-07-01', until: '2027-01-01' });
    expect(periodOf('2026-07-01', 'year')).toEqual({ from: '2026-01-01', until: '2027-01-01' });
  });

  it('knows days that do not exist', () => {
    expect(isDay('2026-02-29')).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
    expect(isDay('2026-2-1')).toBe(false);
    expect(isMonth('2026-13')).toBe(false);
    expect(isMonth('2026-11')).toBe(true);
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  });
});

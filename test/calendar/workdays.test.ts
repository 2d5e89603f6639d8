import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TZDate } from '@date-fns/tz';
import { lightFormat, addDays as plusDays } from 'date-fns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, seoulDay, startOfDay } from '../../src/calendar/seoul.ts';
import {
  createCalendar,
  type HolidayOverride,
  holidayNames,
  isInSendWindow,
  isYearKnown,
  listSendHours,
  nextSendInstant,
  type SendHours,
} from '../../src/calendar/workdays.ts';
import { DEFAULT_POLICY } from '../../src/policy/policy.ts';
import { seoul } from '../support/government.ts';

const calendar = createCalendar();
const HOUR_MS = 3_600_000;

function range(from: Day, until: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day < until; day = addDays(day, 1)) days.push(day);
  return days;
}
const weekdayOf = (day: Day) => '일월화수목금토'[new Date(`${day}T12:00:00Z`).getUTCDay()];

describe('working days of 2026 and 2027', () => {
  it.each([
    // 신정
    ['2026-01-01', '목', false, '1월 1일'],
    ['2026-01-02', '금', true, ''],
    // 설날: three days within the week, no substitute
    ['2026-02-13', '금', true, ''],
    ['2026-02-16', '월', false, '설날 전날'],
    ['2026-02-17', '화', false, '설날'],
    ['2026-02-18', '수', false, '설날 다음 날'],
    ['2026-02-19', '목', true, ''],
    ['2026-03-02', '월', false, '대체공휴일(3ㆍ1절)'],
    ['2026-05-01', '금', false, '노동절'],
    ['2026-05-05', '화', false, '어린이날'],
    ['2026-05-25', '월', false, '대체공휴일(부처님 오신 날)'],
    ['2026-06-03', '수', false, '전국동시지방선거'],
    // 현충일 on a Saturday has no substitute
    ['2026-06-06', '토', false, '현충일'],
    ['2026-06-08', '월', true, ''],
    ['2026-07-17', '금', false, '제헌절'],
    ['2026-08-17', '월', false, '대체공휴일(광복절)'],
    // 추석: its last day on a Saturday has no substitute
    ['2026-09-24', '목', false, '추석 전날'],
    ['2026-09-25', '금', false, '추석'],
    ['2026-09-26', '토', false, '추석 다음 날'],
    ['2026-09-28', '월', true, ''],
    ['2026-10-05', '월', false, '대체공휴일(개천절)'],
    ['2026-10-09', '금', false, '한글날'],
    ['2026-11-28', '토', false, ''],
    ['2026-11-29', '일', false, ''],
    ['2026-12-25', '금', false, '기독탄신일'],
    // 연말: the last day of the year is worked on
    ['2026-12-31', '목', true, ''],
    ['2027-01-01', '금', false, '1월 1일'],
    ['2027-01-04', '월', true, ''],
    // 설날 on a Sunday: a substitute behind the third day
    ['2027-02-05', '금', true, ''],
    ['2027-02-07', '일', false, '설날'],
    ['2027-02-08', '월', false, '설날 다음 날'],
    ['2027-02-09', '화', false, '대체공휴일(설날)'],
    ['2027-02-10', '수', true, ''],
    ['2027-05-03', '월', false, '대체공휴일(노동절)'],
    ['2027-05-13', '목', false, '부처님 오신 날'],
    ['2027-06-07', '월', true, ''],
    ['2027-07-19', '월', false, '대체공휴일(제헌절)'],
    ['2027-08-16', '월', false, '대체공휴일(광복절)'],
    ['2027-09-14', '화', false, '추석 전날'],
    ['2027-09-16', '목', false, '추석 다음 날'],
    ['2027-09-17', '금', true, ''],
    ['2027-10-04', '월', false, '대체공휴일(개천절)'],
    ['2027-10-11', '월', false, '대체공휴일(한글날)'],
    ['2027-12-27', '월', false, '대체공휴일(기독탄신일)'],
    ['2027-12-31', '금', true, ''],
  ])('%s (%s) is worked on: %s %s', (day, weekday, worked, name) => {
    expect([weekdayOf(day), calendar.isWorkingDay(day), holidayNames(day).join(', ')]).toEqual([
      weekday,
      worked,
      name,
    ]);
  });

  it('are 245 and 246: every other Monday to Friday is one of 16 and 15 holidays', () => {
    for (const [year, next, worked, off] of [
      ['2026-01-01', '2027-01-01', 245, 16],
      ['2027-01-01', '2028-01-01', 246, 15],
    ] as const) {
      const weekdays = range(year, next).filter((day) => !'토일'.includes(weekdayOf(day) ?? ''));
      expect(weekdays.filter(calendar.isWorkingDay)).toHaveLength(worked);
      expect(weekdays.filter((day) => !calendar.isWorkingDay(day))).toHaveLength(off);
    }
  });

  it('of a year the gazette does not know are Monday to Friday, and the year is told to be unknown', () => {
    expect([isYearKnown('2018-01-01'), isYearKnown('2027-12-31')]).toEqual([true, true]);
    expect([isYearKnown('2017-12-31'), isYearKnown('2028-01-01')]).toEqual([false, false]);
    // A Saturday, though a holiday by every calendar on the wall; Seollal 2028 is a Thursday.
    expect(calendar.isWorkingDay('2028-01-01')).toBe(false);
    expect(calendar.isWorkingDay('2028-01-27')).toBe(true);
    const weekdays = range('2028-01-01', '2029-01-01').filter(
      (day) => !'토일'.includes(weekdayOf(day) ?? ''),
    );
    expect(weekdays.every(calendar.isWorkingDay)).toBe(true);
    expect(calendar.plusWorkingDays('2027-12-31', 1)).toBe('2028-01-03');
    expect(createCalendar([{ day: '2028-01-27', holiday: true }]).isWorkingDay('2028-01-27')).toBe(false);
  });
});

describe('overrides', () => {
  const late = createCalendar([
    { day: '2026-12-31', holiday: true },
    { day: '2026-10-09', holiday: false },
    { day: '2026-10-10', holiday: false },
  ]);

  it('take a late 임시공휴일 out of the working days, and D-n moves with it', () => {
    expect(late.isWorkingDay('2026-12-31')).toBe(false);
    expect(late.plusWorkingDays('2026-12-30', 1)).toBe('2027-01-04');
    expect(late.plusWorkingDays('2027-01-05', -3)).toBe('2026-12-29');
    expect(calendar.plusWorkingDays('2027-01-05', -3)).toBe('2026-12-30');
  });

  it('make a holiday of the gazette a working day, but no weekend', () => {
    expect(late.isWorkingDay('2026-10-09')).toBe(true);
    expect(late.isWorkingDay('2026-10-10')).toBe(false);
    expect(late.plusWorkingDays('2026-10-08', 1)).toBe('2026-10-09');
    expect(calendar.plusWorkingDays('2026-10-08', 1)).toBe('2026-10-12');
  });
});

describe('D-n in working days', () => {
  it.each([
    // 2026-11-30, a Monday with nothing about it
    ['2026-11-30', -7, '2026-11-19'],
    ['2026-11-30', -3, '2026-11-25'],
    ['2026-11-30', -1, '2026-11-27'],
    ['2026-11-30', 0, '2026-11-30'],
    ['2026-11-30', 1, '2026-12-01'],
    ['2026-11-30', 3, '2026-12-03'],
    // over Seollal
    ['2026-02-20', -1, '2026-02-19'],
    ['2026-02-20', -3, '2026-02-12'],
    ['2026-02-13', 1, '2026-02-19'],
    ['2027-02-05', 1, '2027-02-10'],
    ['2027-02-11', -3, '2027-02-04'],
    // over Labour Day, Children's Day
    ['2026-05-06', -3, '2026-04-29'],
    ['2026-04-30', 2, '2026-05-06'],
    ['2027-04-30', 1, '2027-05-04'],
    // over election day and 제헌절
    ['2026-06-02', 1, '2026-06-04'],
    ['2026-07-16', 1, '2026-07-20'],
    // over Chuseok, 개천절, 한글날
    ['2026-09-23', 1, '2026-09-28'],
    ['2026-10-12', -7, '2026-09-29'],
    // over the turn of the year
    ['2026-12-31', 1, '2027-01-04'],
    ['2026-12-31', 3, '2027-01-06'],
    ['2027-01-04', -3, '2026-12-29'],
    // from days that are none: a due day on a Sunday, on Seollal, on a substitute
    ['2026-11-29', -1, '2026-11-27'],
    ['2026-11-29', 0, '2026-11-29'],
    ['2026-11-29', 1, '2026-11-30'],
    ['2026-02-17', -1, '2026-02-13'],
    ['2026-02-17', 1, '2026-02-19'],
    ['2027-12-27', -1, '2027-12-24'],
  ])('of %s: D%i is %s', (day, count, expected) => {
    expect(calendar.plusWorkingDays(day, count)).toBe(expected);
  });

  it.each([
    ['2026-11-27', '2026-11-30', 1],
    ['2026-11-27', '2026-11-29', 0],
    ['2026-11-30', '2026-11-30', 0],
    ['2026-11-30', '2026-11-27', 0],
    ['2026-02-13', '2026-02-20', 2],
    ['2026-09-23', '2026-10-12', 9],
    ['2026-12-24', '2027-01-04', 5],
  ])('after %s up to %s there are %i of them', (from, to, expected) => {
    expect(calendar.countWorkingDays(from, to)).toBe(expected);
  });

  const anyDay = fc.integer({ min: 0, max: 1_200 }).map((offset) => addDays('2025-06-01', offset));
  const anyOverrides = fc.array(
    fc.record({ day: anyDay, holiday: fc.boolean() }) as fc.Arbitrary<HolidayOverride>,
    {
      maxLength: 40,
    },
  );

  it('agrees with counting them, whatever the overrides', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), anyOverrides, (day, count, overrides) => {
        const any = createCalendar(overrides);
        const after = any.plusWorkingDays(day, count);
        expect(any.isWorkingDay(after)).toBe(true);
        expect(any.countWorkingDays(day, after)).toBe(count);
        const before = any.plusWorkingDays(day, -count);
        expect(any.isWorkingDay(before)).toBe(true);
        // From there on: `before` itself is not counted, `day` is when it is one.
        expect(any.countWorkingDays(before, day)).toBe(any.isWorkingDay(day) ? count : count - 1);
        expect(any.nextWorkingDay(day)).toBe(any.isWorkingDay(day) ? day : any.plusWorkingDays(day, 1));
      }),
    );
  });

  it('gets to the same working day again by the way back', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -60, max: 60 }), (day, count) => {
        const start = calendar.nextWorkingDay(day);
        expect(calendar.plusWorkingDays(calendar.plusWorkingDays(start, count), -count)).toBe(start);
      }),
    );
  });

  it('counts days as the time zone database does', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (day, count) => {
        const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
        const expected = plusDays(TZDate.tz('Asia/Seoul', year, month - 1, date), count);
        expect(addDays(day, count)).toBe(lightFormat(expected, 'yyyy-MM-dd'));
      }),
    );
  });
});

describe('국가공무원 복무규정 제9조: nine to six, not over lunch, not on days off', () => {
  const next = (text: string, hours: SendHours = DEFAULT_POLICY) =>
    nextSendInstant(calendar, hours, seoul(text));

  it.each([
    // before, in and after the morning
    ['2026-11-25 00:00', '2026-11-25 09:00'],
    ['2026-11-25 08:59:59.999', '2026-11-25 09:00'],
    ['2026-11-25 09:00', '2026-11-25 09:00'],
    ['2026-11-25 11:59:59.999', '2026-11-25 11:59:59.999'],
    // lunch
    ['2026-11-25 12:00', '2026-11-25 13:00'],
    ['2026-11-25 12:59:59.999', '2026-11-25 13:00'],
    ['2026-11-25 13:00', '2026-11-25 13:00'],
    // the evening, a night, a weekend
    ['2026-11-25 17:59:59.999', '2026-11-25 17:59:59.999'],
    ['2026-11-25 18:00', '2026-11-26 09:00'],
    ['2026-11-25 23:59:59.999', '2026-11-26 09:00'],
    ['2026-11-27 18:00', '2026-11-30 09:00'],
    ['2026-11-28 10:00', '2026-11-30 09:00'],
    ['2026-11-29 12:30', '2026-11-30 09:00'],
    // Seollal, election day, the turn of the year, a year that is not known
    ['2026-02-13 18:00', '2026-02-19 09:00'],
    ['2026-02-17 10:00', '2026-02-19 09:00'],
    ['2026-06-03 09:00', '2026-06-04 09:00'],
    ['2026-12-31 18:00', '2027-01-04 09:00'],
    ['2027-12-31 20:00', '2028-01-03 09:00'],
  ])('what falls on %s goes out on %s', (instant, expected) => {
    expect(next(instant)).toEqual(seoul(expected));
    expect(isInSendWindow(calendar, DEFAULT_POLICY, seoul(instant))).toBe(instant === expected);
  });

  it('follows an agency’s own hours, and a lunch of none', () => {
    const own = { sendFromHour: 10, sendUntilHour: 24, lunchFromHour: 12, lunchUntilHour: 12 };
    expect(next('2026-11-25 09:00', own)).toEqual(seoul('2026-11-25 10:00'));
    expect(next('2026-11-25 12:00', own)).toEqual(seoul('2026-11-25 12:00'));
    expect(next('2026-11-25 23:59', own)).toEqual(seoul('2026-11-25 23:59'));
    expect(listSendHours(DEFAULT_POLICY)).toEqual([9, 10, 11, 13, 14, 15, 16, 17]);
    expect(listSendHours(own)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  });

  const anyHours: fc.Arbitrary<SendHours> = fc
    .uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 4, maxLength: 4 })
    .map((hours) => hours.sort((a, b) => a - b))
    .map(([sendFromHour = 9, lunchFromHour = 12, lunchUntilHour = 13, sendUntilHour = 18]) => ({
      sendFromHour,
      lunchFromHour,
      lunchUntilHour,
      sendUntilHour,
    }));
  const anyInstant = fc.date({
    min: new Date('2025-12-01'),
    max: new Date('2028-02-01'),
    noInvalidDate: true,
  });

  it('is never before the instant, always in the window, and nothing earlier is', () => {
    fc.assert(
      fc.property(anyInstant, anyHours, (instant, hours) => {
        const sent = nextSendInstant(calendar, hours, instant);
        expect(sent.getTime()).toBeGreaterThanOrEqual(instant.getTime());
        expect(isInSendWindow(calendar, hours, sent)).toBe(true);
        // The window opens on the hour: the instant itself, each full hour and the last moment before `sent` are all there is.
        const between = [instant.getTime(), sent.getTime() - 1];
        const firstHour = Math.ceil(instant.getTime() / HOUR_MS) * HOUR_MS;
        for (let at = firstHour; at < sent.getTime(); at += HOUR_MS) between.push(at);
        for (const at of between.filter((at) => at >= instant.getTime() && at < sent.getTime())) {
          expect(isInSendWindow(calendar, hours, new Date(at))).toBe(false);
        }
      }),
    );
  });

  it('never lets anything out on a day off or outside the hours, in two years hour by hour', () => {
    const end = startOfDay('2028-01-01').getTime();
    for (let at = startOfDay('2026-01-01').getTime(); at < end; at += HOUR_MS) {
      const sent = nextSendInstant(calendar, DEFAULT_POLICY, new Date(at));
      const hour = Math.floor((sent.getTime() - startOfDay(seoulDay(sent)).getTime()) / HOUR_MS);
      expect([calendar.isWorkingDay(seoulDay(sent)), hour >= 9 && hour < 18 && hour !== 12]).toEqual([
        true,
        true,
      ]);
    }
  });
});

describe('whatever the zone of the host', () => {
  const print = (zone: string) => {
    const output = execFileSync(
      process.execPath,
      [
        '--import',
        import.meta.resolve('tsx'),
        fileURLToPath(new URL('./print-workdays.ts', import.meta.url)),
      ],
      { env: { PATH: process.env.PATH ?? '', TZ: zone }, encoding: 'utf8', maxBuffer: 64_000_000 },
    );
    const { localHour, ...table } = JSON.parse(output) as { localHour: number; days: unknown[] };
    return { localHour, table };
  };
  const expected = print('UTC');

  it.each([
    ['America/Los_Angeles', 16],
    ['Asia/Seoul', 9],
    ['Pacific/Kiritimati', 13],
    ['America/St_Johns', 20],
  ])('%s says the same of every day and hour', (zone, localHour) => {
    const seen = print(zone);
    // The host really was elsewhere.
    expect([seen.localHour, expected.localHour]).toEqual([localHour, 0]);
    expect(seen.table.days.length).toBeGreaterThan(700);
    expect(seen.table).toEqual(expected.table);
  });
});

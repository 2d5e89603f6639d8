import { type Day, type Month, seoulClock, seoulDay } from '../calendar/seoul.ts';
import type { Locale } from './locale.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const koDay = (of: Day) => `${Number(of.slice(5, 7))}월 ${Number(of.slice(8))}일`;
const enMonth = (of: Month | Day) => MONTHS[Number(of.slice(5, 7)) - 1] ?? '';
const enDay = (of: Day) => `${Number(of.slice(8))} ${enMonth(of)}`;

/** Days and instants in Seoul as people read them. */
const ko = {
  day: koDay,
  fullDay: (of: Day) => `${of.slice(0, 4)}년 ${koDay(of)}`,
  month: (of: Month) => `${of.slice(0, 4)}년 ${Number(of.slice(5, 7))}월`,
  moment: (at: Date) => `${koDay(seoulDay(at))} ${seoulClock(at)}`,
  /** 2026년 11월 30일 10:00: of what may still be read in another year. */
  fullMoment: (at: Date) => `${seoulDay(at).slice(0, 4)}년 ${koDay(seoulDay(at))} ${seoulClock(at)}`,
  /** 11월 30일(월) */
  weekday: (of: Day) => `${koDay(of)}(${'일월화수목금토'[weekdayOf(of)]})`,
  /** 2027년 2월 24일(수) */
  fullWeekday: (of: Day) => `${of.slice(0, 4)}년 ${koDay(of)}(${'일월화수목금토'[weekdayOf(of)]})`,
};

const en: typeof ko = {
  day: enDay,
  fullDay: (of) => `${enDay(of)} ${of.slice(0, 4)}`,
  month: (of) => `${enMonth(of)} ${of.slice(0, 4)}`,
  moment: (at) => `${enDay(seoulDay(at))}, ${seoulClock(at)} KST`,
  fullMoment: (at) => `${enDay(seoulDay(at))} ${seoulDay(at).slice(0, 4)}, ${seoulClock(at)} KST`,
  weekday: enWeekday,
  fullWeekday: (of) => `${enWeekday(of)} ${of.slice(0, 4)}`,
};

function enWeekday(of: Day): string {
  return `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][weekdayOf(of)]}, ${enDay(of)}`;
}

function weekdayOf(day: Day): number {
  return new Date(`${day}T12:00:00Z`).getUTCDay();
}

export function daysOf(locale: Locale): typeof ko {
  return locale === 'ko' ? ko : en;
}

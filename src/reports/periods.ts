import {
  addDays,
  addMonths,
  type Day,
  isMonth,
  type Month,
  monthOf,
  type Period,
  periodOf,
} from '../calendar/seoul.ts';
import type { Criteria, Part } from './report.ts';

/** A period as somebody names it. */
export type AskedPeriod =
  | { kind: 'year'; year: number }
  | { kind: 'half'; year: number | undefined; half: 1 | 2 }
  | { kind: 'month'; month: Month };

const HALVES: Record<string, 1 | 2> = { 상반기: 1, 하반기: 2, h1: 1, h2: 2 };

/**
 * Takes a period off the end of what was typed: `2026`, `2026 상반기`, `2026상반기`, `하반기`, `2026-11`, `2026-H1`.
 * @returns the words before it; `unreadable`: the last word is meant as a period and is none
 */
export function takePeriod(words: readonly string[]): {
  rest: string[];
  period: AskedPeriod | undefined;
  unreadable: string | undefined;
} {
  const last = words.at(-1) ?? '';
  const found = (period: AskedPeriod, used: number) => ({
    rest: words.slice(0, words.length - used),
    period,
    unreadable: undefined,
  });
  if (isMonth(last)) return found({ kind: 'month', month: last }, 1);
  const [, joined, half] = /^(?:(20\d{2})년?-?)?(상반기|하반기|h1|h2)$/i.exec(last) ?? [];
  if (half !== undefined) {
    const before = joined === undefined ? yearOf(words.at(-2)) : Number(joined);
    const used = joined === undefined && before !== undefined ? 2 : 1;
    return found({ kind: 'half', year: before, half: HALVES[half.toLowerCase()] ?? 1 }, used);
  }
  const year = yearOf(last);
  if (year !== undefined) return found({ kind: 'year', year }, 1);
  // A department may be called 119구급과; digits alone are meant as a time.
  const unreadable = /^[\d./-]+[년월]?$/.test(last) ? last : undefined;
  return { rest: [...words], period: undefined, unreadable };
}

function yearOf(word: string | undefined): number | undefined {
  const year = /^(20\d{2})년?$/.exec(word ?? '')?.[1];
  return year === undefined ? undefined : Number(year);
}

/** The days of a period that was named; a half without its year is this year's. */
export function daysOfPeriod(asked: AskedPeriod, today: Day): Period {
  switch (asked.kind) {
    case 'year':
      return periodOf(`${asked.year}-01-01`, 'year');
    case 'half':
      return periodOf(`${asked.year ?? today.slice(0, 4)}-${asked.half === 1 ? '01' : '07'}-01`, 'half');
    case 'month':
      return periodOf(`${asked.month}-01`, 'month');
  }
}

/** The period of a span that belongs to the year, or to the half, in which `day` lies. */
export function periodOfSpan(span: Criteria['span'], day: Day): Period {
  if (span === 'year' || span === 'half') return periodOf(day, span);
  const year = Number(day.slice(0, 4));
  const { fromMonth, toMonth } = span;
  const month = (of: number, number: number) => `${of}-${String(number).padStart(2, '0')}`;
  return {
    from: `${month(fromMonth > toMonth ? year - 1 : year, fromMonth)}-01`,
    until: `${addMonths(month(year, toMonth), 1)}-01`,
  };
}

/** Whether a period is one that the span gives: then the list is by the rules alone. */
export function isOfSpan(span: Criteria['span'], period: Period): boolean {
  const own = periodOfSpan(span, lastDayOf(period));
  return own.from === period.from && own.until === period.until;
}

export function lastDayOf(period: Period): Day {
  return addDays(period.until, -1);
}

/** The month, the half or, of anything else, the same period of the year before. */
export function periodBefore(period: Period): Period {
  const isHalf = periodOf(period.from, 'half').until === period.until && /-(01|07)-/.test(period.from);
  const back = monthsOf(period).length === 1 ? 1 : isHalf ? 6 : 12;
  const move = (day: Day) => `${addMonths(monthOf(day), -back)}-01`;
  return { from: move(period.from), until: move(period.until) };
}

/** The months of a period, which begins and ends with months. */
export function monthsOf(period: Period): Month[] {
  const months: Month[] = [];
  for (let at = monthOf(period.from); `${at}-01` < period.until; at = addMonths(at, 1)) months.push(at);
  return months;
}

/** A period as a button holds it, `2026-01..2026-06`, its first and last month. */
export function formatPeriod(period: Period): string {
  return `${monthOf(period.from)}..${monthOf(lastDayOf(period))}`;
}

/** The inverse of `formatPeriod`; undefined for anything else, which a button's value may be, and for more than a year. */
export function parsePeriod(text: string): Period | undefined {
  const [first = '', last = ''] = text.split('..');
  if (!isMonth(first) || !isMonth(last) || first > last || last > addMonths(first, 11)) return undefined;
  return { from: `${first}-01`, until: `${addMonths(last, 1)}-01` };
}

/**
 * A period by calendar years, each with the position up to which it is counted: the running year's is the rollups', an
 * archived one's that of its close (운영규정 제8조④), so that a list says the same as `/협업 순위` of that year.
 */
export function partsOf(period: Period, position: number, closedYears: ReadonlyMap<number, number>): Part[] {
  const parts: Part[] = [];
  for (let from = period.from; from < period.until; ) {
    const year = periodOf(from, 'year');
    const until = [year.until, period.until].sort()[0] ?? period.until;
    const closed = closedYears.get(Number(from.slice(0, 4)));
    parts.push({
      from,
      until,
      position: closed ?? position,
      closedBefore: closed === undefined ? undefined : year.until,
    });
    from = until;
  }
  return parts;
}

/** A period in words: a year, a half, a month, or from one month to another. */
export function nameOfPeriod(
  period: Period,
  words: {
    year: (year: string) => string;
    half: (year: string, half: 1 | 2) => string;
    month: (month: Month) => string;
    other: (first: Month, last: Month) => string;
  },
): string {
  const [first, last] = [monthOf(period.from), monthOf(lastDayOf(period))];
  const year = first.slice(0, 4);
  if (first === last) return words.month(first);
  if (first === `${year}-01` && last === `${year}-12`) return words.year(year);
  if (first === `${year}-01` && last === `${year}-06`) return words.half(year, 1);
  if (first === `${year}-07` && last === `${year}-12`) return words.half(year, 2);
  return words.other(first, last);
}

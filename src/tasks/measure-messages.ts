import { describeChange, formatDecimal, subtractDecimals } from './measures.ts';
import type { Measure } from './task.ts';
import type { Texts } from './text.ko.ts';
import { kindOfUnit } from './units.ts';

/** A number with its unit: 3,300억원, 27.4만명; Latin letters stand apart: 12 months. */
export function figure(number: string, unit: string): string {
  return `${formatDecimal(number)}${/^[A-Za-z]/.test(unit) ? ' ' : ''}${unit}`;
}

/** 12개월 → 4개월, 66.7% 단축; what had nothing before stands alone. */
export function changeText(
  t: Texts,
  { before, after, unit }: { before: string | undefined; after: string; unit: string },
): string {
  if (before === undefined) return figure(after, unit);
  return `${figure(before, unit)} → ${figure(after, unit)}, ${wordOf(t, before, after, unit)}`;
}

function wordOf({ changes }: Texts, before: string, after: string, unit: string): string {
  const { direction, percent } = describeChange(before, after);
  if (direction === 'same') return changes.same;
  const kind = kindOfUnit(unit);
  // Of a rate the difference is told: from 50% to 75% is 25 points up, not 50% up.
  const by =
    kind === 'rate'
      ? changes.points(formatDecimal(subtractDecimals(after, before).replace('-', '')))
      : percent === undefined
        ? ''
        : changes.percent(percent);
  return changes[direction](kind, by);
}

/** A measure in one line: before → now, how much that is, and the target. */
export function measureText(t: Texts, { unit, before, target, latest }: Measure): string {
  const { changes } = t;
  const now = latest
    ? [changeText(t, { before: latest.before ?? before, after: latest.after, unit })]
    : [...(before === undefined ? [] : [changes.before(figure(before, unit))]), changes.noResult];
  return [...now, ...(target === undefined ? [] : [changes.target(figure(target, unit))])].join(' · ');
}

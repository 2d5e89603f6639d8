import { describeChange, formatDecimal, subtractDecimals } from './decimals.ts';
import type { changes } from './text.ko.ts';
import { kindOfUnit } from './units.ts';

/** The words for measured changes in a language. */
export type Changes = typeof changes;

/** A number with its unit: 3,300억원, 27.4만명; Latin letters stand apart: 12 months. */
export function figure(number: string, unit: string): string {
  return `${formatDecimal(number)}${/^[A-Za-z]/.test(unit) ? ' ' : ''}${unit}`;
}

/** 12개월 → 4개월, 66.7% 단축; from nought on 3,300억원 증가; what had nothing before stands alone. */
export function changeText(
  changes: Changes,
  { before, after, unit }: { before: string | undefined; after: string; unit: string },
): string {
  if (before === undefined) return figure(after, unit);
  return `${figure(before, unit)} → ${figure(after, unit)}, ${wordOf(changes, before, after, unit)}`;
}

function wordOf(changes: Changes, before: string, after: string, unit: string): string {
  const { direction, percent } = describeChange(before, after);
  if (direction === 'same') return changes.same;
  const kind = kindOfUnit(unit);
  // Of a rate the difference is told: from 50% to 75% is 25 points up, not 50% up.
  const difference = subtractDecimals(after, before).replace('-', '');
  // Of nought there is no share, and less than half a tenth of a per cent says nothing: the difference does.
  const by =
    kind === 'rate'
      ? changes.points(formatDecimal(difference))
      : percent === undefined
        ? figure(difference, unit)
        : changes.percent(percent);
  return changes[direction](kind, by);
}

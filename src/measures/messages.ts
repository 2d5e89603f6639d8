import { describeChange, formatDecimal, subtractDecimals } from './decimals.ts';
import type { changes } from './text.ko.ts';
import { kindOfUnit, type UnitKind } from './units.ts';

/** The words for measured changes in a language. */
export type Changes = typeof changes;

/** A number with its unit: 3,300억원, 27.4만명; Latin letters stand apart: 12 months. */
export function figure(number: string, unit: string): string {
  return `${formatDecimal(number)}${/^[A-Za-z]/.test(unit) ? ' ' : ''}${unit}`;
}

/**
 * 12개월 → 4개월, 66.7% 단축; from nought on 3,300억원 증가; what had nothing before stands alone.
 * @param change.target of the measure: whether less is what was wanted
 */
export function changeText(
  changes: Changes,
  change: { before: string | undefined; after: string; unit: string; target: string | undefined },
): string {
  const { before, after, unit, target } = change;
  if (before === undefined) return figure(after, unit);
  return `${figure(before, unit)} → ${figure(after, unit)}, ${wordOf(changes, before, after, unit, target)}`;
}

function wordOf(
  changes: Changes,
  before: string,
  after: string,
  unit: string,
  target: string | undefined,
): string {
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
  return changes[direction](direction === 'reduced' ? fallOf(kind, before, target) : kind, by);
}

/** A fall of exports is no saving: money is saved and time shortened only where less is wanted, as it is of time by itself. */
function fallOf(kind: UnitKind, before: string, target: string | undefined): UnitKind {
  if (kind !== 'time' && kind !== 'cost') return kind;
  const isWanted =
    target === undefined ? kind === 'time' : describeChange(before, target).direction === 'reduced';
  return isWanted ? kind : 'count';
}

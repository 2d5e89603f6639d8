import { changeText, figure } from '../measures/messages.ts';
import type { Measure } from './task.ts';
import type { Texts } from './text.ko.ts';

/** A measure in one line: before → now, how much that is, and the target. */
export function measureText(t: Texts, { unit, before, target, latest }: Measure): string {
  const { changes } = t;
  const now = latest
    ? [changeText(changes, { before: latest.before ?? before, after: latest.after, unit, target })]
    : [...(before === undefined ? [] : [changes.before(figure(before, unit))]), changes.noResult];
  return [...now, ...(target === undefined ? [] : [changes.target(figure(target, unit))])].join(' · ');
}

import { daysOf } from '../messenger/days.ts';
import type { changes as ko } from './text.ko.ts';
import type { UnitKind } from './units.ts';

const { fullDay } = daysOf('en');

const REDUCED: Record<UnitKind, string> = {
  time: 'shorter',
  cost: 'saved',
  rate: 'down',
  score: 'down',
  count: 'less',
};
const GROWN: Record<UnitKind, string> = {
  time: 'longer',
  cost: 'more',
  rate: 'up',
  score: 'up',
  count: 'more',
};

export const changes: typeof ko = {
  reduced: (kind, by) => [by, REDUCED[kind]].filter(Boolean).join(' '),
  grown: (kind, by) => [by, GROWN[kind]].filter(Boolean).join(' '),
  same: 'no change',
  percent: (percent) => `${percent}%`,
  points: (points) => `${points} percentage points`,
  before: (figure) => `before ${figure}`,
  target: (figure) => `target ${figure}`,
  noResult: 'no result yet',
  measured: (on, who) => `measured ${fullDay(on)} · ${who}`,
};

import type { Day } from '../calendar/seoul.ts';
import { daysOf } from '../messenger/days.ts';
import type { UnitKind } from './units.ts';

const { fullDay } = daysOf('ko');

const REDUCED: Record<UnitKind, string> = {
  time: '단축',
  cost: '절감',
  rate: '하락',
  score: '하락',
  count: '감소',
};
const GROWN: Record<UnitKind, string> = {
  time: '연장',
  cost: '증가',
  rate: '상승',
  score: '상승',
  count: '증가',
};

/** How a measured change is worded: 66.7% 단축, 213.9% 증가, 12.5%p 상승. */
export const changes = {
  reduced: (kind: UnitKind, by: string) => [by, REDUCED[kind]].filter(Boolean).join(' '),
  grown: (kind: UnitKind, by: string) => [by, GROWN[kind]].filter(Boolean).join(' '),
  same: '변화 없음',
  percent: (percent: string) => `${percent}%`,
  points: (points: string) => `${points}%p`,
  before: (figure: string) => `이전 ${figure}`,
  target: (figure: string) => `목표 ${figure}`,
  noResult: '아직 결과 없음',
  measured: (on: Day, who: string) => `${fullDay(on)} 측정 · ${who}`,
};

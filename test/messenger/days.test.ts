import { expect, test } from 'vitest';
import { daysOf } from '../../src/messenger/days.ts';

test('a day that may be far off is named with its year and its weekday', () => {
  expect(daysOf('ko').fullWeekday('2027-02-24')).toBe('2027년 2월 24일(수)');
  expect(daysOf('en').fullWeekday('2027-02-24')).toBe('Wed, 24 February 2027');
  expect(daysOf('ko').weekday('2026-11-30')).toBe('11월 30일(월)');
  expect(daysOf('en').weekday('2026-11-30')).toBe('Mon, 30 November');
});

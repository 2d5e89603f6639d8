import { expect, test } from 'vitest';
import { daysOf } from '../../src/messenger/days.ts';

test('a day that may be far off is named with its year and its weekday', () => {
  expect(daysOf('ko').fullWeekday('2027-02-24')).toBe('2027년 2월 24일(수)');
  expect(daysOf('en').fullWeekday('2027-02-24')).toBe('Wed, 24 February 2027');
  expect(daysOf('ko').weekday('2026-11-30')).toBe('11월 30일(월)');
  expect(daysOf('en').weekday('2026-11-30')).toBe('Mon, 30 November');
});

test('a moment that may be read in another year is named with its own, in Seoul', () => {
  const at = new Date('2026-12-31T15:01:00Z');
  expect(daysOf('ko').fullMoment(at)).toBe('2027년 1월 1일 00:01');
  expect(daysOf('en').fullMoment(at)).toBe('1 January 2027, 00:01 KST');
});

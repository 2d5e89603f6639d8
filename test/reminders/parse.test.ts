import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseId } from '../../src/messenger/parse-id.ts';
import {
  type Command,
  type HolidayCommand,
  isHolidayCommand,
  parseCommand,
  parseHolidayCommand,
  parseSnooze,
} from '../../src/reminders/parse.ts';

describe('/협업 알림', () => {
  const christmas = { kind: 'take_leave', first: '2026-12-24', last: '2026-12-26' } as const;
  const off = (what: string | undefined, word: string) =>
    ({ kind: 'switch', what, word, on: false }) as Command;
  test.each<[string, Command]>([
    ['알림', { kind: 'show' }],
    ['Reminders', { kind: 'show' }],
    ['알림 10시', { kind: 'hour', hour: 10 }],
    ['알림 10', { kind: 'hour', hour: 10 }],
    ['알림 10:00', { kind: 'hour', hour: 10 }],
    ['알림 오전 10시', { kind: 'hour', hour: 10 }],
    ['알림 오후 2시', { kind: 'hour', hour: 14 }],
    ['알림 오후 12시', { kind: 'hour', hour: 12 }],
    ['알림 오전 12시', { kind: 'hour', hour: 0 }],
    ['reminders 2pm', { kind: 'hour', hour: 14 }],
    ['reminders at 10', { kind: 'hour', hour: 10 }],
    // Out of bounds is the rules' to explain, half an hour is not.
    ['알림 25시', { kind: 'hour', hour: 25 }],
    ['알림 10:30', { kind: 'usage' }],
    ['알림 10시 30분', { kind: 'usage' }],
    ['알림 오후 14시', { kind: 'usage' }],
    ['알림 끔 교류', off('exchange', '교류')],
    ['알림 교류 끔', off('exchange', '교류')],
    ['reminders off Exchange', off('exchange', 'Exchange')],
    ['알림 켬 과제', { kind: 'switch', what: 'stale', word: '과제', on: true }],
    ['알림 끔 평가', off('evaluation', '평가')],
    ['알림 끔 날씨 소식', off(undefined, '날씨 소식')],
    ['알림 끔 constructor', off(undefined, 'constructor')],
    ['알림 끔', { kind: 'usage' }],
    ['알림 휴가', { kind: 'show' }],
    ['알림 휴가 2026-12-24 2026-12-26', christmas],
    ['알림 휴가 2026-12-24~2026-12-26', christmas],
    ['알림 휴가 2026-12-24 ~ 2026-12-26', christmas],
    ['알림 휴가 2026-12-24부터 2026-12-26까지', christmas],
    ['알림 휴가 2026.12.24. 2026/12/26', christmas],
    ['reminders leave 2026-12-24 to 2026-12-26', christmas],
    ['알림 휴가 2026-1-5', { kind: 'take_leave', first: '2026-01-05', last: '2026-01-05' }],
    // What is no day is the rules' to refuse, in words that say how to write one.
    ['알림 휴가 내일', { kind: 'take_leave', first: '내일', last: '내일' }],
    ['알림 휴가 2026-12-24 2026-12-26 제주', { kind: 'usage' }],
    ['알림 휴가 취소 2026-12-24', { kind: 'cancel_leave', day: '2026-12-24' }],
    ['reminders leave cancel 2026.12.24', { kind: 'cancel_leave', day: '2026-12-24' }],
    ['알림 휴가 취소', { kind: 'usage' }],
    ['알림 뭐야', { kind: 'usage' }],
  ])('%s', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
    expect(parseCommand(text.normalize('NFD'))).toEqual(command);
  });
});

describe('/협업 휴일', () => {
  const off = { kind: 'set', day: '2026-12-31', holiday: true, reason: '임시공휴일' } as const;
  test.each<[string, HolidayCommand]>([
    ['휴일', { kind: 'list' }],
    ['holidays', { kind: 'list' }],
    ['휴일 2026-12-31 쉼 임시공휴일', off],
    ['휴일 2026.12.31 휴일 임시공휴일', off],
    ['holiday 2026-12-31 OFF 임시공휴일', off],
    ['휴일 2026-12-31 쉼', { ...off, reason: '' }],
    [
      '휴일 2026-12-25 근무 비상 근무',
      { kind: 'set', day: '2026-12-25', holiday: false, reason: '비상 근무' },
    ],
    [
      'holidays 2026-12-25 work all hands',
      { kind: 'set', day: '2026-12-25', holiday: false, reason: 'all hands' },
    ],
    ['휴일 2026-12-31 취소', { kind: 'cancel', day: '2026-12-31' }],
    ['holiday 2026-12-31 cancel', { kind: 'cancel', day: '2026-12-31' }],
    ['휴일 내일 쉼 사유', { kind: 'set', day: '내일', holiday: true, reason: '사유' }],
    ['휴일 2026-12-31', { kind: 'usage' }],
    ['휴일 2026-12-31 toString', { kind: 'usage' }],
  ])('%s', (text, command) => expect(parseHolidayCommand(text)).toEqual(command));

  test('is told from the reminders by its first word', () => {
    expect(['휴일', ' 휴일 2026-12-31 쉼', 'Holidays'].map(isHolidayCommand)).toEqual([true, true, true]);
    expect(['알림', 'reminders', '알림 휴일'].map(isHolidayCommand)).toEqual([false, false, false]);
  });
});

describe('what buttons hold is user input', () => {
  test('a kind, what it is about and one day or three', () => {
    expect(parseSnooze('evaluation:12:1')).toEqual({ kind: 'evaluation', subjectId: 12, days: 1 });
    expect(parseSnooze('stale:999999999999999:3')).toEqual({
      kind: 'stale',
      subjectId: 999_999_999_999_999,
      days: 3,
    });
  });

  test.each([
    undefined,
    '',
    'evaluation:12',
    'evaluation:12:2',
    'evaluation:12:30',
    'evaluation:0:1',
    'evaluation:-1:1',
    'evaluation:1e9:1',
    'evaluation:12:1\u0000',
    'weather:12:1',
    'constructor:12:1',
    'evaluation:9999999999999999:1',
  ])('%j is none', (value) => expect(parseSnooze(value)).toBeUndefined());

  test.each(['', '0', '-1', '1.5', '１', '1 or 1=1', '2147483648'])('%j is no id', (value) =>
    expect(parseId(value)).toBe(0),
  );
});

test('whatever is typed is read or answered by how to write it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(parseCommand(`알림 ${text}`).kind).toBeTypeOf('string');
      expect(parseHolidayCommand(`휴일 ${text}`).kind).toBeTypeOf('string');
    }),
  );
});

import { describe, expect, it } from 'vitest';
import {
  formatAgencyView,
  formatMetadata,
  parseAgencyView,
  parseCommand,
  parseMetadata,
  parsePage,
  parseTaskValue,
  parseVersionsView,
} from '../../src/evaluations/parse.ts';
import { parseId } from '../../src/messenger/parse-id.ts';

describe('the command', () => {
  it.each([
    ['평가', { kind: 'mine' }],
    ['점검 ', { kind: 'mine' }],
    ['평가 12', { kind: 'show', id: 12 }],
    ['평가 #12', { kind: 'show', id: 12 }],
    ['평가 12번', { kind: 'show', id: 12 }],
    ['평가 기관', { kind: 'agency' }],
    ['evaluation Agency', { kind: 'agency' }],
    ['평가 열기', { kind: 'open' }],
    ['review open', { kind: 'open' }],
    ['평가 0', { kind: 'usage' }],
    ['평가 12 13', { kind: 'usage' }],
    ['평가 뭐', { kind: 'usage' }],
    [`평가 ${'9'.repeat(400)}`, { kind: 'usage' }],
  ])('%s', (text, expected) => {
    expect(parseCommand(text)).toEqual(expected);
    expect(parseCommand(text.normalize('NFD'))).toEqual(expected);
  });
});

it.each([
  ['12', { id: 12, page: 0 }],
  ['12:3', { id: 12, page: 3 }],
  ['12:99999', { id: 0, page: 0 }],
  ['12:-1', { id: 0, page: 0 }],
  ['0:1', { id: 0, page: 1 }],
])('versions of %s', (value, expected) => {
  expect(parseVersionsView(value)).toEqual(expected);
  expect(parsePage(value)).toBe(value === '12' ? 12 : 0);
});

describe('what comes back from Slack is user input', () => {
  const garbage = [
    '',
    ' ',
    '-1',
    '0',
    '01',
    '1.5',
    '1e3',
    '１',
    '1\u0000',
    '9999999999',
    '__proto__',
    undefined,
  ];
  it.each(garbage)('%j is no id, no task, no metadata', (value) => {
    expect(parseId(value)).toBe(0);
    expect(parseTaskValue(value)).toBe(0);
    expect(parseVersionsView(value)).toEqual({ id: 0, page: 0 });
    expect(parseTaskValue(`task:${value}`)).toBe(0);
    expect(parseMetadata(value ?? '')).toBeUndefined();
    expect(parseAgencyView(value)).toEqual({ filter: 'open', page: 0 });
  });

  it('what we wrote ourselves is read again', () => {
    expect(parseId('12')).toBe(12);
    expect(parseTaskValue('task:12')).toBe(12);
    const metadata = { id: 12, key: '1732300000.123.abcdef' };
    expect(parseMetadata(formatMetadata(metadata))).toEqual(metadata);
    expect(parseMetadata(formatMetadata({ ...metadata, answerId: 34 }))).toEqual({
      ...metadata,
      answerId: 34,
    });
    const view = { filter: 'to_grade' as const, page: 3 };
    expect(parseAgencyView(formatAgencyView(view))).toEqual(view);
  });

  it.each(['12', '12 ', '12 a b', '12 a 0', '12 a 1 2', "12 '; --", `12 ${'a'.repeat(101)}`, '{"id":1}'])(
    '%j is none',
    (text) => {
      expect(parseMetadata(text)).toBeUndefined();
    },
  );
});

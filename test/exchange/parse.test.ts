import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXCHANGE_WORDS, parseCommand } from '../../src/exchange/parse.ts';
import { parseId } from '../../src/messenger/parse-id.ts';

describe('a command', () => {
  it.each([
    ['교류', { kind: 'list' }],
    ['exchange ', { kind: 'list' }],
    ['교류 2', { kind: 'round', round: 2 }],
    ['교류 2차', { kind: 'round', round: 2 }],
    ['교류 2-1', { kind: 'pair', round: 2, number: 1 }],
    ['교류 2 - 1', { kind: 'pair', round: 2, number: 1 }],
    ['교류 2–1', { kind: 'pair', round: 2, number: 1 }],
    ['교류 2 1', { kind: 'pair', round: 2, number: 1 }],
    ['교류 2차 12번', { kind: 'pair', round: 2, number: 12 }],
    ['교류 2차 12', { kind: 'pair', round: 2, number: 12 }],
    ['Exchange 2-1', { kind: 'pair', round: 2, number: 1 }],
    ['교류 2-1-3', { kind: 'usage' }],
    ['교류 둘', { kind: 'usage' }],
    ['교류 -1', { kind: 'usage' }],
    ['교류 12345', { kind: 'usage' }],
    ['교류 2.1', { kind: 'usage' }],
    ['교류 constructor', { kind: 'usage' }],
  ])('%j', (text, expected) => {
    expect(parseCommand(text)).toEqual(expected);
  });

  it('is the same in decomposed Hangul and with invisible characters in it', () => {
    expect(parseCommand('교류 2차'.normalize('NFD'))).toEqual({ kind: 'round', round: 2 });
    expect(parseCommand('교\u200b류 \u00002-1')).toEqual({ kind: 'pair', round: 2, number: 1 });
  });

  it('is understood whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EXCHANGE_WORDS),
        fc.string({ unit: 'binary', maxLength: 40 }),
        (word, rest) => {
          const command = parseCommand(`${word} ${rest}`);
          if ('round' in command) expect(command.round).toBeLessThan(10_000);
        },
      ),
    );
  });
});

it.each([
  ['12', 12],
  ['999999999', 999_999_999],
  ['0', 0],
  ['01', 0],
  ['2147483648', 0],
  ['-1', 0],
  ['1.5', 0],
  ['１', 0],
  ['1\u0000', 0],
  ['', 0],
  [undefined, 0],
])('an id out of a button: %j is %j', (value, id) => {
  expect(parseId(value)).toBe(id);
});

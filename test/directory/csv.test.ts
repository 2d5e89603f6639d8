import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvRecord, createCsvReader } from '../../src/directory/csv.ts';

function read(text: string, pieces: number[] = []): CsvRecord[] {
  const reader = createCsvReader();
  const records: CsvRecord[] = [];
  let at = 0;
  for (const length of pieces) {
    records.push(...reader.push(text.slice(at, at + length)));
    at += length;
  }
  return [...records, ...reader.push(text.slice(at)), ...reader.end()];
}

const field = fc
  .array(fc.constantFrom('가', 'b', ' ', ',', '"', '\n', '\r\n', "'", '하늘'), { maxLength: 6 })
  .map((parts) => parts.join(''));
// A record without any text is passed over, so each has some.
const record = fc.array(field, { maxLength: 4 }).map((fields) => ['x', ...fields]);

describe('createCsvReader', () => {
  test('whatever is written comes back with its true line, however the text arrives and lines end', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }),
        (records, lineEnd, endsWithLineEnd, pieces) => {
          const lines = records.map((fields) =>
            fields.map((it) => (/[",\n\r]/.test(it) ? `"${it.replaceAll('"', '""')}"` : it)).join(','),
          );
          let line = 1;
          const expected = records.map((fields, index) => {
            const here = { line, fields };
            line += (lines[index] ?? '').split('\n').length;
            return here;
          });
          const text = lines.join(lineEnd) + (endsWithLineEnd ? lineEnd : '');
          expect(read(text, pieces)).toEqual(expected);
        },
      ),
    );
  });

  test('a misplaced quote costs its own line only', () => {
    expect(read('a,b\n1,bad"q\n2,"x"y\n3,fine\n4,"open\n5,fine\n6,"ok"\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fault: 'quote' },
      { line: 3, fault: 'quote' },
      { line: 4, fields: ['3', 'fine'] },
      { line: 5, fault: 'quote' },
      { line: 6, fields: ['5', 'fine'] },
      { line: 7, fields: ['6', 'ok'] },
    ]);
  });

  test('an unclosed quote at the end is reported where it was opened', () => {
    expect(read('a\n"b\nc\n')).toEqual([
      { line: 1, fields: ['a'] },
      { line: 2, fault: 'quote' },
      { line: 3, fields: ['c'] },
    ]);
  });

  test('empty lines count but are passed over, and so are rows of empty cells', () => {
    expect(read('a,b\r\n\r\n,\r\nc,d')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 4, fields: ['c', 'd'] },
    ]);
  });

  test('an endless line is refused once and not kept in memory', () => {
    const piece = 'x'.repeat(50_000);
    const reader = createCsvReader();
    const records = [1, 2, 3, 4, 5].flatMap(() => reader.push(piece));
    expect([...records, ...reader.push('\nnext\n')]).toEqual([
      { line: 1, fault: 'too_long' },
      { line: 2, fields: ['next'] },
    ]);
  });
});

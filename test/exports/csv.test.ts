import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCsv } from '../../src/exports/csv.ts';
import type { Cell } from '../../src/exports/source.ts';

async function* each(rows: Cell[][]): AsyncGenerator<Cell[]> {
  yield* rows;
}

async function write(columns: string[], rows: Cell[][], bom = false): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of toCsv(columns, each(rows), { bom })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Text of everything that is special to CSV or to a spreadsheet, and of anything else. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '=',
          '+',
          '-',
          '@',
          '＝',
          '＋',
          '－',
          '＠',
          '\t',
          '\r',
          '\n',
          '\v',
          '\f',
          ' ',
          '\u3000',
          '\u200b',
          '\ufeff',
        ],
        ...['"', ',', ';', "'", '|', '1', 'A1', '가', '🙂', '\u0000', '\u0301', '\u00a0', '\u2028'],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

/** What a spreadsheet looks at: past what leaves no ink. */
const firstSeen = (text: string) => text.replace(/^[\s\p{C}\p{Z}]+/u, '')[0] ?? '';

describe('CSV', () => {
  test('of any text has every cell in its place, none of them a formula, and nothing of it lost', async () => {
    const row = fc.array(fc.oneof(nasty, fc.integer(), fc.constant(null)), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const text = await write(['a', 'b', 'c'], rows);
        const parsed = parse(text, { bom: false, relax_column_count: false }) as string[][];
        expect(parsed).toHaveLength(rows.length + 1);
        for (const [index, cells] of rows.entries()) {
          for (const [place, cell] of cells.entries()) {
            const found = parsed[index + 1]?.[place] ?? '';
            if (typeof cell !== 'string') {
              expect(found).toBe(cell === null ? '' : String(cell));
              continue;
            }
            // Lone halves of a character cannot be written at all.
            const written = Buffer.from(cell).toString('utf8');
            expect([written, `'${written}`]).toContain(found);
            expect('=+-@＝＋－＠'.includes(firstSeen(found)) && firstSeen(found) !== '').toBe(false);
            expect(/^[\t\r\n\v\f]/.test(found)).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('leaves numbers numbers, negative ones too, and nothing where there is nothing', async () => {
    expect(await write(['a', 'b', 'c'], [[-10, null, 1.5]])).toBe('a,b,c\n-10,,1.5\n');
  });

  test('begins with a byte order mark on request only, even when it is empty', async () => {
    expect(await write(['a'], [], true)).toBe('\ufeffa\n');
    expect(await write(['a'], [])).toBe('a\n');
  });

  test('comes in pieces', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => [n, '가나다라마바사']);
    const sizes: number[] = [];
    for await (const chunk of toCsv(['n', 't'], each(rows), { bom: false })) sizes.push(chunk.length);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(100_000);
  });
});

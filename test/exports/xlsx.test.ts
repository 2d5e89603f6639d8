import { readXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/exports/source.ts';
import { toXlsx } from '../../src/exports/xlsx.ts';

async function* each(rows: Cell[][]): AsyncGenerator<Cell[]> {
  yield* rows;
}

async function write(columns: string[], rows: Cell[][]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of toXlsx('gifts', columns, each(rows))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('a workbook has text as text, whatever it looks like, and numbers as numbers', async () => {
  const rows: Cell[][] = [
    ['=1+1', '+82-10', '@SUM(A1)', '=HYPERLINK("http://x","y")'],
    ['두 줄\n인사', '\t=1', '🙂 & <b> "q"', '_x000D_'],
    [-10, 0, null, ''],
  ];
  const { sheets } = await readXlsx(await write(['가', 'b', 'c', 'd'], rows));
  expect(sheets).toHaveLength(1);
  expect(sheets[0]?.rows[0]).toEqual(['가', 'b', 'c', 'd']);
  expect(sheets[0]?.rows[1]).toEqual(rows[0]);
  expect(sheets[0]?.rows[2]).toEqual(rows[1]);
  expect(sheets[0]?.rows[3]?.slice(0, 2)).toEqual([-10, 0]);
  const formulas = [...(sheets[0]?.cells?.values() ?? [])].filter((cell) => cell.formula !== undefined);
  expect(formulas).toEqual([]);
});

test('text longer than a cell takes is cut, with a mark', async () => {
  const { sheets } = await readXlsx(await write(['a'], [['가'.repeat(40_000)]]));
  const cell = sheets[0]?.rows[1]?.[0];
  expect(typeof cell === 'string' && [cell.length, cell.at(-1)]).toEqual([32_767, '…']);
});

test('a workbook without rows is its header', async () => {
  const { sheets } = await readXlsx(await write(['a', 'b'], []));
  expect(sheets[0]?.rows).toEqual([['a', 'b']]);
});

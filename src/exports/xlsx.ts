import type { Cell } from './source.ts';

/** Excel's limit of a cell's text. */
const CELL_CHARACTERS = 32_767;

/**
 * An Excel workbook of one sheet, in chunks, of any number of rows in the same memory. Text is written as text, so that nothing
 * runs: a formula would be another kind of cell.
 */
export async function* toXlsx(
  sheet: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<Uint8Array> {
  // Loaded on first use: few processes ever write a workbook.
  const { writeXlsxStream } = await import('hucre/xlsx');
  const stream = writeXlsxStream(textRows(rows), {
    name: sheet.slice(0, 31),
    columns: columns.map((header) => ({ header })),
    freezePane: { rows: 1 },
    // The rows are counted before; a further sheet would be overlooked.
    maxRowsPerSheet: Number.POSITIVE_INFINITY,
  });
  // Breaking off a loop over the stream cancels it, and with it the cursor.
  yield* stream as unknown as AsyncIterable<Uint8Array>;
}

async function* textRows(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Cell[]> {
  for await (const cells of rows) yield cells.map((cell) => (typeof cell === 'string' ? toText(cell) : cell));
}

/** `_x000D_` and the like stand for a character in a workbook; written by a person it is to be read as it is. */
function toText(text: string): string {
  const whole = text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  return whole.length <= CELL_CHARACTERS
    ? whole
    : `${whole.slice(0, CELL_CHARACTERS - 1).replace(/\p{Cs}$/u, '')}…`;
}

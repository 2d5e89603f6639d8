import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { type Day, isDay } from './calendar/seoul.ts';

/** What every export of records has in common: when it is refused, and how its CSV is written. */
export type ExportRefusal =
  | { reason: 'reason_missing' }
  | { reason: 'not_a_day'; field: 'from' | 'to'; given: string }
  | { reason: 'from_after_to'; from: Day; to: Day };

export type ExportOutcome =
  | { kind: 'exported'; rows: number }
  | { kind: 'refused'; refusals: ExportRefusal[] };

/** All that is wrong with the reason or the days of an export; both days are included. */
export function refuseExport(reason: string, from: string, to: string): ExportRefusal[] {
  const refusals: ExportRefusal[] = [];
  // Whitespace, joiners and other marks that leave no ink give no reason.
  if (!/[\p{L}\p{N}]/u.test(reason)) refusals.push({ reason: 'reason_missing' });
  if (!isDay(from)) refusals.push({ reason: 'not_a_day', field: 'from', given: from });
  if (!isDay(to)) refusals.push({ reason: 'not_a_day', field: 'to', given: to });
  if (isDay(from) && isDay(to) && from > to) refusals.push({ reason: 'from_after_to', from, to });
  return refusals;
}

export type Cell = string | number | null;

/**
 * Writes lines as CSV under a header and ends the sink; no cell of text is a formula to a spreadsheet.
 * @returns how many lines
 */
export async function writeCsv<Line>(
  columns: string[],
  cellsOf: (line: Line) => Cell[],
  lines: AsyncIterable<Line>,
  sink: Writable,
): Promise<number> {
  let rows = 0;
  const records = async function* () {
    for await (const line of lines) {
      rows += 1;
      yield cellsOf(line).map(disarm);
    }
  };
  const csv = stringify({ header: true, columns, escape_formulas: true });
  // The pipeline asks for rows only as fast as the sink takes them, and closes the cursor when the sink breaks.
  await pipeline(records, csv, sink);
  return rows;
}

// csv-stringify looks at the first character only. Spreadsheets skip a line feed, spaces and unseen characters before it.
const HIDDEN_FORMULA = /^[\s\p{C}\p{Z}]+[=+\-@＝＋－＠]|^[\n\v\f]/u;

/** Keeps a spreadsheet from taking text for a formula; numbers stay numbers. */
function disarm(cell: Cell): Cell {
  return typeof cell === 'string' && HIDDEN_FORMULA.test(cell) && !/^[\t\r]/.test(cell) ? `'${cell}` : cell;
}

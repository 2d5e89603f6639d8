import type { Cell } from './source.ts';

/** Lines are gathered to about this much before they are passed on. */
const CHUNK_CHARACTERS = 32_768;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * CSV by RFC 4180 with line feeds, in chunks; no cell of text is a formula to a spreadsheet.
 * @param options.bom begins with a byte order mark, without which Excel does not see that it is UTF-8
 */
export async function* toCsv(
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
  options: { bom: boolean },
): AsyncGenerator<Buffer> {
  let chunk = `${options.bom ? BYTE_ORDER_MARK : ''}${lineOf(columns)}`;
  for await (const cells of rows) {
    chunk += lineOf(cells);
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

function lineOf(cells: readonly Cell[]): string {
  let line = '';
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index];
    if (index > 0) line += ',';
    if (typeof cell === 'string') line += quoted(disarm(cell));
    else if (cell !== null && cell !== undefined) line += cell;
  }
  return `${line}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Spreadsheets skip line feeds, spaces and unseen characters before a formula, and take the wide signs for the plain ones.
const FORMULA = /^(?:[=+\-@＝＋－＠\t\r\n\v\f]|[\s\p{C}\p{Z}]+[=+\-@＝＋－＠])/u;

/** Keeps a spreadsheet from taking text for a formula; numbers stay numbers. */
function disarm(text: string): string {
  const first = text.charCodeAt(0);
  // Hangul syllables, Latin letters and digits begin nearly every cell, and no formula.
  const harmless =
    (first >= 0xac00 && first <= 0xd7a3) ||
    (first >= 0x61 && first <= 0x7a) ||
    (first >= 0x41 && first <= 0x5a) ||
    (first >= 0x30 && first <= 0x39);
  return !harmless && FORMULA.test(text) ? `'${text}` : text;
}

/** One record of a CSV file, with the true number of the line on which it begins; or why there is none to be read. */
export type CsvRecord =
  | { line: number; fields: string[]; fault?: never }
  | { line: number; fields?: never; fault: 'quote' | 'too_long' };

/** More text than any honest record has: what comes after an opening quote that nobody closed. */
const MAX_RECORD_LENGTH = 65_536;

/**
 * Reads CSV (RFC 4180; LF or CRLF) piece by piece. A record that cannot be read is reported, and reading goes on with
 * the next line, so that one stray quote does not swallow the rest of the file. Lines without any text in them
 * (spreadsheets leave them at the end) are passed over.
 */
export function createCsvReader(): { push(text: string): CsvRecord[]; end(): CsvRecord[] } {
  let pending = '';
  let line = 1;
  let isSkipping = false; // the rest of an endless line

  function drain(atEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < pending.length) {
      const scan = scanRecord(pending, at, atEnd);
      if (scan === 'more') break;
      if (!isSkipping && !isEmpty(scan.record)) records.push({ line, ...scan.record });
      isSkipping = scan.lines === 0;
      line += scan.lines;
      at = scan.next;
    }
    pending = pending.slice(at);
    return records;
  }

  return {
    push(text) {
      pending += text;
      return drain(false);
    },
    end: () => drain(true),
  };
}

type Scan = {
  record: { fields: string[]; fault?: never } | { fields?: never; fault: 'quote' | 'too_long' };
  next: number;
  lines: number;
};

function scanRecord(text: string, start: number, atEnd: boolean): Scan | 'more' {
  const newline = text.indexOf('\n', start);
  if (newline < 0 && !atEnd) {
    return text.length - start > MAX_RECORD_LENGTH ? fail(text.length, 0, 'too_long') : 'more';
  }
  const end = newline < 0 ? text.length : newline;
  const afterLine = newline < 0 ? text.length : newline + 1;
  const whole = text.slice(start, end);
  if (!whole.includes('"')) {
    if (whole.length > MAX_RECORD_LENGTH) return fail(afterLine, 1, 'too_long');
    const bare = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    return { record: { fields: bare.split(',') }, next: afterLine, lines: 1 };
  }

  const fields: string[] = [];
  let lines = 1;
  for (let at = start; ; ) {
    if (text[at] === '"') {
      const closing = closingQuote(text, at + 1);
      if (closing === undefined || (closing + 1 >= text.length && !atEnd)) {
        if (atEnd || text.length - start > MAX_RECORD_LENGTH) return fail(afterLine, 1, 'quote');
        return 'more';
      }
      const inside = text.slice(at + 1, closing);
      fields.push(inside.replaceAll('""', '"'));
      lines += inside.split('\n').length - 1;
      at = closing + 1;
    } else {
      const stop = nextStop(text, at);
      const bare = text.slice(
        at,
        text[stop] === '\n' && text[stop - 1] === '\r' && stop > at ? stop - 1 : stop,
      );
      if (stop === text.length && !atEnd) return 'more';
      if (bare.includes('"')) return fail(afterLine, 1, 'quote');
      fields.push(bare);
      at = text[stop] === '\n' && bare.length < stop - at ? stop - 1 : stop;
    }
    if (at >= text.length) return { record: { fields }, next: text.length, lines };
    if (text[at] === '\n') return { record: { fields }, next: at + 1, lines };
    if (text[at] === '\r' && at + 1 >= text.length && !atEnd) return 'more';
    if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 >= text.length)) {
      return { record: { fields }, next: Math.min(at + 2, text.length), lines };
    }
    if (text[at] !== ',') return fail(afterLine, 1, 'quote');
    at += 1;
  }
}

function isEmpty(record: Scan['record']): boolean {
  return !record.fault && record.fields.every((field) => field.trim() === '');
}

function fail(next: number, lines: number, fault: 'quote' | 'too_long'): Scan {
  return { record: { fault }, next, lines };
}

function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return undefined;
}

function nextStop(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 44 || code === 10) return at;
  }
  return text.length;
}

import { narrow, parseDecimal } from '../measures/decimals.ts';
import type { MeasureInput, Refusal } from './task.ts';

/** A number with the unit typed right behind it: `27.4만명`, `3,300 억원`; the unit is '' where there is none. */
export function parseFigure(typed: string): { number: string; unit: string } | undefined {
  const text = typed.trim();
  const head = /^[-+−]?\d[\d,]*(?:\.\d+)?/.exec(narrow(text))?.[0] ?? '';
  const number = parseDecimal(head);
  return number === undefined ? undefined : { number, unit: text.slice(head.length).trim() };
}

/** A name or unit as it is the same to a reader: neither blanks nor case matter. */
export function bare(text: string): string {
  return narrow(text).normalize('NFC').replace(/\s/g, '').toLowerCase();
}

/** Whether two units are the same to a reader. */
export function isSameUnit(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

/**
 * Reads measures, one a line: `이름 / 단위 / 이전 / 목표`, where everything behind the name may be left out.
 * - `|` separates wherever there is one; else ` / ` with blanks around it, so that a unit may be 건/일; else `/`; else a comma.
 * - A comma between two digits belongs to the number: `비용, 억원, 3,300, 0` has four parts.
 * - A number may carry the unit (`12개월`); `-` stands for none.
 * Every line that cannot be read is said, none is guessed at.
 */
export function parseMeasureLines(text: string): { measures: MeasureInput[] } | { refusals: Refusal[] } {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const measures: MeasureInput[] = [];
  const refusals: Refusal[] = [];
  for (const line of lines) {
    const measure = parseLine(line);
    if (measure) measures.push(measure);
    else refusals.push({ reason: 'measure_line', line });
  }
  return refusals.length > 0 ? { refusals } : { measures };
}

function parseLine(line: string): MeasureInput | undefined {
  const [name = '', unit = '', before = '', target = '', ...more] = partsOf(line);
  // A number where the unit belongs: which of the two is missing cannot be known.
  if (name === '' || more.length > 0 || parseDecimal(unit) !== undefined) return undefined;
  const figures = [before, target].map((typed) => readFigure(typed, unit));
  const [first, second] = figures;
  return first && second ? { name, unit, before: first.number, target: second.number } : undefined;
}

function partsOf(line: string): string[] {
  const separator = [/[|｜]/, /(?<=\s)\/(?=\s|$)/, /\//, /(?<!\d),|,(?!\d)/].find((one) => one.test(line));
  return (separator ? line.split(separator) : [line]).map((part) => part.trim());
}

function readFigure(typed: string, unit: string): { number: string | undefined } | undefined {
  if (typed === '' || typed === '-') return { number: undefined };
  const figure = parseFigure(typed);
  return figure && (figure.unit === '' || isSameUnit(figure.unit, unit))
    ? { number: figure.number }
    : undefined;
}

/** The inverse of `parseMeasureLines`. */
export function formatMeasureLines(measures: ReadonlyArray<MeasureInput>): string {
  return measures
    .map(({ name, unit, before, target }) => {
      const parts = [name, unit, before ?? '', target ?? ''];
      while (parts.length > 1 && parts.at(-1) === '') parts.pop();
      // Alone, a name with a slash or a comma in it would fall apart.
      return parts.length === 1 && /[/,]/.test(name) ? `${name} |` : parts.join(' | ');
    })
    .join('\n');
}

import { isDay } from '../calendar/seoul.ts';
import { narrow } from '../measures/decimals.ts';
import { cleanText } from '../messenger/mrkdwn.ts';

/** A measured result as typed; numbers are still text. */
export interface TypedResult {
  /** '' when no measure is named: meant is the only one. */
  name: string;
  before: string | undefined;
  after: string;
  /** Units typed beside the numbers, to be compared with the measure's. */
  units: string[];
  measuredOn: string | undefined;
  evidence: string;
}

/** Far more than a name, two numbers, a unit, a day and an address take. */
const MOST_OF_RESULT = 3_000;
const NUMBER = String.raw`[-+−]?\d[\d,]*(?:\.\d+)?`;
const BEFORE = new RegExp(String.raw`^(?:(.*?)\s)?(${NUMBER})\s?([^\s\d]\S{0,19})?$`);
const AFTER = new RegExp(String.raw`^(${NUMBER})(?:\s?([^\s\d]\S{0,19}))?$`);
const ARROW = /\s?(?:→|⇒|➔|->|=>)\s?/;
const WITHOUT_BEFORE = new RegExp(String.raw`^(?:(.+?)\s)?(${NUMBER})(?:\s?([^\s\d]\S{0,19}))?$`);

/**
 * Reads `환경영향평가 기간 12 → 4 개월 2026-11-20 https://…`: the measure's name, before and after, the unit, and optionally
 * the day of measuring and the address of evidence. `->` and `=>` are arrows too; without one there is an after only.
 */
export function parseResult(text: string): TypedResult | undefined {
  if (text.length > MOST_OF_RESULT) return undefined;
  const words = text.split(/\s+/).filter(Boolean);
  const links = words.filter((word) => /^https?:\/\//i.test(word));
  const days = words.map((word) => toDay(narrow(word))).filter((day) => day !== undefined);
  if (links.length > 1 || days.length > 1) return undefined;
  const figures = words
    .filter((word) => !links.includes(word) && toDay(narrow(word)) === undefined)
    .join(' ');
  const extra = { measuredOn: days[0], evidence: links[0] ?? '' };
  const arrow = ARROW.exec(narrow(figures));
  if (!arrow) return readFigures(WITHOUT_BEFORE, undefined, figures, extra);
  const left = figures.slice(0, arrow.index);
  const right = figures.slice(arrow.index + arrow[0].length);
  return readFigures(BEFORE, left, right, extra);
}

/** Splits figures as a dialog asks for them: `12 → 4개월`, or the later one alone. Each side stays as typed. */
export function splitFigures(text: string): Pick<TypedResult, 'before' | 'after'> {
  const clean = cleanText(text);
  const arrow = ARROW.exec(narrow(clean));
  if (!arrow) return { before: undefined, after: clean };
  return { before: clean.slice(0, arrow.index), after: clean.slice(arrow.index + arrow[0].length) };
}

function readFigures(
  form: RegExp,
  left: string | undefined,
  right: string,
  extra: { measuredOn: string | undefined; evidence: string },
): TypedResult | undefined {
  const head = form.exec(narrow(left ?? right));
  const tail = left === undefined ? head : AFTER.exec(narrow(right));
  if (!head || !tail) return undefined;
  const name = (left ?? right).slice(0, (head[1] ?? '').length);
  const [before, after] = left === undefined ? [undefined, head[2]] : [head[2], tail[1]];
  const units = left === undefined ? [head[3]] : [head[3], tail[2]];
  return { name, before, after: after ?? '', units: units.filter((unit) => unit !== undefined), ...extra };
}

/** 2026-11-20 or 2026.11.20. */
function toDay(word: string): string | undefined {
  const day = word.replace(/^(\d{4})\.(\d{1,2})\.(\d{1,2})\.?$/, (_, y: string, m: string, d: string) =>
    [y, m.padStart(2, '0'), d.padStart(2, '0')].join('-'),
  );
  return isDay(day) ? day : undefined;
}

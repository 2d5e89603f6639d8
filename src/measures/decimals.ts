// Numbers of measures are decimals as text from the first key to the last: 27.4 and 3,300 keep every digit, and nothing is
// ever computed with a float.

const MOST_WHOLE_DIGITS = 18;
const MOST_DECIMALS = 6;

/** Full-width digits and signs as ASCII. */
export function narrow(text: string): string {
  return text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/**
 * A decimal as typed: `3,300` → `3300`, `27.4` stays `27.4`, `27.40` too. Undefined where it is no number, or its commas
 * stand where they group no thousands: `3,30` may be either of two numbers.
 */
export function parseDecimal(typed: string): string | undefined {
  const found = /^([-+−]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(narrow(typed).trim());
  if (!found) return undefined;
  const whole = (found[2] ?? '').replaceAll(',', '').replace(/^0+(?=\d)/, '');
  const decimals = found[3] ?? '';
  if (whole.length > MOST_WHOLE_DIGITS || decimals.length > MOST_DECIMALS) return undefined;
  const figure = decimals === '' ? whole : `${whole}.${decimals}`;
  const isNegative = found[1] !== '' && found[1] !== '+' && /[1-9]/.test(figure);
  return isNegative ? `-${figure}` : figure;
}

/** A decimal with its thousands grouped: `-3300.50` → `-3,300.50`. */
export function formatDecimal(decimal: string): string {
  const [whole = '', decimals] = decimal.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? groups : `${groups}.${decimals}`;
}

/** How `after` stands to `before`. */
export interface Change {
  direction: 'reduced' | 'grown' | 'same';
  /**
   * Of `before`, to one decimal, halves rounded up, without a needless `.0`. Undefined: there is none (of 0), or it would be
   * shown as 0 although something changed.
   */
  percent: string | undefined;
}

/** Compares two decimals exactly: 12 → 4 is reduced by 66.7. */
export function describeChange(before: string, after: string): Change {
  const scale = Math.max(decimalsOf(before), decimalsOf(after));
  const from = scaled(before, scale);
  const difference = scaled(after, scale) - from;
  if (difference === 0n) return { direction: 'same', percent: from === 0n ? undefined : '0' };
  const direction = difference < 0n ? 'reduced' : 'grown';
  const base = from < 0n ? -from : from;
  const size = difference < 0n ? -difference : difference;
  if (base === 0n) return { direction, percent: undefined };
  const tenths = (size * 2_000n + base) / (base * 2n);
  if (tenths === 0n) return { direction, percent: undefined };
  const rest = tenths % 10n;
  return { direction, percent: rest === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${rest}` };
}

/** `one` less `other`, exactly; the more decimals of the two are kept: 62.5 − 50 = 12.5. */
export function subtractDecimals(one: string, other: string): string {
  const scale = Math.max(decimalsOf(one), decimalsOf(other));
  const difference = scaled(one, scale) - scaled(other, scale);
  const digits = `${difference < 0n ? -difference : difference}`.padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const decimals = digits.slice(digits.length - scale);
  return `${difference < 0n ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}

const decimalsOf = (decimal: string) => decimal.split('.')[1]?.length ?? 0;

function scaled(decimal: string, scale: number): bigint {
  const [whole = '0', decimals = ''] = decimal.split('.');
  return BigInt(whole + decimals.padEnd(scale, '0'));
}

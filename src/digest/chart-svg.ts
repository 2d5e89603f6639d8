import { grouped } from '../messenger/grouped.ts';
import type { WeekFigures } from './digest.ts';

/** What is written on a chart, in the reader's language. */
export interface ChartWords {
  title: string;
  received: string;
  sent: string;
  /** Under each pair of bars: '47주'. */
  weeks: readonly string[];
  /** Below all: as of when, at which position. */
  source: string;
}

export const CHART_FONT = 'NanumGothic';
const WIDTH = 1_600;
const HEIGHT = 840;
const LEFT = 130;
const RIGHT = 40;
const TOP = 150;
const BOTTOM = 130;
// Blue and orange: told apart by the colour-blind too, and the labels above the bars say the same.
const RECEIVED = '#1f5fae';
const SENT = '#e07b16';
const INK = '#1d1c1d';
const FAINT = '#616061';
const LINE = '#d8d8d8';

/**
 * Twelve weeks in pairs of bars. It has a white ground and a border of its own, so it reads the same in a dark window. Every
 * value stands above its bar.
 */
export function drawChart(weeks: readonly WeekFigures[], words: ChartWords): string {
  const highest = ceilingOf(Math.max(1, ...weeks.flatMap(({ received, sent }) => [received, sent])));
  const plotHeight = HEIGHT - TOP - BOTTOM;
  const slot = (WIDTH - LEFT - RIGHT) / Math.max(1, weeks.length);
  const bar = Math.min(46, slot * 0.36);
  const yOf = (value: number) => TOP + plotHeight * (1 - value / highest);

  const grid = [0, 1, 2, 3, 4].map((step) => {
    const value = (highest * step) / 4;
    const y = yOf(value);
    return [
      `<line x1="${LEFT}" y1="${y}" x2="${WIDTH - RIGHT}" y2="${y}" stroke="${step === 0 ? FAINT : LINE}" stroke-width="2"/>`,
      label(LEFT - 16, y + 8, grouped(value), { anchor: 'end', size: 24, fill: FAINT }),
    ].join('');
  });
  const bars = weeks.map(({ received, sent }, index) => {
    const middle = LEFT + slot * (index + 0.5);
    const last = index === weeks.length - 1;
    return [
      column(middle - bar - 2, bar, yOf(received), yOf(0), RECEIVED, received),
      column(middle + 2, bar, yOf(sent), yOf(0), SENT, sent),
      label(middle, HEIGHT - BOTTOM + 42, words.weeks[index] ?? '', {
        anchor: 'middle',
        size: 26,
        weight: last ? 700 : 400,
        fill: last ? INK : FAINT,
      }),
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${CHART_FONT}">`,
    `<rect x="2" y="2" width="${WIDTH - 4}" height="${HEIGHT - 4}" rx="20" fill="#ffffff" stroke="${LINE}" stroke-width="3"/>`,
    label(48, 66, words.title, { anchor: 'start', size: 36, weight: 700, fill: INK }),
    legend(48, 112, RECEIVED, words.received),
    legend(48 + 38 + widthOf(words.received, 26) + 36, 112, SENT, words.sent),
    ...grid,
    ...bars,
    label(WIDTH - RIGHT, HEIGHT - 26, words.source, { anchor: 'end', size: 22, fill: FAINT }),
    '</svg>',
  ].join('');
}

function column(x: number, width: number, top: number, bottom: number, fill: string, value: number): string {
  const height = Math.max(value > 0 ? 3 : 0, bottom - top);
  // Five digits and more are written smaller, so that neighbours do not run into each other.
  const size = value >= 100_000 ? 14 : value >= 10_000 ? 17 : 21;
  return [
    `<rect x="${x.toFixed(1)}" y="${(bottom - height).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="4" fill="${fill}"/>`,
    label(x + width / 2, bottom - height - 9, grouped(value), {
      anchor: 'middle',
      size,
      fill: INK,
      halo: true,
    }),
  ].join('');
}

function legend(x: number, y: number, fill: string, text: string): string {
  return `<rect x="${x}" y="${y - 22}" width="26" height="26" rx="5" fill="${fill}"/>${label(x + 38, y, text, { anchor: 'start', size: 26, fill: INK })}`;
}

function label(
  x: number,
  y: number,
  text: string,
  look: { anchor: 'start' | 'middle' | 'end'; size: number; weight?: number; fill: string; halo?: boolean },
): string {
  const { anchor, size, weight = 400, fill, halo = false } = look;
  // Keeps lines behind from running through the figures.
  const edge = halo ? ' paint-order="stroke" stroke="#ffffff" stroke-width="7"' : '';
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}"${edge}>${escapeXml(text)}</text>`;
}

/** About how wide a text comes out: a Hangul letter is nearly square, others are half as wide. */
function widthOf(text: string, size: number): number {
  return [...text].reduce((width, character) => width + size * (/[가-힣]/.test(character) ? 0.92 : 0.55), 0);
}

/** The next round number that four even steps lead to. */
function ceilingOf(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(value));
  const round = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].find((step) => step * scale >= value) ?? 10;
  return Math.max(4, round * scale);
}

function escapeXml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] ?? '',
  );
}

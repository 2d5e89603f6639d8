import { createRequire } from 'node:module';
import { CHART_FONT } from './chart-svg.ts';

/** The font comes with us (Nanum Gothic, OFL 1.1): a server has none with Hangul, and without one the words would be left out. */
const FONTS = ['400Regular/NanumGothic_400Regular.ttf', '700Bold/NanumGothic_700Bold.ttf'];

/** A chart as a PNG of 1600×840. The renderer is loaded on first use only: few processes ever draw. */
export async function renderChart(svg: string): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const font = {
    fontFiles: FONTS.map((file) => resolve(`@expo-google-fonts/nanum-gothic/${file}`)),
    loadSystemFonts: false,
    defaultFontFamily: CHART_FONT,
  };
  // On another thread: whoever waits for an answer of this process does not wait for pictures.
  return (await renderAsync(svg, { font })).asPng();
}

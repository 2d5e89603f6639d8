import type { Locale } from '../messenger/locale.ts';
import { renderDetails } from './details-messages.ts';
import { SECTIONS } from './digest.ts';
import { type DigestView, renderDigest } from './messages.ts';

/** A digest with all its details as plain lines, for a terminal or a file. */
export function printDigest(view: DigestView, locale: Locale): string[] {
  const { digest, thanks } = view;
  const short = renderDigest({ ...view, mayPreview: false, mayExport: false }, locale).blocks;
  const offered = new Set(
    short.flatMap((block) => (block.type === 'actions' ? block.elements.flatMap(sectionOf) : [])),
  );
  const details = SECTIONS.filter((name) => offered.has(name)).flatMap((name) =>
    renderDetails({ digest, thanks, section: name }, locale).blocks.slice(0, -1),
  );
  return [...short, ...details].flatMap((block) => {
    switch (block.type) {
      case 'header':
        return [block.text.text, ''];
      case 'section':
        // Of use with its button only.
        if (block.accessory) return [];
        return [...toPlain(block.text?.text ?? '').split('\n'), ''];
      case 'context':
        return block.elements.flatMap((element) => ('text' in element ? toPlain(element.text) : []));
      default:
        return [];
    }
  });
}

function sectionOf(element: object): string[] {
  const value = 'value' in element && typeof element.value === 'string' ? element.value : '';
  return value.split(':').slice(2);
}

/** What stands in mrkdwn, without its marks. */
function toPlain(text: string): string {
  return text
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/&(amp|lt|gt);/g, (_, name: 'amp' | 'lt' | 'gt') => ({ amp: '&', lt: '<', gt: '>' })[name]);
}

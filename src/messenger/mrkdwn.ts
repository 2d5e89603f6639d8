/**
 * What people wrote, made clean and harmless. One way holds everywhere: a character that Slack's mrkdwn would act on is
 * replaced by one that looks the same and means nothing to it (as jsx-slack does in links), and `&<>` become entities.
 * Invisible joiners were not chosen: whether one stops a format differs between Slack's clients. Where a whole text
 * element is somebody's message, `plain_text` with `emoji: false` needs none of this; the notification text still does.
 */

// Removed: format characters (zero-width, bidirectional controls, soft hyphen, tags), the grapheme joiner, lone surrogates and
// controls but the line feed.
const INVISIBLE = /\p{Cf}|\p{Cs}|\u034f|(?!\n)\p{Cc}/gu;
// Blank although not called so: Hangul fillers and the empty Braille cell among them.
const BLANK = /[\t\p{Zs}\u115f\u1160\u3164\uffa0\u2800]+/gu;
const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/**
 * What someone typed, in one form: NFC, without invisible or control characters, blank space collapsed, at most one empty
 * line in a row, at most four marks on a letter. Joined emoji fall apart into their parts.
 */
export function cleanText(input: string): string {
  return input
    .replace(LINE_BREAK, '\n')
    .replace(BLANK, ' ')
    .replace(INVISIBLE, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/ *\n */g, '\n')
    .replace(/ {2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .normalize('NFC');
}

/** As `cleanText`, on one line. */
export function oneLine(input: string): string {
  return cleanText(input).replace(/\s+/g, ' ');
}

const segmenter = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** More UTF-16 units than any real character has; old Hangul letters alone would join into one of any length. */
const UNITS_OF_ONE = 16;

/** Four times the longest message any policy allows: what is longer is too long, however it is counted. */
const UNITS_COUNTED_EXACTLY = 4_000;

/**
 * How many characters a person would count, after cleaning: `김` in any form is one, so is an emoji with its skin tone. Of
 * texts far beyond any limit it is a rough figure, as finding where each character ends would take seconds.
 */
export function visibleLength(text: string): number {
  const clean = cleanText(text);
  if (clean.length > UNITS_COUNTED_EXACTLY) return [...clean].length;
  let count = 0;
  for (const { segment } of segmenter.segment(clean)) count += Math.ceil(segment.length / UNITS_OF_ONE);
  return count;
}

/** Slack sends `&`, `<` and `>` of typed text as entities; this turns them back, once. */
export function unescapeSlack(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: 'amp' | 'lt' | 'gt') => ENTITIES[name]);
}

const ENTITIES = { amp: '&', lt: '<', gt: '>' };
const LOOK_ALIKES: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/**
 * Text for inside a mrkdwn text or a notification: shown as typed, formats nothing, mentions nobody, links nothing by
 * itself except what Slack's clients link on their own.
 */
export function escapeMrkdwn(text: string): string {
  return (
    text
      // Between two Latin letters or digits these format nothing: e-mail addresses and 2*3 stay as they are.
      .replace(/(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`/g, (mark) => LOOK_ALIKES[mark] ?? mark)
      // U+FF1E quotes too, as Slack takes it for `>`.
      .replace(/^([^\S\n]*)([>＞]+)/gm, (_, blank: string, marks: string) => blank + '›'.repeat(marks.length))
      // Every colon that stands before a name and a further colon: none is left to begin an emoji.
      .replace(
        // Only from the first of a row: from each, thousands of colons would take seconds.
        /(?<!:)(:+)([^\s:]+)(?=:)/g,
        (_, colons: string, name: string) => '∶'.repeat(colons.length) + name,
      )
      .replace(/@(?=here|channel|everyone|group)/gi, '＠')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
  );
}

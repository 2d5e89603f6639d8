import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bold,
  button,
  clip,
  listSections,
  mrkdwn,
  plain,
  quote,
  section,
} from '../../src/messenger/blocks.ts';
import { breaksBlockLimits } from '../support/slack-limits.ts';

test('what is put into a template formats nothing, what stands in it does', () => {
  expect(mrkdwn`*${'<!channel> *a*'}* ${bold('b')} ${3}`.mrkdwn).toBe('*&lt;!channel&gt; ∗a∗* *b* 3');
});

test('every line of somebody’s words is quoted, and a very long one is broken', () => {
  expect(quote('하나\n> 둘').mrkdwn).toBe('> 하나\n> › 둘');
  const long = quote('&'.repeat(1_000)).mrkdwn.split('\n');
  expect(long.every((line) => line.length < 2_100 && line.startsWith('> &amp;'))).toBe(true);
  expect(long.join('').match(/&amp;/g)).toHaveLength(1_000);
});

test('a cut text ends in an ellipsis and never in half a character or half an entity', () => {
  expect(clip('가나다라', 3)).toBe('가나…');
  expect(clip('가😀나', 3)).toBe('가…');
  for (let length = 2_890; length < 2_905; length += 1) {
    const { text } = section(mrkdwn`${`${'가'.repeat(length)}<>&`}`);
    expect(text?.text.length).toBeLessThanOrEqual(2_900);
    expect(text?.text.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
  }
});

test('an empty label becomes a dash, because Slack refuses empty ones', () => {
  expect(plain(' ', 10).text).toBe('–');
  expect(button('a', '').text.text).toBe('–');
});

test('a list loses no entry, however many share a section', () => {
  const entry = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).map((text) => quote(text));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const sections = listSections(entries, 10);
      const lines = (texts: string[]) =>
        texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
      expect(lines(sections.map((block) => block.text?.text ?? ''))).toEqual(
        lines(entries.map((piece) => piece.mrkdwn)),
      );
      expect(breaksBlockLimits(sections, 50)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

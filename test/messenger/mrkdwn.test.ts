import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, escapeMrkdwn, unescapeSlack, visibleLength } from '../../src/messenger/mrkdwn.ts';

/** Text in which what is dangerous is frequent. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'*_~`>&<:@!|#\n \t\r',
        '<!channel>',
        '<@U01>',
        '@here',
        ':smile:',
        '\u0000',
        '\u200b',
      ),
      fc.constantFrom(
        '\u202e',
        '\u3164',
        '\ufeff',
        '\ud800',
        '\u2028',
        '\u0301',
        '각',
        '가',
        '한',
        'a',
        '7',
        '👨‍👩‍👧',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('cleaning', () => {
  test('composes decomposed Hangul, also when something invisible stood between its parts', () => {
    expect(cleanText('김하늘'.normalize('NFD'))).toBe('김하늘');
    expect(cleanText('\u1100\u200b\u1161')).toBe('가');
  });

  test('takes out what cannot be seen and collapses blank space, keeping line breaks', () => {
    expect(cleanText('\u200b고맙\u202e습니다\u0000 \t 정말\u3164\u3164로 \r\n\n\n\n또')).toBe(
      '고맙습니다 정말 로\n\n또',
    );
    expect(cleanText('\u3164\u2800\u00a0\u200d\n')).toBe('');
    expect(cleanText(`a${'\u0301'.repeat(50)}`)).toHaveLength(4);
  });

  test('is done once: cleaning again changes nothing, and nothing invisible is left', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
        expect(clean).not.toMatch(
          /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u3164\r\t]|(?!\n)\p{Cc}|\p{Cs}/u,
        );
        expect(clean).not.toMatch(/^\s|\s$| {2}|\n{3}/);
        expect(clean.normalize('NFC')).toBe(clean);
      }),
      { numRuns: 2_000 },
    );
  });

  test('length is what a person counts', () => {
    expect(visibleLength('감사'.normalize('NFD'))).toBe(2);
    expect(visibleLength('👍🏽👍🏽')).toBe(2);
    expect(visibleLength('\u200b\u200b \u3164')).toBe(0);
    expect(visibleLength('가'.repeat(40_000))).toBe(40_000);
  });
});

describe('escaping', () => {
  test('what would notify, link or format is shown as typed', () => {
    expect(escapeMrkdwn('<!channel> <@U01> <https://a.kr|b>')).toBe(
      '&lt;!channel&gt; &lt;@U01&gt; &lt;https://a.kr|b&gt;',
    );
    expect(escapeMrkdwn('*굵게* _기울임_ ~지움~ `코드`')).toBe('∗굵게∗ ˍ기울임ˍ ∼지움∼ ˋ코드ˋ');
    expect(escapeMrkdwn('> 인용\n  >>> 또\n3 > 2')).toBe('› 인용\n  ››› 또\n3 &gt; 2');
    expect(escapeMrkdwn(':smile: :협업: 10:30')).toBe('∶smile: ∶협업: 10:30');
    expect(escapeMrkdwn('@channel @Here @김하늘')).toBe('＠channel ＠Here @김하늘');
  });

  test('addresses and sums stay as they are', () => {
    expect(escapeMrkdwn('kim_ha_neul@korea.kr 2*3*4')).toBe('kim_ha_neul@korea.kr 2*3*4');
  });

  test('nothing that Slack acts on is left, whatever was typed', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const safe = escapeMrkdwn(text);
        expect(safe).not.toMatch(/[<>`]|&(?!amp;|lt;|gt;)/);
        expect(safe).not.toMatch(/(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])/);
        expect(safe).not.toMatch(/^[^\S\n]*(&gt;|＞)/m);
        expect(safe).not.toMatch(/:[^\s:]+:|@(here|channel|everyone)/i);
        // One character for one: nothing is lost, nothing is added.
        expect(unescapeSlack(safe)).toHaveLength(text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  test("Slack's entities are decoded once", () => {
    expect(unescapeSlack('1 &lt; 2 &amp;&amp; &amp;lt;')).toBe('1 < 2 && &lt;');
  });
});

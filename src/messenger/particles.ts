import { josa } from 'es-hangul';

// How Koreans read a final digit: 영 일 이 삼 사 오 육 칠 팔 구; ten and its powers (십 백 천 만) end in a consonant like 영.
const DIGITS = '영일이삼사오육칠팔구';
// Capitals are mostly spelt out, and the names of these end in a consonant: 엘 엠 엔 알.
const CAPITALS: Record<string, string> = { L: '엘', M: '엠', N: '엔', R: '알' };
const SMALL_LETTERS: Record<string, string> = { l: '엘', m: '엠', n: '엔' };

/** Of each pair the form after a consonant, the form after a vowel, and what one writes when the reading is unknown. */
const UNSURE = {
  '이/가': '이(가)',
  '을/를': '을(를)',
  '은/는': '은(는)',
  '으로/로': '(으)로',
  '와/과': '와(과)',
};
export type Particle = keyof typeof UNSURE;

/**
 * `word` with its particle, by how its end is read: 김하늘이, 인력정책과가, 3을, LG를, 인력정책과(중기부)를. es-hangul alone
 * knows Hangul only. What has no reading gets both forms, as official letters write it: ○○을(를).
 */
export function withParticle(word: string, particle: Particle): string {
  const spoken = withoutParentheses(word).match(/[\p{L}\p{N}](?=[^\p{L}\p{N}]*$)/u)?.[0];
  const reading = spoken === undefined ? undefined : readingOf(spoken);
  return reading === undefined ? `${word}${UNSURE[particle]}` : `${word}${josa.pick(reading, particle)}`;
}

/** Without what stands in parentheses at the end, be it in several or in one within another: nobody reads it aloud. */
function withoutParentheses(word: string): string {
  let rest = word.trimEnd();
  while (rest.endsWith(')')) {
    let depth = 0;
    let at = rest.length - 1;
    for (; at >= 0; at--) {
      if (rest[at] === ')') depth++;
      if (rest[at] === '(' && --depth === 0) break;
    }
    if (at < 0) break;
    rest = rest.slice(0, at).trimEnd();
  }
  return rest;
}

function readingOf(character: string): string | undefined {
  if (/[가-힣]/u.test(character)) return character;
  if (/[0-9]/.test(character)) return DIGITS[Number(character)];
  if (/[A-Z]/.test(character)) return CAPITALS[character] ?? '이';
  // Park is 박, but Mark is 마크: nobody can tell from the letter.
  if (/[a-z]/.test(character))
    return SMALL_LETTERS[character] ?? (/[bcgkpt]/.test(character) ? undefined : '이');
  return undefined;
}

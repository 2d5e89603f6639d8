import { disassemble } from 'es-hangul';
import { distance } from 'fastest-levenshtein';

/** The known word that `word` was probably meant to be, compared letter by letter (Hangul by its jamo). */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const typed = disassemble(word.toLowerCase());
  const best = known
    .map((candidate) => {
      const letters = disassemble(candidate);
      return { candidate, away: distance(typed, letters), letters: letters.length };
    })
    .sort((a, b) => a.away - b.away)[0];
  // Farther than two letters in five is no misspelling any more.
  return best && best.away * 5 <= Math.max(best.letters, typed.length) * 2 ? best.candidate : undefined;
}

import { getChoseong } from 'es-hangul';

/** Initial consonants for search, other letters kept in lower case: '김하늘' → 'ㄱㅎㄴ', '중기부' → 'ㅈㄱㅂ'. */
export function initialsOf(text: string): string {
  return getChoseong(text.normalize('NFC').replace(/\s+/g, '')) || text.toLowerCase();
}

/** Whether `text` consists of initial consonants only, as someone types who searches by them. */
export function isInitials(text: string): boolean {
  return /^[ㄱ-ㅎ]+$/.test(text);
}

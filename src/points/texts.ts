import type { Locale } from '../messenger/locale.ts';
import { en as operatorEn } from './operator-text.en.ts';
import { type OperatorTexts, ko as operatorKo } from './operator-text.ko.ts';
import { en } from './text.en.ts';
import { ko, type Texts } from './text.ko.ts';

/** The words of a language. */
export function textsOf(locale: Locale): Texts {
  return locale === 'ko' ? ko : en;
}

/** What operators read, in a language. */
export function operatorTextsOf(locale: Locale): OperatorTexts {
  return locale === 'ko' ? operatorKo : operatorEn;
}

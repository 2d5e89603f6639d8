import type { Locale } from '../messenger/locale.ts';
import { en } from './text.en.ts';
import { ko, type Texts } from './text.ko.ts';

/** The words of a language. */
export function textsOf(locale: Locale): Texts {
  return locale === 'ko' ? ko : en;
}

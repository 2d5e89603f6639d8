import type { Locale } from '../messenger/locale.ts';
import { en as operatorEn } from './operator-text.en.ts';
import { type OperatorTexts, ko as operatorKo } from './operator-text.ko.ts';
import { en as policyEn } from './policy-text.en.ts';
import { type PolicyTexts, ko as policyKo } from './policy-text.ko.ts';
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

/** The names and units of an agency's rules, and the words of their form, in a language. */
export function policyTextsOf(locale: Locale): PolicyTexts {
  return locale === 'ko' ? policyKo : policyEn;
}

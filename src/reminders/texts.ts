import type { Locale } from '../messenger/locale.ts';
import { en as settingsEn } from './settings-text.en.ts';
import { type SettingsTexts, ko as settingsKo } from './settings-text.ko.ts';
import { en } from './text.en.ts';
import { ko, type Texts } from './text.ko.ts';

/** The words of a language. */
export function textsOf(locale: Locale): Texts {
  return locale === 'ko' ? ko : en;
}

export function settingsTextsOf(locale: Locale): SettingsTexts {
  return locale === 'ko' ? settingsKo : settingsEn;
}

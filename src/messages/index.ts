/** The studio's own words, in the language that the person reads: one file of messages a language, chosen while the studio runs. */
import i18next from 'i18next';
import type { ClassCode } from '../contracts/classes';
import { de } from './de';
import { en } from './en';

/** The same keys, other words. */
export type Words<Of> = { readonly [Key in keyof Of]: Of[Key] extends string ? string : Words<Of[Key]> };

/** Names of the languages, each in itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { studio: en }, de: { studio: de } },
  defaultNS: 'studio',
  interpolation: { escapeValue: false }, // React escapes
  initAsync: false,
});

/** Without Intl, whose first use blocks the page for a tenth of a second. */
i18next.services.formatter?.add('thousands', (value: number, language) =>
  String(value).replace(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : '\u202f'),
);

export { i18next as i18n };

/** For what is no component; components take `useTranslation`, and so follow a change of the language. */
export const { t } = i18next;

/** How a class is written: the code first, so that it matches the data set ("DF dermatofibroma"). */
export function classWords(code: ClassCode): string {
  return `${code} ${t(`classes.${code}`)}`;
}

const KEY_NAMES = ['Ctrl', 'Shift', 'Delete', 'Backspace', 'Escape'] as const;
const ARROWS = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' } as const;

/** Keys of a command as they are written on a keyboard: "Ctrl+Shift+Z" is "Strg+Umschalt+Z" on a German one. */
export function keyWords(keys: string): string {
  if (keys in ARROWS) return ARROWS[keys as keyof typeof ARROWS];
  return KEY_NAMES.reduce((words, name) => words.replace(name, t(`app.keyNames.${name}`)), keys);
}

/** Speaks another language from now on. */
export async function speak(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
}

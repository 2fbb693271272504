/** The studio's own words, in the language that the person reads; only that one is loaded. */
import i18next from 'i18next';
import { LANGUAGES, type Language, type Speech } from './languages';

const NAMESPACE = 'studio';

void i18next.init({
  fallbackLng: 'en', // of a draft: every other language has every word
  resources: {},
  ns: NAMESPACE,
  defaultNS: NAMESPACE,
  interpolation: { escapeValue: false }, // React escapes
  initAsync: false,
});

i18next.services.formatter?.add('thousands', (value: number, language) =>
  String(value).replace(/\B(?=(\d{3})+$)/g, LANGUAGES[language as Language].thousands),
);

export { i18next as i18n };

/** `first`: what Compose says, and every failure. The other screens have words of their own, which are not needed to begin. */
type Part = 'first' | 'all';

/**
 * Speaks a language from now on; nothing can be said before the first one is spoken. Where its words cannot be loaded, what was spoken before
 * stays, and English is spoken where that was nothing. @returns the language that is spoken
 */
export async function speak(language: Language, part: Part = 'all'): Promise<Language> {
  try {
    await load(language, part);
    if (isDraft(language)) await load('en', part); // what it lacks
  } catch (error) {
    if (hasWords(i18next.language, part)) return i18next.language as Language;
    if (language === 'en') throw error;
    return speak('en', part);
  }
  await i18next.changeLanguage(language);
  return language;
}

/** Languages of which all words are there. */
const whole = new Set<string>();

function hasWords(language: string, part: Part): boolean {
  return i18next.hasResourceBundle(language, NAMESPACE) && (part === 'first' || whole.has(language));
}

async function load(language: Language, part: Part): Promise<void> {
  if (hasWords(language, part)) return;
  const speech: Speech = LANGUAGES[language];
  const parts = [speech.load(), ...(part === 'all' && speech.loadScreens ? [speech.loadScreens()] : [])];
  for (const words of await Promise.all(parts)) i18next.addResourceBundle(language, NAMESPACE, words, true, true);
  if (part === 'all') whole.add(language);
}

/** Whether a language has only some of the words. */
export function isDraft(language: Language): boolean {
  return (LANGUAGES as Readonly<Record<string, Speech>>)[language]?.isDraft ?? false;
}

/** For what is no component; components take `useTranslation`, and so follow a change of the language. */
export const { t } = i18next;

const KEY_NAMES = ['Ctrl', 'Shift', 'Delete', 'Backspace', 'Escape'] as const;
const ARROWS = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' } as const;

/** Keys of a command as they are written on a keyboard: "Ctrl+Shift+Z" is "Strg+Umschalt+Z" on a German one. */
export function keyWords(keys: string): string {
  if (keys in ARROWS) return ARROWS[keys as keyof typeof ARROWS];
  return KEY_NAMES.reduce((words, name) => words.replace(name, t(`app.keyNames.${name}`)), keys);
}

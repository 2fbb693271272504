/** Which language the person reads: it is remembered, and said to assistive technology. */
import { LANGUAGES, speak, type Language } from '../messages';

const KEY = 'inlay-language';

/** The language chosen here before, else the first that the browser prefers and the studio speaks. */
export function readLanguage(): Language {
  const wanted = [localStorage.getItem(KEY) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return (wanted.find((tag) => tag in LANGUAGES) as Language | undefined) ?? 'en';
}

export async function putLanguage(language: Language): Promise<void> {
  await speak(language);
  document.documentElement.lang = language;
}

export async function keepLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await putLanguage(language);
}

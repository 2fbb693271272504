/** Which language the person reads: it is remembered, and said to assistive technology. */
import { speak } from '../messages';
import { LANGUAGES, type Language } from '../messages/languages';

const KEY = 'inlay-language';

/** The language chosen here before, else the first that the browser prefers and the studio speaks. */
export function readLanguage(): Language {
  const wanted = [localStorage.getItem(KEY) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return (wanted.find((tag) => tag in LANGUAGES) as Language | undefined) ?? 'en';
}

export async function putLanguage(language: Language): Promise<void> {
  document.documentElement.lang = await speak(language);
}

export async function keepLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await putLanguage(language);
}

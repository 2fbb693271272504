/** Which language the person reads: it is remembered, and said to assistive technology. */
import { isDraft, speak } from '../messages';
import { LANGUAGES, type Language } from '../messages/languages';
import { recall, remember } from '../ui/browserMemory';

const KEY = 'inlay-language';

/** The language chosen here before, else the first that the browser prefers and the studio speaks. */
export function readLanguage(): Language {
  const chosen = recall(KEY) ?? '';
  if (isLanguage(chosen)) return chosen;
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2));
  return preferred.find((tag): tag is Language => isLanguage(tag) && !isDraft(tag)) ?? 'en';
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/** @param part what the first screen needs, or all */
export async function putLanguage(language: Language, part: 'first' | 'all' = 'all'): Promise<void> {
  document.documentElement.lang = await speak(language, part);
}

export async function keepLanguage(language: Language): Promise<void> {
  remember(KEY, language);
  await putLanguage(language);
}

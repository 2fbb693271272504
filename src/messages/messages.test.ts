import { beforeAll, describe, expect, it } from 'vitest';
import { i18n, isDraft, speak, t } from '.';
import { PRESETS } from '../core/export/presets/list';
import { classWords } from './classNames';
import { en } from './en';
import { screens } from './en/screens';
import { LANGUAGES, type Draft, type Language, type Speech } from './languages';

/** Every message by its path. */
function flat(messages: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages) as [string, string | object][]) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') found.set(at, value);
    else for (const [inner, words] of flat(value, at)) found.set(inner, words);
  }
  return found;
}

const filled = (words: string): string[] => (words.match(/\{\{\w+/g) ?? []).sort();
const tags = (words: string): string[] => (words.match(/<\/?\w+>/g) ?? []).sort();

const english = flat({ ...en, ...screens });

/** "steps_other" in every plural form that the language has (Unicode CLDR); any other path as it is. */
function formsOf(path: string, language: string): string[] {
  if (!path.endsWith('_other')) return [path];
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return pluralCategories.map((form) => path.replace(/other$/, form));
}

describe.each(Object.keys(LANGUAGES) as Language[])('the messages in %s', (language) => {
  let messages: Map<string, string>;
  beforeAll(async () => {
    const speech: Speech = LANGUAGES[language];
    messages = flat({ ...(await speech.load()), ...(await speech.loadScreens?.()) });
  });

  it('are the same as in English, in the plural forms of the language, with the same things to fill in and the same elements', () => {
    const wanted = [...english.keys()]
      .filter((path) => !path.endsWith('_one'))
      .flatMap((path) => formsOf(path, language));
    if (isDraft(language)) expect(wanted).toEqual(expect.arrayContaining([...messages.keys()]));
    else expect([...messages.keys()].sort()).toEqual(wanted.sort());
    for (const [path, other] of messages) {
      const words = english.get(path) ?? english.get(path.replace(/_(zero|two|few|many)$/, '_other')) ?? '';
      // "one step" need not say the number
      const isPlural = /_(zero|one|two|few|many|other)$/.test(path);
      if (isPlural) expect(filled(words).concat('{{count'), path).toEqual(expect.arrayContaining(filled(other)));
      else expect(filled(other), path).toEqual(filled(words));
      expect(tags(other), path).toEqual(tags(words));
    }
  });

  it('say something', () => {
    const silent = new Set(['app.offline.unknown']);
    for (const [path, words] of messages) expect(words.trim() !== '' || silent.has(path), path).toBe(true);
  });
});

it('every layout of an export has words', () => {
  for (const { id } of PRESETS)
    for (const path of ['layouts', 'layoutHints']) expect(english.has(`export.${path}.${id}`), id).toBe(true);
});

/** Every `<Trans>` of the screens: what its key begins with, or is, and the elements that it brings. */
function transComponents(): { readonly file: string; readonly key: string; readonly elements: readonly string[] }[] {
  const files = import.meta.glob<string>(['../features/**/*.tsx', '../app/*.tsx'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  return Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(/<Trans\s[^]*?i18nKey=(?:"([\w.]+)"|\{`([\w.]+)\$)[^]*?components=\{\{([^]*?)\}\}/g)].map(
      (match) => ({
        file,
        key: match[1] ?? match[2] ?? '',
        elements: [...(match[3] ?? '').matchAll(/(\w+): </g)].map(([, name]) => name ?? ''),
      }),
    ),
  );
}

describe('the messages', () => {
  it('have each of their elements from whoever shows them: none is read as text', () => {
    const shown = transComponents();
    const withElements = [...english].filter(([, words]) => tags(words).length > 0);
    expect(withElements.length).toBeGreaterThan(10);
    for (const [path, words] of withElements) {
      const by = shown.filter(
        ({ key }) =>
          path === key || path.replace(/_(one|other)$/, '') === key || (key.endsWith('.') && path.startsWith(key)),
      );
      expect(by.length, `${path} is shown by no <Trans>`).toBeGreaterThan(0);
      for (const { file, elements } of by)
        for (const tag of tags(words)) expect(elements, `${path} in ${file}`).toContain(tag.replace(/[</>]/g, ''));
    }
  });

  it('have a singular wherever they have a plural', () => {
    for (const path of english.keys())
      if (path.endsWith('_other')) expect(english.has(path.replace(/_other$/, '_one')), path).toBe(true);
  });

  it('put thousands apart', async () => {
    expect(t('dataset.number', { n: 25331 })).toBe('25,331');
    await speak('de');
    expect(t('dataset.number', { n: 25331 })).toBe('25\u202f331');
    await speak('en');
    expect(classWords('DF')).toBe('DF dermatofibroma');
  });

  it('are loaded when they are spoken, and not before', async () => {
    i18n.removeResourceBundle('de', 'studio');
    expect(i18n.hasResourceBundle('de', 'studio')).toBe(false);
    expect(await speak('de')).toBe('de');
    expect(i18n.hasResourceBundle('de', 'studio')).toBe(true);
    expect(t('app.close')).toBe('Schließen');
    await speak('en');
  });

  it('of a draft are English where it has none, and in its own plural forms', async () => {
    const draft: Draft = { app: { close: 'Fermer' } };
    const languages = LANGUAGES as unknown as Record<string, object>;
    languages['xx'] = { name: 'Draft', thousands: ' ', isDraft: true, load: () => Promise.resolve(draft) };
    i18n.removeResourceBundle('en', 'studio');
    expect(await speak('xx' as Language)).toBe('xx');
    expect(t('app.close')).toBe('Fermer');
    expect(t('app.language')).toBe('Language');
    delete languages['xx'];
    i18n.removeResourceBundle('xx', 'studio');
    await speak('en');
    expect(formsOf('steps_other', 'pl').sort()).toEqual(['steps_few', 'steps_many', 'steps_one', 'steps_other']);
  });

  it('stay as they are where a language cannot be loaded, and are English where none is spoken', async () => {
    const missing = 'xx' as Language;
    expect(await speak(missing)).toBe('en');
    i18n.removeResourceBundle('en', 'studio');
    expect(await speak(missing)).toBe('en');
    expect(t('app.close')).toBe('Close');
  });
});

it('Compose and what stands around every screen wait for no words of other screens', () => {
  const files = import.meta.glob<string>(
    [
      '../features/{compose,classes,waiting}/**/*.{ts,tsx}',
      '../app/*.{ts,tsx}',
      '../ui/*.{ts,tsx}',
      './verdictWords.ts',
    ],
    { query: '?raw', import: 'default', eager: true },
  );
  const later = new RegExp(`(?:\\bt\\(|i18nKey=\\{?)["'\`](?:${Object.keys(screens).join('|')})\\.`);
  const waiting = Object.entries(files).filter(([, text]) => later.test(text));
  expect(Object.keys(files).length).toBeGreaterThan(50);
  expect(waiting.map(([file]) => file)).toEqual([]);
});

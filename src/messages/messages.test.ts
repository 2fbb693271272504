import { describe, expect, it } from 'vitest';
import { classWords, t } from '.';
import { de } from './de';
import { en } from './en';

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

describe('the messages', () => {
  const [english, german] = [flat(en), flat(de)];

  it('are the same in both languages, with the same things to fill in and the same elements', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, words] of english) {
      const other = german.get(path) ?? '';
      // "one step" need not say the number
      const isPlural = path.endsWith('_one') || path.endsWith('_other');
      if (isPlural) expect(filled(words).concat('{{count'), path).toEqual(expect.arrayContaining(filled(other)));
      else expect(filled(other), path).toEqual(filled(words));
      expect(tags(other), path).toEqual(tags(words));
    }
  });

  it('say something', () => {
    const silent = new Set(['app.offline.unknown']);
    for (const all of [english, german])
      for (const [path, words] of all) expect(words.trim() !== '' || silent.has(path), path).toBe(true);
  });

  it('have a singular wherever they have a plural', () => {
    for (const path of english.keys())
      if (path.endsWith('_other')) expect(english.has(path.replace(/_other$/, '_one')), path).toBe(true);
  });

  it('put thousands apart', () => {
    expect(t('dataset.number', { n: 25331 })).toBe('25,331');
    expect(t('dataset.number', { n: 25331, lng: 'de' })).toBe('25\u202f331');
    expect(classWords('DF')).toBe('DF dermatofibroma');
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { failureOf, type Failure } from '../contracts/failure';
import { THINGS } from '../contracts/failureParams';
import { FAILURE_EXAMPLES } from '../testing/failureExamples';
import { i18n, speak, t } from '.';
import { failureText, messageOf } from './failures';
import { LANGUAGES, type Language } from './languages';

/** What is said of a parameter, also of those of failures within. */
function named(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return Array.isArray(value) ? value.flatMap(named) : named(Object.values((value as Failure).params));
}

afterEach(() => speak('en').then(() => undefined));

describe.each(Object.keys(LANGUAGES) as Language[])('failures in %s', (language) => {
  it('are said with all that they name, and without holes', async () => {
    await speak(language);
    for (const failure of FAILURE_EXAMPLES) {
      const { message, advice } = failureText(failure);
      const said = `${message} ${advice}`;
      expect(message, failure.code).not.toBe('');
      expect(said, failure.code).not.toMatch(/\{\{|\}\}|\$t\(|undefined|\[object|failures\.|\s\s|things\.|parts\./);
      for (const [name, value] of Object.entries(failure.params)) {
        if (['what', 'work', 'kind', 'tried'].includes(name)) continue; // words of their own
        for (const text of named(value))
          expect(said.replaceAll(/(?<=\d)[,\u202f](?=\d{3})/g, ''), failure.code).toContain(text);
      }
    }
  });

  it('name what is kept', async () => {
    await speak(language);
    const said = THINGS.map((what) => messageOf(failureOf('storage-full', { what })));
    expect(new Set(said).size).toBe(THINGS.length);
  });
});

describe('a failure', () => {
  it('says in its sentence why, and as many threads as there are', async () => {
    const fault = failureOf('device-no-threads');
    const tried = [2, 1].map((count) => failureOf('device-left-wasm', { count, fault }));
    expect(messageOf(failureOf('device-unavailable', { tried }))).toBe(
      'No device here can run the model. WASM, 2 threads: The page is not isolated from other origins, so WASM has no threads here. WASM, 1 thread: The page is not isolated from other origins, so WASM has no threads here.',
    );
    expect(messageOf(failureOf('zip-too-many-files', { most: 10_000 }))).toContain('10,000');
    await speak('de');
    expect(messageOf(failureOf('storage-full', { what: 'sample' }))).toBe(
      'Auf diesem Gerät ist kein Speicherplatz mehr für das Bild.',
    );
    expect(i18n.language).toBe('de');
    expect(t('app.close')).toBe('Schließen');
  });

  it('takes no words from the names of files', () => {
    const path = '{{advice}} $t(app.close).png';
    expect(messageOf(failureOf('export-file-missing', { path }))).toBe(`${path} is missing.`);
  });
});

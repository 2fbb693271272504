import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LANGUAGES } from '../messages/languages';
import { readLanguage } from './language';

const languages = LANGUAGES as unknown as Record<string, object>;
let kept: string | null = null;

beforeEach(() => {
  languages['yy'] = { name: 'Draft', thousands: ' ', isDraft: true, load: () => Promise.resolve({}) };
  vi.stubGlobal('localStorage', { getItem: () => kept });
});
afterEach(() => {
  delete languages['yy'];
  kept = null;
  vi.unstubAllGlobals();
});

function prefer(...tags: string[]): void {
  vi.stubGlobal('navigator', { languages: tags });
}

it('takes the first language that the browser prefers and the studio speaks', () => {
  prefer('xx-YY', 'de-AT', 'en');
  expect(readLanguage()).toBe('de');
  prefer('xx');
  expect(readLanguage()).toBe('en');
  prefer('constructor');
  expect(readLanguage()).toBe('en');
});

it('takes a draft where it was chosen, and not because the browser prefers it', () => {
  prefer('yy-YY', 'de');
  expect(readLanguage()).toBe('de');
  kept = 'yy';
  expect(readLanguage()).toBe('yy');
});

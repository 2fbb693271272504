/** The languages of the studio, each named in itself. To add one: a folder beside `en` with the same keys, and a line here. */
import type { en } from './en';

/** The same keys, other words. */
type Words<Of> = { readonly [Key in keyof Of]: Of[Key] extends string ? string : Words<Of[Key]> };
export type Messages = Words<typeof en>;

interface Speech {
  readonly name: string;
  /** Between thousands: 25,331. Without Intl, whose first use blocks the page for a tenth of a second. */
  readonly thousands: string;
  /** Nobody loads the words of a language that is not read. */
  readonly load: () => Promise<Messages>;
}

export const LANGUAGES = {
  en: { name: 'English', thousands: ',', load: async () => (await import('./en')).en },
  de: { name: 'Deutsch', thousands: '\u202f', load: async () => (await import('./de')).de },
} as const satisfies Readonly<Record<string, Speech>>;
export type Language = keyof typeof LANGUAGES;

/** The languages of the studio, each named in itself. CONTRIBUTING.md says how to add one. */
import type { en } from './en';
import type { screens } from './en/screens';

/** Plural forms that English has not (Unicode CLDR): a language that has them says them, too. */
type OtherForms<Key> = Key extends `${infer Stem}_other` ? `${Stem}_${'zero' | 'two' | 'few' | 'many'}` : never;
/** The same keys, other words. */
type Words<Of> = { readonly [Key in keyof Of]: Of[Key] extends string ? string : Words<Of[Key]> } & {
  readonly [Form in OtherForms<keyof Of>]?: string;
};
export type FirstMessages = Words<typeof en>;
export type ScreenMessages = Words<typeof screens>;
export type Messages = FirstMessages & ScreenMessages;
/** Some of them: what is missing is said in English. */
type Some<Of> = { readonly [Key in keyof Of]?: Of[Key] extends string | undefined ? string : Some<Of[Key]> };
export type Draft = Some<Messages>;

export interface Speech {
  readonly name: string;
  /** Between thousands: 25,331. Without Intl, whose first use blocks the page for a tenth of a second. */
  readonly thousands: string;
  /** Nobody loads the words of a language that is not read. A draft has some of them, and is spoken only where a person chooses it. */
  readonly load: () => Promise<FirstMessages | Draft>;
  /** What only the screens other than Compose say; a draft has all of its words in one. */
  readonly loadScreens?: () => Promise<ScreenMessages>;
  readonly isDraft?: boolean;
}

export const LANGUAGES = {
  en: {
    name: 'English',
    thousands: ',',
    load: async () => (await import('./en')).en,
    loadScreens: async () => (await import('./en/screens')).screens,
  },
  de: {
    name: 'Deutsch',
    thousands: '\u202f',
    load: async () => (await import('./de')).de,
    loadScreens: async () => (await import('./de/screens')).screens,
  },
} as const satisfies Readonly<Record<string, Speech>>;
export type Language = keyof typeof LANGUAGES;

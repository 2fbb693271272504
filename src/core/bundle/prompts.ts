/** What a text-conditioned model is told to paint for a class. */
import type { BundleManifest } from '../../contracts/bundle';
import { className, ISIC_CODES, ofClass, SKIN, type ClassCode } from '../../contracts/classes';

/** "dermoscopic image of an actinic keratosis"; for SKIN "healthy skin". */
function defaultPrompt(code: ClassCode, name: string): string {
  if (code === SKIN) return name;
  return `dermoscopic image of ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

export const DEFAULT_PROMPTS: Readonly<Record<ClassCode, string>> = Object.fromEntries(
  [...ISIC_CODES, SKIN].map((code) => [code, defaultPrompt(code, className(code))]),
);

/** By the bundle's own name of a class that ISIC 2019 does not have. */
export function promptFor({ prompts, classes }: Pick<BundleManifest, 'prompts' | 'classes'>, code: ClassCode): string {
  const name = classes.find((known) => known.code === code)?.name ?? code;
  return ofClass(prompts ?? {}, code) ?? ofClass(DEFAULT_PROMPTS, code) ?? defaultPrompt(code, name);
}

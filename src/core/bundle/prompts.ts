/** What a text-conditioned model is told to paint for a class. */
import type { BundleManifest } from '../../contracts/bundle';
import { CLASS_CODES, CLASS_NAMES, type ClassCode } from '../../contracts/classes';

/** "dermoscopic image of an actinic keratosis"; for SKIN "healthy skin". */
function defaultPrompt(code: ClassCode): string {
  const name = CLASS_NAMES[code];
  if (code === 'SKIN') return name;
  return `dermoscopic image of ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

export const DEFAULT_PROMPTS = Object.fromEntries(CLASS_CODES.map((code) => [code, defaultPrompt(code)])) as Readonly<
  Record<ClassCode, string>
>;

export function promptFor(manifest: Pick<BundleManifest, 'prompts'>, code: ClassCode): string {
  return manifest.prompts?.[code] ?? DEFAULT_PROMPTS[code];
}

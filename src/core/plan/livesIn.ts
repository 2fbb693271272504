/** Whether skin is such as a class lives in: it comes from an image of the class, or is known to be like it. */
import { SKIN, type ClassCode } from '../../contracts/classes';

export interface Skin {
  /** Of the lesion in the real image that it comes from. */
  readonly class?: ClassCode | null | undefined;
  readonly classes?: readonly ClassCode[] | undefined;
}

export function livesIn({ class: from, classes = [] }: Skin, code: ClassCode): boolean {
  return code !== SKIN && (from === code || classes.includes(code));
}

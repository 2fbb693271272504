/** The first steps: what of them is done is read from the studio, so they can be taken in any way and at any time. */
import { recall, remember } from '../ui/browserMemory';

export const STEPS = ['paint', 'generate', 'accept', 'export'] as const;

export interface TourFacts {
  readonly isPainted: boolean;
  readonly samples: number;
  readonly accepted: number;
  readonly isExported: boolean;
}

/** A later step done implies the earlier ones: a mask may be cleared after it was used. */
export function stepsDone({ isPainted, samples, accepted, isExported }: TourFacts): number {
  if (isExported) return 4;
  if (accepted > 0) return 3;
  if (samples > 0) return 2;
  return isPainted ? 1 : 0;
}

const KEY = 'inlay-first-steps';

/** Shown until they are closed. */
export function wantsTour(): boolean {
  return recall(KEY) !== 'closed';
}

export function keepTour(isOpen: boolean): void {
  remember(KEY, isOpen ? null : 'closed');
}

/** What the gates of a bundle compare with, as far as a page shows it: scores of held-out real images. */
import type { ClassCode } from './classes';

export interface GateScale {
  /** Scores of held-out real images, ascending. */
  readonly real: Float64Array;
  /** On which side an odd image lies. */
  readonly odd: 'high' | 'low';
  /** The share of a gate's level that these scores have: half where the gate also asks something else. */
  readonly share: number;
}

interface ClassReference {
  /** By the id of the gate; null where the class has no held-out images. */
  readonly scales: Readonly<Record<string, GateScale | null>>;
  /** The classes whose images are counted together with this one's, itself among them. */
  readonly among: readonly ClassCode[];
}

export type GateReference = Readonly<Record<ClassCode, ClassReference>>;

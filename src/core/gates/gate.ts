/**
 * What a gate is. Each stands in a folder of its own, as a line in `facts.ts` and as a line in `list.ts`; all else (fitting, the file of a
 * fit, Review, selection, records, exports, the panel) goes over these two lists. CONTRIBUTING.md says how to add one.
 */
import type * as z from 'zod/mini';
import type { ClassCode } from '../../contracts/classes';
import type { GateScale } from '../../contracts/gateReference';
import type { GateResult, NearReal } from '../../contracts/sample';
import type { DescriptionVersion } from '../description/versions';
import type { CalibrationSet } from './calibrationSet';

/** `texture` is measured, the others come from the encoder. */
export type Depth = 'texture' | 'mid' | 'deep';

/** An image as the gates see it. */
export interface Described {
  readonly depths: Readonly<Record<Depth, ArrayLike<number>>>;
  readonly logits: ArrayLike<number>;
  /** Of its eight turned and mirrored forms, upright first. [16] */
  readonly hashes: Uint32Array;
  /** The same of the whole frame, from description 2 on. Absent of a sample, whose surroundings are those of a real image by intent. [16] */
  readonly frame?: Uint32Array | undefined;
}

/** The real images that are nearest to a sample. */
export interface Nearest {
  readonly nearestReal: NearReal | null;
  /** The next nearest, each of another lesion. */
  readonly furtherReal: readonly NearReal[];
}

export interface Finding {
  readonly result: GateResult;
  /** Why the sample is doubtful: the end of a sentence that begins with "Doubtful: ". Read only where the gate rejects it. */
  readonly doubt: string;
  /** Sentences about a credible sample; empty where there is nothing to say. */
  readonly support: string;
  /** What the record keeps beside the result. */
  readonly facts?: Nearest;
}

/** A gate, opened for one class. */
export interface ClassGate {
  /** Held-out real images of the class among which a p-value is counted; null where it is not counted by class. */
  readonly heldOut: number | null;
  judge(image: Described): Finding;
}

export interface GateWords {
  /** What passing means: "Right label". */
  readonly name: string;
  /** In a table beside other gates: "Label". */
  readonly short: string;
  /** Its rejects, in a list of filters: "label doubtful". */
  readonly rejects: string;
  /** Sorted by it: "least surely labelled first". */
  readonly order: string;
  /** What lies at the left and at the right end of its scores. */
  readonly ends: readonly [string, string];
  /** What a p-value says: "12 % of real images are read no more surely". @param share in per cent */
  share(share: string): string;
}

/** What pages and exports know of a gate: apart from its work, which is heavy and runs in a worker. */
export interface GateFacts {
  /** Names its results in records, rules and exports; lower-case letters, digits and hyphens. It never changes. */
  readonly id: string;
  /** The usual level: a p-value below it rejects. 0..1 */
  readonly level: number;
  /** What it rejects is rejected by every rule of selection that uses the gate, at whatever level. */
  readonly isFinal?: boolean;
  /** English always, other languages by their code; a language that is missing is read in English. */
  readonly words: { readonly en: GateWords } & Readonly<Record<string, GateWords>>;
  /** In the card of an export, and what its p-value is there. */
  readonly exported: { readonly name: string; readonly p: string };
}

/** @typeParam Fit what it keeps of real images, fitted once */
export interface Gate<Fit = unknown> {
  readonly facts: GateFacts;
  /** Whether it can be fitted on images that are described so; left out where it always can. */
  needs?(reference: { readonly description: DescriptionVersion }): boolean;
  /**
   * Slow. The scores that p-values are counted among are of `rowsOf[code].counted` (calibrationSet.ts): where no image is held out, each
   * is to be judged without its own lesion. A class of few images is counted together with others (`pooled`), so scores are on one scale for
   * all classes: standard deviations, shares, margins. A gate of a range takes the distance from its middle.
   * @param hashes of every real image in its eight forms, [N][16]; where the frames are kept, those of
   *   the frame after them, [N][32]
   */
  fit(set: CalibrationSet, hashes: readonly Uint32Array[]): Fit;
  /** How the fit stands in reference/gates.json: `schema` reads the gate's own fields there, `write` gives them. */
  readonly file: {
    /** No other gate has a field of these names. */
    readonly fields: readonly string[];
    readonly schema: z.ZodMiniType<Fit>;
    write(fit: Fit): Readonly<Record<string, unknown>>;
  };
  /** @returns for a class: null where it has no real images to compare with */
  open(set: CalibrationSet, fit: Fit): (code: ClassCode) => ClassGate | null;
  /** Why a class is not asked about, in a sentence: its samples are judged by the other gates. Null where it is; left out where every class is. */
  unasked?(set: CalibrationSet, code: ClassCode): string | null;
  /** The scores of real images that a class is drawn against; null where it has none. */
  scale(fit: Fit, code: ClassCode): GateScale | null;
}

/** Masks as they are kept: whole ones, and the strokes after them, each as what it changed. */
import * as z from 'zod/mini';
import { maskSizeSchema, rleSchema } from './recipe';

/** Start and length of each run of pixels, in turn, row by row. */
const runsSchema = z.instanceof(Uint32Array<ArrayBuffer>);

/** Runs of flipped pixels. A mask is binary, so flipping again undoes. */
export type MaskDelta = z.infer<typeof runsSchema>;

/** What one step did to a mask: a stroke, or a stroke that was taken back or made again. */
const maskChangeSchema = z.object({
  kind: z.enum(['do', 'undo', 'redo']),
  painted: runsSchema,
  cleared: runsSchema,
});
export type MaskChange = z.infer<typeof maskChangeSchema>;

/** Changes that can be taken back, and those that were, the next one last. */
export interface MaskSteps {
  readonly past: readonly MaskDelta[];
  readonly future: readonly MaskDelta[];
}

/** A mask with what can be undone and done again. */
export const savedMaskSchema = z.object({
  rle: rleSchema,
  past: z.array(runsSchema),
  future: z.array(runsSchema),
});
export type SavedMask = z.infer<typeof savedMaskSchema>;

/** A mask as it could be read. */
export interface OpenedMask {
  /** Null where nothing was painted, or nothing can be read of it. */
  readonly mask: SavedMask | null;
  /** Something of it is not what was written, and is left out. */
  readonly isDamaged: boolean;
}

/** A change of a background's mask, with the size of the mask: height, width. */
export const strokeSchema = z.object({ size: maskSizeSchema, change: maskChangeSchema });
export type Stroke = z.infer<typeof strokeSchema>;

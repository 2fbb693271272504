/** The durable queue of plans, and what the tabs show of it. */
import * as z from 'zod/mini';
import type { ClassCode } from './classes';
import type { Failure } from './failure';
import { acceptanceSchema, classTargetSchema, seriesSchema } from './plan';
import { sha256Schema } from './recipe';
import type { SampleId } from './sample';

/** One class of a plan in the queue. What was made of it is told by the samples themselves. */
const queueEntrySchema = z.object({
  series: sha256Schema,
  target: classTargetSchema,
  accept: acceptanceSchema,
  /** Candidates that could not be made, with the reason. */
  failed: z.array(z.object({ attempt: z.int().check(z.nonnegative()), why: z.string() })),
});
export type QueueEntry = z.infer<typeof queueEntrySchema>;

export const savedQueueSchema = z.object({
  schema: z.literal(1),
  /** By their hash. */
  series: z.record(sha256Schema, seriesSchema),
  entries: z.array(queueEntrySchema),
  /** It goes on by itself after a reload. */
  running: z.boolean(),
});
export type SavedQueue = z.infer<typeof savedQueueSchema>;

/** `short`: as many candidates as allowed were made, and too few of them are accepted. */
export type EntryState = 'waiting' | 'met' | 'short';

/** An entry with what was made of it. */
export interface EntryView {
  readonly entry: QueueEntry;
  readonly state: EntryState;
  readonly made: number;
  readonly accepted: number;
  readonly rejected: number;
  /** What counts towards the target. */
  readonly filled: number;
}

export interface FormingCandidate {
  readonly id: SampleId;
  readonly class: ClassCode;
  /** Steps done of all. */
  readonly step: number;
  readonly steps: number;
}

/** What the Queue screen shows of the queue, in whichever tab. */
export interface QueueView {
  readonly phase: 'idle' | 'running';
  /** Why it stopped by itself; null where the person stopped it, or it is done. */
  readonly why: Failure | null;
  readonly entries: readonly EntryView[];
  readonly forming: FormingCandidate | null;
  /** What a sample has taken of late, from end to end; null before the first. */
  readonly sampleMs: number | null;
  /** Candidates that are still to be made: expected, and at most. */
  readonly left: { readonly expected: number; readonly most: number };
}

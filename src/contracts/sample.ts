/** The record of a sample: what a reviewer needs to judge it, and a colleague to make it again. */
import * as z from 'zod/mini';
import { classCodeSchema, classListSchema } from './classes';
import {
  backgroundRefSchema,
  bundleRefSchema,
  nearbySchema,
  ownClassRefSchema,
  rleSchema,
  samplerSchema,
  sha256Schema,
} from './recipe';

export const sampleIdSchema = z
  .string()
  .check(z.regex(/^SYN_[0-9a-f]{12}$/))
  .brand<'SampleId'>();
export type SampleId = z.infer<typeof sampleIdSchema>;

/** Names a gate (core/gates) in records, rules and exports. */
export const gateIdSchema = z.string().check(z.regex(/^[a-z][a-z0-9-]*$/));

/** One check of the post-selection. `p` is a conformal p-value in (0,1]: the share of held-out real images at least as odd. */
export const gateResultSchema = z.object({
  score: z.number(),
  p: z.nullable(z.number().check(z.minimum(0), z.maximum(1))),
  pass: z.boolean(),
});
export type GateResult = z.infer<typeof gateResultSchema>;

export const verdictSchema = z.object({
  /** `unscored`: the bundle has no encoder or reference, or the class (SKIN) has none. */
  outcome: z.enum(['credible', 'doubtful', 'unscored']),
  /** One sentence, in plain words, naming the gate that decided. */
  reason: z.string().check(z.minLength(1)),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Characters of a note. */
export const NOTE_LIMIT = 2000;

/** Who decides: a person, or a rule that a person has set and whose every choice she has not looked at. */
const DECIDERS = ['person', 'rule'] as const;
export type Decider = (typeof DECIDERS)[number];

export const decisionSchema = z.object({
  outcome: z.enum(['accepted', 'rejected']),
  /** Absent in decisions of earlier versions: `deciderOf` tells it by the reason. */
  by: z.optional(z.enum(DECIDERS)),
  /** Why, in few words: chosen from a list, or the rule that decided. */
  reason: z.string(),
  /** What the reader wrote beside it. */
  note: z.optional(z.string().check(z.maxLength(NOTE_LIMIT))),
  /** ISO 8601, UTC. */
  when: z.iso.datetime(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** As rules begin their reasons; a person chooses hers from REJECT_REASONS. */
const RULE_REASON = /^(plan, )?(rule:|random control, seed )/;

export function deciderOf({ by, reason }: Pick<Decision, 'by' | 'reason'>): Decider {
  return by ?? (RULE_REASON.test(reason) ? 'rule' : 'person');
}

/** A word of the person's own for some samples: kept as it is written. */
export const TAG_LIMITS = { characters: 40, perSample: 20 } as const;
export const tagSchema = z
  .string()
  .check(z.maxLength(TAG_LIMITS.characters), z.regex(/^[^\s,;](?:[^,;\p{Cc}]*[^\s,;])?$/u));
/** Each once, in the order of their characters. */
export const tagsSchema = z.array(tagSchema);

/** The first reader's word counts; a second one reads the same samples without seeing it. */
export const READERS = ['first', 'second'] as const;
export type Reader = (typeof READERS)[number];

/** Why a sample is rejected, as it stands in a decision; a rule writes its own words there. */
export const REJECT_REASONS = [
  'not this class',
  'visible seam',
  'artefact',
  'implausible shape or place',
  'like another sample',
  'not sharp',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

const EXECUTION_PROVIDERS = ['webgpu', 'wasm', 'cpu'] as const;
const executionProviderSchema = z.enum(EXECUTION_PROVIDERS);
export type ExecutionProvider = z.infer<typeof executionProviderSchema>;

const environmentSchema = z.object({
  app: z.string(),
  /** With its licence, which every sample inherits. */
  bundle: z.extend(bundleRefSchema, { licence: z.string().check(z.minLength(1)) }),
  onnxruntime: z.string(),
  executionProvider: executionProviderSchema,
  /** Threads of the WASM backend; 1 on WebGPU. */
  threads: z.int().check(z.positive()),
  /** Vendor and architecture of the GPU adapter, or "none". */
  adapter: z.string(),
  /** The person's own real images that the gates compared with, by the hash of what was kept of them; absent: the bundle's. */
  comparedWith: z.optional(z.object({ sha256: sha256Schema, images: z.int().check(z.positive()) })),
});
export type Environment = z.infer<typeof environmentSchema>;

/** A real image by its id, and how far its features are: cosine distance, 0..2. */
const nearSchema = z.object({ id: z.string(), distance: z.number() });
export type NearReal = z.infer<typeof nearSchema>;

const classListRefSchema = z.object({ id: classListSchema.shape.id, sha256: sha256Schema });
export type ClassListRef = z.infer<typeof classListRefSchema>;

export const sampleRecordSchema = z.object({
  id: sampleIdSchema,
  class: classCodeSchema,
  /**
   * The list that the class is of, by the hash of its canonical JSON; an export has the list itself (data/classes.json). Absent: ISIC 2019's, or not
   * exported yet.
   */
  classes: z.optional(classListRefSchema),
  /** As in the recipe: absent where the bundle paints the class. */
  ownClass: z.optional(ownClassRefSchema),
  seed: z.int().check(z.minimum(0), z.maximum(0xffff_ffff)),
  /** As in the recipe: absent where the noise is that of the seed alone. */
  nearby: z.optional(nearbySchema),
  /** The recipe that made it and the sample's place in it; `sha256` is of the recipe's canonical JSON. */
  recipe: z.object({ sha256: sha256Schema, index: z.int().check(z.nonnegative()) }),
  /**
   * The series of a plan (core/plan) and the candidate's number in it; absent where a person composed it. `own`: so many samples of the class
   * are wanted for its own sake, and what the set holds beyond them are counterparts; absent where the plan makes none of the class.
   */
  plan: z.optional(
    z.object({
      sha256: sha256Schema,
      attempt: z.int().check(z.nonnegative()),
      own: z.optional(z.int().check(z.nonnegative())),
    }),
  ),
  background: backgroundRefSchema,
  mask: rleSchema,
  sampler: samplerSchema,
  /** A result for each gate that was applied. */
  scores: z.record(gateIdSchema, gateResultSchema),
  verdict: verdictSchema,
  /** Of the first reader, whose word counts. */
  decision: z.nullable(decisionSchema),
  /** Of a second reader who did not see the first one's: kept for the agreement. */
  secondReading: z.optional(z.nullable(decisionSchema)),
  /** Absent where there are none. */
  tags: z.optional(tagsSchema),
  nearestReal: z.nullable(nearSchema),
  /** The next nearest, each of another lesion; absent where a sample was made by an earlier version. */
  furtherReal: z.optional(z.array(nearSchema)),
  /**
   * Share of held-out real scenes of the class that fit no better than this one, its lesion blanked: near 0, lesions of the class do not stand in skin
   * like this. Absent where the bundle does not read scenes.
   */
  sceneFit: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  /** Largest difference to the background outside the mask, in grey levels: 0 by construction, measured all the same. */
  outsideMaskMaxDiff: z.int().check(z.minimum(0), z.maximum(255)),
  /** Of the decoded pixels of the sample (core/provenance `pixelDigest`): what a replay must give again. */
  pixelSha256: sha256Schema,
  /** Of the exported PNG file; absent until it is exported, and in the copy inside the file itself. */
  sha256: z.optional(sha256Schema),
  environment: environmentSchema,
  createdAt: z.iso.datetime(),
  synthetic: z.literal(true),
});
export type SampleRecord = z.infer<typeof sampleRecordSchema>;

/** What the screens need of a record: without the mask, which is most of its size. */
export const sampleSummarySchema = z.omit(sampleRecordSchema, {
  mask: true,
  pixelSha256: true,
  sha256: true,
  furtherReal: true,
});
export type SampleSummary = z.infer<typeof sampleSummarySchema>;

export function decisionBy(
  reader: Reader,
  { decision, secondReading }: Pick<SampleRecord, 'decision' | 'secondReading'>,
): Decision | null {
  return (reader === 'first' ? decision : secondReading) ?? null;
}

/** What a person said as this reader; null where a rule alone decided, or nobody. */
export function personsDecision(
  reader: Reader,
  sample: Pick<SampleRecord, 'decision' | 'secondReading'>,
): Decision | null {
  const decision = decisionBy(reader, sample);
  return decision && deciderOf(decision) === 'person' ? decision : null;
}

/** What two persons say of a sample; null where one of them has not decided on it. A rule is no reader. */
export function bothReadings(
  sample: Pick<SampleRecord, 'decision' | 'secondReading'>,
): readonly [Decision['outcome'], Decision['outcome']] | null {
  const [first, second] = [personsDecision('first', sample), personsDecision('second', sample)];
  return first && second && [first.outcome, second.outcome];
}

/** The same record with another decision of one reader. */
export function withDecision<Decided extends Pick<SampleRecord, 'decision' | 'secondReading'>>(
  record: Decided,
  reader: Reader,
  decision: Decision | null,
): Decided {
  return reader === 'first' ? { ...record, decision } : { ...record, secondReading: decision };
}

/** The same record with these tags and no others. */
export function withTags<Tagged extends Pick<SampleRecord, 'tags'>>(record: Tagged, tags: readonly string[]): Tagged {
  const { tags: _, ...untagged } = record;
  return (tags.length === 0 ? untagged : { ...untagged, tags: [...tags] }) as Tagged;
}

export function summaryOf(record: SampleRecord): SampleSummary {
  const { mask: _mask, pixelSha256: _pixels, sha256: _sha256, furtherReal: _further, ...summary } = record;
  return summary;
}

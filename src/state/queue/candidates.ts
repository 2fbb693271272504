/** Makes one candidate of a plan: skin, mask and noise from its number, then sample, gates, decision and record, kept as one. */
import { fail, succeed, type Failure, type Outcome } from '../../contracts/failure';
import type { RgbaImage } from '../../contracts/image';
import type { Series } from '../../contracts/plan';
import type { FormingCandidate, QueueEntry } from '../../contracts/queue';
import type { BackgroundRef } from '../../contracts/recipe';
import { summaryOf, type Environment, type SampleId, type SampleSummary } from '../../contracts/sample';
import { ruleDecision } from '../../core/gates/ruleDecision';
import type { Candidate } from '../../core/plan/attempt';
import { ownOf } from '../../core/plan/targets';
import { recipeDigest, sampleId } from '../../core/provenance/digest';
import type { Compose } from '../compose/composeStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Preview } from '../compose/generation';
import { recordOf } from '../../core/provenance/sampleRecord';
import type { Samples } from '../review/sampleStore';
import type { Learnt } from '../learnt/learntStore';
import type { Session } from '../session/sessionStore';

export interface Wanted {
  readonly entry: QueueEntry;
  readonly series: Series;
  readonly attempt: number;
}

/** Failures that would befall every other candidate as well: the queue stops, and nothing is passed over. */
const OF_ALL: readonly Failure['code'][] = [
  'background-missing',
  'device-lost',
  'device-not-ready',
  'device-unavailable',
  'model-not-ready',
  'own-class-missing',
  'own-class-other-bundle',
  'plan-other-bundle',
  'worker-died',
  'worker-empty',
  'storage-full',
  'storage-failed',
  'network-unavailable',
];

/** Whether a failure is the candidate's own. */
export function isOfItself({ code }: Failure): boolean {
  return !OF_ALL.includes(code);
}

/** Decoded backgrounds that are kept: a plan goes through all of its skin before it takes one again. */
const KEPT_SKIN = 32;

/** The parts of the studio that it works with. */
export interface CandidatesNeeds {
  readonly session: Session;
  readonly compose: Compose;
  readonly samples: Samples;
  readonly learnt: Pick<Learnt, 'find'>;
}

export function createCandidates(
  { inference, storage, now }: StudioDependencies,
  { session, compose, samples, learnt }: CandidatesNeeds,
) {
  const skins = new Map<string, RgbaImage>();
  let inWork: SampleId | null = null;
  let preview: { readonly id: SampleId; readonly preview: Preview } | null = null;

  /** The environment that a series can be made in. */
  function environment(series: Series): Outcome<Environment> {
    const { model, manifestSha256 } = session.store.getState();
    const { id, version, sha256 } = series.bundle;
    if (model.phase !== 'ready') return fail('model-not-ready');
    return sha256 === manifestSha256 ? succeed(model.environment) : fail('plan-other-bundle', { id, version });
  }

  async function readSkin({ id, sha256 }: BackgroundRef): Promise<Outcome<RgbaImage>> {
    const known = skins.get(sha256);
    if (known) return succeed(known);
    const inCompose = compose.store.getState().backgrounds.find((background) => background.sha256 === sha256);
    if (!inCompose) return fail('background-missing', { id });
    const read = await storage.readBackground(inCompose.id);
    if (!read.ok) return read;
    skins.set(sha256, read.value);
    const [oldest] = skins.keys();
    if (skins.size > KEPT_SKIN && oldest !== undefined) skins.delete(oldest);
    return read;
  }

  async function draw({ series, entry, attempt }: Wanted): Promise<Outcome<Candidate>> {
    const { candidate } = await import('../../core/plan/attempt');
    try {
      return succeed(candidate(series, entry.target.class, attempt, session.store.getState().maskModel));
    } catch (error) {
      return fail('mask-not-drawn', {}, String(error));
    }
  }

  return {
    /** The sample as it forms, in the shape of Compose's. */
    preview: (): typeof preview => preview,
    cancel(): void {
      if (inWork) inference.cancel(inWork);
    },
    /** Makes and keeps it. Fails with cancelled, with what befalls all (`isOfItself` is false), or with its own trouble. */
    async make(wanted: Wanted, onForming: (forming: FormingCandidate) => void): Promise<Outcome<SampleSummary>> {
      const { entry, series, attempt } = wanted;
      const ready = environment(series);
      if (!ready.ok) return ready;
      const drawn = await draw(wanted);
      if (!drawn.ok) return drawn;
      const { recipe, mask } = drawn.value;
      const own = learnt.find(recipe.ownClass, recipe.class);
      if (!own.ok) return own;
      const background = await readSkin(recipe.background);
      if (!background.ok) return background;
      const recipeSha256 = await recipeDigest(recipe);
      const id = await sampleId(recipeSha256, 0);
      if (samples.store.getState().samples.has(id)) return fail('sample-exists', { id });
      inWork = id;
      const forming = { id, class: entry.target.class, step: 0, steps: series.sampler.steps };
      onForming(forming);
      const { seed, class: code, sampler } = recipe;
      const job = { jobId: id, class: code, own: own.value, seed, sampler, background: background.value, mask };
      const made = await inference.generate(job, ({ step, steps, preview: image, region }) => {
        preview = { id, preview: { image, region, mask: job.mask, featherPx: sampler.featherPx } };
        onForming({ ...forming, step, steps });
      });
      inWork = null;
      if (!made.ok) return made;
      const after = environment(series); // the device may have been replaced on the way
      const from = { id, recipe, recipeSha256, index: 0, seed, now: now() };
      const record = {
        ...recordOf({ ...from, environment: after.ok ? after.value : ready.value }, made.value),
        plan: { sha256: entry.series, attempt, ...ownOf(entry.target) },
        decision: ruleDecision(entry.accept, { id, class: entry.target.class, scores: made.value.scores }, now()),
      };
      const kept = await samples.add({ record, recipe }, made.value.png);
      return kept.ok ? succeed(summaryOf(record)) : kept;
    },
  };
}

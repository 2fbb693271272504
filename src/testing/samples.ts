/** Whole, valid things for tests and for the formats' documentation: a sample, an image of a data set. */
import type { DatasetImage } from '../contracts/dataset';
import type { Recipe } from '../contracts/recipe';
import { sampleIdSchema, summaryOf, type SampleRecord, type SampleSummary } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import { recipeDigest, sampleId } from '../core/provenance/digest';

const HASH = '0123456789abcdef'.repeat(4);

export function exampleRecord(changes: Partial<SampleRecord> = {}): SampleRecord {
  return {
    id: sampleIdSchema.parse('SYN_0123456789ab'),
    class: 'DF',
    seed: 7,
    recipe: { sha256: HASH, index: 0 },
    background: { id: 'skin-01', sha256: HASH, licence: 'CC-BY-NC-SA-4.0' },
    mask: { size: [4, 4], counts: [5, 2, 2, 2, 5] },
    sampler: { name: 'euler', steps: 16, guidance: 2, featherPx: 6 },
    scores: { typical: { score: 0.1, p: 0.4, pass: true }, label: { score: 1.2, p: 0.5, pass: true } },
    verdict: { outcome: 'credible', reason: 'Credible.' },
    decision: { outcome: 'accepted', reason: '', when: '2026-11-23T10:00:00Z' },
    nearestReal: { id: 'ISIC_0000001', distance: 0.2 },
    outsideMaskMaxDiff: 0,
    pixelSha256: HASH,
    environment: {
      app: '0.1.0',
      bundle: { id: 'inlay-example', version: '0.1.0', sha256: HASH, licence: 'CC-BY-NC-SA-4.0' },
      onnxruntime: '1.30.0',
      executionProvider: 'wasm',
      threads: 1,
      adapter: 'none',
    },
    createdAt: '2026-11-23T09:59:00Z',
    synthetic: true,
    ...changes,
  };
}

export function exampleSummary(changes: Partial<SampleRecord> = {}): SampleSummary {
  return summaryOf(exampleRecord(changes));
}

export function exampleSample(changes: Partial<SampleRecord> = {}): SavedSample {
  const record = exampleRecord(changes);
  const { id, version, sha256 } = record.environment.bundle;
  const recipe: Recipe = {
    schema: 1,
    bundle: { id, version, sha256 },
    class: record.class,
    background: record.background,
    mask: record.mask,
    sampler: record.sampler,
    seed: record.seed,
    variants: 1,
  };
  return { record, recipe };
}

/** A sample whose id and recipe follow from what it says, as of those that were really made. */
export async function exampleMadeSample(changes: Partial<SampleRecord> = {}): Promise<SavedSample> {
  const { record, recipe } = exampleSample(changes);
  const sha256 = await recipeDigest(recipe);
  return { recipe, record: { ...record, id: await sampleId(sha256, 0), recipe: { sha256, index: 0 } } };
}

/** An image of a data set, for tests. */
export function exampleImage(id: string, changes: Partial<DatasetImage> = {}): DatasetImage {
  return {
    id,
    path: `people/Smith/${id}.jpg`,
    label: 'DF',
    class: 'DF',
    lesion: null,
    patient: null,
    ownSplit: null,
    mask: null,
    ageYears: null,
    sex: null,
    site: null,
    skinType: null,
    split: 'train',
    ...changes,
  };
}

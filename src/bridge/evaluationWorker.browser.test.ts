/** The real evaluation worker: what is too little is said, what was found is kept, and it stops when it is told to. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../contracts/classes';
import { InlayError } from '../contracts/failure';
import type { EvaluationRequest } from '../contracts/evaluation';
import { gaussianNoise } from '../core/random/gaussian';
import { emptyStorage } from './emptyStorage.browser';
import { createEvaluationClient } from './clients';

const DIM = 8;
const ENCODER = '0123456789abcdef'.repeat(4);

/** Clouds around a corner of each class; two images a lesion, two samples a background. */
function request(real: readonly number[], made: readonly number[], accepted = 1): EvaluationRequest {
  const rows = (counts: readonly number[], seed: number) => {
    const labels = Int32Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)));
    const noise = gaussianNoise(seed, labels.length * DIM);
    const deep = Float32Array.from(noise, (v, at) => v + (at % DIM === labels[Math.floor(at / DIM)] ? 2 : 0));
    const groups = labels.map((label, row) => 1000 * label + Math.floor(row / 2));
    return { labels, deep, dim: DIM, sharpness: Float32Array.from(labels, (_, row) => row % 3), groups };
  };
  const [{ groups: lesions, ...reals }, { groups: backgrounds, ...mades }] = [rows(real, 1), rows(made, 2)];
  return {
    classes: ISIC_CODES,
    dataset: 'set',
    encoderSha256: ENCODER,
    heldOutOnly: false,
    when: '2026-11-28T10:00:00Z',
    real: { ...reals, lesions },
    made: {
      ...mades,
      backgrounds,
      standsIn: mades.labels.map(() => -1),
      accepted: Uint8Array.from(mades.labels, () => accepted),
    },
  };
}

async function refused(wanted: EvaluationRequest): Promise<string> {
  const outcome = await createEvaluationClient('test').evaluate(wanted, () => undefined);
  return outcome.ok ? 'evaluated' : outcome.failure.code;
}

beforeEach(emptyStorage);

describe('an evaluation', () => {
  it('comes back in another worker', async () => {
    const phases = new Set<string>();
    const found = await createEvaluationClient('test').evaluate(request([40, 40, 12], [0, 3, 20]), ({ phase }) =>
      phases.add(phase),
    );
    if (!found.ok) throw InlayError.of(found.failure);
    expect(found.value.quality.map(({ class: code }) => code)).toEqual(['BCC']);
    expect(found.value.tooFew).toEqual(['NV']);
    expect(found.value.benefit.gains.map(({ over }) => over)).toEqual(['real', 'balanced', 'duplicates']);
    expect([...phases]).toEqual(['quality', 'utility']);
    expect(await createEvaluationClient('test').last()).toEqual({ ok: true, value: found.value });
  });

  it('is refused with a sentence where there is too little', async () => {
    expect(await refused(request([], [0, 5]))).toBe('evaluate-no-labels');
    expect(await refused(request([20], [5]))).toBe('evaluate-one-class');
    expect(await refused(request([20, 20], []))).toBe('evaluate-no-samples');
    expect(await refused(request([20, 20], [0, 5], 0))).toBe('evaluate-no-samples');
    const same = request([20, 20], [0, 5]);
    same.made.deep.fill(1);
    expect(await refused(same)).toBe('evaluate-same-image');
    const other = request([20, 20], [0, 4]);
    expect(await refused({ ...other, made: { ...other.made, dim: 16 } })).toBe('evaluate-other-encoder');
    expect(await createEvaluationClient('test').last()).toEqual({ ok: true, value: null });
  });

  it('that is cancelled leaves the one before it', async () => {
    const client = createEvaluationClient('test');
    const first = await client.evaluate(request([30, 30], [0, 12]), () => undefined);
    const stopped = await client.evaluate(request([60, 60], [0, 12]), () => client.cancel());
    expect(stopped.ok ? 'evaluated' : stopped.failure.code).toBe('cancelled');
    expect(await client.last()).toEqual(first);
  });

  it('does not read a class with one lesion, and refuses where that leaves one', async () => {
    const found = await createEvaluationClient('test').evaluate(request([30, 30, 2], [0, 12, 12]), () => undefined);
    if (!found.ok) throw InlayError.of(found.failure);
    expect(found.value.tooFew).toEqual(['BCC']);
    const [real] = found.value.benefit.gains;
    expect(real?.measured.recall.map(({ class: code }) => code)).toEqual(['MEL', 'NV']);
    expect(found.value.benefit.unread).toEqual(['BCC']);
    expect(await refused(request([30, 4], [0, 12]))).toBe('evaluate-few-lesions');
  });

  it('keeps descriptions of samples by encoder, as long as they are asked for', async () => {
    const features = { deep: Float32Array.of(1, 2, 3), sharpness: 0.5 };
    const client = createEvaluationClient('test');
    expect((await client.keep(ENCODER, 'SYN_a', features)).ok).toBe(true);
    expect(await client.known(ENCODER, ['SYN_a', 'SYN_b'])).toEqual({ ok: true, value: [features, null] });
    expect(await client.known('f'.repeat(64), ['SYN_a'])).toEqual({ ok: true, value: [null] });
    expect(await client.known(ENCODER, ['SYN_a'])).toEqual({ ok: true, value: [null] });
  });

  it('counts the samples that are not described, and forgets none by that', async () => {
    const client = createEvaluationClient('test');
    await client.keep(ENCODER, 'SYN_a', { deep: Float32Array.of(1), sharpness: 0 });
    expect(await client.countUnknown('f'.repeat(64), ['SYN_a'])).toEqual({ ok: true, value: 1 });
    expect(await client.countUnknown(ENCODER, ['SYN_b', 'SYN_a', 'SYN_c'])).toEqual({ ok: true, value: 2 });
  });
});

describe('a map', () => {
  it('puts real images and samples on a plane, and stops when it is told to', async () => {
    const client = createEvaluationClient('test');
    const found = await client.map(request([40, 40], [0, 12]), () => undefined);
    if (!found.ok) throw InlayError.of(found.failure);
    expect(found.value.places.length).toBe(2 * 92);
    expect(found.value.axesOf).toBe('real');
    const stopped = await client.map(request([3000, 3000], [0, 12]), () => client.cancel());
    expect(stopped.ok ? 'drawn' : stopped.failure.code).toBe('cancelled');
  });

  it('is refused where there are too few points', async () => {
    const found = await createEvaluationClient('test').map(request([2], [0]), () => undefined);
    expect(found.ok ? 'drawn' : found.failure.code).toBe('map-too-few');
  });
});

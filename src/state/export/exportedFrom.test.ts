import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { DatasetImage } from '../../contracts/dataset';
import { fail, succeed } from '../../contracts/failure';
import type { Background } from '../../contracts/library';
import { nothingScanned, withBatch } from '../../core/dataset/tally';
import { exampleImage } from '../../testing/samples';
import { layoutOf } from './exportedFrom';

const IMAGES: readonly DatasetImage[] = [
  exampleImage('a'),
  exampleImage('b', { split: 'test' }),
  exampleImage('c', { class: null }),
  exampleImage('d', { split: 'calibration' }),
];
const skin = (changes: Partial<Background>): Background => ({
  ...{ id: 'skin-01', sha256: '0'.repeat(64), licence: 'X', name: 'Skin', origin: 'shipped' },
  ...{ width: 64, height: 64, notices: [] },
  ...changes,
});
const BACKGROUNDS = [
  skin({}),
  skin({ id: 'skin-of-a', origin: 'region', from: 'own-fa' }),
  skin({ id: 'skin-of-b', origin: 'region', from: 'own-fb' }),
  skin({ id: 'own-1', origin: 'file', name: 'd.jpeg' }),
  skin({ id: 'own-2', origin: 'file', name: 'holiday.jpeg' }),
];

/** @param scanned images that were looked at */
function layout(preset: string | null, scanned = IMAGES.length, fingerprints = succeed(['fa', 'fb', 'fc', 'fd'])) {
  const scan = withBatch(nothingScanned(IMAGES.length), {
    images: Int32Array.from(IMAGES.keys()).slice(0, scanned),
    state: new Uint8Array(scanned).fill(1),
    itaDeg: new Float32Array(scanned),
    hairShare: new Float32Array(scanned),
    diameter: new Float32Array(scanned),
    duplicateOf: new Int32Array(scanned).fill(-1),
  });
  type Needs = Parameters<typeof layoutOf>;
  const compose = { store: createStore(() => ({ backgrounds: BACKGROUNDS })) } as unknown as Needs[1];
  const state = { content: { images: IMAGES, scan }, scannedCount: scanned };
  const dataset = { store: createStore(() => state) } as unknown as Needs[2];
  return layoutOf(preset, compose, dataset, { fingerprints: () => Promise.resolve(fingerprints) });
}

describe('what a layout is given', () => {
  it('is nothing for the bag, and no real image for a layout of samples alone', async () => {
    expect(await layout(null)).toEqual(succeed({}));
    expect(await layout('folders')).toEqual(succeed({ preset: 'folders' }));
  });

  it('is the training images, and skin that comes from no other image, as far as that is known', async () => {
    const given = await layout('merged');
    if (!given.ok) throw new Error('refused');
    expect(given.value.real?.images.map(({ place, id }) => [place, id])).toEqual([[0, 'a']]);
    expect(given.value.real?.skins).toEqual(['skin-01', 'own-fa', 'own-2']);
  });

  it('is refused while an image was not looked at, or none can be told from another', async () => {
    expect(await layout('merged', 3)).toEqual(fail('dataset-not-reached'));
    const gone = fail('dataset-not-reached') as unknown as ReturnType<typeof succeed<string[]>>;
    expect(await layout('merged', IMAGES.length, gone)).toEqual(fail('dataset-not-reached'));
  });
});

/** For tests: a studio with a data set open, whose worker and storage answer as the test wants. */
import type { DatasetApi, DatasetImage, FoundLesion, FoundSkin, OpenedDataset, Scene } from '../contracts/dataset';
import { succeed, type Outcome } from '../contracts/failure';
import type { Background, MaskShape } from '../contracts/library';
import type { Rle } from '../contracts/recipe';
import type { StorageApi } from '../contracts/storage';
import { exampleImage } from './samples';
import { exampleStudio } from './studio';

const IMAGES = [
  exampleImage('a', { class: 'NV' }),
  exampleImage('b', { split: 'test' }),
  exampleImage('c', { class: 'DF', mask: 'c.png' }),
  exampleImage('d', { class: null }),
  exampleImage('e', { class: 'MEL', mask: 'e.png' }),
];
const openedOf = (images: number): OpenedDataset => ({
  source: { kind: 'open' },
  summary: {
    name: 'mine',
    token: 't',
    reading: { layout: 'ham10000', tables: [], label: { kind: 'folder' }, classes: {} },
    detection: { candidates: [], why: null },
    images,
    labels: [],
    tables: [],
    oddities: [],
  },
});
export const OUTLINE: Rle = { size: [4, 4], counts: [5, 2, 2, 2, 5] };

export const skin = (digit: string, grade: 'good' | 'poor' = 'good'): FoundSkin => ({
  png: new Uint8Array(4),
  sha256: digit.repeat(64),
  width: 64,
  height: 64,
  facts: { itaDeg: 50, hairShare: 0, grade, reason: 'Even.' },
});

/** Skin with a darker disc in the middle, or without. */
export function scene(withLesion: boolean): Scene {
  const side = 96;
  const data = new Uint8ClampedArray(side * side * 4);
  const lesion = { width: side, height: side, data: new Uint8Array(side * side) };
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const inside = Math.hypot(x - 48, y - 48) < 20;
      const grain = (x * 7 + y * 13) % 11;
      const dark = withLesion && inside ? 90 : 0;
      data.set([220 - dark + grain, 170 - dark + grain, 150 - dark + grain, 255], 4 * (y * side + x));
      lesion.data[y * side + x] = inside ? 1 : 0;
    }
  return { image: { width: side, height: side, data }, lesion, isDrawn: true };
}

export async function openedStudio(
  worker: Partial<DatasetApi> = {},
  storage: Partial<StorageApi> = {},
  dataset: readonly DatasetImage[] = IMAGES,
) {
  const example = await exampleStudio();
  const kept = { backgrounds: [] as Background[], shapes: [] as MaskShape[] };
  const requested: number[] = [];
  Object.assign(example.dependencies.dataset, {
    restore: () => Promise.resolve(succeed(openedOf(dataset.length))),
    images: () => Promise.resolve(succeed(dataset)),
    scanned: () =>
      Promise.resolve(
        succeed({
          images: Int32Array.from(dataset.keys()),
          state: new Uint8Array(dataset.length).fill(1),
          itaDeg: new Float32Array(dataset.length),
          hairShare: new Float32Array(dataset.length).fill(NaN),
          diameter: new Float32Array(dataset.length).fill(NaN),
          duplicateOf: new Int32Array(dataset.length).fill(-1),
        }),
      ),
    look: () => Promise.resolve(succeed(null)),
    fingerprints: () => Promise.resolve(succeed(dataset.map(({ id }) => id.repeat(12)))),
    skin: (image: number): Promise<Outcome<readonly FoundSkin[]>> => {
      requested.push(image);
      return Promise.resolve(succeed([skin(String(image)), skin('f', 'poor')]));
    },
    scene: () => Promise.resolve(succeed(scene(true))),
    lesion: (image: number): Promise<Outcome<FoundLesion | null>> => {
      requested.push(image);
      const [png, sha256] = [new Uint8Array(4), String(image).repeat(64)];
      return Promise.resolve(succeed({ png, sha256, width: 4, height: 4, lesion: OUTLINE }));
    },
    outline: () => Promise.resolve(succeed(OUTLINE)),
    maskNotes: () => Promise.resolve(succeed({})),
    ...worker,
  });
  Object.assign(example.dependencies.storage, {
    keepBackground: (background: Background) => {
      kept.backgrounds = [...kept.backgrounds.filter(({ id }) => id !== background.id), background];
      return Promise.resolve(succeed(null));
    },
    describeBackground: () => Promise.resolve(succeed(skin('0').facts)),
    keepShapes: (shapes: readonly MaskShape[]) => {
      kept.shapes = [...kept.shapes, ...shapes];
      return Promise.resolve(succeed(null));
    },
    removeShapes: () => Promise.resolve(succeed(null)),
    removeBackground: () => Promise.resolve(succeed(null)),
    ...storage,
  });
  await example.studio.dataset.restore();
  const own = () => example.studio.compose.store.getState().backgrounds.filter(({ origin }) => origin !== 'shipped');
  const problems = (): string => example.problems();
  return { ...example, problems, library: example.studio.library, kept, requested, own };
}

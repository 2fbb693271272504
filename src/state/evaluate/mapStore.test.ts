import { beforeEach, describe, expect, it } from 'vitest';
import { LIES, type FeatureMap, type MapRequest, type SampleFeatures } from '../../contracts/evaluation';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { sampleIdSchema, type SampleId } from '../../contracts/sample';
import { openedStudio } from '../../testing/datasetStudio';
import { exampleImage, exampleSample } from '../../testing/samples';

const idOf = (n: number): SampleId => sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`);
const ENCODER = { path: 'encoder/onnx/model_fp16.onnx', sha256: 'e'.repeat(64), bytes: 1 };
const DESCRIPTION = { deep: Float32Array.of(1, 2), texture: new Float32Array(200) };
/** Four of a class, and one of none. */
const IMAGES = ['a', 'b', 'c', 'd', 'e'].map((id) => exampleImage(id, { class: id === 'e' ? null : 'NV' }));

let requests: MapRequest[];
let answer: (request: MapRequest) => Outcome<FeatureMap>;
let states: Uint8Array<ArrayBuffer>;
let kept: Map<string, SampleFeatures>;

beforeEach(() => {
  requests = [];
  states = new Uint8Array(IMAGES.length);
  kept = new Map();
  answer = ({ real, made }) =>
    succeed({
      places: new Float32Array(2 * (real.labels.length + made.labels.length)),
      shares: [0.4, 0.2],
      axesOf: 'real',
      lies: new Uint8Array(made.labels.length).fill(LIES.indexOf('outside')),
    });
});

/** A studio whose encoder is ready. @param images of the open data set */
async function studio({ images = IMAGES, hasEncoder = true, samples = 2 } = {}) {
  const example = await openedStudio({ file: () => Promise.resolve(succeed(new Blob())) }, {}, images);
  Object.assign(example.dependencies.dataset, {
    mask: () => Promise.resolve(fail('dataset-file-missing', { path: '' })),
  });
  Object.assign(example.dependencies.inference, {
    describe: () => Promise.resolve(succeed(DESCRIPTION)),
    countKnown: () => Promise.resolve(succeed(0)),
  });
  Object.assign(example.dependencies.fitting, {
    begin: () => Promise.resolve(succeed(states)),
    look: () => Promise.resolve(succeed(states)),
    keep: (image: number) => {
      states = states.with(image, 1);
      return Promise.resolve(succeed(null));
    },
    described: (wanted: Int32Array) =>
      Promise.resolve(
        succeed({ images: wanted, dim: 2, deep: new Float32Array(2 * wanted.length), sharpness: new Float32Array(9) }),
      ),
  });
  Object.assign(example.dependencies.evaluation, {
    known: (_: string, ids: readonly string[]) => Promise.resolve(succeed(ids.map((id) => kept.get(id) ?? null))),
    countUnknown: (_: string, ids: readonly string[]) =>
      Promise.resolve(succeed(ids.filter((id) => !kept.has(id)).length)),
    keep: (_: string, id: string, features: SampleFeatures) => Promise.resolve(succeed((kept.set(id, features), null))),
    map: (request: MapRequest) => {
      requests.push(request);
      return Promise.resolve(answer(request));
    },
  });
  const { map, evaluation, session } = example.studio;
  session.store.setState(({ manifest }) => ({
    manifest: manifest && { ...manifest, files: hasEncoder ? [ENCODER] : [] },
  }));
  const add = (n: number, code = 'NV') =>
    example.studio.samples.add(exampleSample({ id: idOf(n), class: code }), new Uint8Array());
  for (let n = 1; n <= samples; n += 1) await add(n);
  return { ...example, map, evaluation, add, state: () => map.store.getState() };
}

describe('the map', () => {
  it('says what it costs, describes, and has real images before samples', async () => {
    const { map, state } = await studio();
    await map.lookAhead();
    expect(state()).toMatchObject({ drawn: null, cost: { real: 4, samples: 2 }, lack: null });
    await map.draw();
    expect(state()).toMatchObject({ cost: null, drawn: { ids: [idOf(1), idOf(2)], lies: ['outside', 'outside'] } });
    expect([...(state().drawn?.images ?? [])]).toEqual([0, 1, 2, 3]);
    expect([...kept.keys()]).toEqual([idOf(1), idOf(2)]);
  });

  it('is drawn at once where everything is described, and is left alone as long as nothing has changed', async () => {
    states.fill(1);
    const { map, state, studio: whole } = await studio({ samples: 1 });
    kept.set(idOf(1), { deep: Float32Array.of(1, 2), sharpness: 1 });
    await map.lookAhead();
    expect(state().drawn).not.toBeNull();
    await whole.samples.decide(idOf(1), 'accepted');
    await map.lookAhead();
    expect(requests).toHaveLength(1);
  });

  it('keeps standing when samples come, and says what it would take to add them; SKIN is none', async () => {
    const { map, state, add } = await studio();
    await map.draw();
    await add(8, 'SKIN');
    await map.lookAhead();
    expect(state().cost).toBeNull();
    await add(9);
    await map.lookAhead();
    expect(state()).toMatchObject({ drawn: { ids: [idOf(1), idOf(2)] }, cost: { real: 0, samples: 1 } });
    await map.draw();
    expect(state().drawn?.ids).toHaveLength(3);
  });

  it('is of another data set or encoder no more', async () => {
    const { map, state, studio: whole } = await studio();
    await map.draw();
    whole.session.store.setState(({ manifest }) => ({
      manifest: manifest && { ...manifest, files: [{ ...ENCODER, sha256: 'f'.repeat(64) }] },
    }));
    kept.clear();
    await map.lookAhead();
    expect(state()).toMatchObject({ drawn: null, cost: { real: 0, samples: 2 } });
  });

  it('can be given up, and what was described is kept', async () => {
    const { map, state, dependencies, evaluation, problems } = await studio();
    Object.assign(dependencies.inference, {
      describe: () => {
        map.cancel();
        return Promise.resolve(succeed(DESCRIPTION));
      },
    });
    await map.draw();
    expect(requests).toEqual([]);
    expect(evaluation.store.getState().phase).toEqual({ kind: 'idle' });
    expect(state().drawn).toBeNull();
    expect(state().cost?.real).toBeLessThan(4);
    expect(problems()).toBe('');
  });

  it('that is given up before the first image is described describes none', async () => {
    const { map, state, dependencies } = await studio();
    Object.assign(dependencies.inference, {
      countKnown: () => {
        map.cancel();
        return Promise.resolve(succeed(0));
      },
    });
    await map.draw();
    expect(state()).toMatchObject({ drawn: null, cost: { real: 4, samples: 2 } });
  });

  it('says why there is none', async () => {
    const lackOf = async (...asked: Parameters<typeof studio>) => {
      const { map, state } = await studio(...asked);
      await map.lookAhead();
      return state().lack;
    };
    expect(await lackOf({ hasEncoder: false })).toBe('no-encoder');
    expect(await lackOf({ images: [], samples: 2 })).toBe('too-few');
  });

  it('reports what the worker refuses', async () => {
    answer = () => fail('map-damaged');
    const { map, state, problems } = await studio();
    await map.draw();
    expect(problems()).toContain('damaged');
    expect(state().drawn).toBeNull();
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, succeed } from '../../contracts/failure';
import type { RgbaImage } from '../../contracts/image';
import { sampleIdSchema, type SampleRecord } from '../../contracts/sample';
import type { Study, StudyItem } from '../../contracts/study';
import { encodeRle } from '../../core/mask/rle';
import { encodePng } from '../../core/provenance/png';
import { withoutQuestions } from '../../core/review/study';
import { openedStudio, scene } from '../../testing/datasetStudio';
import { exampleImage, exampleSummary } from '../../testing/samples';
import { readPictures } from './studyPictures';

const real = (n: number, code = 'DF'): StudyItem => ({ kind: 'real', id: `r${n}`, class: code });
const idOf = (n: number) => sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`);
const synthetic = (n: number, code = 'DF'): StudyItem => ({ kind: 'synthetic', id: idOf(n), class: code });
const encode = ({ width }: RgbaImage): Promise<Blob> => Promise.resolve(new Blob([new Uint8Array(width)]));

/** A square scene with a lesion of the given diameter. */
function sceneOf(side: number, lesionPx: number) {
  const lesion = { width: side, height: side, data: new Uint8Array(side * side) };
  const from = (side - lesionPx) >> 1;
  for (let y = from; y < from + lesionPx; y += 1) lesion.data.fill(1, y * side + from, y * side + from + lesionPx);
  return { image: { width: side, height: side, data: new Uint8ClampedArray(4 * side * side).fill(200) }, lesion };
}

describe('the pictures of a study', () => {
  it('have the same number of pixels, the fewest that one of them has, and none is enlarged', async () => {
    const scenes = [sceneOf(600, 200), sceneOf(300, 60), sceneOf(90, 40), null];
    const read = vi.fn((item: StudyItem) => Promise.resolve(scenes[Number(item.id.slice(1))] ?? null));
    const told: number[] = [];
    const items = [real(0), real(1), real(2), real(3)];
    const pictures = await readPictures(
      items,
      { read, encode },
      (done) => told.push(done),
      new AbortController().signal,
    );
    expect([...(pictures?.ready ?? [])].map(([id, { size }]) => [id, size])).toEqual([
      ['r0', 120],
      ['r1', 120],
    ]);
    expect([...(pictures?.missing ?? [])], 'too small, and not there').toEqual(['r2', 'r3']);
    expect(told).toEqual([1, 2, 3, 4]);
  });

  it('are given up when the reading is stopped', async () => {
    const stop = new AbortController();
    const read = (): Promise<null> => {
      stop.abort();
      return Promise.resolve(null);
    };
    expect(await readPictures([real(0)], { read, encode }, () => undefined, stop.signal)).toBeNull();
  });
});

describe('a study without what cannot be read', () => {
  const study = (items: readonly StudyItem[], answered = 0): Study => ({
    schema: 1,
    seed: 1,
    startedAt: '2026-11-30T00:00:00Z',
    items: [...items],
    answers: items.slice(0, answered).map(() => ({ kind: 'real', class: null, ms: 1 })),
  });

  it('has as many of each kind in every class as before, and keeps what was answered', () => {
    const items = [real(0), synthetic(0), real(1), synthetic(1), real(2, 'NV'), synthetic(2, 'NV')];
    const left = withoutQuestions(study(items, 1), new Set(['r0', 'r1']));
    expect(left.items.map(({ id }) => id)).toEqual(['r0', idOf(0), 'r2', idOf(2)]);
    expect(left.answers).toHaveLength(1);
    const none = withoutQuestions(study(items), new Set(['r0', 'r1', 'r2']));
    expect(none.items).toEqual([]);
  });
});

describe('a study', () => {
  const IMAGES = Array.from({ length: 6 }, (_, n) => exampleImage(`real-${n}`, { class: n < 4 ? 'DF' : 'NV' }));

  /** Neither images of the data set nor samples can be read. */
  const EVERYTHING: readonly number[] = IMAGES.map((_, at) => at);

  /** Of a browser, what it needs. */
  class Canvas {
    readonly width: number;
    constructor(width: number) {
      this.width = width;
    }
    getContext = (): null => null;
    convertToBlob = (): Promise<Blob> => Promise.resolve(new Blob([new Uint8Array(this.width)]));
  }
  beforeEach(() => void vi.stubGlobal('OffscreenCanvas', Canvas));
  afterEach(() => void vi.unstubAllGlobals());

  async function open(broken: () => readonly number[]) {
    const found = scene(true);
    const png = encodePng(found.image);
    const { studio } = await openedStudio(
      {
        scene: (image) => Promise.resolve(broken().includes(image) ? fail('dataset-permission') : succeed(found)),
      },
      {
        readSamplePng: () => Promise.resolve(broken() === EVERYTHING ? fail('worker-empty') : succeed(png)),
        readRecord: () => Promise.resolve(succeed({ mask: encodeRle(found.lesion) } as SampleRecord)),
      },
      IMAGES,
    );
    const control = studio.study;
    const chosen = [1, 2, 3, 4].map((n) => exampleSummary({ id: idOf(n), class: 'DF' }));
    const items = (): readonly StudyItem[] => control.store.getState().study?.items ?? [];
    const phase = () => control.store.getState().pictures;
    return { control, chosen, items, phase, studio };
  }

  it('begins with pictures that can all be read, in place of those that cannot others', async () => {
    const { control, chosen, items, phase } = await open(() => [0, 1]);
    expect(control.pool(chosen).real).toHaveLength(6);
    await control.begin(chosen, 2);
    expect(phase()).toEqual({ phase: 'ready' });
    const shown = items().filter(({ kind }) => kind === 'real');
    expect(shown.map(({ id }) => id).sort()).toEqual(['real-2', 'real-3']);
    expect(items()).toHaveLength(4);
    for (const item of items()) expect(control.picture(item)?.size).toBeGreaterThan(0);
  });

  it('does not begin where nothing can be read', async () => {
    const { control, chosen, items, phase } = await open(() => [0, 1, 2, 3, 4, 5]);
    await control.begin(chosen, 2);
    expect([phase(), items()]).toEqual([{ phase: 'none' }, []]);
  });

  it('says how many are missing after a reload, not which, and goes on without them on demand', async () => {
    let broken: readonly number[] = [];
    const { control, chosen, items, phase } = await open(() => broken);
    await control.begin(chosen, 3);
    control.appeared();
    control.sayKind('real');
    await control.sayClass(null);
    const [first] = items();
    broken = [0, 1, 2, 3].filter((n) => `real-${n}` !== first?.id);
    await control.prepare();
    const missing = items().filter(({ kind, id }) => kind === 'real' && id !== first?.id).length;
    expect(phase()).toEqual({ phase: 'missing', count: missing });
    broken = [];
    await control.prepare();
    expect(phase(), 'the data set is there again').toEqual({ phase: 'ready' });
    broken = [
      Number(
        items()
          .slice(1)
          .find(({ kind }) => kind === 'real')
          ?.id.slice(5),
      ),
    ];
    await control.prepare();
    await control.leaveOut();
    expect(items()).toHaveLength(4);
    expect(control.store.getState().study?.answers).toHaveLength(1);
  });

  it('that cannot go on is given up with its answers, and comes back with its pictures', async () => {
    let broken: readonly number[] = [];
    const { control, chosen, items, phase, studio } = await open(() => broken);
    const answer = async (): Promise<void> => {
      control.appeared();
      control.sayKind('real');
      await control.sayClass(null);
    };
    await control.begin(chosen, 1);
    await answer();
    const given = control.store.getState().study;
    broken = EVERYTHING;
    await control.prepare();
    expect(phase()).toEqual({ phase: 'missing', count: 1 });
    await control.leaveOut();
    expect(control.store.getState().study).toBeNull();

    broken = [];
    await control.begin(chosen, 2);
    const news = studio.notices.store.getState().notices.find(({ message }) => message.includes('was given up'));
    const phases: string[] = [];
    control.store.subscribe(({ pictures }) => void phases.push(pictures.phase));
    news?.action?.run();
    await expect.poll(() => phases.includes('reading') && phases.at(-1)).toBe('ready');
    expect(control.store.getState().study).toEqual(given);
    for (const item of items()) expect(control.picture(item)).not.toBeNull();
  });

  it('answers nothing before the picture is on the screen, and steps back', async () => {
    const { control, chosen } = await open(() => []);
    await control.begin(chosen, 1);
    const state = () => control.store.getState();
    control.sayKind('real');
    expect(state().kind).toBeNull();
    control.appeared();
    control.sayKind('synthetic');
    await control.sayClass('DF');
    expect(state().study?.answers).toMatchObject([{ kind: 'synthetic', class: 'DF' }]);
    await control.stepBack();
    expect(state().study?.answers).toEqual([]);
    control.stopReading();
    expect(state().pictures).toEqual({ phase: 'none' });
  });
});

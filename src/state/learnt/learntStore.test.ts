import { describe, expect, it, vi } from 'vitest';
import type { DatasetImage } from '../../contracts/dataset';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { KeptOwnClass } from '../../contracts/ownClass';
import type { Taught, TeachProgress, TeachRequest } from '../../contracts/teaching';
import { nothingScanned } from '../../core/dataset/tally';
import { readOwnClass } from '../../core/ownClass/ownClassFile';
import { writeSafetensors } from '../../core/tensor/safetensors';
import { taughtClass } from '../../testing/ownClasses';
import { exampleImage } from '../../testing/samples';
import { checked, MANIFEST } from '../../testing/studioBundles';
import type { StudioDependencies } from '../base/dependencies';
import { createNoticeStore } from '../base/noticeStore';
import { createLater } from '../session/later';
import { createSession } from '../session/sessionStore';
import { exampleWorld } from '../../testing/studio';
import { createLearnt } from './learntStore';

const TEACHING = { path: 'unet/gradient_fp16.onnx', numbers: 'unet/teaching.safetensors', batch: 2, rank: 4 };
const row = (...values: number[]) =>
  ({ dtype: 'F32', shape: [values.length], data: Float32Array.from(values) }) as const;
const NUMBERS = writeSafetensors({ null_vector: row(0.5, -0.5) }, {});
const TAUGHT: Taught = {
  vector: Float32Array.of(1, 2),
  lowRank: { rank: 1, in: Float32Array.of(1, 2, 3), out: Float32Array.of(4, 5) },
  step: 250,
  examples: Array.from({ length: 9 }, () => Float32Array.of(1, 2, 3)),
  heldOut: { before: 0.5, after: 0.4 },
};
const progress = (step: number, more: Partial<TeachProgress> = {}): TeachProgress => ({
  ...{ jobId: 'teach Spitz', step, steps: 300, heldOut: null, stepMs: 100, kept: null },
  ...more,
});

function spitz(count: number): DatasetImage[] {
  return Array.from({ length: count }, (_, i) => exampleImage(`s${i}`, { class: 'Spitz', lesion: `L${i}` }));
}

/** A model that takes own classes, and a data set with so many Spitz nevi. */
async function opened(count: number, isOpen = true) {
  const world = exampleWorld();
  const stored = new Map<string, Uint8Array<ArrayBuffer>>();
  const answers = {
    describe: (): Outcome<Float32Array<ArrayBuffer> | null> => succeed(Float32Array.of(1, 2, 3)),
    teach: (_: TeachRequest, _on: (progress: TeachProgress) => void): Promise<Outcome<Taught>> =>
      Promise.resolve(succeed(TAUGHT)),
    keep: (): Outcome<null> => succeed(null),
  };
  const requests: TeachRequest[] = [];
  const { dependencies } = world;
  const manifest = { ...MANIFEST, id: 'inlay-ham10000', teaching: TEACHING };
  const withOwn = {
    ...dependencies,
    inference: {
      ...dependencies.inference,
      open: () =>
        Promise.resolve(
          succeed({
            report: { attempt: {}, environment: { bundle: manifest }, takesStrength: true, takesOwnClasses: true },
            attempts: [],
          }),
        ),
      describeExample: () => Promise.resolve(answers.describe()),
      teach: (request: TeachRequest, on: (progress: TeachProgress) => void) => {
        requests.push(request);
        return answers.teach(request, on);
      },
    },
    projects: {
      ...dependencies.projects,
      readShippedBundle: () => Promise.resolve(succeed({ ...checked('inlay-ham10000'), manifest })),
      readLater: () => Promise.resolve(succeed({ [TEACHING.numbers]: NUMBERS })),
    },
    dataset: {
      ...dependencies.dataset,
      file: () => Promise.resolve(succeed(new Blob(['image']))),
      mask: () => Promise.resolve(succeed(null)),
    },
    storage: {
      ...dependencies.storage,
      keepOwnClass: (file: Uint8Array<ArrayBuffer>): Promise<Outcome<KeptOwnClass>> => {
        const kept = answers.keep();
        if (!kept.ok) return Promise.resolve(kept);
        const own = readOwnClass(file);
        const sha256 = String(stored.size).padStart(64, '0');
        stored.set(sha256, file);
        return Promise.resolve(own.ok ? succeed({ sha256, own: own.value, isInUse: true }) : own);
      },
      dropOwnClass: () => Promise.resolve(succeed(null)),
      readOwnClass: (sha256: string) => Promise.resolve(succeed(new Blob([stored.get(sha256) ?? '']))),
      keepLesson: (code: string, state: Uint8Array<ArrayBuffer> | null) => {
        if (state) stored.set(`lesson ${code}`, state);
        else stored.delete(`lesson ${code}`);
        return Promise.resolve(succeed(null));
      },
      readLesson: (code: string) => Promise.resolve(succeed(stored.get(`lesson ${code}`) ?? null)),
    },
  } as unknown as StudioDependencies;
  const notices = createNoticeStore();
  const session = createSession(withOwn, notices);
  await session.start([], null);
  const images = spitz(count);
  const content = { images, scan: nothingScanned(count) };
  const dataset = {
    store: { getState: () => ({ opened: isOpen ? { source: { kind: 'open' } } : null, content }) },
  } as unknown as Parameters<typeof createLearnt>[1]['dataset'];
  const learnt = createLearnt(withOwn, { notices, session, dataset, later: createLater(session) });
  const codes = (): (string | null)[] => notices.store.getState().notices.map(({ code }) => code);
  const lessons = await learnt.open();
  return { learnt, lessons, answers, requests, stored, notices, codes, cancelled: world.cancelled, session };
}

describe('a class that is shown', () => {
  it('is kept with what its lesions look like, and told from then on', async () => {
    const { learnt, lessons, session } = await opened(4);
    await lessons.show('Spitz');
    const [kept] = learnt.store.getState().kept;
    expect(kept?.own).toMatchObject({ code: 'Spitz', way: 'shown', images: 4, lesions: 4, lowRank: null });
    expect(kept?.own.examples).toHaveLength(4);
    expect(kept?.own.bundle.sha256).toBe(session.store.getState().manifestSha256);
    expect([...(kept?.own.vector ?? [])]).toEqual([0.5, -0.5]);
    expect(learnt.codes()).toEqual(['Spitz']);
    expect(learnt.refOf('Spitz')).toEqual({ sha256: kept?.sha256 });
    expect(learnt.find(learnt.refOf('Spitz'), 'Spitz')).toEqual({ ok: true, value: kept?.own });
    expect(learnt.store.getState().work.kind).toBe('idle');
  });

  it('needs three lesions, a data set, and lesions that are found', async () => {
    const few = await opened(2);
    await few.lessons.show('Spitz');
    expect(few.codes()).toEqual(['own-class-few-lesions']);
    const closed = await opened(4, false);
    await closed.lessons.show('Spitz');
    expect(closed.codes()).toEqual(['own-class-no-dataset']);
    const blank = await opened(4);
    blank.answers.describe = () => succeed(null);
    await blank.lessons.show('Spitz');
    expect(blank.codes()).toEqual(['own-class-few']);
    for (const { learnt } of [few, closed, blank]) expect(learnt.store.getState()).toMatchObject({ kept: [], work: { kind: 'idle' } });
  }); // prettier-ignore

  it('says what went wrong, and is told nothing then', async () => {
    const { learnt, lessons, answers, codes } = await opened(4);
    answers.describe = () => fail('device-not-finite');
    await lessons.show('Spitz');
    answers.describe = () => succeed(Float32Array.of(1));
    answers.keep = () => fail('storage-full', { what: 'own-class' });
    await lessons.show('Spitz');
    expect(codes()).toEqual(['device-not-finite', 'storage-full']);
    expect(learnt.codes()).toEqual([]);
  });
});

describe('a class that is taught', () => {
  it('holds lesions out, follows the steps, and is kept', async () => {
    const { learnt, lessons, answers, requests, stored } = await opened(12);
    answers.teach = (_, on) => {
      on(progress(1));
      on(progress(25, { heldOut: 0.5, kept: Uint8Array.of(1, 2) }));
      expect(learnt.store.getState().work).toMatchObject({ kind: 'teaching', step: 25, looks: [{ step: 25, error: 0.5 }] });
      return Promise.resolve(succeed(TAUGHT));
    };
    await lessons.teach('Spitz');
    expect(requests[0]).toMatchObject({ steps: 300, from: null });
    expect([requests[0]?.pictures.length, requests[0]?.heldOut.length]).toEqual([10, 2]);
    expect(learnt.store.getState().kept[0]?.own).toMatchObject({ way: 'taught', images: 9, lesions: 9 });
    expect(stored.has('lesson Spitz')).toBe(false);
    expect(learnt.store.getState().begun.size).toBe(0);
  }); // prettier-ignore

  it('is paused and gone on with where it was kept', async () => {
    const { learnt, lessons, answers, requests, cancelled } = await opened(12);
    answers.teach = async (_, on) => {
      on(progress(25, { kept: Uint8Array.of(7) }));
      lessons.pause();
      await Promise.resolve();
      return fail('cancelled');
    };
    await lessons.teach('Spitz');
    expect(cancelled).toEqual(['teach Spitz']);
    await vi.waitFor(() => expect([...learnt.store.getState().begun]).toEqual(['Spitz']));
    answers.teach = () => Promise.resolve(succeed(TAUGHT));
    await lessons.teach('Spitz');
    expect([...(requests[1]?.from ?? [])]).toEqual([7]);
    expect(learnt.codes()).toEqual(['Spitz']);
    await lessons.forgetLesson('Spitz');
    expect(learnt.store.getState().begun.size).toBe(0);
  });

  it('is not kept where another model was opened meanwhile', async () => {
    const { learnt, lessons, answers, codes, session } = await opened(12);
    answers.teach = () => {
      session.store.setState({ manifestSha256: 'f'.repeat(64) });
      return Promise.resolve(succeed(TAUGHT));
    };
    await lessons.teach('Spitz');
    expect(codes()).toEqual(['own-class-changed-model']);
    expect(learnt.store.getState().kept).toEqual([]);
  });

  it('needs ten lesions; one at a time is taught', async () => {
    const { lessons, codes } = await opened(9);
    await lessons.teach('Spitz');
    expect(codes()).toEqual(['own-class-few-lesions']);
    const busy = await opened(12);
    let end: () => void = () => undefined;
    busy.answers.teach = () => new Promise((resolve) => (end = () => resolve(succeed(TAUGHT))));
    const first = busy.lessons.teach('Spitz');
    await busy.lessons.show('Spitz');
    expect(busy.learnt.store.getState().work.kind).toBe('teaching');
    await vi.waitFor(() => expect(busy.requests).toHaveLength(1));
    end();
    await first;
    expect(busy.learnt.store.getState().kept).toHaveLength(1);
  });

  it('takes the place of what it was told before, which samples can still be made with', async () => {
    const { learnt, lessons } = await opened(12);
    await lessons.show('Spitz');
    const before = learnt.refOf('Spitz');
    await lessons.teach('Spitz');
    expect(learnt.refOf('Spitz')).not.toEqual(before);
    expect(learnt.find(before, 'Spitz')).toMatchObject({ ok: true, value: { way: 'shown' } });
  });
});

describe('what a class is told by', () => {
  it('is forgotten, and can be taken back', async () => {
    const { learnt, lessons, notices } = await opened(4);
    await lessons.show('Spitz');
    const ref = learnt.refOf('Spitz');
    const [kept] = learnt.store.getState().kept;
    if (kept) await lessons.drop(kept);
    expect(learnt.codes()).toEqual([]);
    expect(learnt.find(ref, 'Spitz').ok).toBe(true);
    notices.store.getState().notices.at(-1)?.action?.run();
    await vi.waitFor(() => expect(learnt.codes()).toEqual(['Spitz']));
  });

  it('of another model is told to none but that', async () => {
    const { learnt } = await opened(4);
    learnt.restore([{ sha256: 'f'.repeat(64), own: taughtClass(), isInUse: true }], ['Spitz']);
    expect(learnt.codes()).toEqual([]);
    expect(learnt.find({ sha256: 'e'.repeat(64) }, 'Spitz')).toMatchObject({ failure: { code: 'own-class-missing' } });
    expect(learnt.find(undefined, 'Spitz')).toEqual({ ok: true, value: undefined });
    expect(learnt.store.getState().begun.has('Spitz')).toBe(true);
  });

  it('is taken from a file, and refused where the file is none', async () => {
    const { learnt, lessons, codes } = await opened(4);
    await lessons.importFile(new Blob(['no class']));
    expect(codes()).toEqual(['own-class-unreadable']);
    await lessons.show('Spitz');
    const file = await lessons.readFile(learnt.refOf('Spitz')?.sha256 ?? '');
    const other = await opened(0);
    await other.lessons.importFile(file ?? new Blob());
    expect(other.learnt.codes()).toEqual(['Spitz']);
  });
});

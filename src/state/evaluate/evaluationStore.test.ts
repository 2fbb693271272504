import { describe, expect, it } from 'vitest';
import { ISIC_2019, ISIC_CODES } from '../../contracts/classes';
import { createStore } from 'zustand/vanilla';
import type { EvaluationRequest, SampleFeatures } from '../../contracts/evaluation';
import { fail, succeed } from '../../contracts/failure';
import { exampleImage, exampleRecord } from '../../testing/samples';
import { nothingScanned } from '../../core/dataset/tally';
import { exampleEvaluation } from '../../testing/evaluation';
import { sampleIdSchema, summaryOf, type SampleRecord } from '../../contracts/sample';
import type { Compose } from '../compose/composeStore';
import type { DatasetStore } from '../dataset/datasetStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Later } from '../session/later';
import { createEvaluationState } from './evaluationStore';
import { createMaterial } from './material';
import type { FittingControl } from '../dataset/fittingStore';
import { createNoticeStore } from '../base/noticeStore';
import type { Samples } from '../review/sampleStore';
import type { Session } from '../session/sessionStore';

const idOf = (n: number) => sampleIdSchema.parse(`SYN_${String(n).repeat(12)}`);
const FEATURES: SampleFeatures = { deep: Float32Array.of(1, 2), sharpness: 0.1 };

/** Three real images, of which the first is one of the training split, and some samples. */
function studio({ isKnown = false, records = [exampleRecord({ id: idOf(1) })] as SampleRecord[], from = '' } = {}) {
  const images = [
    exampleImage('a', { lesion: 'L1' }),
    exampleImage('b', { class: 'NV', split: 'calibration' }),
    exampleImage('c', { class: 'NV', split: 'test' }),
  ];
  const backgrounds = from === '' ? [] : [{ sha256: exampleRecord().background.sha256, from }];
  const requests: EvaluationRequest[] = [];
  const described: string[] = [];
  const kept: string[] = [];
  const known = new Map<string, SampleFeatures>();
  const cancels: string[] = [];
  const during: { samples: () => void } = { samples: () => undefined };
  const notices = createNoticeStore();
  const dependencies = {
    evaluation: {
      known: (_: string, ids: string[]) => Promise.resolve(succeed(ids.map((id) => known.get(id) ?? null))),
      keep: (_: string, id: string) => Promise.resolve(succeed((kept.push(id), null))),
      evaluate: (request: EvaluationRequest) => {
        requests.push(request);
        return Promise.resolve(succeed(exampleEvaluation()));
      },
      last: () => Promise.resolve(succeed(exampleEvaluation({ accepted: 7 }))),
      cancel: () => void cancels.push('evaluation'),
    },
    dataset: { fingerprints: () => Promise.resolve(succeed(['aa', 'bb', ''])) },
    fitting: {
      described: (rows: Int32Array) =>
        Promise.resolve(
          succeed({
            images: rows,
            dim: 2,
            deep: new Float32Array(2 * rows.length),
            sharpness: new Float32Array(rows.length),
          }),
        ),
    },
    inference: {
      describe: ({ isPainted }: { isPainted?: boolean }) => {
        during.samples();
        described.push(isPainted === true ? 'painted' : 'drawn');
        const texture = new Float32Array(200);
        return Promise.resolve(succeed({ ...FEATURES, texture }));
      },
    },
    storage: {
      readSamplePng: (id: string) =>
        Promise.resolve(id === idOf(9) ? fail('storage-failed', { what: 'sample' }) : succeed(new Uint8Array(4))),
      readRecord: (id: string) => Promise.resolve(succeed(records.find((record) => record.id === id))),
    },
    now: () => new Date('2026-11-28T10:00:00Z'),
  };
  const samples = {
    store: createStore(() => ({ samples: new Map(records.map((record) => [record.id, summaryOf(record)])) })),
  } as unknown as Samples;
  const fitting = {
    describe: () => Promise.resolve(null),
    isKnownToEncoder: () => Promise.resolve(isKnown),
    stop: () => void cancels.push('fitting'),
  } as unknown as FittingControl;
  const classes = { store: createStore(() => ({ list: ISIC_2019, codes: ISIC_CODES })) };
  const control = createEvaluationState(dependencies as unknown as StudioDependencies, {
    ...{ notices, samples, fitting, classes },
    material: () =>
      Promise.resolve(createMaterial(dependencies as unknown as StudioDependencies, { samples, fitting, classes })),
    later: { whenReady: (_what: string, action: () => Promise<void>) => action() } as unknown as Later,
    session: {
      store: createStore(() => ({
        manifest: { files: [{ path: 'encoder/onnx/model_fp16.onnx', sha256: 'e'.repeat(64) }] },
      })),
    } as unknown as Session,
    compose: { store: createStore(() => ({ backgrounds })) } as unknown as Compose,
    dataset: {
      store: createStore(() => ({
        opened: { summary: { name: 'set', token: 'T' } },
        content: { images, scan: nothingScanned(3) },
        scannedCount: 3,
      })),
    } as unknown as DatasetStore,
  });
  return { control, requests, described, kept, known, cancels, during, notices };
}

describe('an evaluation', () => {
  it('hands over real images and samples, described once, without a name of a file', async () => {
    const skin = exampleRecord({ id: idOf(2), class: 'SKIN' });
    const rejected = { outcome: 'rejected', reason: '', when: '2026-11-28T10:00:00Z' } as const;
    const other = exampleRecord({ id: idOf(3), decision: rejected });
    const { control, requests, described, kept, known } = studio({
      records: [exampleRecord({ id: idOf(1) }), skin, other],
    });
    known.set(idOf(3), FEATURES);
    await control.evaluate();
    const [request] = requests;
    expect([...(request?.real.labels ?? [])]).toEqual([5, 1, 1]);
    expect([...(request?.real.lesions ?? [])]).toEqual([0, 1, 2]);
    expect([...(request?.made.accepted ?? [])]).toEqual([1, 0]);
    expect([...(request?.made.backgrounds ?? [])]).toEqual([0, 0]);
    expect(described).toEqual(['painted']);
    expect(kept).toEqual([idOf(1)]);
    expect(JSON.stringify(request)).not.toContain('Smith');
    expect(control.store.getState()).toMatchObject({ phase: { kind: 'idle' }, found: { accepted: 40 } });
  });

  it('says in which lesion’s image a sample stands, where it is among those that are read', async () => {
    const standsIn = async (from: string, isKnown = false) => {
      const { control, requests } = studio({ from, isKnown });
      await control.evaluate();
      return [...(requests[0]?.made.standsIn ?? [])];
    };
    expect(await standsIn('own-bb')).toEqual([1]);
    expect(await standsIn('own-bb', true)).toEqual([0]); // the first image is left out
    expect(await standsIn('own-aa', true)).toEqual([-1]);
    expect(await standsIn('own-')).toEqual([-1]);
    expect(await standsIn('')).toEqual([-1]);
  });

  it('leaves out what the encoder was trained on', async () => {
    const { control, requests } = studio({ isKnown: true });
    await control.evaluate();
    expect(requests[0]).toMatchObject({ heldOutOnly: true });
    expect([...(requests[0]?.real.labels ?? [])]).toEqual([1, 1]);
  });

  it('leaves out a sample whose pixels are gone', async () => {
    const { control, requests } = studio({ records: [exampleRecord({ id: idOf(9) }), exampleRecord({ id: idOf(1) })] });
    await control.evaluate();
    expect(requests[0]?.made.labels).toHaveLength(1);
  });

  it('that is cancelled while samples are described asks nothing, and can be gone on with', async () => {
    const { control, requests, cancels, during, notices } = studio();
    during.samples = () => control.cancel();
    await control.evaluate();
    expect(requests).toEqual([]);
    expect(cancels).toEqual(['fitting', 'evaluation']);
    const [news] = notices.store.getState().notices;
    expect(news).toMatchObject({ kind: 'info', action: { label: 'Go on' } });
    expect(control.store.getState().phase).toEqual({ kind: 'idle' });
  });

  it('is there again after a reload', async () => {
    const { control } = studio();
    await control.restore();
    expect(control.store.getState().found?.accepted).toBe(7);
  });
});

/** For tests: a bundle with a student and a second stage, whose sessions compute a fixed mixture instead of a network. */
import type { InferenceSession } from 'onnxruntime-web';
import { BUNDLE_PATHS, type BundleFiles, type BundleManifest, type GraphInfo } from '../contracts/bundle';
import { className, ISIC_CODES, SKIN } from '../contracts/classes';
import type { OpenBundle } from '../engine/bundleGraphs';
import type { Pipeline } from '../engine/pipeline';
import type { Runtime } from '../engine/runtime';

const CLASSES = [...ISIC_CODES, SKIN];

export const STUDENT = 'unet/student_fp16.onnx';
export const UPSAMPLER = 'upsampler/model_fp16.onnx';
/** Weights of the U-Net and the student. */
export const WEIGHTS = 'unet/model_fp16.onnx_data';
const OWN_WEIGHTS = 'unet/student_fp16.onnx_data';

/** The bytes of a graph are its path. */
export function exampleFiles(): BundleFiles {
  const scheduler = '{"_class_name":"FlowMatchEulerDiscreteScheduler","prediction_type":"sample"}';
  const paths = [BUNDLE_PATHS.unet, STUDENT, UPSAMPLER, WEIGHTS, OWN_WEIGHTS];
  return {
    [BUNDLE_PATHS.scheduler]: new TextEncoder().encode(scheduler),
    ...Object.fromEntries(paths.map((path) => [path, new TextEncoder().encode(path)])),
  };
}

export function exampleManifest(lowPx: number, highPx: number): BundleManifest {
  return {
    schema: 1,
    id: 'two-stages',
    version: '1',
    name: 'Two stages',
    licence: 'X',
    intendedUse: 'tests',
    createdAt: null,
    pipeline: 'InlayInpaintPipeline',
    classes: CLASSES.map((code, index) => ({ code, name: className(code), index })),
    nullIndex: CLASSES.length,
    nativeSizePx: lowPx,
    contextScale: 1.6,
    gflopPerStep: null,
    defaults: { steps: 4, guidance: 2 },
    student: { path: STUDENT, steps: 3, guidance: 2.5 },
    upsampler: { path: UPSAMPLER, sizePx: highPx, fromTime: 0.6, steps: 3 },
    files: [{ path: BUNDLE_PATHS.unet, bytes: 1, sha256: '0'.repeat(64) }],
    graphs: [
      graphInfo(BUNDLE_PATHS.unet, lowPx, [WEIGHTS]),
      graphInfo(STUDENT, lowPx, [WEIGHTS, OWN_WEIGHTS]),
      graphInfo(UPSAMPLER, highPx),
    ],
  };
}

/** An open bundle without encoder, gates and reference tensors. */
export function bareBundle(manifest: BundleManifest, pipeline: Pipeline): OpenBundle {
  const describing = { version: 1 as const, sizePx: manifest.nativeSizePx };
  return {
    manifest,
    pipeline,
    encoder: null,
    outliner: null,
    describing,
    gates: null,
    scenes: null,
    whyUnscored: '',
    parity: null,
  };
}

function graphInfo(path: string, sizePx: number, externalData?: string[]): GraphInfo {
  const value = (name: string, ...shape: number[]) => ({
    name,
    shape: ['batch', ...shape],
    dtype: 'float32' as const,
  });
  return {
    path,
    inputs: [value('sample', 7, sizePx, sizePx), value('timestep'), value('class_labels', CLASSES.length + 1)],
    outputs: [value('x0', 3, sizePx, sizePx)],
    ...(externalData ? { externalData } : {}),
  };
}

interface Call {
  readonly path: string;
  /** Images in one call. */
  readonly rows: number;
  readonly t: number;
  readonly sample: Float32Array;
}

/** @param broken path of a graph that cannot be loaded */
export function mixtureWorld(manifest: BundleManifest, broken?: string) {
  const calls: Call[] = [];
  const released: string[] = [];
  const opened = new Map<string, InferenceSession.SessionOptions | undefined>();
  const metadata = (values: GraphInfo['inputs'] = []) =>
    values.map(({ name, shape, dtype }) => ({ name, isTensor: true, type: dtype, shape }));
  const create = (model: Uint8Array, options?: InferenceSession.SessionOptions) => {
    const path = new TextDecoder().decode(model);
    if (path === broken) return Promise.reject(new Error('damaged'));
    opened.set(path, options);
    const info = manifest.graphs.find((graph) => graph.path === path);
    return Promise.resolve({
      inputMetadata: metadata(info?.inputs),
      outputMetadata: metadata(info?.outputs),
      run: ({ sample, timestep, class_labels: labels }: Feeds) => {
        const rows = sample.dims[0] ?? 0;
        calls.push({ path, rows, t: timestep.data[0] ?? 0, sample: sample.data });
        return Promise.resolve({
          x0: { type: 'float32', data: mixture(sample.data, timestep.data, labels.data, rows) },
        });
      },
      release: () => Promise.resolve(void released.push(path)),
    });
  };
  const Tensor = function (_: string, data: Float32Array, dims: readonly number[]) {
    return { data, dims };
  };
  const ort = { InferenceSession: { create }, Tensor };
  const runtime = { ort, version: '0', sessionOptions: {}, adapter: 'none', isLost: () => false };
  return { runtime: runtime as unknown as Runtime, calls, released, opened };
}

type Feeds = Record<
  'sample' | 'timestep' | 'class_labels',
  { readonly data: Float32Array; readonly dims: readonly number[] }
>;

/** `denoiser` of scripts/golden/core.py. [rows,3,S,S] */
export function mixture(
  sample: Float32Array,
  times: Float32Array,
  labels: Float32Array,
  rows: number,
): Float32Array<ArrayBuffer> {
  const area = sample.length / rows / 7;
  const columns = labels.length / rows;
  return Float32Array.from({ length: rows * 3 * area }, (_, at) => {
    const row = Math.floor(at / (3 * area));
    const i = at % (3 * area);
    const input = sample.subarray(row * 7 * area);
    const label = labels.subarray(row * columns, (row + 1) * columns).indexOf(1);
    const t = times[row] ?? 0;
    const [noisy, given, mask] = [input[i] ?? 0, input[3 * area + i] ?? 0, input[6 * area + (i % area)] ?? 0];
    return 0.4 * noisy * (1 - t) + 0.3 * given + 0.2 * mask - 0.05 * label * t;
  });
}

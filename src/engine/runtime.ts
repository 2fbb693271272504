/** The seam to ONNX Runtime: the same pipeline runs on onnxruntime-web in a worker and on onnxruntime-node in Node. */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { type BundleFiles, type BundleManifest, type GraphInfo, type TensorInfo } from '../contracts/bundle';
import { fail, succeed, type Failed, type Outcome } from '../contracts/failure';
import { weightsBeside } from '../core/bundle/exportLayout';
import { floatToHalf, halfToFloat } from '../core/tensor/half';

/** As much of an ONNX Runtime package as the engine uses. */
interface OrtModule {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): OrtTensor;
    new (type: 'float16', data: Uint16Array, dims: readonly number[]): OrtTensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OrtTensor;
    new (type: 'int32', data: Int32Array, dims: readonly number[]): OrtTensor;
  };
}

export interface Runtime {
  readonly ort: OrtModule;
  /** Version of ONNX Runtime. */
  readonly version: string;
  /** Passed to every session. */
  readonly sessionOptions: InferenceSession.SessionOptions;
  /** Vendor and architecture of the GPU, or "none". */
  readonly adapter: string;
  /** True once the GPU device is gone; sessions are useless from then on. */
  isLost(): boolean;
}

/** Numbers of any of the engine's types; a graph gets them in the type that it declares. */
export interface TensorValue {
  readonly data: Float32Array | Int32Array;
  readonly dims: readonly number[];
}

/** A loaded graph that speaks plain arrays. */
export interface Graph {
  readonly path: string;
  readonly inputs: readonly InferenceSession.TensorValueMetadata[];
  readonly outputs: readonly InferenceSession.TensorValueMetadata[];
  /** @param wanted the outputs to fetch; all of them when left out */
  run(feeds: Readonly<Record<string, TensorValue>>, wanted?: readonly string[]): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/**
 * Loads a graph, with weights that lie in a file beside it, and compares its inputs and outputs with what the manifest says.
 * @param info null for a derived manifest, which says nothing about shapes
 * Fails with bundle-file-missing, bundle-graph-invalid, or bundle-port-* for a graph that has other inputs or outputs; with device-lost.
 */
export async function openGraph(
  runtime: Runtime,
  files: BundleFiles,
  path: string,
  info: GraphInfo | null,
): Promise<Outcome<Graph>> {
  const model = files[path];
  if (!model) return fail('bundle-file-missing', { path });
  const absent = info?.externalData?.find((weights) => !(weights in files));
  if (absent !== undefined) return fail('bundle-file-missing', { path: absent });
  let session: InferenceSession;
  try {
    const externalData = weightsOf(files, path, info);
    const options = externalData.length > 0 ? { ...runtime.sessionOptions, externalData } : runtime.sessionOptions;
    session = await runtime.ort.InferenceSession.create(model, options);
  } catch (error) {
    if (runtime.isLost()) return fail('device-lost', {}, String(error));
    return fail('bundle-graph-invalid', { path }, String(error));
  }
  const difference = info
    ? (firstDifference(path, 'input', info.inputs, session.inputMetadata) ??
      firstDifference(path, 'output', info.outputs, session.outputMetadata))
    : null;
  if (difference !== null) {
    await session.release();
    return difference;
  }
  return succeed(wrap(runtime, session, path));
}

/** Weights beside a graph: those that its manifest names, else those that the graph itself does. */
function weightsOf(files: BundleFiles, path: string, info: GraphInfo | null): { path: string; data: Uint8Array }[] {
  const named = info?.externalData?.map((weights) => ({ name: weights.split('/').at(-1) ?? '', at: weights }));
  const found = named ?? weightsBeside(path, files[path] ?? new Uint8Array());
  return found.flatMap(({ name, at }) => {
    const data = files[at];
    return data ? [{ path: name, data }] : [];
  });
}

/** Opens a graph that the manifest describes; a derived manifest describes none. Fails as openGraph. */
export async function openListedGraph(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
  path: string,
): Promise<Outcome<Graph>> {
  const info = manifest.graphs.find((graph) => graph.path === path);
  if (info || manifest.derived) return openGraph(runtime, files, path, info ?? null);
  return fail('bundle-graph-undescribed', { path });
}

function firstDifference(
  path: string,
  kind: 'input' | 'output',
  wanted: readonly TensorInfo[],
  found: readonly InferenceSession.ValueMetadata[],
): Failed | null {
  for (const info of wanted) {
    const port = { path, kind, name: info.name };
    const match = found.find((metadata) => metadata.name === info.name);
    if (!match) return fail('bundle-port-missing', port);
    if (!match.isTensor || match.type !== info.dtype) return fail('bundle-port-type', { ...port, type: info.dtype });
    const shape = match.shape;
    const sameRank = shape.length === info.shape.length;
    const same = sameRank && info.shape.every((size, i) => typeof size === 'string' || size === shape[i]);
    if (!same) return fail('bundle-port-shape', { ...port, found: shape.join(', '), wanted: info.shape.join(', ') });
  }
  return null;
}

function wrap(runtime: Runtime, session: InferenceSession, path: string): Graph {
  const inputs = session.inputMetadata.filter((metadata) => metadata.isTensor);
  const outputs = session.outputMetadata.filter((metadata) => metadata.isTensor);
  const types = new Map(inputs.map(({ name, type }) => [name, type]));
  return {
    path,
    inputs,
    outputs,
    async run(feeds, wanted) {
      const tensors = Object.fromEntries(
        Object.entries(feeds).map(([name, value]) => [name, toTensor(runtime, types.get(name) ?? 'float32', value)]),
      );
      const made = await (wanted ? session.run(tensors, wanted) : session.run(tensors));
      return Object.fromEntries(Object.entries(made).map(([name, tensor]) => [name, toFloats(name, tensor)]));
    },
    release: () => session.release(),
  };
}

/** Integers are rounded: a fractional timestep in a graph that takes whole ones becomes the nearest. */
function toTensor({ ort }: Runtime, type: string, { data, dims }: TensorValue): OrtTensor {
  switch (type) {
    case 'float32':
      return new ort.Tensor('float32', data instanceof Float32Array ? data : Float32Array.from(data), dims);
    case 'float16':
      return new ort.Tensor('float16', floatToHalf(Float32Array.from(data)), dims);
    case 'int64':
      return new ort.Tensor('int64', BigInt64Array.from(data as ArrayLike<number>, wholeNumber), dims);
    case 'int32':
      return new ort.Tensor('int32', Int32Array.from(data as ArrayLike<number>, Math.round), dims);
    default:
      throw new TypeError(`An input of type ${type} cannot be fed.`);
  }
}

function wholeNumber(value: number): bigint {
  return BigInt(Math.round(value));
}

/** A copy: the runtime's own memory is reused by the next run. */
function toFloats(name: string, { data, type }: OrtTensor): Float32Array {
  if (data instanceof Float32Array) return data.slice();
  if (type === 'float16' && ArrayBuffer.isView(data)) {
    return halfToFloat(new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2));
  }
  throw new TypeError(`The output ${name} is not float32 or float16.`);
}

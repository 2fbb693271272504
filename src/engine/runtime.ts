/** The seam to ONNX Runtime: the same pipeline runs on onnxruntime-web in a worker and on onnxruntime-node in Node. */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import type { GraphInfo, TensorInfo } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';

/** As much of an ONNX Runtime package as the engine uses. */
export interface OrtModule {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OrtTensor;
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

export interface TensorValue {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A loaded graph that speaks plain arrays. */
export interface Graph {
  run(feeds: Readonly<Record<string, TensorValue>>): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/**
 * Loads a graph and compares its inputs and outputs with what the manifest says.
 * Fails with bundle-graph-invalid for a graph that cannot be read or has other inputs or outputs.
 */
export async function openGraph(runtime: Runtime, model: Uint8Array, info: GraphInfo): Promise<Outcome<Graph>> {
  let session: InferenceSession;
  try {
    session = await runtime.ort.InferenceSession.create(model, runtime.sessionOptions);
  } catch (error) {
    if (runtime.isLost()) return deviceLost(String(error));
    return fail(
      'bundle-graph-invalid',
      `The graph ${info.path} cannot be loaded.`,
      'The file may be damaged. Import the bundle again; your masks and samples are kept.',
      String(error),
    );
  }
  const difference =
    firstDifference('input', info.inputs, session.inputMetadata) ??
    firstDifference('output', info.outputs, session.outputMetadata);
  if (difference !== null) {
    await session.release();
    return fail(
      'bundle-graph-invalid',
      `The graph ${info.path} does not fit its manifest: ${difference}.`,
      'Ask whoever made the bundle for a corrected one; your masks and samples are kept.',
    );
  }
  return succeed(wrap(runtime, session));
}

/** A lost device, as a failure. */
export function deviceLost(detail: string): ReturnType<typeof fail> {
  return fail('device-lost', 'The graphics device was lost.', 'The sample is started again on a fresh device.', detail);
}

function firstDifference(
  kind: string,
  wanted: readonly TensorInfo[],
  found: readonly InferenceSession.ValueMetadata[],
): string | null {
  for (const info of wanted) {
    const match = found.find((metadata) => metadata.name === info.name);
    if (!match) return `it has no ${kind} ${info.name}`;
    if (!match.isTensor || match.type !== info.dtype) return `its ${kind} ${info.name} is not ${info.dtype}`;
    const shape = match.shape;
    const sameRank = shape.length === info.shape.length;
    const same = sameRank && info.shape.every((size, i) => typeof size === 'string' || size === shape[i]);
    if (!same) return `its ${kind} ${info.name} has shape [${shape.join(', ')}] and not [${info.shape.join(', ')}]`;
  }
  return null;
}

function wrap(runtime: Runtime, session: InferenceSession): Graph {
  return {
    async run(feeds) {
      const tensors = Object.fromEntries(
        Object.entries(feeds).map(([name, { data, dims }]) => [name, new runtime.ort.Tensor('float32', data, dims)]),
      );
      const outputs = await session.run(tensors);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => {
          if (!(tensor.data instanceof Float32Array)) throw new TypeError(`The output ${name} is not float32.`);
          return [name, tensor.data.slice()];
        }),
      );
    },
    release: () => session.release(),
  };
}

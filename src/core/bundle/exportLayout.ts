/** How models of others lie in their folders: where the graphs and their weights are, and what a folder is where there are none. */
import { graphCandidates } from '../../contracts/bundle';
import { failureOf, type Failure } from '../../contracts/failure';
import { externalDataOf } from '../tensor/onnxWeights';

/** What browsers hold in one buffer. */
export const MAX_FILE_BYTES = 2 ** 31 - 1;

/** A file of a folder or a zip, before it is read. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
}

/** The graph of a part of the pipeline: the best one that can be held, else the best one. Null when there is none. */
export function chooseGraph(files: readonly ListedFile[], part: string): ListedFile | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = graphCandidates(part).flatMap((path) => byPath.get(path) ?? []);
  return found.find(({ bytes }) => bytes <= MAX_FILE_BYTES) ?? found[0] ?? null;
}

/** Weights of a graph: `name` as the graph has it, `at` its path in the bundle. What leads out of the bundle is left out. */
export function weightsBeside(graph: string, model: Uint8Array): readonly { name: string; at: string }[] {
  const folder = graph.split('/').slice(0, -1);
  return externalDataOf(model).flatMap((name) => {
    const steps = name.split('/').filter((step) => step !== '.' && step !== '');
    return steps.includes('..') || name.startsWith('/') ? [] : [{ name, at: [...folder, ...steps].join('/') }];
  });
}

/** Formats that are told by a file, the surer ones first. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)[^/]*\.gguf$/i, 'GGUF'],
  [/(^|\/)openvino_model\.xml$/i, 'OpenVINO'],
  [/\.mlpackage\/|\.mlmodelc\//i, 'Core ML'],
  [/\.tflite$/i, 'TensorFlow Lite'],
  [/\.engine$|\.plan$/i, 'TensorRT'],
  [/(^|\/)flax_model\.msgpack$|(^|\/)diffusion_flax_model\.msgpack$/i, 'Flax'],
];
const LORA = /(^|\/)(adapter_config\.json|adapter_model\.(safetensors|bin)|[^/]*lora[^/]*\.(safetensors|bin))$/i;
const PYTORCH = /\.(safetensors|bin|ckpt|pt|pth)$/i;

/**
 * What a folder without the graphs of a pipeline is, and how it becomes one that runs. Null where nothing tells.
 * @param hasIndex whether it is a pipeline of diffusers
 */
export function foreignFormat(paths: readonly string[], hasIndex: boolean): Failure | null {
  const lora = paths.find((path) => LORA.test(path));
  if (lora !== undefined && !hasIndex) return failureOf('bundle-format-lora', { path: lora });
  for (const [pattern, format] of FORMATS) {
    const path = paths.find((candidate) => pattern.test(candidate));
    if (path !== undefined) return failureOf('bundle-format-other', { path, format });
  }
  const weights = paths.find((path) => PYTORCH.test(path));
  if (weights === undefined) return null;
  return failureOf(hasIndex ? 'bundle-format-pytorch' : 'bundle-format-checkpoint', { path: weights });
}

/** What tells a latent U-Net what to paint: a text through CLIP, or a row of its class embedding. */
import type { BundleFiles, BundleManifest } from '../contracts/bundle';
import type { ClassCode } from '../contracts/classes';
import { orThrow, succeed, type Outcome } from '../contracts/failure';
import { promptFor } from '../core/bundle/prompts';
import { openPart } from './graphPorts';
import { classIndex } from './pipeline';
import type { Runtime, TensorValue } from './runtime';

export interface Conditioning {
  /** Input of the U-Net that carries it. */
  readonly input: string;
  /** For one image. @param code null for "nothing in particular": the null class, or an empty text */
  conditionOf(code: ClassCode | null): Promise<TensorValue>;
  release(): Promise<void>;
}

/** The class's row of the embedding; openLatentPipeline has checked that it exists. */
export function classConditioning(manifest: BundleManifest): Conditioning {
  return {
    input: 'class_labels',
    conditionOf(code) {
      const index = code === null ? manifest.nullIndex : orThrow(classIndex(manifest.classes, code));
      return Promise.resolve({ data: Int32Array.of(index), dims: [1] });
    },
    release: () => Promise.resolve(),
  };
}

/** Fails with bundle-* codes or device-lost. */
export async function openTextConditioning(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<Conditioning>> {
  const { openTokenizer } = await import('./clipTokenizer'); // few bundles are told by a text
  const tokenize = openTokenizer(files);
  if (!tokenize.ok) return tokenize;
  const ports = { inputs: ['input_ids'], outputs: [['last_hidden_state']] };
  const encoder = await openPart(runtime, manifest, files, 'text_encoder', ports);
  if (!encoder.ok) return encoder;
  return succeed({
    input: 'encoder_hidden_states',
    async conditionOf(code) {
      const ids = tokenize.value(code === null ? '' : promptFor(manifest, code));
      const { last_hidden_state: states } = await encoder.value.run(
        { input_ids: { data: ids, dims: [1, ids.length] } },
        ['last_hidden_state'],
      );
      if (!states) throw new TypeError('The text encoder gave nothing.');
      return { data: states, dims: [1, ids.length, states.length / ids.length] };
    },
    release: () => encoder.value.release(),
  });
}

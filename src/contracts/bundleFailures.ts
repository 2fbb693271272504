/** What can be wrong with a bundle: one that is brought, and one that is in use. */
import type { AtPath, Because, Misfit, Most, Named, None, Port, PortType, WithId } from './failureShapes';

export interface BundleFailures {
  'bundle-hash-mismatch': AtPath;
  'bundle-file-missing': AtPath;
  'bundle-part-missing': AtPath;
  'bundle-format-pytorch': AtPath;
  'bundle-format-checkpoint': AtPath;
  'bundle-format-lora': AtPath;
  'bundle-format-other': AtPath & { readonly format: string };
  'bundle-tokenizer-missing': AtPath;
  'bundle-graph-undescribed': AtPath;
  'bundle-manifest-missing': None;
  'bundle-index-missing': None;
  'bundle-json-invalid': AtPath;
  'bundle-json-unfit': AtPath & Misfit;
  'bundle-not-readable': None;
  'bundle-unsafe-archive': Because;
  'bundle-too-large': Most;
  'bundle-file-too-large': AtPath & { readonly gigabytes: string };
  'bundle-not-kept': WithId;
  'bundle-not-saved': Because;
  'bundle-pipeline-unknown': Named & { readonly known: readonly string[] };
  'bundle-pipeline-whole-images': Named & { readonly known: readonly string[] };
  'bundle-classes-unnamed': { readonly found: number; readonly codes: readonly string[] };
  'bundle-classes-missing': AtPath;
  'bundle-channels': { readonly found: number; readonly wanted: number };
  'bundle-channels-whole-images': { readonly found: number; readonly wanted: number };
  'bundle-block-channels': {
    readonly taken: number;
    readonly given: number;
    readonly wantedIn: number;
    readonly wantedOut: number;
  };
  'bundle-vectors-unreadable': AtPath;
  'bundle-vectors-length': AtPath & { readonly rows: number; readonly columns: number; readonly wanted: number };
  'bundle-vectors-few': { readonly highest: number; readonly vectors: number };
  'bundle-embedding-small': { readonly highest: number; readonly rows: number };
  'bundle-size-blocks': {
    readonly sizePx: number;
    readonly blocks: number;
    readonly blockPx: number;
    readonly wantedPx: number;
  };
  'bundle-size-factor': { readonly sizePx: number; readonly factor: number };
  'bundle-tokenizer-unreadable': None;
  'bundle-sampler-unnamed': { readonly known: readonly string[] };
  'bundle-sampler-unknown': Named & { readonly known: readonly string[] };
  'bundle-sampler-setting': Named & { readonly setting: string; readonly known: readonly string[] };
  'bundle-scheduler-unfit': None;
  'bundle-graph-invalid': AtPath;
  'bundle-port-missing': Port & { readonly kind: 'input' | 'output' };
  'bundle-port-type': PortType & { readonly kind: 'input' | 'output' };
  'bundle-port-shape': Port & { readonly kind: 'input' | 'output'; readonly found: string; readonly wanted: string };
  'bundle-input-missing': Port & { readonly found: readonly string[] };
  'bundle-input-unknown': Port;
  'bundle-input-type': PortType;
  'bundle-output-missing': Port & { readonly found: readonly string[] };
  'bundle-output-type': PortType;
  'bundle-reference-unreadable': None;
  'bundle-class-unknown': { readonly class: string };
  'bundle-student-missing': None;
  'bundle-student-other': { readonly steps: number; readonly guidance: number };
  'bundle-sampler-away': None;
  'bundle-sampler-strength': None;
  'bundle-encoder-missing': None;
  'bundle-skin-class-missing': None;
}

import { afterEach, describe, expect, it } from 'vitest';
import {
  fail,
  failureOf,
  InlayError,
  logLine,
  misfit,
  orThrow,
  type Failure,
  type FailureCode,
} from '../contracts/failure';
import { THINGS, type FailureParams } from '../contracts/failureParams';
import { planSchema } from '../contracts/plan';
import { i18n, speak, t } from '.';
import { failureText, messageOf } from './failures';
import { LANGUAGES, type Language } from './languages';

const fault = failureOf('zip-path-outside', { path: '../evil.png' });
const path = 'unet/config.json';
const port = { path, name: 'sample' };
const known = ['DDIMScheduler', 'PNDMScheduler'];

/** Something to be said for every code; the compiler misses none. */
const EXAMPLES: { readonly [Code in FailureCode]: FailureParams[Code] } = {
  cancelled: {},
  unexpected: {},
  'bundle-hash-mismatch': { path },
  'bundle-file-missing': { path },
  'bundle-part-missing': { path },
  'bundle-tokenizer-missing': { path },
  'bundle-graph-undescribed': { path },
  'bundle-manifest-missing': {},
  'bundle-index-missing': {},
  'bundle-json-invalid': { path },
  'bundle-json-unfit': { path, where: 'files.0', fault: failureOf('misfit-small', { least: 1 }) },
  'bundle-not-readable': {},
  'bundle-unsafe-archive': { fault },
  'bundle-too-large': { most: 1 },
  'bundle-file-too-large': { path, gigabytes: '3.4' },
  'bundle-not-kept': { id: 'mine' },
  'bundle-not-saved': { fault },
  'bundle-pipeline-unknown': { name: 'OtherPipeline', known },
  'bundle-pipeline-whole-images': { name: 'StableDiffusionPipeline', known },
  'bundle-classes-unnamed': { found: 1000, codes: ['MEL', 'NV'] },
  'bundle-classes-missing': { path },
  'bundle-channels': { found: 8, wanted: 9 },
  'bundle-channels-whole-images': { found: 4, wanted: 9 },
  'bundle-block-channels': { taken: 14, given: 6, wantedIn: 16, wantedOut: 7 },
  'bundle-vectors-unreadable': { path },
  'bundle-vectors-length': { path, rows: 10, columns: 8, wanted: 9 },
  'bundle-vectors-few': { highest: 10, vectors: 10 },
  'bundle-embedding-small': { highest: 10, rows: 10 },
  'bundle-size-blocks': { sizePx: 32, blocks: 4, blockPx: 4, wantedPx: 16 },
  'bundle-size-factor': { sizePx: 30, factor: 4 },
  'bundle-tokenizer-unreadable': {},
  'bundle-sampler-unnamed': { known },
  'bundle-sampler-unknown': { name: 'UniPC', known },
  'bundle-sampler-setting': { name: 'DDIMScheduler', setting: 'thresholding', known },
  'bundle-scheduler-unfit': {},
  'bundle-graph-invalid': { path },
  'bundle-port-missing': { ...port, kind: 'input' },
  'bundle-port-type': { ...port, kind: 'output', type: 'float16' },
  'bundle-port-shape': { ...port, kind: 'input', found: '1, 4', wanted: '1, 7' },
  'bundle-input-missing': { ...port, found: ['x', 'y'] },
  'bundle-input-unknown': port,
  'bundle-input-type': { ...port, type: 'bool' },
  'bundle-output-missing': { ...port, found: ['x', 'y'] },
  'bundle-output-type': { ...port, type: 'bool' },
  'bundle-reference-unreadable': {},
  'bundle-class-unknown': { class: 'SKIN' },
  'bundle-student-missing': {},
  'bundle-student-other': { steps: 2, guidance: 2.5 },
  'bundle-sampler-away': {},
  'bundle-sampler-strength': {},
  'bundle-encoder-missing': {},
  'bundle-skin-class-missing': {},
  'misfit-type': { expected: 'number' },
  'misfit-value': { values: ['a', 'b'] },
  'misfit-small': { least: 1 },
  'misfit-large': { most: 9 },
  'misfit-keys': { keys: ['x'] },
  'misfit-other': {},
  'rule-attempts': {},
  'rule-counterparts': {},
  'rule-class-twice': {},
  'rule-scene': {},
  'rule-lesion': {},
  'rule-graphs': {},
  'rule-square': {},
  'zip-damaged': {},
  'zip-encrypted': {},
  'zip-path-outside': { path: '../x' },
  'zip-path-twice': { path },
  'zip-too-many-files': { most: 10_000 },
  'device-unavailable': {
    tried: [
      failureOf('device-left-webgpu', { fault: failureOf('device-no-webgpu') }),
      failureOf('device-left-wasm', { count: 2, fault: failureOf('device-no-threads') }),
    ],
  },
  'device-left-webgpu': { fault },
  'device-left-wasm': { fault, count: 1 },
  'device-no-bundle': {},
  'device-no-webgpu': {},
  'device-no-adapter': {},
  'device-no-threads': {},
  'device-software-only': { name: 'llvmpipe' },
  'device-refuses-model': {},
  'device-wrong-numbers': { difference: '0.31' },
  'device-not-finite-trial': {},
  'device-not-finite': {},
  'device-lost': {},
  'device-not-ready': {},
  'worker-died': { worker: 'inference' },
  'worker-silent': { worker: 'inference' },
  'worker-empty': {},
  'work-restarted': { fault, work: 'sample' },
  'work-moved': { fault, work: 'preview' },
  'network-unavailable': {},
  'image-not-an-image': {},
  'image-damaged': {},
  'image-too-small': { width: 1, height: 1, least: 64 },
  'image-too-large': { width: 20_000, height: 20_000, megapixels: 400, most: 64 },
  'image-not-described': {},
  'mask-empty': {},
  'mask-too-large': { percent: 90 },
  'mask-not-drawn': {},
  'lesion-not-found': {},
  'outlines-none': { problems: [] },
  'outlines-not-json': {},
  'outline-image-flat': {},
  'coco-unfit': {},
  'coco-image-incomplete': { number: 4 },
  'coco-image-twice': { number: 3, id: '2' },
  'coco-annotation-numbered': { number: 4, fault: failureOf('coco-no-image') },
  'coco-annotation-named': { id: '7', fault: failureOf('coco-mask-empty') },
  'coco-no-image': {},
  'coco-image-missing': { id: '9' },
  'coco-image-too-large': { width: 100_000, height: 100_000, millions: 64 },
  'coco-segmentation-unknown': {},
  'coco-segmentation-size': { width: 3, height: 3, imageWidth: 4, imageHeight: 5 },
  'coco-polygon-points': {},
  'coco-runs-damaged': {},
  'coco-runs-length': { found: 3, wanted: 20 },
  'coco-mask-empty': {},
  'coco-mask-full': {},
  'dataset-empty': { name: 'set' },
  'dataset-not-readable': {},
  'dataset-not-reached': {},
  'dataset-too-many-files': { most: 500_000 },
  'dataset-unsafe-archive': { fault },
  'dataset-file-missing': { path: 'nv/a.jpg' },
  'dataset-permission': {},
  'dataset-busy': {},
  'thumbnail-missing': {},
  'fit-too-few': { least: 20 },
  'fit-damaged': {},
  'fit-other-bundle': {},
  'evaluate-no-labels': {},
  'evaluate-one-class': {},
  'evaluate-few-lesions': { least: 5 },
  'evaluate-no-samples': {},
  'evaluate-same-image': {},
  'evaluate-other-encoder': {},
  'model-not-ready': {},
  'model-not-loaded': {},
  'sample-not-made': {},
  'sample-student-missing': { name: 'Inlay' },
  'sample-chain-long': { most: 64 },
  'sample-exists': { id: 'SYN_000000000000' },
  'batch-stopped': {},
  'compose-no-background': {},
  'background-missing': { id: 'own-1' },
  'plan-no-background': {},
  'plan-no-outline': {},
  'plan-no-class': {},
  'plan-no-lesion': { classes: ['SCC', 'DF'] },
  'plan-dataset-not-scanned': {},
  'plan-other-background': { classes: ['MEL'] },
  'plan-lesions-stopped': {},
  'plan-other-bundle': { id: 'inlay', version: '0.1.0' },
  'plan-unfit': { where: 'schema', fault: failureOf('misfit-value', { values: ['1'] }) },
  'plan-not-json': {},
  'queue-stopped': {},
  'queue-samples-unread': {},
  'queue-quota': { percent: 91 },
  'replay-not-ready': {},
  'replay-other-bundle': { id: 'SYN_000000000000', bundle: 'inlay', version: '0.1.0' },
  'replay-no-skin': { id: 'SYN_000000000000', skin: 'skin-01' },
  'storage-full': { what: 'export' },
  'storage-failed': { what: 'work' },
  'storage-unmeasured': {},
  'kept-compose-unreadable': {},
  'kept-selection-unreadable': {},
  'kept-study-unreadable': {},
  'kept-record-unreadable': { id: 'SYN_000000000000' },
  'kept-pixels-gone': { id: 'SYN_000000000000' },
  'kept-background-unreadable': { id: 'own-1' },
  'kept-outline-unreadable': { id: 'outline-1' },
  'kept-bundle-unreadable': { id: 'mine' },
  'shipped-skin-missing': {},
  'export-empty': {},
  'export-no-samples': {},
  'export-cancelled': {},
  'export-verification-failed': { fault },
  'export-not-readable': { fault },
  'export-closed': {},
  'export-foreign': {},
  'export-later-version': { software: 'Inlay 9' },
  'export-path-twice': { path },
  'export-encrypted': { path },
  'export-file-missing': { path },
  'export-file-damaged': { path },
  'export-file-too-large': { path },
  'export-line-too-long': { path },
  'export-line-unreadable': { path },
  'export-file-unlisted': { path },
  'export-file-hash': { path },
  'export-record-unlisted': { path },
  'export-record-hash': { path },
  'export-record-inside': { path, records: 'provenance.jsonl' },
  'export-record-recipe': { id: 'SYN_000000000000' },
  'export-recipe-missing': { id: 'SYN_000000000000' },
  'export-recipe-changed': { sha256: 'f'.repeat(64) },
  'export-pixels': { path },
  'export-mask': { path },
  'export-rows': { path, records: 'provenance.jsonl' },
  'export-class': { path, id: 'SYN_000000000000' },
  'export-annotations': { path },
};
const ALL = Object.entries(EXAMPLES).map(([code, params]) => ({ code, params }) as Failure);

/** What is said of a parameter, also of those of failures within. */
function named(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return Array.isArray(value) ? value.flatMap(named) : named(Object.values((value as Failure).params));
}

afterEach(() => speak('en').then(() => undefined));

describe.each(Object.keys(LANGUAGES) as Language[])('failures in %s', (language) => {
  it('are said with all that they name, and without holes', async () => {
    await speak(language);
    for (const failure of ALL) {
      const { message, advice } = failureText(failure);
      const said = `${message} ${advice}`;
      expect(message, failure.code).not.toBe('');
      expect(said, failure.code).not.toMatch(/\{\{|\}\}|\$t\(|undefined|\[object|failures\.|\s\s|things\.|parts\./);
      for (const [name, value] of Object.entries(failure.params)) {
        if (['what', 'work', 'kind', 'tried'].includes(name)) continue; // words of their own
        for (const text of named(value))
          expect(said.replaceAll(/(?<=\d)[,\u202f](?=\d{3})/g, ''), failure.code).toContain(text);
      }
    }
  });

  it('name what is kept', async () => {
    await speak(language);
    const said = THINGS.map((what) => messageOf(failureOf('storage-full', { what })));
    expect(new Set(said).size).toBe(THINGS.length);
  });
});

describe('a failure', () => {
  it('says in its sentence why, and as many threads as there are', async () => {
    const fault = failureOf('device-no-threads');
    const tried = [2, 1].map((count) => failureOf('device-left-wasm', { count, fault }));
    expect(messageOf(failureOf('device-unavailable', { tried }))).toBe(
      'No device here can run the model. WASM, 2 threads: The page is not isolated from other origins, so WASM has no threads here. WASM, 1 thread: The page is not isolated from other origins, so WASM has no threads here.',
    );
    expect(messageOf(failureOf('zip-too-many-files', { most: 10_000 }))).toContain('10,000');
    await speak('de');
    expect(messageOf(failureOf('storage-full', { what: 'sample' }))).toBe(
      'Auf diesem Gerät ist kein Speicherplatz mehr für das Bild.',
    );
    expect(i18n.language).toBe('de');
    expect(t('app.close')).toBe('Schließen');
  });

  it('takes no words from the names of files', () => {
    const path = '{{advice}} $t(app.close).png';
    expect(messageOf(failureOf('export-file-missing', { path }))).toBe(`${path} is missing.`);
  });

  it('crosses a thread as it is, and comes out of an error as it went in', () => {
    for (const failure of ALL) expect(structuredClone(failure)).toEqual(failure);
    const outcome = fail('bundle-file-missing', { path }, 'ENOENT');
    const thrown = (() => {
      try {
        return orThrow(outcome);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(InlayError);
    expect((thrown as InlayError).failure).toEqual(outcome.failure);
    expect(logLine(outcome.failure)).toBe('bundle-file-missing {"path":"unet/config.json"}: ENOENT');
  });

  it('tells where a file does not fit, and why', () => {
    const where = (value: unknown) => {
      const parsed = planSchema.safeParse(value);
      return parsed.success ? null : misfit(parsed.error);
    };
    const fit = { schema: 1, kind: 'inlay-plan', name: 'mine', accept: { by: 'person' }, classes: [] };
    expect(where({ ...fit, schema: 2 })).toEqual({
      where: 'schema',
      fault: failureOf('misfit-value', { values: ['1'] }),
    });
    expect(where({ ...fit, name: 7 })).toEqual({
      where: 'name',
      fault: failureOf('misfit-type', { expected: 'string' }),
    });
    expect(where({ ...fit, name: 'x'.repeat(201) })).toEqual({
      where: 'name',
      fault: failureOf('misfit-large', { most: 200 }),
    });
    expect(misfit({ issues: [{ code: 'custom', path: ['classes', 0], message: 'rule-attempts' }] })).toEqual({
      where: 'classes.0',
      fault: failureOf('rule-attempts'),
    });
    expect(misfit({ issues: [{ code: 'custom', path: [], message: 'anything' }] }).fault).toEqual(
      failureOf('misfit-other'),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { readExport, toBytes, withFields, without, type ExportFiles } from '../../scripts/golden/exports';
import { bundleManifestSchema, graphPath, type CheckedBundle } from '../contracts/bundle';
import { ISIC_CODES, SKIN } from '../contracts/classes';
import { fail, InlayError, logLine, type Outcome } from '../contracts/failure';
import { checkBundle } from './bundleCheck';
import { folderSource, zipSource } from './bundleSource';

const stable = readExport('stable-diffusion');
const latent = readExport('latent');
const UNET = 'unet/config.json';

function fromFolder(files: ExportFiles, root = 'my model/'): Promise<Outcome<CheckedBundle>> {
  return checkBundle(
    folderSource(Object.entries(files).map(([path, bytes]) => ({ path: root + path, file: new Blob([bytes]) }))),
  );
}

async function accepted(files: ExportFiles, root?: string): Promise<CheckedBundle> {
  const checked = await fromFolder(files, root);
  if (!checked.ok) throw InlayError.of(checked.failure);
  return checked.value;
}

describe('an export without a manifest', () => {
  it('gets one that names, counts and hashes what it holds', async () => {
    const { manifest, files } = await accepted(stable);
    expect(bundleManifestSchema.safeParse(manifest).success).toBe(true);
    expect(manifest.pipeline).toBe('StableDiffusionInpaintPipeline');
    expect(manifest.classes.map(({ code }) => code)).toEqual([...ISIC_CODES, SKIN]);
    expect(manifest.nativeSizePx).toBe(32);
    expect(manifest.licence).toContain('unknown');
    expect(manifest.prompts?.AK).toBe('dermoscopic image of an actinic keratosis');
    expect(manifest.prompts?.SKIN).toBe('healthy skin');
    expect(manifest.files.map(({ path }) => path)).toEqual(Object.keys(stable).sort());
    expect(Object.keys(files).sort()).toEqual([...Object.keys(stable), 'manifest.json'].sort());
  });

  it('is kept and read again as a bundle of its own', async () => {
    const first = await accepted(latent);
    const again = await accepted({ ...first.files });
    expect(again.manifest).toEqual(first.manifest);
    expect(again.manifestSha256).toBe(first.manifestSha256);
    const damaged = await fromFolder({ ...first.files, 'unet/model.onnx_data': toBytes('other weights') });
    expect(damaged.ok ? '' : damaged.failure.code).toBe('bundle-hash-mismatch');
  });

  it('gets the same manifest from any folder and from a zip, and another one for other weights', async () => {
    const { manifestSha256, manifest } = await accepted(latent);
    expect((await accepted(latent, 'elsewhere/deep/')).manifestSha256).toBe(manifestSha256);
    const writer = new ZipWriter(new Uint8ArrayWriter());
    for (const [path, bytes] of Object.entries(latent)) await writer.add(`x/${path}`, new Uint8ArrayReader(bytes));
    const zip = await zipSource(new Blob([new Uint8Array(await writer.close())]));
    const zipped = zip.ok ? await checkBundle(zip.value) : zip;
    expect(zipped.ok && zipped.value.manifestSha256).toBe(manifestSha256);
    const other = await accepted({ ...latent, 'unet/model.onnx_data': toBytes('other weights') });
    expect(other.manifest.id).not.toBe(manifest.id);
  });

  it('knows the classes that its class embedding has rows for', async () => {
    expect((await accepted(latent)).manifest).toMatchObject({ nullIndex: 9, classes: { length: 9 } });
    const eight = (await accepted(withFields(latent, UNET, { num_class_embeds: 9 }))).manifest;
    expect(eight.classes.map(({ code }) => code)).toEqual(ISIC_CODES);
    expect(eight.nullIndex).toBe(8);
  });

  it('takes its own prompts, and the last part of its name alone', async () => {
    const files = withFields(
      { ...stable, 'prompts.json': toBytes({ DF: 'a dermatofibroma, polarised', SPITZ: 'a Spitz nevus' }) },
      'model_index.json',
      {
        _name_or_path: '/home/someone/models/derm-inpaint/',
      },
    );
    const { manifest } = await accepted(files);
    expect(manifest.classes.at(-1)).toEqual({ code: 'SPITZ', name: 'SPITZ', index: 9 });
    expect(manifest.prompts).toMatchObject({
      SPITZ: 'a Spitz nevus',
      DF: 'a dermatofibroma, polarised',
      SKIN: 'healthy skin',
    });
    expect(manifest.name).toBe('derm-inpaint');
  });

  it('may have been saved by Optimum itself', async () => {
    const files = withFields(stable, 'model_index.json', { _class_name: 'ORTStableDiffusionInpaintPipeline' });
    expect((await accepted(files)).manifest.pipeline).toBe('StableDiffusionInpaintPipeline');
  });

  /** The same files under other names. */
  function moved(files: ExportFiles, pattern: RegExp, to: string): ExportFiles {
    return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path.replace(pattern, to), bytes]));
  }

  it.each([
    ['in a folder onnx in each part', moved(stable, /^(\w+)\/(model\.onnx)$/, '$1/onnx/$2'), 'unet/onnx/model.onnx'],
    ['in one folder onnx', moved(stable, /^(\w+\/model\.onnx)$/, 'onnx/$1'), 'onnx/unet/model.onnx'],
    [
      'in one folder, named by their part',
      moved(stable, /^(\w+)\/model\.onnx$/, 'onnx/$1_fp16.onnx'),
      'onnx/unet_fp16.onnx',
    ],
    ['quantised alone', moved(stable, /^(\w+\/model)\.onnx$/, '$1_q4f16.onnx'), 'unet/model_q4f16.onnx'],
  ])('may have its graphs %s', async (_, files, unet) => {
    const { manifest } = await accepted(files);
    expect(manifest.files.map(({ path }) => path)).toContain(unet);
    expect(graphPath(files, 'unet')).toBe(unet);
  });

  it('is read in full precision where it is there quantised, too', async () => {
    const quantised = Object.fromEntries(
      Object.keys(stable).flatMap((path) =>
        path.endsWith('.onnx') ? [[path.replace('.onnx', '_q4.onnx'), toBytes('q')]] : [],
      ),
    );
    const { manifest } = await accepted({ ...stable, ...quantised });
    expect(manifest.files.some(({ path }) => path.includes('_q4'))).toBe(false);
  });

  it('may be one of the older ONNX pipelines, whose folders say little', async () => {
    const older = without(stable, UNET, 'vae_decoder/config.json', 'vae_encoder/config.json');
    const { manifest } = await accepted(
      withFields(older, 'model_index.json', { _class_name: 'OnnxStableDiffusionInpaintPipeline' }),
    );
    expect(manifest).toMatchObject({ pipeline: 'StableDiffusionInpaintPipeline', nativeSizePx: 512 });
  });

  it('may have numbers that are not finite, as Python writes them', async () => {
    const scheduler =
      '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "note": "NaN, \\"Infinity\\""}';
    const files = { ...stable, 'scheduler/scheduler_config.json': toBytes(scheduler) };
    expect((await accepted(files)).manifest.pipeline).toBe('StableDiffusionInpaintPipeline');
  });

  it('does with the older tokenizer files', async () => {
    expect((await accepted(without(stable, 'tokenizer/tokenizer.json'))).manifest.pipeline).toContain('Stable');
  });
});

describe('exports that are refused', () => {
  it('a file larger than memory can hold in one piece, before it is read', async () => {
    const { 'unet/model.onnx_data': weights, ...rest } = latent;
    const large = new File([weights ?? ''], 'model.onnx_data');
    Object.defineProperty(large, 'size', { value: 3.4e9 });
    const files = Object.entries(rest).map(([path, bytes]) => ({ path, file: new Blob([bytes]) }));
    const checked = await checkBundle(folderSource([...files, { path: 'unet/model.onnx_data', file: large }]));
    expect(checked).toEqual(fail('bundle-file-too-large', { path: 'unet/model.onnx_data', gigabytes: '3.4' }));
  });

  it('weights that the graph names and the folder lacks', async () => {
    const checked = await fromFolder(without(latent, 'unet/model.onnx_data'));
    expect(checked).toEqual(fail('bundle-part-missing', { path: 'unet/model.onnx_data' }));
  });

  const pytorch = without(stable, ...Object.keys(stable).filter((path) => path.endsWith('.onnx')));
  it.each([
    ['PyTorch folder', { ...pytorch, 'unet/diffusion_pytorch_model.safetensors': toBytes('w') }, 'pytorch'],
    ['checkpoint in one file', { 'derm-inpaint.ckpt': toBytes('w') }, 'checkpoint'],
    ['adapter', { 'pytorch_lora_weights.safetensors': toBytes('w') }, 'lora'],
    ['GGUF file', { 'derm-q4.gguf': toBytes('w') }, 'other'],
    ['OpenVINO export', { ...pytorch, 'unet/openvino_model.xml': toBytes('w') }, 'other'],
  ])('a %s, with how it becomes one that runs', async (_, files, kind) => {
    const checked = await fromFolder(files);
    expect(checked.ok ? '' : checked.failure.code).toBe(`bundle-format-${kind}`);
  });

  const missing = 'bundle-part-missing';
  const unfit = 'bundle-json-unfit';
  it.each<[string, ExportFiles, string, string]>([
    ['nothing of a model', { 'README.md': toBytes('x') }, 'bundle-index-missing', ''],
    ['no decoder', without(stable, 'vae_decoder/model.onnx'), missing, 'vae_decoder/model.onnx'],
    ['no text encoder', without(stable, 'text_encoder/model.onnx'), missing, 'text_encoder/model.onnx'],
    ['no U-Net', without(latent, 'unet/model.onnx'), missing, 'unet/model.onnx'],
    ['no configuration of the U-Net', without(latent, UNET), missing, UNET],
    ['no scheduler', without(latent, 'scheduler/scheduler_config.json'), missing, 'scheduler_config.json'],
    [
      'no tokenizer',
      without(stable, 'tokenizer/tokenizer.json', 'tokenizer/vocab.json'),
      'bundle-tokenizer-missing',
      'tokenizer/tokenizer.json',
    ],
    [
      'a text-to-image model',
      withFields(stable, UNET, { in_channels: 4 }),
      'bundle-channels-whole-images',
      '{"found":4,"wanted":9}',
    ],
    [
      'an odd number of channels',
      withFields(stable, UNET, { in_channels: 8 }),
      'bundle-channels',
      '{"found":8,"wanted":9}',
    ],
    [
      'an unknown sampler',
      withFields(stable, 'scheduler/scheduler_config.json', { _class_name: 'UniPCMultistepScheduler' }),
      'bundle-sampler-unknown',
      'UniPCMultistepScheduler',
    ],
    ['broken JSON', { ...stable, [UNET]: toBytes('{"in_channels": 9,') }, 'bundle-json-invalid', UNET],
    ['a broken index', { ...stable, 'model_index.json': toBytes('[]') }, unfit, 'model_index.json'],
    ['bytes that are no text', { ...stable, [UNET]: Uint8Array.of(0xff, 0xfe) }, 'bundle-json-invalid', UNET],
    ['images that are not square', withFields(stable, UNET, { sample_size: [8, 16] }), unfit, 'sample_size'],
    [
      'another autoencoder',
      withFields(stable, 'vae_decoder/config.json', { _class_name: 'AutoencoderTiny' }),
      unfit,
      'vae_decoder/config.json',
    ],
    [
      'another pipeline',
      withFields(stable, 'model_index.json', { _class_name: 'StableDiffusionPipeline' }),
      'bundle-pipeline-whole-images',
      '"name":"StableDiffusionPipeline"',
    ],
    [
      'our own kind without its manifest',
      withFields(stable, 'model_index.json', { _class_name: 'InlayInpaintPipeline' }),
      'bundle-manifest-missing',
      '',
    ],
    [
      'classes that nothing names',
      withFields(latent, UNET, { num_class_embeds: 1000 }),
      'bundle-classes-unnamed',
      '"found":1000',
    ],
    ['no classes', withFields(latent, UNET, { num_class_embeds: null }), 'bundle-classes-missing', UNET],
    ['prompts of no class', { ...stable, 'prompts.json': toBytes({ '-': 'x' }) }, unfit, 'prompts.json'],
  ])('%s', async (_, files, code, name) => {
    const checked = await fromFolder(files);
    if (checked.ok) throw new Error('It was taken.');
    expect(checked.failure.code).toBe(code);
    expect(logLine(checked.failure)).toContain(name);
  });
});

describe('a latent bundle with a manifest of its own', () => {
  it('is refused when a part is missing, though its manifest does not list it', async () => {
    const { manifest, files } = await accepted(stable);
    const listed = manifest.files.filter(({ path }) => path !== 'vae_decoder/model.onnx');
    const without = { ...files, 'manifest.json': toBytes({ ...manifest, files: listed }) };
    const checked = await fromFolder(without);
    expect(checked).toEqual(fail('bundle-part-missing', { path: 'vae_decoder/model.onnx' }));
  });

  it('has to describe its graphs', async () => {
    const { manifest, files } = await accepted(stable);
    const { derived: _, ...own } = manifest;
    const checked = await fromFolder({ ...files, 'manifest.json': toBytes(own) });
    expect(checked.ok ? '' : logLine(checked.failure)).toContain('"where":"graphs"');
  });
});

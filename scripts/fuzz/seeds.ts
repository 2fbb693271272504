/** What fuzzing begins with: one honest input of each kind and the hostile kinds that are known, all drawn here. */
import { zipSync } from 'fflate';
import { fillEllipse } from '../../src/core/mask/fillPath';
import { emptyMask, encodeRle } from '../../src/core/mask/rle';
import { encodePng, withTextChunks } from '../../src/core/provenance/png';
import { EXAMPLE_PLAN } from '../../src/testing/plans';
import { packedChunk, pngOf } from '../../src/testing/hostile';

const MIB = 2 ** 20;
const SHA = '0'.repeat(64);

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const jsonOf = (value: unknown): Uint8Array => bytesOf(JSON.stringify(value));
const zipOf = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files, { level: 9 });

function picture(): Uint8Array<ArrayBuffer> {
  const data = Uint8ClampedArray.from({ length: 16 * 12 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256));
  return withTextChunks(encodePng({ width: 16, height: 12, data }), [{ keyword: 'inlay', kind: 'tEXt', text: '{}' }]);
}

function outline(): ReturnType<typeof encodeRle> {
  const mask = emptyMask(24, 20);
  fillEllipse(mask, { x: 4, y: 4 }, { x: 18, y: 15 }, 1);
  return encodeRle(mask);
}

const RECIPE = {
  schema: 1,
  bundle: { id: 'b', version: '1', sha256: SHA },
  class: 'DF',
  background: { id: 'skin-01', sha256: SHA, licence: 'CC0' },
  mask: outline(),
  sampler: { name: 'euler', steps: 4, guidance: 2, featherPx: 6 },
  seed: 1,
  variants: 2,
};

const coco = (segmentation: unknown, width = 24, height = 20): unknown => ({
  images: [{ id: 1, file_name: 'a.png', width, height }],
  annotations: [{ id: 1, image_id: 1, segmentation }],
});

const TABLE = 'image,dx,age\r\nISIC_1,mel,50\r\nISIC_2,nv,"6,5"\r\n';

export const png = (): Uint8Array[] => [
  picture(),
  pngOf({ width: 30_000, height: 30_000, dataBytes: 1_000 }),
  pngOf({ width: 64_000, height: 1 }),
  pngOf({ width: 9, height: 9, dataBytes: 20 * MIB }),
  pngOf({ width: 9, height: 9, chunks: [packedChunk('iCCP', 12 * MIB)] }),
  pngOf({ width: 9, height: 9, chunks: [packedChunk('iTXt', 12 * MIB)] }),
  pngOf({ width: 0, height: 9 }),
];

export const outlines = (): Uint8Array[] => [
  jsonOf(coco(outline())),
  jsonOf(coco([[2, 2, 20, 2, 11, 17]])),
  jsonOf(coco({ size: [20, 24], counts: '04nT1' })),
  jsonOf(coco([[0, 0, 100, 0, 100, 1]], 64_000_000, 1)),
  jsonOf(coco({ size: [65_535, 65_535], counts: [0, 4_294_836_225] }, 65_535, 65_535)),
  jsonOf(
    coco([Array.from({ length: 4_000 }, (_, i) => (i % 2 === 0 ? (i % 4 === 0 ? 0 : 30_000) : i))], 30_000, 2_000),
  ),
  bytesOf('['.repeat(100_000)),
];

export const recipes = (): Uint8Array[] => [
  jsonOf(RECIPE),
  jsonOf({ schema: 1, recipes: [{ sha256: SHA, recipe: RECIPE }] }),
  jsonOf({ ...RECIPE, mask: { size: [65_535, 65_535], counts: [0, 4_294_836_225] } }),
  jsonOf({ ...RECIPE, mask: { size: [9, 9], counts: [1, 2] } }),
  jsonOf(EXAMPLE_PLAN),
];

export const plans = (): Uint8Array[] => [
  jsonOf(EXAMPLE_PLAN),
  jsonOf({ ...EXAMPLE_PLAN, classes: [{ class: 'DF', accepted: 100_000, attempts: 2_000_000 }] }),
  bytesOf(`{"a":${'{"a":'.repeat(5_000)}`),
];

export const tables = (): Uint8Array[] => [
  bytesOf(TABLE),
  bytesOf(TABLE.replaceAll(',', ';')),
  bytesOf('{"file_name":"a.png","label":"mel"}\n{"file_name":"b.png","label":["nv"]}\n'),
  bytesOf(`${'a,'.repeat(2_000)}b\n1\n`),
  bytesOf(`a,b\n1,"${'x\n'.repeat(2_000)}`),
  bytesOf('constructor,__proto__\ntoString,1\n'),
];

export const datasets = (): Uint8Array[] => [
  zipOf({ 'd/ISIC_1.png': picture(), 'd/ISIC_2.png': picture(), 'd/meta.csv': bytesOf(TABLE) }),
  zipOf({ 'd/constructor/a.png': picture(), 'd/__proto__/b.png': picture(), 'd/mel/c.png': picture() }),
  zipOf({ 'd/ISIC_1.png': picture(), 'd/meta.csv': new Uint8Array(20 * MIB) }),
  zipOf({ [`${'d/'.repeat(60)}a.png`]: picture() }),
];

export const exported = (): Uint8Array[] => [
  zipOf({
    'bagit.txt': bytesOf('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
    'bag-info.txt': bytesOf('Bag-Software-Agent: Inlay\nInlay-Export-Format: 1\n'),
    'manifest-sha256.txt': bytesOf(`${SHA}  data/provenance.jsonl\n`),
    'data/provenance.jsonl': bytesOf('\n'),
    'data/recipe.json': bytesOf('{"schema":1,"recipes":[\n]}\n'),
    'data/GroundTruth.csv': bytesOf('image,MEL\r\n'),
    'data/metadata.jsonl': bytesOf('\n'),
    'data/coco.json': bytesOf('{}\n'),
  }),
  zipOf({ 'bagit.txt': bytesOf('x'), 'data/provenance.jsonl': new Uint8Array(20 * MIB) }),
];

const PROJECT = jsonOf({ schema: 1, project: { name: 'Mine', dataset: null } });
const entries = (...lines: unknown[]): Uint8Array => bytesOf(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

export const projects = (): Uint8Array[] => [
  zipOf({
    'inlay-project.json': PROJECT,
    'entries.jsonl': entries(
      ['compose', { schema: 1 }],
      ['stroke:skin-01:000000000', { painted: { $uint32: [3, 4] } }],
    ),
    'files/samples/000000.segment': picture(),
  }),
  zipOf({ 'inlay-project.json': PROJECT, 'entries.jsonl': entries(['__proto__', { $uint32: [-1, 1e300, 'x'] }]) }),
  zipOf({ 'inlay-project.json': PROJECT, 'entries.jsonl': new Uint8Array(20 * MIB) }),
  zipOf({ 'inlay-project.json': PROJECT, 'files/../../x': picture() }),
];

export const bundles = (): Uint8Array[] => [
  zipOf({ 'manifest.json': jsonOf({ schema: 1, files: [] }), 'model_index.json': jsonOf({ _class_name: 'X' }) }),
  zipOf({
    'model_index.json': jsonOf({ _class_name: 'StableDiffusionInpaintPipeline' }),
    'unet/config.json': jsonOf({}),
  }),
  zipOf({ 'manifest.json': new Uint8Array(20 * MIB) }),
];

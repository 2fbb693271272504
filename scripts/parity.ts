/**
 * npm run parity: every runtime against PyTorch, on the fixed tensors that a bundle carries. Writes docs/results/parity.md.
 *
 *   npm run parity -- [--bundle DIR] [--half FILE] [--chromium PATH] [--skip-webgpu] [--out FILE]
 *
 * `--half` is the same U-Net in fp16 arithmetic (`python -m inlay_training half`); `--chromium` another browser, say one
 * whose software adapter is faster or one with a GPU.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLE_PATHS, bundleManifestSchema, type BundleFiles } from '../src/contracts/bundle';
import type { DeviceCandidate } from '../src/contracts/inference';
import { openNodeRuntime } from '../src/engine/nodeRuntime';
import { BUNDLE_URL, startHarness } from './parity/browser';
import { measure, type Measurement } from './parity/measure';

const FP32_LIMIT = 1e-3;
const FP16_LIMIT = 2e-2;
const THREADS = Math.min(2, cpus().length);

const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    half: { type: 'string' },
    chromium: { type: 'string' },
    'skip-webgpu': { type: 'boolean', default: false },
    out: { type: 'string', default: 'docs/results/parity.md' },
  },
});

interface Row {
  readonly runtime: string;
  readonly arithmetic: 'fp32' | 'fp16';
  readonly result: Measurement | { readonly error: string };
}

const bundle = resolve(options.bundle);
const manifest = bundleManifestSchema.parse(JSON.parse(await readFile(join(bundle, 'manifest.json'), 'utf8')));
const files: Record<string, BundleFiles[string]> = {};
for (const { path } of manifest.files) files[path] = new Uint8Array(await readFile(join(bundle, path)));
const half = options.half === undefined ? null : new Uint8Array(await readFile(options.half));

const rows: Row[] = [];

async function add(runtime: string, arithmetic: Row['arithmetic'], run: () => Promise<Measurement>): Promise<void> {
  console.log(`${runtime}, ${arithmetic} ...`);
  const result = await run().catch((error: unknown) => ({ error: String(error).split('\n')[0]?.slice(0, 160) ?? '' }));
  rows.push({ runtime, arithmetic, result });
}

await add('onnxruntime-node, CPU', 'fp32', () => measure(openNodeRuntime(THREADS), manifest, files));
if (half) {
  const halfFiles = { ...files, [BUNDLE_PATHS.unet]: half };
  await add('onnxruntime-node, CPU', 'fp16', () => measure(openNodeRuntime(THREADS), manifest, halfFiles));
}

const { inPage, version: browserVersion, close } = await startHarness(bundle, half, options.chromium);

const inBrowser = (candidate: DeviceCandidate, withHalf: boolean): Promise<Measurement> =>
  inPage((page) =>
    page.evaluate(
      ([folder, chosen, useHalf]) => {
        if (!window.parity) throw new Error('The harness is not loaded.');
        return window.parity(folder, chosen, useHalf);
      },
      [BUNDLE_URL, candidate, withHalf] as const,
    ),
  );

for (const threads of [...new Set([THREADS, 1])]) {
  const name = `onnxruntime-web, WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  await add(name, 'fp32', () => inBrowser({ provider: 'wasm', threads }, false));
}
if (half) await add(`onnxruntime-web, WASM, 1 thread`, 'fp16', () => inBrowser({ provider: 'wasm', threads: 1 }, true));
if (!options['skip-webgpu']) {
  await add('onnxruntime-web, WebGPU', 'fp32', () => inBrowser({ provider: 'webgpu', threads: 1 }, false));
  if (half) await add('onnxruntime-web, WebGPU', 'fp16', () => inBrowser({ provider: 'webgpu', threads: 1 }, true));
}
await close();

const exact = (value: number): string => (Number.isNaN(value) ? 'not finite' : value.toExponential(1));
const base = rows[0] && 'callMs' in rows[0].result ? rows[0].result.callMs : NaN;

function line({ runtime, arithmetic, result }: Row): string {
  if ('error' in result) return `| ${runtime} | ${arithmetic} | does not run: ${result.error} | | | | |`;
  const name = result.adapter === 'none' ? runtime : `${runtime} (${result.adapter})`;
  const cells = result.differences.map(({ max }) => exact(max));
  const limit = arithmetic === 'fp32' ? FP32_LIMIT : FP16_LIMIT;
  const holds = result.differences.every(({ max }) => max <= limit) ? 'yes' : 'no';
  return `| ${[name, arithmetic, ...cells, holds, (result.callMs / base).toFixed(2)].join(' | ')} |`;
}

const versions = new Set(rows.flatMap(({ result }) => ('version' in result ? [result.version] : [])));
const text = [
  '# Parity with PyTorch',
  '',
  'Written by `npm run parity`; do not edit. Largest absolute difference to PyTorch (fp32, CPU) on the tensors that the',
  'bundle carries in `reference/parity.safetensors`: one U-Net call on two rows (with and without the class), a whole',
  `sample (${sampleFacts()}), and the encoder. Images lie in [-1, 1].`,
  '',
  `Bundle ${manifest.id} ${manifest.version}, ${manifest.gflopPerStep ?? 'unknown'} GFLOP a call and image. ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ` +
    `${cpus().length} cores, Node ${process.version}, Chromium ${browserVersion}, ONNX Runtime ${[...versions].join(', ')}.`,
  ...(options.chromium === undefined
    ? []
    : ['', 'The browser was not the installed one (`--chromium`); its WebGPU adapter is named as it names itself.']),
  '',
  '| runtime | arithmetic | U-Net call | whole sample | encoder features | encoder logits | within the limit | time of a call, over the first row |',
  '|---|---|---|---|---|---|---|---|',
  ...rows.map(line),
  '',
  `Limits: ${FP32_LIMIT} in fp32, ${FP16_LIMIT} in fp16. The bundle stores fp16 weights and computes in fp32 everywhere (docs/adr/0002); the`,
  'fp16 rows are the same U-Net with fp16 arithmetic, norms and softmax in fp32, and are not shipped.',
  '',
].join('\n');

function sampleFacts(): string {
  return `${manifest.defaults.steps} steps, guidance ${manifest.defaults.guidance}`;
}

await mkdir(dirname(options.out), { recursive: true });
await writeFile(options.out, text);
console.log(text);
const broken = rows.filter(
  ({ arithmetic, result }) =>
    arithmetic === 'fp32' && ('error' in result || !result.differences.every(({ max }) => max <= FP32_LIMIT)),
);
process.exit(broken.length === 0 ? 0 : 1);

/**
 * npm run scenes: describes real scenes, their lesions blanked, with a bundle's encoder as the studio does, fits the reader of scenes on them and
 * measures it on test lesions. Writes reference/scenes.json into the bundle and lists it in its manifest.
 *
 *   npm run scenes -- [--bundle public/models/inlay-ham10000] [--list training/work/latent/scenes.jsonl] [--data DATA]
 *     [--each N] [--described FILE] [--measure]
 *
 * The list is written by `python -m inlay_training.latent scene-list`. `--each` takes so many of a class and split; `--described` keeps what
 * the encoder said in a file, and takes it from there the next time; `--measure` writes nothing into the bundle.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { BUNDLE_PATHS, encoderClassesOf } from '../src/contracts/bundle';
import { lesionCodeSchema } from '../src/contracts/classes';
import { rleSchema } from '../src/contracts/recipe';
import { decodeRle } from '../src/core/mask/rle';
import { fitScenes, PENALTY, type DescribedScene } from '../src/core/scene/fitScenes';
import { readSceneReader } from '../src/core/scene/sceneReader';
import { describeScene } from '../src/engine/describe';
import { listInManifest, readBundleFolder } from './bundleFolder';
import { DATA } from './dataFolder';
import { openEncoder, readImage } from './realImages';

const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    list: { type: 'string', default: 'training/work/latent/scenes.jsonl' },
    data: { type: 'string', default: DATA },
    each: { type: 'string' },
    penalty: { type: 'string', default: String(PENALTY) },
    described: { type: 'string' },
    measure: { type: 'boolean', default: false },
  },
});

const lineSchema = z.object({
  id: z.string(),
  path: z.string(),
  class: lesionCodeSchema,
  source: z.string(),
  split: z.enum(['train', 'calibration', 'test']),
  outline: rleSchema,
});
type Line = z.infer<typeof lineSchema>;

const { manifest, files } = await readBundleFolder(options.bundle);
const encoderSha256 = manifest.files.find(({ path }) => path === BUNDLE_PATHS.encoder)?.sha256;
if (encoderSha256 === undefined) throw new Error(`${options.bundle} has no encoder to describe scenes with.`);
const classes = encoderClassesOf(manifest);
const lines = taken((await readFile(options.list, 'utf8')).split('\n').filter(Boolean).map(readLine));
const scenes = await described();
const started = performance.now();
const reader = fitScenes(scenes, encoderSha256, classes, Number(options.penalty));
console.log(
  `Fitted on ${scenes.length} scenes in ${Math.round((performance.now() - started) / 1000)} s. Test lesions:`,
);
for (const code of classes) {
  const { auroc, train, calibration, test } = reader.measured ?? {};
  console.log(
    `${code}: AUROC ${auroc?.[code]} (${train?.[code]} train, ${calibration?.[code]} calibration, ${test?.[code]} test)`,
  );
}
const all = classes.map((code) => reader.measured?.auroc[code] ?? 0);
console.log(`mean ${(all.reduce((a, b) => a + b, 0) / all.length).toFixed(3)}`);
const text = `${JSON.stringify(reader)}\n`;
readSceneReader(text, encoderSha256, classes);
if (!options.measure) {
  await listInManifest(options.bundle, manifest, { [BUNDLE_PATHS.scenes]: new TextEncoder().encode(text) });
  console.log(`Wrote ${text.length} bytes into ${options.bundle}.`);
}

function readLine(text: string): Line {
  return lineSchema.parse(JSON.parse(text));
}

/** The first so many of each class, source and split. */
function taken(lines: readonly Line[]): readonly Line[] {
  const counts = new Map<string, number>();
  return lines.filter((line) => {
    const key = `${line.split} ${line.class} ${line.source}`;
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return options.each === undefined || before < Number(options.each);
  });
}

async function described(): Promise<DescribedScene[]> {
  const kept = options.described;
  const known = new Map<string, readonly number[]>(
    kept !== undefined && existsSync(kept)
      ? (JSON.parse(await readFile(kept, 'utf8')) as [string, readonly number[]][])
      : [],
  );
  const { encoder, sizePx } = await openEncoder(manifest, files);
  const found: DescribedScene[] = [];
  let [done, begun] = [0, performance.now()];
  for (const line of lines) {
    const { id, class: code, split } = line;
    const before = known.get(id);
    const features = before
      ? Float64Array.from(before)
      : await describeScene(encoder, sizePx, await readImage(join(options.data, line.path)), decodeRle(line.outline));
    done += 1;
    if (done % 500 === 0) {
      console.log(`${done} of ${lines.length}, ${Math.round((performance.now() - begun) / 500)} ms each`);
      begun = performance.now();
    }
    if (!features) continue;
    known.set(
      id,
      Array.from(features, (value) => Number(value.toPrecision(6))),
    );
    found.push({ class: code, split, features });
  }
  if (kept !== undefined) await writeFile(kept, JSON.stringify([...known]));
  return found;
}

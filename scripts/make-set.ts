/**
 * npm run set: candidates of some classes for `python -m inlay_training experiment`, and which of them the gates keep. Candidate number k
 * of every class has the same background, mask and seed, so that only the class differs. Stop it, run it again: what is there is kept.
 *
 *   npm run set -- [--classes AK,DF,VASC,SCC] [--each 300] [--seed 2605] [--scenes DIR [--own]] [--public DIR] [--out training/work/set]
 *
 * Backgrounds are the shipped skins under drawn masks; with --scenes, real images whose own lesion is painted over, as `python -m
 * inlay_training scenes` writes them: `scenes.json` lists { id, class, image, mask }, the mask white where the lesion is. With --own, a
 * lesion of a class is painted over lesions of that class alone.
 *
 * Writes into --out: <class>/<id>.png, `candidates.jsonl` (a line a candidate), `set.json` (what made them), and `selected.json`: the
 * ids that each rule of selection keeps, and all that a gate could score.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { InlayError } from '../src/contracts/failure';
import { openDevice } from '../cli/device';
import { BUNDLE_PATHS, maskModelSchema } from '../src/contracts/bundle';
import { lesionCodeSchema, type ClassCode } from '../src/contracts/classes';
import type { Mask, RgbaImage } from '../src/contracts/image';
import { gateResultSchema, gateIdSchema, verdictSchema } from '../src/contracts/sample';
import type { SelectionRule } from '../src/contracts/selection';
import { regionAround } from '../src/core/image/region';
import { sampleOutline } from '../src/core/mask/outline';
import { realRegion } from '../src/core/description/describeRegion';
import { USUAL_RULE } from '../src/core/gates/choices';
import { select } from '../src/core/gates/selection';
import { samplerOf } from '../src/core/plan/sampler';
import { sha256Hex } from '../src/core/provenance/digest';
import { decodePng } from '../src/core/provenance/pngPixels';
import { philoxWords } from '../src/core/random/philox';
import type { Engine } from '../src/engine/engine';
import { readBundleFolder, readBytes } from './bundleFolder';
import { readImage, readMask } from './realImages';

const FEATHER_PX = 6;
/** Rules by the name that the experiment gives them: the usual one, the paper's fractions of what passes it, and without the most typical. */
const RULES: Readonly<Record<string, SelectionRule>> = {
  gated: USUAL_RULE,
  'gamma 0.2': { ...USUAL_RULE, gamma: 0.2 },
  'gamma 0.4': { ...USUAL_RULE, gamma: 0.4 },
  'gamma 0.6': { ...USUAL_RULE, gamma: 0.6 },
  band: { ...USUAL_RULE, mostTypicalP: 0.8 },
};
/** Apart from every other stream of the same seed. */
const SCENE_STREAM = 0x7363656e;

const candidateSchema = z.object({
  id: z.string(),
  class: lesionCodeSchema,
  file: z.string(),
  /** Number of the scene, alike for every class. */
  scene: z.int(),
  seed: z.int(),
  background: z.string(),
  /** The square around the mask that the model painted and the gates saw. */
  region: z.object({ x: z.number(), y: z.number(), sidePx: z.number() }),
  gates: z.record(gateIdSchema, gateResultSchema),
  verdict: verdictSchema,
});
type CandidateLine = z.infer<typeof candidateSchema>;

const { values: options } = parseArgs({
  options: {
    public: { type: 'string', default: 'public' },
    classes: { type: 'string', default: 'AK,DF,VASC,SCC' },
    each: { type: 'string', default: '300' },
    seed: { type: 'string', default: '2605' },
    scenes: { type: 'string' },
    own: { type: 'boolean', default: false },
    out: { type: 'string', default: 'training/work/set' },
  },
});
const codes = z.array(lesionCodeSchema).parse(options.classes.split(','));
const each = z.coerce.number().check(z.int(), z.positive()).parse(options.each);
const seed = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(0xffff_ffff)).parse(options.seed);
const { out } = options;

const { manifest, manifestSha256, files } = await readBundleFolder(join(options.public, 'models/inlay-ham10000'));
const outlines = maskModelSchema.parse(JSON.parse(new TextDecoder().decode(files[BUNDLE_PATHS.masks])));
const { contextScale, defaults } = manifest;
const sampler = samplerOf(manifest, { sampler: 'fast', ...defaults, featherPx: FEATHER_PX });
const bundle = { id: manifest.id, version: manifest.version, sha256: manifestSha256 };
if (options.own && options.scenes === undefined) throw new Error('--own needs --scenes.');
const listed = options.scenes === undefined ? null : await listedScenes(options.scenes);
const made = {
  schema: 3,
  bundle,
  sampler,
  seed,
  scenes: listed && (await identityOf(listed)),
  ...(options.own && { own: true }),
};
const sceneAt = listed ? realScene(listed) : await shippedScene();

const candidatesPath = join(out, 'candidates.jsonl');
const known = await openFolder();
await makeMissing();
await writeSelection();

type SceneAt = (scene: number, code: ClassCode) => Promise<Scene>;

interface Scene {
  readonly background: string;
  readonly image: RgbaImage;
  readonly mask: Mask;
  /** Of the sample. */
  readonly seed: number;
}

/** Shipped skin under an outline of the shape model. */
async function shippedScene(): Promise<SceneAt> {
  const skins: { id: string; image: RgbaImage }[] = [];
  const skinSchema = z.object({ id: z.string(), file: z.string(), retired: z._default(z.boolean(), false) });
  const index = z.array(skinSchema).parse(await readJson(join(options.public, 'skin/index.json')));
  for (const { id, file } of index.filter(({ retired }) => !retired))
    skins.push({ id, image: decodePng(await readBytes(join(options.public, 'skin', file))) });
  const words = philoxWords(seed, 3 * each, SCENE_STREAM);
  return (scene) => {
    const [skinWord = 0, maskSeed = 0, sampleSeed = 0] = words.subarray(3 * scene);
    const skin = skins[skinWord % skins.length];
    if (!skin) throw new Error('There is no skin.');
    const mask = sampleOutline(outlines, skin.image.width, skin.image.height, maskSeed);
    return Promise.resolve({ background: skin.id, image: skin.image, mask, seed: sampleSeed });
  };
}

interface ListedScene {
  readonly id: string;
  readonly class: ClassCode;
  readonly imagePath: string;
  readonly maskPath: string;
}

async function listedScenes(folder: string): Promise<ListedScene[]> {
  const schema = z
    .array(z.object({ id: z.string(), class: lesionCodeSchema, image: z.string(), mask: z.string() }))
    .check(z.minLength(1));
  return schema
    .parse(await readJson(join(folder, 'scenes.json')))
    .map(({ image, mask, ...rest }) => ({ ...rest, imagePath: join(folder, image), maskPath: join(folder, mask) }));
}

async function identityOf(scenes: readonly ListedScene[]): Promise<{ count: number; sha256: string }> {
  const ids = new TextEncoder().encode(scenes.map(({ id }) => id).join());
  return { count: scenes.length, sha256: await sha256Hex(ids) };
}

/** A real image; what is painted over is its own lesion with the rim that a painted mask has. */
function realScene(scenes: readonly ListedScene[]): SceneAt {
  const words = philoxWords(seed, each, SCENE_STREAM);
  return async (scene, code) => {
    const open = options.own ? scenes.filter((scene) => scene.class === code) : scenes;
    const listed = open[scene % open.length];
    if (!listed) throw new Error(`There is no scene for ${code}.`);
    const placed = realRegion(await readMask(listed.maskPath), contextScale);
    if (!placed) throw new Error(`The mask of ${listed.id} is empty.`);
    const image = await readImage(listed.imagePath);
    return { background: listed.id, image, mask: placed.mask, seed: words[scene] ?? 0 };
  };
}

/** What an earlier run has left. Throws where that was made otherwise. */
async function openFolder(): Promise<Map<string, CandidateLine>> {
  for (const code of codes) await mkdir(join(out, code), { recursive: true });
  const before = await readJson(join(out, 'set.json'));
  if (before !== null && !isDeepStrictEqual(before, made)) {
    throw new Error(`${out} holds candidates of another bundle, sampler or seed. Choose another --out or remove it.`);
  }
  await writeWhole('set.json', made);
  const text = await readText(candidatesPath);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1); // a stopped run may have left half a line
  if (whole !== text) await writeFile(candidatesPath, whole);
  const lines = whole.split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => candidateSchema.parse(JSON.parse(line))).map((candidate) => [candidate.id, candidate]),
  );
}

async function makeMissing(): Promise<void> {
  const missing = Array.from({ length: each }, (_, scene) => codes.map((code) => ({ code, scene })))
    .flat()
    .filter(({ code, scene }) => !known.has(idOf(code, scene)));
  if (missing.length === 0) return;
  const { engine } = await openDevice({ manifest, manifestSha256, files });
  const started = performance.now();
  for (const [done, { code, scene }] of missing.entries()) {
    const candidate = await make(engine, code, scene);
    known.set(candidate.id, candidate);
    if ((done + 1) % 50 !== 0 && done + 1 < missing.length) continue;
    const eachMs = Math.round((performance.now() - started) / (done + 1));
    console.log(`${done + 1} of ${missing.length} candidates, ${eachMs} ms each`);
  }
}

function idOf(code: ClassCode, scene: number): string {
  return `${code}-${String(scene).padStart(5, '0')}`;
}

async function make(engine: Engine, code: ClassCode, scene: number): Promise<CandidateLine> {
  const { background, image, mask, seed: sampleSeed } = await sceneAt(scene, code);
  const region = regionAround(mask, contextScale);
  const id = idOf(code, scene);
  const painted = await engine.generate(
    { jobId: id, class: code, seed: sampleSeed, sampler, background: image, mask },
    () => undefined,
  );
  if (!painted.ok) throw InlayError.of(painted.failure);
  if (!region) throw new Error('A mask is empty.');
  const { png, scores, verdict } = painted.value;
  const file = `${code}/${id}.png`;
  await writeFile(join(out, file), png);
  const line = { id, class: code, file, scene, seed: sampleSeed, background, region, gates: scores, verdict };
  await appendFile(candidatesPath, `${JSON.stringify(line)}\n`);
  return line;
}

/** As the studio selects: what no gate could score is neither kept nor drawn. */
async function writeSelection(): Promise<void> {
  const wanted = codes.flatMap((code) => Array.from({ length: each }, (_, scene) => known.get(idOf(code, scene))));
  const candidates = wanted.filter((candidate) => candidate !== undefined);
  const kept: Record<string, string[]> = {};
  for (const [name, rule] of Object.entries(RULES)) {
    const outcome = select(candidates, rule);
    kept[name] = candidates.map(({ id }) => id).filter((id) => outcome.get(id) === 'kept');
    kept['all'] ??= candidates.map(({ id }) => id).filter((id) => outcome.get(id) !== 'unscored');
  }
  await writeWhole('selected.json', { ...made, each, rules: RULES, kept });
  for (const code of codes) {
    const count = (name: string): number => (kept[name] ?? []).filter((id) => known.get(id)?.class === code).length;
    console.log(
      `${code}: ${Object.keys(kept)
        .map((name) => `${name} ${count(name)}`)
        .join(', ')}`,
    );
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Null where there is no such file. */
async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  return text === '' ? null : JSON.parse(text);
}

async function writeWhole(name: string, value: unknown): Promise<void> {
  await writeFile(join(out, `.${name}.partial`), `${JSON.stringify(value, null, 1)}\n`);
  await rename(join(out, `.${name}.partial`), join(out, name));
}

/**
 * InlayLatentInpaintPipeline over a fixed transform of blocks (docs/adr/0035): flow matching, told by a class's vector. Each estimate is decoded, the
 * known pixels put back, and encoded again, so previews are exact and nothing known drifts. training/inlay_training/latent/flow.py is the reference.
 */
import { studentOf, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { ofClass, SKIN, type ClassCode } from '../contracts/classes';
import { fail, succeed, type Failed, type Outcome } from '../contracts/failure';
import type { LowRank } from '../contracts/ownClass';
import { readBlockConfig, type BlockConfig } from '../core/bundle/blockConfig';
import { blockCover, blockInput, cleanFrom, hiddenInColour, inCells, mixedAt } from '../core/diffusion/blockInput';
import { eulerStep, guide, guidesAt, keepKnown, timeSteps } from '../core/diffusion/euler';
import { callBlockNetwork, INPUTS, rowOf, type Told } from './blockNetwork';
import { openPart } from './graphPorts';
import {
  classIndex,
  runSteps,
  checkStudent,
  type OnEstimate,
  type OwnTold,
  type Pipeline,
  type SamplerChoice,
  type Start,
  type StepHooks,
} from './pipeline';
import { openListedGraph, type Graph, type Runtime } from './runtime';
import { openVae, type Vae } from './vae';

interface Parts {
  readonly manifest: BundleManifest;
  readonly config: BlockConfig;
  readonly vae: Vae;
  readonly unet: Graph;
  readonly student: Graph | null;
}

/** Fails with bundle-* codes or device-lost. */
export async function openBlockPipeline(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<Pipeline>> {
  const config = readBlockConfig(files);
  if (!config.ok) return config;
  const fault = manifestFault(manifest, config.value);
  if (fault) return fault;
  const { coefficients: latentChannels, blockPx: factor } = config.value;
  const vae = await openVae(runtime, manifest, files, { latentChannels, factor, scalingFactor: 1 });
  if (!vae.ok) return vae;
  const unet = await openPart(runtime, manifest, files, 'unet', { inputs: INPUTS, outputs: [['out_sample']] });
  if (!unet.ok) {
    await vae.value.release();
    return unet;
  }
  const named = studentOf(manifest);
  const student = named ? await openListedGraph(runtime, manifest, files, named.path) : succeed(null);
  if (!student.ok) {
    await vae.value.release();
    await unet.value.release();
    return student;
  }
  return succeed(wrap({ manifest, config: config.value, vae: vae.value, unet: unet.value, student: student.value }));
}

function manifestFault(
  { nativeSizePx, nullIndex, classes }: BundleManifest,
  { gridSize, blockPx, classVectors }: BlockConfig,
): Failed | null {
  const wantedPx = gridSize * blockPx;
  if (nativeSizePx !== wantedPx)
    return fail('bundle-size-blocks', { sizePx: nativeSizePx, blocks: gridSize, blockPx, wantedPx });
  const highest = Math.max(nullIndex, ...classes.map(({ index }) => index));
  if (highest < classVectors.length) return null;
  return fail('bundle-vectors-few', { highest, vectors: classVectors.length });
}

function wrap(parts: Parts): Pipeline {
  const { manifest, config, vae, unet, student } = parts;
  return {
    unet,
    student,
    secondStage: null,
    takesStrength: true,
    blocks: { config, vae },
    noiseLength: () => config.coefficients * config.gridSize ** 2,
    trial() {
      const zeros = new Float32Array((2 * config.coefficients + 2) * config.gridSize ** 2);
      return callBlockNetwork(unet, config, zeros, 1, [rowOf(config, 0), rowOf(config, manifest.nullIndex)]);
    },
    async sample(start, code, choice, hooks, onEstimate) {
      const words = wordsOf(parts, start, code, choice);
      if (!words.ok) return words;
      if (choice.name !== 'student') return follow(parts, unet, start, code, words.value, choice, hooks, onEstimate);
      const few = studentOf(manifest);
      if (!student || !few) return fail('bundle-student-missing');
      const checked = checkStudent(few, choice);
      if (!checked.ok) return checked;
      return follow(parts, student, start, code, { ...words.value, away: null }, choice, hooks, onEstimate);
    },
    async release() {
      await vae.release();
      await unet.release();
      await student?.release();
    },
  };
}

interface Words {
  readonly told: Told;
  /** What guidance leads away from; null without guidance. */
  readonly away: Told | null;
  readonly lowRank: LowRank | null;
}

/**
 * What the network is told of a class, and what guidance leads away from: a class that the recipe or the bundle names, or none. SKIN is not
 * guided: what is guided differs in tone from the skin around.
 */
function wordsOf(
  { manifest, config }: Parts,
  { own }: Start,
  code: ClassCode,
  { guidance, awayFrom }: SamplerChoice,
): Outcome<Words> {
  const told = own ? fitting(config, code, own) : ofTable(manifest, config, code);
  if (!told.ok) return told;
  const lowRank = own?.lowRank ?? null;
  if (guidance === 1 || code === SKIN) return succeed({ told: told.value, away: null, lowRank });
  const named = awayFrom ?? ofClass(manifest.defaults.awayFrom ?? {}, code);
  const away = named === undefined ? succeed(rowOf(config, manifest.nullIndex)) : ofTable(manifest, config, named);
  return away.ok ? succeed({ told: told.value, away: away.value, lowRank }) : away;
}

function ofTable({ classes }: BundleManifest, config: BlockConfig, code: ClassCode): Outcome<Told> {
  const row = classIndex(classes, code);
  return row.ok ? succeed(rowOf(config, row.value)) : row;
}

/** Fails with own-class-unfit where it was made for a network of another size. */
function fitting(
  { classVectors, exampleLength, embeddingSize, modulations }: BlockConfig,
  code: ClassCode,
  own: OwnTold,
): Outcome<Told> {
  const { vector, example, lowRank } = own;
  const fits =
    vector.length === classVectors[0]?.length &&
    (!example || example.length === exampleLength) &&
    (!lowRank ||
      (lowRank.in.length === lowRank.rank * embeddingSize && lowRank.out.length === lowRank.rank * modulations));
  return fits ? succeed(own) : fail('own-class-unfit', { class: code });
}

/** @returns [3,S,S] in [-1,1]. Fails with cancelled or device-not-finite */
async function follow(
  { manifest, config, vae }: Parts,
  network: Graph,
  { noise, known, ...start }: Start,
  code: ClassCode,
  { told, away, lowRank }: Words,
  { steps, guidance, strength = 1 }: SamplerChoice,
  hooks: StepHooks,
  onEstimate: OnEstimate,
): Promise<Outcome<Float32Array>> {
  const size = manifest.nativeSizePx;
  const mask = inCells(start.mask, size);
  const shown = await vae.encode(hiddenInColour(known, mask, config.mean));
  const painted = blockCover(mask, size, config.blockPx);
  const lesion = code === SKIN ? new Float32Array(painted.length) : painted;
  const times = timeSteps(steps, strength, config.scheduler.shift);
  let x = strength === 1 ? noise : mixedAt(await vae.encode(known), noise, strength);
  let seen = known;
  const call = async (index: number) => {
    const t = times[index] ?? 0;
    const input = blockInput(x, shown, painted, lesion);
    const guided = away !== null && guidesAt(t, config.scheduler.guidance_times);
    const made = await callBlockNetwork(network, config, input, t, guided ? [told, away] : [told], lowRank);
    const half = made.length / 2;
    const output = guided ? guide(made.subarray(half), made.subarray(0, half), guidance) : made;
    const estimate = keepKnown(await vae.decode(cleanFrom(x, output, t)), known, mask, size);
    x = eulerStep(x, await vae.encode(estimate), t, times[index + 1] ?? 0);
    seen = keepKnown(estimate, known, start.mask, size); // cells reach beyond the mask by two pixels at most
    return { output, estimate: seen };
  };
  const done = await runSteps(steps, steps, hooks, call, onEstimate);
  return done.ok ? succeed(seen) : done;
}

/** InlayInpaintPipeline: works on pixels, knows classes as one-hot rows, estimates the clean image (docs/adr/0001, 0004). */
import {
  BUNDLE_PATHS,
  schedulerConfigSchema,
  studentOf,
  upsamplerOf,
  type FlowMatchConfig,
  type BundleFiles,
  type BundleManifest,
  type UpsamplerInfo,
} from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { hidden, timeSteps } from '../core/diffusion/euler';
import { condition, noised } from '../core/diffusion/upsample';
import {
  refuseBlockOptions,
  classIndex,
  checkStudent,
  type Pipeline,
  type SamplerChoice,
  type SecondStage,
} from './pipeline';
import { callNetwork, follow, guidedDenoiser, plainDenoiser, type Denoiser } from './pixelNetwork';
import { openListedGraph, type Graph, type Runtime } from './runtime';

interface Networks {
  readonly unet: Graph;
  readonly student: Graph | null;
  readonly upsampler: Graph | null;
}

/** Fails with bundle-* codes or device-lost. */
export async function openPixelPipeline(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<Pipeline>> {
  const scheduler = schedulerConfigSchema.safeParse(readJson(files[BUNDLE_PATHS.scheduler]));
  if (!scheduler.success) return fail('bundle-scheduler-unfit');
  const networks = await openNetworks(runtime, manifest, files);
  return networks.ok ? succeed(wrap(manifest, scheduler.data, networks.value)) : networks;
}

async function openNetworks(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
): Promise<Outcome<Networks>> {
  const open = (path: string): Promise<Outcome<Graph>> => openListedGraph(runtime, manifest, files, path);
  const openNamed = async (named: { readonly path: string } | null): Promise<Outcome<Graph | null>> =>
    named ? open(named.path) : succeed(null);
  const unet = await open(BUNDLE_PATHS.unet);
  if (!unet.ok) return unet;
  const student = await openNamed(studentOf(manifest));
  if (!student.ok) {
    await unet.value.release();
    return student;
  }
  const upsampler = await openNamed(upsamplerOf(manifest));
  if (!upsampler.ok) {
    await unet.value.release();
    await student.value?.release();
    return upsampler;
  }
  return succeed({ unet: unet.value, student: student.value, upsampler: upsampler.value });
}

function wrap(manifest: BundleManifest, scheduler: FlowMatchConfig, { unet, student, upsampler }: Networks): Pipeline {
  const { nativeSizePx: sizePx, nullIndex, classes } = manifest;
  const info = upsamplerOf(manifest);
  return {
    unet,
    student,
    secondStage: upsampler && info ? secondStage(manifest, upsampler, info) : null,
    takesStrength: false,
    blocks: null,
    noiseLength: () => 3 * sizePx * sizePx,
    trial: () => callNetwork(unet, manifest, new Float32Array(7 * sizePx * sizePx), 1, [0, nullIndex]),
    async sample({ noise, known, mask }, code, choice, hooks, onEstimate) {
      const label = classIndex(classes, code);
      if (!label.ok) return label;
      const surplus = refuseBlockOptions(choice);
      if (surplus) return surplus;
      const denoiser =
        choice.name === 'student'
          ? studentDenoiser(manifest, student, label.value, choice)
          : succeed(guidedDenoiser(unet, manifest, label.value, choice.guidance, scheduler.guidance_times));
      if (!denoiser.ok) return denoiser;
      const times = timeSteps(choice.steps, 1, scheduler.shift);
      const path = { x: noise, known, mask, given: hidden(known, mask), times, sizePx };
      return follow(denoiser.value, path, hooks, onEstimate);
    },
    async release() {
      await unet.release();
      await student?.release();
      await upsampler?.release();
    },
  };
}

function studentDenoiser(
  manifest: BundleManifest,
  student: Graph | null,
  label: number,
  choice: SamplerChoice,
): Outcome<Denoiser> {
  const own = studentOf(manifest);
  if (!student || !own) return fail('bundle-student-missing');
  const checked = checkStudent(own, choice);
  return checked.ok ? succeed(plainDenoiser(student, manifest, label)) : checked;
}

function secondStage(manifest: BundleManifest, graph: Graph, info: UpsamplerInfo): SecondStage {
  const { sizePx, fromTime, steps } = info;
  return {
    graph,
    sizePx,
    steps,
    noiseLength: 3 * sizePx * sizePx,
    async refine(low, { noise, known, mask }, code, hooks, onEstimate) {
      const label = classIndex(manifest.classes, code);
      if (!label.ok) return label;
      const given = condition(low, manifest.nativeSizePx, known, mask, sizePx);
      const path = { x: noised(given, noise, fromTime), known, mask, given, times: timeSteps(steps, fromTime), sizePx };
      return follow(plainDenoiser(graph, manifest, label.value), path, hooks, onEstimate);
    },
  };
}

function readJson(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : null;
  } catch {
    return null;
  }
}

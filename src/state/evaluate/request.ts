/** Puts together what the evaluation worker is asked. Loaded when it is. */
import type { ClassCode } from '../../contracts/classes';
import type { DatasetApi, DatasetImage } from '../../contracts/dataset';
import type { EvaluationRequest } from '../../contracts/evaluation';
import type { Outcome } from '../../contracts/failure';
import { ownId } from '../../core/dataset/ownId';
import type { Compose } from '../compose/composeStore';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetContent } from '../dataset/datasetStore';
import { lesionOf } from '../../core/dataset/lesionOf';
import { numbered } from '../dataset/fittingStore';
import type { DescribedSample } from '../review/sampleFeatures';
import { deepRows, labelsOf, type Course, type MaterialControl } from './material';

/** A data set, and the encoder that sees it, by its SHA-256. */
export interface Subject {
  readonly name: string;
  readonly token: string;
  readonly content: DatasetContent;
  readonly encoder: string;
}

/** The parts of the studio that it works with. */
export interface RequestNeeds {
  readonly worker: Pick<DatasetApi, 'fingerprints'>;
  readonly now: () => Date;
  readonly compose: Compose;
  readonly classes: Pick<ClassControl, 'store'>;
  readonly material: MaterialControl;
}

/** The lesion of the real image that a background comes from, by the hash of the background. */
async function sourcesOf(
  { worker, compose }: Pick<RequestNeeds, 'worker' | 'compose'>,
  { images }: DatasetContent,
): Promise<Outcome<Map<string, string>>> {
  const fingerprints = await worker.fingerprints();
  if (!fingerprints.ok) return fingerprints;
  const lesions = new Map(
    images.flatMap((image, at) => {
      const fingerprint = fingerprints.value[at] ?? '';
      return fingerprint === '' ? [] : [[ownId(fingerprint), lesionOf(image)] as const];
    }),
  );
  const found = compose.store.getState().backgrounds.flatMap(({ sha256, from }) => {
    const lesion = from === undefined ? undefined : lesions.get(from);
    return lesion === undefined ? [] : [[sha256, lesion] as const];
  });
  return { ok: true, value: new Map(found) };
}

export async function requestOf(
  { worker, now, compose, classes, material }: RequestNeeds,
  { name, token, content, encoder }: Subject,
  course: Course,
): Promise<Outcome<EvaluationRequest>> {
  const { codes } = classes.store.getState();
  const described = await material.describe({ token, content }, encoder, course);
  if (!described.ok) return described;
  const { heldOutOnly, real, made } = described.value;
  const images = Array.from(real.images).flatMap((at) => content.images[at] ?? []);
  const sources = await sourcesOf({ worker, compose }, content);
  if (!sources.ok) return sources;
  return {
    ok: true,
    value: {
      classes: codes,
      dataset: name,
      encoderSha256: encoder,
      heldOutOnly,
      when: now().toISOString(),
      real: {
        deep: real.deep,
        dim: real.dim,
        sharpness: real.sharpness,
        labels: labelsOf(images, codes),
        lesions: numbered(images.map(lesionOf)),
      },
      made: rowsOf(made, codes, standingIn(made, images, sources.value)),
    },
  };
}

/** @param sources lesions by the hash of the background that comes from one. @returns each sample's lesion as `numbered` numbers those of the images, or -1 */
function standingIn(
  made: readonly DescribedSample[],
  images: readonly DatasetImage[],
  sources: ReadonlyMap<string, string>,
): Int32Array<ArrayBuffer> {
  const names = images.map(lesionOf);
  const numbers = new Map([...numbered(names)].map((number, at) => [names[at], number]));
  return Int32Array.from(made, ({ sample }) => numbers.get(sources.get(sample.background.sha256)) ?? -1);
}

function rowsOf(
  described: readonly DescribedSample[],
  classes: readonly ClassCode[],
  standsIn: Int32Array<ArrayBuffer>,
): EvaluationRequest['made'] {
  const all = described.map(({ sample }) => sample);
  return {
    ...deepRows(described),
    sharpness: Float32Array.from(described, ({ features }) => features.sharpness),
    labels: labelsOf(all, classes),
    backgrounds: numbered(all.map(({ background }) => background.sha256)),
    standsIn,
    accepted: Uint8Array.from(all, ({ decision }) => (decision?.outcome === 'accepted' ? 1 : 0)),
  };
}

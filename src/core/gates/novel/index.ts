/** The novel gate: is a sample a copy of a real image? It also finds the real images that are shown beside a sample. */
import * as z from 'zod/mini';
import { rowAt } from '../../features/features';
import type { CalibrationSet } from '../calibrationSet';
import { ascending, significant } from '../fileNumbers';
import type { Gate, ClassGate, Described, Nearest } from '../gate';
import type { ReferenceImages } from '../referenceImages';
import { copyLevelOf, measureCopyScale, openCopies, type CopyGallery, type CopyScale } from './copies';
import { novelFacts } from './facts';
import {
  copyLevelFor,
  measureRealDistances,
  openNovelty,
  type Gallery,
  type NoveltyScore,
  type RealDistances,
} from './novelty';

/** By description 1 the distances of real images to each other, by 2 how near they come to one above all. */
type NovelFit = RealDistances | { readonly copies: CopyScale };

/** What was found, whichever way. */
interface Found {
  readonly p: number;
  readonly score: number;
  readonly nearest: NoveltyScore['nearest'];
  readonly alike: NoveltyScore['alike'];
}

export const novel: Gate<NovelFit> = {
  facts: novelFacts,
  fit: (set, hashes) =>
    set.reference.description === 1 ? measureDistances(set, hashes) : { copies: measureCopies(set, hashes) },
  file: {
    fields: ['distances', 'copies'],
    schema: z.union([
      z.pipe(
        z.object({ copies: z.object({ ratios: ascending, hashes: ascending, frames: ascending }) }),
        z.transform(({ copies: { ratios, hashes, frames } }): NovelFit => ({
          copies: {
            ratios: Float64Array.from(ratios),
            hashes: Float64Array.from(hashes),
            frames: Float64Array.from(frames),
          },
        })),
      ),
      z.pipe(
        z.object({ distances: z.object({ features: ascending, hashes: ascending }) }),
        z.transform(({ distances }): NovelFit => ({
          features: Float64Array.from(distances.features),
          hashes: Float64Array.from(distances.hashes),
        })),
      ),
    ]),
    write(fit) {
      if (!('copies' in fit)) {
        const { features, hashes } = fit;
        return { distances: { features: significant(features), hashes: significant(hashes) } };
      }
      const { ratios, hashes, frames } = fit.copies;
      return {
        copies: { ratios: significant(ratios), hashes: significant(hashes), frames: significant(frames) },
      };
    },
  },
  open({ reference }, fit) {
    const find = 'copies' in fit ? byRatio(reference, fit.copies) : byDistance(reference, fit);
    const level = 'copies' in fit ? copyLevelOf(fit.copies) : copyLevelFor(fit);
    const gate: ClassGate = {
      heldOut: null,
      judge(image: Described) {
        const found = find(image);
        return {
          result: { score: found.score, p: found.p, pass: found.p > level },
          doubt: `it is nearly a copy of the real image ${copied(found, reference) ?? 'beside it'}.`,
          support: '',
          facts: nearestOf(found, reference),
        };
      },
    };
    return () => gate;
  },
  scale(fit) {
    return 'copies' in fit ? scaleOf(fit.copies.ratios, 1) : scaleOf(fit.features, 1 / 2);
  },
};

function scaleOf(real: Float64Array, share: number): ReturnType<Gate['scale']> {
  return real.length > 0 ? { real, odd: 'low', share } : null;
}

function byDistance(reference: ReferenceImages, distances: RealDistances): (image: Described) => Found {
  const novelty = openNovelty(galleryOf(reference), distances);
  return ({ depths, hashes }) => {
    const found = novelty({ features: depths.deep, hashes }, SEARCHED);
    return { ...found, score: found.nearest[0]?.distance ?? 2 };
  };
}

function byRatio(reference: ReferenceImages, scale: CopyScale): (image: Described) => Found {
  const find = openCopies(copyGalleryOf(reference), scale);
  return ({ depths: { mid, deep }, hashes, frame = null }) => {
    const found = find({ depths: [mid, deep], hashes, frame });
    return { ...found, score: Number.isNaN(found.ratio) ? 1 : found.ratio };
  };
}

function measureDistances({ reference, probeRows }: CalibrationSet, hashes: readonly Uint32Array[]): RealDistances {
  const { deep } = reference.depths;
  return measureRealDistances(galleryOf(reference), {
    features: { dim: deep.dim, data: Float64Array.from(probeRows.flatMap((row) => [...rowAt(deep, row)])) },
    hashes: probeRows.map((row) => hashes[row] ?? new Uint32Array()),
    lesions: probeRows.map((row) => reference.lesions[row] ?? -1),
  });
}

/** Words of the hashes of eight forms. */
const FORMS_WORDS = 16;

function measureCopies({ reference, probeRows }: CalibrationSet, hashes: readonly Uint32Array[]): CopyScale {
  const probes = probeRows.map((row) => {
    const words = hashes[row] ?? new Uint32Array();
    const frame = words.length > FORMS_WORDS ? words.subarray(FORMS_WORDS) : null;
    return { row, hashes: words.subarray(0, FORMS_WORDS), frame };
  });
  return measureCopyScale(copyGalleryOf(reference), probes);
}

function galleryOf({ depths, hashes, lesions }: ReferenceImages): Gallery {
  return { features: depths.deep, hashes, lesions };
}

function copyGalleryOf({ depths: { mid, deep }, hashes, frames, lesions }: ReferenceImages): CopyGallery {
  return { depths: [mid, deep], hashes, frames, lesions };
}

/** Real images that are shown beside a sample, and how many are searched to find as many lesions. */
const SHOWN = 4;
const SEARCHED = 40;
/** A hash this near is surely the same picture, whatever the features say. */
const SAME_HASH_BITS = 4;

/** Id of the real image of which the sample would be a copy. */
function copied({ nearest, alike }: Found, { ids }: ReferenceImages): string | undefined {
  return ids[(alike && alike.distance <= SAME_HASH_BITS ? alike : nearest[0])?.row ?? -1];
}

function nearestOf({ nearest }: Found, { ids, lesions }: ReferenceImages): Nearest {
  const ofEachLesion = new Map(nearest.toReversed().map((neighbour) => [lesions[neighbour.row], neighbour]));
  const shown = nearest.filter((neighbour) => ofEachLesion.get(lesions[neighbour.row]) === neighbour).slice(0, SHOWN);
  const [nearestReal = null, ...furtherReal] = shown.map(({ row, distance }) => ({ id: ids[row] ?? '', distance }));
  return { nearestReal, furtherReal };
}

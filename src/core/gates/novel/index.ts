/** The novel gate: is a sample a copy of a real image? It also finds the real images that are shown beside a sample. */
import * as z from 'zod/mini';
import { rowAt } from '../../features/features';
import type { CalibrationSet } from '../calibrationSet';
import { ascending, significant } from '../fileNumbers';
import type { Gate, ClassGate, Described, Nearest } from '../gate';
import type { ReferenceImages } from '../referenceImages';
import { novelFacts } from './facts';
import {
  copyLevelFor,
  measureRealDistances,
  openNovelty,
  type Gallery,
  type NoveltyScore,
  type RealDistances,
} from './novelty';

export const novel: Gate<RealDistances> = {
  facts: novelFacts,
  fit: (set, hashes) => measureDistances(set, hashes),
  file: {
    fields: ['distances'],
    schema: z.pipe(
      z.object({ distances: z.object({ features: ascending, hashes: ascending }) }),
      z.transform(({ distances }) => ({
        features: Float64Array.from(distances.features),
        hashes: Float64Array.from(distances.hashes),
      })),
    ),
    write: ({ features, hashes }) => ({ distances: { features: significant(features), hashes: significant(hashes) } }),
  },
  open({ reference }, distances) {
    const novelty = openNovelty(galleryOf(reference), distances);
    const level = copyLevelFor(distances);
    const gate: ClassGate = {
      heldOut: null,
      judge({ depths, hashes }: Described) {
        const found = novelty({ features: depths.deep, hashes }, SEARCHED);
        const { p } = found;
        return {
          result: { score: found.nearest[0]?.distance ?? 2, p, pass: p > level },
          doubt: `it is nearly a copy of the real image ${copied(found, reference) ?? 'beside it'}.`,
          support: '',
          facts: nearestOf(found, reference),
        };
      },
    };
    return () => gate;
  },
  scale: ({ features }) => (features.length > 0 ? { real: features, odd: 'low', share: 0.5 } : null),
};

function measureDistances({ reference, probeRows }: CalibrationSet, hashes: readonly Uint32Array[]): RealDistances {
  const { deep } = reference.depths;
  return measureRealDistances(galleryOf(reference), {
    features: { dim: deep.dim, data: Float64Array.from(probeRows.flatMap((row) => [...rowAt(deep, row)])) },
    hashes: probeRows.map((row) => hashes[row] ?? new Uint32Array()),
    lesions: probeRows.map((row) => reference.lesions[row] ?? -1),
  });
}

function galleryOf({ depths, hashes, lesions }: ReferenceImages): Gallery {
  return { features: depths.deep, hashes, lesions };
}

/** Real images that are shown beside a sample, and how many are searched to find as many lesions. */
const SHOWN = 4;
const SEARCHED = 40;
/** A hash this near is surely the same picture, whatever the features say. */
const SAME_HASH_BITS = 4;

/** Id of the real image of which the sample would be a copy. */
function copied({ nearest, alike }: NoveltyScore, { ids }: ReferenceImages): string | undefined {
  return ids[(alike && alike.distance <= SAME_HASH_BITS ? alike : nearest[0])?.row ?? -1];
}

function nearestOf({ nearest }: NoveltyScore, { ids, lesions }: ReferenceImages): Nearest {
  const ofEachLesion = new Map(nearest.toReversed().map((neighbour) => [lesions[neighbour.row], neighbour]));
  const shown = nearest.filter((neighbour) => ofEachLesion.get(lesions[neighbour.row]) === neighbour).slice(0, SHOWN);
  const [nearestReal = null, ...furtherReal] = shown.map(({ row, distance }) => ({ id: ids[row] ?? '', distance }));
  return { nearestReal, furtherReal };
}

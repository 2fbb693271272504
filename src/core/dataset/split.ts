/** Train, calibration, test: by lesion, or two images of one lesion would lie on both sides and every number would lie. */
import { sha256Hex } from '../provenance/digest';

export const SPLITS = ['train', 'calibration', 'test'] as const;
export type Split = (typeof SPLITS)[number];

const SHARES = [0.75, 0.125, 0.125] as const;

/**
 * Assigns each lesion to a split, class by class, by the order of a hash: the same on every machine, in every order, and hardly
 * changed when images are added. The training of the shipped models uses the same rule (training/inlay_training/data/prepare.py).
 * @param classOf lesion -> index of its class
 */
export async function splitLesions(classOf: ReadonlyMap<string, number>, seed = 'inlay'): Promise<Map<string, Split>> {
  const encoder = new TextEncoder();
  const hashed = await Promise.all(
    [...classOf].map(async ([lesion, label]) => {
      return { lesion, label, hash: await sha256Hex(encoder.encode(`${seed}:${lesion}`)) };
    }),
  );
  hashed.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
  const assigned = new Map<string, Split>();
  for (const label of new Set(classOf.values())) {
    const own = hashed.filter((entry) => entry.label === label);
    own.forEach(({ lesion }, rank) => assigned.set(lesion, splitAt(rank + 0.5, own.length)));
  }
  return assigned;
}

function splitAt(place: number, count: number): Split {
  let edge = 0;
  for (const [i, share] of SHARES.entries()) {
    edge += share;
    if (place <= edge * count) return SPLITS[i] ?? 'test';
  }
  return 'test';
}

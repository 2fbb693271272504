/** What stands on the map: its points with class and mark, and what is said of each class. */
import type { ClassCode } from '../../../contracts/classes';
import type { DatasetImage } from '../../../contracts/dataset';
import { decisionBy, type Reader, type SampleId, type SampleSummary } from '../../../contracts/sample';
import type { DrawnMap } from '../../../state/evaluate/mapStore';

/** Told apart by shape, so that colour is left to the classes. */
export const MARKS = ['real', 'none', 'accepted', 'rejected'] as const;
type Mark = (typeof MARKS)[number];

export type Subject =
  | { readonly kind: 'real'; readonly image: number; readonly class: ClassCode }
  | { readonly kind: 'sample'; readonly sample: SampleSummary; readonly class: ClassCode; readonly isOutside: boolean };

export interface MapPoints {
  readonly subjects: readonly Subject[];
  /** [2N] */
  readonly places: Float32Array;
  /** [N] places in the list of classes */
  readonly classes: Uint16Array;
  /** [N] places in MARKS */
  readonly marks: Uint8Array;
  readonly pointOf: ReadonlyMap<SampleId, number>;
}

export interface ClassOnMap {
  readonly code: ClassCode;
  readonly real: number;
  readonly samples: number;
  /** Null where it cannot be said of any. */
  readonly outside: number | null;
}

export interface Shown {
  readonly images: readonly DatasetImage[];
  /** Those on the wall. */
  readonly samples: readonly SampleSummary[];
  readonly codes: readonly ClassCode[];
  readonly reader: Reader;
}

/** Real images first, samples above them. What is gone since the map was drawn, or fits no filter, is left out. */
export function subjectsOf(
  drawn: DrawnMap,
  { images, samples }: Pick<Shown, 'images' | 'samples'>,
): (Subject | null)[] {
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const real = Array.from(drawn.images, (image): Subject | null => {
    const code = images[image]?.class ?? null;
    return code === null ? null : { kind: 'real', image, class: code };
  });
  const made = drawn.ids.map((id, at): Subject | null => {
    const sample = byId.get(id);
    return sample ? { kind: 'sample', sample, class: sample.class, isOutside: drawn.lies[at] === 'outside' } : null;
  });
  return [...real, ...made];
}

/** @param hidden classes that are not looked at */
export function pointsOf(
  drawn: DrawnMap,
  { codes, reader }: Pick<Shown, 'codes' | 'reader'>,
  all: readonly (Subject | null)[],
  hidden: ReadonlySet<ClassCode>,
): MapPoints {
  const rows = all.flatMap((subject, row) =>
    subject && codes.includes(subject.class) && !hidden.has(subject.class) ? [{ subject, row }] : [],
  );
  const subjects = rows.map(({ subject }) => subject);
  const places = new Float32Array(2 * rows.length);
  rows.forEach(({ row }, at) => places.set(drawn.places.subarray(2 * row, 2 * row + 2), 2 * at));
  return {
    subjects,
    places,
    classes: Uint16Array.from(subjects, (subject) => codes.indexOf(subject.class)),
    marks: Uint8Array.from(subjects, (subject) => MARKS.indexOf(markOf(subject, reader))),
    pointOf: new Map(
      subjects.flatMap((subject, at) => (subject.kind === 'sample' ? [[subject.sample.id, at] as const] : [])),
    ),
  };
}

function markOf(subject: Subject, reader: Reader): Mark {
  return subject.kind === 'real' ? 'real' : (decisionBy(reader, subject.sample)?.outcome ?? 'none');
}

/** Of every class that has a point. */
export function tallyOf(drawn: DrawnMap, codes: readonly ClassCode[], all: readonly (Subject | null)[]): ClassOnMap[] {
  return codes.flatMap((code) => {
    const own = all.flatMap((subject, row) => (subject?.class === code ? [{ subject, row }] : []));
    const samples = own.filter(({ subject }) => subject.kind === 'sample');
    const isKnown = samples.some(({ row }) => drawn.lies[row - drawn.images.length] !== 'unknown');
    const outside = samples.filter(({ subject }) => subject.kind === 'sample' && subject.isOutside).length;
    return own.length === 0
      ? []
      : [{ code, real: own.length - samples.length, samples: samples.length, outside: isKnown ? outside : null }];
  });
}

/** Points from left to right, for the keys. */
export function acrossOf({ places }: MapPoints): Uint32Array {
  const order = Uint32Array.from({ length: places.length / 2 }, (_, point) => point);
  return order.sort((a, b) => (places[2 * a] ?? 0) - (places[2 * b] ?? 0) || a - b);
}

/** The next point in an order, by a key; samples alone where `only` says so. The same one where there is none further. */
export function nextPoint(
  order: Uint32Array,
  from: number | null,
  step: 1 | -1,
  counts: (point: number) => boolean,
): number | null {
  const start = from === null ? (step > 0 ? -1 : order.length) : order.indexOf(from);
  for (let at = start + step; at >= 0 && at < order.length; at += step) {
    const point = order[at];
    if (point !== undefined && counts(point)) return point;
  }
  return from;
}

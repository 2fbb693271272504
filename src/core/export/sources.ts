/** What an exported image shows outside its mask: the skin of a real person, by the image that it comes from, or skin that a model made whole. */
import type { Background } from '../../contracts/library';
import type { BackgroundRef } from '../../contracts/recipe';

export interface SkinSource {
  /** Of the source image: the same for all skin that comes from it. A hash, but for skin that ships with the studio. */
  readonly key: string;
  readonly shows: 'person' | 'made-whole';
}

/** How an export names a source image: by what the person calls it, else by its key. */
export type SourceNames = Readonly<Record<string, string>>;

/** Ids of shipped skin that shows nobody (docs/adr/0037). */
const MADE_WHOLE = /^scene-[0-9a-f]{12}$/;

/** @param known the background as it is kept; undefined where it ships with the studio or is gone: then its id tells */
export function skinSource(
  ref: Pick<BackgroundRef, 'id'>,
  known: Pick<Background, 'origin' | 'from'> | undefined,
): SkinSource {
  const isMadeWhole = (known?.origin ?? 'shipped') === 'shipped' && MADE_WHOLE.test(ref.id);
  return { key: known?.from ?? ref.id, shows: isMadeWhole ? 'made-whole' : 'person' };
}

export interface CountedSource {
  readonly name: string;
  readonly samples: number;
}

/** Source images of an export, with the samples on each. */
export function countSources(names: SourceNames) {
  const counts = new Map<string, number>();
  let madeWhole = 0;
  const nameBy = namesByKey(names);
  const nameOf = ({ key, shows }: SkinSource): string | null => (shows === 'person' ? (nameBy.get(key) ?? key) : null);
  return {
    nameOf,
    count(source: SkinSource): void {
      if (source.shows === 'person') counts.set(source.key, (counts.get(source.key) ?? 0) + 1);
      else madeWhole += 1;
    },
    /** @returns `unnamed`: how many sources have no name among `names` */
    found(): { readonly sources: readonly CountedSource[]; readonly madeWhole: number; readonly unnamed: number } {
      return {
        sources: [...counts]
          .map(([key, samples]) => ({ name: nameBy.get(key) ?? key, samples }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        madeWhole,
        unnamed: [...counts.keys()].filter((key) => !nameBy.has(key)).length,
      };
    },
  };
}

/** Two images that a person calls alike are told apart by the start of their keys. A key may be called as what every object inherits. */
function namesByKey(names: SourceNames): ReadonlyMap<string, string> {
  const all = Object.entries(names);
  const counts = new Map<string, number>();
  for (const [, name] of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(all.map(([key, name]) => [key, counts.get(name) === 1 ? name : `${name} (${key.slice(0, 8)})`]));
}

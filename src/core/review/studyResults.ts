/** What the answers of a reader study say, with intervals, and as files. */
import type { ClassCode } from '../../contracts/classes';
import type { Study, StudyItem } from '../../contracts/study';
import { csvLine } from '../dataset/csv';
import { wilson } from '../metrics/interval';

/** `count` of `n`, with Wilson's 95 % interval. */
export interface Share {
  readonly count: number;
  readonly n: number;
  readonly interval: readonly [number, number];
}

export interface StudyResults {
  readonly answered: number;
  /** Real or synthetic, told rightly: half of it is chance. */
  readonly told: Share;
  readonly syntheticTold: Share;
  readonly realTold: Share;
  /** The class as it is labelled was read. */
  readonly syntheticClass: Share;
  readonly realClass: Share;
  readonly byClass: readonly { readonly class: ClassCode; readonly synthetic: Share; readonly real: Share }[];
}

/** @param classes of the project, in its order; others come after them */
export function studyResults({ items, answers }: Study, classes: readonly ClassCode[]): StudyResults {
  const read = answers.flatMap((answer, i) => {
    const item = items[i];
    return item ? [{ item, answer }] : [];
  });
  const shown = new Set(read.map(({ item }) => item.class));
  const answersOf = (kind: StudyItem['kind'], code?: ClassCode): typeof read =>
    read.filter(({ item }) => item.kind === kind && (code === undefined || item.class === code));
  const told = (some: typeof read): Share => share(some, ({ item, answer }) => item.kind === answer.kind);
  const classed = (some: typeof read): Share => share(some, ({ item, answer }) => item.class === answer.class);
  return {
    answered: read.length,
    told: told(read),
    syntheticTold: told(answersOf('synthetic')),
    realTold: told(answersOf('real')),
    syntheticClass: classed(answersOf('synthetic')),
    realClass: classed(answersOf('real')),
    byClass: [...new Set([...classes, ...shown])]
      .filter((code) => shown.has(code))
      .map((code) => ({
        class: code,
        synthetic: classed(answersOf('synthetic', code)),
        real: classed(answersOf('real', code)),
      })),
  };
}

function share<T>(items: readonly T[], test: (item: T) => boolean): Share {
  const count = items.filter(test).length;
  return { count, n: items.length, interval: wilson(count, items.length) };
}

/** Every answer, a row each. */
export function studyCsv({ items, answers }: Study): string {
  const rows = answers.flatMap((answer, i) => {
    const item = items[i];
    return item
      ? [[i + 1, item.id, item.kind, item.class, answer.kind, answer.class ?? '', Math.round(answer.ms)]]
      : [];
  });
  return [['place', 'image', 'is', 'class', 'taken_for', 'read_as', 'ms'], ...rows].map(csvLine).join('');
}

/** The study with its results, for a paper's supplement. */
export function studyJson(study: Study, classes: readonly ClassCode[]): string {
  return `${JSON.stringify({ ...study, results: studyResults(study, classes) }, null, 1)}\n`;
}

/** Classes that a person makes of labels, renames and removes again: the list, and how the open data set is read, change together. */
import type { StoreApi } from 'zustand/vanilla';
import type { ClassCode, LesionClass } from '../../contracts/classes';
import type { LabelCount, Reading } from '../../contracts/dataset';
import { failureOf } from '../../contracts/failure';
import type { SampleSummary } from '../../contracts/sample';
import { classForLabel } from '../../core/dataset/labels';
import type { Notices } from '../base/noticeStore';
import { isOfIsic, type ClassControl } from './classStore';
import type { DatasetStore } from './datasetStore';

/** The parts of the studio that it works with. */
export interface OwnClassNeeds {
  readonly notices: Notices;
  readonly classes: ClassControl;
  readonly dataset: DatasetStore;
  readonly samples: {
    readonly store: StoreApi<{ readonly samples: ReadonlyMap<string, Pick<SampleSummary, 'class'>> }>;
  };
}

export function createOwnClasses({ notices, classes, dataset, samples }: OwnClassNeeds) {
  const hasSamples = (code: ClassCode): boolean =>
    [...samples.store.getState().samples.values()].some((sample) => sample.class === code);

  /** Labels that meant one class mean another one, or none. */
  async function read(meanings: (of: Reading['classes']) => Reading['classes']): Promise<void> {
    const { opened } = dataset.store.getState();
    if (opened?.source.kind !== 'open') return;
    const { reading } = opened.summary;
    await dataset.read({ ...reading, classes: meanings(reading.classes) });
  }

  const moved = (from: ClassCode, to: ClassCode | null) => (said: Reading['classes']) =>
    Object.fromEntries(Object.entries(said).map(([label, code]) => [label, code === from ? to : code]));

  return {
    hasSamples,
    /** Makes a class of each label, or takes the one that is called so already; the data set is read anew. */
    async make(labels: readonly string[]): Promise<void> {
      const said: [label: string, code: ClassCode][] = [];
      const wanted: Pick<LesionClass, 'code' | 'name'>[] = [];
      for (const label of labels) {
        const made = classForLabel(label);
        if (!made) continue;
        const like = (code: ClassCode): boolean => code.toLowerCase() === made.code.toLowerCase();
        const code = classes.like(made.code)?.code ?? wanted.find((other) => like(other.code))?.code;
        if (code === undefined) wanted.push(made);
        said.push([label, code ?? made.code]);
      }
      const added = await classes.add(wanted, 'project');
      if (!added.ok) notices.report(added.failure);
      else await read((before) => ({ ...before, ...Object.fromEntries(said) }));
    },
    /** A class of the person's, or of a bundle that is not in use, of which there are no samples. */
    async remove(code: ClassCode): Promise<void> {
      if (isOfIsic(code)) return;
      if (hasSamples(code)) {
        notices.report(failureOf('class-has-samples', { code }));
        return;
      }
      await classes.remove(code);
      await read(moved(code, null));
    },
    /** Where there are samples only the name can change. */
    async change(code: ClassCode, next: Pick<LesionClass, 'code' | 'name'>): Promise<void> {
      if (next.code !== code && hasSamples(code)) {
        notices.report(failureOf('class-has-samples', { code }));
        return;
      }
      const changed = await classes.change(code, next);
      if (!changed.ok) notices.report(changed.failure);
      else if (next.code !== code) await read(moved(code, next.code));
    },
  };
}

/** Labels of which nobody knows the class and that can become one. */
export function unknownLabels(labels: readonly LabelCount[], reading: Reading): string[] {
  return labels.flatMap(({ label, class: code }) =>
    code === null && !(reading.label.kind === 'one-hot' && label === 'UNK') && classForLabel(label) ? [label] : [],
  );
}

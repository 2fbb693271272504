/** Classes that a person makes of labels, renames and removes again: the list, and how the open data set is read, change together. */
import type { StoreApi } from 'zustand/vanilla';
import { isOfIsic, type ClassCode, type LesionClass, type MovedClass } from '../../contracts/classes';
import type { LabelCount, Reading } from '../../contracts/dataset';
import { failureOf } from '../../contracts/failure';
import type { SampleSummary } from '../../contracts/sample';
import { classForLabel } from '../../core/dataset/labels';
import type { RenamedClass } from '../../core/plan/renamedClass';
import type { StudioDependencies } from '../base/dependencies';
import { t } from '../../messages';
import type { Notices } from '../base/noticeStore';
import type { ClassControl } from './classStore';
import type { DatasetStore } from './datasetStore';

/** @param isOwn it was renamed in this tab, which keeps what has changed; else another one has kept it, and this one shows it */
export type Rename = (renamed: RenamedClass, isOwn: boolean) => Promise<void>;

/** The parts of the studio that it works with. */
export interface OwnClassNeeds {
  readonly notices: Notices;
  readonly classes: ClassControl;
  readonly dataset: Pick<DatasetStore, 'store' | 'read'>;
  readonly samples: {
    readonly store: StoreApi<{ readonly samples: ReadonlyMap<string, Pick<SampleSummary, 'class'>> }>;
  };
  readonly queue: {
    readonly store: StoreApi<{
      readonly entries: readonly { readonly entry: { readonly target: { readonly class: ClassCode } } }[];
    }>;
  };
  /** Tells everything else that names classes. */
  readonly rename: Rename;
}

export function createOwnClasses(
  { tabs }: StudioDependencies,
  { notices, classes, dataset, samples, queue, rename }: OwnClassNeeds,
) {
  const hasSamples = (code: ClassCode): boolean =>
    [...samples.store.getState().samples.values()].some((sample) => sample.class === code);
  const isQueued = (code: ClassCode): boolean =>
    queue.store.getState().entries.some(({ entry }) => entry.target.class === code);

  /** Reads the open data set another way. */
  async function read(change: (reading: Reading) => Reading): Promise<void> {
    const { opened } = dataset.store.getState();
    if (opened?.source.kind === 'open') await dataset.read(change(opened.summary.reading));
  }

  /** Labels that meant a class mean another one, or none. */
  const moved =
    ({ from, to }: MovedClass) =>
    (reading: Reading): Reading => ({
      ...reading,
      classes: Object.fromEntries(
        Object.entries(reading.classes).map(([label, code]) => [label, code === from ? to : code]),
      ),
    });

  /** @param isOwn it was changed in this tab */
  async function follow(change: MovedClass, isOwn: boolean): Promise<void> {
    const { from, to } = change;
    if (to !== null) await rename({ from, to }, isOwn);
    await read(moved(change));
  }
  tabs.listen((news) => {
    if (news.kind === 'classes' && news.moved) void follow(news.moved, false);
  });

  /** Says so where the code has to stay. */
  function isFree(code: ClassCode): boolean {
    if (hasSamples(code)) notices.report(failureOf('class-has-samples', { code }));
    else if (isQueued(code)) notices.report(failureOf('class-in-queue', { code }));
    else return true;
    return false;
  }

  /** @param labels that meant it; those that mean something else by now stay */
  async function bringBack({ code, name, source }: LesionClass, labels: readonly string[]): Promise<void> {
    const added = await classes.add([{ code, name }], source);
    if (!added.ok) {
      notices.report(added.failure);
      return;
    }
    await read((reading) => ({
      ...reading,
      classes: {
        ...reading.classes,
        ...Object.fromEntries(labels.flatMap((label) => (reading.classes[label] === null ? [[label, code]] : []))),
      },
    }));
  }

  return {
    /** Whether there are samples of it, or are to be: its code stays. */
    isUsed: (code: ClassCode): boolean => hasSamples(code) || isQueued(code),
    /** The person says what a label means; null: none of the classes, which is no class that is still to be made. */
    setMeaning: (label: string, code: ClassCode | null): Promise<void> =>
      read((reading) => {
        const others = (reading.noClass ?? []).filter((known) => known !== label);
        return {
          ...reading,
          classes: { ...reading.classes, [label]: code },
          noClass: code === null ? [...others, label] : others,
        };
      }),
    /** Makes a class of each label, or takes the one that is called so already; the data set is read anew. */
    async make(labels: readonly string[]): Promise<void> {
      const said = new Map<string, ClassCode>();
      const wanted: Pick<LesionClass, 'code' | 'name'>[] = [];
      for (const label of labels) {
        const made = classForLabel(label);
        if (!made) continue;
        const like = (code: ClassCode): boolean => code.toLowerCase() === made.code.toLowerCase();
        const code = classes.like(made.code)?.code ?? wanted.find((other) => like(other.code))?.code;
        if (code === undefined) wanted.push(made);
        said.set(label, code ?? made.code);
      }
      const added = await classes.add(wanted, 'project');
      if (!added.ok) {
        notices.report(added.failure);
        return;
      }
      await read((reading) => ({
        ...reading,
        classes: { ...reading.classes, ...Object.fromEntries(said) },
        noClass: (reading.noClass ?? []).filter((label) => !said.has(label)),
      }));
    },
    /** A class of the person's, or of a bundle that is not in use, of which there are no samples. */
    async remove(code: ClassCode): Promise<void> {
      if (isOfIsic(code) || !isFree(code)) return;
      const known = classes.store.getState().list.classes.find((listed) => listed.code === code);
      const reading = dataset.store.getState().opened?.summary.reading;
      const removed = await classes.remove(code);
      if (!removed.ok) {
        notices.report(removed.failure);
        return;
      }
      await follow({ from: code, to: null }, true);
      if (known)
        notices.offer(t('state.classRemoved', { code }), {
          label: t('app.undo'),
          run: () => void bringBack(known, labelsOf(code, reading)),
        });
    },
    /** Where there are samples only the name can change. */
    async change(code: ClassCode, next: Pick<LesionClass, 'code' | 'name'>): Promise<void> {
      if (next.code !== code && !isFree(code)) return;
      const changed = await classes.change(code, next);
      if (!changed.ok) notices.report(changed.failure);
      else if (next.code !== code) await follow({ from: code, to: next.code }, true);
    },
  };
}

function labelsOf(code: ClassCode, reading: Reading | undefined): string[] {
  return Object.entries(reading?.classes ?? {}).flatMap(([label, meant]) => (meant === code ? label : []));
}

/** Labels of no class that can become one. */
export function classlessLabels(labels: readonly LabelCount[], reading: Reading): string[] {
  return labels.flatMap(({ label, class: code }) =>
    code === null && !(reading.label.kind === 'one-hot' && label === 'UNK') && classForLabel(label) ? [label] : [],
  );
}

/** Those of them of which nobody has said that they are none. */
export function unknownLabels(labels: readonly LabelCount[], reading: Reading): string[] {
  return classlessLabels(labels, reading).filter((label) => reading.noClass?.includes(label) !== true);
}

/** The export in progress and its result. */
import { createStore } from 'zustand/vanilla';
import type { ExportProgress, ExportRequest, ExportResult, RealPart } from '../../contracts/archive';
import { t } from '../../messages';
import { messageOf } from '../../messages/failures';
import type { StudioDependencies } from '../base/dependencies';
import { ownId } from '../../core/dataset/ownId';
import { counts } from '../../core/dataset/tally';
import type { Compose } from '../compose/composeStore';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetStore } from '../dataset/datasetStore';
import type { Notices } from '../base/noticeStore';

export type ExportState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly progress: ExportProgress | null }
  /** `url`: from where it is to be saved; null where it lies in the file that was chosen. */
  | { readonly phase: 'done'; readonly result: Omit<ExportResult, 'file'>; readonly url: string | null };

export const USUAL_NAME = 'inlay-samples';

/** The parts of the studio that it works with. */
export interface ExportNeeds {
  readonly notices: Notices;
  readonly classes: Pick<ClassControl, 'store'>;
  readonly compose: Pick<Compose, 'store'>;
  readonly dataset: Pick<DatasetStore, 'store'>;
}

export interface ExportChoice extends Pick<ExportRequest, 'name' | 'scope' | 'isSigned'> {
  /** Id of a layout (core/export/presets); null: the bag. */
  readonly preset: string | null;
  /** How source images are named: by the person's own ids, as far as they are known here, or by hashes. */
  readonly sourcesBy: 'id' | 'hash';
}

interface Exporting {
  readonly state: ExportState;
  /** As the person has set it; it stays while other screens are shown. */
  readonly choice: ExportChoice;
}

/** @param save hands the finished zip out as a file */
export function createExport(
  { archive, appVersion, dataset: worker }: StudioDependencies,
  { notices, classes, compose, dataset }: ExportNeeds,
  save = download,
) {
  const store = createStore<Exporting>(() => ({
    state: { phase: 'idle' },
    choice: { name: USUAL_NAME, scope: 'accepted', sourcesBy: 'id', isSigned: true, preset: null },
  }));

  /** What the person calls the source images of her skin: as it was taken, as a file was named, and as the open data set has it. */
  async function ownIds(): Promise<Record<string, string>> {
    const names: Record<string, string> = {};
    for (const { id, name, origin, from, fromOwnId } of compose.store.getState().backgrounds) {
      if (origin === 'file') names[id] = name.replace(/\.[^.]+$/, '');
      if (from !== undefined && fromOwnId !== undefined) names[from] = fromOwnId;
    }
    const { opened, content } = dataset.store.getState();
    const fingerprints = opened ? await worker.fingerprints() : null;
    if (fingerprints?.ok)
      content.images.forEach(({ id }, at) => {
        const fingerprint = fingerprints.value[at] ?? '';
        if (fingerprint !== '') names[ownId(fingerprint)] = id;
      });
    return names;
  }

  /** The training part of the open data set. */
  async function realPart(): Promise<RealPart> {
    const { content } = dataset.store.getState();
    const fingerprints = await worker.fingerprints();
    const [images, heldOut]: [RealPart['images'][number][], string[]] = [[], []];
    content.images.forEach((image, place) => {
      const { id, path, class: code, lesion, patient, split } = image;
      const fingerprint = fingerprints.ok ? (fingerprints.value[place] ?? '') : '';
      if (split !== 'train' && fingerprint !== '') heldOut.push(ownId(fingerprint));
      if (split === 'train' && code !== null && counts(image, place, content.scan))
        images.push({ place, id, path, class: code, lesion, patient });
    });
    return { images, heldOut };
  }

  async function layoutOf(preset: string): Promise<Pick<ExportRequest, 'preset' | 'real'>> {
    const { presetOf } = await import('../../core/export/presets/list');
    return presetOf(preset)?.realPlaces ? { preset, real: await realPart() } : { preset };
  }

  /** @param target a file that was chosen; null: the studio keeps the zip until it is saved */
  async function run(choice: ExportChoice, target: FileSystemFileHandle | null = null): Promise<void> {
    const { sourcesBy, preset, ...wanted } = choice;
    const { state } = store.getState();
    if (state.phase === 'running') return;
    if (state.phase === 'done' && state.url !== null) URL.revokeObjectURL(state.url);
    store.setState({ state: { phase: 'running', progress: null } });
    let isRunning = true; // progress has a channel of its own, and its last word may come after the result
    const sourceNames = sourcesBy === 'id' ? await ownIds() : {};
    const layout = preset === null ? {} : await layoutOf(preset);
    const outcome = await archive.exportSamples(
      { ...wanted, ...layout, appVersion, classes: classes.store.getState().list, sourceNames },
      target,
      (progress) => {
        if (isRunning) store.setState({ state: { phase: 'running', progress } });
      },
      (place) => worker.file(place),
    );
    isRunning = false;
    if (!outcome.ok) {
      store.setState({ state: { phase: 'idle' } });
      if (outcome.failure.code === 'export-cancelled')
        notices.offer(messageOf(outcome.failure), { label: t('export.again'), run: () => void run(choice, target) });
      else notices.report(outcome.failure);
      return;
    }
    const { file, ...result } = outcome.value;
    const url = file && URL.createObjectURL(file);
    store.setState({ state: { phase: 'done', result, url } });
    if (url !== null) save(url, result.fileName);
  }

  return {
    store,
    run,
    choose: (change: Partial<ExportChoice>): void =>
      store.setState(({ choice }) => ({ choice: { ...choice, ...change } })),
    cancel: (): void => archive.cancel(),
  };
}

/** As a press on a link does. */
function download(url: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}

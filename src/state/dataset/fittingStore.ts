/** Whose real images the gates compare with: the bundle's, or the person's own data set, described and fitted here. */
import { createStore } from 'zustand/vanilla';
import { encoderClassesOf } from '../../contracts/bundle';
import type { ClassCode } from '../../contracts/classes';
import type { Failure } from '../../contracts/failure';
import { DESCRIBED, type Fitted, type FitRequest } from '../../contracts/fitting';
import { lesionOf } from '../../core/dataset/lesionOf';
import { ownId } from '../../core/dataset/ownId';
import { counts } from '../../core/dataset/tally';
import { coarserClasses, type CoarserClass } from '../../core/gates/coarser';
import type { ClassControl } from './classStore';
import type { DatasetContent, DatasetStore } from './datasetStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { partWith, type Parting } from '../base/parting';
import { t } from '../../messages';
import { encoderOf } from '../session/encoderOf';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';

export type FittingPhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'describing'; readonly done: number; readonly total: number }
  | { readonly kind: 'fitting' };

export interface FittingState {
  readonly phase: FittingPhase;
  /** The fit on the person's own images that is in use; null: the bundle's real images. */
  readonly fitted: Fitted | null;
  /** Classes that the bundle's own gates would judge more finely than the fit. */
  readonly coarser: readonly CoarserClass[];
}

/** Images on their way to the encoder at the same time: one is read while another one is described. */
const IN_FLIGHT = 2;
const NOT_YET = DESCRIBED.indexOf('not-yet');
/** Above this share of images that the bundle's reference names, its encoder was trained on the data set. */
const KNOWN_SHARE = 0.01;

/** The parts of the studio that it works with. */
export interface FittingStateNeeds {
  readonly notices: Notices;
  readonly later: Later;
  readonly session: Session;
  /** What the charts of Review are drawn against follows the gates. */
  readonly selection: { refreshReference(): Promise<void> };
  readonly dataset: DatasetStore;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createFittingState(
  dependencies: StudioDependencies,
  { notices, session, selection, dataset, classes, later }: FittingStateNeeds,
) {
  const { dataset: worker, fitting, inference, now } = dependencies;
  const store = createStore<FittingState>(() => ({ phase: { kind: 'idle' }, fitted: null, coarser: [] }));
  let isStopped = false;
  /** A fit that is not in use any more and can still be taken back. */
  let parting: Parting | null = null;

  async function forget(): Promise<void> {
    await fitting.purge(); // what stays is removed with the next fit
  }

  async function bringBack(fitted: Fitted): Promise<void> {
    const kept = await fitting.takeBack(fitted);
    if (kept.ok) await restore();
    else notices.report(kept.failure);
  }

  /** Puts the kept fit into use, if there is one of the encoder that is open. */
  async function restore(): Promise<void> {
    const encoder = encoderOf(session.store.getState().manifest);
    const kept = encoder === null ? null : await fitting.load(encoder);
    if (kept && !kept.ok) notices.report(kept.failure);
    const found = kept?.ok ? kept.value : null;
    if (found) {
      const bundle = await inference.compareWith(null);
      const compared = await inference.compareWith(found.files);
      if (!compared.ok) notices.report(compared.failure);
      const coarser = coarserClasses(found.about, bundle.ok ? bundle.value : null);
      store.setState(compared.ok ? { fitted: found.about, coarser } : { fitted: null, coarser: [] });
    } else store.setState({ fitted: null, coarser: [] });
    await selection.refreshReference();
  }

  async function describeAll(
    wanted: readonly number[],
    states: Uint8Array,
    say: (done: number, total: number) => void,
  ): Promise<Failure | null> {
    const waiting = wanted.filter((image) => states[image] === NOT_YET);
    let done = wanted.length - waiting.length;
    let failure: Failure | null = null;
    say(done, wanted.length);
    let next = 0;
    const work = async (): Promise<void> => {
      for (let image = waiting[next++]; image !== undefined && !isStopped && !failure; image = waiting[next++]) {
        failure ??= await describeOne(image);
        done += 1;
        say(done, wanted.length);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    return failure;
  }

  /** A file that cannot be read is left out; what would befall every file ends it. */
  async function describeOne(image: number): Promise<Failure | null> {
    const [file, outline] = await Promise.all([worker.file(image), worker.mask(image)]);
    for (const read of [file, outline])
      if (!read.ok && read.failure.code !== 'dataset-file-missing') return read.failure;
    const described =
      file.ok && outline.ok ? await inference.describe({ file: file.value, outline: outline.value }) : null;
    if (described && !described.ok) return described.failure;
    const kept = await fitting.keep(image, described?.value ?? null);
    return kept.ok ? null : kept.failure;
  }

  async function fitNow(): Promise<void> {
    const { opened, content, scannedCount } = dataset.store.getState();
    const encoder = encoderOf(session.store.getState().manifest);
    if (!opened || scannedCount < content.images.length || encoder === null || store.getState().phase.kind !== 'idle')
      return;
    isStopped = false;
    parting?.drop(); // the new fit takes its place
    store.setState({ phase: { kind: 'describing', done: 0, total: 1 } });
    const failure = await run(opened.summary.name, opened.summary.token, content, encoder);
    store.setState({ phase: { kind: 'idle' } });
    if (!failure) return;
    notices.report(failure);
    await dataset.restore(); // its files may be out of reach
  }

  return {
    store,
    restore,
    /** Describes what was not described of the open data set, whose every image was scanned, then fits. What was described is kept when it stops. */
    fit: (): Promise<void> => later.whenReady('fit', fitNow),
    /** Describes images of the open data set where they were not, for others than the gates. @returns what ended it; null also when it was stopped */
    async describe(
      token: string,
      images: number,
      wanted: readonly number[],
      say: (done: number, total: number) => void,
    ): Promise<Failure | null> {
      const encoder = encoderOf(session.store.getState().manifest);
      if (encoder === null) return null;
      isStopped = false;
      const begun = await fitting.begin(token, encoder, images);
      return begun.ok ? describeAll(wanted, begun.value, say) : begun.failure;
    },
    /** Whether the bundle's encoder was trained on the open data set. */
    async isKnownToEncoder({ images }: DatasetContent): Promise<boolean> {
      const known = await inference.countKnown(images.map(({ id }) => id));
      return known.ok && known.value > KNOWN_SHARE * images.length;
    },
    stop(): void {
      isStopped = true;
    },
    /** Before the studio ends: nothing is left of a fit that is not in use any more. */
    settle: async (): Promise<void> => parting?.settle(),
    /** Compares with the bundle's real images again. */
    async useBundle(): Promise<void> {
      const { fitted } = store.getState();
      const forgotten = await fitting.forget();
      if (!forgotten.ok) notices.report(forgotten.failure);
      await inference.compareWith(null);
      store.setState({ fitted: null, coarser: [] });
      if (fitted)
        parting = partWith(dependencies, notices, t('state.fitGone'), { forget, back: () => void bringBack(fitted) });
      await selection.refreshReference();
    },
  };

  async function run(name: string, token: string, content: DatasetContent, encoder: string): Promise<Failure | null> {
    const begun = await fitting.begin(token, encoder, content.images.length);
    if (!begun.ok) return begun.failure;
    const { codes } = classes.store.getState();
    const { manifest } = session.store.getState();
    const wanted = fitImages(content, codes);
    const stopped = await describeAll(wanted, begun.value, (done, total) =>
      store.setState({ phase: { kind: 'describing', done, total } }),
    );
    if (stopped || isStopped) return stopped;
    store.setState({ phase: { kind: 'fitting' } });
    const fingerprints = await worker.fingerprints();
    if (!fingerprints.ok) return fingerprints.failure;
    const known = await inference.countKnown(content.images.map(({ id }) => id));
    if (!known.ok) return known.failure;
    const fitted = await fitting.fit({
      ...requestOf(content, codes, wanted, fingerprints.value),
      encoderClasses: encoderClassesOf(manifest ?? {}),
      dataset: name,
      isKnownToEncoder: known.value > KNOWN_SHARE * content.images.length,
      when: now().toISOString(),
    });
    if (!fitted.ok) return fitted.failure;
    await restore();
    return null;
  }
}

export type FittingControl = ReturnType<typeof createFittingState>;

/** Every image that counts, but those of the test split: the gates never see them. @param classes of the project */
export function fitImages({ images, scan }: DatasetContent, classes: readonly ClassCode[]): number[] {
  return images.flatMap((image, at) =>
    counts(image, at, scan) && image.split !== 'test' && isOf(classes, image.class) ? [at] : [],
  );
}

/** A class that was removed may still stand with images of a data set that is out of reach. */
export function isOf(classes: readonly ClassCode[], code: ClassCode | null): boolean {
  return code !== null && classes.includes(code);
}

/** @param fingerprints of the images' files: they name the images, so that no file name travels with a sample */
export function requestOf(
  { images }: Pick<DatasetContent, 'images'>,
  classes: readonly ClassCode[],
  wanted: readonly number[],
  fingerprints: readonly string[],
): Pick<FitRequest, 'classes' | 'images' | 'ids' | 'labels' | 'lesions' | 'splits'> {
  const chosen = wanted.flatMap((at) => images[at] ?? []);
  return {
    classes: [...classes],
    images: Int32Array.from(wanted),
    ids: wanted.map((at) => ownId(fingerprints[at] ?? '')),
    labels: Int32Array.from(chosen, (image) => (image.class === null ? -1 : classes.indexOf(image.class))),
    lesions: numbered(chosen.map(lesionOf)),
    splits: chosen.map(({ split }) => (split === 'calibration' ? 'calibration' : 'train')),
  };
}

/** The same number for the same name, in the order in which they come. */
export function numbered(names: readonly string[]): Int32Array<ArrayBuffer> {
  const numbers = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/** The reader study under way: its pictures, all there before the first is asked, and the answers, each kept when it is given. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { SKIN, type ClassCode } from '../../contracts/classes';
import type { SampleSummary } from '../../contracts/sample';
import type { Study, StudyItem } from '../../contracts/study';
import { decodeRle } from '../../core/mask/rle';
import { drawStudy, withoutQuestions, type Pool } from '../../core/review/study';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetState as Dataset } from '../dataset/datasetStore';
import { t } from '../../messages';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import type { Writing } from '../base/writing';
import type { Scenery, StudyPictures } from './studyPictures';

export interface StudyState {
  readonly isOpen: boolean;
  readonly study: Study | null;
  /** What the picture under question is taken for, before the class is asked. */
  readonly kind: 'real' | 'synthetic' | null;
  /** The picture under question is on the screen: before that nothing is answered. */
  readonly hasAppeared: boolean;
  /** `missing`: so many of those that are still to be asked cannot be read. */
  readonly pictures:
    | { readonly phase: 'none' }
    | { readonly phase: 'reading'; readonly done: number; readonly total: number }
    | { readonly phase: 'missing'; readonly count: number }
    | { readonly phase: 'ready' };
}

/** The parts of the studio that it works with. */
export interface StudyNeeds {
  readonly notices: Notices;
  readonly dataset: { readonly store: StoreApi<Dataset> };
  readonly writing: Writing;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createStudy(
  { storage, dataset, now, randomSeed }: StudioDependencies,
  { notices, writing, dataset: { store: data }, classes }: StudyNeeds,
) {
  const store = createStore<StudyState>(() => ({
    isOpen: false,
    study: null,
    kind: null,
    hasAppeared: false,
    pictures: { phase: 'none' },
  }));
  let found: StudyPictures = { ready: new Map(), missing: new Set() };
  let stop = new AbortController();
  let shownSince = 0;

  async function keep(study: Study | null): Promise<void> {
    store.setState({ study, kind: null, hasAppeared: false });
    await writing.replace('study', () => storage.saveStudy(study));
  }

  /** @param chosen whose pictures may be asked; SKIN is no question */
  function pool(chosen: readonly SampleSummary[]): Pool {
    const { content } = data.getState();
    return {
      synthetic: chosen
        .filter(({ class: code }) => code !== SKIN)
        .map(({ id, class: code }) => ({ kind: 'synthetic', id, class: code })),
      real: content.images.flatMap(({ id, class: code }): StudyItem[] =>
        code === null ? [] : [{ kind: 'real', id, class: code }],
      ),
    };
  }

  async function sceneryOf(item: StudyItem): Promise<Scenery | null> {
    if (item.kind === 'real') {
      const place = data.getState().content.images.findIndex(({ id }) => id === item.id);
      const scene = place < 0 ? null : await dataset.scene(place);
      return scene?.ok ? scene.value : null;
    }
    const [png, record] = await Promise.all([storage.readSamplePng(item.id), storage.readRecord(item.id)]);
    const { decodePng } = await import('../../core/provenance/pngPixels');
    return png.ok && record.ok ? { image: decodePng(png.value), lesion: decodeRle(record.value.mask) } : null;
  }

  /** Reads the pictures; those of an earlier reading are given up. @returns whether it came to its end */
  async function read(items: readonly StudyItem[]): Promise<boolean> {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    const show = (done: number): void => store.setState({ pictures: { phase: 'reading', done, total: items.length } });
    show(0);
    const { asJpeg, readPictures } = await import('./studyPictures');
    const read = await readPictures(items, { read: sceneryOf, encode: asJpeg }, show, signal);
    if (read) found = read;
    return read !== null;
  }

  async function prepare(): Promise<void> {
    const { study } = store.getState();
    if (!study || !(await read(study.items))) return;
    const count = study.items.slice(study.answers.length).filter(({ id }) => found.missing.has(id)).length;
    store.setState({ pictures: count === 0 ? { phase: 'ready' } : { phase: 'missing', count } });
  }

  /** Ends it, with its answers; that can be taken back. */
  async function giveUp(): Promise<void> {
    const { study } = store.getState();
    await keep(null);
    if (study && study.answers.length > 0)
      notices.offer(t('review.study.givenUp', { count: study.answers.length }), {
        label: t('app.undo'),
        run: () => void keep(study).then(prepare), // another may have been begun meanwhile
      });
  }

  return {
    store,
    restore: (study: Study | null): void => store.setState({ study }),
    setOpen: (isOpen: boolean): void => store.setState({ isOpen }),
    pool,
    /** Draws the pictures and begins once all of them are read, in place of those that cannot be read others; an earlier study is given up. */
    async begin(chosen: readonly SampleSummary[], perKind: number): Promise<void> {
      const seed = randomSeed();
      const gone = new Set<string>();
      const left = (items: readonly StudyItem[]): StudyItem[] => items.filter(({ id }) => !gone.has(id));
      for (;;) {
        const { synthetic, real } = pool(chosen);
        const readable = { synthetic: left(synthetic), real: left(real) };
        const items = drawStudy(readable, classes.store.getState().codes, perKind, seed);
        if (!(await read(items))) return;
        if (items.length < 2 || found.missing.size === 0) {
          store.setState({ pictures: { phase: items.length < 2 ? 'none' : 'ready' } });
          if (items.length < 2) notices.inform(t('review.study.noneReadable'));
          else await keep({ schema: 1, seed, startedAt: now().toISOString(), items, answers: [] });
          return;
        }
        for (const id of found.missing) gone.add(id);
      }
    },
    /** Reads the pictures of a study that was begun before. */
    prepare,
    stopReading(): void {
      stop.abort();
      store.setState({ pictures: { phase: 'none' } });
    },
    /** JPEG; null before it was read. */
    picture: (item: StudyItem): Blob | null => found.ready.get(item.id) ?? null,
    /** The clock of an answer starts when the picture is there. */
    appeared(): void {
      shownSince = performance.now();
      store.setState({ hasAppeared: true });
    },
    sayKind: (kind: StudyState['kind']): void =>
      store.setState(({ hasAppeared, kind: before }) => ({ kind: hasAppeared ? kind : before })),
    async sayClass(code: ClassCode | null): Promise<void> {
      const { study, kind } = store.getState();
      if (!study || kind === null || study.answers.length >= study.items.length) return;
      const ms = Math.max(0, performance.now() - shownSince);
      await keep({ ...study, answers: [...study.answers, { kind, class: code, ms }] });
    },
    /** The last answer is taken back. */
    async stepBack(): Promise<void> {
      const { study, kind } = store.getState();
      const last = study?.items[study.answers.length - 1];
      if (kind !== null) store.setState({ kind: null });
      else if (study && last && found.ready.has(last.id)) await keep({ ...study, answers: study.answers.slice(0, -1) });
    },
    /** Goes on without what cannot be read, and without as many of the other kind; where nothing is left, what was answered is the study. */
    async leaveOut(): Promise<void> {
      const { study } = store.getState();
      if (!study) return;
      const rest = withoutQuestions(study, found.missing);
      store.setState({ pictures: { phase: 'ready' } });
      if (rest.items.length < 2) await giveUp();
      else await keep(rest);
    },
    giveUp,
  };
}

/** The reader study under way: its pictures, all cut and sized alike, and the answers, each kept when it is given. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { SKIN, type ClassCode } from '../../contracts/classes';
import type { Mask, RgbaImage } from '../../contracts/image';
import type { SampleId } from '../../contracts/sample';
import type { Study, StudyItem } from '../../contracts/study';
import { regionAround, regionTensor } from '../../core/image/region';
import { tensorToRgba } from '../../core/image/tensorImage';
import { decodeRle } from '../../core/mask/rle';
import { drawStudy, type Pool } from '../../core/review/study';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetState as Dataset } from '../dataset/datasetStore';
import { t } from '../../messages';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import type { Writing } from '../base/writing';
import type { Samples } from './sampleStore';

export interface StudyState {
  readonly isOpen: boolean;
  readonly study: Study | null;
  /** What the picture under question is taken for, before the class is asked. */
  readonly kind: 'real' | 'synthetic' | null;
  /** The picture under question is on the screen: before that nothing is answered. */
  readonly hasAppeared: boolean;
}

/** Of every picture that is shown: around the lesion, as the model sees it. */
const STUDY_PX = 256;
const CONTEXT = 2;
/** That are remembered. */
const PICTURES = 4;

/** The parts of the studio that it works with. */
export interface StudyNeeds {
  readonly notices: Notices;
  readonly samples: Samples;
  readonly dataset: { readonly store: StoreApi<Dataset> };
  readonly writing: Writing;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createStudy(
  { storage, dataset, now, randomSeed }: StudioDependencies,
  { notices, samples, writing, dataset: { store: data }, classes }: StudyNeeds,
) {
  const store = createStore<StudyState>(() => ({ isOpen: false, study: null, kind: null, hasAppeared: false }));
  const pictures = new Map<string, Promise<RgbaImage | null>>();
  let shownSince = 0;

  async function keep(study: Study | null): Promise<void> {
    store.setState({ study, kind: null, hasAppeared: false });
    await writing.replace('study', () => storage.saveStudy(study));
  }

  /** Accepted and undecided samples; real images that were seen, of a known class. */
  function pool(): Pool {
    const { content } = data.getState();
    return {
      synthetic: [...samples.store.getState().samples.values()]
        .filter(({ class: code, decision }) => code !== SKIN && decision?.outcome !== 'rejected')
        .map(({ id, class: code }) => ({ kind: 'synthetic', id, class: code })),
      real: content.images.flatMap(({ id, class: code }): StudyItem[] =>
        code === null ? [] : [{ kind: 'real', id, class: code }],
      ),
    };
  }

  async function ofSample(id: SampleId): Promise<RgbaImage | null> {
    const [png, record] = await Promise.all([storage.readSamplePng(id), storage.readRecord(id)]);
    const { decodePng } = await import('../../core/provenance/png');
    return png.ok && record.ok ? cut(decodePng(png.value), decodeRle(record.value.mask)) : null;
  }

  async function ofReal(id: string): Promise<RgbaImage | null> {
    const place = data.getState().content.images.findIndex((image) => image.id === id);
    const scene = place < 0 ? null : await dataset.scene(place);
    return scene?.ok && scene.value ? cut(scene.value.image, scene.value.lesion) : null;
  }

  return {
    store,
    restore: (study: Study | null): void => store.setState({ study }),
    setOpen: (isOpen: boolean): void => store.setState({ isOpen }),
    pool,
    /** Draws the pictures and begins; an earlier study is given up. */
    async begin(perKind: number): Promise<void> {
      const seed = randomSeed();
      const items = drawStudy(pool(), classes.store.getState().codes, perKind, seed);
      if (items.length >= 2) await keep({ schema: 1, seed, startedAt: now().toISOString(), items, answers: [] });
    },
    /** Null where it cannot be read, which is tried again; the last few are remembered, so that one can be read ahead. */
    picture(item: StudyItem): Promise<RgbaImage | null> {
      const known = pictures.get(item.id);
      if (known) return known;
      const reading = item.kind === 'synthetic' ? ofSample(item.id) : ofReal(item.id);
      pictures.set(item.id, reading);
      void reading.then((image) => image === null && pictures.delete(item.id));
      const [oldest] = pictures.keys();
      if (pictures.size > PICTURES && oldest !== undefined) pictures.delete(oldest);
      return reading;
    },
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
      if (kind !== null) store.setState({ kind: null });
      else if (study && study.answers.length > 0) await keep({ ...study, answers: study.answers.slice(0, -1) });
    },
    /** A picture that cannot be shown is left out of the study. */
    async leaveOut(): Promise<void> {
      const { study } = store.getState();
      if (!study) return;
      const items = study.items.filter((_, i) => i !== study.answers.length);
      await keep(items.length < 2 ? null : { ...study, items });
    },
    /** Ends it, with its answers; that can be taken back. */
    async giveUp(): Promise<void> {
      const { study } = store.getState();
      await keep(null);
      if (study && study.answers.length > 0)
        notices.offer(t('review.study.givenUp', { count: study.answers.length }), {
          label: t('app.undo'),
          run: () => void keep(study),
        });
    },
  };
}

/** The same square, the same size, the same resampling for both kinds: a reader is to judge the lesion. */
function cut(image: RgbaImage, lesion: Mask): RgbaImage | null {
  const region = regionAround(lesion, CONTEXT);
  return region && tensorToRgba(regionTensor(image, region, STUDY_PX), STUDY_PX);
}

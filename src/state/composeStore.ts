/** The Compose screen's settings, kept across reloads: a finished stroke at once, the rest within half a second. */
import { createStore } from 'zustand/vanilla';
import type { BundleManifest, OutlinePlace, OutlineSize } from '../contracts/bundle';
import type { ClassCode } from '../contracts/classes';
import type { RgbaImage } from '../contracts/image';
import { SAMPLER_LIMITS } from '../contracts/recipe';
import type { Background } from '../contracts/library';
import type { ComposeState as Kept } from '../contracts/storage';
import { sampleOutline } from '../core/mask/outline';
import type { StudioDependencies } from './dependencies';
import { MaskDocument } from './maskDocument';
import type { Notices } from './noticeStore';
import type { Session } from './sessionStore';

export interface ComposeSettings {
  readonly backgroundId: string | null;
  readonly class: ClassCode;
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  /** `fast` where the bundle in use has a student. */
  readonly sampler: 'full' | 'fast';
  readonly variants: number;
  readonly featherPx: number;
  readonly brushSizePx: number;
  readonly tool: 'brush' | 'eraser';
  readonly outlineSize: OutlineSize;
  readonly outlinePlace: OutlinePlace;
  readonly outlineOfClass: boolean;
}

export interface ComposeStoreState extends ComposeSettings {
  readonly backgrounds: readonly Background[];
  /** Counts changes of the mask, so that buttons know whether there is something to undo. */
  readonly maskRevision: number;
  /** Counts backgrounds whose pixels arrived. */
  readonly backgroundRevision: number;
  readonly hideOverlay: boolean;
}

const SAVE_DELAY_MS = 300;
export const BRUSH_LIMITS = { min: 1, max: 400 } as const;

export function createCompose(dependencies: StudioDependencies, notices: Notices, session: Session) {
  const { storage } = dependencies;
  const document = new MaskDocument();
  const masks: Kept['masks'] = {};
  let pixels: { id: string; image: RgbaImage } | null = null;
  let pending: number | null = null;
  let wantedId: string | null = null;
  const store = createStore<ComposeStoreState>(() => ({
    backgroundId: null,
    class: 'DF',
    seed: 1,
    steps: 16,
    guidance: 2,
    sampler: 'full',
    variants: 4,
    featherPx: 6,
    brushSizePx: 32,
    tool: 'brush',
    outlineSize: 'any',
    outlinePlace: 'anywhere',
    outlineOfClass: false,
    backgrounds: [],
    maskRevision: 0,
    backgroundRevision: 0,
    hideOverlay: false,
  }));

  document.subscribe(() => {
    store.setState(({ maskRevision }) => ({ maskRevision: maskRevision + 1 }));
    saveSoon(document.isPainting ? SAVE_DELAY_MS : 0); // a finished stroke waits for nothing
  });

  function saveSoon(delayMs = SAVE_DELAY_MS): void {
    if (pending !== null) dependencies.unschedule(pending);
    pending = dependencies.schedule(() => void saveNow(), delayMs);
  }

  function rememberMask(): void {
    if (pixels) masks[pixels.id] = document.toRle();
  }

  /** Writes what has changed; called when the page is hidden, too. */
  async function saveNow(): Promise<void> {
    if (pending === null) return;
    dependencies.unschedule(pending);
    pending = null;
    rememberMask();
    const {
      backgrounds: _b,
      maskRevision: _m,
      backgroundRevision: _r,
      hideOverlay: _h,
      ...settings
    } = store.getState();
    const kept: Kept = { schema: 1, ...settings, masks: { ...masks } };
    const saved = await storage.saveCompose(kept);
    if (!saved.ok) notices.report(saved.failure);
  }

  function set(changes: Partial<ComposeSettings>): void {
    store.setState(changes);
    saveSoon();
  }

  function setNumber(name: 'seed' | 'steps' | 'guidance' | 'variants' | 'featherPx', value: number): void {
    const { min, max } = SAMPLER_LIMITS[name];
    if (Number.isFinite(value))
      set({ [name]: Math.min(max, Math.max(min, name === 'guidance' ? value : Math.round(value))) });
  }

  async function openBackground(id: string): Promise<void> {
    const background = store.getState().backgrounds.find((candidate) => candidate.id === id);
    if (!background) return;
    wantedId = id;
    const read = await storage.readBackground(id);
    if (wantedId !== id) return; // another one was chosen while this was read
    if (!read.ok) {
      notices.report(read.failure);
      return;
    }
    rememberMask(); // strokes may have come while the pixels were read
    pixels = { id, image: read.value };
    document.open(read.value.width, read.value.height, masks[id]);
    store.setState(({ backgroundRevision }) => ({ backgroundId: id, backgroundRevision: backgroundRevision + 1 }));
    saveSoon();
  }

  return {
    store,
    document,
    saveNow,
    openBackground,
    set,
    /** Pixels of the background in place, or null while they are read. */
    background: (): RgbaImage | null => pixels?.image ?? null,
    setHideOverlay: (hideOverlay: boolean): void => store.setState({ hideOverlay }),
    setNumber,
    /** Steps and guidance that the maker of a bundle advises. */
    takeDefaults({ steps, guidance }: BundleManifest['defaults']): void {
      setNumber('steps', steps);
      setNumber('guidance', guidance);
    },
    setBrushSize(value: number): void {
      if (Number.isFinite(value))
        set({ brushSizePx: Math.min(BRUSH_LIMITS.max, Math.max(BRUSH_LIMITS.min, Math.round(value))) });
    },
    newSeed: (): void => set({ seed: dependencies.randomSeed() }),
    /** Draws an outline from the bundle's shape model; the same for every class, unless the settings ask for the class's own. */
    sampleMask(): void {
      const { maskModel } = session.store.getState();
      const { width, height } = document.mask;
      const { outlineSize: size, outlinePlace: place, outlineOfClass, class: code } = store.getState();
      const wishes = { size, place, ofClass: outlineOfClass ? code : null };
      if (maskModel && pixels)
        document.replace(sampleOutline(maskModel, width, height, dependencies.randomSeed(), wishes));
      else notices.inform('The bundle in use has no outline model.', 'Paint the mask with the brush.');
    },
    /** Backgrounds that came or changed; the others stay. */
    putBackgrounds(changed: readonly Background[]): void {
      const by = new Map(changed.map((one) => [one.id, one]));
      store.setState(({ backgrounds }) => {
        const known = new Set(backgrounds.map(({ id }) => id));
        const fresh = changed.filter(({ id }) => !known.has(id));
        return { backgrounds: [...backgrounds.map((one) => by.get(one.id) ?? one), ...fresh] };
      });
    },
    /** The one in place stays until another one is opened. */
    dropBackground: (gone: string): void =>
      store.setState(({ backgrounds }) => ({ backgrounds: backgrounds.filter(({ id }) => id !== gone) })),
    async importBackground(file: Blob, name: string): Promise<void> {
      const imported = await storage.importBackground(file, name);
      if (!imported.ok) {
        notices.report(imported.failure);
        return;
      }
      const background = imported.value;
      store.setState(({ backgrounds }) => ({
        backgrounds: [...backgrounds.filter(({ id }) => id !== background.id), background],
      }));
      if (background.notices.length > 0) notices.inform(background.notices.join(' '));
      await openBackground(background.id);
    },
    /** Puts kept settings back and opens the last background, or the first there is. */
    async restore(kept: Kept | null, backgrounds: readonly Background[]): Promise<void> {
      store.setState({ backgrounds });
      if (kept) {
        const { masks: keptMasks, schema: _, backgroundId: _id, ...settings } = kept;
        Object.assign(masks, keptMasks);
        store.setState(settings);
      }
      const wanted = backgrounds.find(({ id }) => id === kept?.backgroundId) ?? backgrounds[0];
      if (wanted) await openBackground(wanted.id);
    },
  };
}

export type Compose = ReturnType<typeof createCompose>;

/** The Compose screen's settings, kept across reloads: a finished stroke and a pin at once, the rest within half a second. */
import { createStore } from 'zustand/vanilla';
import type { BundleManifest, OutlinePlace, OutlineSize } from '../../contracts/bundle';
import type { ClassCode } from '../../contracts/classes';
import { failureOf, succeed } from '../../contracts/failure';
import type { RgbaImage } from '../../contracts/image';
import { NEARBY_LIMITS, SAMPLER_LIMITS } from '../../contracts/recipe';
import type { Background } from '../../contracts/library';
import type { SampleId } from '../../contracts/sample';
import { PAINT_LIMITS, type ComposeState as Kept, type Grid } from '../../contracts/storage';
import type { MaskChange, Stroke } from '../../contracts/strokes';
import type { StudioDependencies } from '../base/dependencies';
import { gridKey, guidanceRows } from './gridRows';
import { createBackgroundActions } from './backgroundActions';
import { createMaskActions } from './maskActions';
import { MaskDocument } from './maskDocument';
import type { Notices } from '../base/noticeStore';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';
import type { Writing } from '../base/writing';

export interface ComposeSettings {
  readonly backgroundId: string | null;
  readonly class: ClassCode;
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  /** `fast` where the bundle in use has a student. */
  readonly sampler: 'full' | 'fast';
  readonly variants: number;
  /** Of what lies under the mask, so much is made anew. */
  readonly strength: number;
  readonly featherPx: number;
  /** Of the brush on the screen, CSS pixels. */
  readonly brushSizePx: number;
  /** Id of the tool in the hand. */
  readonly tool: string;
  readonly hardness: number;
  readonly usesPressure: boolean;
  readonly areaMode: 'add' | 'remove';
  readonly wandTolerance: number;
  readonly reshapePx: number;
  readonly outlineSize: OutlineSize;
  readonly outlinePlace: OutlinePlace;
  readonly outlineOfClass: boolean;
  readonly live: boolean;
  readonly nearStrength: number;
  readonly gridAxis: Grid['axis'];
  readonly gridGuidance: readonly number[];
  /** Newest first. */
  readonly grids: readonly Grid[];
  readonly pinned: readonly SampleId[];
}

export interface ComposeStoreState extends ComposeSettings {
  readonly backgrounds: readonly Background[];
  /** Counts changes of the mask, so that buttons know whether there is something to undo. */
  readonly maskRevision: number;
  /** Counts backgrounds whose pixels arrived. */
  readonly backgroundRevision: number;
  readonly hideOverlay: boolean;
  /** Whether it is known which backgrounds there are. */
  readonly isRestored: boolean;
  /** Whether the first skin is still on its way: until it is shown nothing can be painted. */
  readonly awaitsSkin: boolean;
  /** Names of image files that are being read, in their order. */
  readonly opening: readonly string[];
}

const SAVE_DELAY_MS = 300;
const KEPT_GRIDS = 12;

/** The parts of the studio that it works with. */
export interface ComposeNeeds {
  readonly notices: Notices;
  readonly later: Later;
  readonly session: Session;
  readonly writing: Writing;
}

export function createCompose(dependencies: StudioDependencies, { notices, session, writing, later }: ComposeNeeds) {
  const { storage, tabs } = dependencies;
  const document = new MaskDocument();
  /** Steps that are not kept yet, by background. */
  const unwritten = new Map<string, MaskChange[]>();
  /** Steps of other tabs that came while their background was read. */
  let heard: MaskChange[] = [];
  let pixels: { id: string; image: RgbaImage } | null = null;
  let pending: number | null = null;
  let wantedId: string | null = null;
  /** Settings that the person has chosen since the studio was opened: no default takes their place. */
  const chosen = new Set<string>();
  const store = createStore<ComposeStoreState>(() => ({
    backgroundId: null,
    class: 'DF',
    seed: 1,
    steps: 16,
    guidance: 2,
    sampler: 'full',
    variants: 4,
    strength: 1,
    featherPx: 6,
    brushSizePx: 48,
    tool: 'brush',
    hardness: 1,
    usesPressure: true,
    areaMode: 'add',
    wandTolerance: 12,
    reshapePx: 4,
    outlineSize: 'any',
    outlinePlace: 'anywhere',
    outlineOfClass: false,
    live: false,
    nearStrength: 0.35,
    gridAxis: 'class',
    gridGuidance: [1, 1.5, 2, 3],
    grids: [],
    pinned: [],
    backgrounds: [],
    maskRevision: 0,
    backgroundRevision: 0,
    hideOverlay: false,
    isRestored: false,
    awaitsSkin: true,
    opening: [],
  }));

  document.subscribe(() => {
    if (!document.isPainting) store.setState(({ maskRevision }) => ({ maskRevision: maskRevision + 1 }));
  });

  // A finished stroke is written at once; where writing is slower than the hand, with those that came meanwhile.
  document.subscribeSteps((change) => {
    if (!pixels) return;
    const { id: backgroundId } = pixels;
    const { width, height } = document.mask;
    const waiting = unwritten.get(backgroundId) ?? [];
    unwritten.set(backgroundId, waiting);
    waiting.push(change);
    void writing.append(`mask ${backgroundId}`, async () => {
      const together = [...waiting]; // also those that came while the one before was written
      if (together.length === 0) return succeed(null);
      const strokes = together.map((step): Stroke => ({ size: [height, width], change: step }));
      const saved = await storage.addStrokes(backgroundId, strokes);
      if (!saved.ok) return saved;
      waiting.splice(0, together.length);
      for (const step of together) tabs.tell({ kind: 'stroke', backgroundId, change: step });
      return saved;
    });
  });

  tabs.listen((news) => {
    if (news.kind === 'stroke' && news.backgroundId === wantedId)
      if (pixels?.id === wantedId) document.takeOver(news.change);
      else heard.push(news.change);
    if (news.kind === 'lists') store.setState({ grids: news.grids, pinned: news.pinned });
  });

  function saveSoon(delayMs = SAVE_DELAY_MS): void {
    if (pending !== null) dependencies.unschedule(pending);
    pending = dependencies.schedule(saveNow, delayMs);
  }

  /** Writes what has changed; called when the page is hidden, too. */
  function saveNow(): void {
    if (pending === null) return;
    dependencies.unschedule(pending);
    pending = null;
    const { backgrounds: _b, maskRevision: _m, backgroundRevision: _r, ...others } = store.getState();
    const { hideOverlay: _h, isRestored: _i, awaitsSkin: _a, opening: _o, ...settings } = others;
    const { gridGuidance, grids, pinned } = settings;
    const lists = { gridGuidance: [...gridGuidance], grids: [...grids], pinned: [...pinned] };
    const kept: Kept = { schema: 1, ...settings, ...lists };
    void writing.replace('compose', () => storage.saveCompose(kept));
    tabs.tell({ kind: 'lists', grids: lists.grids, pinned: lists.pinned });
  }

  function set(changes: Partial<ComposeSettings>): void {
    Object.keys(changes).forEach((name) => chosen.add(name));
    store.setState(changes);
    saveSoon();
  }

  function setNumber(name: 'seed' | 'steps' | 'guidance' | 'variants' | 'featherPx', value: number): void {
    const { min, max } = SAMPLER_LIMITS[name];
    if (Number.isFinite(value))
      set({ [name]: Math.min(max, Math.max(min, name === 'guidance' ? value : Math.round(value))) });
  }

  /** What is no number leaves the setting as it is. */
  function setPainting(name: keyof typeof PAINT_LIMITS, value: number): void {
    const { min, max } = PAINT_LIMITS[name];
    const given = name === 'hardness' ? value : Math.round(value);
    if (Number.isFinite(value)) set({ [name]: Math.min(max, Math.max(min, given)) });
  }

  /** @param when a stroke is under way: it ends here, as far as it is drawn, or is waited for */
  async function openBackground(id: string, when: 'now' | 'after-stroke' = 'now'): Promise<void> {
    const background = store.getState().backgrounds.find((candidate) => candidate.id === id);
    if (!background) return;
    wantedId = id;
    heard = [];
    const [read, mask] = await Promise.all([storage.readBackground(id), storage.openMask(id)]);
    if (wantedId !== id) return; // another one was chosen while this was read
    if (!read.ok) {
      store.setState({ awaitsSkin: false });
      notices.report(read.failure);
      return;
    }
    if (!mask.ok) notices.report(mask.failure);
    else if (mask.value.isDamaged) notices.report(failureOf('kept-mask-damaged', { name: background.name }));
    if (when === 'after-stroke') await document.rested();
    if (wantedId !== id) return;
    if (document.isPainting) document.endStroke();
    pixels = { id, image: read.value };
    document.open(read.value.width, read.value.height, mask.ok ? mask.value.mask : null);
    for (const change of [...(unwritten.get(id) ?? []), ...heard.splice(0)]) document.takeOver(change);
    store.setState(({ backgroundRevision }) => ({
      ...{ backgroundId: id, backgroundRevision: backgroundRevision + 1 },
      awaitsSkin: false,
    }));
    saveSoon();
  }

  const actions = createMaskActions(
    dependencies,
    notices,
    { session, later },
    document,
    store.getState,
    () => pixels !== null,
  );

  return {
    store,
    document,
    saveNow,
    openBackground,
    ...actions,
    ...createBackgroundActions(dependencies, notices, store, openBackground),
    set,
    /** Pixels of the background in place, or null while they are read. */
    background: (): RgbaImage | null => pixels?.image ?? null,
    setHideOverlay: (hideOverlay: boolean): void => store.setState({ hideOverlay }),
    setNumber,
    /** Steps and guidance that the maker of a bundle advises. @param keepsTyped what the person has typed stays */
    takeDefaults({ steps, guidance }: BundleManifest['defaults'], keepsTyped = false): void {
      const isFree = (name: string): boolean => !keepsTyped || !chosen.has(name);
      if (isFree('steps')) setNumber('steps', steps);
      if (isFree('guidance')) setNumber('guidance', guidance);
    },
    setPainting,
    setStrength(value: number): void {
      const { min, max } = SAMPLER_LIMITS.strength;
      if (Number.isFinite(value)) set({ strength: Math.min(max, Math.max(min, value)) });
    },
    setNearStrength(value: number): void {
      const { min, max } = NEARBY_LIMITS.strength;
      if (Number.isFinite(value)) set({ nearStrength: Math.min(max, Math.max(min, value)) });
    },
    /** @param text guidance of each row: "1, 1.5, 3"; what is no number is left out, and no number leaves the rows as they are */
    setGridGuidance(text: string): void {
      const rows = guidanceRows(text);
      if (rows.length > 0) set({ gridGuidance: rows });
    },
    addGrid(grid: Grid): void {
      const others = store.getState().grids.filter((other) => gridKey(other) !== gridKey(grid));
      set({ grids: [grid, ...others].slice(0, KEPT_GRIDS) });
    },
    /** Pins a sample, or takes the pin out. */
    togglePin(id: SampleId): void {
      const { pinned } = store.getState();
      store.setState({ pinned: pinned.includes(id) ? pinned.filter((other) => other !== id) : [...pinned, id] });
      saveSoon(0); // nobody would notice that a pin is gone
    },
    newSeed: (): void => set({ seed: dependencies.randomSeed() }),
    /** Puts kept settings back and opens the last background, or the first there is. */
    async restore(kept: Kept | null, backgrounds: readonly Background[]): Promise<void> {
      store.setState({ backgrounds, isRestored: true });
      if (kept) {
        const { schema: _, backgroundId: _id, ...settings } = kept;
        const typed = Object.fromEntries(Object.entries(store.getState()).filter(([name]) => chosen.has(name)));
        store.setState({ ...settings, ...typed });
      }
      const wanted =
        backgrounds.find(({ id }) => id === kept?.backgroundId) ?? backgrounds.find(({ retired }) => !retired);
      if (wanted) await openBackground(wanted.id);
      else store.setState({ awaitsSkin: false });
    },
  };
}

export type Compose = ReturnType<typeof createCompose>;

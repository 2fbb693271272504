/** Classes that the bundle does not paint by itself: shown to the model by examples, or taught to it on this device. */
import { createStore } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import { fail, succeed, type Failure, type Outcome } from '../../contracts/failure';
import type { KeptOwnClass, OwnClass } from '../../contracts/ownClass';
import type { OwnClassRef } from '../../contracts/recipe';
import type { TeachProgress } from '../../contracts/teaching';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import { partWith } from '../base/parting';
import type { DatasetStore } from '../dataset/datasetStore';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';
import { t } from '../../messages';
import type { Pictures } from './lessonWork';

/** What is under way; one class at a time. */
export type LearntWork =
  | { readonly kind: 'idle' }
  | { readonly kind: 'showing'; readonly code: ClassCode; readonly done: number; readonly total: number }
  | {
      readonly kind: 'teaching';
      readonly code: ClassCode;
      readonly step: number;
      readonly steps: number;
      readonly stepMs: number | null;
      /** Error on held-out lesions at each look so far, from `step` on. */
      readonly looks: readonly Look[];
    };

export interface Look {
  readonly step: number;
  readonly error: number;
}

export interface LearntState {
  readonly kept: readonly KeptOwnClass[];
  readonly work: LearntWork;
  /** Classes whose lessons were begun and can be gone on with. */
  readonly begun: ReadonlySet<ClassCode>;
}

/** The parts of the studio that it works with. */
export interface LearntNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly dataset: DatasetStore;
  readonly later: Later;
}

export function createLearnt(dependencies: StudioDependencies, needs: LearntNeeds) {
  const { storage } = dependencies;
  const { notices, session, later } = needs;
  const store = createStore<LearntState>(() => ({ kept: [], work: { kind: 'idle' }, begun: new Set() }));
  let stop = new AbortController();

  const isOf = (sha256: string, { own, isInUse }: KeptOwnClass): boolean => isInUse && own.bundle.sha256 === sha256;

  /** Those that the open model can be told. */
  function told(): readonly KeptOwnClass[] {
    const { manifestSha256, takesOwnClasses } = session.store.getState();
    return takesOwnClasses ? store.getState().kept.filter((kept) => isOf(manifestSha256, kept)) : [];
  }

  function put(kept: KeptOwnClass): void {
    store.setState((before) => ({
      kept: [
        ...before.kept
          .filter(({ sha256 }) => sha256 !== kept.sha256)
          .map((other) => (other.own.code === kept.own.code ? { ...other, isInUse: false } : other)),
        kept,
      ],
    }));
  }

  async function keep(own: OwnClass): Promise<Failure | null> {
    const { writeOwnClass } = await import('../../core/ownClass/ownClassFile');
    return keepFile(writeOwnClass(own));
  }

  async function keepFile(file: Uint8Array<ArrayBuffer>): Promise<Failure | null> {
    const kept = await storage.keepOwnClass(file);
    if (!kept.ok) return kept.failure;
    put(kept.value);
    return null;
  }

  function begun(code: ClassCode, isBegun: boolean): void {
    store.setState((before) => {
      const all = new Set(before.begun);
      if (isBegun) all.add(code);
      else all.delete(code);
      return { begun: all };
    });
  }

  /** One at a time; whatever it ends with is said, and nothing is under way any more. */
  async function work(begin: () => Promise<Failure | null>): Promise<void> {
    if (store.getState().work.kind !== 'idle') return;
    stop = new AbortController();
    const failure = await begin();
    store.setState({ work: { kind: 'idle' } });
    if (failure) notices.report(failure);
  }

  /** What the class is made of, and where it comes from. Fails with own-class-few, and as lessonWork. */
  async function pictures(code: ClassCode, isTaught: boolean): Promise<Outcome<Pictures>> {
    const { picturesOf } = await import('./lessonWork');
    return picturesOf(dependencies, needs, code, isTaught);
  }

  async function showNow(code: ClassCode): Promise<Failure | null> {
    store.setState({ work: { kind: 'showing', code, done: 0, total: 1 } });
    const found = await pictures(code, false);
    if (!found.ok) return found.failure;
    const { describe } = await import('./lessonWork');
    const say = (done: number, total: number): void => store.setState({ work: { kind: 'showing', code, done, total } });
    const own = await describe(dependencies, found.value, stop.signal, say);
    if (!own.ok) return own.failure;
    return keep(own.value);
  }

  async function teachNow(code: ClassCode): Promise<Failure | null> {
    store.setState({ work: { kind: 'teaching', code, step: 0, steps: 0, stepMs: null, looks: [] } });
    const found = await pictures(code, true);
    if (!found.ok) return found.failure;
    const { teach } = await import('./lessonWork');
    const own = await teach(dependencies, found.value, stop.signal, (progress) => follow(code, progress));
    if (!own.ok) return own.failure.code === 'cancelled' ? null : own.failure;
    const failure = await keep(own.value);
    if (failure) return failure;
    const forgotten = await storage.keepLesson(code, null);
    begun(code, false);
    return forgotten.ok ? null : forgotten.failure;
  }

  function follow(code: ClassCode, { step, steps, stepMs, heldOut, kept }: TeachProgress): void {
    const { work: now } = store.getState();
    if (now.kind !== 'teaching') return;
    const looks = heldOut === null ? now.looks : [...now.looks, { step, error: heldOut }];
    store.setState({ work: { ...now, step, steps, stepMs, looks } });
    if (!kept) return;
    void storage.keepLesson(code, kept).then((saved) => {
      if (saved.ok) begun(code, true);
      else notices.report(saved.failure);
    });
  }

  return {
    store,
    restore(kept: readonly KeptOwnClass[], lessons: readonly ClassCode[]): void {
      store.setState({ kept, begun: new Set(lessons) });
    },
    /** Classes that the open model can be told. */
    codes: (): readonly ClassCode[] => told().map(({ own }) => own.code),
    /** What a new recipe of a class names; undefined where the bundle paints it by itself. */
    refOf(code: ClassCode): OwnClassRef | undefined {
      const found = told().find(({ own }) => own.code === code);
      return found && { sha256: found.sha256 };
    },
    /** What a recipe names. Fails with own-class-missing. */
    find(ref: OwnClassRef | undefined, code: ClassCode): Outcome<OwnClass | undefined> {
      if (!ref) return succeed(undefined);
      const found = store.getState().kept.find(({ sha256 }) => sha256 === ref.sha256);
      return found ? succeed(found.own) : fail('own-class-missing', { class: code });
    },
    /** Shows the class to the model, by what the open data set has of it. */
    show: (code: ClassCode): Promise<void> => later.whenReady('own-class', () => work(() => showNow(code))),
    /** Teaches it; goes on where lessons were begun. */
    teach: (code: ClassCode): Promise<void> => later.whenReady('own-class', () => work(() => teachNow(code))),
    /** What was learnt so far is kept: lessons can be gone on with. */
    pause(): void {
      stop.abort();
    },
    /** Begins anew when it is taught the next time. */
    async forgetLesson(code: ClassCode): Promise<void> {
      const forgotten = await storage.keepLesson(code, null);
      if (forgotten.ok) begun(code, false);
      else notices.report(forgotten.failure);
    },
    async drop(code: ClassCode): Promise<void> {
      const before = told().find(({ own }) => own.code === code);
      if (!before) return;
      const dropped = await storage.dropOwnClass(code);
      if (!dropped.ok) {
        notices.report(dropped.failure);
        return;
      }
      const file = await storage.readOwnClass(before.sha256);
      store.setState(({ kept }) => ({
        kept: kept.map((own) => (own.sha256 === before.sha256 ? { ...own, isInUse: false } : own)),
      }));
      partWith(dependencies, notices, t('learnt.dropped', { code }), {
        forget: () => Promise.resolve(),
        back: () => {
          if (file.ok) void file.value.arrayBuffer().then((bytes) => keepFile(new Uint8Array(bytes)));
        },
      });
    },
    /** A file that a studio has saved, of the bundle that is open. */
    async importFile(file: Blob): Promise<void> {
      const failure = await keepFile(new Uint8Array(await file.arrayBuffer()));
      if (failure) notices.report(failure);
    },
    /** Null where it cannot be read; the person is told why. */
    async readFile(sha256: string): Promise<Blob | null> {
      const file = await storage.readOwnClass(sha256);
      if (!file.ok) notices.report(file.failure);
      return file.ok ? file.value : null;
    },
  };
}

export type Learnt = ReturnType<typeof createLearnt>;

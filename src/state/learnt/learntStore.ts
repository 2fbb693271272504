/** Classes that the bundle does not paint by itself: shown to the model by examples, or taught to it on this device. What that takes is in ./lessons. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { KeptOwnClass, OwnClass } from '../../contracts/ownClass';
import type { OwnClassRef } from '../../contracts/recipe';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import type { DatasetStore } from '../dataset/datasetStore';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';
import type { Lessons } from './lessons';

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

interface Look {
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
  const { session } = needs;
  const store: StoreApi<LearntState> = createStore(() => ({ kept: [], work: { kind: 'idle' }, begun: new Set() }));
  let lessons: Promise<Lessons> | null = null;

  /** Loaded when the first class is shown or taught. */
  const open = (): Promise<Lessons> =>
    (lessons ??= import('./lessons').then(({ createLessons }) => createLessons(dependencies, needs, store)));

  /** Those that the open model can be told. */
  function told(): readonly KeptOwnClass[] {
    const { manifestSha256, takesOwnClasses } = session.store.getState();
    const { kept } = store.getState();
    return takesOwnClasses ? kept.filter(({ own, isInUse }) => isInUse && own.bundle.sha256 === manifestSha256) : [];
  }

  return {
    store,
    open,
    restore: (kept: readonly KeptOwnClass[], begun: readonly ClassCode[]): void =>
      store.setState({ kept, begun: new Set(begun) }),
    /** Classes that the open model can be told. */
    codes: (): readonly ClassCode[] => told().map(({ own }) => own.code),
    /** What a new recipe of a class names; undefined where the bundle paints it by itself. */
    refOf(code: ClassCode): OwnClassRef | undefined {
      const found = told().find(({ own }) => own.code === code);
      return found && { sha256: found.sha256 };
    },
    /** By class, what new recipes name. */
    refs: (): Readonly<Record<ClassCode, OwnClassRef>> =>
      Object.fromEntries(told().map(({ sha256, own }) => [own.code, { sha256 }])),
    /** What a recipe names. Fails with own-class-missing. */
    find(ref: OwnClassRef | undefined, code: ClassCode): Outcome<OwnClass | undefined> {
      const found = store.getState().kept.find(({ sha256 }) => sha256 === ref?.sha256);
      return found || !ref ? succeed(found?.own) : fail('own-class-missing', { class: code });
    },
    /** Before the project is closed; what was learnt so far is kept. */
    end: async (): Promise<void> => (await lessons)?.pause(),
  };
}

export type Learnt = ReturnType<typeof createLearnt>;

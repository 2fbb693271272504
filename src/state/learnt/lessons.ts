/** Shows and teaches classes, and keeps, forgets and hands out what the model is told by. */
import type { StoreApi } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import { failureOf, type Failure } from '../../contracts/failure';
import type { KeptOwnClass, OwnClass } from '../../contracts/ownClass';
import type { TeachProgress } from '../../contracts/teaching';
import { writeOwnClass } from '../../core/ownClass/ownClassFile';
import { t } from '../../messages';
import type { StudioDependencies } from '../base/dependencies';
import { partWith } from '../base/parting';
import type { LearntNeeds, LearntState } from './learntStore';
import { describe, picturesOf, teach } from './lessonWork';

export function createLessons(dependencies: StudioDependencies, needs: LearntNeeds, store: StoreApi<LearntState>) {
  const { storage } = dependencies;
  const { notices, later, session } = needs;
  let stop = new AbortController();

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
    const isOpen = session.store.getState().manifestSha256 === own.bundle.sha256;
    return isOpen ? keepFile(writeOwnClass(own)) : failureOf('own-class-changed-model');
  }

  async function keepFile(file: Uint8Array<ArrayBuffer>): Promise<Failure | null> {
    const kept = await storage.keepOwnClass(file);
    if (kept.ok) put(kept.value);
    return kept.ok ? null : kept.failure;
  }

  function setBegun(code: ClassCode, isBegun: boolean): void {
    const begun = new Set(store.getState().begun);
    if (isBegun) begun.add(code);
    else begun.delete(code);
    store.setState({ begun });
  }

  /** One at a time; whatever it ends with is said, and nothing is under way any more. */
  async function work(begin: () => Promise<Failure | null>): Promise<void> {
    if (store.getState().work.kind !== 'idle') return;
    stop = new AbortController();
    const failure = await begin();
    store.setState({ work: { kind: 'idle' } });
    if (failure) notices.report(failure);
  }

  async function showNow(code: ClassCode): Promise<Failure | null> {
    const say = (done: number, total: number): void => store.setState({ work: { kind: 'showing', code, done, total } });
    say(0, 1);
    const found = await picturesOf(dependencies, needs, code, false);
    if (!found.ok) return found.failure;
    const own = await describe(dependencies, found.value, stop.signal, say);
    return own.ok ? keep(own.value) : own.failure;
  }

  async function teachNow(code: ClassCode): Promise<Failure | null> {
    store.setState({ work: { kind: 'teaching', code, step: 0, steps: 0, stepMs: null, looks: [] } });
    const found = await picturesOf(dependencies, needs, code, true);
    if (!found.ok) return found.failure;
    const own = await teach(dependencies, found.value, stop.signal, (progress) => follow(code, progress));
    return own.ok ? ((await keep(own.value)) ?? forgetLesson(code)) : own.failure;
  }

  async function forgetLesson(code: ClassCode): Promise<Failure | null> {
    const forgotten = await storage.keepLesson(code, null);
    if (forgotten.ok) setBegun(code, false);
    return forgotten.ok ? null : forgotten.failure;
  }

  function follow(code: ClassCode, { step, steps, stepMs, heldOut, kept }: TeachProgress): void {
    const { work: now } = store.getState();
    if (now.kind !== 'teaching') return;
    const looks = heldOut === null ? now.looks : [...now.looks, { step, error: heldOut }];
    store.setState({ work: { ...now, step, steps, stepMs, looks } });
    if (!kept) return;
    void storage.keepLesson(code, kept).then((saved) => {
      if (saved.ok) setBegun(code, true);
      else notices.report(saved.failure);
    });
  }

  async function drop({ sha256, own: { code } }: KeptOwnClass): Promise<void> {
    const file = await storage.readOwnClass(sha256);
    const dropped = await storage.dropOwnClass(code);
    if (!dropped.ok) {
      notices.report(dropped.failure);
      return;
    }
    store.setState(({ kept }) => ({
      kept: kept.map((own) => (own.sha256 === sha256 ? { ...own, isInUse: false } : own)),
    }));
    partWith(dependencies, notices, t('learnt.dropped', { code }), {
      forget: () => Promise.resolve(),
      back: () => {
        if (file.ok) void file.value.arrayBuffer().then((bytes) => keepFile(new Uint8Array(bytes)));
      },
    });
  }

  return {
    /** Shows the class to the model, by what the open data set has of it. */
    show: (code: ClassCode): Promise<void> => later.whenReady('own-class', () => work(() => showNow(code))),
    /** Teaches it; goes on where lessons were begun. */
    teach: (code: ClassCode): Promise<void> => later.whenReady('own-class', () => work(() => teachNow(code))),
    /** What was learnt so far is kept: lessons can be gone on with. */
    pause: (): void => stop.abort(),
    /** Begins anew when it is taught the next time. */
    async forgetLesson(code: ClassCode): Promise<void> {
      const failure = await forgetLesson(code);
      if (failure) notices.report(failure);
    },
    drop,
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

export type Lessons = ReturnType<typeof createLessons>;

/** The classes of the project: ISIC 2019's, those that bundles brought, and the person's own. Changed in several tabs they come together. */
import { createStore } from 'zustand/vanilla';
import type { BundleManifest } from '../../contracts/bundle';
import {
  codesOf,
  ISIC_2019,
  type ClassChange,
  type ClassCode,
  type ClassList,
  type LesionClass,
  type MovedClass,
} from '../../contracts/classes';
import { succeed, type Outcome } from '../../contracts/failure';
import { changedList } from '../../core/export/classList';
import { nameClasses } from '../../messages/classNames';
import type { StudioDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';
import type { Writing } from '../base/writing';
import type { Session } from '../session/sessionStore';

export interface ClassState {
  readonly list: ClassList;
  readonly codes: readonly ClassCode[];
}

type Named = Pick<LesionClass, 'code' | 'name'>;

/** Gives the list as it is kept. */
const NO_CHANGE: ClassChange = { kind: 'add', classes: [], source: 'project' };

/** The parts of the studio that it works with. */
export interface ClassNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly writing: Writing;
}

export function createClasses({ storage, tabs }: StudioDependencies, { notices, session, writing }: ClassNeeds) {
  const store = createStore<ClassState>(() => stateOf(ISIC_2019));

  /** What was kept comes before what a bundle brings. */
  let isRestored = false;
  let kept = ISIC_2019;
  /** Changes that are shown and not kept yet. */
  const waiting: ClassChange[] = [];

  const list = (): ClassList => store.getState().list;

  /** What is kept, with what waits. */
  function show(): void {
    const shown = waiting.reduce((before, change) => {
      const changed = changedList(before, change);
      return changed.ok ? changed.value : before;
    }, kept);
    nameClasses(shown.classes);
    store.setState(stateOf(shown));
  }

  /** Fails as `changedList`, and changes nothing then; also where another tab was faster. */
  async function make(change: ClassChange): Promise<Outcome<null>> {
    const changed = changedList(list(), change);
    if (!changed.ok) return changed;
    if (changed.value === list()) return succeed(null);
    waiting.push(change);
    show();
    let answer: Outcome<null> = succeed(null);
    let isAwaited = true;
    await writing.append('classes', async () => {
      const saved = await storage.changeClasses(change);
      if (!saved.ok) return saved;
      waiting.shift();
      kept = saved.value.list;
      show();
      const { refusal } = saved.value;
      if (!refusal) tabs.tell({ kind: 'classes', moved: movedBy(change) });
      else if (isAwaited) answer = { ok: false, failure: refusal };
      else notices.report(refusal);
      return succeed(null);
    });
    isAwaited = false;
    return answer;
  }

  const add = (wanted: readonly Named[], source: LesionClass['source']): Promise<Outcome<null>> =>
    make({ kind: 'add', classes: [...wanted], source });

  /** What the bundle in use paints belongs to the project, also when another one is chosen later. */
  async function takeBundle({ classes }: BundleManifest): Promise<void> {
    const added = await add(classes, 'bundle');
    if (!added.ok) notices.report(added.failure);
  }

  function takeBundleInUse(): void {
    const { manifest, model } = session.store.getState();
    if (isRestored && manifest && model.phase === 'ready') void takeBundle(manifest);
  }
  session.onReady(takeBundleInUse);

  /** Answers come in the order of the changes, so what came last is what is kept. */
  async function readAnew(): Promise<void> {
    const read = await storage.changeClasses(NO_CHANGE);
    if (!read.ok) return; // it is read again when the project is opened
    kept = read.value.list;
    show();
  }
  tabs.listen(({ kind }) => {
    if (kind === 'classes') void readAnew();
  });

  return {
    store,
    /** Those that are not there yet, each once. Fails with class-list-full where they are too many, and changes nothing. */
    add,
    restore(restored: ClassList | null): void {
      kept = restored ?? ISIC_2019;
      show();
      isRestored = true;
      takeBundleInUse();
    },
    /** The class that a code stands for, whatever its case: "spitz" is no other class than "SPITZ". */
    like: (code: ClassCode): LesionClass | undefined =>
      list().classes.find((known) => known.code.toLowerCase() === code.toLowerCase()),
    remove: (code: ClassCode): Promise<Outcome<null>> => make({ kind: 'remove', code }),
    /** Fails with class-code-unfit or class-code-taken. */
    change: (code: ClassCode, next: Named): Promise<Outcome<null>> => make({ kind: 'change', code, next }),
  };
}

export type ClassControl = ReturnType<typeof createClasses>;

function stateOf(list: ClassList): ClassState {
  return { list, codes: codesOf(list) };
}

function movedBy(change: ClassChange): MovedClass | null {
  if (change.kind === 'remove') return { from: change.code, to: null };
  if (change.kind === 'add' || change.code === change.next.code) return null;
  return { from: change.code, to: change.next.code };
}

/** The classes of the project: ISIC 2019's, those that bundles brought, and the person's own. */
import { createStore } from 'zustand/vanilla';
import type { BundleManifest } from '../../contracts/bundle';
import {
  CLASS_LIMITS,
  codesOf,
  ISIC_2019,
  ISIC_CODES,
  lesionCodeSchema,
  type ClassCode,
  type ClassList,
  type LesionClass,
} from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { PROJECT_LIST, withClasses } from '../../core/export/classList';
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

/** The parts of the studio that it works with. */
export interface ClassNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly writing: Writing;
}

export function createClasses({ storage }: StudioDependencies, { notices, session, writing }: ClassNeeds) {
  const store = createStore<ClassState>(() => stateOf(ISIC_2019));

  /** What was kept comes before what a bundle brings. */
  let isRestored = false;

  const list = (): ClassList => store.getState().list;

  function show(next: ClassList): void {
    nameClasses(next.classes);
    store.setState(stateOf(next));
  }

  async function replace(classes: readonly LesionClass[]): Promise<void> {
    show(classes.length === ISIC_CODES.length ? ISIC_2019 : { id: PROJECT_LIST, classes });
    const kept = list();
    await writing.replace('classes', () => storage.saveClasses(kept));
  }

  /** Those that are not there yet, each once. Fails with class-list-full where they are too many, and changes nothing. */
  async function add(wanted: readonly Named[], source: LesionClass['source']): Promise<Outcome<null>> {
    const { classes } = withClasses(list(), wanted, source);
    if (classes.length === list().classes.length) return succeed(null);
    if (classes.length > CLASS_LIMITS.classes) return fail('class-list-full', { most: CLASS_LIMITS.classes });
    await replace(classes);
    return succeed(null);
  }

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

  return {
    store,
    add,
    restore(kept: ClassList | null): void {
      show(kept ?? ISIC_2019);
      isRestored = true;
      takeBundleInUse();
    },
    /** The class that a code stands for, whatever its case: "spitz" is no other class than "SPITZ". */
    like: (code: ClassCode): LesionClass | undefined =>
      list().classes.find((known) => known.code.toLowerCase() === code.toLowerCase()),
    async remove(code: ClassCode): Promise<void> {
      await replace(list().classes.filter((known) => known.code !== code || isOfIsic(code)));
    },
    /** Fails with class-code-unfit or class-code-taken. */
    async change(code: ClassCode, { code: next, name }: Named): Promise<Outcome<null>> {
      if (!lesionCodeSchema.safeParse(next).success || name.trim() === '')
        return fail('class-code-unfit', { code: next });
      if (list().classes.some((known) => known.code === next && next !== code))
        return fail('class-code-taken', { code: next });
      await replace(
        list().classes.map((known) =>
          known.code === code && !isOfIsic(code)
            ? { ...known, code: next, name: name.trim().slice(0, CLASS_LIMITS.name) }
            : known,
        ),
      );
      return succeed(null);
    },
  };
}

export type ClassControl = ReturnType<typeof createClasses>;

function stateOf(list: ClassList): ClassState {
  return { list, codes: codesOf(list) };
}

/** Those can neither be renamed nor removed. */
export function isOfIsic(code: ClassCode): boolean {
  return ISIC_CODES.includes(code);
}

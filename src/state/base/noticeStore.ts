/** News for the person: what happened, what was kept, what to do. One place for all of it; it leaves when its time or its cause has gone. */
import { createStore } from 'zustand/vanilla';
import { logLine, type Failure } from '../../contracts/failure';
import { failureText } from '../../messages/failures';

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'problem' | 'work';
  readonly message: string;
  readonly advice: string;
  /** What can be done about it, by a button. */
  readonly action: NoticeAction | null;
  /** Of a problem. */
  readonly code: Failure['code'] | null;
  /** By the clock of `performance.now()`. */
  readonly sinceMs: number;
}

export interface NoticeAction {
  readonly label: string;
  run(): void;
}

export interface NoticeState {
  readonly notices: readonly Notice[];
}

/** Older ones make room; a wall of notices helps nobody. */
const MAX_NOTICES = 4;
/** What has just been said is taken along to another screen. */
const READ_MS = 8000;
/** So long can a thing that was done be taken back. */
export const UNDO_MS = 10_000;
/** A problem that no button solves is there long enough to be found and read. */
const PROBLEM_MS = 30_000;
const A_CHARACTER_MS = 80;

export function createNoticeStore() {
  const store = createStore<NoticeState>(() => ({ notices: [] }));
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let remedyOf: (failure: Failure) => NoticeAction | null = () => null;
  let next = 1;

  /** @param leavesMs null: it stays until its cause has gone or somebody dismisses it */
  function add(notice: Omit<Notice, 'id' | 'sinceMs'>, leavesMs: number | null): number {
    const id = next;
    next += 1;
    store.setState(({ notices }) => {
      const others = notices.filter(({ message }) => message !== notice.message);
      return { notices: [...others, { ...notice, id, sinceMs: performance.now() }].slice(-MAX_NOTICES) };
    });
    leaveAfter(id, leavesMs);
    return id;
  }

  function leaveAfter(id: number, ms: number | null): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
    if (ms !== null)
      timers.set(
        id,
        setTimeout(() => dismiss(id), ms),
      );
  }

  function dismiss(id: number): void {
    leaveAfter(id, null);
    store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
  }

  return {
    store,
    inform: (message: string, advice = ''): void =>
      void add({ kind: 'info', message, advice, action: null, code: null }, timeToRead({ message, advice })),
    /** Says what was done, with a button that takes it back, as long as that can be. @returns its id */
    offer: (message: string, action: NoticeAction): number =>
      add({ kind: 'info', message, advice: '', action, code: null }, UNDO_MS),
    /** Something under way, with a button that stops it: it stays until it is ended. */
    working(message: string, action: NoticeAction) {
      const id = add({ kind: 'work', message, advice: '', action, code: null }, null);
      return {
        say: (words: string): void =>
          store.setState(({ notices }) => ({
            notices: notices.map((notice) => (notice.id === id ? { ...notice, message: words } : notice)),
          })),
        end: (): void => dismiss(id),
      };
    },
    /** @param action solves it; left out: what is known to solve failures of its kind */
    report(failure: Failure, action: NoticeAction | null = remedyOf(failure)): void {
      if (failure.code === 'cancelled') return; // the person has done it
      if (failure.detail !== undefined) console.warn(logLine(failure));
      const text = failureText(failure);
      const leavesMs = action ? null : Math.max(PROBLEM_MS, timeToRead(text));
      add({ kind: 'problem', ...text, action, code: failure.code }, leavesMs);
    },
    /** How problems are solved in the project that is open. */
    setRemedies(remedies: (failure: Failure) => NoticeAction | null): void {
      remedyOf = remedies;
    },
    /** What was said is true no longer. @param prefixes of the codes of failures */
    solved(...prefixes: readonly string[]): void {
      for (const { id, code } of store.getState().notices)
        if (code !== null && prefixes.some((prefix) => code.startsWith(prefix))) dismiss(id);
    },
    /** It stays while somebody points at it or is in it, and has its time anew after that. */
    hold: (id: number): void => leaveAfter(id, null),
    release(id: number): void {
      const notice = store.getState().notices.find((known) => known.id === id);
      if (notice && (notice.kind === 'info' || !notice.action))
        // work stays until it is done

        leaveAfter(id, notice.action ? UNDO_MS : timeToRead(notice));
    },
    /** What is no problem and was there to be read does not follow the person about. */
    leaveScreen(): void {
      for (const { id, kind, action, sinceMs } of store.getState().notices)
        if (kind !== 'problem' && !action && performance.now() - sinceMs >= READ_MS) dismiss(id);
    },
    dismiss,
  };
}

export type Notices = ReturnType<typeof createNoticeStore>;

function timeToRead({ message, advice }: Pick<Notice, 'message' | 'advice'>): number {
  return READ_MS + A_CHARACTER_MS * (message.length + advice.length);
}

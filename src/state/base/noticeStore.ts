/** Sentences for the person: what happened, what was kept, what to do. */
import { createStore } from 'zustand/vanilla';
import { logLine, type Failure } from '../../contracts/failure';
import { failureText } from '../../messages/failures';

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'problem';
  readonly message: string;
  readonly advice: string;
  /** What can be done about it, by a button. */
  readonly action: NoticeAction | null;
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

export function createNoticeStore() {
  const store = createStore<NoticeState>(() => ({ notices: [] }));
  let next = 1;

  function add(kind: Notice['kind'], message: string, advice: string, action: NoticeAction | null = null): void {
    store.setState(({ notices }) => {
      const others = notices.filter((notice) => notice.message !== message);
      const added: Notice = { id: next, kind, message, advice, action, sinceMs: performance.now() };
      return { notices: [...others, added].slice(-MAX_NOTICES) };
    });
    next += 1;
  }

  return {
    store,
    inform: (message: string, advice = ''): void => add('info', message, advice),
    /** Says what was done, with a button beside it. */
    offer: (message: string, action: NoticeAction): void => add('info', message, '', action),
    report(failure: Failure): void {
      if (failure.detail !== undefined) console.warn(logLine(failure));
      const { message, advice } = failureText(failure);
      add('problem', message, advice);
    },
    /** Nothing goes by itself; but what is no problem and was there to be read does not follow the person about. */
    leaveScreen: (): void =>
      store.setState(({ notices }) => ({
        notices: notices.filter(({ kind, sinceMs }) => kind === 'problem' || performance.now() - sinceMs < READ_MS),
      })),
    dismiss: (id: number): void =>
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
}

export type Notices = ReturnType<typeof createNoticeStore>;

import { describe, expect, it, vi } from 'vitest';
import { failureOf } from '../../contracts/failure';
import { exampleRecord } from '../../testing/samples';
import { exampleWorld } from '../../testing/studio';
import { createNoticeStore } from '../base/noticeStore';
import { createLater } from './later';
import { createSession } from './sessionStore';
import { msToReady } from './startTime';

const { environment } = exampleRecord();

function start() {
  const session = createSession(exampleWorld().dependencies, createNoticeStore());
  const later = createLater(session);
  const ready = (): void => session.setDevice({ report: { environment } as never, attempts: [] });
  return { session, later, ready };
}

describe('what is pressed before the model is ready', () => {
  it('waits, is shown to wait, and is done once', async () => {
    const { later, ready } = start();
    const done: string[] = [];
    const pressed = later.whenReady('generate', () => void done.push('first'));
    void later.whenReady('fit', () => void done.push('fit'));
    expect([done, later.store.getState().waiting]).toEqual([[], ['generate', 'fit']]);
    void later.whenReady('generate', () => void done.push('later')); // the later wish stands
    await pressed;
    ready();
    expect(done).toEqual(['fit', 'later']);
    expect(later.store.getState().waiting).toEqual([]);
    ready();
    expect(done).toHaveLength(2);
    void later.whenReady('generate', () => void done.push('at once'));
    expect(done.at(-1)).toBe('at once');
  });

  it('can be given up', async () => {
    const { later, ready } = start();
    const action = vi.fn();
    const pressed = later.whenReady('evaluate', action);
    later.cancel('evaluate');
    await pressed;
    ready();
    expect(action).not.toHaveBeenCalled();
  });

  it('says for itself why it cannot be, where there is no model', () => {
    const { session, later } = start();
    const action = vi.fn();
    void later.whenReady('generate', action);
    session.store.setState({
      model: { phase: 'failed', failure: failureOf('network-unavailable', { what: 'x' } as never) },
    });
    expect(action).toHaveBeenCalledOnce();
  });
});

describe('the time until the model is ready', () => {
  const at = (model: Parameters<typeof msToReady>[0]['model'], usualStartMs: number | null, nowMs: number) =>
    msToReady({ model, startedMs: 0, usualStartMs }, nowMs);

  it('follows what is loaded, else what the last start took, else is not told', () => {
    expect(at({ phase: 'waiting' }, null, 500)).toBeNull();
    expect(at({ phase: 'waiting' }, 9000, 2000)).toBe(7000);
    expect(at({ phase: 'loading', doneBytes: 10, totalBytes: 40 }, null, 2000)).toBe(6000 + 4000);
    expect(at({ phase: 'loading', doneBytes: 1, totalBytes: 40 }, null, 9000)).toBeNull();
    expect(at({ phase: 'starting' }, 9000, 20_000)).toBe(1000); // never nothing while it is waited for
    expect(at({ phase: 'ready', environment }, 9000, 20_000)).toBeNull();
  });
});

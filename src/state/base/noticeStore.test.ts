import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../../contracts/failure';
import { createNoticeStore, UNDO_MS } from './noticeStore';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('notices', () => {
  const messages = (notices: ReturnType<typeof createNoticeStore>) =>
    notices.store.getState().notices.map(({ message }) => message);
  const skin = 'Three pieces of skin were found.';
  const action = { label: 'Undo', run: () => undefined };

  it('leave after a time that fits their length, and not while somebody is at them', () => {
    const notices = createNoticeStore();
    notices.inform(skin);
    notices.inform(`${skin} `.repeat(8));
    vi.advanceTimersByTime(8000);
    expect(messages(notices)).toHaveLength(2);
    vi.advanceTimersByTime(4000);
    expect(messages(notices)).toEqual([`${skin} `.repeat(8)]);
    const id = notices.store.getState().notices[0]?.id ?? 0;
    notices.hold(id);
    vi.advanceTimersByTime(3_600_000);
    expect(messages(notices)).toHaveLength(1);
    notices.release(id);
    vi.advanceTimersByTime(60_000);
    expect(messages(notices)).toEqual([]);
  });

  it('offer for ten seconds to take back what was done, on another screen too', () => {
    const notices = createNoticeStore();
    notices.offer('12 samples were deleted.', action);
    vi.advanceTimersByTime(UNDO_MS - 1);
    notices.leaveScreen();
    expect(messages(notices)).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(messages(notices)).toEqual([]);
  });

  it('of problems stay while a button solves them, and go with their cause', () => {
    const notices = createNoticeStore();
    notices.setRemedies(({ code }) => (code === 'dataset-permission' ? action : null));
    notices.report(failureOf('image-damaged'));
    notices.report(failureOf('dataset-permission'));
    notices.report(failureOf('device-lost'));
    vi.advanceTimersByTime(29_000);
    expect(messages(notices)).toHaveLength(3);
    vi.advanceTimersByTime(60_000);
    expect(messages(notices)).toEqual(['The browser no longer allows the studio to read the data set.']);
    notices.solved('device-', 'dataset-');
    expect(messages(notices)).toEqual([]);
  });

  it('do not follow her to another screen, but for problems and what has just been said', () => {
    const notices = createNoticeStore();
    notices.inform(skin);
    notices.report(failureOf('image-damaged'));
    vi.advanceTimersByTime(8000);
    notices.inform('A new version of the studio is ready.');
    notices.leaveScreen();
    expect(messages(notices)).toEqual([
      'The image is damaged: the browser cannot decode it.',
      'A new version of the studio is ready.',
    ]);
  });

  it('are said once, the last four of them', () => {
    const notices = createNoticeStore();
    for (const message of ['a', 'b', 'a', 'c', 'd', 'e']) notices.inform(message);
    expect(messages(notices)).toEqual(['a', 'c', 'd', 'e']);
  });
});

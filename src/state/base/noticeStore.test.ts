import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../../contracts/failure';
import { createNoticeStore } from './noticeStore';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('notices', () => {
  const messages = (notices: ReturnType<typeof createNoticeStore>) =>
    notices.store.getState().notices.map(({ message }) => message);

  it('stay as long as the person stays', () => {
    const notices = createNoticeStore();
    notices.inform('Three pieces of skin were found.');
    vi.advanceTimersByTime(3_600_000);
    expect(messages(notices)).toEqual(['Three pieces of skin were found.']);
  });

  it('do not follow her to another screen, but for problems and what has just been said', () => {
    const notices = createNoticeStore();
    notices.inform('Three pieces of skin were found.');
    notices.report(failureOf('image-damaged'));
    vi.advanceTimersByTime(10_000);
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

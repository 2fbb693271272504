/** What the keys do in Review: with the left hand alone on the letters and digits, or with the arrows. */
import type { Command } from './command';
import type { Studio } from './studio';

/** The keys of a reader study are its own. */
const isReviewing = ({ review, study }: Studio): boolean => review.active() !== null && !study.store.getState().isOpen;

/** What goes by the places on the wall has no meaning on the map. */
const isOnWall = (studio: Studio): boolean => isReviewing(studio) && studio.review.store.getState().view === 'wall';

/** One key a reason: 1 to 6. */
const REASON_COMMANDS = ([0, 1, 2, 3, 4, 5] as const).map((n) => ({
  id: `review-reason-${n}` as const,
  keys: [String(n + 1)],
  screen: 'review' as const,
  isOnce: true,
  enabled: isReviewing,
  run: (s: Studio): void => void s.review.rejectFor(n),
}));

const MOVES = (
  [
    ['review-next', 'ArrowRight', ['S']],
    ['review-back', 'ArrowLeft', ['W']],
    ['review-up', 'ArrowUp', []],
    ['review-down', 'ArrowDown', []],
  ] as const
).map(([id, arrow, letters]) => ({
  id,
  keys: [arrow, ...letters],
  screen: 'review' as const,
  enabled: isOnWall,
  run: (s: Studio): void => s.review.goBy(arrow),
}));

export const REVIEW_COMMANDS = [
  {
    id: 'review-accept',
    keys: ['A'],
    screen: 'review',
    isOnce: true,
    enabled: isReviewing,
    run: (s) => void s.review.decide('accepted'),
  },
  {
    id: 'review-reject',
    keys: ['R'],
    screen: 'review',
    isOnce: true,
    enabled: isReviewing,
    run: (s) => void s.review.decide('rejected'),
  },
  ...REASON_COMMANDS,
  {
    id: 'review-undo',
    keys: ['U', 'Z'],
    screen: 'review',
    enabled: ({ study }) => !study.store.getState().isOpen,
    run: (s) => void s.review.undo(),
  },
  ...MOVES,
  {
    id: 'review-mark-all',
    keys: ['Ctrl+A'],
    screen: 'review',
    enabled: isOnWall,
    run: (s) => s.review.markAll(),
  },
  {
    id: 'review-remove',
    keys: ['Delete'],
    screen: 'review',
    isOnce: true,
    enabled: isReviewing,
    run: (s) => void s.review.remove(),
  },
  { id: 'review-before', keys: ['B'], screen: 'review', enabled: isReviewing, run: (s) => s.review.toggleBefore() },
  {
    id: 'review-single',
    keys: ['F'],
    screen: 'review',
    enabled: isOnWall,
    run: (s) => s.review.setSingle(!s.review.store.getState().isSingle),
  },
  {
    id: 'review-map',
    keys: ['M'],
    screen: 'review',
    enabled: ({ study }) => !study.store.getState().isOpen,
    run: ({ review }) => review.setView(review.store.getState().view === 'wall' ? 'map' : 'wall'),
  },
  {
    id: 'review-wall',
    keys: ['Escape'],
    screen: 'review',
    enabled: ({ review }) => review.store.getState().isSingle || review.store.getState().marked.size > 0,
    run: ({ review }) => (review.store.getState().marked.size > 0 ? review.unmark() : review.setSingle(false)),
  },
] as const satisfies readonly Command[];

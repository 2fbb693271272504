/** Which pointer paints: one at a time. A hand that rests beside a pen does nothing, and a pen takes over from a finger. Pure. */
import type { Point } from '../../core/mask/stroke';

export type Pointer = Pick<PointerEvent, 'pointerId' | 'pointerType' | 'timeStamp' | 'isPrimary'>;

/** What a move does. `hovers`: nothing is painted at the moment, and it shows where the brush is. `pinches`: from where to where the fingers went. */
export type Moved =
  | { readonly does: 'paints' | 'hovers' | 'nothing' }
  | { readonly does: 'pinches'; readonly from: readonly Point[]; readonly to: readonly Point[] };

/** So long after a pen was seen a touch is the hand that holds it. */
const PEN_REST_MS = 1500;

export function createHands() {
  let painting: Pointer | null = null;
  let penSeenMs = -Infinity;
  /** On the canvas, where each was last. */
  const fingers = new Map<number, Point>();

  function see({ pointerType, timeStamp }: Pointer): void {
    if (pointerType === 'pen') penSeenMs = timeStamp;
  }

  return {
    /**
     * `begins`: it paints from now on. `takes-over`: so it does, and what a finger had begun is undone. `pinches`: a second finger came, what the
     * first had begun is undone. `nothing`: it is not heeded.
     */
    down(pointer: Pointer, at: Point): 'begins' | 'takes-over' | 'pinches' | 'nothing' {
      see(pointer);
      const { pointerId, pointerType, timeStamp, isPrimary } = pointer;
      if (pointerType === 'touch') {
        if (timeStamp - penSeenMs < PEN_REST_MS) return 'nothing';
        if (isPrimary) fingers.clear(); // the first finger there is: whatever is known of others was never told to have gone
        fingers.set(pointerId, at);
        if (fingers.size > 1) {
          painting = null;
          return 'pinches';
        }
      }
      const hasFinger = painting?.pointerType === 'touch' && pointerType === 'pen';
      if (hasFinger) fingers.clear();
      else if (painting && painting.pointerType !== pointerType) return 'nothing';
      painting = pointer;
      return hasFinger ? 'takes-over' : 'begins';
    },
    moved(pointer: Pointer, at: Point): Moved {
      see(pointer);
      if (pointer.pointerType === 'touch') {
        if (!fingers.has(pointer.pointerId)) return { does: 'nothing' };
        const from = [...fingers.values()];
        fingers.set(pointer.pointerId, at);
        if (fingers.size > 1) return { does: 'pinches', from, to: [...fingers.values()] };
      }
      if (!painting) return { does: 'hovers' };
      return { does: painting.pointerId === pointer.pointerId ? 'paints' : 'nothing' };
    },
    /** @returns whether it was the one that painted */
    up(pointer: Pointer): boolean {
      see(pointer);
      fingers.delete(pointer.pointerId);
      if (painting?.pointerId !== pointer.pointerId) return false;
      painting = null;
      return true;
    },
  };
}

/** Which pointer paints: one at a time. A hand that rests beside a pen does nothing, and a pen takes over from a finger. Pure. */

export type Pointer = Pick<PointerEvent, 'pointerId' | 'pointerType' | 'timeStamp'>;

/** So long after a pen was seen a touch is the hand that holds it. */
const PEN_REST_MS = 1500;

export function createHands() {
  let painting: Pointer | null = null;
  let penSeenMs = -Infinity;
  const fingers = new Set<number>();

  function see({ pointerType, timeStamp }: Pointer): void {
    if (pointerType === 'pen') penSeenMs = timeStamp;
  }

  return {
    /**
     * `begins`: it paints from now on. `takes-over`: so it does, and what a finger had begun is undone. `pinches`: a second finger came, what the
     * first had begun is undone. `nothing`: it is not heeded.
     */
    down(pointer: Pointer): 'begins' | 'takes-over' | 'pinches' | 'nothing' {
      see(pointer);
      const { pointerId, pointerType, timeStamp } = pointer;
      if (pointerType === 'touch') {
        if (timeStamp - penSeenMs < PEN_REST_MS) return 'nothing';
        fingers.add(pointerId);
        if (fingers.size > 1) {
          painting = null;
          return 'pinches';
        }
      }
      const hasFinger = painting?.pointerType === 'touch' && pointerType === 'pen';
      if (hasFinger) fingers.clear();
      else if (painting) return 'nothing';
      painting = pointer;
      return hasFinger ? 'takes-over' : 'begins';
    },
    /** `hovers`: nothing is painted at the moment, and it shows where the brush is. */
    moved(pointer: Pointer): 'paints' | 'pinches' | 'hovers' | 'nothing' {
      see(pointer);
      if (pointer.pointerType === 'touch') {
        if (!fingers.has(pointer.pointerId)) return 'nothing';
        if (fingers.size > 1) return 'pinches';
      }
      if (!painting) return 'hovers';
      return painting.pointerId === pointer.pointerId ? 'paints' : 'nothing';
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

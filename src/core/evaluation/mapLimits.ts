/** What a map needs; apart from what draws it, so that the page need not load that. */

/** Fewer points have no two axes. */
export const LEAST_POINTS = 3;
/** With fewer lesions of a class, one in twenty is none. */
export const LEAST_OF_CLASS = 20;

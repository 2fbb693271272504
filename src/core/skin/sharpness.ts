/** How sharp a picture is, without another one to compare with (the blur effect of Crete et al., SPIE 6492, 2007). */

/** Half of the nine pixels that the blur takes the mean of. */
const REACH = 4;
/** Differences between neighbours up to this many grey levels are noise and the steps of JPEG: smooth skin has no others when blurred. */
const NOISE = 2;

/**
 * What share of the differences between neighbours a mean over nine pixels takes away, the lesser of the two axes. What is blurred already
 * loses little. 0 (blurred, or without any texture) .. 1.
 * @param grey row-major grey levels, [height x width]
 */
export function sharpnessOf(grey: Float32Array, width: number, height: number): number {
  return Math.min(
    lostShare(grey, 1, width, (i) => i % width),
    lostShare(grey, width, height, (i) => Math.floor(i / width)),
  );
}

function lostShare(grey: Float32Array, stride: number, size: number, place: (i: number) => number): number {
  const blurred = grey.map((_, i) => {
    const at = place(i);
    const [from, to] = [Math.max(-REACH, -at), Math.min(REACH, size - 1 - at)];
    let sum = 0;
    for (let k = from; k <= to; k += 1) sum += grey[i + k * stride] ?? 0;
    return sum / (to - from + 1);
  });
  const step = (values: Float32Array, i: number): number => Math.abs((values[i] ?? 0) - (values[i - stride] ?? 0));
  let [all, lost] = [0, 0];
  for (let i = 0; i < grey.length; i += 1) {
    const difference = place(i) === 0 ? 0 : step(grey, i) - NOISE;
    if (difference <= 0) continue;
    all += difference;
    lost += Math.max(0, difference - step(blurred, i));
  }
  return all > 0 ? lost / all : 0;
}

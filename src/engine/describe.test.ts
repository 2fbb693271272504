import { describe, expect, it } from 'vitest';
import type { Mask } from '../contracts/image';
import { fillEllipse } from '../core/mask/fillPath';
import { findLesion } from '../core/mask/findLesion';
import { emptyMask } from '../core/mask/rle';
import { measuredNames } from '../core/description/versions';
import { describeImage, lookForLesion } from './describe';
import type { Graph } from './runtime';

const image = { width: 256, height: 240, data: new Uint8ClampedArray(4 * 256 * 240).fill(180) };
const mask = emptyMask(256, 240);
fillEllipse(mask, { x: 90, y: 90 }, { x: 150, y: 150 }, 1);
const region = { x: 70, y: 70, sidePx: 100 };

/** A graph that gives what it is told to. */
function graph(outputs: Record<string, Float32Array>): Graph {
  return { run: () => Promise.resolve(outputs), release: () => Promise.resolve() } as unknown as Graph;
}

const encoder = graph({
  features_mid: new Float32Array(4),
  features: new Float32Array(4),
  logits: new Float32Array(8),
});

describe('an image as the gates see it', () => {
  it('has by description 3 the lesion that an outliner finds outside the mask', async () => {
    const everywhere = graph({ lesion: new Float32Array(224 * 224).fill(0.9) });
    const how = { version: 3 as const, sizePx: 64 };
    const { depths } = await describeImage({ encoder, outliner: everywhere }, how, image, mask, region);
    expect(depths.texture).toHaveLength(measuredNames(3).length);
    expect(depths.texture.at(-1)).toBeGreaterThan(5);
    const nowhere = graph({ lesion: new Float32Array(224 * 224) });
    const other = await describeImage({ encoder, outliner: nowhere }, how, image, mask, region);
    expect(other.depths.texture.at(-1)).toBe(0);
  });

  it('is not described by 3 without an outliner, and needs none before', async () => {
    const eyes = { encoder, outliner: null };
    await expect(describeImage(eyes, { version: 3, sizePx: 64 }, image, mask, region)).rejects.toThrow(/no outliner/);
    const { depths } = await describeImage(eyes, { version: 2, sizePx: 64 }, image, mask, region);
    expect(depths.texture).toHaveLength(measuredNames(2).length);
  });
});

describe('the lesion of an image that nobody has outlined', () => {
  const darkLesion = { ...image, data: image.data.map((value, i) => (mask.data[i >> 2] === 1 ? 60 : value)) };
  const area = (found: Mask | null) => found?.data.reduce((sum, value) => sum + value, 0);

  it('is what the outliner sees, else what stands out from the skin', async () => {
    const above = Float32Array.from({ length: 224 * 224 }, (_, i) => (i < 112 * 224 ? 0.9 : 0.1));
    expect(area(await lookForLesion(graph({ lesion: above }), darkLesion))).toBe(120 * 240);
    const standsOut = findLesion(darkLesion);
    expect(area(standsOut)).toBeGreaterThan(1000);
    expect(await lookForLesion(graph({ lesion: new Float32Array(224 * 224) }), darkLesion)).toEqual(standsOut);
    expect(await lookForLesion(null, darkLesion)).toEqual(standsOut);
  });
});

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { BundleManifest } from '../../contracts/bundle';
import type { Mask } from '../../contracts/image';
import { fillEllipse } from '../../core/mask/fillPath';
import { emptyMask } from '../../core/mask/rle';
import { exampleManifest } from '../../testing/bundle';
import { Enlargement } from './EnlargedNote';

const mask = (sidePx: number, radiusPx: number) => {
  const drawn = emptyMask(sidePx, sidePx);
  if (radiusPx > 0)
    fillEllipse(
      drawn,
      { x: sidePx / 2 - radiusPx, y: sidePx / 2 - radiusPx },
      { x: sidePx / 2 + radiusPx, y: sidePx / 2 + radiusPx },
      1,
    );
  return drawn;
};
const said = (mask: Mask, manifest: BundleManifest): string =>
  renderToString(createElement(Enlargement, { mask, manifest }));

describe('how much a region is enlarged', () => {
  const { upsampler: _, ...oneStage } = exampleManifest(224, 448);
  const wholeFrames = { ...oneStage, frameShare: 0.75 } as BundleManifest;

  it('is said where an eye sees it', () => {
    expect(said(mask(768, 100), wholeFrames)).toContain(
      'The model paints 224 px here, enlarged 2.6 times: fine detail is softer.',
    );
  });

  it('is not said of a region of about the size that the model paints, or without a mask', () => {
    expect(said(mask(224, 40), wholeFrames)).toBe('');
    expect(said(mask(768, 0), wholeFrames)).toBe('');
  });

  it('counts the second stage where it runs', () => {
    expect(said(mask(512, 100), exampleManifest(64, 128))).toContain('paints 128 px here, enlarged 2.5 times');
    expect(said(mask(200, 20), exampleManifest(64, 128))).toBe('');
  });
});

/** What can be done to a whole mask, with the radius of the settings where it needs one: loaded with the first of them. */
import type { Mask } from '../../contracts/image';
import { invertMask } from '../../core/mask/dilate';
import { grown, shrunk, smoothed, withoutHoles } from '../../core/mask/reshape';

export type Reshaping = 'grow' | 'shrink' | 'smooth' | 'fill-holes' | 'invert';

export const RESHAPERS: Readonly<Record<Reshaping, (mask: Mask, radiusPx: number) => Mask>> = {
  grow: grown,
  shrink: shrunk,
  smooth: smoothed,
  'fill-holes': withoutHoles,
  invert: invertMask,
};

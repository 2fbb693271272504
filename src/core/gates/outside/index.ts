/** The outside gate: does a lesion go on beyond the mask, or stand beside it? By what an outliner finds there (core/description/outside.ts). */
import * as z from 'zod/mini';
import { byClass, ofClass, type ClassCode } from '../../../contracts/classes';
import { measuredNames, OUTSIDE_NAME } from '../../description/versions';
import { rowAt } from '../../features/features';
import { pooled, rowsFor } from '../calibrationSet';
import { conformalP } from '../conformal';
import { eachClass, ofEachClass, significant } from '../fileNumbers';
import type { Gate } from '../gate';
import { outsideFacts } from './facts';

/** Shares of held-out images, ascending; empty where a class has none. */
export type OutsideFit = Readonly<Record<ClassCode, Float64Array>>;

const COLUMN = measuredNames(3).indexOf(OUTSIDE_NAME);

export const outside: Gate<OutsideFit> = {
  facts: outsideFacts,
  needs: ({ description }) => description >= 3,
  fit(set) {
    const { texture } = set.reference.depths;
    const own = byClass(set.classes, (code) =>
      Float64Array.from(rowsFor(set, code).counted, (row) => rowAt(texture, row)[COLUMN] ?? NaN),
    );
    return byClass(set.classes, (code) => pooled(set, code, own));
  },
  file: {
    fields: ['outside'],
    schema: z.pipe(
      z.object({ outside: ofEachClass }),
      z.transform((file) => file.outside),
    ),
    write: (fit) => ({ outside: eachClass(fit, significant) }),
  },
  open: (_set, fit) => (code) => {
    const real = ofClass(fit, code) ?? new Float64Array();
    if (real.length === 0) return null;
    return {
      heldOut: real.length,
      judge({ depths: { texture } }) {
        const score = texture[COLUMN] ?? NaN;
        const p = conformalP(score, real);
        return {
          result: { score, p, pass: p >= outsideFacts.level },
          doubt: 'there is lesion outside the mask.',
          support: '',
        };
      },
    };
  },
  scale(fit, code) {
    const real = ofClass(fit, code);
    return real && real.length > 0 ? { real, odd: 'high', share: 1 } : null;
  },
};

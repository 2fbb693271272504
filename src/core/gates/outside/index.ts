/** The outside gate: does a lesion go on beyond the mask, or stand beside it? By what an outliner finds there (core/description/outside.ts). */
import * as z from 'zod/mini';
import { lesionCodeSchema, type LesionCode } from '../../../contracts/classes';
import { measuredNames, OUTSIDE_NAME } from '../../description/versions';
import { rowAt } from '../../features/features';
import { byClass, pooled } from '../calibrationSet';
import { conformalP } from '../conformal';
import { ascending, significant } from '../fileNumbers';
import type { Gate } from '../gate';
import { outsideFacts } from './facts';

/** Shares of held-out images, ascending; empty where a class has none. */
export type OutsideFit = Readonly<Record<LesionCode, Float64Array>>;

const COLUMN = measuredNames(3).indexOf(OUTSIDE_NAME);

export const outside: Gate<OutsideFit> = {
  facts: outsideFacts,
  needs: ({ description }) => description >= 3,
  fit(set) {
    const { texture } = set.reference.depths;
    const own = byClass((code) =>
      Float64Array.from(set.rowsOf[code].counted, (row) => rowAt(texture, row)[COLUMN] ?? NaN),
    );
    return byClass((code) => pooled(set, code, (other) => own[other]));
  },
  file: {
    fields: ['outside'],
    schema: z.pipe(
      z.object({ outside: z.record(lesionCodeSchema, ascending) }),
      z.transform((file) => byClass((code) => Float64Array.from(file.outside[code]))),
    ),
    write: (fit) => ({ outside: byClass((code) => significant(fit[code])) }),
  },
  open: (_set, fit) => (code) => {
    const real = fit[code];
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
  scale: (fit, code) => (fit[code].length > 0 ? { real: fit[code], odd: 'high', share: 1 } : null),
};

/** For tests: a whole gate in one file. Is the lesion as bright as real ones of its class? */
import * as z from 'zod/mini';
import type { LesionCode } from '../contracts/classes';
import { MEASURED_NAMES } from '../core/description/describeRegion';
import { rowAt } from '../core/features/features';
import { byClass, pooled } from '../core/gates/calibrationSet';
import { conformalP } from '../core/gates/conformal';
import { ascending, significant } from '../core/gates/fileNumbers';
import type { Gate, GateFacts } from '../core/gates/gate';

type BrightnessFit = Readonly<Record<LesionCode, Float64Array>>;

export const brightnessFacts: GateFacts = {
  id: 'brightness',
  level: 0.05,
  words: {
    en: {
      name: 'As bright as real ones',
      short: 'Bright',
      rejects: 'too bright',
      order: 'brightest first',
      ends: ['dark', 'bright'],
      share: (share) => `${share} % of real images are as bright`,
    },
  },
  exported: { name: 'not too bright', p: 'Share of real images of the class that are at least as bright.' },
};

const COLUMNS = ['red inside', 'green inside', 'blue inside'].map((name) => MEASURED_NAMES.indexOf(name));

function brightnessOf(texture: ArrayLike<number>): number {
  return COLUMNS.reduce((sum, column) => sum + (texture[column] ?? NaN) / COLUMNS.length, 0);
}

export const brightness: Gate<BrightnessFit> = {
  facts: brightnessFacts,
  fit(set) {
    const { texture } = set.reference.depths;
    const own = byClass((code) =>
      Float64Array.from(set.rowsOf[code].counted, (row) => brightnessOf(rowAt(texture, row))),
    );
    return byClass((code) => pooled(set, code, (other) => own[other]));
  },
  file: {
    fields: ['brightness'],
    schema: z.pipe(
      z.object({ brightness: z.record(z.string(), ascending) }),
      z.transform((file) => byClass((code) => Float64Array.from(file.brightness[code] ?? []))),
    ),
    write: (fit) => ({ brightness: byClass((code) => significant(fit[code])) }),
  },
  open: (_set, fit) => (code) => ({
    heldOut: fit[code].length,
    judge({ depths }) {
      const score = brightnessOf(depths.texture);
      const p = conformalP(score, fit[code]);
      return {
        result: { score, p, pass: p >= brightnessFacts.level },
        doubt: 'it is brighter than real ones.',
        support: '',
      };
    },
  }),
  scale: (fit, code) => (fit[code].length > 0 ? { real: fit[code], odd: 'high', share: 1 } : null),
};

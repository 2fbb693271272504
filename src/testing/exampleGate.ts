/** For tests, and to copy: a whole gate in one file. Is the lesion brighter than real ones of its class? */
import * as z from 'zod/mini';
import type { LesionCode } from '../contracts/classes';
import { MEASURED_NAMES } from '../core/description/describeRegion';
import { rowAt } from '../core/features/features';
import { byClass, pooled } from '../core/gates/calibrationSet';
import { conformalP } from '../core/gates/conformal';
import { ascending, significant } from '../core/gates/fileNumbers';
import type { Gate, GateFacts } from '../core/gates/gate';

interface ClassFit {
  /** Median brightness of the class, grey levels; NaN where the class has no images. */
  readonly usual: number;
  /** How much brighter than the usual real images are, ascending; those of classes that are counted together are pooled. */
  readonly real: Float64Array;
}
type ExampleFit = Readonly<Record<LesionCode, ClassFit>>;

export const exampleGateFacts: GateFacts = {
  id: 'example-gate',
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
    de: {
      name: 'So hell wie echte',
      short: 'Hell',
      rejects: 'zu hell',
      order: 'die hellsten zuerst',
      ends: ['dunkel', 'hell'],
      share: (share) => `${share} % der echten Bilder sind so hell`,
    },
  },
  exported: { name: 'not too bright', p: 'Share of real images of the class that are at least as bright.' },
};

const COLUMNS = ['red inside', 'green inside', 'blue inside'].map((name) => MEASURED_NAMES.indexOf(name));

function brightnessOf(texture: ArrayLike<number>): number {
  return COLUMNS.reduce((sum, column) => sum + (texture[column] ?? NaN) / COLUMNS.length, 0);
}

const classFitSchema = z.object({ usual: z.number(), real: ascending });

export const exampleGate: Gate<ExampleFit> = {
  facts: exampleGateFacts,
  fit(set) {
    const { texture } = set.reference.depths;
    const brightness = (row: number): number => brightnessOf(rowAt(texture, row));
    const usual = byClass((code) => {
      const sorted = Float64Array.from(set.rowsOf[code].fitted, brightness).sort();
      return sorted[Math.floor(sorted.length / 2)] ?? NaN;
    });
    const own = byClass((code) =>
      Float64Array.from(set.rowsOf[code].counted, (row) => brightness(row) - usual[code]).sort(),
    );
    return byClass((code) => ({ usual: usual[code], real: pooled(set, code, (other) => own[other]) }));
  },
  file: {
    fields: ['exampleGate'],
    schema: z.pipe(
      z.object({ exampleGate: z.record(z.string(), classFitSchema) }),
      z.transform(({ exampleGate: kept }) =>
        byClass((code) => {
          const { usual = NaN, real = [] } = kept[code] ?? {};
          return { usual, real: Float64Array.from(real) };
        }),
      ),
    ),
    write: (fit) => ({
      exampleGate: Object.fromEntries(
        Object.entries(fit)
          .filter(([, { real }]) => real.length > 0)
          .map(([code, { usual, real }]) => [code, { usual, real: significant(real) }]),
      ),
    }),
  },
  open(_set, fit) {
    return (code) => {
      const { usual, real } = fit[code];
      if (real.length === 0) return null;
      return {
        heldOut: real.length,
        judge({ depths }) {
          const score = brightnessOf(depths.texture) - usual;
          const p = conformalP(score, real);
          const pass = p >= exampleGateFacts.level;
          return { result: { score, p, pass }, doubt: 'it is brighter than real ones.', support: '' };
        },
      };
    };
  },
  scale: (fit, code) => (fit[code].real.length > 0 ? { real: fit[code].real, odd: 'high', share: 1 } : null),
};

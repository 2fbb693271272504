/** For tests, and to copy: a whole gate in one file. Is the lesion brighter than real ones of its class? */
import * as z from 'zod/mini';
import { byClass, ofClass, type ClassCode } from '../contracts/classes';
import { MEASURED_NAMES } from '../core/description/describeRegion';
import { rowAt } from '../core/features/features';
import { pooled, rowsFor } from '../core/gates/calibrationSet';
import { conformalP } from '../core/gates/conformal';
import { ascending, eachClass, significant } from '../core/gates/fileNumbers';
import type { Gate, GateFacts } from '../core/gates/gate';

interface Scale {
  readonly mean: number;
  readonly sd: number;
}
interface ClassFit {
  /** Of the brightness of real images of the class, -1 to 1. */
  readonly scale: Scale;
  /** How bright held-out images are, in standard deviations, ascending; those of classes that are counted together are pooled. */
  readonly real: Float64Array;
}
type ExampleFit = Readonly<Record<ClassCode, ClassFit>>;

export const exampleGateFacts: GateFacts = {
  id: 'example-gate',
  level: 0.05,
  words: {
    en: {
      name: 'Example of a gate',
      short: 'Bright',
      rejects: 'too bright',
      order: 'brightest first',
      ends: ['dark', 'bright'],
      share: (share) => `${share} % of real images are as bright`,
    },
    de: {
      name: 'Beispiel einer Schranke',
      short: 'Hell',
      rejects: 'zu hell',
      order: 'die hellsten zuerst',
      ends: ['dunkel', 'hell'],
      share: (share) => `${share} % der echten Bilder sind so hell`,
    },
  },
  exported: { name: 'not too bright', p: 'Share of real images of the class that are at least as bright.' },
};

/** Of what is measured in an image (core/description/texture.ts): `inside` is the mask without its border. */
const COLUMNS = ['red inside', 'green inside', 'blue inside'].map((name) => MEASURED_NAMES.indexOf(name));

function brightnessOf(texture: ArrayLike<number>): number {
  return COLUMNS.reduce((sum, column) => sum + (texture[column] ?? NaN) / COLUMNS.length, 0);
}

function scaleOf(values: readonly number[]): Scale {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length)) || 1 };
}

const classFitSchema = z.object({ scale: z.object({ mean: z.number(), sd: z.number() }), real: ascending });

export const exampleGate: Gate<ExampleFit> = {
  facts: exampleGateFacts,
  fit(set) {
    const { depths, lesions } = set.reference;
    const brightness = (row: number): number => brightnessOf(rowAt(depths.texture, row));
    const own = byClass(set.classes, (code) => {
      const { fitted, counted } = rowsFor(set, code);
      const values = counted.map((row) => {
        const others = fitted.filter((other) => lesions[other] !== lesions[row]); // where none is held out, each is judged without its lesion
        const { mean, sd } = scaleOf(others.map(brightness));
        return (brightness(row) - mean) / sd;
      });
      return Float64Array.from(values).sort();
    });
    return byClass(set.classes, (code) => ({
      scale: scaleOf(rowsFor(set, code).fitted.map(brightness)),
      real: pooled(set, code, own),
    }));
  },
  file: {
    fields: ['exampleGate'],
    schema: z.pipe(
      z.object({ exampleGate: z.record(z.string(), classFitSchema) }),
      z.transform(({ exampleGate: kept }) =>
        eachClass(kept, ({ scale, real }) => ({ scale, real: Float64Array.from(real) })),
      ),
    ),
    write: (fit) => ({
      exampleGate: Object.fromEntries(
        Object.entries(fit)
          .filter(([, { real }]) => real.length > 0)
          .map(([code, { scale, real }]) => [code, { scale, real: significant(real) }]),
      ),
    }),
  },
  open(_set, fit) {
    return (code) => {
      const own = ofClass(fit, code);
      if (!own || own.real.length === 0) return null;
      const { scale, real } = own;
      return {
        heldOut: real.length,
        judge({ depths }) {
          const score = (brightnessOf(depths.texture) - scale.mean) / scale.sd;
          const p = conformalP(score, real);
          const pass = p >= exampleGateFacts.level;
          return { result: { score, p, pass }, doubt: 'it is brighter than real ones.', support: '' };
        },
      };
    };
  },
  scale(fit, code) {
    const real = ofClass(fit, code)?.real;
    return real && real.length > 0 ? { real, odd: 'high', share: 1 } : null;
  },
};

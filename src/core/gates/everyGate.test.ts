/** What every gate keeps, whichever are in the list. */
import { describe, expect, it } from 'vitest';
import { exampleDescribed, exampleRealImages } from '../../testing/realImages';
import { CALIBRATIONS } from './calibrationSet';
import { GATE_FACTS } from './facts';
import { readGateFit, writeGateFit } from './gateFitFile';
import { fitGates, openGates } from './gates';
import { GATES } from './list';

const SHA256 = 'c'.repeat(64);

describe('the gates', () => {
  it('stand in both lists alike, under ids and with fields in a file that no other has', () => {
    expect(GATES.map(({ facts }) => facts)).toEqual(GATE_FACTS);
    const names = [...GATES.map(({ facts }) => facts.id), ...GATES.flatMap(({ file }) => file.fields)];
    const ids = new Set(GATES.map(({ facts }) => facts.id));
    expect(ids.size).toBe(GATES.length);
    const fields = GATES.flatMap(({ file }) => file.fields);
    expect(new Set(fields).size).toBe(fields.length);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9-]+$/);
  });

  it.each(CALIBRATIONS.flatMap((calibration) => ([1, 3] as const).map((version) => [calibration, version] as const)))(
    'say the same after their fit was written and read: %s, description %i',
    (calibration, version) => {
      const { reference, hashes } = exampleRealImages(version);
      const fit = fitGates(reference, hashes, calibration);
      const text = writeGateFit(fit, reference, SHA256);
      expect(text).not.toContain('null'); // a number that is none
      const [before, after] = [fit, readGateFit(text, SHA256)].map((found) => openGates(reference, found));
      for (const row of [0, 450]) {
        const image = exampleDescribed(reference, {}, row);
        for (const code of ['DF', 'NV', 'VASC', 'MEL'] as const) {
          const [was, is] = [before?.assess(code, image), after?.assess(code, image)];
          expect(Object.keys(is?.scores ?? {})).toEqual(Object.keys(was?.scores ?? {}));
          for (const [id, { score, p, pass }] of Object.entries(was?.scores ?? {})) {
            expect(is?.scores[id]?.pass, id).toBe(pass);
            expect(is?.scores[id]?.score, id).toBeCloseTo(score, 4);
            expect(is?.scores[id]?.p, id).toBeCloseTo(p ?? NaN, 4);
          }
        }
      }
    },
  );
});

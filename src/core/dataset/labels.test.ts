import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISIC_2019, lesionCodeSchema, type LesionClass } from '../../contracts/classes';
import { classForLabel, meaningsOf } from './labels';

const SPITZ: LesionClass = { code: 'SPITZ', name: 'Spitz tumour', colour: 'olive', source: 'project' };

describe('a label in a project with a class of its own', () => {
  it('understands its code and its name, and the names of ISIC 2019 as before', () => {
    const meaningOf = meaningsOf([...ISIC_2019.classes, SPITZ]);
    expect(['spitz', 'Spitz tumour', '9_SPITZ', 'SPITZ Spitz tumour', 'nevus'].map(meaningOf)).toEqual(
      ['SPITZ', 'SPITZ', 'SPITZ', 'SPITZ', 'NV'], // prettier-ignore
    );
    expect(meaningOf('constructor')).toBeNull();
  });

  it.each([
    ['Spitz nevus', { code: 'Spitz nevus', name: 'Spitz nevus' }],
    [' Merkel, cell (MCC) ', { code: 'Merkel cell MCC', name: 'Merkel, cell (MCC)' }],
    ['toString', { code: 'toString', name: 'toString' }],
    ['SKIN', null],
    ['UNK', null],
    ['?!', null],
    ['', null],
  ])('makes a class of the label %j', (label, made) => expect(classForLabel(label)).toEqual(made));

  it('makes a code that a class can have of every label, or none', () => {
    fc.assert(
      fc.property(fc.string(), (label) => {
        const made = classForLabel(label);
        if (made) expect(lesionCodeSchema.safeParse(made.code).success && made.name !== '').toBe(true);
      }),
    );
  });
});

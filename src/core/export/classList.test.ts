import { describe, expect, it } from 'vitest';
import { CLASS_LIMITS, codesOf, ISIC_2019, type ClassList } from '../../contracts/classes';
import { changedList } from './classList';

const value = (list: ClassList, change: Parameters<typeof changedList>[1]): ClassList => {
  const changed = changedList(list, change);
  if (!changed.ok) throw new Error(changed.failure.code);
  return changed.value;
};
const add = (...codes: string[]) =>
  ({ kind: 'add', classes: codes.map((code) => ({ code, name: code })), source: 'project' }) as const;

describe('a change of the list', () => {
  const mine = value(ISIC_2019, add('SPITZ', 'merkel'));

  it('is the same whichever comes first', () => {
    const removed = value(value(mine, { kind: 'remove', code: 'SPITZ' }), add('other'));
    expect(codesOf(value(value(mine, add('other')), { kind: 'remove', code: 'SPITZ' }))).toEqual(codesOf(removed));
  });

  it('that changes nothing gives the same list', () => {
    expect(value(mine, add('SPITZ'))).toBe(mine);
    expect(value(mine, { kind: 'remove', code: 'DF' })).toBe(mine);
    expect(value(mine, { kind: 'remove', code: 'gone' })).toBe(mine);
    expect(value(mine, { kind: 'change', code: 'gone', next: { code: 'x', name: 'x' } })).toBe(mine);
  });

  it('takes the list of ISIC 2019 back where nothing else is left', () => {
    const [first, second] = ['SPITZ', 'merkel'].map((code) => ({ kind: 'remove', code }) as const);
    if (first && second) expect(value(value(mine, first), second)).toBe(ISIC_2019);
  });

  it('is refused where a code is taken or none, and where there are too many', () => {
    const rename = (code: string, name = 'x') =>
      changedList(mine, { kind: 'change', code: 'SPITZ', next: { code, name } });
    expect(rename('merkel')).toMatchObject({ failure: { code: 'class-code-taken' } });
    expect(rename('UNK')).toMatchObject({ failure: { code: 'class-code-unfit' } });
    expect(rename('SN', ' ')).toMatchObject({ failure: { code: 'class-code-unfit' } });
    const many = Array.from({ length: CLASS_LIMITS.classes }, (_, n) => `c${n}`);
    expect(changedList(mine, add(...many))).toMatchObject({ failure: { code: 'class-list-full' } });
  });
});

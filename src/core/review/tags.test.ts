import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TAG_LIMITS, tagSchema } from '../../contracts/sample';
import { changedTags, countTags, typedTags } from './tags';

describe('tags', () => {
  it('are typed with commas or semicolons between several, kept as they are written', () => {
    expect(typedTags(' for the  paper, unscharf;Ärzte\n, ,unscharf')).toEqual({
      ok: true,
      value: ['for the paper', 'unscharf', 'Ärzte'],
    });
    expect(typedTags(' ,; ')).toEqual({ ok: true, value: [] });
    expect(typedTags(`fine, ${'x'.repeat(TAG_LIMITS.characters + 1)}`)).toMatchObject({
      failure: { code: 'tag-unfit', params: { most: TAG_LIMITS.characters } },
    });
  });

  it('that were typed are always tags, or refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const typed = typedTags(text);
        if (typed.ok) for (const tag of typed.value) expect(tagSchema.safeParse(tag).success).toBe(true);
      }),
    );
  });

  it('are each there once, and those that two tabs change come together', () => {
    const [left, right] = [
      (tags: string[]) => changedTags(tags, ['b', 'a'], ['c']),
      (tags: string[]) => changedTags(tags, ['d'], []),
    ];
    expect(left(right(['c', 'a']))).toEqual(['a', 'b', 'd']);
    expect(right(left(['c', 'a']))).toEqual(['a', 'b', 'd']);
    expect([...countTags([{ tags: ['b', 'a'] }, {}, { tags: ['b'] }])]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });
});

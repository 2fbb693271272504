import { describe, expect, it } from 'vitest';
import { InlayError, logLine } from '../contracts/failure';
import { readExpected, readExport, toBytes, withFields, without } from '../../scripts/golden/exports';
import { openTokenizer } from './clipTokenizer';

const files = readExport('stable-diffusion');
const { texts } = readExpected('stable-diffusion');
const CONFIG = 'tokenizer/tokenizer_config.json';
const WHOLE = 'tokenizer/tokenizer.json';

function ids(from: typeof files, text: string): number[] {
  const tokenize = openTokenizer(from);
  if (!tokenize.ok) throw InlayError.of(tokenize.failure);
  return [...tokenize.value(text)];
}

describe("CLIP's tokenizer", () => {
  it.each(texts.map(({ text, ids: wanted }) => [text.slice(0, 40), text, wanted] as const))(
    'gives the ids of transformers, from either kind of file: %j',
    (_, text, wanted) => {
      expect(ids(files, text)).toEqual(wanted);
      expect(ids(without(files, WHOLE), text)).toEqual(wanted);
    },
  );

  it('pads as the configuration says', () => {
    const end = ids(files, '').at(-1);
    const padded = ids(withFields(files, CONFIG, { pad_token: { content: '!', lstrip: false } }), '');
    expect(padded).toHaveLength(77);
    expect(padded[1]).toBe(end);
    expect(padded[2]).not.toBe(end);
    expect(new Set(padded.slice(2)).size).toBe(1);
  });

  it('does without a configuration, and with one that names no limit', () => {
    expect(ids(without(files, CONFIG), 'healthy skin')).toEqual(ids(files, 'healthy skin'));
    expect(ids(withFields(files, CONFIG, { model_max_length: 1e30 }), 'a')).toHaveLength(77);
  });

  it.each([
    ['a vocabulary that is not JSON', { ...without(files, WHOLE), 'tokenizer/vocab.json': toBytes('{') }, 'vocab.json'],
    ['a definition without a model', { ...files, [WHOLE]: toBytes({}) }, 'tokenizer.json'],
    ['a definition of an unknown kind', { ...files, [WHOLE]: toBytes({ model: { type: 'Odd' } }) }, 'tokenizer'],
    ['a pad that the vocabulary lacks', withFields(files, CONFIG, { pad_token: '<odd>' }), 'tokenizer'],
  ])('refuses %s', (_, broken, name) => {
    const opened = openTokenizer(broken);
    expect(opened.ok ? '' : logLine(opened.failure)).toContain(name);
  });
});

/** CLIP's tokenizer, from tokenizer.json or from the older pair vocab.json and merges.txt (Radford et al., arXiv 2103.00020). */
import { Tokenizer } from '@huggingface/tokenizers';
import * as z from 'zod/mini';
import { BUNDLE_PATHS, type BundleFiles } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { readJson } from '../core/bundle/latentConfig';

/** @returns ids, as many as the text encoder takes: start mark, text cut to fit, end mark, padding */
export type Tokenize = (text: string) => Int32Array;

/** What CLIP was trained with; a file may leave it out or write a huge number for "no limit". */
const MAX_LENGTH = 77;

/** A mark is written as text, or as an object around it. */
const markSchema = z.union([
  z.string(),
  z.pipe(
    z.looseObject({ content: z.string() }),
    z.transform(({ content }) => content),
  ),
]);

const configSchema = z.looseObject({
  model_max_length: z._default(z.number().check(z.positive()), MAX_LENGTH),
  bos_token: z._default(markSchema, '<|startoftext|>'),
  eos_token: z._default(markSchema, '<|endoftext|>'),
  pad_token: z.nullish(markSchema),
});

const vocabularySchema = z.record(z.string(), z.int().check(z.nonnegative()));
const wholeSchema = z.looseObject({ model: z.looseObject({ type: z.string() }) });

/** Fails with bundle-* codes, naming the file. */
export function openTokenizer(files: BundleFiles): Outcome<Tokenize> {
  const config =
    BUNDLE_PATHS.tokenizerConfig in files
      ? readJson(files, BUNDLE_PATHS.tokenizerConfig, configSchema)
      : succeed(configSchema.parse({}));
  if (!config.ok) return config;
  const definition = readDefinition(files, config.value.bos_token, config.value.eos_token);
  if (!definition.ok) return definition;
  try {
    return succeed(build(definition.value, config.value));
  } catch (error) {
    return fail('bundle-tokenizer-unreadable', {}, String(error));
  }
}

function build(definition: object, config: z.infer<typeof configSchema>): Tokenize {
  const tokenizer = new Tokenizer(definition, config);
  const id = (token: string): number => {
    const found = tokenizer.token_to_id(token);
    if (found === undefined) throw new RangeError(`The vocabulary has no ${token}.`);
    return found;
  };
  const [start, end] = [id(config.bos_token), id(config.eos_token)];
  const pad = id(config.pad_token ?? config.eos_token);
  const length = Math.min(MAX_LENGTH, Math.floor(config.model_max_length));
  return (text) => {
    const { ids } = tokenizer.encode(text, { add_special_tokens: false });
    const row = new Int32Array(length).fill(pad);
    row.set([start, ...ids.slice(0, length - 2), end]);
    return row;
  };
}

function readDefinition(files: BundleFiles, start: string, end: string): Outcome<object> {
  if (BUNDLE_PATHS.tokenizer in files) return readJson(files, BUNDLE_PATHS.tokenizer, wholeSchema);
  const vocabulary = readJson(files, BUNDLE_PATHS.vocabulary, vocabularySchema);
  if (!vocabulary.ok) return vocabulary;
  const merges = new TextDecoder()
    .decode(files[BUNDLE_PATHS.merges])
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => line.split(' '));
  return succeed(define(vocabulary.value, merges, start, end));
}

/** The definition that tokenizer.json of a CLIP model holds: lower case, words and single digits, bytes, pairs merged in order. */
function define(vocab: Record<string, number>, merges: string[][], start: string, end: string): object {
  const mark = (content: string): object => {
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    return { id: vocab[content], content, ...plain };
  };
  const words = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  return {
    version: '1.0',
    added_tokens: [mark(start), mark(end)],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: words }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      unk_token: end,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges,
    },
  };
}

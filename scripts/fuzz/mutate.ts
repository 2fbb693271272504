/** Inputs that are nearly right: a few changes to a seed, the same for the same number. */
import { unzipSync, zipSync } from 'fflate';

/** Numbers from 0 to below `below`. */
export type Dice = (below: number) => number;

/** xorshift32. */
export function diceOf(seed: number): Dice {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const NUMBERS = [
  '-1',
  '0',
  '1e400',
  '4294967296',
  '9007199254740993',
  '0.5',
  '1e-300',
  'null',
  '""',
  '[]',
  '{}',
  'true',
];
const WORDS = ['__proto__', 'constructor', '../', '\u0000', '\uFEFF', '\r\r\n', '"', '{{x}}', '\ud800', ','];
const MARKS = [0, 1, 0x7f, 0x80, 0xff];
/** Larger ones are cut, so that many are tried. */
const MOST_BYTES = 2 ** 18;

/** @param others whose parts may be taken over */
export function mutate(seed: Uint8Array, others: readonly Uint8Array[], dice: Dice): Uint8Array<ArrayBuffer> {
  if (seed[0] === 0x50 && seed[1] === 0x4b && dice(3) > 0) return inZip(seed, dice);
  let bytes: Uint8Array = seed;
  for (let left = 1 + dice(6); left > 0; left -= 1) bytes = changed(bytes, others, dice);
  return new Uint8Array(bytes.subarray(0, MOST_BYTES));
}

/** One of its files changed, and packed anew, so that the change is read. */
function inZip(seed: Uint8Array, dice: Dice): Uint8Array<ArrayBuffer> {
  const files = unzipSync(seed, { filter: ({ originalSize }) => originalSize < MOST_BYTES });
  const names = Object.keys(files);
  const name = names[dice(Math.max(1, names.length))];
  if (name === undefined) return new Uint8Array(seed);
  const bytes = files[name] ?? new Uint8Array();
  const isGone = dice(8) === 0;
  const others = Object.entries(files).filter(([path]) => !isGone || path !== name);
  const renamed = dice(12) === 0 ? `${name}${WORDS[dice(WORDS.length)] ?? ''}` : name;
  const put: [string, Uint8Array][] = isGone ? [] : [[renamed, new Uint8Array(changed(bytes, [], dice))]];
  return new Uint8Array(zipSync(Object.fromEntries([...others, ...put]), { level: dice(2) === 0 ? 0 : 6 }));
}

function changed(bytes: Uint8Array, others: readonly Uint8Array[], dice: Dice): Uint8Array {
  const at = dice(Math.max(1, bytes.length));
  switch (dice(8)) {
    case 0:
      return set(bytes, at, (bytes[at] ?? 0) ^ (1 << dice(8)));
    case 1:
      return set(bytes, at, MARKS[dice(MARKS.length)] ?? 0);
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return spliced(bytes, at, dice(64), new Uint8Array());
    case 4:
      return spliced(bytes, at, 0, bytes.subarray(at, at + 1 + dice(64)));
    case 5: {
      const other = others[dice(Math.max(1, others.length))] ?? bytes;
      const from = dice(Math.max(1, other.length));
      return spliced(bytes, at, dice(32), other.subarray(from, from + dice(256)));
    }
    case 6:
      return spliced(bytes, at, 0, new TextEncoder().encode(WORDS[dice(WORDS.length)] ?? ''));
    default:
      return otherNumber(bytes, dice);
  }
}

/** One number of a text, or four bytes, replaced. */
function otherNumber(bytes: Uint8Array, dice: Dice): Uint8Array {
  const start = dice(Math.max(1, bytes.length));
  for (let at = start; at < Math.min(bytes.length, start + 200); at += 1) {
    let end = at;
    while (end < bytes.length && (bytes[end] ?? 0) >= 0x30 && (bytes[end] ?? 0) <= 0x39) end += 1;
    if (end > at) return spliced(bytes, at, end - at, new TextEncoder().encode(NUMBERS[dice(NUMBERS.length)] ?? ''));
  }
  const large = Uint8Array.from({ length: 4 }, () => MARKS[dice(MARKS.length)] ?? 0);
  return spliced(bytes, start, 4, large);
}

function set(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const out = bytes.slice();
  if (at < out.length) out[at] = value;
  return out;
}

function spliced(bytes: Uint8Array, at: number, removed: number, put: Uint8Array): Uint8Array {
  const out = new Uint8Array(at + put.length + Math.max(0, bytes.length - at - removed));
  out.set(bytes.subarray(0, at));
  out.set(put, at);
  out.set(bytes.subarray(at + removed, at + removed + out.length - at - put.length), at + put.length);
  return out;
}

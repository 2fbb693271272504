/** The bytes of a table -> its text, whatever program wrote it: UTF-8, UTF-16, Windows-1252; every end of a line is one "\n". */

/** Longest sequence of UTF-8. */
const MAX_SEQUENCE = 4;

/** Takes a table's bytes piece by piece. A byte order mark tells the encoding; else its first bytes, and where it is no UTF-8 after all it is Windows-1252. */
export function createTextDecoder() {
  let decoder: TextDecoder | null = null;
  let isUtf8 = false;
  /** The last bytes of the piece before: a sequence that was cut there is not read yet. */
  let tail: Uint8Array = new Uint8Array(0);
  let hasReturn = false;

  function begin(start: Uint8Array): TextDecoder {
    const encoding = encodingOf(start);
    isUtf8 = encoding === 'utf-8';
    return new TextDecoder(encoding, { fatal: isUtf8 });
  }

  function decoded(bytes: Uint8Array, isLast: boolean): string {
    decoder ??= begin(bytes);
    try {
      const text = decoder.decode(bytes, { stream: !isLast });
      tail =
        isUtf8 && !isLast ? unfinished(bytes.length >= MAX_SEQUENCE ? bytes : joined(tail, bytes)) : new Uint8Array(0);
      return text;
    } catch {
      const cut = tail;
      isUtf8 = false;
      decoder = new TextDecoder('windows-1252');
      return decoder.decode(joined(cut, bytes), { stream: !isLast });
    }
  }

  /** "\r\r\n", which comes of writing a text twice as text, is one end of a line, and so are "\r\n" and "\r". */
  function withPlainEnds(text: string, isLast: boolean): string {
    const whole = hasReturn ? `\r${text}` : text;
    hasReturn = !isLast && whole.endsWith('\r');
    if (!whole.includes('\r')) return whole;
    return (hasReturn ? whole.replace(/\r+$/, '') : whole).replace(/\r+\n?/g, '\n');
  }

  return {
    push: (bytes: Uint8Array): string => withPlainEnds(decoded(bytes, false), false),
    end: (): string => withPlainEnds(decoded(new Uint8Array(0), true), true),
  };
}

function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first = 0, second = 0] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark, every other byte of a table's first line is zero.
  const line = start.subarray(0, 64);
  const zeros = [0, 1].map((odd) => line.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  const [even = 0, uneven = 0] = zeros;
  if (uneven * 4 > line.length && even === 0) return 'utf-16le';
  if (even * 4 > line.length && uneven === 0) return 'utf-16be';
  return 'utf-8';
}

/** The bytes at the end that begin a sequence of UTF-8 and do not end it. */
function unfinished(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back < MAX_SEQUENCE && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.slice(bytes.length - back) : new Uint8Array(0);
    }
  }
  return new Uint8Array(0);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

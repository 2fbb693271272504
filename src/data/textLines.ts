/** Lines of a text that comes in pieces, however many pieces a line has. */

/** Throws what `onLong` gives for a line of more than `most` characters. A mark of the byte order is part of the first. @param isTaken the others are left out */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  onLong: () => Error,
  isTaken: (line: string) => boolean = (line) => line !== '',
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let [begun, length]: [string[], number] = [[], 0];
  for await (const chunk of chunks) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
    begun.push(first);
    length += first.length;
    if (length > most) throw onLong();
    for (const other of others) {
      const line = begun.join('');
      if (isTaken(line)) yield line;
      [begun, length] = [[other], other.length];
    }
  }
  const last = begun.join('') + decoder.decode();
  if (last !== '' && isTaken(last)) yield last;
}

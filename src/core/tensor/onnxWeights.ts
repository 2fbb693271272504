/** Which files beside an ONNX graph hold its weights. Reads as much of the protobuf as that takes (onnx.proto3 of ONNX 1.23). */

/** Numbers of the fields that lead to a tensor, by the message in which they stand. */
const LEADS_TO: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: {},
};
type Message = 'model' | 'graph' | 'node' | 'attribute' | 'sparse' | 'tensor' | 'entry';

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];
const [KEY, VALUE] = [1, 2];
/** Graphs in graphs; deeper than any exporter goes. */
const MAX_DEPTH = 64;

/**
 * Names as the graph gives them, relative to its folder, each once.
 * @param model bytes of the file; what is no ONNX graph names nothing
 */
export function externalDataOf(model: Uint8Array): readonly string[] {
  const found = new Set<string>();
  try {
    walk(model, 'model', (location) => found.add(location));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return [...found];
}

/** Throws RangeError where the bytes are no protobuf. */
function walk(bytes: Uint8Array, message: Message, tell: (location: string) => void, depth = 0): void {
  if (depth > MAX_DEPTH) throw new RangeError('Too deep.');
  if (message === 'entry') {
    const { [KEY]: key, [VALUE]: value } = textFields(bytes);
    if (key === 'location' && value !== undefined) tell(value);
    return;
  }
  for (const { field, part } of fieldsOf(bytes)) {
    const inner = LEADS_TO[message][field];
    if (inner && part) walk(part, inner, tell, depth + 1);
  }
}

function textFields(bytes: Uint8Array): Record<number, string> {
  const texts: Record<number, string> = {};
  for (const { field, part } of fieldsOf(bytes)) if (part) texts[field] = new TextDecoder().decode(part);
  return texts;
}

interface Field {
  readonly field: number;
  /** Null for numbers. */
  readonly part: Uint8Array | null;
}

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let power = 1; ; power *= 128) {
      const byte = bytes[at];
      if (byte === undefined || power > 2 ** 63) throw new RangeError('The bytes end in a number.');
      at += 1;
      value += (byte & 127) * power;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === BYTES) {
      const length = varint();
      if (at + length > bytes.length) throw new RangeError('The bytes end in a field.');
      yield { field, part: bytes.subarray(at, at + length) };
      at += length;
      continue;
    }
    if (wire === VARINT) varint();
    else if (wire === FIXED64) at += 8;
    else if (wire === FIXED32) at += 4;
    else throw new RangeError('That is no protobuf.');
    yield { field, part: null };
  }
}

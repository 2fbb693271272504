/** JSON from outside: looked through before it is parsed, since a few bytes of brackets take a hundred times as much memory. */
import { InlayError } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';

const MIB = 2 ** 20;
const QUOTE = 0x22;
const [COMMA, COLON] = [0x2c, 0x3a];
const [OPENED, CLOSED] = [new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];

/**
 * A JSON file's value. Throws InlayError of limit-*, and SyntaxError for what is no JSON.
 * @param name of the file, for the person
 */
export async function readJsonFile(file: Blob, name: string, bytes: number = LIMITS.json.bytes): Promise<unknown> {
  if (file.size > bytes) throw new InlayError('limit-bytes', { name, most: Math.round(bytes / MIB) });
  return parseJson((await file.text()).replace(/^\uFEFF/, ''), name);
}

/** As JSON.parse. Throws InlayError of limit-depth or limit-values, too. @param name of the file, for the person */
export function parseJson(text: string, name: string): unknown {
  const { depth: deepest, containers: mostContainers, values: mostValues } = LIMITS.json;
  let [depth, containers, values] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) at = endOfString(text, at);
    else if (OPENED.has(sign)) {
      depth += 1;
      containers += 1;
    } else if (CLOSED.has(sign)) depth -= 1;
    else if (sign === COMMA || sign === COLON) values += 1;
    if (depth > deepest) throw new InlayError('limit-depth', { name, most: deepest });
    if (containers > mostContainers) throw new InlayError('limit-values', { name, most: mostContainers });
    if (values > mostValues) throw new InlayError('limit-values', { name, most: mostValues });
  }
  return JSON.parse(text);
}

/** Place of the quotation mark that ends a string; the end of a text that breaks off. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

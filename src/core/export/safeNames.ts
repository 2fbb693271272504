/** Names of files that mean the same on every system: an export is unpacked on machines of others. */
import { failureOf, type Failure } from '../../contracts/failure';

/** Devices of Windows, whatever ending follows; and signs that its file names cannot hold. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const NOT_ON_WINDOWS = /[<>:"|?*]/;
/** What is not seen, or turns what is seen around: control characters, direction marks, joiners, line ends, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Why a path is not safe to unpack; null where it is. */
export function nameFault(path: string): Failure | null {
  const shown = shownText(path);
  if (UNSEEN.test(path)) return failureOf('export-name-unseen', { path: shown });
  const parts = path.split('/');
  if (/^([a-z]:|[\\/])/i.test(path) || path.split(/[\\/]/).includes('..'))
    return failureOf('zip-path-outside', { path: shown });
  if (path.includes('\\') || parts.includes('') || parts.includes('.'))
    return failureOf('export-name-path', { path: shown });
  if (NOT_ON_WINDOWS.test(path) || parts.some((part) => DEVICE.test(part) || /[. ]$/.test(part)))
    return failureOf('export-name-windows', { path: shown });
  return null;
}

/** What two names have in common where a system takes them for one: it may not tell capitals, or forms of an accent. */
export function folded(path: string): string {
  return path.normalize('NFKC').toLowerCase();
}

const MOST_SHOWN = 120;

/** Text from outside as it can be shown in one line: what is not seen is written out, and what is long is cut. */
export function shownText(text: string): string {
  const seen = text.replace(
    new RegExp(UNSEEN.source, 'gu'),
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return seen.length > MOST_SHOWN ? `${seen.slice(0, MOST_SHOWN)}…` : seen;
}

/** Reads the arguments, runs one command, and turns what went wrong into one line and an exit code. */
import packageJson from '../package.json' with { type: 'json' };
import { InlayError } from '../src/contracts/failure';
import { speak } from '../src/messages';
import { exitBecause, ExitError, exitWith, EXIT_CODES, isSystemError, thrownWords } from './exit';
import { generate } from './generate';
import { inspect } from './inspect';
import { pack } from './pack';
import { plan } from './plan';
import { replay } from './replay';
import { score } from './score';
import { studio } from './studio';
import { verify } from './verify';

const COMMANDS = { studio, inspect, plan, generate, pack, score, replay, verify } as const;

export const USAGE = `Usage: npx inlay [COMMAND …]

  studio [--port N]
      serves the studio on this machine and says its address; so does npx inlay alone
  inspect PATH [--json]
      says of a folder or zip of images what the Dataset screen says: labels, lesions, masks, tables, and what is odd
  plan RECIPE [--bundle B] [--shard I/N] [--list] [--json]
      says what generate would make of it; with --list the files of each sample
  generate RECIPE --out DIR [--bundle B] [--skin DIR] [--shard I/N] [--resume] [--force] [--date WHEN] [DEVICE] [--json]
      makes the samples of a recipe file, as the studio exports it, or of a plan, whose rule decides about each
  pack DIR … --out ZIP [--preset folders|huggingface|isic|coco|segmentation] [--force] [--json]
      makes one checked zip of what generate has written, into one folder or several, as the studio exports it; with --preset a set that a trainer loads
  score DIR [--bundle B] [DEVICE] [--json]
      reads an image folder (a sub-folder a class), says what the gates say of each image
  replay ZIP [--bundle B] [--skin DIR] [--only ID,…] [--tolerance LEVELS] [DEVICE] [--json]
      makes the samples of an export again and compares the pixels; a grey level is tolerated unless told otherwise
  verify BUNDLE|ZIP [--skin DIR] [--key FILE|HEX] [--json]
      says of an export whether it is intact, consistent, and signed (by the key that is named), or checks every hash of a bundle
  help, --version

Nothing that is there is replaced without --force, and nothing is written to a link or a device. --resume keeps samples that
are whole and makes the others again.

DEVICE is --device cpu (as without it) or --device webgpu, and --threads N for the CPU, all cores without it.

Exit codes: 0 all is well; 1 something differs or fails a check; 2 the arguments are wrong; 3 a file or a model cannot be
read, or is over a limit; 4 the device cannot run the model; 5 a file cannot be written (no space, no permission); 70 an
unexpected error.`;

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  const [name = 'studio', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(USAGE);
    return EXIT_CODES.ok;
  }
  if (name === '--version' || name === '-v') {
    console.log(packageJson.version);
    return EXIT_CODES.ok;
  }
  await speak('en');
  const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
  try {
    if (!command) throw exitBecause('usage', 'no-command', { name });
    return EXIT_CODES[await command(rest)];
  } catch (error) {
    if (error instanceof ExitError) {
      console.error(`inlay: ${error.message}`);
      return EXIT_CODES[error.kind];
    }
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      console.error(`inlay: ${error.message}`);
      return EXIT_CODES.usage;
    }
    if (error instanceof InlayError || isSystemError(error)) {
      console.error(`inlay: ${error instanceof InlayError ? exitWith(error.failure).message : thrownWords(error)}`);
      return EXIT_CODES.unreadable;
    }
    console.error(`inlay: ${thrownWords(error)}`);
    return EXIT_CODES.unexpected;
  }
}

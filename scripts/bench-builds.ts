/** npm run bench:builds: time of a U-Net call on WASM, on the plain build over the Asyncify build of ONNX Runtime, in turns. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLE_URL, startHarness } from './parity/browser';

const ROUNDS = 3;
const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    threads: { type: 'string', default: '2' },
  },
});
const { inPage, version, close } = await startHarness(resolve(options.bundle), null);
const time = (build: 'plain' | 'asyncify'): Promise<number> =>
  inPage((page) =>
    page.evaluate(
      ([folder, chosen, threads]) => {
        if (!window.timeBuild) throw new Error('The harness is not loaded.');
        return window.timeBuild(folder, chosen, threads);
      },
      [BUNDLE_URL, build, Number(options.threads)] as const,
    ),
  );
const ratios: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const [plain, asyncify] = [await time('plain'), await time('asyncify')];
  ratios.push(asyncify / plain);
  console.log(`round ${round + 1}: plain ${plain.toFixed(0)} ms, Asyncify ${asyncify.toFixed(0)} ms`);
}
await close();
const median = ratios.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
console.log(
  `Asyncify over plain: ${median.toFixed(2)} (median of ${ROUNDS}, ${options.threads} threads, Chromium ${version}).`,
);

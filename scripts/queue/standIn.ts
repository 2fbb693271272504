/** In the place of the inference worker, for the bench of large plans only: makes a small grey picture at once, and has it accepted. */
import { expose } from 'comlink';
import { fail, succeed } from '../../src/contracts/failure';
import type { InferenceApi } from '../../src/contracts/inference';
import { encodePng } from '../../src/core/provenance/png';

const SIDE = 32;

const standIn: InferenceApi = {
  open: ({ candidate, manifest, manifestSha256, appVersion }) =>
    Promise.resolve(
      succeed({
        takesStrength: false,
        takesOwnClasses: false,
        attempt: { candidate, accepted: true, reason: 'A stand-in.', parityMaxDiff: 0, stepMs: 1 },
        environment: {
          app: appVersion,
          bundle: { id: manifest.id, version: manifest.version, sha256: manifestSha256, licence: manifest.licence },
          onnxruntime: 'none',
          executionProvider: candidate.provider,
          threads: candidate.threads,
          adapter: 'none',
        },
      }),
    ),
  generate({ jobId, seed }) {
    const grey = seed % 256;
    const data = new Uint8ClampedArray(SIDE * SIDE * 4).map((_, i) => (i % 4 === 3 ? 255 : grey));
    const image = { width: SIDE, height: SIDE, data };
    const p = 0.1 + (seed % 900) / 1000;
    return Promise.resolve(
      succeed({
        jobId,
        image,
        png: encodePng(image),
        pixelSha256: jobId.slice(4).padStart(64, '0'),
        outsideMaskMaxDiff: 0,
        scores: {
          typical: { score: 1 - p, p, pass: true },
          label: { score: p, p, pass: true },
          novel: { score: p, p, pass: true },
        },
        verdict: {
          outcome: 'credible',
          reason: `Credible: ${Math.round(100 * p)} % of held-out real images are as unusual or more so.`,
        },
        nearestReal: { id: `ISIC_${String(seed).padStart(7, '0').slice(0, 7)}`, distance: p },
        furtherReal: [],
        comparedWith: null,
        totalMs: 1,
      }),
    );
  },
  preview: () => Promise.resolve(succeed(null)),
  yieldToInput: () => undefined,
  cancel: () => undefined,
  gateReference: () => Promise.resolve(succeed(null)),
  describe: () => Promise.resolve(succeed(null)),
  seeLesion: () => Promise.resolve(succeed(null)),
  sceneFits: () => Promise.resolve(succeed(null)),
  countKnown: () => Promise.resolve(succeed(0)),
  compareWith: () => Promise.resolve(succeed(null)),
  describeExample: () => Promise.resolve(fail('own-class-other-model')),
  teach: () => Promise.resolve(fail('own-class-other-model')),
  close: () => Promise.resolve(),
};

expose(standIn);

/**
 * How often properties are tried: as often as each says, and INLAY_PROPERTY_TIMES as often where that is set (`npm run test:all`).
 * Set-up file of the unit tests.
 */
import fc from 'fast-check';

const USUAL = 100;
const times = Number(process.env['INLAY_PROPERTY_TIMES'] ?? 1);

/** @param usual runs in `npm test`, where the usual hundred take too long or find too little */
export const runs = (usual: number): number => usual * times;

fc.configureGlobal({ numRuns: runs(USUAL) });

/** `npm start`: installs what is missing, builds when a source is newer than the build, serves the studio on loopback. */
import { ensureBuild, ensureModules } from './setup.mjs';

ensureModules();
ensureBuild();
process.argv.splice(2, 0, 'studio');
await import('../cli/inlay.mjs');

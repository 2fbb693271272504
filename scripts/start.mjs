/** `npm start`: installs what is missing, builds when a source is newer than the build, serves the studio on loopback. */
import { ensureBuild, ensureModules, root } from './setup.mjs';

ensureModules();
ensureBuild();
const { preview } = await import('vite');
const server = await preview({ root, logLevel: 'warn' }).catch((error) => {
  console.error(
    `The studio could not be served: ${error.message}\nSet PORT to another number and run npm start again.`,
  );
  process.exit(1);
});
const port = server.config.preview.port;
console.log(`Inlay is at http://127.0.0.1:${port}  (Ctrl+C stops it; nothing leaves this machine)`);
if (process.argv.includes('--check')) {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  console.log(`status ${response.status}, isolation ${response.headers.get('cross-origin-embedder-policy')}`);
  await server.close();
  process.exit(response.ok ? 0 : 1);
}

/**
 * Makes the package `inlay`: the built studio and the command line in JavaScript, with ONNX Runtime of one platform.
 *
 *   npm run package [-- --platform linux-x64|linux-arm64|darwin-arm64|win32-x64|win32-arm64] [--out DIR]
 *
 * ONNX Runtime travels inside: its own package brings the binaries of every platform (288 MB), and a step at installation that loads
 * more from the network.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { NOTICES, TakenIn } from './notices';
import { ensureBuild, root } from './setup.mjs';

const RUNTIME = ['onnxruntime-node', 'onnxruntime-common'] as const;
const FILES = ['LICENSE', 'README.md', 'SECURITY.md', 'CITATION.cff'];

const { values } = parseArgs({
  options: {
    platform: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string', default: root },
  },
});
const [os = '', cpu = ''] = values.platform.split('-');
const binaries = join('bin/napi-v6', os, cpu);
const modules = join(root, 'node_modules');
if (!existsSync(join(modules, 'onnxruntime-node', binaries))) {
  console.error(`There is no ONNX Runtime for ${values.platform}.`);
  process.exit(1);
}

const folder = join(root, '.cache/package');
await rm(folder, { recursive: true, force: true });
await mkdir(join(folder, 'cli'), { recursive: true });
ensureBuild();
await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.vite') });
for (const name of FILES) await cp(join(root, name), join(folder, name));
await buildCommandLine();
await takeRuntime();
await writeFile(join(folder, 'package.json'), `${JSON.stringify(facts(), null, 2)}\n`);

const packed = spawnSync('npm', ['pack', '--json', '--pack-destination', resolve(values.out)], {
  cwd: folder,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (packed.status !== 0) {
  console.error(packed.stderr);
  process.exit(1);
}
const [{ filename, size, unpackedSize }] = JSON.parse(packed.stdout) as [
  { filename: string; size: number; unpackedSize: number },
];
const name = filename.replace('.tgz', `-${values.platform}.tgz`);
await rename(join(resolve(values.out), filename), join(resolve(values.out), name));
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
console.log(`${name}: ${megabytes(size)}, ${megabytes(unpackedSize)} unpacked. Try it: npx ./${name}`);

async function buildCommandLine(): Promise<void> {
  const takenIn = new TakenIn();
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [takenIn.plugin()],
    ssr: { noExternal: true, external: ['onnxruntime-node', 'sharp'] },
    build: {
      ssr: 'cli/main.ts',
      target: 'node20',
      outDir: join(folder, 'cli'),
      rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
    },
  });
  await cp(join(root, 'cli/inlay.mjs'), join(folder, 'cli/inlay.mjs'));
  for (const dependency of RUNTIME) takenIn.add(join(modules, dependency, 'package.json'));
  takenIn.write(join(folder, NOTICES));
}

async function takeRuntime(): Promise<void> {
  for (const dependency of RUNTIME) {
    const [from, to] = [join(modules, dependency), join(folder, 'node_modules', dependency)];
    await cp(join(from, 'dist'), join(to, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.map') });
    const {
      scripts: _,
      devDependencies: __,
      ...kept
    } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as {
      scripts: unknown;
      devDependencies: unknown;
      dependencies?: Record<string, string>;
    };
    const needed = Object.entries(kept.dependencies ?? {}).filter(([need]) => RUNTIME.some((taken) => taken === need));
    const runtime = { ...kept, dependencies: Object.fromEntries(needed) }; // the others are for its installation
    await writeFile(join(to, 'package.json'), `${JSON.stringify(runtime, null, 2)}\n`);
  }
  const [from, to] = [join(modules, RUNTIME[0], binaries), join(folder, 'node_modules', RUNTIME[0], binaries)];
  await cp(from, to, { recursive: true });
}

function facts() {
  const { name, version, description, license, type, bin, engines, devDependencies } = packageJson;
  return {
    ...{ name, version, description, license, type, bin, engines },
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' ? { libc: ['glibc'] } : {}),
    dependencies: { 'onnxruntime-node': devDependencies['onnxruntime-node'], sharp: devDependencies.sharp },
    bundleDependencies: ['onnxruntime-node'],
  };
}

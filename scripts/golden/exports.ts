/** The exports in src/engine/golden, for tests: read as an import would read them, and what diffusers (PyTorch for `blocks`) painted with them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { classCodeSchema } from '../../src/contracts/classes';
import { parseSafetensors, type Safetensors } from '../../src/core/tensor/safetensors';

const ROOT = fileURLToPath(new URL('../../src/engine/golden/', import.meta.url));

export type ExportName = 'stable-diffusion' | 'lcm' | 'latent' | 'blocks';
export type ExportFiles = Record<string, Uint8Array<ArrayBuffer>>;

/** Every file of an export by its path in it, without what diffusers made of it. `lcm` has a U-Net of its own, and all else of the first. */
export function readExport(name: ExportName): ExportFiles {
  return name === 'lcm' ? { ...readFolder('stable-diffusion'), ...readFolder('lcm') } : readFolder(name);
}

function readFolder(name: ExportName): ExportFiles {
  const root = join(ROOT, name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('expected.'));
  return Object.fromEntries(
    paths.map((path) => [relative(root, path).replaceAll('\\', '/'), new Uint8Array(readFileSync(path))]),
  );
}

const expectedSchema = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      class: classCodeSchema,
      steps: z.number(),
      guidance: z.number(),
      awayFrom: z.optional(classCodeSchema),
      strength: z.optional(z.number()),
      scheduler: z.looseObject({ _class_name: z.string() }),
    }),
  ),
  texts: z._default(z.array(z.object({ text: z.string(), ids: z.array(z.number()) })), []),
});

export type Expected = z.infer<typeof expectedSchema> & { readonly tensors: Safetensors['tensors'] };

export function readExpected(name: ExportName): Expected {
  const { tensors } = parseSafetensors(new Uint8Array(readFileSync(join(ROOT, name, 'expected.safetensors'))));
  return { ...expectedSchema.parse(JSON.parse(readFileSync(join(ROOT, name, 'expected.json'), 'utf8'))), tensors };
}

export function toBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
}

/** An export's JSON file with some fields changed. */
export function withFields(files: ExportFiles, path: string, fields: Record<string, unknown>): ExportFiles {
  const before = z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder().decode(files[path])));
  return { ...files, [path]: toBytes({ ...before, ...fields }) };
}

export function without(files: ExportFiles, ...paths: readonly string[]): ExportFiles {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}

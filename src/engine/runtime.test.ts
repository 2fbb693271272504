import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fail, InlayError } from '../contracts/failure';
import { openNodeRuntime } from './nodeRuntime';
import { openGraph } from './runtime';

const types = new Uint8Array(readFileSync(new URL('golden/types.onnx', import.meta.url)));

describe('a graph', () => {
  it('is fed in the types that it declares, whole numbers rounded', async () => {
    const graph = await openGraph(openNodeRuntime(), { 'types.onnx': types }, 'types.onnx', null);
    if (!graph.ok) throw InlayError.of(graph.failure);
    expect(graph.value.inputs.map(({ type }) => type)).toEqual(['float16', 'int32', 'int64']);
    const made = await graph.value.run({
      sample: { data: Float32Array.of(0.25, -1.5), dims: [2] },
      ids: { data: Int32Array.of(3, 4), dims: [2] },
      timestep: { data: Float32Array.of(99.6), dims: [] },
    });
    expect([...(made['out_sample'] ?? [])]).toEqual([103.5, 101]);
    await graph.value.release();
  });

  it('is missed by name', async () => {
    const graph = await openGraph(openNodeRuntime(), {}, 'unet/model.onnx', null);
    expect(graph).toEqual(fail('bundle-file-missing', { path: 'unet/model.onnx' }));
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundleManifestSchema, studentOf, upsamplerOf } from './bundle';
import { samplerSchema } from './recipe';

const manifest = JSON.parse(
  readFileSync(new URL('../../e2e/fixtures/inlay-smoke/manifest.json', import.meta.url), 'utf8'),
) as Record<string, unknown> & { graphs: object[] };
const student = { path: 'unet/student_fp16.onnx', steps: 4, guidance: 2 };
const upsampler = { path: 'upsampler/model_fp16.onnx', sizePx: 128, fromTime: 0.6, steps: 3 };

const parse = (changes: object) => bundleManifestSchema.safeParse({ ...manifest, ...changes });

describe('the manifest of a bundle', () => {
  it('may name a student and a second stage', () => {
    const both = parse({ student, upsampler });
    if (!both.success) throw new Error(both.error.message);
    expect(studentOf(both.data)).toEqual(student);
    expect(upsamplerOf(both.data)).toEqual(upsampler);
    const neither = parse({ student: undefined, upsampler: undefined });
    expect(neither.success && [studentOf(neither.data), upsamplerOf(neither.data)]).toEqual([null, null]);
  });

  it.each([
    ['InlayInpaintPipeline', student, upsampler],
    ['InlayLatentInpaintPipeline', student, null],
    ['StableDiffusionInpaintPipeline', null, null],
  ])('names, for %s, what that pipeline can use of both', (pipeline, itsStudent, itsUpsampler) => {
    const { data, error } = parse({ student, upsampler, pipeline });
    if (!data) throw new Error(error.message);
    expect([studentOf(data), upsamplerOf(data)]).toEqual([itsStudent, itsUpsampler]);
  });

  it.each([
    { student: { ...student, steps: 0 } },
    { student: { ...student, steps: 51 } }, // no recipe could say so
    { student: { ...student, guidance: 9 } },
    { student: { ...student, path: '../student.onnx' } },
    { upsampler: { ...upsampler, fromTime: 0 } },
    { upsampler: { ...upsampler, fromTime: 1.1 } },
    { upsampler: { ...upsampler, sizePx: 12.5 } },
    { graphs: manifest.graphs.map((graph) => ({ ...graph, externalData: ['/weights'] })) },
  ])('is refused with %j', (changes) => {
    expect(parse(changes).success).toBe(false);
  });

  it('may name the weights beside a graph', () => {
    const graphs = manifest.graphs.map((graph) => ({ ...graph, externalData: ['unet/model_fp16.onnx_data'] }));
    const parsed = parse({ graphs });
    expect(parsed.success && parsed.data.graphs[0]?.externalData).toEqual(['unet/model_fp16.onnx_data']);
  });
});

describe('the sampler of a recipe', () => {
  it('may be the student', () => {
    expect(samplerSchema.parse({ name: 'student', steps: 4, guidance: 2, featherPx: 6 }).name).toBe('student');
  });
});

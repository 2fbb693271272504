import { describe, expect, it } from 'vitest';
import { FAILURE_EXAMPLES } from '../testing/failureExamples';
import { fail, failureOf, InlayError, logLine, misfit, orThrow } from './failure';
import { planSchema } from './plan';

describe('a failure', () => {
  it('crosses a thread as it is, and comes out of an error as it went in', () => {
    for (const failure of FAILURE_EXAMPLES) expect(structuredClone(failure)).toEqual(failure);
    const outcome = fail('bundle-file-missing', { path: 'unet/config.json' }, 'ENOENT');
    const thrown = (() => {
      try {
        return orThrow(outcome);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(InlayError);
    expect((thrown as InlayError).failure).toEqual(outcome.failure);
    expect(logLine(outcome.failure)).toBe('bundle-file-missing {"path":"unet/config.json"}: ENOENT');
  });

  it('tells where a file does not fit, and why', () => {
    const where = (value: unknown) => {
      const parsed = planSchema.safeParse(value);
      return parsed.success ? null : misfit(parsed.error);
    };
    const fit = { schema: 1, kind: 'inlay-plan', name: 'mine', accept: { by: 'person' }, classes: [] };
    expect(where({ ...fit, schema: 2 })).toEqual({
      where: 'schema',
      fault: failureOf('misfit-value', { values: ['1'] }),
    });
    expect(where({ ...fit, name: 7 })).toEqual({
      where: 'name',
      fault: failureOf('misfit-type', { expected: 'string' }),
    });
    expect(where({ ...fit, name: 'x'.repeat(201) })).toEqual({
      where: 'name',
      fault: failureOf('misfit-large', { most: 200 }),
    });
    expect(misfit({ issues: [{ code: 'custom', path: ['classes', 0], message: 'rule-attempts' }] })).toEqual({
      where: 'classes.0',
      fault: failureOf('rule-attempts'),
    });
    expect(misfit({ issues: [{ code: 'custom', path: [], message: 'anything' }] }).fault).toEqual(
      failureOf('misfit-other'),
    );
  });
});

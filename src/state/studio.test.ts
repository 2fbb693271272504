import { expect, it, vi } from 'vitest';
import { fail } from '../contracts/failure';
import { EXAMPLE_PLAN } from '../testing/plans';
import { exampleStudio } from '../testing/studio';

it('a project is closed once its candidate in work has ended, and its queue goes on when it is opened again', async () => {
  const example = await exampleStudio();
  const { inference } = example.dependencies;
  const generate = inference.generate.bind(inference);
  let arrive: () => void = () => undefined;
  Object.assign(inference, {
    generate: () => new Promise((resolve) => (arrive = () => resolve(fail('cancelled')))),
  });
  const { queue } = example.studio;
  void queue.start(EXAMPLE_PLAN);
  await vi.waitFor(() => expect(queue.store.getState().forming).not.toBeNull());
  let isClosed = false;
  const closing = example.studio.close().then(() => (isClosed = true));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(isClosed).toBe(false);
  arrive();
  await closing;
  expect(example.kept.queue?.running).toBe(true);
  Object.assign(inference, { generate });
  const again = await example.reopened();
  await vi.waitFor(() => expect(again.jobs.length).toBeGreaterThan(0));
  await again.studio.queue.end();
});

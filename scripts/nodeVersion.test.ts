import { expect, it } from 'vitest';
import { nodeFault } from './nodeVersion.mjs';

it('says in one line which Node is needed', () => {
  expect(nodeFault('18.20.4', '>=20.19')).toBe(
    'Inlay needs Node 20.19 or newer, and this is Node 18.20.4: https://nodejs.org has one.',
  );
  expect(nodeFault('20.18.9', '>=20.19')).not.toBeNull();
});

it.each(['20.19.0', '20.20.1', '22.0.0', '100.1.0'])('is content with %s', (running) => {
  expect(nodeFault(running, '>=20.19')).toBeNull();
});

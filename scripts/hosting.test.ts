import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SERVED_HEADERS } from '../headers';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

it('the headers of hosts are those of the studio', () => {
  const [nginx, host] = [read('docs/hosting.md'), read('public/_headers')];
  for (const [name, value] of Object.entries(SERVED_HEADERS)) {
    const said = /[ ;]/.test(value) ? `"${value}"` : value;
    expect(nginx).toContain(`add_header ${name} ${said} always;`);
    expect(host).toContain(`  ${name}: ${value}\n`);
  }
});

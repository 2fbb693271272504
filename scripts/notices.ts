/** The licences of the packages that a build takes in, as a file beside it: found by the modules that are in it, so none is forgotten. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '..');
/** Names of the file in pages and packages. */
export const NOTICES = 'THIRD-PARTY.txt';

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** Packages without a file of their licence: what they say in its place. */
const COPYRIGHT: Readonly<Record<string, string>> = {
  'onnxruntime-common': 'Copyright (c) Microsoft Corporation',
  'onnxruntime-node': 'Copyright (c) Microsoft Corporation',
  'onnxruntime-web': 'Copyright (c) Microsoft Corporation',
};
/** What is compiled into packages, and where its licences are. */
const COMPILED_IN: Readonly<Record<string, (version: string) => string>> = {
  'onnxruntime-node': compiledIntoRuntime,
  'onnxruntime-web': compiledIntoRuntime,
};

function compiledIntoRuntime(version: string): string {
  return `Its binaries hold further works: https://github.com/microsoft/onnxruntime/blob/v${version}/ThirdPartyNotices.txt`;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Folders of packages, seen in what one or more builds take in. */
export class TakenIn {
  private readonly folders = new Set<string>();

  /** A plugin for a build and for the builds of its workers. */
  plugin(): Plugin {
    return {
      name: 'taken-in',
      apply: 'build',
      generateBundle: (_, bundle) => {
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk') chunk.moduleIds.forEach((id) => this.add(id));
      },
    };
  }

  /** @param path of a module; others than those of packages are passed over */
  add(path: string): void {
    const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll('\\', '/').replace(/^\0/, '')) ?? [];
    if (folder !== undefined && existsSync(join(folder, 'package.json'))) this.folders.add(folder);
  }

  /** Throws where a package says neither licence nor copyright. */
  write(file: string): void {
    const notices = [...this.folders].map(noticeOf).sort();
    const head = `What this build of Inlay takes in from others, with their licences.

Inlay itself: Apache License 2.0. The models in models/inlay-ham10000 and the skins in skin: CC-BY-NC-SA-4.0, as their card says.
`;
    writeFileSync(file, [head, ...new Set(notices)].join(`\n${'-'.repeat(80)}\n\n`));
  }
}

function noticeOf(folder: string): string {
  const facts = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFacts;
  const { name, version, license } = facts;
  const compiled = COMPILED_IN[name]?.(version);
  return [`${name} ${version} (${license ?? 'see below'})`, compiled, licenceText(folder, facts)]
    .filter((part) => part !== undefined)
    .join('\n\n')
    .concat('\n');
}

function licenceText(folder: string, { name, license, author }: PackageFacts): string {
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file));
  if (files.length > 0) return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  const holder =
    COPYRIGHT[name] ??
    (author === undefined ? undefined : `Copyright (c) ${typeof author === 'string' ? author : author.name}`);
  if (license === 'MIT' && holder !== undefined) return `${holder}\n\n${MIT}`;
  if (license === 'Apache-2.0' && holder !== undefined)
    return `${holder}\n\n${readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim()}`;
  throw new Error(`${name} has no file of its licence: add it to COPYRIGHT in scripts/notices.ts.`);
}

/** Strict types, and the house's import direction: one table of zones, cycles are errors. */
import js from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What each place may import, besides itself and packages (DESIGN: core <- contracts <- ...). */
const MAY_IMPORT = {
  'src/core': ['src/contracts'],
  'src/contracts': [],
  'src/engine': ['src/core', 'src/contracts'],
  'src/data': ['src/core', 'src/contracts'],
  workers: ['src/engine', 'src/data', 'src/core', 'src/contracts'],
  cli: ['src/messages', 'src/engine', 'src/data', 'src/core', 'src/contracts'],
  'src/bridge': ['src/contracts', 'src/core'],
  'src/messages': ['src/contracts', 'src/core'],
  'src/state': ['src/messages', 'src/bridge', 'src/contracts', 'src/core'],
  'src/ui': [],
  'src/features': ['src/messages', 'src/ui', 'src/state', 'src/contracts', 'src/core'],
  'src/app': ['src/messages', 'src/features', 'src/ui', 'src/state', 'src/bridge', 'src/contracts', 'src/core'],
};
/** Where React lives; elsewhere a function named use... is no hook. */
const REACT = ['src/ui/**', 'src/features/**', 'src/app/**', 'src/state/context.ts', 'src/state/pixelUrls.ts'];
const PLACES = Object.keys(MAY_IMPORT);
const FEATURES = ['classes', 'dataset', 'compose', 'queue', 'review', 'evaluate', 'export', 'models'];

const zones = PLACES.flatMap((target) =>
  PLACES.filter((from) => from !== target && !MAY_IMPORT[target].includes(from)).map((from) => ({
    target: `./${target}`,
    from: `./${from}`,
    message: `${target} may not import ${from}`,
  })),
);
const featureZones = FEATURES.flatMap((feature) => [
  ...FEATURES.filter((other) => other !== feature).map((other) => ({
    target: `./src/features/${feature}`,
    from: `./src/features/${other}`,
    except: ['./index.ts'],
    message: 'features meet only through their index.ts',
  })),
  {
    target: './src/app',
    from: `./src/features/${feature}`,
    except: ['./index.ts'],
    message: "use the feature's index.ts",
  },
]);

/** What reads like a part of a sentence. */
const WORDS = '[A-Za-z]{2,}[,:]? [A-Za-z]{2,}';
/** A word on the screen is a message (src/messages): symbols and units of measure are none. */
const NO_MARKUP_WORDS = [
  'JSXText[value=/[A-Za-z]{3}/]',
  'JSXAttribute[name.name=/^(label|title|alt|placeholder|lead|aria-label)$/] > Literal[value=/[A-Za-z]{3}/]',
].map((selector) => ({ selector, message: 'Put the words into src/messages.' }));
/** Nor does a sentence stand in the code beside: a capital and another word. What is kept is English, and stands with the contracts or the science. */
const SENTENCE = '^[A-ZÄÖÜ][A-Za-zäöüß]*[,:]? [A-Za-zÄÖÜäöü]';
const NO_SCREEN_SENTENCE = {
  selector: `:matches(Literal[value=/${SENTENCE}/], TemplateElement[value.raw=/${WORDS}/]):not(NewExpression[callee.name=/Error$/] *)`,
  message: 'Put the words into src/messages.',
};
/** Only src/bridge says new Worker. */
const NO_WORKER = { selector: "NewExpression[callee.name='Worker']", message: 'Only src/bridge says new Worker.' };
/** A failure is a code with what its words name; the words lie in src/messages. A thrown Error is a bug, and may say so in English. */
const NO_SENTENCE = [
  'CallExpression[callee.name=/^(fail|failureOf|exitBecause)$/]',
  'NewExpression[callee.name=/^(InlayError|ExitError)$/]',
  'CallExpression[callee.property.name=/^(inform|report)$/]',
].map((said) => ({
  selector: `${said} :matches(Literal[value=/${WORDS}/], TemplateElement[value.raw=/${WORDS}/])`,
  message: 'Put the words into src/messages, and name their code here.',
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'training', 'public', 'test-results', 'playwright-report', '.cache'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.page.json', './tsconfig.worker.json', './tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({ project: 'tsconfig.*.json', noWarnOnMultipleProjects: true }),
        createNodeResolver(),
      ],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones: [...zones, ...featureZones] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // These say nothing of what they hold (docs/glossary.md); fields of records may keep them.
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'variableLike', format: null, custom: { regex: '^(of|one|here)$', match: false } },
      ],
    },
  },
  {
    files: REACT,
    plugins: { 'react-hooks': reactHooks },
    // Without the React compiler, memoization is ours to keep.
    rules: { ...reactHooks.configs.recommended.rules, 'react-hooks/preserve-manual-memoization': 'off' },
  },
  { files: ['**/*.{ts,tsx,js,mjs}'], rules: { 'max-lines': ['error', 300] } },
  // AS241 is published with more digits than a double holds.
  { files: ['src/core/random/gaussian.ts'], rules: { 'no-loss-of-precision': 'off' } },
  { files: ['*.config.ts', '**/*.d.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['src/core/**/*.ts', 'src/contracts/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'window', 'document', 'fetch', 'navigator', 'localStorage', 'indexedDB'],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/bridge/**', '**/*.test.ts', '**/*.test.tsx', 'src/testing/**'],
    rules: { 'no-restricted-syntax': ['error', NO_WORKER, ...NO_SENTENCE] },
  },
  {
    files: ['src/bridge/**/*.ts', 'workers/**/*.ts', 'cli/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_SENTENCE] },
  },
  {
    files: ['src/state/**/*.ts', 'src/ui/**/*.tsx'],
    ignores: ['**/*.test.ts', '**/*.test.tsx', 'src/state/compose/tools/**'], // a tool brings its words, in every language
    rules: { 'no-restricted-syntax': ['error', NO_WORKER, ...NO_SENTENCE, NO_SCREEN_SENTENCE] },
  },
  {
    files: ['src/features/**/*.{ts,tsx}', 'src/app/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { 'no-restricted-syntax': ['error', NO_WORKER, ...NO_SENTENCE, NO_SCREEN_SENTENCE, ...NO_MARKUP_WORDS] },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', fetch: 'readonly' },
    },
  },
);

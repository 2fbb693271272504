/** What the command line says when a command cannot go on. It speaks English only: what it prints is read by programs too. */
export const commandLine = {
  'no-command': 'There is no command {{name}}. npx inlay help lists them.',
  'generate-arguments': 'generate needs one RECIPE and --out DIR.',
  'pack-arguments': 'pack needs one DIR that generate has written, and --out ZIP.',
  'score-arguments': 'score needs one DIR with a sub-folder a class.',
  'replay-arguments': 'replay needs one ZIP that the studio has exported.',
  'verify-arguments': 'verify needs one BUNDLE or ZIP.',
  date: '--date {{date}} is no date (2026-11-25T12:00:00Z).',
  shard: '--shard {{shard}} is not I/N with I from 1 to N.',
  threads: '--threads {{threads}} is no number of threads.',
  tolerance: '--tolerance {{tolerance}} is no number of grey levels.',
  'not-there': '{{path}} is not there.',
  'not-readable': '{{path}} cannot be read: {{fault}}',
  'not-json': '{{path}} is not JSON.',
  'not-a-skin-folder': '{{path}} is not a folder of backgrounds.',
  'not-a-recipe': 'The file is neither a recipe nor a plan that this version can read ({{where}}: {{fault}}).',
  'not-a-record': '{{path}} is no record that this version reads.',
  'not-its-recipe': '{{path}} says something else than its recipe.',
  'no-class-folder': '{{path}} has no sub-folder that is named after a class ({{codes}}).',
  'no-sample': 'There is no sample in {{path}}.',
  'no-background': 'The background {{id}} is in no folder of backgrounds (--skin DIR).',
  'no-such-sample': '{{id}} is not in the export.',
  'recipe-of-other-bundle':
    'The recipe is for the bundle {{id}} {{version}}, and that is not the one given (--bundle).',
  'sample-of-other-bundle':
    '{{sample}} was made with the bundle {{id}} {{version}}, and that is not the one given (--bundle).',
  export: '{{path}}: {{fault}}',
} as const;

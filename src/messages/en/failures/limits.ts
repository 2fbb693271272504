/** Of what is over a limit: which file or sample, and which limit. */

const SMALLER = 'Nothing was changed; your work is kept. Choose a smaller file, or ask whoever made it.';

export const limits = {
  'limit-pixels': {
    message: '{{name}} has {{width}} x {{height}} pixels; at most {{most}} million are read.',
    advice: SMALLER,
  },
  'limit-side': {
    message: '{{name}} has {{width}} x {{height}} pixels; no side may be longer than {{most}}.',
    advice: SMALLER,
  },
  'limit-chunk': { message: 'In {{name}}, {{chunk}} unpacks to more than {{most}} MB.', advice: SMALLER },
  'limit-pixel-data': { message: '{{name}} unpacks to more pixels than its header says.', advice: SMALLER },
  'limit-bytes': { message: '{{name}} is larger than {{most}} MB.', advice: SMALLER },
  'limit-unpacked': { message: '{{name}} unpacks to more than {{most}} MB.', advice: SMALLER },
  'limit-ratio': { message: '{{name}} unpacks to more than {{most}} times its size.', advice: SMALLER },
  'limit-rows': { message: '{{name}} has more than {{most, thousands}} rows.', advice: SMALLER },
  'limit-columns': { message: '{{name}} has more than {{most, thousands}} columns.', advice: SMALLER },
  'limit-line': { message: '{{name}} has a line of more than {{most, thousands}} characters.', advice: SMALLER },
  'limit-depth': { message: '{{name}} is nested more than {{most}} levels deep.', advice: SMALLER },
  'limit-values': { message: '{{name}} has more than {{most, thousands}} values.', advice: SMALLER },
  'limit-annotations': {
    message: '{{name}} has more than {{most, thousands}} images or annotations.',
    advice: SMALLER,
  },
  'limit-candidates': {
    message: 'The plan allows {{wanted, thousands}} candidates; at most {{most, thousands}} are made.',
    advice: 'Nothing was started. Lower the numbers of its classes.',
  },
  'limit-path': { message: 'The zip holds a path that is too long or too deep: {{name}} ({{most}} at most).' },
} as const;

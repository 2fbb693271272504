/** Of bundles: their files, their graphs, and models of others. */

const KEPT = 'Nothing was changed: the bundle in use and your work are kept.';
const CORRECTED = 'Ask whoever made the bundle for a corrected one; your masks and samples are kept.';
const STATE_BELOW = 'Its state is in the line at the bottom; your mask is kept.';
const SAMPLER_WANTED = 'Nothing was changed. Export the model again with one of {{known}} in their usual settings.';
const NAMES_WANTED =
  'Nothing was changed. Export the model with the names that Optimum gives; your masks and samples are kept.';
const EXPORT_COMMAND = 'optimum-cli export onnx --model FOLDER --task inpainting OUT';
const INPAINTING = `Export an inpainting model, say one fine-tuned from stable-diffusion-inpainting. ${KEPT}`;
const PIPELINES = `The studio runs {{known}}. ${KEPT}`;

export const bundle = {
  'bundle-hash-mismatch': {
    message: "{{path}} is not the file that the bundle's manifest describes.",
    advice: `Its hash differs: it may be damaged or changed. ${KEPT}`,
  },
  'bundle-file-missing': {
    message: 'The bundle lacks {{path}}.',
    advice: `Import a complete bundle. ${KEPT}`,
  },
  'bundle-part-missing': {
    message: 'The bundle lacks {{path}}.',
    advice: `Export the whole pipeline and import its folder again. ${KEPT}`,
  },
  'bundle-format-pytorch': {
    message: 'This folder holds PyTorch weights ({{path}}) and no ONNX graphs.',
    advice: `Export it with Optimum: ${EXPORT_COMMAND}. Then choose the folder that it writes. ${KEPT}`,
  },
  'bundle-format-checkpoint': {
    message: '{{path}} holds PyTorch weights alone, and no pipeline around them.',
    advice: `Load it with diffusers (from_single_file), save it as a folder, and export that with Optimum: ${EXPORT_COMMAND}. ${KEPT}`,
  },
  'bundle-format-lora': {
    message: '{{path}} is an adapter (LoRA), not a whole model.',
    advice: `Merge it into its model with diffusers (load_lora_weights, fuse_lora, save_pretrained), and export that with Optimum: ${EXPORT_COMMAND}. ${KEPT}`,
  },
  'bundle-format-other': {
    message: '{{path}} is a model in the format {{format}}; the studio runs ONNX.',
    advice: `Export the PyTorch model that it was made of with Optimum: ${EXPORT_COMMAND}. ${KEPT}`,
  },
  'bundle-tokenizer-missing': {
    message: 'The bundle lacks {{path}} (or vocab.json and merges.txt beside it).',
    advice: `Export the whole pipeline and import its folder again. ${KEPT}`,
  },
  'bundle-graph-undescribed': {
    message: 'The manifest does not describe {{path}}.',
    advice: `Import a complete bundle. ${KEPT}`,
  },
  'bundle-manifest-missing': {
    message: 'There is no manifest.json: this is not a whole bundle.',
    advice: KEPT,
  },
  'bundle-index-missing': {
    message: 'There is neither manifest.json nor model_index.json: this is not a bundle.',
    advice: `Choose the folder that holds one of them. ${KEPT}`,
  },
  'bundle-json-invalid': { message: '{{path}} is not JSON.', advice: `The file may be damaged. ${KEPT}` },
  'bundle-json-unfit': { message: '{{path}} does not fit: {{where}}: {{fault}}.', advice: KEPT },
  'bundle-not-readable': { message: 'The bundle could not be read.', advice: KEPT },
  'bundle-unsafe-archive': {
    message: '{{fault}}',
    advice: 'Nothing was imported. Ask for another copy of the bundle.',
  },
  'bundle-too-large': {
    message: 'The zip unpacks to more than {{most}} GiB.',
    advice: 'Nothing was imported. Ask for another copy of the bundle.',
  },
  'bundle-file-too-large': {
    message: '{{path}} has {{gigabytes}} GB, and a browser holds 2 GB in one piece.',
    advice: `Export the model in half precision (fp16). ${KEPT}`,
  },
  'bundle-not-kept': { message: 'The bundle {{id}} is not kept here any more.', advice: 'Import it again.' },
  'bundle-not-saved': {
    message: '{{fault}}',
    advice:
      'The bundle works until the studio is closed. Everything saved before is kept; free some space, then import it again.',
  },
  'bundle-pipeline-unknown': { message: 'A {{name}} cannot run here.', advice: PIPELINES },
  'bundle-pipeline-whole-images': {
    message: 'A {{name}} cannot run here: it makes whole images and does not inpaint.',
    advice: PIPELINES,
  },
  'bundle-classes-unnamed': {
    message: 'The U-Net knows {{found}} classes, and nothing says which they are.',
    advice: `Without a manifest.json it has to be 9 ({{codes}}, then the null class) or 10 (with SKIN before the null class). ${KEPT}`,
  },
  'bundle-classes-missing': {
    message: '{{path}} has no num_class_embeds: the model knows no classes.',
    advice: `Export a model that was trained with classes and a null class. ${KEPT}`,
  },
  'bundle-channels': {
    message:
      'The U-Net takes {{found}} channels and not {{wanted}} (noise, mask, masked image): that is not an inpainting model of the kind that is known here.',
    advice: INPAINTING,
  },
  'bundle-channels-whole-images': {
    message:
      'The U-Net takes {{found}} channels and not {{wanted}} (noise, mask, masked image): it makes whole images and does not inpaint.',
    advice: INPAINTING,
  },
  'bundle-block-channels': {
    message:
      'The U-Net takes {{taken}} channels and gives {{given}}, and the transform wants {{wantedIn}} and {{wantedOut}}.',
    advice: CORRECTED,
  },
  'bundle-vectors-unreadable': { message: '{{path}} cannot be read.', advice: CORRECTED },
  'bundle-vectors-length': {
    message: '{{path}} holds {{rows}} vectors of {{columns}} numbers; the U-Net wants {{wanted}}.',
    advice: CORRECTED,
  },
  'bundle-vectors-few': {
    message: 'The manifest names class {{highest}}, but there are only {{vectors}} vectors.',
    advice: CORRECTED,
  },
  'bundle-embedding-small': {
    message: 'The manifest names class {{highest}}, but the U-Net has only {{rows}} (num_class_embeds).',
    advice: CORRECTED,
  },
  'bundle-size-blocks': {
    message: 'The native size is {{sizePx}} px, and {{blocks}} blocks of {{blockPx}} px are {{wantedPx}}.',
    advice: CORRECTED,
  },
  'bundle-size-factor': {
    message: "The native size of {{sizePx}} px is no multiple of the autoencoder's {{factor}}.",
    advice: CORRECTED,
  },
  'bundle-tokenizer-unreadable': {
    message: 'The tokenizer of the bundle cannot be read.',
    advice: 'Nothing was changed. Export the tokenizer again; the bundle in use is kept.',
  },
  'bundle-sampler-unnamed': {
    message: 'scheduler/scheduler_config.json names no sampler (_class_name).',
    advice: SAMPLER_WANTED,
  },
  'bundle-sampler-unknown': {
    message: 'The bundle asks for the sampler {{name}}, which is not known here.',
    advice: SAMPLER_WANTED,
  },
  'bundle-sampler-setting': {
    message: 'The sampler {{name}} has a setting that is not known here: {{setting}}.',
    advice: SAMPLER_WANTED,
  },
  'bundle-scheduler-unfit': {
    message: 'The bundle asks for a sampler that is not known here.',
    advice: 'Choose another bundle; your work is kept.',
  },
  'bundle-graph-invalid': {
    message: 'The graph {{path}} cannot be loaded.',
    advice: 'The file may be damaged. Import the bundle again; your masks and samples are kept.',
  },
  'bundle-port-missing': {
    message: 'The graph {{path}} does not fit its manifest: it has no $t(parts.{{kind}}) {{name}}.',
    advice: CORRECTED,
  },
  'bundle-port-type': {
    message: 'The graph {{path}} does not fit its manifest: its $t(parts.{{kind}}) {{name}} is not {{type}}.',
    advice: CORRECTED,
  },
  'bundle-port-shape': {
    message:
      'The graph {{path}} does not fit its manifest: its $t(parts.{{kind}}) {{name}} has shape [{{found}}] and not [{{wanted}}].',
    advice: CORRECTED,
  },
  'bundle-input-missing': {
    message: 'The graph {{path}} has no input {{name}} (it has {{found}}).',
    advice: NAMES_WANTED,
  },
  'bundle-input-unknown': {
    message: 'The graph {{path}} wants an input {{name}}, which is not known here.',
    advice: NAMES_WANTED,
  },
  'bundle-input-type': {
    message: 'The graph {{path}} takes {{name}} as {{type}}, which cannot be fed.',
    advice: NAMES_WANTED,
  },
  'bundle-output-missing': {
    message: 'The graph {{path}} has no output {{name}} (it has {{found}}).',
    advice: NAMES_WANTED,
  },
  'bundle-output-type': {
    message: 'The graph {{path}} gives {{name}} as {{type}}, which cannot be read.',
    advice: NAMES_WANTED,
  },
  'bundle-reference-unreadable': {
    message: 'The real images that the gates of this bundle compare with cannot be read.',
    advice: 'Import the bundle again; your work is kept.',
  },
  'bundle-class-unknown': { message: 'The bundle does not know the class {{class}}.', advice: 'Choose another class.' },
  'bundle-student-missing': { message: 'The bundle has no fast sampler.', advice: 'Choose the full sampler.' },
  'bundle-student-other': {
    message: "The bundle's fast sampler runs {{steps}} steps at guidance {{guidance}}, and the recipe asks for others.",
    advice: 'Use the full sampler, or these numbers.',
  },
  'bundle-sampler-away': {
    message: 'Samples of this bundle cannot be led away from a class.',
    advice: 'Leave that out of the recipe.',
  },
  'bundle-sampler-strength': {
    message: 'Samples of this bundle cannot begin with a real image.',
    advice: 'Leave that out of the recipe.',
  },
  'bundle-encoder-missing': {
    message: 'The bundle has no encoder to describe images with.',
    advice: 'Choose another bundle.',
  },
  'bundle-skin-class-missing': {
    message: 'The bundle in use cannot paint lesions away: it has no class SKIN.',
    advice: 'Choose another bundle on the Models screen.',
  },
  'misfit-type': { message: '{{expected}} is expected' },
  'misfit-value': { message: 'one of {{values}} is expected' },
  'misfit-small': { message: 'at least {{least}} is expected' },
  'misfit-large': { message: 'at most {{most}} is expected' },
  'misfit-keys': { message: '{{keys}} is not known here' },
  'misfit-other': { message: 'something else is expected' },
  'model-not-ready': { message: 'The model is not ready.', advice: STATE_BELOW },
  'model-not-loaded': {
    message: 'The model is not loaded yet.',
    advice: 'The plan can be started when it is.',
  },
} as const;

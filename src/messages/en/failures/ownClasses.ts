/** Of classes that a person shows or teaches. */

export const ownClasses = {
  'bundle-teaching-unreadable': {
    message: 'The bundle’s {{path}}, which teaching needs, cannot be read.',
    advice: 'Nothing was changed. Open the bundle again, or a whole copy of it.',
  },
  'own-class-unreadable': {
    message: 'The file holds no class that was shown or taught with Inlay.',
    advice: 'Nothing was changed. Choose a file that this studio has saved.',
  },
  'own-class-unfit': {
    message: 'What is known of {{class}} does not fit the model that is open.',
    advice: 'Nothing was painted. Show or teach the class again with this model.',
  },
  'own-class-other-model': {
    message: 'The model that is open takes no classes but its own.',
    advice: 'Nothing was changed. Choose a model on the Models screen that does.',
  },
  'own-class-other-bundle': {
    message: '{{class}} was made with another model: {{id}} {{version}}.',
    advice: 'It is kept. Open that model, or show or teach the class again with this one.',
  },
  'own-class-changed-model': {
    message: 'Another model was opened meanwhile, and knows nothing of what was begun.',
    advice: 'What was begun is kept for the model before. Show or teach the class with this one.',
  },
  'own-class-missing': {
    message: 'What the model was told of {{class}} is not in this project.',
    advice: 'Nothing was painted. Open the file that was saved of it, or take the project in which it was made.',
  },
  'own-class-no-dataset': {
    message: 'No data set is open to take pictures of the class from.',
    advice: 'Nothing was changed. Open the data set that has it, then try again.',
  },
  'own-class-few-lesions': {
    message: 'Of {{class}} your data set has {{found}} lesions outside its test split; {{wanted}} are needed.',
    advice: 'Nothing was changed. Many pictures of one lesion do not help; add pictures of others.',
  },
  'own-class-few': {
    message: 'Of your images, {{found}} show a lesion that was found; {{wanted}} are needed.',
    advice: 'Nothing was changed. Add images, or draw the outlines that were not found.',
  },
  'teaching-diverged': {
    message: 'In step {{step}} the numbers ran away: nothing more can be learnt from here.',
    advice: 'What was learnt before is kept. Go on from there, or begin again.',
  },
} as const;

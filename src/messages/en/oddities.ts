/** What is odd about a data set, and what was done about it. */
export const oddities = {
  'row-without-file': {
    what_one: '{{count, thousands}} row names an image that is not here',
    what_other: '{{count, thousands}} rows name images that are not here',
    then: 'Passed over.',
  },
  'file-without-row': {
    what_one: '{{count, thousands}} image is in no row of a table',
    what_other: '{{count, thousands}} images are in no row of a table',
    then: 'What the table would say is unknown.',
  },
  'no-label': {
    what_one: '{{count, thousands}} image has no label',
    what_other: '{{count, thousands}} images have no label',
    then: 'Shown, and counted for no class.',
  },
  'unknown-label': {
    what_one: '{{count, thousands}} image has a label that is none of the eight classes',
    what_other: '{{count, thousands}} images have labels that are none of the eight classes',
    then: 'Counted for no class; you can say what a label means.',
  },
  'two-labels': {
    what_one: '{{count, thousands}} image has two labels',
    what_other: '{{count, thousands}} images have two labels',
    then: 'Counted for no class.',
  },
  'labels-disagree': {
    what_one: '{{count, thousands}} image has labels that disagree',
    what_other: '{{count, thousands}} images have labels that disagree',
    then: 'Those of the source that is chosen below “Labels from” count; where that says two, the image counts for no class.',
  },
  'tables-disagree': {
    what_one: '{{count, thousands}} time tables say different things of an image',
    what_other: '{{count, thousands}} times tables say different things of an image',
    then: 'The first table counts; of a column that stands twice neither does.',
  },
  'duplicate-row': {
    what_one: '{{count, thousands}} row is about an image that already has one',
    what_other: '{{count, thousands}} rows are about images that already have one',
    then: 'The first row counts; where their labels disagree, none does.',
  },
  'duplicate-name': {
    what_one: '{{count, thousands}} file has the name of another one, in a folder that holds the same images again',
    what_other: '{{count, thousands}} files have the names of others, in a folder that holds the same images again',
    then: 'The first one counts.',
  },
  'ambiguous-row': {
    what_one: '{{count, thousands}} row names an image of which there are several',
    what_other: '{{count, thousands}} rows name images of which there are several',
    then: 'Read for none of them: a path in the table would tell which is meant.',
  },
  'near-name': {
    what_one: '{{count, thousands}} row writes the name of its image differently: zeros in front, or “_downsampled”',
    what_other:
      '{{count, thousands}} rows write the names of their images differently: zeros in front, or “_downsampled”',
    then: 'Taken for the same, since no other image fits.',
  },
  'broken-row': {
    what_one: '{{count, thousands}} row of a table is broken',
    what_other: '{{count, thousands}} rows of tables are broken',
    then: 'Passed over.',
  },
  'unknown-column': {
    what_one: '{{count, thousands}} column is not known',
    what_other: '{{count, thousands}} columns are not known',
    then: 'Not read.',
  },
  'column-twice': {
    what_one: '{{count, thousands}} column stands twice in a table',
    what_other: '{{count, thousands}} columns stand twice in a table',
    then: 'Read as one.',
  },
  'lesion-of-two-classes': {
    what_one: '{{count, thousands}} lesion has images of different classes',
    what_other: '{{count, thousands}} lesions have images of different classes',
    then: 'Each image keeps its own class; all go to one split.',
  },
  'group-in-two-splits': {
    what_one: '{{count, thousands}} lesion or patient is in two splits of the data set',
    what_other: '{{count, thousands}} lesions or patients are in two splits of the data set',
    then: 'All its images go to training, or else to calibration.',
  },
  'mask-without-image': {
    what_one: '{{count, thousands}} mask belongs to no image',
    what_other: '{{count, thousands}} masks belong to no image',
    then: 'Passed over.',
  },
  'ambiguous-mask': {
    what_one: '{{count, thousands}} time it is not clear which mask is of which image',
    what_other: '{{count, thousands}} times it is not clear which mask is of which image',
    then: 'No mask is taken there: folders of the same names, or a column mask in a table, would tell.',
  },
  'unreadable-table': {
    what_one: '{{count, thousands}} table could not be read',
    what_other: '{{count, thousands}} tables could not be read',
    then: 'Passed over.',
  },
  'unused-table': {
    what_one: '{{count, thousands}} table has nothing to do with the images',
    what_other: '{{count, thousands}} tables have nothing to do with the images',
    then: 'Not read.',
  },
  'zip-inside': {
    what_one: 'There is a zip inside that could not be opened',
    what_other: 'There are {{count, thousands}} zips inside that could not be opened',
    then: 'Its files are not read: unpack it, and open the folder.',
  },
  'zip-unpacked': {
    what_one: '{{count, thousands}} zip lies beside its own unpacked files',
    what_other: '{{count, thousands}} zips lie beside their own unpacked files',
    then: 'Not opened; the unpacked files are read.',
  },
  'zip-packing': {
    what_one: '{{count, thousands}} file is compressed in a way that browsers cannot read',
    what_other: '{{count, thousands}} files are compressed in a way that browsers cannot read',
    then: 'Left out: pack the zip again with deflate.',
  },
  'path-outside': {
    what_one: '{{count, thousands}} file of a zip has a path that leads out of it',
    what_other: '{{count, thousands}} files of zips have paths that lead out of them',
    then: 'Left out; the rest was read.',
  },
  'unreadable-image': {
    what_one: '{{count, thousands}} image cannot be read: empty or damaged',
    what_other: '{{count, thousands}} images cannot be read: empty or damaged',
    then: 'Counted for no class.',
  },
  'image-over-limit': {
    what_one: '{{count, thousands}} image is larger than the studio opens: 25 million pixels, or 160 MB',
    what_other: '{{count, thousands}} images are larger than the studio opens: 25 million pixels, or 160 MB',
    then: 'Counted for no class. Make them smaller; labs train at 224 pixels.',
  },
  'duplicate-image': {
    what_one: '{{count, thousands}} image is the same file as another one, byte for byte',
    what_other: '{{count, thousands}} images are the same file as another one, byte for byte',
    then: 'The first one counts.',
  },
} as const;

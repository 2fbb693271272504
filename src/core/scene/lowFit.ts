/** Real scenes of a class hardly ever fit it as badly: below this share a person is told, and plans do not put the class there. */
export const LOW_FIT = 0.1;

/** Names for a person's own real images that say nothing about her files: they travel in the records of samples. */

const OWN = 'own-';

/** @param fingerprint first digits of the SHA-256 of the file */
export function ownId(fingerprint: string): string {
  return OWN + fingerprint;
}

/** The fingerprint in such a name; null for the name of another image. */
export function fingerprintOf(id: string): string | null {
  return id.startsWith(OWN) ? id.slice(OWN.length) : null;
}

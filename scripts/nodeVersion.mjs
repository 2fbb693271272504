/** Says in one line what is wrong with the running Node; null where it will do.
 * @param {string} running as `process.versions.node` @param {string} wanted as `engines.node`: ">=20.19" @returns {string | null} */
export function nodeFault(running, wanted) {
  const least = wanted.replace(/^\D+/, '');
  const [had, needed] = [running, least].map((version) => version.split('.').map(Number));
  const differing = needed.findIndex((part, i) => part !== (had[i] ?? 0));
  if (differing === -1 || (had[differing] ?? 0) > needed[differing]) return null;
  return `Inlay needs Node ${least} or newer, and this is Node ${running}: https://nodejs.org has one.`;
}

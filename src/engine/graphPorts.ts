/** Opens a foreign graph and compares its inputs and outputs with those that the engine feeds and reads, by name. */
import { graphPath, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { fail, type Failed, type Outcome } from '../contracts/failure';
import { openListedGraph, type Graph, type Runtime } from './runtime';

export interface GraphPorts {
  /** Exactly these are fed. */
  readonly inputs: readonly string[];
  /** Of each group one has to be there. */
  readonly outputs: readonly (readonly string[])[];
}

const FED = ['float32', 'float16', 'int64', 'int32'];
const READ = ['float32', 'float16'];

/** Opens the graph of a folder. Fails with bundle-* codes or device-lost. */
export async function openPart(
  runtime: Runtime,
  manifest: BundleManifest,
  files: BundleFiles,
  folder: string,
  ports: GraphPorts,
): Promise<Outcome<Graph>> {
  const path = graphPath(files, folder) ?? `${folder}/model.onnx`;
  const graph = await openListedGraph(runtime, manifest, files, path);
  if (!graph.ok) return graph;
  const fault = graphFault(path, graph.value, ports);
  if (fault === null) return graph;
  await graph.value.release();
  return fault;
}

/** What does not fit; null when everything does. */
function graphFault(path: string, graph: Graph, ports: GraphPorts): Failed | null {
  const inputs = graph.inputs.map(({ name }) => name);
  const outputs = graph.outputs.map(({ name }) => name);
  const absent = ports.inputs.find((name) => !inputs.includes(name));
  if (absent !== undefined) return fail('bundle-input-missing', { path, name: absent, found: inputs });
  const surplus = inputs.find((name) => !ports.inputs.includes(name));
  if (surplus !== undefined) return fail('bundle-input-unknown', { path, name: surplus });
  const unfit = graph.inputs.find(({ type }) => !FED.includes(type));
  if (unfit) return fail('bundle-input-type', { path, name: unfit.name, type: unfit.type });
  for (const group of ports.outputs) {
    const found = graph.outputs.find(({ name }) => group.includes(name));
    if (!found) return fail('bundle-output-missing', { path, name: group.join(' / '), found: outputs });
    if (!READ.includes(found.type)) return fail('bundle-output-type', { path, name: found.name, type: found.type });
  }
  return null;
}

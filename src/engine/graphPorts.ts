/** Opens a foreign graph and compares its inputs and outputs with those that the engine feeds and reads, by name. */
import { graphPath, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { fail, type Outcome } from '../contracts/failure';
import { openListedGraph, type Graph, type Runtime } from './runtime';

export interface GraphPorts {
  /** Exactly these are fed. */
  readonly inputs: readonly string[];
  /** Of each group one has to be there. */
  readonly outputs: readonly (readonly string[])[];
}

const FED = ['float32', 'float16', 'int64', 'int32'];
const READ = ['float32', 'float16'];

/** Opens the graph of a folder. Fails with bundle-file-missing, bundle-graph-invalid or device-lost. */
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
  const fault = graphFault(graph.value, ports);
  if (fault === null) return graph;
  await graph.value.release();
  return fail(
    'bundle-graph-invalid',
    `The graph ${path} ${fault}.`,
    'Nothing was changed. Export the model with the names that Optimum gives; your masks and samples are kept.',
  );
}

/** What does not fit, as the end of a sentence that begins with the graph's name; null when everything does. */
function graphFault(graph: Graph, ports: GraphPorts): string | null {
  const inputs = graph.inputs.map(({ name }) => name);
  const outputs = graph.outputs.map(({ name }) => name);
  const absent = ports.inputs.find((name) => !inputs.includes(name));
  if (absent !== undefined) return `has no input ${absent} (it has ${inputs.join(', ')})`;
  const surplus = inputs.find((name) => !ports.inputs.includes(name));
  if (surplus !== undefined) return `wants an input ${surplus}, which is not known here`;
  const unfit = graph.inputs.find(({ type }) => !FED.includes(type));
  if (unfit) return `takes ${unfit.name} as ${unfit.type}, which cannot be fed`;
  for (const group of ports.outputs) {
    const found = graph.outputs.find(({ name }) => group.includes(name));
    if (!found) return `has no output ${group.join(' or ')} (it has ${outputs.join(', ')})`;
    if (!READ.includes(found.type)) return `gives ${found.name} as ${found.type}, which cannot be read`;
  }
  return null;
}

import {
  type ExportFormat,
  type ExportReport,
  type LabelKind,
  LOSS_LABELS,
  lossName,
} from '@ringmaster/contracts';
import { encodeNpz } from '@ringmaster/data';
import {
  type GraphPort,
  onnxFile,
  OPSET,
  type OutputKind,
  recordInference,
  savedModelFile,
} from '@ringmaster/engine';
import { type ModelFile, toLayersModelFiles } from '@ringmaster/models';
import { encodeSafetensors, modelTensors, type NamedTensor } from '@ringmaster/training';
import { exportMetadata, metadataTexts } from './metadata.js';
import type { TrainedModel } from './trained-model.js';

export interface Converted {
  readonly files: readonly ModelFile[];
  readonly report: ExportReport;
}

type Convert = (trained: TrainedModel) => Converted;

/** What a model puts out that learnt from labels of a kind: every model ends in logits. */
const OUTPUTS: Readonly<Record<LabelKind, OutputKind>> = {
  classNumbers: 'classes',
  probabilities: 'classes',
  binary: 'twoClasses',
  numbers: 'values',
  groups: 'values',
  symbols: 'classes',
  boxes: 'values',
};

/** Format → its files. Of equal models the bytes are equal. */
export const FORMATS: Readonly<Record<ExportFormat, Convert>> = {
  savedmodel: (trained) => graphExport(trained, savedModel),
  onnx: (trained) => graphExport(trained, onnx),
  npz: (trained) => ({
    files: [
      { name: 'model.npz', bytes: encodeNpz(tensors(trained)) },
      described(trained, { normalizerIncluded: false }),
    ],
    report: reportOf(trained),
  }),
  safetensors: (trained) => ({ files: [safetensorsFile(trained)], report: reportOf(trained) }),
  tfjs: (trained) => ({
    files: toLayersModelFiles(trained.model, exportMetadata(trained.facts)),
    report: reportOf(trained),
  }),
};

type Graph = ReturnType<typeof recordInference>;

/** Both graph formats are written of one recording. */
const recorded = new WeakMap<TrainedModel, Graph>();

const record = ({ model, facts }: TrainedModel): Graph =>
  recordInference({
    model,
    normalizer: facts.normalizer,
    outputs: OUTPUTS[LOSS_LABELS[lossName(facts.job.loss)]],
    columns: Object.keys(facts.dataset.extras ?? {}),
  });

function graphExport(
  trained: TrainedModel,
  write: (graph: Graph, trained: TrainedModel) => { readonly file: ModelFile; readonly opset?: number },
): Converted {
  const graph = recorded.get(trained) ?? record(trained);
  recorded.set(trained, graph);
  const { file, opset } = write(graph, trained);
  const signature = {
    ...(graph.inputs.length === 1 && { input: port(graph.inputs[0] as GraphPort) }),
    inputs: graph.inputs.map(port),
    outputs: graph.outputs.map(port),
    ...(opset !== undefined && { opset }),
  };
  return {
    files: [file, described(trained, { ...signature, normalizerIncluded: true })],
    report: { ...reportOf(trained), ...signature },
  };
}

const savedModel = (graph: Graph) => ({ file: savedModelFile(graph) });
const onnx = (graph: Graph, { facts }: TrainedModel) => ({
  file: onnxFile(graph, { name: facts.job.name, metadata: metadataTexts(facts) }),
  opset: OPSET,
});

const port = ({ name, shape, dtype }: GraphPort) => ({ name, shape: [...shape], dtype });
const reportOf = ({ facts }: TrainedModel): ExportReport => ({ weightsSha256: facts.weightsSha256 });
const tensors = ({ layout, weights }: TrainedModel): readonly NamedTensor[] =>
  modelTensors(layout, { ...weights, slots: [] });

const safetensorsFile = (trained: TrainedModel): ModelFile => ({
  name: 'model.safetensors',
  bytes: encodeSafetensors(tensors(trained), metadataTexts(trained.facts)),
});

/** For formats without room for it: where the model comes from, and how it is fed. */
const described = ({ facts }: TrainedModel, more: Readonly<Record<string, unknown>>): ModelFile => ({
  name: 'ringmaster.json',
  bytes: new TextEncoder().encode(`${JSON.stringify({ ...exportMetadata(facts), ...more }, undefined, 2)}\n`),
});

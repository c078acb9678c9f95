import { TrainError } from '@ringmaster/core';
import type { HostValues, NativeBinding, OpAttribute, TensorMetadata } from '../backends/native.js';
import type { AttributeValue, ConstantValue, GraphAttribute, GraphNode } from './graph-def.js';

/** Ops that draw from hidden state: replayed, they would give other numbers than the seed says. */
const STATEFUL_RANDOM = /^(Random|TruncatedNormal|ParameterizedTruncatedNormal|Multinomial)/;

/** Writes down every op that runs through a native binding, while it runs. */
export interface Recorder {
  /** Stands in for the native binding while recording. */
  readonly binding: NativeBinding;
  readonly nodes: readonly GraphNode[];
  /** Names the node that feeds the tensor in; to be called before anything uses it. */
  addInput(name: string, tensor: TensorMetadata): void;
  /** Makes the tensor a result of the graph under that name. */
  addOutput(name: string, tensor: TensorMetadata): void;
}

/** How nodes are called, where people will read the graph. */
export interface RecorderNames {
  /** Put before an op's name, for example `conv1/`. */
  readonly prefix: () => string;
  /** Names of tensors from before the recording, by native id; letters that TensorFlow takes, all different. */
  readonly tensors: ReadonlyMap<number, string>;
}

const PLAIN_NAMES: RecorderNames = { prefix: () => '', tensors: new Map() };

/** Starts a recording. `what` names the recorded function in errors. */
export function createRecorder(native: NativeBinding, what: string, names = PLAIN_NAMES): Recorder {
  const nodes: GraphNode[] = [];
  const edges = new Map<number, string>();
  const constants = new Set<number>();

  const add = (node: GraphNode) => void nodes.push(node);
  const addConstant = (id: number, value: ConstantValue): string => {
    const name = names.tensors.get(id) ?? `${names.prefix()}Const_${nodes.length}`;
    add({ name, op: 'Const', inputs: [], attributes: constantAttributes(value), shapes: [value.shape] });
    edges.set(id, name);
    constants.add(id);
    return name;
  };
  const edgeOf = (id: number): string => edges.get(id) ?? addConstant(id, captured(id));
  // A tensor from before the recording that is no input: its value is part of the function, like a literal.
  const captured = (id: number): ConstantValue => {
    const [view] = native.executeOp('Identity', [], [id], 1);
    if (!view) throw new TrainError('internal', `tensor ${id} has no value`);
    const bytes = copyBytes(native.tensorDataSync(view.id));
    native.deleteTensor(view.id);
    return { dtype: view.dtype, shape: view.shape, bytes };
  };

  const executeOp: NativeBinding['executeOp'] = (op, attributes, inputs, count) => {
    if (STATEFUL_RANDOM.test(op))
      throw new TrainError(
        'invalid',
        `${what} runs ${op}, whose random numbers no seed reproduces: draw them with statelessUniform`,
        { details: { op } },
      );
    const outputs = native.executeOp(op, attributes, inputs, count);
    const incoming = inputs.map(edgeOf);
    const name = `${names.prefix()}${op}_${nodes.length}`;
    const shapes = outputs.map(({ shape }) => shape);
    add({ name, op, inputs: incoming, attributes: graphAttributes(native, attributes, op), shapes });
    outputs.forEach(({ id }, index) => edges.set(id, index === 0 ? name : `${name}:${index}`));
    return outputs;
  };

  const createTensor: NativeBinding['createTensor'] = (shape, dtype, values) => {
    if (!ArrayBuffer.isView(values))
      throw new TrainError('invalid', `${what} uses text, which a compiled step cannot`);
    const id = native.createTensor(shape, dtype, values);
    addConstant(id, { dtype, shape: [...shape], bytes: copyBytes(values) });
    return id;
  };

  const tensorDataSync: NativeBinding['tensorDataSync'] = (id) => {
    if (edges.has(id) && !constants.has(id))
      throw new TrainError(
        'invalid',
        `${what} reads the value of a tensor in JavaScript (result of ${edges.get(id)}): ` +
          'it would be frozen into the compiled graph; compute with tensors, or train with mode eager',
        { details: { op: edges.get(id) } },
      );
    return native.tensorDataSync(id);
  };

  return {
    binding: { ...bound(native), executeOp, createTensor, tensorDataSync },
    nodes,
    addInput(name, { id, dtype, shape }) {
      const attributes: GraphAttribute[] = [
        { name: 'dtype', kind: 'type', value: dtype },
        { name: 'shape', kind: 'shape', value: shape },
      ];
      add({ name, op: 'Placeholder', inputs: [], attributes, shapes: [shape] });
      edges.set(id, name);
    },
    addOutput(name, { id, dtype, shape }) {
      // Fetching what is fed is an error in TensorFlow, so every result goes through a node of its own.
      const attributes: GraphAttribute[] = [{ name: 'T', kind: 'type', value: dtype }];
      add({ name, op: 'Identity', inputs: [edgeOf(id)], attributes, shapes: [shape] });
    },
  };
}

/** A plain object with the members of the native one, whose properties are read-only and not enumerable. */
function bound(native: NativeBinding): NativeBinding {
  const source = native as unknown as Readonly<Record<string, unknown>>;
  const entries = Object.getOwnPropertyNames(native).map((name): [string, unknown] => {
    const value = source[name];
    return [name, typeof value === 'function' ? value.bind(native) : value];
  });
  return Object.fromEntries(entries) as unknown as NativeBinding;
}

const copyBytes = (values: HostValues): Uint8Array =>
  Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

const constantAttributes = (value: ConstantValue): GraphAttribute[] => [
  { name: 'dtype', kind: 'type', value: value.dtype },
  { name: 'value', kind: 'tensor', value },
];

const graphAttributes = (
  native: NativeBinding,
  attributes: readonly OpAttribute[],
  op: string,
): GraphAttribute[] =>
  attributes.map((attribute) => ({ name: attribute.name, ...attributeValue(native, attribute, op) }));

function attributeValue(
  native: NativeBinding,
  { name, type, value }: OpAttribute,
  op: string,
): AttributeValue {
  const isList = Array.isArray(value);
  switch (type) {
    case native.TF_ATTR_STRING:
      return { kind: 'string', value: String(value) };
    case native.TF_ATTR_INT:
      return isList ? { kind: 'ints', value } : { kind: 'int', value: Number(value) };
    case native.TF_ATTR_FLOAT:
      return isList ? { kind: 'floats', value } : { kind: 'float', value: Number(value) };
    case native.TF_ATTR_BOOL:
      return isList ? { kind: 'bools', value } : { kind: 'bool', value: Boolean(value) };
    case native.TF_ATTR_TYPE:
      return { kind: 'type', value: Number(value) };
    case native.TF_ATTR_SHAPE:
      return { kind: 'shape', value: value as number[] };
    default:
      throw new TrainError('internal', `attribute ${name} of op ${op} has unknown type ${type}`);
  }
}

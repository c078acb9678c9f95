import { LIMITS } from '@ringmaster/contracts';
import type { ParsedLayer, ParsedModel } from './parse-model.js';
import { cut, type PlannedLayer, type Reference, type TopologyProblem } from './topology-schema.js';

/** A layer that is applied once more. */
export interface ModelCall {
  readonly layer: PlannedLayer;
  /** Numbers of tensors. */
  readonly inputs: readonly number[];
  /** The tensor that it puts out. */
  readonly tensor: number;
}

interface Expanded {
  readonly inputs: readonly (PlannedLayer & { readonly at: TopologyProblem['path'] })[];
  readonly calls: readonly ModelCall[];
  readonly output: number;
}

interface Expansion {
  readonly calls: ModelCall[];
  tensors: number;
  /** Of layers, and of models. */
  applications: number;
}

/** A layer's application, which waits for what it is applied to. */
interface Waiting {
  readonly layer: ParsedLayer;
  readonly application: number;
  readonly inputs: readonly Reference[];
  missing: number;
}

/** A model with the layers of its inner models in their places, as often as those are applied, or why that cannot be. */
export function expandModel(model: ParsedModel): Expanded | TopologyProblem {
  const inputs = model.inputs.flatMap(([name]) => {
    const layer = model.layers.find((one) => one.name === name);
    return layer && 'options' in layer.content ? [{ ...layer.content, at: layer.at }] : [];
  });
  const expansion: Expansion = { calls: [], tensors: inputs.length, applications: 0 };
  const outputs = expanded(
    model,
    inputs.map((_, at) => at),
    expansion,
  );
  if ('message' in outputs) return outputs;
  const [output = -1] = outputs;
  const { calls, used } = leadingTo(output, expansion.calls);
  const idle = inputs.findIndex((_, at) => !used.has(at));
  if (idle >= 0)
    return {
      path: ['config', 'input_layers'],
      message: `the input "${inputs[idle]?.name}" leads to no output`,
    };
  return { inputs, calls, output };
}

const key = (name: string, application: number): string => `${application} ${name}`;

function expanded(
  model: ParsedModel,
  given: readonly number[],
  expansion: Expansion,
): readonly number[] | TopologyProblem {
  const known = new Map(model.inputs.map(([name], at) => [key(name, 0), [given[at] ?? -1]]));
  const waiting = waitingOf(model, known);
  const ready = [...waiting.values()].flat().filter(({ missing }) => missing === 0);
  const all = new Set([...waiting.values()].flat());
  // Grows while it is walked: what becomes ready goes to its end.
  for (const one of ready) {
    all.delete(one);
    const tensors = applied(one, known, expansion);
    if ('message' in tensors) return tensors;
    const its = key(one.layer.name, one.application);
    known.set(its, [...tensors]);
    for (const next of waiting.get(its) ?? []) if (--next.missing === 0) ready.push(next);
  }
  const [left] = all;
  if (left) return missingInput(left);
  const outputs = model.outputs.map((reference) => tensorOf(reference, known));
  const lost = model.outputs[outputs.indexOf(undefined)];
  return lost
    ? {
        path: ['config', 'output_layers'],
        message: `there is no layer "${lost[0]}" that puts out ${lost[1]}, ${lost[2]}`,
      }
    : outputs.map((tensor) => tensor ?? -1);
}

/** Applications by what they wait for last; those that wait for nothing are under ''. */
function waitingOf(
  model: ParsedModel,
  known: ReadonlyMap<string, readonly number[]>,
): Map<string, Waiting[]> {
  const waiting = new Map<string, Waiting[]>();
  for (const layer of model.layers)
    for (const [application, inputs] of layer.nodes.entries()) {
      const keys = new Set(inputs.map(([name, at]) => key(name, at)).filter((its) => !known.has(its)));
      const one: Waiting = { layer, application, inputs, missing: keys.size };
      for (const its of keys.size === 0 ? [''] : keys) {
        const others = waiting.get(its);
        if (others) others.push(one);
        else waiting.set(its, [one]);
      }
    }
  return waiting;
}

function applied(
  one: Waiting,
  known: ReadonlyMap<string, readonly number[]>,
  expansion: Expansion,
): readonly number[] | TopologyProblem {
  const { layer, inputs } = one;
  const tensors = inputs.map((reference) => tensorOf(reference, known));
  if (tensors.includes(undefined)) return missingInput(one);
  const from = tensors.map((tensor) => tensor ?? -1);
  if (++expansion.applications > LIMITS.modelCalls)
    return {
      path: layer.at,
      message: `layers are applied more than ${LIMITS.modelCalls} times, which is the most`,
    };
  if (!('layers' in layer.content)) {
    const tensor = expansion.tensors++;
    expansion.calls.push({ layer: layer.content, inputs: from, tensor });
    return [tensor];
  }
  const wanted = layer.content.inputs.length;
  return from.length === wanted
    ? expanded(layer.content, from, expansion)
    : {
        path: layer.at,
        message: `layer "${layer.name}" has ${wanted} inputs and is applied to ${from.length}`,
      };
}

const tensorOf = (
  [name, application, output]: Reference,
  known: ReadonlyMap<string, readonly number[]>,
): number | undefined => known.get(key(name, application))?.[output];

const missingInput = ({ layer, inputs }: Waiting): TopologyProblem => ({
  path: layer.at,
  message: `layer "${layer.name}" takes ${cut(inputs.map(([name]) => name).join(', '))}, which no other layer puts out`,
});

/** Without what the output does not need. */
function leadingTo(output: number, calls: readonly ModelCall[]) {
  const used = new Set([output]);
  const needed = calls.toReversed().filter(({ tensor, inputs }) => {
    if (!used.has(tensor)) return false;
    for (const input of inputs) used.add(input);
    return true;
  });
  return { calls: needed.reverse(), used };
}

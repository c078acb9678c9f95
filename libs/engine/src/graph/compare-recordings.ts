import { TrainError } from '@ringmaster/core';
import type { GraphNode } from './graph-def.js';

/**
 * Two recordings of one function with different input values must be the same graph. A constant that differs was
 * computed in JavaScript (a drawn mask, a counter) and would be frozen into every later step.
 * @throws TrainError `invalid` naming the op that uses it.
 */
export function compareRecordings(
  what: string,
  first: readonly GraphNode[],
  second: readonly GraphNode[],
): void {
  for (let i = 0; i < Math.max(first.length, second.length); i += 1) {
    const [a, b] = [first[i], second[i]];
    if (!a || !b || signatureOf(a) !== signatureOf(b)) throw otherPath(what, a, b);
    if (a.op === 'Const' && !sameConstant(a, b)) throw differingConstant(what, a, first);
  }
}

/** Everything about a node but the value of a constant. */
const signatureOf = ({ name, op, inputs, attributes }: GraphNode): string =>
  op === 'Const' ? name : JSON.stringify([name, inputs, attributes]);

function constantOf(node: GraphNode) {
  const attribute = node.attributes.find(({ name }) => name === 'value');
  return attribute?.kind === 'tensor' ? attribute.value : undefined;
}

function sameConstant(a: GraphNode, b: GraphNode): boolean {
  const [x, y] = [constantOf(a), constantOf(b)];
  if (!x || !y) return false;
  return (
    x.dtype === y.dtype &&
    x.shape.join() === y.shape.join() &&
    x.bytes.length === y.bytes.length &&
    x.bytes.every((byte, i) => byte === y.bytes[i])
  );
}

function otherPath(what: string, a?: GraphNode, b?: GraphNode): TrainError {
  const names = [a, b].map((node) => node?.name ?? 'its end');
  return new TrainError(
    'invalid',
    `${what} took two paths when recorded twice: ${names[0]}, then ${names[1]}. Which ops run must not depend on ` +
      'values or on earlier calls; train with mode eager otherwise',
    { details: { op: a?.op ?? b?.op } },
  );
}

function differingConstant(what: string, constant: GraphNode, nodes: readonly GraphNode[]): TrainError {
  const user = nodes.find(({ inputs }) => inputs.includes(constant.name));
  const shape = constantOf(constant)?.shape.join('×') || 'scalar';
  return new TrainError(
    'invalid',
    `${what} feeds op ${user?.op ?? 'none'} (${user?.name ?? constant.name}) with a value computed in JavaScript ` +
      `(${shape}) that differs from call to call: it would be frozen into the compiled graph. Use a seeded layer for ` +
      'random numbers, and pass changing numbers as inputs',
    { details: { op: user?.op, node: user?.name } },
  );
}

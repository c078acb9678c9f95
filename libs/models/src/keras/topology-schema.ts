import { z } from 'zod';
import type { LayerOptions } from './layer-table.js';

const Name = z.string().min(1).max(256);
const Layer = z.looseObject({
  class_name: Name,
  config: z.looseObject({ name: Name }),
  inbound_nodes: z.array(z.unknown()).optional(),
});
/** Name of a layer, which of its applications, which of its outputs. */
const Reference = z.tuple([Name, z.int().min(0), z.int().min(0)]);
export type Reference = z.output<typeof Reference>;

/** The architecture of a Keras model, as `model.to_json()` of Keras 2 and tfjs write it. */
export const Topology = z.discriminatedUnion('class_name', [
  z.looseObject({
    class_name: z.literal('Sequential'),
    config: z.union([z.array(Layer), z.looseObject({ layers: z.array(Layer) })]),
  }),
  z.looseObject({
    class_name: z.enum(['Functional', 'Model']),
    config: z.looseObject({
      layers: z.array(Layer),
      input_layers: z.array(Reference).min(1),
      output_layers: z.array(Reference).min(1),
    }),
  }),
]);
export type Topology = z.output<typeof Topology>;
export type GivenLayer = z.output<typeof Layer>;

/** A layer, with its options in Keras' spelling. */
export interface PlannedLayer {
  readonly className: string;
  readonly name: string;
  readonly options: LayerOptions;
}

export interface TopologyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const SHOWN = 80;
/** A piece of a file, as a message may repeat it. */
export const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

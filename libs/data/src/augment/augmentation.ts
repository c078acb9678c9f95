import type { AugmentKind, AugmentSpec } from '@ringmaster/contracts';
import type { Rng } from '@ringmaster/core';
import type { Affine } from './affine.js';

/** How the values of one sample lie: row-major, channels last. What is no image counts as one row without channels. */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

export const BORDERS = ['zero', 'edge', 'reflect'] as const;
export type Border = (typeof BORDERS)[number];

/** Moves pixels: the value at (row, column) comes from where the matrix sends that place. */
export interface Warp {
  readonly does: 'warp';
  readonly from: Affine;
  readonly border: Border;
}

/** Changes values in place. */
export interface Paint {
  readonly does: 'paint';
  paint(x: Float32Array, plane: Plane): void;
}

/** Brings another training sample in, augmented by what comes before in the document's list. */
export interface Mix {
  readonly does: 'mix';
  /** Its id. */
  readonly partner: number;
  /** Mixes in place. @returns the share of the label that stays the sample's own */
  mix(x: Float32Array, partner: Float32Array, plane: Plane): number;
}

export type Operation = Warp | Paint | Mix;

/** What an augmentation may be used on. `square` and `rgb` are images too. */
export type Takes = 'any' | 'image' | 'square' | 'rgb';

/** What can be known when an augmentation draws. */
export interface DrawContext extends Plane {
  /** Samples of the training split. */
  readonly samples: number;
}

/** An entry of the registry: draws, once for each (seed, epoch, sample), what is then done. */
export interface Augmentation<Spec extends AugmentSpec = AugmentSpec> {
  readonly takes: Takes;
  /** Pixels change places: what labels say of places has to follow. */
  readonly moves?: true;
  draw(spec: Spec, random: Rng, context: DrawContext): readonly Operation[];
}

export type AugmentationOf<Kind extends AugmentKind> = Augmentation<Extract<AugmentSpec, { kind: Kind }>>;

/** Uniform in [−reach, reach). */
export const spread = (random: Rng, reach: number): number => reach * (2 * random.uniform() - 1);

/** Uniform in [from, to). */
export const between = (random: Rng, [from, to]: readonly [number, number]): number =>
  from + (to - from) * random.uniform();

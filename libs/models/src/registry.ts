import { nearest } from '@ringmaster/core';
import { alexnet } from './alexnet/entry.js';
import { bert } from './bert/entry.js';
import { cnn3d } from './cnn3d/entry.js';
import { densenet } from './densenet/entry.js';
import { gpt } from './gpt/entry.js';
import { keras } from './keras/entry.js';
import { lenet5 } from './lenet5/entry.js';
import { mlp } from './mlp/entry.js';
import type { ModelEntry } from './model.js';
import { moduleModel } from './module/entry.js';
import { resnet } from './resnet/entry.js';
import { rnn } from './rnn/entry.js';
import { simpleCnn } from './simple-cnn/entry.js';
import { ssd } from './ssd/entry.js';
import { transformer } from './transformer/entry.js';
import { unet } from './unet/entry.js';
import { unet3d } from './unet3d/entry.js';
import { vgg } from './vgg/entry.js';
import { vit } from './vit/entry.js';
import { yolo } from './yolo/entry.js';

/** The models of the library, by `model.name`. */
export const MODELS: Readonly<Record<string, ModelEntry>> = {
  mlp,
  lenet5,
  'simple-cnn': simpleCnn,
  alexnet,
  vgg,
  resnet,
  densenet,
  cnn3d,
  unet,
  unet3d,
  rnn,
  transformer,
  bert,
  gpt,
  vit,
  yolo,
  ssd,
};

/** All that a document may name: those of the library, and those that a user brings, of which nothing is known before there is a file. */
export const ALL_MODELS: readonly ModelEntry[] = [...Object.values(MODELS), keras, moduleModel];

/** The entry of a name, or undefined. */
export const modelEntry = (name: string): ModelEntry | undefined =>
  ALL_MODELS.find((entry) => entry.name === name);

/** What to say of a name that is no model's. */
export function unknownModel(name: string): string {
  const names = ALL_MODELS.map((entry) => entry.name);
  const guess = nearest(name, names);
  const hint = guess === undefined ? `known: ${names.join(', ')}` : `did you mean "${guess}"?`;
  return `there is no model "${name}"; ${hint}`;
}

import { expect, it } from 'vitest';
import { nearest } from './nearest.js';

it.each([
  ['lenet', 'lenet5'],
  ['lenet-5', 'lenet5'],
  ['simplecnn', 'simple-cnn'],
  ['mpl', 'mlp'],
  ['LENET5', 'lenet5'],
  ['resnet50', undefined],
  ['x'.repeat(1_000), undefined],
])('takes %.20s for %s', (typed, expected) => {
  expect(nearest(typed, ['mlp', 'lenet5', 'simple-cnn'])).toBe(expected);
});

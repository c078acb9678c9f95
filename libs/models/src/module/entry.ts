import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { defineModel } from '../model.js';

/** A model that a user brings as code. What its options are, and which samples it takes, only the code can tell, where it is loaded. */
export const moduleModel = defineModel({
  name: 'module',
  summary: 'a model that you bring as TypeScript or JavaScript, where `--allow-code` lets it in',
  brought: 'code',
  config: z.record(z.string(), z.unknown()),
  unfit: () => undefined,
  load: () =>
    Promise.reject(
      new TrainError(
        'invalid',
        'model.name: the code of this model was not loaded: say --allow-code where you trust whoever wrote it',
      ),
    ),
});

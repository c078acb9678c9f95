import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { filesByClass, type ClassFiles } from '../files/class-folders.js';
import { corrupt } from '../files/corrupt.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { placesOf, type SampleBlock } from '../files/sample-block.js';
import { checkSplit } from '../files/source-config.js';
import { SplitSpec } from '../split-spec.js';
import { readWav, type Wav } from './read-wav.js';

const WavFolderConfig = z
  .strictObject({
    directory: FileName.optional().describe(
      'the directory whose sub-directories are the classes; default: the data set itself',
    ),
    directories: z
      .strictObject({ train: FileName, validation: FileName.optional(), test: FileName.optional() })
      .optional()
      .describe('such a directory for each split; a split without one is taken from `train` by `split`'),
    frames: z
      .int()
      .positive()
      .max(10_000_000)
      .optional()
      .describe(
        'length of a sample: longer sounds are cut, shorter ones followed by silence; default: all must agree',
      ),
    split: SplitSpec.prefault({}),
  })
  .superRefine((config, context) => {
    if (config.directory !== undefined && config.directories !== undefined)
      context.addIssue({ code: 'custom', path: ['directory'], message: 'give `directory` or `directories`' });
    checkSplit({ files: config.directories, split: config.split }, context);
  });

/** Sounds; the name of a sub-directory is the class of the files in it. */
export const wavFolder = defineDataset({
  name: 'wav-folder',
  summary: 'WAV files in one sub-directory for each class: samples of shape [frames, channels], from −1 to 1',
  config: WavFolderConfig,
  open: async ({ directory, directories, frames, split }, context) => {
    if (!context.source.list)
      throw new TrainError('internal', `the files of ${context.name} cannot be listed`);
    const names = await context.source.list();
    const group = (below: string | undefined) => [filesByClass(context.name, names, below)];
    return openFileDataset(context, {
      groups: {
        train: group(directories?.train ?? directory),
        ...(directories?.validation && { validation: group(directories.validation) }),
        ...(directories?.test && { test: group(directories.test) }),
      },
      names: (files: ClassFiles) => files.names,
      read: (files, bytes) => soundBlock(files, bytes, frames),
      split,
    });
  },
});

function soundBlock(
  { names, classes }: ClassFiles,
  bytes: (name: string) => Uint8Array,
  frames: number | undefined,
): SampleBlock {
  let first: (Wav & { readonly of: string; readonly frames: number }) | undefined;
  let x = new Float32Array();
  names.forEach((name, row) => {
    const wav = readWav(name, bytes(name));
    const length = wav.samples.length / wav.channels;
    first ??= { ...wav, of: name, frames: frames ?? length };
    if (row === 0) x = allocated(names, first);
    requireAlike(name, { ...wav, length: frames ?? length }, first);
    const width = first.frames * first.channels;
    x.set(wav.samples.subarray(0, width), row * width);
  });
  const { frames: length, channels } = first as Wav & { frames: number };
  return {
    file: names[0] as string,
    count: names.length,
    inputShape: [length, channels],
    x,
    labels: { kind: 'category', values: classes },
    labelAt: placesOf(names),
  };
}

function allocated(
  names: readonly string[],
  one: { frames: number; channels: number },
): Float32Array<ArrayBuffer> {
  const values = names.length * one.frames * one.channels;
  if (values > LIMITS.dataValues)
    throw corrupt(
      names[0] as string,
      `${names.length} sounds of this length hold ${values} values, more than ${LIMITS.dataValues}: choose data.config.frames`,
    );
  return new Float32Array(values);
}

function requireAlike(
  name: string,
  wav: Wav & { readonly length: number },
  first: Wav & { readonly of: string; readonly frames: number },
): void {
  if (wav.rate !== first.rate || wav.channels !== first.channels)
    throw corrupt(
      name,
      `has ${wav.channels} channels at ${wav.rate} Hz, but ${first.of} has ${first.channels} at ${first.rate} Hz`,
    );
  if (wav.length !== first.frames)
    throw corrupt(
      name,
      `holds ${wav.length} frames, but ${first.of} holds ${first.frames}; say data.config.frames to cut and fill up`,
    );
}

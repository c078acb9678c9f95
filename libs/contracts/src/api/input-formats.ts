/** Files of samples that a trained model can be asked about. */
export const INPUT_FORMATS = ['csv', 'jsonl', 'json', 'npy', 'npz', 'idx', 'txt'] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

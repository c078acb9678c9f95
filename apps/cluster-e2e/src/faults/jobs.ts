/** Arguments of `submit`: a job's document and what is set differently in it. The bits depend on the shards alone. */
const blobs = (epochs: number, workers: number, shards = 4): readonly string[] => [
  'examples/mlp-blobs.yaml',
  ...[
    `training.shards=${shards}`,
    'training.verifyReplicasEvery=10',
    `training.epochs=${epochs}`,
    `workers.max=${workers}`,
  ].flatMap((setting) => ['--set', setting]),
];

/** 400 steps of a small network: seconds. */
export const SHORT = blobs(10, 2);

/** The same on four workers. */
export const SHORT_OF_FOUR = blobs(10, 4);

/** 1,000 steps: long enough to be hit in the middle. */
export const MEDIUM = blobs(25, 2);

export const MEDIUM_OF_FOUR = blobs(25, 4);

/** 2,000 steps: long enough to be hit several times. */
export const LONG = blobs(50, 2);

/** Half a minute of an idle machine: for faults that take their time. */
export const VERY_LONG = blobs(300, 2);
export const VERY_LONG_OF_THREE = blobs(60, 3);
export const VERY_LONG_OF_FOUR = blobs(150, 4);

/** The same on two workers, with shards enough to be shared unevenly. */
export const EIGHT_SHARDS = blobs(80, 2, 8);

/** The quickstart's network, 1,000 steps and more on up to four workers. */
export const DIGITS: readonly string[] = ['examples/digits.yaml'];

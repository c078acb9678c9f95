export {
  type Artifacts,
  type Checkpoints,
  type Client,
  type ClientOptions,
  createClient,
  type Jobs,
} from './client.js';
export type { Models } from './models.js';
export type { CallOptions } from './call-options.js';
export type { FollowOptions, JobStreamEvent, MetricLine } from './job-stream.js';
export type { DataSets } from './data-sets.js';

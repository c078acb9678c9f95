export {
  findRedisServer,
  MINIMUM_REDIS_VERSION,
  type RedisSearch,
  type RedisServerBinary,
} from './redis/find-redis-server.js';
export { type PrivateRedis, type PrivateRedisOptions, startPrivateRedis } from './redis/private-redis.js';
export {
  connectRedis,
  type ConnectRedisOptions,
  describeTarget,
  type RedisTarget,
} from './redis/connect-redis.js';
export { redisFailure } from './redis/redis-failure.js';
export { acquireLease, type AcquireLeaseOptions, type Lease } from './redis/lease.js';
export type { LogFailpoint } from './log/log-writer.js';
export { redisJobLog, type RedisJobLogOptions } from './log/redis-job-log.js';
export {
  type ArtifactInfo,
  type ArtifactStore,
  fileArtifacts,
  type OpenArtifact,
  type PutOptions,
} from './artifacts/file-artifacts.js';
export type { ArtifactBody } from './artifacts/publish-file.js';
export {
  type CheckpointCheck,
  type CheckpointFile,
  type CheckpointReader,
  checkpointSteps,
  type StoredCheckpoint,
  storedCheckpoints,
  verifyCheckpoint,
} from './checkpoints/stored-checkpoints.js';
export { fileArtifactSink, fileCheckpointStore } from './checkpoints/file-checkpoint-store.js';
export { httpArtifactSink, type HttpArtifactsOptions, httpCheckpointStore } from './http/http-artifacts.js';
export { syncDirectory, writeFileDurably } from './durable-files.js';
export {
  fileModelRegistry,
  type ModelFacts,
  type ModelRegistry,
  modelVersionOf,
  type ModelSourceFile,
  type RegisterRequest,
} from './models/file-model-registry.js';

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
export { redisJobLog, type RedisJobLogOptions } from './log/redis-job-log.js';
export type {
  ArtifactBody,
  ArtifactInfo,
  ArtifactSize,
  ArtifactStore,
  OpenArtifact,
  PutOptions,
} from '@ringmaster/training';
export { sharedDirectoryArtifacts, type SharedDirectoryOptions } from './artifacts/shared-directory.js';
export { openArtifactStore, type OpenStoreOptions } from './artifacts/open-store.js';
export { parseStoreAddress, type StoreAddress } from './artifacts/store-address.js';
export { type FileArtifacts, fileArtifacts } from './artifacts/file-artifacts.js';
export {
  type CheckpointCheck,
  type CheckpointFile,
  type CheckpointReader,
  checkpointSteps,
  type StoredCheckpoint,
  storedCheckpoints,
  verifyCheckpoint,
} from './checkpoints/stored-checkpoints.js';
export {
  type CheckpointSize,
  checkpointsOfSizes,
  removeCheckpoint,
  removeCheckpointManifests,
} from './checkpoints/stored-checkpoint-removal.js';
export { backupOf } from './backup/write-backup.js';
export type { BackupSummary } from './backup/read-backup.js';
export { checkBackup, restoreBackup } from './backup/restore-backup.js';
export { fileArtifactSink, fileCheckpointStore } from './checkpoints/file-checkpoint-store.js';
export { httpArtifactSink, type HttpArtifactsOptions, httpCheckpointStore } from './http/http-artifacts.js';
export { checkpointSpool, spooledCheckpoints, type SpoolOptions } from './spool/checkpoint-spool.js';
export { type AuditBatch, type AuditJournal, auditJournal } from './spool/audit-journal.js';
export { syncDirectory, writeFileDurably } from './durable-files.js';
export { type DataStore, openDataStore } from './data/data-store.js';
export { viewFile, viewFileAgain } from './data/file-view.js';
export type { Piece } from './data/data-contents.js';
export type { StoredDataSet } from './data/data-index.js';
export {
  type CachedDataSet,
  type CachedDataSetOptions,
  type FetchContent,
  openCachedDataSet,
} from './data/data-cache.js';
export { type HttpData, httpData, type HttpDataOptions } from './http/http-data.js';
export {
  fileModelRegistry,
  type ModelFacts,
  type ModelRegistry,
  modelVersionOf,
  type ModelSourceFile,
  type RegisterRequest,
} from './models/file-model-registry.js';

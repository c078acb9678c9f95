export type { HeldJob, JobQueue, QueuedJob } from './job-queue.js';
export type { JobLog } from './job-log.js';

export { jobEvent, jobLogContract, type JobLogPlace } from './job-log-contract.js';
export { memoryJobLog, type MemoryLogStore } from './memory-job-log.js';
export { jobQueueContract, type JobQueuePlace } from './job-queue-contract.js';
export { memoryJobQueue } from './memory-job-queue.js';

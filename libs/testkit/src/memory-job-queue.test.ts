import { jobQueueContract } from './job-queue-contract.js';
import { memoryJobQueue } from './memory-job-queue.js';

jobQueueContract('memory', async () => ({
  open: async (options) => memoryJobQueue(options),
  end: async () => undefined,
}));

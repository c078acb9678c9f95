import { jobLogContract } from './job-log-contract.js';
import { memoryJobLog, type MemoryLogStore } from './memory-job-log.js';

jobLogContract('memory', async () => {
  const store: MemoryLogStore = new Map();
  return { open: async () => memoryJobLog(store), end: async () => undefined };
});

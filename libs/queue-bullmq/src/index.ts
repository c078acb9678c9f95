export { bullJobQueue, type BullJobQueueOptions } from './bull-job-queue.js';

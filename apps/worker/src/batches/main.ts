import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@ringmaster/core';
import { runBatchThread } from './batch-thread.js';
import type { BatchThreadData } from './messages.js';

assert(parentPort, 'this file is started as a worker thread by the trainer');
runBatchThread(parentPort, workerData as BatchThreadData);

import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@ringmaster/core';
import { type NetworkThreadData, runNetworkThread } from '@ringmaster/rpc/network';

assert(parentPort, 'this file is started as a worker thread by the trainer');
void runNetworkThread(parentPort, workerData as NetworkThreadData);

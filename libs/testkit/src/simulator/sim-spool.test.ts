import { systemClock } from '@ringmaster/core';
import { checkpointSpoolContract } from '../checkpoints/checkpoint-spool-contract.js';
import { SimSpool } from './sim-spool.js';

checkpointSpoolContract('in memory', () => {
  const [spool, process] = [new SimSpool(), { clock: systemClock }];
  return {
    spool: spool.openFor(process),
    storeFor: (facts) => spool.storeFor(process, facts, () => undefined),
  };
});

import { checkpointStoreContract } from './checkpoint-store-contract.js';
import { memoryCheckpointStore } from './memory-checkpoint-store.js';

checkpointStoreContract('memory', () => {
  const store = memoryCheckpointStore();
  return { store, corrupt: store.corrupt };
});

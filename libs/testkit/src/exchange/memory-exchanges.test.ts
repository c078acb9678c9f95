import { memoryExchanges } from './memory-exchanges.js';
import { stepExchangeContract } from './step-exchange-contract.js';

stepExchangeContract('memory', (shape) => Promise.resolve(memoryExchanges(shape)), {
  worlds: [1, 2, 3, 4, 5],
});

stepExchangeContract('memory, in a ring', (shape) => Promise.resolve(memoryExchanges(shape)), {
  worlds: [1, 2, 3, 4, 5, 8],
  reduce: 'ring',
});

import { memoryExchanges } from './memory-exchanges.js';
import { stepExchangeContract } from './step-exchange-contract.js';

stepExchangeContract('memory', (shape) => Promise.resolve(memoryExchanges(shape)), {
  worlds: [1, 2, 3, 4, 5],
});

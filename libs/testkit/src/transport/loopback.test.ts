import { loopback } from './loopback.js';
import { transportContract } from './transport-contract.js';

transportContract('loopback', async (world) => {
  const { transports } = loopback({ world });
  return { transports, close: async () => void (await Promise.all(transports.map((t) => t.close()))) };
});

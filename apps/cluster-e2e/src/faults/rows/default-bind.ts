import { listeningAddresses } from '../../listening.js';
import { holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';

export const defaultBind: FaultRow = {
  row: 37,
  name: 'default-bind',
  fault: 'nobody said where to listen: coordinator, Redis, agents and ranks that exchange gradients',
  invariant: 'only loopback addresses are listened on',
  runs: 1,
  async run(ground) {
    const reference = await ground.undisturbed(LONG);
    const cluster = await ground.shared();
    const { jobId } = await submitAndReach(cluster, LONG, { step: 1, world: 2 });
    const addresses = listeningAddresses(cluster.processes('any'));
    const open = addresses.filter((address) => !/^(127\.0\.0\.1|\[::1\]):\d+$/.test(address));
    hold(open.length === 0, `listened on ${open.join(', ')}`);
    // API, control, and one data port a rank.
    hold(addresses.length >= 4, `only ${addresses.length} addresses were found: ${addresses.join(', ')}`);
    holdUnharmed(await cluster.waitForEnd(jobId, RUN_MS), reference);
    return { sockets: addresses.length, open: open.length };
  },
};

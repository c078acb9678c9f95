// `npm run bench`: bundles the benchmarks and, for those that start a whole cluster, the apps; then runs them.
import { buildApps } from '../tools/build.mjs';
import { join } from 'node:path';
import { buildBench } from './build.mjs';
import { peersPlace } from './peers/place.mjs';

await Promise.all([buildApps(), buildBench()]);
process.env.RINGMASTER_BENCH_PYTHON ??= join(peersPlace(process.env), 'bin/python');
await import('./dist/main.js');

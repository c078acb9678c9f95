import { TrainError } from '@ringmaster/core';
import { openChannel } from './channel.js';
import type { ChildSpec } from './spec.js';

const channel = openChannel();
const spec = JSON.parse(process.argv[2] ?? '{}') as ChildSpec;

/** Imported one by one: a network bench must not load TensorFlow. */
async function run(): Promise<void> {
  switch (spec.kind) {
    case 'engine':
      return (await import('./engine.js')).run(channel, process.env);
    case 'step':
      return (await import('./step.js')).run(spec, channel, process.env);
    case 'scaling':
      return (await import('./scaling.js')).run(spec, channel, process.env);
    case 'allreduce':
      return (await import('./allreduce.js')).run(spec, channel);
    case 'allreduce-tcp':
      return (await import('./allreduce-tcp.js')).run(spec, channel);
    case 'stream':
      return (await import('./stream.js')).run(spec, channel);
    case 'delay-proxy':
      return (await import('./delay-proxy.js')).run(spec, channel);
  }
}

try {
  await run();
  process.exit(0);
} catch (error) {
  const { message, stack } = TrainError.from(error);
  process.stderr.write(`${stack ?? message}\n`);
  channel.say({ type: 'failed', message });
  process.exitCode = 1;
}

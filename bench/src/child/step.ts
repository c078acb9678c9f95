import { benchProgram } from './bench-program.js';
import type { Channel } from './channel.js';
import type { StepSpec } from './spec.js';

/** One worker's steps: compiled gradient, then the optimizer's update. Values: samples a second. */
export async function run(
  { model: name, batch: samples }: StepSpec,
  channel: Channel,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { program, model, nextBatch } = await benchProgram(name, samples, env);
  const gradient = new Float32Array(program.layout.weightCount);
  const state = new Float32Array(program.layout.stateCount);
  let updates = 0;
  const step = () => {
    updates += 1;
    const batch = nextBatch();
    const call = { batch, globalBatch: samples, seed: [1, updates] as const };
    program.gradient({ ...call, gradientOut: gradient, stateOut: state });
    program.update({ gradient, state, learningRate: model.learningRate, updates });
  };
  for (let i = 0; i < 3; i++) step();
  await channel.serve(({ seconds }) => {
    const started = performance.now();
    for (let steps = 1; ; steps++) {
      step();
      const passed = (performance.now() - started) / 1_000;
      if (passed >= seconds) return (samples * steps) / passed;
    }
  });
  program.dispose();
}

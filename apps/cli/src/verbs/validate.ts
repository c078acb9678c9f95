import { stringify } from 'yaml';
import type { ResolvedJob } from '@ringmaster/contracts';
import { type StepCost, stepCosts } from '../spec/step-cost.js';
import { resolveSpec } from '../spec/resolve-spec.js';
import { table } from '../terminal/table.js';
import { addSpecOptions, type SpecFlags } from './spec-options.js';
import type { Verb } from './verb.js';

/** Below this many samples a shard, BatchNorm's statistics are too noisy to be of use. */
const BATCH_NORM_SAMPLES = 8;

export const validateVerb: Verb = (program, action) => {
  addSpecOptions(
    program
      .command('validate')
      .description(
        'check a job document without running it; print it with every default and what workers cost',
      ),
  ).action(
    action<SpecFlags>(async ({ session, args: [file = ''], options }) => {
      const resolved = await resolveSpec(session, file, options);
      const costs = stepCosts(resolved);
      const warnings = warningsOf(resolved);
      for (const warning of warnings)
        session.terminal.say(`${session.terminal.style.yellow('warning:')} ${warning}`);
      return {
        data: { valid: true, resolved, stepCosts: costs, warnings },
        text: `${stringify(resolved)}\n${comment(costTable(resolved, costs))}`,
      };
    }),
  );
};

function warningsOf({ data, training }: ResolvedJob): readonly string[] {
  const samples = Math.floor(data.batchSize / training.shards);
  if (samples >= BATCH_NORM_SAMPLES) return [];
  return [
    `a shard has ${samples} of the ${data.batchSize} samples of a batch (training.shards: ${training.shards}); models with BatchNorm want ${BATCH_NORM_SAMPLES} or more`,
  ];
}

function costTable({ training }: ResolvedJob, costs: readonly StepCost[]): string {
  const rows = costs.map(({ workers, shardTimes, speedup }) => [
    String(workers),
    String(shardTimes),
    `${speedup.toFixed(2)} x`,
  ]);
  return `${training.shards} shards; a step lasts ceil(shards / workers) times one shard:\n${table(['workers', 'shard times', 'at most'], rows)}`;
}

/** Keeps stdout a YAML document. */
const comment = (text: string): string =>
  text
    .split('\n')
    .map((line) => `# ${line}`)
    .join('\n');

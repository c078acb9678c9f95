import type { PinsView } from '@ringmaster/contracts';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import type { VerbOutput } from '../session/session.js';
import type { Action } from './verb.js';

const HELP = {
  pin: 'keep a checkpoint, or without a step all artifacts of the job, from retention and gc',
  unpin: 'let go what was pinned: a step, or without one the job and all of its steps',
} as const;

export function addPins(ckpt: Command, action: Action): void {
  for (const verb of ['pin', 'unpin'] as const)
    ckpt
      .command(verb)
      .description(HELP[verb])
      .argument('<job>', 'id of the job, or the beginning of it')
      .argument('[step]', 'step of a checkpoint', step)
      .action(
        action(async ({ session, args: [id = '', at] }) => {
          const client = await connect(session);
          const request = at === undefined ? {} : { step: Number(at) };
          return pinsOutput(await client.checkpoints[verb](id, request, callOptions(session)));
        }),
      );
}

function step(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the step of a checkpoint; see: ringmaster ckpt ls <job>');
}

function pinsOutput(pins: PinsView): VerbOutput {
  const { jobId, job, steps } = pins;
  const what = [...(job ? ['all of it'] : []), ...steps.map((one) => `step ${one}`)];
  return { data: { ...pins }, text: `${jobId}: ${what.length === 0 ? 'nothing' : what.join(', ')} pinned` };
}

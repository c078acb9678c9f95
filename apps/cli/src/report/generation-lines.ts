import type { AttemptView } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { formatCount } from '../terminal/format.js';

/** One line for every change of an attempt's members: who went on from where, how long nothing moved, and why. */
export function generationLines({ generations = [] }: AttemptView): readonly string[] {
  return generations.slice(1).map(({ members, step, standstillMs, reason }, index) => {
    const workers = `${members.length} worker${members.length === 1 ? '' : 's'}`;
    const still =
      standstillMs === undefined ? '' : `, stood still for ${(standstillMs / 1_000).toFixed(2)} s`;
    return `     generation ${index + 2}: ${workers} from step ${formatCount(step)}${still}: ${terminalText(reason)}`;
  });
}

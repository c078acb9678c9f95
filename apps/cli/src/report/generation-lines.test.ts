import type { AttemptView } from '@ringmaster/contracts';
import { expect, it } from 'vitest';
import { generationLines } from './generation-lines.js';

const generation = { generation: '1.1.x', at: '', members: [0, 1, 2], step: 0, reason: 'start' };

it('tells every change of the members, and nothing when there was none', () => {
  const attempt = { generations: [generation] } as unknown as AttemptView;
  expect(generationLines({} as AttemptView)).toEqual([]);
  expect(generationLines(attempt)).toEqual([]);
  const killed = { members: [0, 2], step: 1_234, standstillMs: 312, reason: 'rank 1 was ended by SIGKILL' };
  const joined = { members: [2], step: 1_300, reason: 'rank 0\u001b[2J left' };
  expect(
    generationLines({
      ...attempt,
      generations: [generation, { ...generation, ...killed }, { ...generation, ...joined }],
    }),
  ).toEqual([
    '     generation 2: 2 workers from step 1,234, stood still for 0.31 s: rank 1 was ended by SIGKILL',
    expect.stringMatching(/^ {5}generation 3: 1 worker from step 1,300: rank 0[^\u001b]*left$/),
  ]);
});

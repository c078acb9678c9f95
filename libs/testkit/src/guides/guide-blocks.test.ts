import { expect, it } from 'vitest';
import { guideBlocks, guideScript } from './guide-blocks.js';

const guide = [
  '# A guide',
  '',
  '```bash',
  'echo one',
  '```',
  '```yaml',
  'a: 1',
  '```',
  '```bash no-run',
  'x',
  '```',
];

it('finds the blocks of shell commands with their lines', () => {
  expect(guideBlocks(guide.join('\n'))).toEqual([
    { line: 4, commands: 'echo one', runs: true },
    { line: 10, commands: 'x', runs: false },
  ]);
});

it('refuses a mark that it does not know and a block without an end', () => {
  expect(() => guideBlocks('```bash maybe\n```')).toThrow('line 1: unknown mark "maybe"');
  expect(() => guideBlocks('```bash\necho')).toThrow('line 1: this block has no end');
});

it('stops at the first failure and names its line', () => {
  expect(guideScript(guideBlocks('\n```bash\nfalse\n```'))).toContain('guide_line=3\nfalse');
});

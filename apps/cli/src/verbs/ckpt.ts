import { terminalText } from '@ringmaster/core';
import { resolve } from 'node:path';
import type { CheckpointCheck } from '@ringmaster/contracts';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { formatBytes } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import { addPins } from './ckpt-pin.js';
import { pullCheckpoint } from './ckpt-pull.js';
import { parseResume } from './spec-options.js';
import type { Action, Verb } from './verb.js';

const JOB = ['<job>', 'id of the job, or the beginning of it'] as const;

export const ckptVerb: Verb = (program, action) => {
  const ckpt = program.command('ckpt').description('checkpoints of a job');
  addList(ckpt, action);
  addPull(ckpt, action);
  addVerify(ckpt, action);
  addPins(ckpt, action);
};

function addList(ckpt: Command, action: Action): void {
  ckpt
    .command('ls')
    .description('list checkpoints with the size and the SHA-256 of every file, oldest first')
    .argument(...JOB)
    .action(
      action(async ({ session, args: [id = ''] }) => {
        const client = await connect(session);
        const { jobId, checkpoints, pinned } = await client.checkpoints.list(id, callOptions(session));
        if (pinned) session.terminal.say(`all artifacts of job ${jobId} are pinned`);
        if (checkpoints.length === 0) session.terminal.say(`job ${jobId} has no checkpoint`);
        const rows = checkpoints.flatMap(({ step, files, pinned: isPinned }) =>
          files.map(({ name, bytes, sha256 }) => [
            isPinned ? `${step} pinned` : String(step),
            name,
            formatBytes(bytes),
            sha256,
          ]),
        );
        return {
          data: { jobId, ...(pinned && { pinned }), checkpoints },
          text: rows.length === 0 ? '' : terminalText(table(['STEP', 'FILE', 'SIZE', 'SHA256'], rows)),
        };
      }),
    );
}

function addPull(ckpt: Command, action: Action): void {
  ckpt
    .command('pull')
    .description('copy a checkpoint into a directory of this machine; every file is verified')
    .argument('<job[@step]>', 'the newest checkpoint, or the one of a step')
    .argument('[directory]', 'where its directory `<job>-step-<n>` is made', '.')
    .action(
      action(async ({ session, args: [wish = '', directory = '.'] }) => {
        const { id, step } = parseResume(wish, 'ckpt pull');
        const client = await connect(session);
        const pulled = await pullCheckpoint({
          client,
          call: callOptions(session),
          jobId: id,
          ...(step !== undefined && { step }),
          parent: resolve(directory),
        });
        return { data: { ...pulled }, text: pulled.path };
      }),
    );
}

function addVerify(ckpt: Command, action: Action): void {
  ckpt
    .command('verify')
    .description('read every file of every checkpoint again; exit code 1 when one is damaged')
    .argument(...JOB)
    .action(
      action(async ({ session, args: [id = ''] }) => {
        const client = await connect(session);
        const { jobId } = await client.jobs.get(id, callOptions(session));
        const checkpoints: CheckpointCheck[] = [];
        for await (const check of client.checkpoints.verify(jobId, callOptions(session)))
          checkpoints.push(check);
        if (checkpoints.length === 0) session.terminal.say(`job ${jobId} has no checkpoint`);
        const isValid = checkpoints.every(({ problems }) => problems.length === 0);
        return {
          data: { jobId, valid: isValid, checkpoints },
          text: checkpoints.flatMap(checkLines).join('\n'),
          exitCode: isValid ? EXIT.ok : EXIT.jobFailed,
        };
      }),
    );
}

const checkLines = ({ step, bytes, files, problems }: CheckpointCheck): readonly string[] =>
  problems.length === 0
    ? [`step ${step}: ok, ${files} files, ${formatBytes(bytes)}`]
    : problems.map(({ file, message }) => terminalText(`step ${step}: DAMAGED: ${file}: ${message}`));

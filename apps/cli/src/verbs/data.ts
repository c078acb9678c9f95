import { Label } from '@ringmaster/contracts';
import { terminalText, TrainError } from '@ringmaster/core';
import { type Command, InvalidArgumentError } from 'commander';
import { addData } from '../data/add-data.js';
import { isUrl, withDownload } from '../data/download.js';
import { EXIT } from '../exit-codes.js';
import { deadlineOf } from '../follow/stop-signal.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { formatBytes, formatCount } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import { addPreview } from './data-preview.js';
import type { Action, Verb } from './verb.js';

export const dataVerb: Verb = (program, action) => {
  const data = program.command('data').description('data sets that the coordinator keeps for jobs');
  addAdd(data, action);
  addList(data, action);
  addRemove(data, action);
  addPreview(data, action);
};

function sha256(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('It must be 64 hexadecimal digits.');
}

interface AddOptions {
  readonly sha256?: string;
  readonly allowHost: readonly string[];
}

const collected = (host: string, before: readonly string[]): readonly string[] => [...before, host];

function addAdd(data: Command, action: Action): void {
  data
    .command('add')
    .description(
      'upload a file or a directory once, under a name and its hash; the same command again goes on with an upload that broke off',
    )
    .argument('<name>', 'what documents call it in data.source')
    .argument('<source>', 'a file, a directory, or an https:// URL of a file')
    .option('--sha256 <hex>', 'digest that the file of a URL must have', sha256)
    .option(
      '--allow-host <host>',
      'a host of a private network that the URL, or one that it redirects to, may name; repeatable',
      collected,
      [],
    )
    .action(
      action<AddOptions>(async ({ session, args: [name = '', source = ''], options }) => {
        const problem = Label.safeParse(name).error?.issues[0]?.message;
        if (problem !== undefined) throw new TrainError('invalid', `the name ${name}: ${problem}`);
        if (options.sha256 !== undefined && !isUrl(source))
          throw new TrainError('invalid', '--sha256 is for https:// URLs; local files are hashed anyway');
        const stop = deadlineOf(session);
        const unlisten = session.interrupts.listen(() => stop.interrupt());
        const { signal } = stop;
        try {
          const client = await connect(session);
          const add = (path: string) => addData({ session, client, name, path, signal });
          const { set, sentBytes } = isUrl(source)
            ? await withDownload(
                {
                  ...{ session, url: source, signal },
                  ...{ sha256: options.sha256, allowHosts: options.allowHost },
                },
                add,
              )
            : await add(source);
          const reference = `${set.name}@${set.hash}`;
          return { data: { ...set, reference, sentBytes }, text: reference };
        } catch (error) {
          if (!signal.aborted) throw error;
          session.terminal.say(
            `${stop.hasTimedOut() ? '--timeout has passed' : 'interrupted'}; the same command goes on where it stopped`,
          );
          return {
            data: { name, interrupted: true },
            text: '',
            exitCode: stop.hasTimedOut() ? EXIT.timeout : EXIT.interrupted,
          };
        } finally {
          unlisten();
          stop.dispose();
        }
      }),
    );
}

/** Digits of a hash that people see; documents take so many. */
const SHOWN_DIGITS = 12;

function addList(data: Command, action: Action): void {
  data
    .command('ls')
    .description(
      'list every version of every data set, newest first; the first of a name is what the name alone means',
    )
    .action(
      action(async ({ session }) => {
        const client = await connect(session);
        const datasets = await client.data.list(callOptions(session));
        if (datasets.length === 0)
          session.terminal.say(
            'no data sets; register one with: ringmaster data add <name> <file or directory>',
          );
        const rows = datasets.map(({ name, hash, files, bytes, addedAt, usedBy }) => [
          `${name}@${hash.slice(0, SHOWN_DIGITS)}`,
          formatCount(files),
          formatBytes(bytes),
          addedAt.slice(0, 19).replace('T', ' '),
          usedBy.join(', ') || '-',
        ]);
        return {
          data: { datasets },
          text:
            rows.length === 0
              ? ''
              : terminalText(table(['DATA SET', 'FILES', 'SIZE', 'ADDED (UTC)', 'USED BY'], rows)),
        };
      }),
    );
}

function addRemove(data: Command, action: Action): void {
  data
    .command('rm')
    .description('remove a data set, or one version of it; refused while a job that has not ended uses it')
    .argument('<name[@hash]>', 'all versions of the name, or the one whose hash begins like this')
    .action(
      action(async ({ session, args: [wish = ''] }) => {
        const match = /^([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)(?:@([0-9a-f]{12,64}))?$/.exec(wish);
        if (match?.[1] === undefined)
          throw new TrainError(
            'invalid',
            `data rm ${wish}: must be <name> or <name>@<hash> with ${SHOWN_DIGITS} digits or more, for example petals@9f2c51d0a7b3`,
          );
        const client = await connect(session);
        const removed = await client.data.remove(match[1], match[2], callOptions(session));
        return {
          data: { removed },
          text: removed.map(({ name, hash }) => `removed ${name}@${hash}`).join('\n'),
        };
      }),
    );
}

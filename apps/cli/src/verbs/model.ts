import { type ModelEntry, ModelRefText } from '@ringmaster/contracts';
import { terminalText, TrainError } from '@ringmaster/core';
import type { Command } from 'commander';
import { findSource } from '../models/find-model.js';
import { modelText } from '../report/model-text.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { formatBytes } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import type { Action, Verb } from './verb.js';

const REF = ['<model[:tag]>', 'name of a model with a tag (default latest), or <model>@<version>'] as const;

export const modelVerb: Verb = (program, action) => {
  const model = program.command('model').description('models that stay, by name and tag');
  addList(model, action);
  addTag(model, action);
  addShow(model, action);
  addRemove(model, action);
};

function addList(model: Command, action: Action): void {
  model
    .command('ls')
    .description('list registered models with their tags, newest version first')
    .action(
      action(async ({ session }) => {
        const models = await (await connect(session)).models.list(callOptions(session));
        if (models.length === 0)
          session.terminal.say('no models; register one with: ringmaster model tag <job> <name>[:tag]');
        const header = ['MODEL', 'TAGS', 'VERSION', 'JOB', 'SIZE', 'CREATED', ''];
        return {
          data: { models },
          text: models.length === 0 ? '' : terminalText(table(header, models.map(row))),
        };
      }),
    );
}

function row({ name, tags, version }: ModelEntry): readonly string[] {
  const accuracy = version.metrics['accuracy'];
  return [
    name,
    tags.join(',') || '-',
    version.version.slice(0, 12),
    version.jobId,
    formatBytes(version.files.reduce((sum, { bytes }) => sum + bytes, 0)),
    version.createdAt,
    accuracy === undefined ? '' : `accuracy ${accuracy.toFixed(4)}`,
  ];
}

function addTag(model: Command, action: Action): void {
  model
    .command('tag')
    .description(
      'keep the model of a job under a name, or give a registered model another tag; a tag that exists moves',
    )
    .argument('<job|model[:tag]>', 'a job that has succeeded (id or the beginning of it), or a model')
    .argument('<name[:tag]>', 'name of a–z, 0–9 and "-", and the tag (default latest)')
    .action(
      action(async ({ session, args: [source = '', target = ''] }) => {
        const ref = checkedRef(target);
        if (!('tag' in ref))
          throw new TrainError('invalid', `${target} names a version; a tag is put on with <name>[:tag]`);
        const client = await connect(session);
        const found = await findSource(client, source, callOptions(session));
        const entry = await client.models.tag(
          { ...ref, source: 'entry' in found ? { model: found.ref } : { jobId: found.job.jobId } },
          callOptions(session),
        );
        return {
          data: { model: entry },
          text: `${ref.name}:${ref.tag}@${entry.version.version.slice(0, 12)}`,
        };
      }),
    );
}

function addShow(model: Command, action: Action): void {
  model
    .command('show')
    .description('everything about a model: job, data, code, checkpoint, metrics, files')
    .argument(...REF)
    .action(
      action(async ({ session, args: [ref = ''] }) => {
        checkedRef(ref);
        const entry = await (await connect(session)).models.get(ref, callOptions(session));
        return { data: { model: entry }, text: modelText(entry) };
      }),
    );
}

function addRemove(model: Command, action: Action): void {
  model
    .command('rm')
    .description('take a tag away; with its last tag (or by <model>@<version>) a version and its files go')
    .argument(...REF)
    .option('--force', 'remove the version and its files as well', false)
    .action(
      action<{ readonly force: boolean }>(async ({ session, args: [ref = ''], options }) => {
        checkedRef(ref);
        const client = await connect(session);
        const removal = await client.models.remove(ref, { ...callOptions(session), ...options });
        const what = removal.tags.map((tag) => `tag ${removal.name}:${tag}`);
        if (removal.versionRemoved) what.push(`version ${removal.name}@${removal.version.slice(0, 12)}`);
        return { data: { removal }, text: `removed ${what.join(' and ')}` };
      }),
    );
}

function checkedRef(text: string) {
  const parsed = ModelRefText.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new TrainError('invalid', parsed.error.issues[0]?.message ?? `"${text}" is no model`);
}

import type { ModelEntry } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { formatBytes } from '../terminal/format.js';
import { table } from '../terminal/table.js';

/** Where a registered model comes from, for people. */
export function modelText({ name, tags, version }: ModelEntry): string {
  const { dataset, metrics, files } = version;
  const facts: readonly (readonly [string, string])[] = [
    ['model', `${name}@${version.version}`],
    ['tags', tags.join(', ') || 'none'],
    ['created', version.createdAt],
    ['job', `${version.jobId} (${version.jobName})`],
    ['data', dataset.hash === null ? dataset.name : `${dataset.name}@${dataset.hash}`],
    ['code', `ringmaster ${version.codeVersion}, ${version.backend}`],
    ['steps', String(version.steps)],
    ['checkpoint', version.checkpointStep === null ? 'none' : `${version.jobId}@${version.checkpointStep}`],
    ['weights', version.weightsSha256],
    ['document', version.documentSha256],
    [
      'metrics',
      Object.entries(metrics)
        .map(([key, value]) => `${key} ${value.toPrecision(6)}`)
        .join(', '),
    ],
  ];
  const width = Math.max(...facts.map(([key]) => key.length)) + 2;
  const rows = files.map((file) => [file.name, formatBytes(file.bytes), file.sha256]);
  const lines = facts.map(([key, value]) => terminalText(`${key.padEnd(width)}${value}`));
  return [...lines, '', terminalText(table(['FILE', 'SIZE', 'SHA256'], rows))].join('\n');
}

import type { JobView } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import type { AuditReport, AuditRequest } from '@ringmaster/training';
import { EXIT } from '../exit-codes.js';
import { gatherHistory } from '../history/gather-history.js';
import { connect } from '../session/connect.js';
import { formatCount } from '../terminal/format.js';
import type { Verb } from './verb.js';

/** Problems that are printed; `--json` has all of them. */
const PRINTED = 20;

export const auditVerb: Verb = (program, action) => {
  program
    .command('audit')
    .description(
      'compare the samples that the readers delivered, step by step, with those that the document asks for; exit code 1 when they differ',
    )
    .argument('<job>', 'id of the job, or the beginning of it')
    .action(
      action(async ({ session, args: [id = ''] }) => {
        const client = await connect(session);
        const { view, job } = await gatherHistory(session, client, id);
        const [{ auditRun }, { validateDatasetConfig }] = await Promise.all([
          import('@ringmaster/training'),
          import('@ringmaster/data'),
        ]);
        const samples = validateDatasetConfig(job.document.data)?.sizes.train;
        const report = auditRun({
          job,
          ...(view.result && { result: view.result }),
          ...(samples !== undefined && { samples }),
          ...deadlyStepOf(view),
        });
        return {
          data: { ...report, state: view.state },
          text: reportText(view, report),
          exitCode: report.ok ? EXIT.ok : EXIT.jobFailed,
        };
      }),
    );
};

/** The newest attempt that ended because ranks died in one step again and again, if any did. */
function deadlyStepOf({ attempts }: JobView): Pick<AuditRequest, 'deadly'> {
  for (const { cause } of attempts.toReversed()) {
    const { step, shards } = cause?.details ?? {};
    if (typeof step === 'number' && Array.isArray(shards) && shards.every(Number.isInteger))
      return { deadly: { step, shards } };
  }
  return {};
}

function reportText(view: JobView, report: AuditReport): string {
  const { steps, skippedSteps, epochs, repeated, lost, duplicated, mismatches, problems, lineage } = report;
  const complete = epochs.filter((epoch) => epoch.complete).length;
  const samples = epochs.reduce((sum, epoch) => sum + epoch.samples, 0);
  const rows: [string, string][] = [
    ['job', `${report.jobId} (${view.state})`],
    ...(lineage.length > 1 ? [['lineage', lineage.join(' → ')] as [string, string]] : []),
    ['steps', `${formatCount(steps)} checked${skippedSteps > 0 ? `, ${skippedSteps} of them skipped` : ''}`],
    ['epochs', epochText(epochs, complete)],
    ['samples', formatCount(samples)],
    ...(repeated.steps > 0
      ? [
          [
            'repeated',
            `${formatCount(repeated.steps)} after a restart, ${repeated.differing.length} of them came out differently`,
          ] as [string, string],
        ]
      : []),
    ['lost', formatCount(lost)],
    ['duplicated', formatCount(duplicated)],
    ['mismatches', formatCount(mismatches.length)],
    ['audit', report.ok ? 'ok' : 'FAILED'],
  ];
  const more = problems.length - PRINTED;
  return [
    ...rows.map(([name, value]) => `${name.padEnd(12)}${value}`),
    ...deadlyLines(report.deadly),
    ...problems.slice(0, PRINTED).map((problem) => `  ${terminalText(problem)}`),
    ...(more > 0 ? [`  and ${more} more (--json has all)`] : []),
  ].join('\n');
}

function deadlyLines(deadly: AuditReport['deadly']): readonly string[] {
  if (!deadly) return [];
  const { step, shards } = deadly;
  return [
    `  ranks died in step ${step}; it was to give them`,
    ...shards.map(({ shard, samples }) => `    shard ${shard}: samples ${samples.join(', ')}`),
  ];
}

function epochText(epochs: AuditReport['epochs'], complete: number): string {
  const sizes = [...new Set(epochs.filter((epoch) => epoch.complete).map((epoch) => epoch.samples))];
  const each = complete > 0 ? ` of ${sizes.map(formatCount).join(' or ')} samples` : '';
  const partial = epochs.length - complete;
  return `${complete} complete${each}${partial > 0 ? `, ${partial} not` : ''}`;
}

import { auditFloat, type AuditStep, type ReplayReport } from '@ringmaster/contracts';
import type { AuditEvent } from '@ringmaster/training';

type Difference = NonNullable<ReplayReport['firstDifference']>['differences'][number];

/** In what a step that was computed again differs from its line of the audit log. */
export function compareStep(line: AuditStep, event: AuditEvent): readonly Difference[] {
  const found: Difference[] = [];
  const check = (what: string, logged: Difference['logged'], recomputed: Difference['recomputed']) => {
    if (logged !== recomputed) found.push({ what, logged, recomputed });
  };
  check('number of shards', line.shards.length, event.shards.length);
  line.shards.forEach(([count, digest], shard) => {
    const { count: ours = 0, digest: of = 0n } = event.shards[shard] ?? {};
    check(`samples of shard ${shard}`, count, ours);
    check(`digest of shard ${shard}`, digest, of.toString(16).padStart(16, '0'));
  });
  if (line.replicaBefore !== undefined && event.replicaBefore !== undefined)
    check('weights before the step', line.replicaBefore, event.replicaBefore);
  check('loss', line.loss, auditFloat(event.loss));
  check('applied', line.applied, event.isApplied);
  return found;
}

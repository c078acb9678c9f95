import { currentAttempt, isLive, type JobRecord, wantedStop } from './job-record.js';

/** What has to be done to the world when a record changed; all of it may safely be done twice. */
export type Effect =
  { readonly kind: 'assign' } | { readonly kind: 'go' } | { readonly kind: 'stop'; readonly kill: boolean };

/** The difference between two records of a job, as things to do. With no `before` it is all that the state asks for. */
export function effectsOf(before: JobRecord | undefined, after: JobRecord): readonly Effect[] {
  const attempt = currentAttempt(after);
  if (!attempt) return [];
  const earlier = before && currentAttempt(before);
  const effects: Effect[] = [];
  if (!earlier && before) effects.push({ kind: 'assign' });
  const stop = wantedStop(after, attempt);
  const stopBefore = before && earlier ? wantedStop(before, earlier) : 'none';
  if (attempt.begun && !earlier?.begun && stop === 'none') effects.push({ kind: 'go' });
  if (stop !== 'none' && stop !== stopBefore && attempt.ranks.some(isLive))
    effects.push({ kind: 'stop', kill: stop === 'kill' });
  return effects;
}

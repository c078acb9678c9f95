/** Where a process may die, and whose process it is; `spool`: only where no coordinator was there for long. Each is a place that the protocol passes; `hit` counts how often one was. */
export const PHASES = {
  'rank: before a frame is sent': 'rank',
  'rank: after a frame was sent': 'rank',
  'rank: after a frame was received': 'rank',
  'rank: after the sum, before it is applied': 'rank',
  'rank: after it was applied, before anybody knows': 'rank',
  'rank: sealed, before the report': 'rank',
  'rank: while it connects': 'rank',
  'rank: while it hands over its state': 'rank',
  'rank: while it takes over a state': 'rank',
  'rank: while a checkpoint is written': 'rank',
  'rank: finished, before the report': 'rank',
  'coordinator: before the log is written': 'coordinator',
  'coordinator: between Redis and the mirror': 'coordinator',
  'coordinator: after the log, before it is acted on': 'coordinator',
  'coordinator: while orders are sent': 'coordinator',
  'coordinator: while a file is stored': 'coordinator',
  'coordinator: before an event is acknowledged': 'coordinator',
  'rank: while a checkpoint is spooled': 'spool',
  'agent: while a spooled checkpoint is delivered': 'spool',
  'agent: delivered, before the end of its rank is told': 'spool',
} as const satisfies Readonly<Record<string, 'rank' | 'coordinator' | 'spool'>>;
export type Phase = keyof typeof PHASES;

export const phasesOf = (who: (typeof PHASES)[Phase]): readonly Phase[] =>
  (Object.keys(PHASES) as Phase[]).filter((phase) => PHASES[phase] === who);

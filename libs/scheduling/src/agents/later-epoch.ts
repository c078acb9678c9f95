import { type ErrorCode, LIMITS } from '@ringmaster/contracts';

/** What a coordinator answers an agent that has served a later epoch than its own. */
export interface LaterEpochVerdict {
  readonly code: ErrorCode;
  readonly message: string;
  /** The coordinator is to take an epoch above the agent's. */
  readonly raise: boolean;
}

/**
 * An agent that was here and comes back with a later epoch has been with a newer coordinator meanwhile: this one is outdated,
 * and must not win. A stranger may come from before this home was restored. A number out of all proportion is no epoch.
 */
export function judgeLaterEpoch(o: {
  readonly seen: number;
  readonly epoch: number;
  /** This coordinator has served that agent. */
  readonly wasHere: boolean;
}): LaterEpochVerdict {
  const said = `the agent has served epoch ${o.seen}, this coordinator is epoch ${o.epoch}`;
  if (o.wasHere) {
    const message = `${said} and has served this agent before: a newer coordinator is at work; end the outdated one`;
    return { code: 'fenced', message, raise: false };
  }
  if (o.seen - o.epoch > LIMITS.epochLead) {
    const message = `${said}: no coordinator of this home can have come so far; restart the worker`;
    return { code: 'fenced', message, raise: false };
  }
  const message = `${said}: it starts over with a later one, and the agent comes back by itself`;
  return { code: 'unavailable', message, raise: true };
}

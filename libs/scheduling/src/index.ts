export type { HeldJob, JobQueue, QueuedJob } from './job-queue.js';
export type { JobLog } from './job-log.js';
export {
  causeOf,
  event,
  EVENT_DATA,
  type EventBody,
  type EventData,
  type EventType,
  type LoggedEvent,
  parseLoggedEvent,
  RankFailure,
  RankPlace,
  SealedReport,
  TERMINAL_EVENTS,
} from './job-events.js';
export {
  type AttemptRecord,
  currentAttempt,
  type GenerationRecord,
  isLive,
  isPausing,
  isSealed,
  isTerminal,
  type JobRecord,
  membersOf,
  type Phase,
  type RankRecord,
  type RankState,
  wantedStop,
} from './job-record.js';
export { applyEvent, foldEvents } from './apply-event.js';
export { decide, type JobInput, type RankReport, stamped } from './decide.js';
export { type Effect, effectsOf } from './effects.js';
export { newcomersOf, wantedRanks } from './membership/form.js';
export { growthOf } from './membership/growth.js';
export { firstCause } from './first-cause.js';
export { retryBackoffMs } from './backoff.js';
export { jobState, jobView, type LiveFacts } from './job-view.js';
export { admit, type Admission, type AgentOffer, type GangRequest, type SlotOffer } from './admission.js';

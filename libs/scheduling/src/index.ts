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
  isDraining,
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
export { decide, stamped } from './decide.js';
export type { JobInput, RankReport } from './job-inputs.js';
export { type Effect, effectsOf } from './effects.js';
export { newcomersOf, usableRanks, wantedRanks } from './membership/form.js';
export { type Eviction, type Vote, votedOut, votesOf } from './membership/votes.js';
export { growthOf, nobodyComes } from './membership/growth.js';
export { createJobStore, type CommitListener, type JobStore, type SetAside } from './jobs/job-store.js';
export { requireReachable, requireRunning } from './jobs/reachable.js';
export { type AttemptWatch, createAttemptWatch } from './attempts/attempt-watch.js';
export { createDeliveries, type Deliveries, type Delivery } from './attempts/deliveries.js';
export { type AttemptSecrets, type Order, type OrderFacts } from './attempts/orders.js';
export { createRankPaces, type RankPaces } from './pace/rank-paces.js';
export { type RankNews, readRankEvent } from './attempts/rank-reports.js';
export {
  type AttemptDriver,
  type AttemptDriverParts,
  createAttemptDriver,
} from './attempts/attempt-driver.js';
export type { AgentLink, AgentLinkListener, CoordinatorBody } from './agents/agent-link.js';
export {
  type AgentEvents,
  type AgentRegistry,
  type AgentRegistryOptions,
  createAgentRegistry,
  type Presence,
} from './agents/agent-registry.js';
export type { ConnectedAgent } from './agents/connected-agent.js';
export { createEventInbox, type EventInbox, type EventInboxOptions } from './agents/event-inbox.js';
export { createOutbox, type DroppedReports, type Outbox, type OutboxEntry } from './agents/outbox.js';
export { durableJobLog, type DurableLogOptions } from './log/durable-log.js';
export { type KeepLeaseOptions, keepLease, type KeptLease, type Renewal } from './log/keep-lease.js';
export type { LogFailpoint } from './log/log-writer.js';
export type {
  LogHomes,
  LogLease,
  LogLines,
  LogMirror,
  LogTail,
  MirroredLog,
  RedisLog,
} from './log/log-homes.js';
export { decodeRecords, isLoggableJobId, type LogRecord, type StoredLog } from './log/log-record.js';
export { firstCause } from './first-cause.js';
export { retryBackoffMs } from './backoff.js';
export { jobState, jobView, type LiveFacts } from './job-view.js';
export { type AgentOffer, offersBeside, type SlotOffer } from './admission/offers.js';
export { compareRanked, type HeldSlot, type RunningJob, type WaitingJob } from './admission/request.js';
export type { Quota, Quotas, Tenant } from './admission/quotas.js';
export { type DurationBook, type Expected, expectedDuration, noteDuration } from './admission/durations.js';
export { runningJob, type RunningFacts, waitedMs, waitingJob } from './admission/job-facts.js';
export { type LineEntry, lineEntry, openWaitingLines, type WaitingLines } from './admission/waiting-lines.js';
export { plan, type Plan, type PlanInput, type PlanRules, type Start } from './admission/plan.js';
export type { Verdict } from './admission/reasons.js';
export { forecast, type Outlook } from './admission/forecast.js';
export {
  agentNews,
  type AgentNews,
  type Exclusion,
  exclusionsAt,
  type HealthBook,
  type HealthRules,
  noteAgent,
} from './admission/agent-health.js';

import {
  AuditLine,
  ErrorBody,
  JobResult,
  LIMITS,
  LogLine,
  ProgressView,
  StepTimings,
  type wire,
} from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { RankReport } from '../job-inputs.js';
import { SealedReport } from '../job-events.js';

/** A rank event with its JSON payloads checked: for the state of the job, or only for those who watch it. */
export type RankNews =
  | { readonly kind: 'report'; readonly report: RankReport }
  | {
      readonly kind: 'progress';
      readonly progress: z.output<typeof ProgressView>;
      readonly timings?: StepTimings;
    }
  | { readonly kind: 'log'; readonly lines: readonly string[] }
  | { readonly kind: 'metric'; readonly line: string }
  | { readonly kind: 'audit'; readonly lines: readonly AuditLine[] };

const MetricLine = z.record(z.string(), z.unknown());

/** @throws TrainError `invalid` when the agent sent something else than it should */
export function readRankEvent(event: wire.v1.RankEvent): RankNews {
  const { progress, log, metrics, audit } = event;
  if (progress) {
    const { progressJson, timingsJson } = progress;
    return {
      kind: 'progress',
      progress: fromJson(ProgressView, progressJson, 'progress'),
      ...(timingsJson && { timings: fromJson(StepTimings, timingsJson, 'timings') }),
    };
  }
  if (metrics)
    return { kind: 'metric', line: JSON.stringify(fromJson(MetricLine, metrics.lineJson, 'metrics line')) };
  if (audit)
    return {
      kind: 'audit',
      lines: (audit.linesJson ?? []).map((line) => fromJson(AuditLine, line, 'audit line')),
    };
  if (log) return { kind: 'log', lines: (log.linesJson ?? []).map(logLine) };
  return { kind: 'report', report: readReport(event) };
}

function readReport(event: wire.v1.RankEvent): RankReport {
  const { ready, running, checkpoint, finished, failed, sealed, regrouped, left, draining } = event;
  if (ready)
    return {
      kind: 'ready',
      dataAddress: ready.dataAddress ?? '',
      pid: ready.pid ?? 0,
      fingerprint: ready.fingerprint ?? '',
      warm: ready.warm ?? false,
      ...(ready.datasetHash && { datasetHash: ready.datasetHash }),
    };
  if (running) return { kind: 'running', step: running.step ?? 0 };
  if (checkpoint)
    return {
      kind: 'checkpoint',
      step: checkpoint.step ?? 0,
      manifestSha256: checkpoint.manifestSha256 ?? '',
    };
  if (finished) {
    const { stopped, resultJson } = finished;
    const result = resultJson ? fromJson(JobResult, resultJson, 'result') : undefined;
    return { kind: 'finished', stopped: stopped ?? false, ...(result && { result }) };
  }
  if (failed) return { kind: 'failed', failure: readFailure(failed) };
  if (sealed) return { kind: 'sealed', sealed: readSeal(sealed) };
  if (regrouped) {
    const { generation, step, standstillMs } = regrouped;
    return {
      kind: 'regrouped',
      n: generation?.n ?? 0,
      step: step ?? 0,
      standstillMs: Math.max(0, finite(standstillMs ?? 0, 'standstillMs of a new generation')),
    };
  }
  if (left) return { kind: 'left', step: left.step ?? 0 };
  if (draining)
    return {
      kind: 'draining',
      reason: (draining.reason ?? '').slice(0, LIMITS.reasonChars) || 'no reason given',
    };
  throw new TrainError('invalid', 'a rank event without an event');
}

function readSeal(sealed: wire.v1.RankSealed.$Properties): SealedReport {
  const { generation, step, stage, weightsSha256, agreed, complaints, patienceMs } = sealed;
  const read = SealedReport.safeParse({
    n: generation?.n ?? 0,
    step: step ?? 0,
    stage: stage ?? 0,
    weightsSha256: weightsSha256 ?? '',
    agreed: agreed ?? false,
    complaints: (complaints ?? []).map(({ rank, kind, message }) => ({
      rank: rank ?? 0,
      kind,
      message: (message ?? '').slice(0, LIMITS.logLineBytes),
    })),
    patienceMs: patienceMs ?? 0,
  });
  if (!read.success) throw new TrainError('invalid', `a seal: ${z.prettifyError(read.error)}`);
  return read.data;
}

function readFailure(
  failed: wire.v1.RankFailed.$Properties,
): Extract<RankReport, { kind: 'failed' }>['failure'] {
  const { causeJson, secondary, signal, exitCode, lastStep, lastLogLines, atMs } = failed;
  return {
    cause: readCause(causeJson ?? ''),
    secondary: secondary ?? false,
    ...(signal && { signal }),
    ...(exitCode && { exitCode }),
    ...(lastStep && { lastStep }),
    ...(lastLogLines && lastLogLines.length > 0 && { lastLogLines: newestLines(lastLogLines) }),
    // The end of a rank counts whatever its clock says.
    ...(atMs && Number.isFinite(atMs) && { atMs }),
  };
}

/** JSON, and so the log, has no other numbers. */
function finite(value: number, what: string): number {
  if (!Number.isFinite(value)) throw new TrainError('invalid', `${what} is ${value}, which is no number`);
  return value;
}

/** The last lines, as many as one record of the log has room for. */
function newestLines(lines: readonly string[]): string[] {
  let room: number = LIMITS.crashLogBytes;
  const kept = lines.slice(-LIMITS.crashLogLines).reverse();
  return kept.filter((line) => (room -= line.length) >= 0).reverse();
}

/** A rank that ended must count as ended, so an unreadable cause is a cause too. */
function readCause(json: string) {
  try {
    const { code, message, details } = fromJson(ErrorBody, json, 'cause');
    const isSmall = details !== undefined && JSON.stringify(details).length <= LIMITS.crashLogBytes;
    return { code, message: message.slice(0, LIMITS.logLineBytes), ...(isSmall && { details }) };
  } catch (error) {
    return {
      code: 'internal' as const,
      message: `the rank failed, and its cause cannot be read: ${String(error)}`,
    };
  }
}

function logLine(json: string): string {
  return JSON.stringify(fromJson(LogLine, json, 'log line'));
}

function fromJson<T>(schema: z.ZodType<T>, json: string | null | undefined, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch {
    throw new TrainError('invalid', `${what} is not JSON`);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new TrainError('invalid', `${what}: ${z.prettifyError(result.error)}`);
  return result.data;
}

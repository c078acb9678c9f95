import { ERROR_CODES } from '@ringmaster/contracts';
import {
  foldEvents,
  isTerminal,
  type JobRecord,
  type LoggedEvent,
  parseLoggedEvent,
  TERMINAL_EVENTS,
} from '@ringmaster/scheduling';
import { type BlobDoor, checkpointsOver, parseManifest } from '@ringmaster/training';
import { type AuditEvent, sha256Hex, type StepEvent } from '@ringmaster/training';
import { auditKey, type Reference } from './reference.js';
import { MAX_ATTEMPTS, type Scenario } from './scenario.js';

/** A promise that was broken, and how. */
export interface Violation {
  readonly promise: 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6' | 'P7' | 'P10' | 'bug';
  readonly message: string;
}

/** A checkpoint that an attempt brings into the store. */
export interface Publication {
  readonly attempt: number;
  readonly step: number;
}

/** Watches a world while it goes, and judges it at its end. */
export class Invariants {
  readonly violations: Violation[] = [];
  readonly #acknowledged: (string | undefined)[] = [];
  readonly #delivered: Publication[] = [];

  constructor(
    private readonly scenario: Scenario,
    private readonly reference: Reference,
  ) {}

  broken(promise: Violation['promise'], message: string): void {
    if (!this.violations.some((one) => one.message === message)) this.violations.push({ promise, message });
  }

  /** P3, P10: the same step is the same step, whoever computes it and whenever. */
  step(who: string, attempt: number, { step, loss, gradientNorm, samples, isApplied }: StepEvent): void {
    const expected = this.reference.steps.get(step);
    if (!expected || !isApplied)
      return this.broken('P3', `${who} finished step ${step}, which does not exist`);
    if (loss !== expected.loss || gradientNorm !== expected.gradientNorm || samples !== expected.samples)
      this.broken('P10', `${who} has other bits at step ${step}: loss ${loss} ≠ ${expected.loss}`);
    const spooled = this.#delivered.find((one) => one.attempt < attempt && step <= one.step);
    if (spooled)
      this.broken(
        'P4',
        `${who} computes step ${step} again, although attempt ${spooled.attempt} had its spooled state of step ${spooled.step} in the store`,
      );
  }

  /** P4: every sample once. */
  audit(who: string, event: AuditEvent): void {
    const expected = this.reference.audits.get(event.step);
    if (auditKey(event) !== expected)
      this.broken('P4', `${who} used other samples in step ${event.step}: ${auditKey(event)} ≠ ${expected}`);
  }

  /** P1, P2: what was acknowledged stays, whoever goes on with the log. */
  committed(events: readonly LoggedEvent[], epoch: number): void {
    for (const event of events) {
      const text = sorted(event);
      const before = this.#acknowledged[event.seq];
      if (before !== undefined && before !== text)
        this.broken(
          'P2',
          `event ${event.seq} was acknowledged twice, as ${before} and, in epoch ${epoch}, as ${text}`,
        );
      this.#acknowledged[event.seq] = text;
    }
  }

  /** P4: a spooled checkpoint is in the store, and its agent knows it; no later attempt computes what it holds again. */
  delivered(publication: Publication): void {
    this.#delivered.push(publication);
  }

  /** P2: what an attempt has left counts until the next one begins, by what is committed when it is about to be taken. */
  publishing({ attempt, step }: Publication, record: JobRecord | undefined): void {
    const last = record?.attempts.at(-1)?.attempt ?? 0;
    if (attempt < last)
      this.broken(
        'P2',
        `a checkpoint of step ${step} of attempt ${attempt} was taken while attempt ${last} runs`,
      );
  }

  /** P6: what is published is whole. */
  async checkpoints(when: string, blobs: ReadonlyMap<string, { readonly bytes: Uint8Array }>): Promise<void> {
    const never = new AbortController().signal;
    const store = checkpointsOver(doorTo(blobs), 'job');
    for (const step of await store.list(never)) {
      const problem = await store.load(step, never).then(
        ({ manifest }) => (parseManifest(manifest).step === step ? undefined : 'is of another step'),
        (error: unknown) => String(error),
      );
      if (problem)
        this.broken('P6', `${when} the published checkpoint of step ${step} is not whole: ${problem}`);
    }
  }

  /** The log as it lies on the disk at the end. */
  ended(lines: readonly string[]): JobRecord | undefined {
    const events = lines.map((line) => parseLoggedEvent((JSON.parse(line) as { event: unknown }).event));
    for (const [seq, text] of this.#acknowledged.entries())
      // One that a coordinator did not live to acknowledge leaves a hole.
      if (text !== undefined && text !== sorted(events[seq]))
        this.broken('P1', `event ${seq} was acknowledged and is lost: ${text}`);
    if (events.length === 0) return void this.broken('P1', 'the job was submitted and is not in the log');
    let record: JobRecord;
    try {
      record = foldEvents(events);
    } catch (error) {
      return void this.broken('P2', `the log is not one that may be: ${String(error)}`);
    }
    const terminal = events.filter(({ type }) => TERMINAL_EVENTS.has(type));
    if (!isTerminal(record)) this.broken('P5', `the job does not end: ${waitsFor(record)}`);
    else if (terminal.length !== 1) this.broken('P2', `${terminal.length} terminal events`);
    this.#outcome(record);
    return record;
  }

  #outcome(record: JobRecord): void {
    const { faults } = this.scenario;
    const poison = faults.find((fault) => fault.kind === 'poison');
    const { outcome } = this.reference;
    if (record.phase === 'succeeded') {
      const { result } = record;
      if (result?.weightsSha256 !== outcome.weightsSha256)
        this.broken(
          'P10',
          `the final weights are ${result?.weightsSha256}, undisturbed ${outcome.weightsSha256}`,
        );
      if (result?.samples !== outcome.samples || result?.steps !== outcome.steps)
        this.broken(
          'P4',
          `${result?.samples} samples in ${result?.steps} steps instead of ${outcome.samples} in ${outcome.steps}`,
        );
      if (poison) this.broken('P7', 'the job succeeded over a step that nobody survives');
    }
    if (record.phase === 'cancelled' && !faults.some(({ kind }) => kind === 'cancel'))
      this.broken('P2', 'the job was cancelled, and nobody asked for it');
    if (record.phase === 'failed') this.#failed(record, poison);
  }

  #failed(
    record: JobRecord,
    poison: Extract<Scenario['faults'][number], { kind: 'poison' }> | undefined,
  ): void {
    const { code = 'internal', message = '' } = record.cause ?? {};
    const failures = record.attempts.filter(({ outcome }) => outcome === 'failed').length;
    if (poison?.how === 'error') {
      if (code !== 'data_corrupt')
        this.broken('P7', `the first cause is ${code}, not data_corrupt: ${message}`);
      return;
    }
    if (!ERROR_CODES[code].retryable || failures < MAX_ATTEMPTS)
      this.broken('P7', `the job failed after ${failures} of ${MAX_ATTEMPTS} attempts: ${code}: ${message}`);
  }
}

/** Whoever wrote it: the order of keys means nothing. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'nothing';

const waitsFor = (record: JobRecord): string => {
  const attempt = record.attempts.at(-1);
  const ranks = attempt?.ranks.map(
    ({ rank, state, sealed }) => `${rank} ${state}${sealed ? ` sealed ${sealed.n}` : ''}`,
  );
  return `${record.phase}, attempt ${attempt?.attempt} (${attempt?.outcome}), generation ${attempt?.generation.n}, ranks ${ranks?.join(', ')}`;
};

function doorTo(blobs: ReadonlyMap<string, { readonly bytes: Uint8Array }>): BlobDoor {
  const found = (prefix: string) => [...blobs].filter(([name]) => name.startsWith(prefix));
  const refuse = () => Promise.reject(new TypeError('read only'));
  return {
    put: refuse,
    remove: refuse,
    get: async (name) => {
      const blob = blobs.get(name);
      if (!blob) throw new TypeError(`${name} is missing`);
      return blob.bytes;
    },
    list: async (prefix) =>
      Promise.all(
        found(prefix).map(async ([name, { bytes }]) => ({
          name,
          bytes: bytes.byteLength,
          sha256: await sha256Hex(bytes),
        })),
      ),
  };
}

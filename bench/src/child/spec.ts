import type { ModelName } from '../models/model-names.js';

interface RankOfWorld {
  readonly rank: number;
  readonly world: number;
}

export interface StepSpec {
  readonly kind: 'step';
  readonly model: ModelName;
  readonly batch: number;
}

export interface AllReduceSpec extends RankOfWorld {
  readonly kind: 'allreduce';
  /** Vectors of these sizes will be asked for. */
  readonly bytes: number;
}

export interface RawAllReduceSpec extends RankOfWorld {
  readonly kind: 'allreduce-tcp';
  readonly bytes: number;
}

export interface StreamSpec extends RankOfWorld {
  readonly kind: 'stream';
  readonly over: 'grpc' | 'tcp';
  /** Added to each way, by a proxy in a process of its own. */
  readonly delayMs: number;
}

export interface DelayProxySpec {
  readonly kind: 'delay-proxy';
  /** `host:port` */
  readonly target: string;
  readonly delayMs: number;
}

export interface ScalingSpec extends RankOfWorld {
  readonly kind: 'scaling';
  readonly model: ModelName;
  readonly batch: number;
}

export interface EngineSpec {
  readonly kind: 'engine';
}

/** What a child process is started for. */
export type ChildSpec =
  EngineSpec | StepSpec | AllReduceSpec | RawAllReduceSpec | StreamSpec | DelayProxySpec | ScalingSpec;

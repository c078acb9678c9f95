/** What one trainer occupies. */
export interface SlotPlan {
  readonly slot: number;
  readonly device: 'cpu' | 'gpu';
  /** Index of the GPU, where it is one. */
  readonly gpu?: number;
  readonly cpuThreads: number;
  readonly memoryBytes: number;
}

/** What a trainer is started for; trainers of equal kinds are interchangeable. */
export type TrainerKind = Pick<SlotPlan, 'device' | 'gpu' | 'cpuThreads'>;

/** Handed on from the agent's own environment; everything else stays with the agent. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'LD_LIBRARY_PATH'] as const;

/**
 * The whole environment of a trainer. TensorFlow's thread counts and determinism switches are part of what the bits of
 * a run depend on, so each one is set, also where the value is TensorFlow's default.
 */
export function trainerEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  slot: TrainerKind,
): Readonly<Record<string, string>> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = base[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    TF_NUM_INTRAOP_THREADS: String(slot.cpuThreads),
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: String(slot.cpuThreads),
    TF_DETERMINISTIC_OPS: '1',
    TF_ENABLE_ONEDNN_OPTS: '1',
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    CUDA_VISIBLE_DEVICES: slot.device === 'gpu' ? String(slot.gpu ?? 0) : '-1',
  };
}

export const sameKind = (a: TrainerKind, b: TrainerKind): boolean =>
  a.device === b.device && a.gpu === b.gpu && a.cpuThreads === b.cpuThreads;

import type { DataSetView, ResolvedJob } from '@ringmaster/contracts';
import { nearest, TrainError } from '@ringmaster/core';
import type { DataStore, StoredDataSet } from '@ringmaster/store';
import type { JobStore } from '@ringmaster/scheduling';

export interface RegisteredDataOptions {
  readonly data: DataStore;
  readonly store: Pick<JobStore, 'open'>;
  /** Names of the data sets that lie on workers; undefined while no worker is there to tell. */
  readonly onWorkers: () => Promise<ReadonlySet<string> | undefined>;
}

/** Which registered data jobs mean, and which jobs use what. */
export interface RegisteredData {
  /**
   * Runs `work` with the job whose `data.source` is `name@hash` where it means registered data; what it means cannot be
   * removed until `work` is done. Names that only workers know stay as they are.
   * @throws TrainError `not_found` when nobody knows the name, or the version
   */
  pinned<T>(job: ResolvedJob, work: (pinned: ResolvedJob) => Promise<T>): Promise<T>;
  views(): readonly DataSetView[];
  view(set: StoredDataSet): DataSetView;
  /** One version, or all of a name. @throws TrainError `not_found` | `conflict` naming the live job that uses it */
  remove(name: string, hash: string | undefined): Promise<readonly DataSetView[]>;
}

/** What a job reads: its data, the weights that it begins with, and its model's code. */
export const sourcesOf = ({ data, model }: Pick<ResolvedJob, 'data' | 'model'>): readonly string[] =>
  [data.source, model.initial?.source, model.code?.source].filter((source) => source !== undefined);

/** The versions that a job's names stand for. */
type Versions = Readonly<Record<'data' | 'initial' | 'code', string | undefined>>;

const withSources = (job: ResolvedJob, { data, initial, code }: Versions): ResolvedJob => ({
  ...job,
  data: { ...job.data, ...(data !== undefined && { source: data }) },
  model: {
    ...job.model,
    ...(job.model.initial && {
      initial: { ...job.model.initial, ...(initial !== undefined && { source: initial }) },
    }),
    ...(job.model.code && { code: { ...job.model.code, ...(code !== undefined && { source: code }) } }),
  },
});

const keyOf = ({ name, hash }: Pick<StoredDataSet, 'name' | 'hash'>): string => `${name}@${hash}`;

export function createRegisteredData({ data, store, onWorkers }: RegisteredDataOptions): RegisteredData {
  /** Versions that jobs mean which are just being written down, with how many. */
  const held = new Map<string, number>();
  const hold = (key: string, by: 1 | -1) => {
    const count = (held.get(key) ?? 0) + by;
    if (count > 0) held.set(key, count);
    else held.delete(key);
  };
  const usedBy = (set: StoredDataSet): string[] =>
    store
      .open()
      .filter(({ job }) => sourcesOf(job).includes(keyOf(set)))
      .map(({ jobId }) => jobId);
  /** Runs `work` with the one version that `source` means; it cannot be removed meanwhile. */
  async function pinned<T>(
    source: string | undefined,
    work: (key: string | undefined) => Promise<T>,
  ): Promise<T> {
    if (source === undefined) return work(undefined);
    const [name = '', hash] = source.split('@');
    const known = data.versions(name, hash).length > 0;
    if (!known) await requireOnWorkers(data, name, { hash, onWorkers });
    // Looked up again: it may have gone while the workers were asked.
    const [set, second] = data.versions(name, hash);
    if (set && second && hash !== undefined)
      throw new TrainError('not_found', `data.source: ${hash} begins more than one version of ${name}`);
    if (!set) return work(source);
    const key = keyOf(set);
    hold(key, 1);
    try {
      return await work(key);
    } finally {
      hold(key, -1);
    }
  }
  const view = (set: StoredDataSet): DataSetView => ({ ...set, usedBy: usedBy(set) });

  return {
    pinned: (job, work) =>
      pinned(job.data.source, (data) =>
        pinned(job.model.initial?.source, (initial) =>
          pinned(job.model.code?.source, (code) => work(withSources(job, { data, initial, code }))),
        ),
      ),
    view,
    views: () => data.all().map(view),
    async remove(name, hash) {
      const sets = data.versions(name, hash);
      if (sets.length === 0) throw unknownData(data, name, hash);
      const views = sets.map((set) => ({ ...view(set), usedBy: [] }));
      await data.remove(sets, (set) => {
        const [job] = usedBy(set);
        if (job !== undefined || held.has(keyOf(set)))
          throw new TrainError(
            'conflict',
            `${name}@${set.hash.slice(0, 12)} is used by job ${job ?? 'that is being submitted'}, which has not ended; cancel it or wait for its end`,
            { details: { jobs: usedBy(set) } },
          );
      });
      return views;
    },
  };
}

async function requireOnWorkers(
  data: DataStore,
  name: string,
  { hash, onWorkers }: { readonly hash: string | undefined } & Pick<RegisteredDataOptions, 'onWorkers'>,
): Promise<void> {
  const names = await onWorkers();
  if (names === undefined || names.has(name)) return;
  throw unknownData(data, name, hash, names);
}

function unknownData(
  data: DataStore,
  name: string,
  hash: string | undefined,
  onWorkers: ReadonlySet<string> = new Set(),
): TrainError {
  const versions = data.versions(name).map((set) => set.hash.slice(0, 12));
  if (versions.length > 0)
    return new TrainError(
      'not_found',
      `data.source: ${name} has no version ${hash}; it has ${versions.slice(0, 10).join(', ')}`,
    );
  const known = [...new Set([...data.all().map((set) => set.name), ...onWorkers])];
  const guess = nearest(name, known);
  const hint =
    guess !== undefined ? `did you mean "${guess}"?` : `known: ${known.slice(0, 10).join(', ') || 'none'}`;
  return new TrainError(
    'not_found',
    `there is no data set "${name}"; ${hint} Register it with \`ringmaster data add ${name} <file or directory>\`, or start workers with \`--data-root ${name}=<directory>\``,
  );
}

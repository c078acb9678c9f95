/** Whose slots a job uses. */
export interface Tenant {
  readonly owner: string;
  readonly project?: string;
}

/** What one owner or project may use at once. */
export interface Quota {
  /** Slots, over all of its running jobs. */
  readonly slots?: number;
  /** Running jobs. */
  readonly jobs?: number;
}

/** By name; `*` is for everybody who is not named. */
export interface Quotas {
  readonly owners?: Readonly<Record<string, Quota>>;
  readonly projects?: Readonly<Record<string, Quota>>;
}

/** What is in use, against what may be. */
export interface QuotaLedger {
  take(tenant: Tenant, slots: number, jobs: number): void;
  /** Slots that one more job (`jobs` 1), or a running one (0), may take; Infinity without a quota. */
  room(tenant: Tenant, jobs: 0 | 1): number;
  /** The quotas that leave fewer than `slots`, for people. */
  limits(tenant: Tenant, slots: number): readonly string[];
  /** It could not have so many slots even if nothing else of its owner or project ran. */
  isImpossible(tenant: Tenant, slots: number): boolean;
}

interface Account {
  readonly label: string;
  readonly quota: Quota;
  slots: number;
  jobs: number;
}

const quotaOf = (of: Readonly<Record<string, Quota>> | undefined, name: string): Quota | undefined =>
  of === undefined ? undefined : Object.hasOwn(of, name) ? of[name] : of['*'];

/** Where a tenant has no quota at all nothing is counted. */
export function openLedger(quotas: Quotas): QuotaLedger {
  const accounts = new Map<string, Account>();
  const account = (kind: 'owners' | 'projects', name: string | undefined): readonly Account[] => {
    const quota = name === undefined ? undefined : quotaOf(quotas[kind], name);
    if (name === undefined || quota === undefined) return [];
    const label = `${kind}.${name}`;
    const known = accounts.get(label) ?? { label, quota, slots: 0, jobs: 0 };
    accounts.set(label, known);
    return [known];
  };
  const accountsOf = ({ owner, project }: Tenant) => [
    ...account('owners', owner),
    ...account('projects', project),
  ];
  const roomIn = ({ quota, slots, jobs }: Account, more: 0 | 1): number =>
    quota.jobs !== undefined && jobs + more > quota.jobs ? 0 : Math.max(0, (quota.slots ?? Infinity) - slots);
  return {
    take(tenant, slots, jobs) {
      for (const one of accountsOf(tenant)) {
        one.slots += slots;
        one.jobs += jobs;
      }
    },
    room: (tenant, jobs) => Math.min(Infinity, ...accountsOf(tenant).map((one) => roomIn(one, jobs))),
    limits: (tenant, slots) =>
      accountsOf(tenant)
        .filter((one) => roomIn(one, 1) < slots)
        .map(limitText),
    isImpossible: (tenant, slots) =>
      accountsOf(tenant).some(({ quota }) => (quota.slots ?? Infinity) < slots || quota.jobs === 0),
  };
}

function limitText({ label, quota, slots, jobs }: Account): string {
  const parts = [
    ...(quota.slots === undefined ? [] : [`${slots} of ${quota.slots} slots`]),
    ...(quota.jobs === undefined ? [] : [`${jobs} of ${quota.jobs} running jobs`]),
  ];
  return `quota ${label}: ${parts.join(', ')} in use`;
}

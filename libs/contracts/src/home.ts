/** Files below the home directory (`RINGMASTER_HOME`, default: the user's data directory). All private, mode 0600/0700. */
export interface HomeLayout {
  readonly root: string;
  /** The bearer token of users and agents. */
  readonly token: string;
  /** Tokens of other users and workers, as hashes; written by the coordinator. */
  readonly tokens: string;
  /** Who changed what: `actions.jsonl`, and `actions.1.jsonl` … before it. What others were refused: `refusals.jsonl` … */
  readonly actionsDir: string;
  /** Certificates: see TlsLayout. */
  readonly tlsDir: string;
  /** EndpointFile of the running coordinator. */
  readonly endpoint: string;
  readonly redisDir: string;
  /** Mirror of the job log: one JSON-lines file a job, and the epoch file. */
  readonly logDir: string;
  /** Artifacts: `<artifactsDir>/<jobId>/checkpoints/…`, `/model/…`, `/logs.jsonl`, `/metrics.jsonl`. */
  readonly artifactsDir: string;
  readonly datasetsDir: string;
  /** Registered data sets of the coordinator: contents by hash, uploads, the index. */
  readonly dataDir: string;
  /** What workers of this home keep of registered data sets. */
  readonly dataCacheDir: string;
  /** The model registry: `registry.json`, and a directory of its own for each version's files. */
  readonly modelsDir: string;
  /** Agents' scratch directories and sockets. */
  readonly agentsDir: string;
  /** Who keeps a local cluster running on this home: SupervisorFile of the CLI. */
  readonly supervisor: string;
  /** Where artifacts go instead of `artifactsDir`, once that was chosen: StoreRecord of the coordinator. */
  readonly artifactStore: string;
  /** Checkpoints and jobs that `gc` and retention leave alone. */
  readonly pins: string;
  /** What owners and projects may use at once; written by people. */
  readonly quotas: string;
  /** Output of the processes of a local cluster, one file each. */
  readonly processLogsDir: string;
}

export function homeLayout(root: string): HomeLayout {
  return {
    root,
    token: `${root}/token`,
    tokens: `${root}/tokens.json`,
    actionsDir: `${root}/actions`,
    tlsDir: `${root}/tls`,
    endpoint: `${root}/endpoint.json`,
    redisDir: `${root}/redis`,
    logDir: `${root}/log`,
    artifactsDir: `${root}/artifacts`,
    datasetsDir: `${root}/datasets`,
    dataDir: `${root}/data`,
    dataCacheDir: `${root}/data-cache`,
    modelsDir: `${root}/models`,
    agentsDir: `${root}/agents`,
    supervisor: `${root}/supervisor.json`,
    artifactStore: `${root}/artifact-store.json`,
    pins: `${root}/pins.json`,
    quotas: `${root}/quotas.yaml`,
    processLogsDir: `${root}/process-logs`,
  };
}

/** Files of a `tls` directory, all PEM. A worker's host needs `ca.crt`, `worker.crt` and `worker.key` of it. */
export interface TlsLayout {
  /** The authority that everybody believes; its key signs, and stays where `certs init` made it. */
  readonly caCert: string;
  readonly caKey: string;
  /** What the coordinator shows. */
  readonly serverCert: string;
  readonly serverKey: string;
  /** What the workers of this home show, to the coordinator and to each other. */
  readonly workerCert: string;
  readonly workerKey: string;
  /** Directories for workers of other hosts, by their name: each one a `tls` directory to copy there. */
  readonly workersDir: string;
}

export const tlsLayout = (dir: string): TlsLayout => ({
  caCert: `${dir}/ca.crt`,
  caKey: `${dir}/ca.key`,
  serverCert: `${dir}/server.crt`,
  serverKey: `${dir}/server.key`,
  workerCert: `${dir}/worker.crt`,
  workerKey: `${dir}/worker.key`,
  workersDir: `${dir}/workers`,
});

/** What the places of a user's files depend on; given from outside, because this library knows no process. */
export interface UserFacts {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** As Node names it: `linux`, `darwin`, `win32`, … */
  readonly platform: string;
  /** The user's own directory, for example `/home/ada`. */
  readonly userDirectory: string;
}

export interface UserPlaces {
  /** `RINGMASTER_HOME`, else `ringmaster` in the platform's directory for a user's data. */
  readonly home: string;
  /** `RINGMASTER_CACHE`, else `ringmaster` in `XDG_CACHE_HOME`, else in `~/.cache`: what the set-up has made. */
  readonly cache: string;
}

/**
 * Where a user's files lie unless a flag says otherwise; for every app and for the set-up alike. On Linux as the XDG Base
 * Directory Specification 0.8 has it. An empty variable counts as none. The paths may be relative when a variable is.
 */
export function userPlaces({ variables, platform, userDirectory }: UserFacts): UserPlaces {
  const value = (name: string, otherwise: string): string => variables[name] || otherwise;
  return {
    home: value('RINGMASTER_HOME', `${dataDirectory()}/ringmaster`),
    cache: value('RINGMASTER_CACHE', `${value('XDG_CACHE_HOME', `${userDirectory}/.cache`)}/ringmaster`),
  };

  function dataDirectory(): string {
    if (platform === 'darwin') return `${userDirectory}/Library/Application Support`;
    if (platform === 'win32') return value('LOCALAPPDATA', `${userDirectory}/AppData/Local`);
    return value('XDG_DATA_HOME', `${userDirectory}/.local/share`);
  }
}

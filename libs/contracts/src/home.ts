/** Files below the home directory (`RINGMASTER_HOME`, default: the user's data directory). All private, mode 0600/0700. */
export interface HomeLayout {
  readonly root: string;
  /** The bearer token of users and agents. */
  readonly token: string;
  /** EndpointFile of the running coordinator. */
  readonly endpoint: string;
  readonly redisDir: string;
  /** Mirror of the job log: one JSON-lines file a job, and the epoch file. */
  readonly logDir: string;
  /** Artifacts: `<artifactsDir>/<jobId>/checkpoints/…`, `/model/…`, `/logs.jsonl`, `/metrics.jsonl`. */
  readonly artifactsDir: string;
  readonly datasetsDir: string;
  /** Agents' scratch directories and sockets. */
  readonly agentsDir: string;
  /** Who keeps a local cluster running on this home: SupervisorFile of the CLI. */
  readonly supervisor: string;
  /** Output of the processes of a local cluster, one file each. */
  readonly processLogsDir: string;
}

export function homeLayout(root: string): HomeLayout {
  return {
    root,
    token: `${root}/token`,
    endpoint: `${root}/endpoint.json`,
    redisDir: `${root}/redis`,
    logDir: `${root}/log`,
    artifactsDir: `${root}/artifacts`,
    datasetsDir: `${root}/datasets`,
    agentsDir: `${root}/agents`,
    supervisor: `${root}/supervisor.json`,
    processLogsDir: `${root}/process-logs`,
  };
}

import { VERSION } from '@ringmaster/contracts';
import { Command } from 'commander';
import { duration } from './session/option-values.js';
import { auditVerb } from './verbs/audit.js';
import { auditLogVerb } from './verbs/audit-log.js';
import { backupVerb, restoreVerb } from './verbs/backup.js';
import { cancelVerb } from './verbs/cancel.js';
import { certsVerb } from './verbs/certs.js';
import { ckptVerb } from './verbs/ckpt.js';
import { completionVerb } from './verbs/completion.js';
import { configVerb } from './verbs/config.js';
import { coordinatorVerb } from './verbs/coordinator.js';
import { dataVerb } from './verbs/data.js';
import { doctorVerb } from './verbs/doctor.js';
import { downVerb } from './verbs/down.js';
import { forkVerb } from './verbs/fork.js';
import { gcVerb } from './verbs/gc.js';
import { exportVerb } from './verbs/export.js';
import { logsVerb } from './verbs/logs.js';
import { lsVerb } from './verbs/ls.js';
import { metricsVerb } from './verbs/metrics.js';
import { openVerb } from './verbs/open.js';
import { pauseVerb, resumeVerb } from './verbs/pause.js';
import { replayVerb } from './verbs/replay.js';
import { retryVerb } from './verbs/retry.js';
import { runVerb } from './verbs/run.js';
import { scaleVerb } from './verbs/scale.js';
import { setupVerb } from './verbs/setup.js';
import { modelVerb } from './verbs/model.js';
import { generateVerb } from './verbs/generate.js';
import { predictVerb } from './verbs/predict.js';
import { serveVerb } from './verbs/serve.js';
import { showVerb } from './verbs/show.js';
import { submitVerb } from './verbs/submit.js';
import { tokenVerb } from './verbs/token.js';
import { upVerb } from './verbs/up.js';
import { validateVerb } from './verbs/validate.js';
import type { Action, Verb } from './verbs/verb.js';
import { versionVerb } from './verbs/version.js';
import { workerVerb } from './verbs/worker.js';

const VERBS: readonly Verb[] = [
  setupVerb,
  runVerb,
  submitVerb,
  lsVerb,
  showVerb,
  openVerb,
  logsVerb,
  metricsVerb,
  ckptVerb,
  gcVerb,
  backupVerb,
  restoreVerb,
  dataVerb,
  exportVerb,
  cancelVerb,
  pauseVerb,
  resumeVerb,
  retryVerb,
  auditVerb,
  replayVerb,
  forkVerb,
  scaleVerb,
  modelVerb,
  predictVerb,
  generateVerb,
  serveVerb,
  validateVerb,
  upVerb,
  downVerb,
  coordinatorVerb,
  workerVerb,
  tokenVerb,
  certsVerb,
  auditLogVerb,
  doctorVerb,
  configVerb,
  completionVerb,
  versionVerb,
];

const EXIT_CODES = `
Exit codes: 0 ok, 1 job failed, 2 usage, 3 not found, 4 not authorised, 5 unreachable, 6 timeout, 130 interrupted.
Data goes to stdout; progress, logs and errors go to stderr.`;

/** All verbs with their arguments and options; also what the reference page is made of. */
export function buildProgram(action: Action): Command {
  const program = new Command('ringmaster')
    .description('Distributed deep-learning training from one command.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--json', 'print one JSON document on stdout (JSON lines where output goes on and on)', false)
    .option('--home <dir>', 'home directory: data, token, sockets (or RINGMASTER_HOME)')
    .option(
      '--url <url>',
      'coordinator (or RINGMASTER_URL; default: the one that runs on the home directory)',
    )
    .option(
      '--token-file <file>',
      'file with the token, - for stdin (or RINGMASTER_TOKEN_FILE, RINGMASTER_TOKEN; default: <home>/token)',
    )
    .option(
      '--ca-file <file>',
      'authority of a coordinator at https:// (or RINGMASTER_CA_FILE; default: <home>/tls/ca.crt, else those of the system)',
    )
    .option('--timeout <duration>', 'give up after this time, for example 30s or 2h', duration)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText('after', EXIT_CODES)
    .helpCommand('help [verb]', 'help for a verb')
    .showSuggestionAfterError(true);
  for (const verb of VERBS) verb(program, action);
  return program;
}

// `npm run quickstart`: from a fresh clone to a trained model. Sets up what is missing, trains LeNet-5 on the digits
// with two workers through the whole system, and says where the model is. Safe to run at any time.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLE = 'examples/digits.yaml';
const started = Date.now();

const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a script of this repository; its progress goes to the terminal, its stdout comes back. */
function run(script, args, stdout) {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['inherit', stdout, 'inherit'],
  });
  // Ctrl-C reaches the child by itself; it cleans up, and its exit ends this process too.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  const forward = () => child.kill('SIGTERM');
  process.on('SIGTERM', forward);
  const chunks = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      resolve({
        code: code ?? (signal === 'SIGINT' ? 130 : 1),
        stdout: Buffer.concat(chunks).toString('utf8'),
      });
    });
  });
}

function stopUnless(isFine, code) {
  if (!isFine) process.exit(code === 0 ? 1 : code);
}

say('1/2  setting up (the first time takes a few minutes)');
const setup = await run('tools/setup/main.mjs', [], 'inherit');
stopUnless(setup.code === 0, setup.code);

say(`\n2/2  training ${EXAMPLE} with two workers`);
const training = await run(
  'apps/cli/bin/ringmaster.mjs',
  ['run', EXAMPLE, '--workers', '2', '--json'],
  'pipe',
);
stopUnless(training.code === 0, training.code);

const result = JSON.parse(training.stdout);
const model = result.artifacts.find(({ name }) => name === 'model/model.json');
process.stdout.write(`
test accuracy  ${(100 * result.metrics.accuracy).toFixed(2)} %  (${result.steps} steps, ${result.samples} samples, ${result.seconds.toFixed(1)} s)
model          ${model?.path ?? `artifact model/model.json of job ${result.jobId}`}
weights        sha256 ${result.weightsSha256}
whole time     ${((Date.now() - started) / 1000).toFixed(0)} s

Try next:
  npx ringmaster run ${EXAMPLE} --workers 1        # the same weights on any number
  npx ringmaster up                                          # a cluster that stays: ls, logs -f
  npx ringmaster validate examples/simple-cnn-digits.yaml    # a larger model, defaults filled in
`);

// `npm run lint` lints everything; `node tools/lint.mjs <folder>…` a part (what `nx lint <project>` calls).
//   oxlint   types, and rules that need them, by TypeScript's native compiler (.oxlintrc.json)
//   eslint   the walls between layers and everything that reads syntax only (eslint.config.mjs)
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);
const folders = given.length > 0 ? given : ['apps', 'bench', 'libs', 'tools'];
const underNx = process.env.NX_TASK_TARGET_TARGET !== undefined;

function run(command, args) {
  const { status } = spawnSync(`${root}node_modules/.bin/${command}`, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  return status === 0;
}

/** Without nx's project graph the rule of the walls would pass everything: a task of nx has it, others write it first. */
function writeProjectGraph() {
  if (underNx) return true;
  const { status, stderr } = spawnSync(`${root}node_modules/.bin/nx`, ['show', 'projects'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  if (status !== 0) process.stderr.write(stderr);
  return status === 0;
}

const ok = [
  writeProjectGraph(),
  run('oxlint', ['--deny-warnings', ...folders]),
  run('eslint', ['--max-warnings', '0', ...folders]),
].every(Boolean);
process.exitCode = ok ? 0 : 1;

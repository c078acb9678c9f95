import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@ringmaster/core';
import { EXIT } from './exit-codes.js';
import { runCli } from './run-cli.js';
import { readEnvironment } from './session/environment.js';
import { createInterrupts } from './session/interrupts.js';
import { createTerminal } from './terminal/terminal.js';

const environment = readEnvironment(process.env, process.platform);

// A reader that went away (`ringmaster ls | head -1`) is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });

process.exitCode = await runCli(process.argv.slice(2), {
  environment,
  terminal: createTerminal(process.stdout, process.stderr, environment),
  interrupts: createInterrupts(process, () => process.exit(EXIT.interrupted)),
  clock: systemClock,
  distDir: fileURLToPath(new URL('..', import.meta.url)),
  readStdin: () => text(process.stdin),
});

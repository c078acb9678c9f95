import { fileArtifacts } from '../artifacts/file-artifacts.js';
import { fileCheckpointStore } from './file-checkpoint-store.js';

/** A process that saves checkpoints until it is killed, or until the disk is full. Arguments: root, kind of work. */
const [root = '', work = ''] = process.argv.slice(2);
const JOB = 'job-child';
const { signal } = new AbortController();
const store = fileCheckpointStore(fileArtifacts(root), JOB);
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

const save = async (step: number, bytes: number) => {
  const files = ['weights.safetensors', 'optimizer/slots.safetensors'].map((name) => ({
    name,
    bytes: new Uint8Array(bytes).fill(step % 251),
  }));
  await store.save(step, files, new TextEncoder().encode(`{"step":${step}}`), signal);
};

if (work === 'loop') {
  const known = await store.list(signal);
  for (let step = (known.at(-1) ?? 0) + 1; ; step++) {
    await save(step, 60_000);
    say({ saved: step });
    if (step > 3) await store.remove(step - 3, signal);
  }
} else {
  await save(1, 30_000);
  const outcome = await save(2, 500_000).then(
    () => 'saved',
    (cause: { code?: string }) => cause.code,
  );
  const afterwards = await fileArtifacts(root).list(JOB);
  await save(3, 30_000);
  const loaded = await store.load(3, signal);
  say({
    outcome,
    names: afterwards.map((info) => info.name),
    steps: await store.list(signal),
    loaded: loaded.files.size,
  });
}

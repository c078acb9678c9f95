import { openCallbacks } from '../callbacks/callback-state.js';
import { requireCompatible, requireSameNormalizer } from '../checkpoint/compatibility.js';
import { parseManifest } from '../checkpoint/manifest.js';
import { readBest, readReplica } from '../checkpoint/replica-files.js';
import { sha256Hex } from '../checkpoint/sha256.js';
import type { ConfusionTable } from '../ports/graph-parts.js';
import { corruptState, type HandoverContents, packHandover, unpackHandover } from './handover-format.js';
import { restoreProgress } from './progress.js';
import { takeSnapshot } from './snapshot.js';
import type { TrainingLoop } from './training-loop.js';

/** Everything that the next step of this rank reads, for a rank that is behind or new. */
export async function encodeHandover(loop: TrainingLoop): Promise<Uint8Array> {
  const { files, manifest } = takeSnapshot(loop);
  const { report, evaluate, save } = loop.rest;
  const { finalMetrics } = loop;
  // Whoever takes over is in the generation that `resize` asked for.
  const word = loop.word === 'resize' ? 'none' : loop.word;
  const manifestBytes = await manifest();
  const contents: HandoverContents = {
    manifestBytes: manifestBytes.byteLength,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength })),
    rest: { report, evaluate, save },
    word,
    finalMetrics: finalMetrics
      ? Object.fromEntries(Object.entries(finalMetrics).map(([name, value]) => [name, String(value)]))
      : null,
    finalConfusion: loop.finalConfusion ? copied(loop.finalConfusion) : null,
  };
  return packHandover(contents, [manifestBytes, ...files.map(({ bytes }) => bytes)]);
}

/**
 * Puts the loop where another rank's is. Everything is read and checked before anything is changed.
 * @throws TrainError `artifact_corrupt` | `incompatible`
 */
export async function takeOver(loop: TrainingLoop, handover: Uint8Array): Promise<void> {
  const { run } = loop;
  const { contents, manifestBytes, files } = unpackHandover(handover);
  const manifest = parseManifest(manifestBytes);
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    const bytes = files.get(name);
    if (bytes === undefined || (await sha256Hex(bytes)) !== sha256)
      throw corruptState(`${name} does not match its SHA-256`);
  }
  requireCompatible(manifest, run.job, run.dataset.info.hash);
  requireSameNormalizer(manifest, loop.normalizer);
  const { layout } = run.program;
  const replica = readReplica(layout, files);
  const best = readBest(layout, files);
  run.program.write(replica);
  Object.assign(loop.progress, restoreProgress(manifest.progress, run.job.training.precision));
  loop.firstStep = loop.progress.step;
  Object.assign(loop.callbacks, openCallbacks(run.job, { manifest, replica, ...(best && { best }) }));
  Object.assign(loop.rest, { ...contents.rest, offenders: new Map() });
  loop.word = contents.word;
  loop.finalMetrics = contents.finalMetrics
    ? Object.fromEntries(Object.entries(contents.finalMetrics).map(([name, text]) => [name, Number(text)]))
    : undefined;
  loop.finalConfusion = contents.finalConfusion ?? undefined;
}

const copied = ({ classes, classNames, counts }: ConfusionTable) => ({
  classes,
  ...(classNames && { classNames: [...classNames] }),
  counts: [...counts],
});

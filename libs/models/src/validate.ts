import { type JobDocument, LOSS_LABELS, lossName, type LossSpec } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { type DatasetSummary, labelEncoding, mixingProblems, validateDatasetConfig } from '@ringmaster/data';
import type { ModelEntry } from './model.js';
import { modelOutputs } from './outputs.js';
import { samplesOf } from './samples-of.js';
import { modelEntry, unknownModel } from './registry.js';

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** The parts of a job document that a model has to fit. */
export type ModelJob = {
  readonly model: JobDocument['model'];
  readonly data: Pick<JobDocument['data'], 'dataset' | 'source' | 'config' | 'augment'>;
  readonly loss: JobDocument['loss'];
  readonly task?: JobDocument['task'];
};

/**
 * Checks `model` on its own and, with `loss`, against the data set, without loading tfjs or any data; what only the
 * data's files can tell is checked by {@link buildModel}. Problems of
 * `data` itself are `validateDatasetConfig`'s to report; while there are some, only `model` on its own is checked.
 * @throws TrainError `invalid`; `details.problems` lists every problem with its path, such as `model.config.hidden`.
 */
export function validateModel(job: ModelJob): void {
  const summary = datasetSummary(job);
  const problems = [...modelProblems(job), ...(summary ? fitProblems(job, summary) : [])];
  if (problems.length === 0) return;
  const message = problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n');
  throw new TrainError('invalid', message, { details: { problems } });
}

function datasetSummary({ data }: ModelJob): DatasetSummary | undefined {
  try {
    return validateDatasetConfig(data);
  } catch (error) {
    if (error instanceof TrainError && error.code === 'invalid') return undefined;
    throw error;
  }
}

function modelProblems({ model }: ModelJob): readonly Problem[] {
  const entry = modelEntry(model.name);
  if (!entry) return [{ path: 'model.name', message: unknownModel(model.name) }];
  const isCode = entry.brought === 'code';
  if (isCode && model.code === undefined && model.path === undefined)
    return [
      {
        path: 'model.path',
        message: `${model.name} needs the file of its code here, and \`ringmaster run --allow-code\``,
      },
    ];
  if (!isCode && model.code !== undefined)
    return [{ path: 'model.code', message: 'only `name: module` has code' }];
  const parsed = entry.config.safeParse(model.config);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => ({
    path: ['model.config', ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
}

function fitProblems({ model, data, loss, task }: ModelJob, summary: DatasetSummary): readonly Problem[] {
  const problems: Problem[] = [];
  const shape = `but ${summary.name} gives samples of shape [${summary.inputShape.join(', ')}]`;
  const entry = modelEntry(model.name);
  const config = entry?.config.safeParse(model.config);
  const unfit = config?.success
    ? entry?.unfit(summary.inputShape, samplesOf(summary), config.data)
    : undefined;
  if (unfit) problems.push({ path: 'model.name', message: `${model.name} ${unfit}, ${shape}` });
  if (entry?.tasks && !entry.tasks.includes(task?.kind ?? 'classification'))
    problems.push({
      path: 'task',
      message: `${model.name} is made for ${entry.tasks.join(', ')}: say task: { kind: ${entry.tasks[0]} }`,
    });
  const wanted = model.config['classes'];
  if (typeof wanted === 'number' && wanted !== summary.classes)
    problems.push({
      path: 'model.config.classes',
      message: `${wanted}, but ${summary.name} has ${summary.classes ?? 'no'} classes: leave it out to take them`,
    });
  const misfit = entry && detectorMisfit(entry, loss);
  if (misfit) problems.push({ path: 'loss', message: misfit });
  const outputs = modelOutputs(loss, summary);
  if (typeof outputs === 'string') problems.push({ path: 'loss', message: outputs });
  problems.push(...mixingProblems(data.augment, summary, labelEncoding(loss, summary)));
  return problems;
}

/** Why a loss and a model do not go together of which one is made for boxes: only detectors put out rows of priors. */
function detectorMisfit({ name, tasks }: ModelEntry, loss: LossSpec): string | undefined {
  const isDetector = tasks?.includes('detection') === true;
  const takesBoxes = LOSS_LABELS[lossName(loss)] === 'boxes';
  if (isDetector === takesBoxes) return undefined;
  return isDetector
    ? `${name} puts out boxes, which ${lossName(loss)} does not take: say loss: yolo or loss: multibox`
    : `${lossName(loss)} takes the boxes of a detector, which ${name} is not: choose the model yolo or ssd`;
}

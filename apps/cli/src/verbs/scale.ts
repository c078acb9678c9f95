import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { positiveInteger } from '../session/option-values.js';
import { stateOutput } from './pause.js';
import type { Verb } from './verb.js';

export const scaleVerb: Verb = (program, action) => {
  program
    .command('scale')
    .description(
      'change how many workers a job has, within workers.min and workers.max; the result stays the same',
    )
    .argument('<job>', 'id of the job, or the beginning of it')
    .argument('<workers>', 'how many there should be', positiveInteger)
    .action(
      action(async ({ session, args: [id = '', workers = ''] }) => {
        const request = { workers: Number(workers) };
        return stateOutput(await (await connect(session)).jobs.scale(id, request, callOptions(session)));
      }),
    );
};

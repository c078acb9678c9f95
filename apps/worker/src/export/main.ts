import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { type ExportAnswer, ExportOrder } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { userError } from '../trainer/user-model.js';
import { convert } from './convert.js';

const answer = async (): Promise<ExportAnswer> => {
  try {
    const order = ExportOrder.parse(JSON.parse(await text(process.stdin)));
    return { report: await convert(order, process.env) };
  } catch (error) {
    const { code, message } = TrainError.from(userError(error) ?? error);
    return { error: { code, message } };
  }
};

const result = await answer();
writeSync(1, `${JSON.stringify(result)}\n`);
process.exit('report' in result ? 0 : 1);

import { PredictOrder } from './orders.js';
import { predictFile } from './predict-file.js';
import { runForParent } from './run-for-parent.js';

await runForParent(PredictOrder, predictFile, process.env);

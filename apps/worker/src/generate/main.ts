import { runForParent } from '../predict/run-for-parent.js';
import { GenerateOrder } from '../predict/orders.js';
import { generateTexts } from './generate-texts.js';

await runForParent(GenerateOrder, generateTexts, process.env);

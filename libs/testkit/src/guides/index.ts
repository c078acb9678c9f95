export { type GuideBlock, guideBlocks, guideScript } from './guide-blocks.js';
export { commandsOf } from './guide-commands.js';

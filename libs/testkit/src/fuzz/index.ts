export { fuzzDecoder, type FuzzedDecoder, type InputBlame, keepsTheLaw } from './decoder-law.js';
export { hostileName } from './hostile-names.js';

export { fuzzDecoder, type FuzzedDecoder, type InputBlame, keepsTheLaw } from './decoder-law.js';

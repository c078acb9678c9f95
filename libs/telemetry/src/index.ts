export { createLogger, type LoggerOptions } from './create-logger.js';
export { terminalText } from './terminal-text.js';

/** The product's version; the join handshake and every document that we write carry it. */
export const VERSION = '0.1.0';
/** Version of the agent–coordinator and trainer–trainer protocols. Unequal versions refuse each other by name (skew.ts). */
export const PROTOCOL_VERSION = 3;
